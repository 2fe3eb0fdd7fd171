"""Which post is meant by a name in somebody's plan. Pure: a name fits exactly one post, or none is proposed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

NOT_A_LETTER = re.compile(r"[^\w]+")


@dataclass(frozen=True)
class Candidate:
    """A post that could lead."""

    code: str
    title: str
    unit: str
    is_here: bool  # of the plan's own unit
    holders: tuple[str, ...] = ()


def lead_of(names: Iterable[str], posts: Sequence[Candidate]) -> str:
    """The code of the post that the first name that fits one means; "" where none does."""
    return next((code for name in names if (code := _meant(name, posts))), "")


def _meant(name: str, posts: Sequence[Candidate]) -> str:
    wanted = _plain(name)
    if len(wanted) < 3:
        return ""
    tests: tuple[Callable[[Candidate], bool], ...] = (
        lambda post: _plain(post.title) == wanted,
        lambda post: any(_plain(holder) == wanted for holder in post.holders),
        lambda post: _plain(f"{post.title} {post.unit}") == wanted or _plain(f"{post.unit} {post.title}") == wanted,
        lambda post: post.is_here and f" {wanted} " in f" {_plain(post.title)} ",
    )
    for test in tests:
        for near in (True, False):
            found = [post.code for post in posts if post.is_here >= near and test(post)]
            if len(found) == 1:
                return found[0]
    return ""


def _plain(text: str) -> str:
    return " ".join(NOT_A_LETTER.sub(" ", text.casefold()).split())
