"""Small counts in a table of lines with a total: which cells are withheld (compliance.md 15.2, k of parameter priv.k). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

Key = TypeVar("Key")
MARK = "s"  # one mark for all that is withheld: two would tell them apart


def is_small(n: int, k: int) -> bool:
    """Whether a count of people would tell about a few; none at all may be said."""
    return 0 < n < k


def withheld(counts: Mapping[Key, int], k: int, also: Sequence[Key] = ()) -> set[Key]:
    """The lines whose count is not shown beside their total: the small ones, `also`, and what they could be worked out from."""
    hidden = {key for key, n in counts.items() if is_small(n, k)} | set(also)
    while hidden and (len(hidden) == 1 or sum(counts[key] for key in hidden) < k):
        left = [key for key in counts if key not in hidden and counts[key] > 0]
        if not left:
            break
        hidden.add(min(left, key=lambda key: counts[key]))
    return hidden


def parted(part: Mapping[Key, int], whole: Mapping[Key, int], k: int, hidden: set[Key]) -> set[Key]:
    """The lines in which a part (closed, of all received) is not shown: it, or what is left of the whole, is small."""
    also = [key for key, n in part.items() if key in hidden or is_small(whole[key] - n, k)]
    return withheld(part, k, also)
