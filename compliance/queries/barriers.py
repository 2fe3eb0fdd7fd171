"""The barrier register: who sees which rows, what each lacks, and the page of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import DecimalField, F, Q, QuerySet, Value
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from compliance.checks import transition_plan
from compliance.kinds import BARRIER
from compliance.law import standing
from compliance.models import Barrier, BarrierComment, BarrierPhoto, Facility
from compliance.models.mandatory_contents import IS_OPEN, WITHOUT_BUILDING
from compliance.reading_rights import reads_compliance_of, reads_every_unit, units_read
from metrics.reconciling import money
from raci.authority import Facts, Permission
from raci.keeping import may_keep
from raci.refusals import Refused

OPEN, DONE = transition_plan.OPEN, transition_plan.DONE
SCORES = DecimalField(max_digits=12, decimal_places=4)


def overdue(today: date) -> Q:
    """Open and past the day it was to be done."""
    return IS_OPEN & Q(finishes_on__lt=today)


@dataclass(frozen=True)
class Weights:
    """What the two scores count for, by the rows in force on a day; None where nobody has entered one."""

    severity: Fraction | None
    use: Fraction | None

    @classmethod
    def on(cls, day: date) -> Weights:
        """By `ada.priority.severity` and `ada.priority.location`."""
        law = standing.law_on(day)
        rows = [law.find(f"ada.priority.{name}", day) for name in ("severity", "location")]
        return cls(*(row.number if row and row.known else None for row in rows))

    @property
    def score(self) -> Any:
        """The weighted score of a row, for the database; NULL where a score or a weight is not known."""
        if self.severity is None or self.use is None:
            return Value(None, output_field=SCORES)
        severity, use = (Value(_decimal(one), output_field=SCORES) for one in (self.severity, self.use))
        return severity * F("severity") + use * F("use")


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


def barriers_read(facts: Facts) -> QuerySet[Barrier]:
    """The barriers they may see (1 query for the units, once a request)."""
    rows = Barrier.objects.all()
    return rows if reads_every_unit(facts) else rows.filter(facility__unit__in=units_read(facts))


def facilities_read(facts: Facts) -> QuerySet[Facility]:
    """The facilities they may see."""
    rows = Facility.objects.all()
    return rows if reads_every_unit(facts) else rows.filter(unit__in=units_read(facts))


def priced(low: int, high: int, year: int | str) -> str:
    """A cost in cents with the year of its dollars: those of different years are not added."""
    names = {"low": f"${money(low)}", "high": f"${money(high)}", "year": year}
    text = _("%(low)s (%(year)s dollars)") if low == high else _("%(low)s to %(high)s (%(year)s dollars)")
    return text % names


# ---- as the check sees them

FIELDS = (
    "code", "facility__name", "status", "removal", "obstacle", "method", "starts_on", "finishes_on", "steps", "official__title",
    "official_words", "severity", "use", "cost_low", "cost_high", "cost_year",
)  # fmt: skip


def facts_of(rows: QuerySet[Barrier]) -> Iterator[transition_plan.Barrier]:
    """Each row as a fact of the check (1 query)."""
    for values in rows.values_list(*FIELDS).iterator(chunk_size=5000):
        yield _fact(*values)


def fact_of(row: Barrier) -> transition_plan.Barrier:
    """One row; `facility` and `official` are best fetched along."""
    related = {
        "facility__name": row.facility.name,
        "official__title": row.official.title if row.official else None,
    }
    said: list[Any] = [related[name] if name in related else getattr(row, name) for name in FIELDS]
    return _fact(*said)


def _fact(
    code: str, facility: str, status: str, removal: str, obstacle: str, method: str, starts: date | None,
    finishes: date | None, steps: list[date], official: str | None, words: str, severity: Decimal | None, use: Decimal | None,
    low: int | None, high: int | None, year: int | None,
) -> transition_plan.Barrier:  # fmt: skip
    return transition_plan.Barrier(
        id=code, facility=facility, status=status, structural=removal == Barrier.Removal.STRUCTURAL if removal else None,
        obstacle=obstacle, method=method, scheduled_start=starts, scheduled_finish=finishes, steps=tuple(steps),
        official=official or words, severity=_exact(severity), location=_exact(use), cost_low=_dollars(low),
        cost_high=_dollars(high), cost_year=year,
    )  # fmt: skip


def _exact(number: Decimal | None) -> Fraction | None:
    return None if number is None else Fraction(number)


def _dollars(cents: int | None) -> Fraction | None:
    return None if cents is None else Fraction(cents, 100)


def lacking(row: Barrier) -> list[str]:
    """Which of the four contents an open obstacle lacks, in words; nothing is asked of those that are done."""
    asked = row.status in OPEN and row.removal not in WITHOUT_BUILDING
    return [content_label(one) for one in transition_plan.lacks(fact_of(row))] if asked else []


def content_label(code: str) -> str:
    """A mandatory content in words."""
    return {
        "obstacle": _("the obstacle"),
        "method": _("how it is removed"),
        "schedule": _("the schedule"),
        "official": _("the official responsible"),
    }[code]


# ---- one


@dataclass(frozen=True)
class BarrierPage:
    """A barrier with what belongs to it, and what its reader may do."""

    row: Barrier
    facts: Facts
    may_keep: Permission

    @cached_property
    def photos(self) -> list[BarrierPhoto]:
        """Those that were not taken off (1 query)."""
        return list(self.row.photos.filter(taken_off_at=None).select_related("blob"))

    @cached_property
    def comments(self) -> list[BarrierComment]:
        """What the public said (1 query)."""
        return list(self.row.comments.all())

    @cached_property
    def lacks(self) -> list[str]:
        """Which of the four contents are missing."""
        return lacking(self.row)

    @cached_property
    def score(self) -> Fraction | None:
        """The weighted score; None where a score or a weight is not known."""
        weights = Weights.on(self.facts.today)
        severity, use = _exact(self.row.severity), _exact(self.row.use)
        if None in (severity, use, weights.severity, weights.use):
            return None
        return weights.severity * severity + weights.use * use  # type: ignore[operator]

    @property
    def points(self) -> str:
        """The weighted score as it is written."""
        return "" if self.score is None else f"{float(self.score):g}"

    @property
    def cost(self) -> str:
        """The cost with the year of its dollars; "" where it is not known."""
        low, high = self.row.cost_low, self.row.cost_high
        ends = [one for one in (low, high) if one is not None]
        return priced(ends[0], ends[-1], self.row.cost_year or 0) if ends else ""

    @property
    def is_overdue(self) -> bool:
        """Open and past its day."""
        finish = self.row.finishes_on
        return self.row.status in OPEN and finish is not None and finish < self.facts.today

    @property
    def why_not_verified(self) -> str:
        """Why they cannot verify it; "" where they can."""
        if self.row.status != Barrier.Status.REMOVED:
            return _("Only what is removed can be verified.")
        if self.row.removed_by_id == self.facts.person.pk:
            return _("You said that it is removed, so somebody else verifies it.")
        return "" if self.may_keep else self.may_keep.reason


RELATED = ("facility__unit", "official", "removed_by", "verified_by", "batch")


def barrier_for(pk: int, facts: Facts) -> Barrier:
    """Fetch and authorise in one."""
    row = Barrier.objects.select_related(*RELATED).filter(pk=pk).first()
    if row is None or not reads_compliance_of(facts, row.facility.unit):
        raise _stranger()
    return row


def barrier_page(pk: int, facts: Facts) -> BarrierPage:
    """The page of one (4 queries)."""
    row = barrier_for(pk, facts)
    return BarrierPage(row, facts, may_keep(facts, BARRIER, row.facility.unit))


def photo_for(pk: int, facts: Facts) -> BarrierPhoto:
    """A photo of a barrier that they may see."""
    photo = BarrierPhoto.objects.select_related("blob", "barrier__facility__unit").filter(pk=pk).first()
    if photo is None or photo.taken_off_at or not reads_compliance_of(facts, photo.barrier.facility.unit):
        raise _stranger()
    return photo


def facility_for(pk: int, facts: Facts) -> Facility:
    """A facility that they may see."""
    row = Facility.objects.select_related("unit").filter(pk=pk).first()
    if row is None or not reads_compliance_of(facts, row.unit):
        raise _stranger()
    return row


def comment_for(pk: int, facts: Facts) -> BarrierComment:
    """A comment on a barrier that they may see."""
    comment = BarrierComment.objects.select_related("barrier__facility__unit").filter(pk=pk).first()
    if comment is None or not reads_compliance_of(facts, comment.barrier.facility.unit):
        raise _stranger()
    return comment


def may_keep_in(facility: Facility, facts: Facts) -> Permission:
    """Whether they keep what is found there."""
    return may_keep(facts, BARRIER, facility.unit)


def need_verifier(page: BarrierPage) -> None:
    """`Refused` where they keep no barriers there, or said themselves that it is removed."""
    need_keeper(page.may_keep)
    if page.why_not_verified:
        raise Refused(page.why_not_verified)


def need_keeper(permission: Permission) -> None:
    """`Refused` with the reason where it is not theirs to change."""
    if not permission:
        raise Refused(permission.reason)


def _stranger() -> Refused:
    return Refused(_("There is nothing here that you may read."), visible=False)
