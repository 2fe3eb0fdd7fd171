"""What waits on a post, whoever holds it: each room says its own, so that a post's page and its handing over show all of it.

    on_posts.register(Source("actions", _("Actions it leads"), of=actions_led, goes=_("They stay with the post.")))

`of(post, reader)` gives only what the reader may see, under the titles they may read; a number of what is hidden would tell
of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from raci.authority import Facts
from raci.models import Post

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class OnPost:
    """One thing that waits on a post."""

    title: str
    url: str = ""
    detail: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class Source:
    """One kind of thing that waits on posts. `goes`: what becomes of it when the post is handed over, in a sentence."""

    code: str
    label: str | _StrPromise
    of: Callable[[Post, Facts], list[OnPost]]
    goes: str | _StrPromise


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Make a source known (from `AppConfig.ready`). A code is given once."""
    if _sources.setdefault(source.code, source) != source:
        raise ValueError(f"Two sources of what waits on a post are called {source.code}.")


def sources() -> Iterable[Source]:
    """All of them, in the order they were registered."""
    return _sources.values()


def waits_on(post: Post, reader: Facts) -> list[tuple[Source, list[OnPost]]]:
    """What waits on the post, by source; those without anything are left out (a constant number of queries a source)."""
    found = [(source, source.of(post, reader)) for source in sources()]
    return [(source, waits) for source, waits in found if waits]
