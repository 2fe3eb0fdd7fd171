"""A verdict for each row of a survey, by what the register holds: new, changed, the same, or refused with the reason."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any

from compliance.models import Asset, Barrier, Facility
from compliance.surveys.fields import OF_BARRIER, key
from compliance.surveys.mapping import Mapping
from compliance.surveys.reading import Read, Reader
from metrics.reading.files import Table
from raci import clock
from raci.evidence.verdicts import _
from raci.imports.names import free_code, slug
from raci.imports.verdicts import Fate, Sentence, say
from raci.models import Post, Unit

Progress = Callable[[int, int], object]
EVERY = 500  # rows between two words of progress
Status = Barrier.Status
# fields of a barrier that a file writes by their own names
WRITTEN = (*(name for name in OF_BARRIER if name not in ("code", "official")), "official_id", "official_words")
EMPTY = {"latitude", "longitude", "severity", "use", "tier", "cost_low", "cost_high", "cost_year", "starts_on", "finishes_on",
         "surveyed_on", "removed_on", "official_id"}  # fmt: skip


@dataclass
class Place:
    """A facility as the file names it: known already (`pk`), or to be begun."""

    code: str
    name: str
    kind: str
    address: str = ""
    latitude: Any = None
    longitude: Any = None
    pk: int = 0


@dataclass(frozen=True)
class Row:
    """A row's verdict. `values`: what would be written; `pk`: the barrier that is there already."""

    line: int
    code: str
    fate: Fate
    place: Place | None = None
    values: dict[str, Any] = field(default_factory=dict)
    reasons: tuple[Sentence, ...] = ()
    pk: int = 0


@dataclass(frozen=True)
class Judged:
    """The whole file."""

    rows: list[Row]
    places: list[Place]  # facilities that would be begun
    names: frozenset[str]  # fields that the file writes
    unknown: dict[str, list[str]]  # field > words that mean nothing yet

    def count(self, fate: Fate) -> int:
        """How many rows have this fate."""
        return self._counts[fate]

    @property
    def _counts(self) -> Counter[Fate]:
        return Counter(row.fate for row in self.rows)

    @property
    def counts(self) -> dict[str, int]:
        """Rows by fate, and how many facilities are begun."""
        found = {fate.value: self._counts[fate] for fate in (Fate.NEW, Fate.CHANGED, Fate.SAME, Fate.REFUSED)}
        return {"rows": len(self.rows), **found, "facilities": len(self.places)}

    @property
    def statuses(self) -> dict[str, int]:
        """Rows that are not refused, by the status of their barrier."""
        return dict(Counter(row.values["status"] for row in self.rows if row.fate is not Fate.REFUSED))

    @property
    def refused(self) -> list[Row]:
        """The rows that cannot come in."""
        return [row for row in self.rows if row.fate is Fate.REFUSED]


def judge(table: Table, mapping: Mapping, unit: Unit, progress: Progress = lambda done, total: None) -> Judged:
    """The dry run: nothing is written (5 queries). Raises ValueError where the file lacks a column that the mapping names."""
    reader = Reader(mapping, table.headings)
    reads = list(reader.rows(table.lines()))
    known = Known(unit, {str(read.values.get("code")) for read in reads}, reads, mapping)
    rows = []
    for at, read in enumerate(reads, 1):
        rows.append(known.judged(read))
        if at % EVERY == 0:
            progress(at, len(reads))
    return Judged(rows, known.begun, known.names, reader.unknown(table.sample))


class Known:
    """What the register holds of what the file speaks of, and what its earlier rows said."""

    def __init__(self, unit: Unit, codes: set[str], reads: Iterable[Read], mapping: Mapping) -> None:
        self.unit, self.today = unit, clock.today()
        self.names = _names(mapping)
        self.lines: dict[str, int] = {}  # code > line
        self.made: Counter[str] = Counter()  # codes that were made of what a row says
        self.begun: list[Place] = []
        self.taken = {code.casefold() for code in Facility.objects.values_list("code", flat=True)}
        self.by_code: dict[str, Place | None] = {}  # None: another unit's
        self.by_name: dict[str, Place | None] = {}
        for one in Facility.objects.select_related("unit").iterator():
            place = Place(one.code, one.name, one.kind, pk=one.pk) if one.unit.path.startswith(unit.path) else None
            self.by_code[one.code.casefold()] = place
            if place is not None:
                self.by_name[key(one.name)] = place if key(one.name) not in self.by_name else None
        self.posts: dict[str, int] = {}
        for pk, code, title in Post.objects.filter(abolished_on=None).values_list("pk", "code", "title"):
            self.posts |= {key(code): pk, key(title): pk}
        self.barriers = self._barriers(codes, reads)

    def _barriers(self, codes: set[str], reads: Iterable[Read]) -> dict[str, dict[str, Any]]:
        """The barriers that the file names, by code; of rows without a number, those that this unit's facilities hold."""
        rows = Barrier.objects.filter(code__in=codes)
        if any(not read.values.get("code") for read in reads):
            rows = Barrier.objects.filter(facility__unit__path__startswith=self.unit.path) | rows
        fields = ("pk", "code", "facility_id", "facility__unit__path", *WRITTEN)
        return {row["code"]: row for row in rows.order_by().values(*fields).iterator(chunk_size=5000)}

    def judged(self, read: Read) -> Row:
        """The verdict of one row."""
        faults = list(read.faults)
        place = self._place(read.values, faults)
        values = self._values(read.values, place, faults)
        code = read.values.get("code") or (self._made(place, values) if place else "")
        if code in self.lines:
            faults.append(say(_("Line %(line)d has the number %(code)s already."), line=self.lines[code], code=code))
        if code:
            self.lines.setdefault(code, read.line)
        there = self.barriers.get(code)
        if there and not there["facility__unit__path"].startswith(self.unit.path):
            faults.append(
                say(_("Barrier %(code)s is of a unit that is not below %(unit)s."), code=code, unit=self.unit.name)
            )
        if faults or place is None:
            return Row(read.line, code, Fate.REFUSED, place, values, tuple(faults))
        if there is None:
            return Row(read.line, code, Fate.NEW, place, values)
        return self._compared(Row(read.line, code, Fate.SAME, place, values, pk=there["pk"]), there)

    def _compared(self, row: Row, there: dict[str, Any]) -> Row:
        """Only what the file says is compared; what was verified stays so where the file says that it is removed."""
        values = {name: value for name, value in row.values.items() if name in self.names}
        if there["status"] == Status.VERIFIED and values.get("status") == Status.REMOVED:
            values["status"] = Status.VERIFIED
        if "asset" in values and not row.values["asset"]:
            del values["asset"]
        moved = row.place is None or row.place.pk != there["facility_id"]
        differs = [name for name, value in values.items() if value != there[name]]
        fate = Fate.CHANGED if differs or moved else Fate.SAME
        whole = {name: there[name] for name in WRITTEN} | values
        said = (say(_("Changed: %(fields)s."), fields=", ".join([*(["facility"] if moved else []), *differs])),)
        faults = tuple(_unfit(whole, self.today))
        if faults:
            return Row(row.line, row.code, Fate.REFUSED, row.place, whole, faults, row.pk)
        return Row(row.line, row.code, fate, row.place, whole, said if fate is Fate.CHANGED else (), row.pk)

    def _place(self, values: dict[str, Any], faults: list[Sentence]) -> Place | None:
        code, name = values.get("facility_code") or "", values.get("facility_name") or ""
        if not code and not name:
            faults.append(say(_("It does not say in which facility.")))
            return None
        index, wanted = (self.by_code, code.casefold()) if code else (self.by_name, key(name))
        if wanted in index:
            place = index[wanted]
            if place is None:
                text = (
                    _("Facility %(name)s is of a unit that is not below %(unit)s.")
                    if code
                    else _("Several facilities are called %(name)s: give the code.")
                )
                faults.append(say(text, name=code or name, unit=self.unit.name))
            return place
        place = Place(
            code or free_code(slug(name), self.taken), (name or code)[:200], values.get("asset") or Asset.BUILDING,
            values.get("address") or "", values.get("latitude"), values.get("longitude"),
        )  # fmt: skip
        if place.latitude is None or place.longitude is None:
            place.latitude = place.longitude = None
        self.taken.add(place.code.casefold())
        self.by_code[place.code.casefold()] = place
        self.by_name.setdefault(key(place.name), place)
        self.begun.append(place)
        return place

    def _values(self, said: dict[str, Any], place: Place | None, faults: list[Sentence]) -> dict[str, Any]:
        values: dict[str, Any] = {name: said.get(name) for name in WRITTEN}
        for name in WRITTEN:
            if values[name] is None and name not in EMPTY:
                values[name] = [] if name == "steps" else ""
        official = said.get("official") or ""
        values["official_id"] = self.posts.get(key(official)) if official else None
        values["official_words"] = "" if values["official_id"] else official
        values["status"] = values["status"] or Status.OPEN
        if values["status"] == Status.VERIFIED:
            values["status"] = Status.REMOVED  # verified it is by a person who looks, not by a file
        if values["tier"] is not None:
            values["tier"] = int(values["tier"])
        values["asset"] = values["asset"] or (place.kind if place else Asset.BUILDING)
        faults += _unfit(values, self.today)
        return values

    def _made(self, place: Place, values: dict[str, Any]) -> str:
        """A number for a row without one, made of what it says: the same file again says the same."""
        said = "|".join(str(values[name]) for name in ("location", "element", "standard", "section", "obstacle"))
        stem = f"{place.code[:44]}-{hashlib.sha256(said.encode()).hexdigest()[:8]}"
        self.made[stem] += 1
        return stem if self.made[stem] == 1 else f"{stem}-{self.made[stem]}"


def _names(mapping: Mapping) -> frozenset[str]:
    """The fields that are written where a barrier is there already."""
    said = mapping.fields
    official = ("official_id", "official_words") if "official" in said else ()
    return frozenset(chain((name for name in WRITTEN if name in said), official))


def _unfit(values: dict[str, Any], today: date) -> list[Sentence]:
    """What does not go together, before the database says so."""
    found = []
    low, high, start, finish = (values[name] for name in ("cost_low", "cost_high", "starts_on", "finishes_on"))
    if (values["latitude"] is None) != (values["longitude"] is None):
        found.append(say(_("A point has a latitude and a longitude.")))
    if low is not None and high is not None and low > high:
        found.append(say(_("The greatest cost is below the least.")))
    if (low is not None or high is not None) and not values["cost_year"]:
        found.append(
            say(_("It does not say of which year its dollars are: choose the column, or one year for all rows."))
        )
    if start and finish and finish < start:
        found.append(say(_("It is finished before it starts.")))
    if values["status"] == Status.NOT_REQUIRED and not values["why_not_required"]:
        found.append(say(_("It does not say why removal is not required.")))
    removed = values["removed_on"]
    if removed and removed > today:
        found.append(say(_("It cannot have been removed on a day to come.")))
    if removed and values["status"] not in (Status.REMOVED, Status.VERIFIED):
        found.append(say(_("It has a day of removal and another status than removed.")))
    return found
