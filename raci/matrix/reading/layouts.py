"""Where in a table the roles, the activities, their ids and categories stand; found by the cells and by usual headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from raci.matrix.reading.grids import Grid, Line, explained
from raci.matrix.reading.notation import NO_PART, WORDS, Notation, fold, is_usual_verb, looks_like_letters

ID = {"id", "no", "nr", "#", "ref", "number", "step id", "step no", "item no", "activity id", "activity no", "task id",
      "task no", "code", "wbs", "wbs id", "row", "s no", "sl no"}  # fmt: skip
TITLE = {"activity", "activities", "task", "tasks", "name", "step", "steps", "item", "items", "work item", "work items",
         "deliverable", "deliverables", "process", "responsibility", "responsibilities", "decision", "decisions", "action",
         "activity name", "task name", "process step", "activity task", "task activity", "activities tasks", "what",
         "project tasks", "project task", "key activities", "function activity", "work package", "title"}  # fmt: skip
CATEGORY = {"category", "phase", "stage", "area", "key management area", "group", "section", "domain", "workstream",
            "work stream", "function", "pillar", "theme", "process area", "project phase", "epic", "capability",
            "practice", "discipline"}  # fmt: skip
EXTRA = {"notes", "note", "comment", "comments", "remark", "remarks", "description", "details", "status", "due", "due date",
         "date", "link", "links", "frequency", "reference", "references", "tool", "tools", "output", "outputs", "when",
         "start", "end", "priority"}  # fmt: skip
LEGEND = {"legend", "key", "legende", "legend:", "key:", "codes", "code key", "raci key", "raci legend"}

HEADINGS = ID | TITLE | CATEGORY

LONGEST_CODE = 40
REPEATED = 3  # as often, and in two columns or more: a word of some set of codes


@dataclass(frozen=True)
class Layout:
    """Columns from 0, headings as positions of lines in the grid. `unread`: columns that are none of these."""

    headings: tuple[int, ...]
    title: int
    roles: tuple[int, ...]
    id: int | None = None
    category: int | None = None
    unread: tuple[int, ...] = ()
    legends: tuple[int, ...] = ()

    @property
    def labels(self) -> tuple[int, ...]:
        """The columns that say which activity it is."""
        return tuple(at for at in (self.id, self.category, self.title) if at is not None)


def heading_key(text: str) -> str:
    """ "Work Item:" and "work item" are the same heading."""
    return re.sub(r"[^a-z0-9#]+", " ", text.casefold()).strip()


def is_legend(line: Line) -> bool:
    """Whether the line explains letters, or says that it does."""
    texts = [line.cells[at] for at in line.filled]
    if fold(texts[0]) in LEGEND or sum(bool(explained(text)) for text in texts) > len(texts) / 2:
        return True
    return len(texts) == 2 and re.fullmatch("[A-Za-z]", texts[0]) is not None and _explains(texts[1])


def _explains(text: str) -> bool:
    first = re.split(r"[\s:(–-]", text.strip().casefold(), maxsplit=1)[0]
    return first in WORDS or len(first) > LONGEST_WORD_OF_A_ROLE


LONGEST_WORD_OF_A_ROLE = 5  # "A | Approver" explains a letter; "A | R" is an activity called A


class Shapes:
    """Which texts of a grid are codes by their shape, whatever they mean."""

    def __init__(self, grid: Grid, notation: Notation) -> None:
        self.notation = notation
        self.repeated = _repeated(grid)

    def is_code(self, text: str) -> bool:
        """Letters, words that stand for them, N/A, or a word that stands in several columns again and again."""
        if not text or len(text) > LONGEST_CODE:
            return False
        known = fold(text) in self.repeated or fold(text) in NO_PART or is_usual_verb(text)
        return known or looks_like_letters(text) or self.is_ours(text)

    def is_ours(self, text: str) -> bool:
        """Letters R, A, C, I, or what the person said they are."""
        return bool(text and self.notation.read(text).codes)


def _repeated(grid: Grid) -> set[str]:
    counts: Counter[str] = Counter()
    columns: dict[str, set[int]] = {}
    for line in grid.lines:
        for at in line.filled:
            key = fold(line.cells[at])
            if len(key) <= LONGEST_CODE and not key.replace(".", "").isdigit():
                counts[key] += 1
                columns.setdefault(key, set()).add(at)
    return {key for key, count in counts.items() if count >= REPEATED and len(columns[key]) > 1}


def find(grid: Grid, shapes: Shapes) -> Layout | None:
    """The layout, or none where the table has no line of headings with lines of codes below."""
    first = _first_coded(grid, shapes)
    heading = _heading_above(grid, first, shapes) if first is not None else None
    if first is None or heading is None:
        return None
    headings = _with_upper(grid, heading)
    return _columns(grid, headings, shapes)


def _first_coded(grid: Grid, shapes: Shapes) -> int | None:
    for number, line in enumerate(grid.lines):
        filled = line.filled
        if len(filled) > 1 and not is_legend(line) and not shapes.is_code(line.cells[filled[0]]):
            coded = _coded(line, shapes)
            is_plain = any(len(line.cells[at]) != 2 for at in coded)  # "CI" alone may be a role's heading
            if is_plain and len(coded) * 2 >= len(filled) - 2:
                return number
    return None


def _coded(line: Line, shapes: Shapes) -> list[int]:
    """The columns of a line that hold codes, "R" beside "Responsible" excepted: a legend."""
    coded = [at for at in line.filled[1:] if shapes.is_code(line.cells[at])]
    pairs = {at for at in coded if WORDS.get(fold(line.text(at + 1))) == line.cells[at].upper()}
    return [at for at in coded if at not in pairs and at - 1 not in pairs]


def _heading_above(grid: Grid, first: int, shapes: Shapes) -> int | None:
    """The nearest line above that says something over the codes; others are categories or the title of the page."""
    coded = _coded(grid.lines[first], shapes)
    for number in range(first - 1, -1, -1):
        line = grid.lines[number]
        over = [at for at in coded if line.text(at) and line.merged.get(at, at) > 0]
        if not is_legend(line) and (len(over) * 2 >= len(coded) or (over and len(line.filled) > 2)):
            return number
    return None


def _with_upper(grid: Grid, heading: int) -> tuple[int, ...]:
    """The line of headings, and the one above it where that heads columns too and not the table."""
    if heading == 0:
        return (heading,)
    upper, lower = grid.lines[heading - 1], grid.lines[heading]
    own = [at for at in upper.filled if at > 0]
    if not own or is_legend(upper) or upper.is_followed_by_gap:
        return (heading,)
    is_title = len(upper.filled) == 1 and (upper.filled[0] == 0 or upper.filled[0] <= min(lower.filled))
    return (heading,) if is_title else (heading - 1, heading)


def _columns(grid: Grid, headings: tuple[int, ...], shapes: Shapes) -> Layout | None:
    body = [line for line in grid.lines[headings[-1] + 1 :] if not is_legend(line)]
    names = {at: _heading_of(grid, headings, at) for at in range(max(len(line.cells) for line in grid.lines))}
    keys = {at: heading_key(name) for at, name in names.items()}
    start = _first_role(body, keys, shapes)
    if start is None or start == 0:
        return None
    legends = _legend_columns(grid, names, start)
    named = [at for at in range(start, len(names)) if names[at] and at not in legends]
    roles = tuple(at for at in named if keys[at] not in EXTRA and _may_be_role(body, at, shapes))
    labels = [at for at in range(start) if any(line.text(at) for line in body)]
    title = _title(labels, keys, body)
    if title is None or not roles:
        return None
    number, category = _id(labels, keys, body, title), _category(labels, keys, body, title)
    taken = {*roles, *legends, title, number, category}
    unread = tuple(at for at in names if at not in taken and any(line.text(at) for line in body))
    return Layout(headings, title, roles, number, category, unread, legends)


def _heading_of(grid: Grid, headings: tuple[int, ...], at: int) -> str:
    return next((text for number in reversed(headings) if (text := grid.lines[number].text(at))), "")


def _first_role(body: list[Line], keys: dict[int, str], shapes: Shapes) -> int | None:
    first_title = next((at for at in sorted(keys) if keys[at] in TITLE and not _is_coded(body, at, shapes)), 0)
    for at in sorted(keys):
        is_label = keys[at] in ID | CATEGORY | EXTRA or (keys[at] in TITLE and at < LAST_OF_LABELS)
        if at > first_title and not is_label and _is_coded(body, at, shapes):
            return at
    return None


LAST_OF_LABELS = 4  # columns in which an activity's heading is looked for


def _is_coded(body: list[Line], at: int, shapes: Shapes) -> bool:
    texts = _own_texts(body, at)
    return bool(texts) and sum(shapes.is_code(text) for text in texts) * 2 >= len(texts)


def _own_texts(body: Iterable[Line], at: int) -> list[str]:
    """The texts of a column, without a label that reaches over from the left."""
    return [line.text(at) for line in body if line.text(at) and line.merged.get(at, at) == at]


def _may_be_role(body: list[Line], at: int, shapes: Shapes) -> bool:
    """Codes, short words, or nothing at all; a column of sentences is none."""
    texts = _own_texts(body, at)
    coded = sum(shapes.is_code(text) for text in texts)
    return coded * 2 >= len(texts) or sum(map(len, texts)) <= LONGEST_CODE / 2 * len(texts)


def _legend_columns(grid: Grid, names: dict[int, str], start: int) -> tuple[int, ...]:
    """Columns beside the table that explain its letters, the two of a pair "R" and "Responsible" included."""
    found = []
    for at in range(start, len(names)):
        texts = _own_texts(grid.lines, at)
        words = [text for text in texts if explained(text) or fold(text) in LEGEND or fold(text) in WORDS]
        if texts and len(words) * 2 > len(texts):
            found.append(at)
            left = _own_texts(grid.lines, at - 1)
            if at - 1 > start and left and all(re.fullmatch("[A-Z]", text) or fold(text) in LEGEND for text in left):
                is_pair = not names[at - 1] or len(names[at - 1]) == 1 or fold(names[at - 1]) in LEGEND
                found += [at - 1] if is_pair else []
        elif fold(names[at]) in LEGEND:
            found.append(at)
    return tuple(sorted(set(found)))


# ---- which of the columns before the roles is what


def _title(labels: list[int], keys: dict[int, str], body: list[Line]) -> int | None:
    named = [at for at in labels if keys[at] in TITLE]
    if named:
        return next((at for at in named if re.search("activit|task", keys[at])), named[0])
    rest = [at for at in labels if keys[at] not in ID | CATEGORY | EXTRA and not _are_numbers(body, at)]
    candidates = rest or labels
    return candidates[-1] if candidates else None


def _id(labels: list[int], keys: dict[int, str], body: list[Line], title: int) -> int | None:
    named = [at for at in labels if at != title and (keys[at] in ID or _are_numbers(body, at))]
    return named[0] if named else None


_NUMBER = re.compile(r"[A-Z]{0,4}[-.]?\d+([.\-]\d+)*[.)]?[a-z]?")


def _are_numbers(body: list[Line], at: int) -> bool:
    texts = _own_texts(body, at)
    return bool(texts) and sum(_NUMBER.fullmatch(text) is not None for text in texts) * 2 > len(texts)


def _category(labels: list[int], keys: dict[int, str], body: list[Line], title: int) -> int | None:
    """The column named so, or the nearest before the activity that is no id and repeats itself or has gaps."""
    before = [at for at in labels if at < title and keys[at] not in ID | EXTRA and not _are_numbers(body, at)]
    named = [at for at in before if keys[at] in CATEGORY]
    candidates = named or before
    return candidates[-1] if candidates else None
