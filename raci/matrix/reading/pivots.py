"""Tables arranged otherwise: a line for each role of an activity, or a column for each letter with roles in its cells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from raci.matrix.reading.arranged import Arranged, Role, Row
from raci.matrix.reading.grids import Grid, Line, Place
from raci.matrix.reading.layouts import CATEGORY, ID, TITLE, heading_key, is_legend
from raci.matrix.reading.notation import NO_PART, WORDS, Notation, fold
from raci.matrix.table import LETTERS

ROLE = {"role", "roles", "who", "party", "stakeholder", "role name", "responsible role"}
LETTER = {"raci", "code", "codes", "raci code", "letter", "letters", "assignment", "raci letter", "raci role", "type",
          "responsibility type", "involvement", "raci value"}  # fmt: skip
LOOKED_THROUGH = 20
_SEVERAL = re.compile(r"\s*[,;/\n]\s*")  # "Clerk; Auditor": what divides names, which may hold "&" and "and"


@dataclass
class _Gathered:
    """Activities in their order, each with what is said of its roles."""

    grid: Grid
    roles: dict[str, Role] = field(default_factory=dict)
    rows: dict[tuple[str, str, str], tuple[Place, list[tuple[str, str, Place]]]] = field(default_factory=dict)

    def say(self, key: tuple[str, str, str], row: Place, role: str, text: str, place: Place) -> None:
        cells = self.rows.setdefault(key, (row, []))[1]
        if role and text:
            self.roles.setdefault(fold(role), Role(role, place))
            cells.append((fold(role), text, place))

    def arranged(self, note: str) -> Arranged:
        places = {name: at for at, name in enumerate(self.roles)}
        found = Arranged(roles=list(self.roles.values()), notes=[note])
        for (number, category, title), (place, cells) in self.rows.items():
            together: dict[int, tuple[str, Place]] = {}
            for name, text, where in cells:
                before = together.get(places[name])
                together[places[name]] = (f"{before[0]}/{text}" if before else text, where)
            row = tuple((at, text, where) for at, (text, where) in together.items())
            found.rows.append(Row(number, title, category, place, row))
        return found


def pivot(grid: Grid, notation: Notation) -> Arranged | None:
    """The table, if it is arranged in one of these ways."""
    for at, line in enumerate(grid.lines[:LOOKED_THROUGH]):
        keys = {column: heading_key(text) for column, text in enumerate(line.cells) if text}
        body = [one for one in grid.lines[at + 1 :] if not is_legend(one)]
        if body and (found := _by_lines(grid, keys, body, notation) or _by_letters(grid, line, keys, body, notation)):
            found.notes.insert(0, _("Headings: line %(line)d.") % {"line": line.number})
            return found
    return None


def _by_lines(grid: Grid, keys: dict[int, str], body: list[Line], notation: Notation) -> Arranged | None:
    """A line a role: activity, role, letters."""
    role, letters, title = _first(keys, ROLE), _first(keys, LETTER), _first(keys, TITLE)
    if role is None or letters is None or title is None:
        return None
    if any(notation.read(line.text(role)).codes for line in body):
        return None
    gathered = _Gathered(grid)
    for line, key in _labelled(keys, body, title):
        said = grid.place(line.number, letters)
        gathered.say(key, grid.place(line.number, title), line.text(role), line.text(letters), said)
    return gathered.arranged(_("Each line gives one role its letters."))


def _by_letters(
    grid: Grid, heading: Line, keys: dict[int, str], body: list[Line], notation: Notation
) -> Arranged | None:
    """A column a letter, and the roles in the cells."""
    letters = {column: letter for column in keys if (letter := _letter(heading.text(column)))}
    if not {"R", "A"} <= set(letters.values()) or len(set(letters.values())) < len(letters):
        return None
    before = {column: key for column, key in keys.items() if column < min(letters)}
    title = _first(before, TITLE)
    title = max(before, default=None) if title is None else title
    texts = [line.text(column) for line in body for column in letters if line.text(column)]
    if title is None or not texts or any(notation.read(text).codes for text in texts):
        return None
    gathered = _Gathered(grid)
    for line, key in _labelled(before, body, title):
        place = grid.place(line.number, title)
        gathered.say(key, place, "", "", place)
        for column, letter in letters.items():
            said = line.text(column)
            for name in _SEVERAL.split(said) if fold(said) not in NO_PART else ():
                if fold(name) not in NO_PART:
                    gathered.say(key, place, name, letter, grid.place(line.number, column))
    return gathered.arranged(_("Each column is a letter; the roles stand in its cells."))


def _letter(text: str) -> str:
    """ "R", "Responsible" and "Responsible (R)" are R."""
    plain = re.sub(r"\s*\([A-Z]\)$|^[A-Z]\s*[-–:=]\s*", "", text.strip())
    return WORDS.get(fold(plain), plain if plain in LETTERS and len(plain) == 1 else "")


def _first(keys: dict[int, str], names: set[str]) -> int | None:
    return next((column for column in sorted(keys) if keys[column] in names), None)


def _labelled(keys: dict[int, str], body: Iterable[Line], title: int) -> Iterable[tuple[Line, tuple[str, str, str]]]:
    """Each line with its activity's id, category and title, filled down where they are empty."""
    number, category = _first(keys, ID), _first(keys, CATEGORY)
    last = ("", "", "")
    for line in body:
        said = line.text(title)
        group = line.text(category) or last[1] if category is not None else ""
        last = (line.text(number), group, said) if said else last
        if last[2]:
            yield line, last
