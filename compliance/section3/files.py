"""A file of labor hours (CSV, XLSX): one contractor in one period a row, each row with its verdict before anything comes in.

A row is the same as one of the portal where project, contractor and period are. The same file again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from compliance.section3.hours import HOURS, contradiction
from metrics.periods import Unclear, parse
from raci.evidence.verdicts import _
from raci.imports.columns import Field, Table, tabulate
from raci.imports.reading import read_sheet
from raci.imports.verdicts import Fate, Plan, Row, Sentence, say

YES, NO = ("yes", "y", "true", "1", "x"), ("no", "n", "false", "0")
FIELDS = (
    Field("project", _("Project"), ("activity", "activity name", "project name", "project number", "activity number",
          "grant number", "idis activity", "name"), required=True),
    Field("contractor", _("Contractor"), ("contractor name", "subcontractor", "company", "firm", "employer"), required=True),
    Field("contractor_code", _("Contractor’s number"), ("contractor number", "contractor id", "contractor code", "vendor",
          "vendor number")),
    Field("begins_on", _("First day"), ("first day", "from", "begin", "begins", "start", "start date", "period start",
          "period begins")),
    Field("ends_on", _("Last day"), ("last day", "to", "until", "end", "ends", "end date", "period end", "period ends")),
    Field("period", _("Period"), ("quarter", "reporting period", "month", "year", "fiscal year")),
    Field("total", _("All hours"), ("total hours", "all hours", "labor hours", "total labor hours", "hours"), required=True),
    Field("professional", _("Professional hours"), ("professional hours", "professional services hours",
          "professional services", "professional hours excluded")),
    Field("section3", _("Section 3 hours"), ("section 3", "section 3 hours", "section 3 labor hours", "section 3 worker hours",
          "s3 hours")),
    Field("targeted", _("Targeted hours"), ("targeted hours", "targeted section 3 hours", "targeted section 3",
          "targeted section 3 labor hours", "targeted section 3 worker hours", "tsw hours")),
    Field("professional_section3", _("Professional hours of Section 3 workers"), ("professional section 3 hours",
          "section 3 professional hours")),
    Field("assessed", _("Good-faith assessment"), ("good faith assessment", "hours not tracked", "not tracked", "estimated")),
    Field("certified", _("Certification on file"), ("certification", "certification on file", "certified on file")),
)  # fmt: skip
HEADINGS = {one.name: one.label for one in FIELDS}


@dataclass(frozen=True)
class KnownProject:
    """A project that a row may name, by its title or its number."""

    pk: int
    title: str
    number: str


@dataclass(frozen=True)
class KnownHours:
    """Hours that the portal has."""

    project: int
    contractor: str
    begins_on: date
    ends_on: date
    values: Mapping[str, Any]


@dataclass(frozen=True)
class HoursFile:
    """The plan of a file, and by line what each row that comes in would be kept as."""

    plan: Plan
    typed: Mapping[int, Mapping[str, Any]]  # line > project (its number) and the values of a row of hours

    @property
    def refused(self) -> list[Row]:
        """Rows that have to be mended in the file."""
        return self.plan.of(Fate.REFUSED)

    @property
    def comes_in(self) -> list[Mapping[str, Any]]:
        """What would be written; nothing while a row is refused."""
        return (
            []
            if self.refused
            else [self.typed[one.line] for one in self.plan.of(Fate.NEW) + self.plan.of(Fate.CHANGED)]
        )


def open_hours(content: bytes, name: str) -> Table:
    """The columns of a file. Raises Unreadable."""
    return tabulate(read_sheet(content, name), FIELDS, file_name=name)


def plan_hours(
    table: Table, projects: Sequence[KnownProject], known: Iterable[KnownHours], first_month: int, today: date
) -> HoursFile:
    """The verdict of every row."""
    there: dict[tuple[int, str], list[KnownHours]] = {}
    for one in known:
        there.setdefault((one.project, one.contractor.casefold()), []).append(one)
    reading = _Reading(_by_name(projects), there, first_month, today)
    rows = [reading.verdict(line, values) for line, values in table.rows]
    return HoursFile(table.with_unread(rows), reading.typed)


def _by_name(projects: Sequence[KnownProject]) -> dict[str, list[KnownProject]]:
    found: dict[str, list[KnownProject]] = {}
    for one in projects:
        for name in {one.title.casefold(), one.number.casefold()} - {""}:
            found.setdefault(name, []).append(one)
    return found


class _Reading:
    """The file while it is read, row by row."""

    def __init__(
        self,
        projects: Mapping[str, list[KnownProject]],
        there: Mapping[tuple[int, str], list[KnownHours]],
        first_month: int,
        today: date,
    ) -> None:
        self.projects, self.there, self.first_month, self.today = projects, there, first_month, today
        self.typed: dict[int, Mapping[str, Any]] = {}
        self.seen: dict[tuple[int, str], list[tuple[date, date, int]]] = {}

    def verdict(self, line: int, values: Mapping[str, str]) -> Row:
        """One row."""
        name = " · ".join(filter(None, (values.get("project"), values.get("contractor"))))
        try:
            said = self._read(values)
            fate, reasons = self._fate(line, said)
        except _Wrong as wrong:
            return Row(line, name, Fate.REFUSED, dict(values), (wrong.sentence,))
        self.typed[line] = said
        return Row(line, name, fate, dict(values), reasons)

    def _read(self, values: Mapping[str, str]) -> dict[str, Any]:
        contractor = values.get("contractor", "")
        if not contractor:
            raise _Wrong(say(NO_CONTRACTOR))
        begins, ends = self._days(values)
        if ends > self.today:
            raise _Wrong(say(NOT_COME, day=ends.isoformat()))
        said: dict[str, Any] = {
            "project": self._project(values.get("project", "")), "contractor": contractor[:200],
            "contractor_code": values.get("contractor_code", "")[:40], "begins_on": begins, "ends_on": ends,
            "assessed": bool(_yes_no("assessed", values)), "certified": _yes_no("certified", values),
            **{field: _hours(field, values) for field in HOURS},
        }  # fmt: skip
        wrong = contradiction(said)
        if wrong is not None:
            raise _Wrong(say(wrong.text))
        return said

    def _project(self, name: str) -> int:
        found = self.projects.get(name.casefold(), [])
        if len({one.pk for one in found}) != 1:
            raise _Wrong(say(SEVERAL if found else NO_PROJECT, name=name))
        return found[0].pk

    def _days(self, values: Mapping[str, str]) -> tuple[date, date]:
        whole, begins, ends = (values.get(one, "") for one in ("period", "begins_on", "ends_on"))
        if not whole and not (begins and ends):
            raise _Wrong(say(NO_PERIOD))
        try:
            if whole:
                period = parse(whole, self.first_month)
                return period.begin, period.end
            first, last = parse(begins, self.first_month).begin, parse(ends, self.first_month).end
        except Unclear as unclear:
            raise _Wrong(unclear.sentence) from unclear
        if last < first:
            raise _Wrong(say(BACKWARDS))
        return first, last

    def _fate(self, line: int, said: Mapping[str, Any]) -> tuple[Fate, tuple[Sentence, ...]]:
        key = said["project"], said["contractor"].casefold()
        begins, ends = said["begins_on"], said["ends_on"]
        for first, last, other in self.seen.setdefault(key, []):
            if first <= ends and begins <= last:
                raise _Wrong(say(TWICE, line=other))
        self.seen[key].append((begins, ends, line))
        for one in self.there.get(key, []):
            if (one.begins_on, one.ends_on) == (begins, ends):
                changed = [name for name, value in one.values.items() if said[name] != value]
                return (Fate.CHANGED if changed else Fate.SAME), ()
            if one.begins_on <= ends and begins <= one.ends_on:
                raise _Wrong(say(OVERLAPS, begins=one.begins_on.isoformat(), ends=one.ends_on.isoformat()))
        return Fate.NEW, ()


class _Wrong(Exception):
    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


def _hours(field: str, values: Mapping[str, str]) -> Decimal | None:
    text = values.get(field, "")
    plain = text.replace(",", "").strip()
    if not plain:
        return None
    try:
        found = Decimal(plain)
        if not found.is_finite() or found != round(found, 2):
            raise InvalidOperation
    except InvalidOperation as error:
        raise _Wrong(say(NO_NUMBER, field=HEADINGS[field], text=text)) from error
    return found


def _yes_no(field: str, values: Mapping[str, str]) -> bool | None:
    text = values.get(field, "")
    word = text.casefold().strip()
    if word and word not in (*YES, *NO):
        raise _Wrong(say(NO_ANSWER, field=HEADINGS[field], text=text))
    return word in YES if word else None


NO_CONTRACTOR = _("It names no contractor.")
NO_PROJECT = _("There is no project “%(name)s” among yours. Write its name or number as the portal has it.")
SEVERAL = _("Several of your projects are called “%(name)s”. Write the number of the one that is meant.")
NO_PERIOD = _("It says no period. Give a first and a last day, or a period such as 2025 Q4.")
BACKWARDS = _("Its last day comes before its first.")
NOT_COME = _("Its last day, %(day)s, has not come yet.")
TWICE = _("Line %(line)d tells hours of the same contractor for some of the same days.")
OVERLAPS = _("The portal has hours of this contractor from %(begins)s to %(ends)s, which share days with these.")
NO_NUMBER = _("%(field)s: “%(text)s” is no number of hours. Write 1200 or 1,200.50.")
NO_ANSWER = _("%(field)s: “%(text)s” is neither yes nor no.")
