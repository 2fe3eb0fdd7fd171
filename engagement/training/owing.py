"""Who has how many people trained by when: what programmes ask of units, and what another room asks through a programme.

A room above (the law's) says what it asks by a source, registered in its `ready`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from engagement.models import Certificate, MustTrain, TrainingProgramme
from raci.models import Unit

State = TrainingProgramme.State


@dataclass(frozen=True)
class Asked:
    """What is asked elsewhere. `pk`: below 0, so that it is none of training's own rows; `because`, `url`: of what asks."""

    pk: int
    programme: TrainingProgramme
    unit: Unit
    whom: str
    people: int
    due_on: date
    because: str
    url: str

    @property
    def programme_id(self) -> int:
        """The edition in force."""
        return self.programme.pk


Source = Callable[[], Iterable[Asked]]
_sources: dict[str, Source] = {}


def register(code: str, source: Source) -> None:
    """From `AppConfig.ready` of the room that asks."""
    _sources[code] = source


def asked_elsewhere() -> list[Asked]:
    """What other rooms ask, of programmes in force."""
    return [one for source in _sources.values() for one in source()]


@dataclass(frozen=True)
class Owed:
    """What a unit is asked for, and how many of its people hold a certificate of the programme that counts still."""

    row: MustTrain | Asked
    trained: int
    today: date

    @property
    def is_done(self) -> bool:
        """Whether as many are trained as were asked for."""
        return self.trained >= self.row.people

    @property
    def is_late(self) -> bool:
        """Whether its day has passed before."""
        return not self.is_done and self.row.due_on < self.today

    @property
    def stands(self) -> str:
        """In one code: done, late, or open."""
        return "done" if self.is_done else "late" if self.is_late else "open"

    @property
    def pk(self) -> int:
        """The number of the row."""
        return self.row.pk

    @property
    def because(self) -> str:
        """What asks for it, where that is not the programme itself."""
        return self.row.because if isinstance(self.row, Asked) else ""


def programmes_in_force() -> QuerySet[TrainingProgramme]:
    """The newest accepted edition of each."""
    return TrainingProgramme.objects.filter(state=State.ACCEPTED).order_by("code", "-edition").distinct("code")


def asked_in_force() -> QuerySet[MustTrain]:
    """What the editions in force ask of units."""
    rows = MustTrain.objects.filter(programme__in=programmes_in_force().values("pk"))
    return rows.select_related("programme", "unit")


def due(
    today: date, *, units: Iterable[int] | None = None, first: date | None = None, last: date | None = None
) -> list[Owed]:
    """All that is asked by programmes in force, of these units and between these days (a constant number of queries)."""
    known = None if units is None else set(units)
    every: list[MustTrain | Asked] = [*asked_in_force(), *asked_elsewhere()]
    rows = [
        one
        for one in every
        if (known is None or one.unit.pk in known)
        and (first is None or one.due_on >= first)
        and (last is None or one.due_on <= last)
    ]
    return owed(rows, today)


def owed(rows: Iterable[MustTrain | Asked], today: date) -> list[Owed]:
    """With how many are trained (1 query). Who is of a unit below counts for the unit."""
    found = sorted(rows, key=lambda one: (one.due_on, one.unit.path, one.pk))
    held = _held({one.programme.code for one in found})
    return [Owed(one, _trained(one, held, today), today) for one in found]


def _held(codes: Iterable[str]) -> list[tuple[str, str, int, date]]:
    rows = Certificate.objects.filter(
        taken_back_on=None, enrolment__unit__isnull=False, enrolment__cohort__programme__code__in=list(codes)
    )
    values = rows.values_list(
        "enrolment__cohort__programme__code", "enrolment__unit__path", "enrolment__person", "issued_on"
    )
    return list(values)


def _trained(one: MustTrain | Asked, held: list[tuple[str, str, int, date]], today: date) -> int:
    months = one.programme.every_months
    since = _months_before(today, months) if months else date.min
    return len({
        person for code, path, person, on in held
        if code == one.programme.code and path.startswith(one.unit.path) and on >= since
    })  # fmt: skip


def _months_before(day: date, months: int) -> date:
    whole = day.year * 12 + day.month - 1 - months
    return date(max(whole // 12, 1), whole % 12 + 1, min(day.day, 28))
