"""What a row of a survey says, field by field, or why it cannot be read. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from compliance.surveys.fields import BY_NAME, Field, Kind, key
from compliance.surveys.mapping import Mapping
from raci.days import is_meant
from raci.evidence.verdicts import _
from raci.imports.verdicts import Sentence, say
from raci.spreadsheets import plain_cell

DAYS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%b %d, %Y", "%B %d, %Y", "%d %b %Y", "%d %B %Y")
YEAR = re.compile(r"(?:19|20|21)\d\d")
MONEY = re.compile(r"\$?\s*([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,13})(?:\.([0-9]{1,2})0*)?")
MOST = Decimal(9999)  # of a score
LARGEST = {"latitude": Decimal(90), "longitude": Decimal(180)}
SHOWN = 60


@dataclass(frozen=True)
class Read:
    """A row: its values by field (None where a cell is empty), and what cannot stand."""

    line: int
    values: dict[str, Any]
    faults: tuple[Sentence, ...] = ()


class Reader:
    """Reads rows by a mapping. Raises ValueError where the file has no such column."""

    def __init__(self, mapping: Mapping, headings: Sequence[str]) -> None:
        places = {heading: at for at, heading in reversed(list(enumerate(headings)))}
        for name, heading in mapping.columns.items():
            if heading not in places:
                raise ValueError(f"The file has no column “{heading}” (for {name}).")
        self.columns = [(BY_NAME[name], places[heading]) for name, heading in mapping.columns.items()]
        self.words = {name: {key(one): text for one, text in its.items()} for name, its in mapping.words.items()}
        self.known = {one.name: _known(one) for one in BY_NAME.values() if one.kind is Kind.CHOICE}
        self.fixed: dict[str, Any] = {}
        self.fixed_faults: list[Sentence] = []
        for name, text in mapping.fixed.items():
            if name not in mapping.columns:
                self.fixed[name] = self._value(BY_NAME[name], text, self.fixed_faults)

    def rows(self, lines: Iterable[tuple[int, Sequence[str]]]) -> Iterator[Read]:
        """Each line as it is read."""
        for line, cells in lines:
            faults = list(self.fixed_faults)
            values = dict(self.fixed)
            for one, at in self.columns:
                values[one.name] = self._value(one, cells[at] if at < len(cells) else "", faults)
            yield Read(line, values, tuple(faults))

    def unknown(self, lines: Iterable[tuple[int, Sequence[str]]]) -> dict[str, list[str]]:
        """Field > words in its column that are none of its choices, in the order in which they come."""
        found: dict[str, dict[str, None]] = {}
        chosen = [(one, at) for one, at in self.columns if one.kind is Kind.CHOICE]
        for _line, cells in lines:
            for one, at in chosen:
                text = clean(cells[at]) if at < len(cells) else ""
                if text and key(text) not in self.words.get(one.name, {}) and key(text) not in self.known[one.name]:
                    found.setdefault(one.name, {})[text] = None
        return {name: list(texts) for name, texts in found.items()}

    def _value(self, one: Field, cell: str, faults: list[Sentence]) -> Any:
        text = clean(cell)
        words = self.words.get(one.name)
        if words:
            text = words.get(key(text), text)
        if not text:
            return None
        if one.kind is Kind.TEXT:
            if len(text) > one.longest:
                fault = _("%(field)s: %(n)d signs are too many, %(most)d is the most.")
                faults.append(say(fault, field=one.label, n=len(text), most=one.longest))
            return text
        value = self._typed(one, text)
        if value is None:
            faults.append(say(WANTED[one.kind], field=one.label, text=text[:SHOWN]))
        return value

    def _typed(self, one: Field, text: str) -> Any:
        if one.kind is Kind.CHOICE:
            return self.known[one.name].get(key(text))
        if one.kind is Kind.DAYS:
            days = [day_of(part, ends=False) for part in re.split(r"[;|]", text) if part.strip()]
            return None if None in days else days
        if one.kind is Kind.DAY:
            return day_of(text, ends=one.ends)
        if one.kind is Kind.YEAR:
            return int(text) if YEAR.fullmatch(text) else None
        if one.kind is Kind.MONEY:
            found = MONEY.fullmatch(text)
            return int(found[1].replace(",", "")) * 100 + int((found[2] or "").ljust(2, "0")) if found else None
        return _number(text, LARGEST.get(one.name, MOST), is_point=one.name in LARGEST)


WANTED = {
    Kind.DAY: _("%(field)s: “%(text)s” is no day. Write 2026-11-21, 11/21/2026 or a year."),
    Kind.DAYS: _("%(field)s: “%(text)s” are no days. Write 2026-11-21; 2027-11-21."),
    Kind.NUMBER: _("%(field)s: “%(text)s” is no number that can stand here."),
    Kind.MONEY: _("%(field)s: “%(text)s” is no amount. Write 48,000 or 1,200.50."),
    Kind.YEAR: _("%(field)s: “%(text)s” is no year."),
    Kind.CHOICE: _("%(field)s: it is not known what “%(text)s” means. Say so when you look at the columns."),
}


@lru_cache(maxsize=10_000)
def day_of(text: str, *, ends: bool) -> date | None:
    """A day as files write it; a year alone is its first day, or its last."""
    text = text.strip()
    if YEAR.fullmatch(text):
        return date(int(text), 12, 31) if ends else date(int(text), 1, 1)
    text = re.sub(r"[T ]00:00(:00(\.0+)?)?$", "", text)
    for form in DAYS:
        try:
            day = datetime.strptime(text, form).date()
        except ValueError:
            continue
        return day if is_meant(day) else None
    return None


def clean(cell: str) -> str:
    """Without what nobody sees, and without our own mark against formulas; lines stay lines."""
    text = plain_cell(cell.strip()) if cell else ""
    return (
        text
        if text.isprintable()
        else "".join(one if one.isprintable() or one == "\n" else " " for one in text).strip()
    )


def _known(one: Field) -> dict[str, str]:
    found = {key(word): code for code, words in one.choices.items() for word in words}
    return found | {key(code): code for code in one.choices}


def _number(text: str, most: Decimal, *, is_point: bool) -> Decimal | None:
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    if not number.is_finite():
        return None
    if is_point:
        return round(number, 6) if abs(number) <= most else None
    return round(number, 2) if 0 <= number <= most else None
