"""A verdict for each row of a roster, by what the register holds: new, changed, the same, skipped or refused, with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from boards.bringing.fitting import fitted
from boards.models import Appointment, Board, Member
from boards.rosters.counting import count, of_the_day
from boards.rosters.shape import Body, Remark, Roster, Sat
from raci.imports.verdicts import Fate
from raci.models import Unit

COMPARED = (
    "role", "nominated_on", "appointed_on", "confirmed_on", "sworn_on", "is_serving", "serves_from", "term_end", "ended_on",
    "ended_how", "status_said",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A row's verdict; `reasons` also says whatever is odd in it. `alone`: it stays out, and the others come in."""

    line: int
    body: str
    person: str
    fate: Fate
    reasons: tuple[str, ...] = ()
    alone: bool = False


@dataclass(frozen=True)
class Known:
    """What the register holds of what the roster speaks of, by the source's numbers."""

    unit: Unit
    boards: dict[str, Board]
    appointments: dict[str, Appointment]
    members: dict[str, Member]
    taken: dict[str, Board]  # name in small letters > another board of the unit that is called so

    def refuses(self, body: Body) -> str:
        """Why a body cannot come in; "" where it can. A unit's roster changes the boards of that unit and of no other."""
        there, other = self.boards.get(body.source_id), self.taken.get(body.name.casefold())
        if there is not None and there.unit_id != self.unit.pk:
            return _("%(unit)s keeps “%(name)s”. Only a roster of that unit changes it.") % {
                "unit": there.unit.name, "name": there.name
            }  # fmt: skip
        if there is not None or other is None:
            return ""
        return _(
            "%(unit)s keeps a board called “%(name)s” that did not come from this source. Rename or dissolve that one first."
        ) % {"unit": other.unit.name, "name": other.name}


@dataclass(frozen=True)
class Judged:
    """The whole file, as it was read, and `roster`, what of it comes in."""

    roster: Roster
    known: Known
    rows: tuple[Row, ...]
    remarks: tuple[Remark, ...]  # of the file, and of the day it speaks of
    whole: Roster

    @property
    def counts(self) -> dict[str, int]:
        """Rows by fate; what comes in; how much is odd."""
        fates = Counter(row.fate for row in self.rows)
        boards = sum(one.source_id not in self.known.boards for one in self.roster.bodies)
        return {
            "rows": len(self.rows), **{one.value: fates[one] for one in Fate}, "boards": boards,
            "memberships": len(self.roster.sat), "bodies": len(self.roster.bodies), "remarks": len(self.remarks),
        }  # fmt: skip

    @property
    def refused(self) -> list[Row]:
        """The rows that stand against the whole file."""
        return [row for row in self.rows if row.fate is Fate.REFUSED and not row.alone]

    @property
    def alone(self) -> int:
        """How many rows stay out while the others come in."""
        return sum(row.alone for row in self.rows)


def judge(roster: Roster, unit: Unit, day: date) -> Judged:
    """The dry run, with what is odd on the day that the file speaks of: nothing is written (4 queries)."""
    fits = fitted(roster)
    known, odd = _known(fits.roster, unit), dict[int, list[str]]()
    remarks = (*roster.remarks, *fits.remarks, *of_the_day(fits.roster, count(fits.roster, day)))
    for remark in remarks:
        odd.setdefault(remark.row, []).append(remark.words)
    rows = [
        *_of_memberships(fits.roster, known, odd),
        *_of_bodies(fits.roster, known, odd),
        *_of_nothing(roster.remarks),
    ]
    rows += _of_too_long(roster, fits.remarks)
    return Judged(fits.roster, known, tuple(sorted(rows, key=lambda row: row.line)), remarks, roster)


def _known(roster: Roster, unit: Unit) -> Known:
    ids = [one.source_id for one in roster.bodies]
    boards = Board.objects.filter(source=roster.source, source_id__in=ids).select_related("unit")
    appointments = Appointment.objects.filter(source=roster.source, source_id__in=[one.key for one in roster.sat])
    appointments = appointments.select_related("seat__board")
    members = Member.objects.filter(source=roster.source, source_id__in=[one.source_id for one in roster.people])
    names = {one.name.casefold() for one in roster.bodies}
    others = Board.objects.filter(unit=unit, dissolved_on=None).select_related("unit")
    return Known(
        unit,
        {one.source_id: one for one in boards}, {one.source_id: one for one in appointments},
        {one.source_id: one for one in members},
        {one.name.casefold(): one for one in others if one.name.casefold() in names and one.source != roster.source},
    )  # fmt: skip


def _of_memberships(roster: Roster, known: Known, odd: dict[int, list[str]]) -> Iterable[Row]:
    bodies = {one.key: one for one in roster.bodies}
    names = {one.key: one.name for one in roster.people}
    for one in roster.sat:
        body = bodies[one.body]
        fate, reasons = _fate(one, body, known)
        yield Row(one.row, body.name, names[one.person], fate, (*reasons, *odd.get(one.row, ())))


def _fate(one: Sat, body: Body, known: Known) -> tuple[Fate, tuple[str, ...]]:
    if why := known.refuses(body):
        return Fate.REFUSED, (why,)
    there = known.appointments.get(one.key)
    if there is None:
        return Fate.NEW, ()
    here = known.boards.get(body.source_id)
    if here is None or there.seat.board_id != here.pk:
        words = _("The register has this membership on %(board)s. End it there, and give it another number here.")
        return Fate.REFUSED, (words % {"board": there.seat.board.name},)
    changed = [_said(name) for name in differences(there, one)]
    if changed:
        return Fate.CHANGED, (_("Changed: %(fields)s.") % {"fields": ", ".join(changed)},)
    return Fate.SAME, ()


def _said(name: str) -> str:
    return str(getattr(Appointment._meta.get_field(name), "verbose_name", name))


def differences(there: Appointment, one: Sat) -> dict[str, Any]:
    """Field > what the file says, of the fields in which the two differ."""
    says = values(one)
    return {name: says[name] for name in COMPARED if getattr(there, name) != says[name]}


def values(one: Sat) -> dict[str, Any]:
    """What an appointment keeps of a membership."""
    return {name: getattr(one, name) for name in COMPARED}


def _of_bodies(roster: Roster, known: Known, odd: dict[int, list[str]]) -> Iterable[Row]:
    """Rows that speak of a body alone: nobody sits on it, by this file."""
    sat = {one.body for one in roster.sat}
    for body in roster.bodies:
        if body.key in sat:
            continue
        why = known.refuses(body)
        fate = Fate.REFUSED if why else Fate.SAME if body.source_id in known.boards else Fate.NEW
        yield Row(body.row, body.name, "", fate, (*([why] if why else []), *odd.get(body.row, ())))


def _of_nothing(remarks: Iterable[Remark]) -> Iterable[Row]:
    return (Row(one.row, "", "", Fate.SKIPPED, (one.words,)) for one in remarks if one.code == "no_body")


def _of_too_long(roster: Roster, remarks: Iterable[Remark]) -> Iterable[Row]:
    """One verdict for each line that stays out alone, with all that is too long in it."""
    people = {one.key: one.name for one in roster.people}
    who = {one.row: people[one.person] for one in roster.sat}
    said: dict[int, list[Remark]] = {}
    for one in remarks:
        said.setdefault(one.row, []).append(one)
    for line, found in said.items():
        yield Row(line, found[0].body, who.get(line, ""), Fate.REFUSED, tuple(one.words for one in found), alone=True)
