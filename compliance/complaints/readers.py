"""Who reads and writes a complaint: a pure rule over posts (governance 3), asked at every door.

The coordinators of its programmes and counsel; never a post in the office complained about, nor in one above or below it,
nor anybody who holds such a post besides. Where that leaves nobody, the City Auditor.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

# Which programme's coordinator reads a complaint of this basis.
PROGRAMME_OF: Mapping[str, str] = {
    "title_vi": "title-vi", "ada": "ada", "section_504": "ada", "language": "language-access", "section3": "section3",
    "title_vii": "title-vii", "age": "title-vii", "fair_housing": "title-vi", "local": "local",
}  # fmt: skip


@dataclass(frozen=True)
class Seat:
    """A post with who holds it today: where it stands, what it coordinates, and where its holders' other posts stand."""

    post: int
    path: str
    programmes: frozenset[str] = frozenset()
    is_counsel: bool = False
    is_auditor: bool = False
    holders: tuple[tuple[str, ...], ...] = ()  # of each holder: the paths of all posts they hold


def in_line(path: str, office: str) -> bool:
    """Whether a unit is the office, below it, or above it. Nobody is near an office that is not known."""
    return bool(office) and (path.startswith(office) or office.startswith(path))


def is_near(paths: Iterable[str], office: str) -> bool:
    """Whether any of a person's posts stands in the line of the office."""
    return any(in_line(path, office) for path in paths)


def readers(bases: Collection[str], office: str, seats: Collection[Seat]) -> frozenset[int]:
    """The posts that read a complaint of these bases about this office (a path, "" for one that is not known)."""
    programmes = {PROGRAMME_OF[basis] for basis in bases if basis in PROGRAMME_OF}
    near = [seat for seat in seats if (seat.is_counsel or seat.programmes & programmes)]
    allowed = [seat for seat in near if not in_line(seat.path, office)]
    if any(_is_held(seat, office) for seat in allowed):
        return frozenset(seat.post for seat in allowed)
    auditors = [seat for seat in seats if seat.is_auditor and not in_line(seat.path, office)]
    return frozenset(seat.post for seat in (*allowed, *auditors))


def answerers(bases: Collection[str], office: str, seats: Collection[Seat]) -> frozenset[int]:
    """On which of its readers it waits: whoever coordinates its programmes; else counsel; else whoever reads it."""
    programmes = {PROGRAMME_OF[basis] for basis in bases if basis in PROGRAMME_OF}
    read = readers(bases, office, seats)
    held = [seat for seat in seats if seat.post in read and _is_held(seat, office)]
    coordinate = [seat for seat in held if seat.programmes & programmes]
    return frozenset(seat.post for seat in coordinate or [seat for seat in held if seat.is_counsel] or held)


def _is_held(seat: Seat, office: str) -> bool:
    """Whether somebody holds it who is not near the office by another post."""
    return any(not is_near(paths, office) for paths in seat.holders)
