"""A table as it is arranged, before its cells are understood: roles, activities under categories, and texts in between."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from raci.matrix.reading.grids import Grid, Line, Place
from raci.matrix.reading.layouts import EXTRA, HEADINGS, Layout, heading_key, is_legend
from raci.matrix.reading.notation import fold


@dataclass(frozen=True)
class Role:
    """A role as the file heads it; `code` where it has a second, short heading."""

    name: str
    place: Place
    code: str = ""


@dataclass(frozen=True)
class Puzzle:
    """Something in the table that was not understood, and what to do."""

    place: Place
    raw: str
    text: str


@dataclass(frozen=True)
class Row:
    """An activity. `cells`: (number of the role, text, place)."""

    number: str  # as the file gives it; may be empty
    title: str
    category: str
    place: Place
    cells: tuple[tuple[int, str, Place], ...]


@dataclass
class Arranged:
    """What stands where. `notes` says how it was taken; `legend`: letters that the table itself explains."""

    roles: list[Role] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    puzzles: list[Puzzle] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def puzzle(self, place: Place, raw: str, text: str) -> None:
        """This was not understood."""
        self.puzzles.append(Puzzle(place, raw[:200], text))


def arrange(grid: Grid, layout: Layout) -> Arranged:
    """The table by its layout; every line is accounted for."""
    found = Arranged(roles=_roles(grid, layout))
    _name_apart(found)
    _say_headings(found, grid, layout)
    reader = _Lines(grid, layout, found)
    body = grid.lines[layout.headings[-1] + 1 :]
    for at, line in enumerate(body):
        reader.read(line, body[at + 1 :])
    _say_unread(found, grid, layout)
    return found


# ---- roles


def _roles(grid: Grid, layout: Layout) -> list[Role]:
    upper, lower = grid.lines[layout.headings[0]], grid.lines[layout.headings[-1]]
    groups = _reaching(upper, lower, layout)
    pairs = [(_name(groups[at]), _name(lower.text(at)), at) for at in layout.roles]
    if upper is lower:
        return [Role(name, grid.place(lower.number, at)) for _upper, name, at in pairs]
    uppers, lowers = [one[0] for one in pairs], [one[1] for one in pairs]
    if _are_names(uppers) and _are_names(lowers) and uppers != lowers:
        return [_of_two(*pair, grid, lower, are_codes=_are_codes(lowers) - _are_codes(uppers)) for pair in pairs]
    return [_below_group(*pair, grid, lower, lowers) for pair in pairs]


def _reaching(upper: Line, lower: Line, layout: Layout) -> dict[int, str]:
    """What stands above each role; a group's heading reaches over the empty ones beside it, merged or not."""
    found: dict[int, str] = {}
    for at in layout.roles:
        left = found.get(at - 1, "") if lower.text(at) else ""
        found[at] = upper.text(at) or left
    return found


def _name(text: str) -> str:
    return re.sub(r"(?<=\S)\s*[*†‡]+$", "", text).strip()


def _are_names(texts: list[str]) -> bool:
    return all(texts) and len({fold(text) for text in texts}) == len(texts)


def _are_codes(texts: list[str]) -> int:
    return int(all(len(text) <= 10 and " " not in text for text in texts))


def _of_two(upper: str, lower: str, at: int, grid: Grid, line: Line, *, are_codes: int) -> Role:
    """Each line of headings names every role: one of them by a short code, or the two together."""
    place = grid.place(line.number, at)
    if are_codes:
        name, code = (upper, lower) if are_codes > 0 else (lower, upper)
        return Role(name, place, code)
    return Role(upper if upper == lower else f"{upper}: {lower}", place)


def _below_group(upper: str, lower: str, at: int, grid: Grid, line: Line, lowers: list[str]) -> Role:
    """The upper line groups the roles; a name that stands under several groups takes its group's along."""
    several = sum(fold(one) == fold(lower) for one in lowers) > 1
    name = f"{upper}: {lower}" if several and upper and lower and upper != lower else lower or upper
    return Role(name, grid.place(line.number, at))


def _name_apart(found: Arranged) -> None:
    """Two columns of one name are told apart by their place, and it is said."""
    known: set[str] = set()
    for at, role in enumerate(found.roles):
        if fold(role.name) in known:
            text = _("Two columns are headed “%(name)s”. Give each role one column, or another name.")
            found.puzzle(role.place, role.name, text % {"name": role.name})
            name = _("%(name)s (column %(n)d)") % {"name": role.name, "n": role.place.column}
            found.roles[at] = Role(name, role.place, role.code)
        known.add(fold(role.name))


def _say_headings(found: Arranged, grid: Grid, layout: Layout) -> None:
    numbers = [grid.lines[one].number for one in layout.headings]
    if len(numbers) == 2:
        text = _("Headings: lines %(upper)d and %(lower)d together.")
        found.notes.append(text % {"upper": numbers[0], "lower": numbers[1]})
    else:
        found.notes.append(_("Headings: line %(line)d.") % {"line": numbers[0]})


# ---- lines

_FOOTNOTE = re.compile(r"\s*([*†‡]|note\b|notes\b|source\b|nb\b)", re.IGNORECASE)
LONGEST_TITLE = 300


class _Lines:
    """Reads line by line: a category, an activity, a legend, a note, a heading said again."""

    def __init__(self, grid: Grid, layout: Layout, found: Arranged) -> None:
        self.grid, self.layout, self.found = grid, layout, found
        self.category = ""
        self.heading = grid.lines[layout.headings[-1]].cells
        self.first = next(iter(grid.lines[layout.headings[-1] + 1 :]), None)

    def read(self, line: Line, below: tuple[Line, ...]) -> None:
        if is_legend(line):
            self.note(_("Line %(line)d is the legend."), line)
            return
        if line.cells == self.heading:
            self.note(_("Line %(line)d says the headings again."), line)
            return
        cells = self.cells(line)
        if not cells and line is self.first and all(heading_key(line.cells[at]) in HEADINGS for at in line.filled):
            self.note(_("Line %(line)d is a rest of the headings."), line)
            return
        labels = [at for at in line.filled if at in self.layout.labels]
        if cells:
            self.activity(line, cells)
        elif not labels:
            self.strange(line)
        elif _is_footnote(line, labels):
            self.note(_("Line %(line)d is a note."), line)
        elif self.is_category(line, labels, below):
            self.category = " ".join(line.text(at) for at in sorted({*labels} - {*self.followers(line)}))
        else:
            self.activity(line, [])

    def cells(self, line: Line) -> list[tuple[int, str, Place]]:
        """What stands under the roles, merged cells that reach over from another role included."""
        labels = self.layout.labels
        return [
            (number, line.text(at), self.grid.place(line.number, at))
            for number, at in enumerate(self.layout.roles)
            if line.text(at) and line.merged.get(at, at) not in labels
        ]

    def followers(self, line: Line) -> list[int]:
        return [at for at in line.filled if line.merged.get(at, at) != at]

    def activity(self, line: Line, cells: list[tuple[int, str, Place]]) -> None:
        layout = self.layout
        if (category := line.text(layout.category)) and layout.category is not None:
            self.category = category
        title, number = line.text(layout.title), line.text(layout.id)
        if not title:
            title, number = number, ""
        place = self.grid.place(line.number, layout.title)
        if not title:
            text = _("This line has letters and no activity. Say in the file what they are about.")
            self.found.puzzle(place, " | ".join(text for _at, text, _place in cells), text)
            return
        self.found.rows.append(Row(number, title, self.category, place, tuple(cells)))

    def is_category(self, line: Line, labels: list[int], below: tuple[Line, ...]) -> bool:
        """A line without letters heads those below it, where there are some; else it is an activity without letters."""
        layout = self.layout
        if labels == [layout.category]:
            return True
        following = next((one for one in below if not is_legend(one)), None)
        if following is None or not self.cells(following):
            return False
        if layout.category is not None:
            return False
        number = line.text(layout.id)
        if layout.id is not None and layout.title in labels and number:
            return following.text(layout.id).startswith(number.rstrip(".)") + ".")
        return True

    def strange(self, line: Line) -> None:
        """Only beside the table: a legend's rest is silent, anything else is said."""
        texts = [line.cells[at] for at in line.filled if at not in self.layout.legends]
        if texts:
            text = _("This line has no activity and no letters under a role. It was left out.")
            self.found.puzzle(self.grid.place(line.number), " | ".join(texts), text)

    def note(self, text: str, line: Line) -> None:
        self.found.notes.append(text % {"line": line.number})


def _is_footnote(line: Line, labels: list[int]) -> bool:
    texts = [line.text(at) for at in labels]
    return len(texts) == 1 and (bool(_FOOTNOTE.match(texts[0])) or len(texts[0]) > LONGEST_TITLE)


# ---- what is not read


def _say_unread(found: Arranged, grid: Grid, layout: Layout) -> None:
    for at in layout.unread:
        heading = _heading(grid, layout, at)
        texts = [line.text(at) for line in _below(grid, layout) if line.text(at)]
        if heading_key(heading) in EXTRA:
            found.notes.append(_("Column “%(name)s” is no role; it was left out.") % {"name": heading})
        else:
            text = (
                _("Column “%(name)s” holds no letters; it was left out.") % {"name": heading}
                if heading
                else _("This column has no heading, so it is nobody's; it was left out. Write the role above it.")
            )
            found.puzzle(grid.place(0, at), "; ".join(texts), text)
    if layout.legends:
        text = _("The legend stands beside the table: column %(columns)s, left out.")
        found.notes.append(text % {"columns": ", ".join(str(at + 1) for at in layout.legends)})


def _heading(grid: Grid, layout: Layout, at: int) -> str:
    return next((text for number in reversed(layout.headings) if (text := grid.lines[number].text(at))), "")


def _below(grid: Grid, layout: Layout) -> Iterable[Line]:
    return (line for line in grid.lines[layout.headings[-1] + 1 :] if not is_legend(line))
