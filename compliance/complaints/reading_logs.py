"""Reading a log of complaints kept elsewhere: which column is what, and a verdict for each row. Pure.

A row becomes a complaint, or is told why not; nothing is guessed silently: what could not be read stands in its remarks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

MOST_ROWS = 20_000
# What a column can be, with headings of logs that are known.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "number": ("epa file #", "file #", "case no", "case number", "file number", "complaint number", "docket", "number"),
    "received": ("date received", "received", "received on", "date filed", "filed"),
    "entity": ("named entity", "recipient", "respondent", "department", "office", "agency", "entity"),
    "bases": ("alleged discrimination basis", "basis", "bases", "protected class", "grounds"),
    "status": ("detailed status", "disposition", "outcome", "status", "action taken"),
    "summary_status": ("summary status", "state"),
    "summary": ("summary", "allegation", "allegation summary", "nature", "nature of complaint", "description"),
    "documents": ("related documents", "documents", "files"),
    "event": ("event date", "date of event", "incident date"),
}
NEEDED = ("number", "received")
DAYS = ("%m/%d/%Y", "%Y-%m-%d", "%m/%d/%y", "%d %B %Y", "%B %d, %Y")
# Words of a basis, in the order they are looked for.
WORDS: Sequence[tuple[str, str]] = (
    (r"title\s*vii|employment", "title_vii"), (r"section\s*504|\b504\b|rehab", "section_504"), (r"\bada\b|disab", "ada"),
    (r"\bage\b", "age"), (r"fair\s*housing", "fair_housing"), (r"section\s*3\b", "section3"),
    (r"language|\blep\b", "language"),
    (r"title\s*vi\b|race|color|national\s*origin", "title_vi"),
    (r"retaliat|sex|gender|religio|income|local", "local"),
)  # fmt: skip
ENDED = re.compile(r"reject|clos|resolv|dismiss|withdr|refer|settle|merged", re.IGNORECASE)
RUNNING = re.compile(r"monitor|pending|open|accept|investigat|review|suspend", re.IGNORECASE)
DAY = re.compile(r"\b(\d{1,2}/\d{1,2}/\d{2,4})\b")


class Fate(StrEnum):
    """What becomes of a row."""

    IN = "comes in"
    REMARK = "comes in with a remark"
    THERE = "is there already"
    REFUSED = "refused"


@dataclass(frozen=True)
class Read:
    """One row: its line in the file, what it says, and what was not clear about it."""

    line: int
    number: str
    said: Mapping[str, str]
    received: date | None = None
    event: date | None = None
    bases: tuple[str, ...] = ()
    result: str = ""
    closed: date | None = None
    is_closed: bool = False
    retaliation: bool = False
    remarks: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    fate: Fate = Fate.IN


@dataclass(frozen=True)
class Mapped:
    """Which column is what, and those that are not used."""

    columns: Mapping[str, int]
    headings: Sequence[str]
    missing: tuple[str, ...] = field(default=())

    @property
    def unused(self) -> list[str]:
        """Headings of columns that nothing is read from."""
        return [one for at, one in enumerate(self.headings) if at not in self.columns.values()]


def propose(headings: Sequence[str], said: Mapping[str, str] | None = None) -> Mapped:
    """By their headings; `said`: what a person chose, by name: a heading, or "" for none."""
    plain = [re.sub(r"\s+", " ", one).strip().lower() for one in headings]
    found: dict[str, int] = {}
    for name, known in HEADINGS.items():
        chosen = (said or {}).get(name)
        if chosen is not None:
            if chosen.strip().lower() in plain:
                found[name] = plain.index(chosen.strip().lower())
            continue
        at = next((plain.index(one) for one in known if one in plain and plain.index(one) not in found.values()), None)
        if at is not None:
            found[name] = at
    return Mapped(found, list(headings), tuple(name for name in NEEDED if name not in found))


def read_rows(rows: Sequence[tuple[int, Sequence[str]]], mapped: Mapped, today: date) -> list[Read]:
    """A verdict for each row of the file: (line, cells)."""
    seen: dict[str, int] = {}
    found = []
    for line, cells in rows:
        said = {name: _cell(cells, at) for name, at in mapped.columns.items()}
        one = _read(line, said, today)
        key = one.number.casefold()
        if not one.problems and key in seen:
            text = f"The number {one.number} stands in line {seen[key]} too."
            one = _with(one, problems=(text,), fate=Fate.REFUSED)
        seen.setdefault(key, line)
        found.append(one)
    return found


def _cell(cells: Sequence[str], at: int) -> str:
    return re.sub(r"[ \t\u00a0]+", " ", cells[at]).strip() if at < len(cells) else ""


def _with(one: Read, **more: object) -> Read:
    return Read(**{**vars(one), **more})


def _read(line: int, said: Mapping[str, str], today: date) -> Read:
    problems, remarks = [], []
    number = said.get("number", "")
    if not number:
        problems.append("It has no number.")
    received = _day(said.get("received", ""))
    if received is None:
        problems.append(f"The day of receipt cannot be read: “{said.get('received', '')}”.")
    elif received > today:
        problems.append(f"The day of receipt is still to come: {received}.")
    words = said.get("bases", "")
    bases = _bases(words)
    if not bases:
        remarks.append(
            f"No basis is recognized in “{words}”: counsel reads it."
            if words
            else "It names no basis: counsel reads it."
        )
    closed, is_closed = _end(said, received, remarks)
    event = _day(said.get("event", ""))
    if said.get("event") and event is None:
        remarks.append(f"The day of the event cannot be read: “{said['event']}”.")
    return Read(
        line, number, said, received, event, bases, _result(said.get("status", "")), closed, is_closed,
        "retaliat" in words.lower(), tuple(remarks), tuple(problems),
        Fate.REFUSED if problems else Fate.REMARK if remarks else Fate.IN,
    )  # fmt: skip


def _day(text: str) -> date | None:
    for pattern in DAYS:
        try:
            return datetime.strptime(text.strip(), pattern).date()
        except ValueError:
            continue
    return None


def _bases(words: str) -> tuple[str, ...]:
    rest, found = words.lower(), []
    for pattern, basis in WORDS:
        if re.search(pattern, rest):
            found.append(basis)
            if basis == "title_vii":
                rest = re.sub(pattern, " ", rest)
    return tuple(found)


def _end(said: Mapping[str, str], received: date | None, remarks: list[str]) -> tuple[date | None, bool]:
    """Whether it is closed, and since when; the day is the first that its status names after receipt."""
    status, short = said.get("status", ""), said.get("summary_status", "")
    is_open = bool(RUNNING.search(short)) or (not short and bool(RUNNING.search(status)))
    is_closed = bool(ENDED.search(short or status)) and not is_open
    if not is_closed:
        return None, False
    days = [day for one in DAY.findall(status) if (day := _day(one)) is not None]
    after = [day for day in days if received is None or day >= received]
    if not after:
        remarks.append("It is closed on a day that its status does not name: the day of receipt stands in its place.")
        return received, True
    return after[0], True


def _result(status: str) -> str:
    lower = status.lower()
    for words, result in (
        ("withdr", "withdrawn"),
        ("refer", "referred"),
        ("insufficient evidence", "not"),
        ("insufficiently", "not"),
    ):
        if words in lower:
            return result
    return ""
