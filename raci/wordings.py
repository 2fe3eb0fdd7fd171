"""Two wordings of the same thing side by side: which words differ. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Stretch:
    """Some words in a row, and whether the other wording lacks them."""

    words: str
    differs: bool


def side_by_side(one: str, other: str) -> tuple[list[Stretch], list[Stretch]]:
    """Both wordings in stretches of words; what only one of them has is marked. Equal wordings are one stretch each."""
    left, right = one.split(), other.split()
    steps = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    return (
        [Stretch(" ".join(left[a:b]), kind != "equal") for kind, a, b, _c, _d in steps if a != b],
        [Stretch(" ".join(right[c:d]), kind != "equal") for kind, _a, _b, c, d in steps if c != d],
    )
