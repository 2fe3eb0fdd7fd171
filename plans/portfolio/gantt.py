"""A Gantt picture by hand: bars on the months, a line for today; a letter in each bar says what its colour says. No Django."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from metrics.charts.marks import DESK, PHONE, Drawing, Size
from metrics.charts.svg import element, group, line, number, path, rect, safe, shortened, text, width_of

LABELS, ROW, BAR, AXIS, EDGE = 250.0, 24.0, 14.0, 40.0, 8.0
WORDS_ROW = 16.0  # on a phone words stand above their bar
MARK = 16.0  # how wide the mark of a status is
STEPS = (1, 2, 3, 6, 12, 24, 60)  # months from one line to the next


@dataclass(frozen=True)
class Bar:
    """One row: its words, its days, how it stands (a class, a letter, and words)."""

    label: str
    starts_on: date
    due_on: date
    status: str
    letter: str
    told: str  # the whole of it in words
    is_late: bool = False  # its day has passed, and it is still open


@dataclass(frozen=True)
class Link:
    """That one bar waits for another, both by their place; `is_late`: what it waits for ends later."""

    first: int
    then: int
    is_late: bool = False


@dataclass(frozen=True)
class Picture:
    """All that is drawn. `month`: how a month is called on the axis; `key`: (status, letter, words) of the legend."""

    title: str
    description: str
    bars: Sequence[Bar]
    today: date
    today_said: str
    late_said: str
    key: Sequence[tuple[str, str, str]]
    month: Callable[[date], str]
    links: Sequence[Link] = ()
    waits_said: str = ""
    late_wait_said: str = ""


def svgs(picture: Picture) -> str:
    """For a page: a phone's drawing and a desk's, of which the stylesheet shows the one that fits."""
    return "".join(_svg(picture, size) for size in (PHONE, DESK))


def _svg(picture: Picture, size: Size) -> str:
    made, name = drawing(picture, size), f"gantt-{size.name}"
    return element(
        "svg", element("title", safe(picture.title), id=f"{name}-title"),
        element("desc", safe(picture.description), id=f"{name}-desc"), made.body,
        role="img", aria_labelledby=f"{name}-title", aria_describedby=f"{name}-desc", class_=f"chart chart-{size.name}",
        viewBox=f"0 0 {number(size.width)} {number(made.height)}", focusable="false",
    )  # fmt: skip


def drawing(picture: Picture, size: Size) -> Drawing:
    """The legend, the months, the rows from top to bottom, and the line of today."""
    first, last = span(picture.bars, picture.today)
    left = LABELS if size.beside else EDGE
    scale = Days(first, last, left, size.width - EDGE)
    high = ROW if size.beside else ROW + WORDS_ROW
    top, body = _legend(picture, size)
    bottom = top + AXIS + high * len(picture.bars)
    body += "".join(_months(picture, scale, size, top, bottom))
    body += _today(picture, scale, top, bottom)  # below the words, which it would cross out
    for at, bar in enumerate(picture.bars):
        body += _row(bar, scale, size, top + AXIS + at * high)
    for each in picture.links:
        body += _link(each, picture.bars, scale, size, top + AXIS)
    return Drawing(bottom + 6, body)


@dataclass(frozen=True)
class Days:
    """Where a day lies."""

    first: date
    last: date
    start: float
    end: float

    def __call__(self, day: date) -> float:
        """Its place, within the picture's edges."""
        part = (day - self.first).days / max((self.last - self.first).days, 1)
        return self.start + (self.end - self.start) * min(max(part, 0.0), 1.0)


def span(bars: Sequence[Bar], today: date) -> tuple[date, date]:
    """Whole months about all bars and today."""
    days = [today, *(bar.starts_on for bar in bars), *(bar.due_on for bar in bars)]
    return min(days).replace(day=1), after(max(days).replace(day=1), 1)


def after(month: date, count: int) -> date:
    """The first day of the month so many months later, or the last month that there is."""
    year, at = divmod(month.year * 12 + month.month - 1 + count, 12)
    return date(min(year, date.max.year), at + 1, 1)


def months(first: date, last: date, most: int) -> list[date]:
    """The months that get a line: so many at most."""
    whole = (last.year - first.year) * 12 + last.month - first.month
    step = next((one for one in STEPS if whole / one <= most), max(whole // most, 1))
    return [after(first, at) for at in range(0, whole + 1, step)]


def _months(picture: Picture, scale: Days, size: Size, top: float, bottom: float) -> Iterator[str]:
    for month in months(scale.first, scale.last, 4 if not size.beside else 6):
        x, said = scale(month), picture.month(month)
        yield line(x, top + AXIS - 8, x, bottom, "chart-grid")
        if x + width_of(said, 12) / 2 <= size.width:
            yield text(max(x, width_of(said, 12) / 2), top + AXIS - 12, said, "chart-tick", "middle")


def _row(bar: Bar, scale: Days, size: Size, top: float) -> str:
    room = LABELS - 12 if size.beside else size.width
    words = text(0, top + (ROW + BAR) / 2 - 3 if size.beside else top + 13, shortened(bar.label, room), "chart-text")
    y = top + ((ROW - BAR) / 2 if size.beside else WORDS_ROW + 3)
    left, right = scale(bar.starts_on), scale(bar.due_on + timedelta(days=1) if bar.due_on < date.max else bar.due_on)
    right = max(right, left + 2)
    late = _late(right, y, scale.end) if bar.is_late else ""
    return group(bar.told, words, rect(left, y, right - left, BAR, f"gantt-bar gantt-{bar.status}"), late,
                 _mark(bar.letter, bar.status, min(left, scale.end - MARK), y))  # fmt: skip


def _middle(at: int, size: Size, top: float) -> float:
    """Of a bar, from the top."""
    high = ROW if size.beside else ROW + WORDS_ROW
    return top + at * high + ((ROW - BAR) / 2 if size.beside else WORDS_ROW + 3) + BAR / 2


def _link(one: Link, bars: Sequence[Bar], scale: Days, size: Size, top: float) -> str:
    """From the end of the first bar to the beginning of the other, with an arrow's head there."""
    first, then = bars[one.first], bars[one.then]
    x, end = scale(first.due_on), max(scale(then.starts_on), scale.start + 8)
    y, below = _middle(one.first, size, top), _middle(one.then, size, top)
    turn = min(x + 6, scale.end + 4)
    half = (BAR / 2 + 3) * (1 if below > y else -1)
    way = f"M{x:.1f} {y:.1f}H{turn:.1f}V{below - half:.1f}H{end - 8:.1f}V{below:.1f}H{end:.1f}"
    head = f"M{end - 5:.1f} {below - 4:.1f}L{end:.1f} {below:.1f}L{end - 5:.1f} {below + 4:.1f}"
    return path(way + head, "gantt-link gantt-link-late" if one.is_late else "gantt-link")


def _mark(letter: str, status: str, x: float, y: float) -> str:
    box = rect(x, y, MARK, BAR, f"gantt-mark gantt-mark-{status}")
    return box + text(x + MARK / 2, y + BAR - 3, letter, f"gantt-letter gantt-letter-{status}", "middle")


def _late(x: float, y: float, end: float) -> str:
    """A triangle at the end of a bar whose day has passed."""
    x = min(x, end - 12)
    return path(f"M{x + 2:.1f} {y:.1f}L{x + 12:.1f} {y + BAR / 2:.1f}L{x + 2:.1f} {y + BAR:.1f}Z", "gantt-late")


def _today(picture: Picture, scale: Days, top: float, bottom: float) -> str:
    x = scale(picture.today)
    wide = width_of(picture.today_said, 12)
    middle = min(max(x, wide / 2), scale.end + EDGE - wide / 2)
    return line(x, top + AXIS - 8, x, bottom, "gantt-today") + text(
        middle, top + 10, picture.today_said, "chart-tick", "middle"
    )


def _legend(picture: Picture, size: Size) -> tuple[float, str]:
    x, y, body = 0.0, 0.0, ""
    entries = [(_mark(letter, status, 0, 0), words) for status, letter, words in picture.key]
    entries.append((_late(0, 0, 100), picture.late_said))
    for is_late, words in ((False, picture.waits_said), (True, picture.late_wait_said)):
        if any(one.is_late is is_late for one in picture.links):
            drawn = path("M0 7H14M10 3L14 7L10 11", "gantt-link gantt-link-late" if is_late else "gantt-link")
            entries.append((drawn, words))
    for drawn, words in entries:
        taken = MARK + 6 + width_of(words)
        if x and x + taken > size.width:
            x, y = 0.0, y + 22
        body += element("g", drawn, transform=f"translate({number(x)} {number(y)})") + text(
            x + MARK + 6, y + 11.5, words
        )
        x += taken + 16
    return y + 28, body
