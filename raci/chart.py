"""Where the boxes and lines of an organisation chart stand: one box a row, deeper ones further right. Pure: no database.

Operational lines are elbows on the left, from a box to those below it; functional lines run along the right, dashed. Text keeps
its size, whatever the city's: a bigger one is a longer picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

ROW, BOX, INDENT, WIDTH = 56, 44, 36, 380  # in pixels: a row's height, a box's height, a level's indent, a box's width
EDGE, LANE = 12, 14  # margin, and the room of one functional line on the right
LONGEST = 46  # signs of a line in a box


@dataclass(frozen=True)
class Place:
    """A box to draw: its key, how deep it stands, and its words."""

    key: str
    depth: int
    title: str
    detail: str
    url: str
    is_vacant: bool = False
    is_many: bool = False  # several posts in one box


@dataclass(frozen=True)
class Box:
    """A box with its corner."""

    place: Place
    x: int
    y: int

    width, height = WIDTH, BOX

    @property
    def middle(self) -> int:
        """Half its height."""
        return self.y + BOX // 2

    @property
    def right(self) -> int:
        """Its right edge."""
        return self.x + WIDTH

    @property
    def lines(self) -> tuple[tuple[int, int, str, str], ...]:
        """The words in it: where each line begins, its kind and its text."""
        return (self.x + 10, self.y + 18, "title", self.title), (self.x + 10, self.y + 35, "detail", self.detail)

    @property
    def title(self) -> str:
        """What fits into the box; the whole stands in the link's name."""
        return cut(self.place.title)

    @property
    def detail(self) -> str:
        """What fits into the box."""
        return cut(self.place.detail)


@dataclass(frozen=True)
class Drawing:
    """The picture: boxes, and the paths of the two kinds of line."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    operational: tuple[str, ...]
    functional: tuple[str, ...]


def draw(places: Sequence[Place], below: Iterable[tuple[str, str]], answers: Iterable[tuple[str, str]]) -> Drawing:
    """`below`: (upper, lower) of operational lines; `answers`: (one, other) of functional lines; by the keys of the boxes."""
    boxes = {
        place.key: Box(place, EDGE + place.depth * INDENT, EDGE + number * ROW) for number, place in enumerate(places)
    }
    elbows = [_elbow(boxes[upper], boxes[lower]) for upper, lower in below if {upper, lower} <= boxes.keys()]
    between = sorted(((one, other) for one, other in answers if {one, other} <= boxes.keys()), key=lambda pair: pair[0])
    lanes = {one: number for number, one in enumerate(dict.fromkeys(one for one, _other in between))}
    furthest = max((box.right for box in boxes.values()), default=0)
    paths = [_bracket(boxes[one], boxes[other], furthest + LANE * (1 + lanes[one])) for one, other in between]
    width = furthest + LANE * (1 + len(lanes)) + EDGE
    return Drawing(width, 2 * EDGE + ROW * len(places), tuple(boxes.values()), tuple(elbows), tuple(paths))


def cut(text: str) -> str:
    """So much of a text as a line of a box holds."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def _elbow(upper: Box, lower: Box) -> str:
    x = upper.x + INDENT // 2
    return f"M{x} {upper.y + BOX}V{lower.middle}H{lower.x}"


def _bracket(one: Box, other: Box, x: int) -> str:
    return f"M{one.right} {one.middle}H{x}V{other.middle}H{other.right}"
