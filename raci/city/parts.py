"""What rooms above read from a city's folder and bring in beside its structure: each registers its part in `AppConfig.ready`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from raci.models import Person, Post, Unit
from raci.plainyaml.reading import Mistake

Put = Callable[..., None]
Left = Callable[[str, str, str], None]


@dataclass(frozen=True)
class Folder:
    """A city's folder while it is read: what was named before, by code, and the mistakes found so far."""

    path: Path
    mistakes: list[Mistake]
    units: Mapping[str, object]
    posts: Mapping[str, object]
    themes: Mapping[str, object]


@dataclass(frozen=True)
class Loading:
    """A load under way, inside `acting`: what stands in the portal by now, and how a row is put in place and reported.

    `is_first`: the founding load, the only one that puts anything in force.
    """

    by: Person
    folder: str
    is_first: bool
    today: date
    units: Mapping[str, Unit]
    posts: Mapping[str, Post]
    put: Put
    left: Left
    added: Callable[[str, str, str], None]


@dataclass(frozen=True)
class Part:
    """`read` gives frozen plain values and notes what is wrong; `load` brings them in, the second time without a change."""

    name: str
    read: Callable[[Folder], Any]
    load: Callable[[Any, Loading], None]


_parts: dict[str, Part] = {}


def register(part: Part) -> None:
    """Make a part known. A name is given once."""
    if _parts.setdefault(part.name, part) is not part:
        raise ValueError(f"Two parts of a city's folder are called {part.name}.")


def parts() -> tuple[Part, ...]:
    """All parts, in the order they were registered."""
    return tuple(_parts.values())
