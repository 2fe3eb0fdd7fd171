"""Figures that another office sends: asked for when their period is over, reminded of, and told of when they are late.

Rung for at will, it asks once, reminds once and tells once: what was done stands in the row of the request.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from metrics import showing
from metrics.due import MONTHS, last_ended
from metrics.kinds import REQUEST
from metrics.models import Batch, Indicator, IndicatorVersion, Request, Series
from metrics.periods import Period
from raci import clock
from raci.history import acting
from raci.keeping import keeping
from raci.models import Holding, Person, Post
from raci.models.city import in_force_on
from raci.notices import tell
from raci.refusals import Conflict, NotReady, Problem
from raci.service import service_person

REMINDED = timedelta(days=3)  # before the day on which they are due
HANDED_IN = (Batch.State.SUBMITTED, Batch.State.ACCEPTED)


@dataclass(frozen=True)
class Standing:
    """How a request stands on a day. `is_late`: its day has passed and nothing was handed in."""

    request: Request
    supplier: str
    is_answered: bool
    is_late: bool

    @property
    def words(self) -> str:
        """In one sentence."""
        facts = {
            "who": self.supplier,
            "asked": date_format(self.request.asked_at, "j M Y"),
            "due": date_format(self.request.due_on, "j M Y"),
        }
        if self.request.let_go_at:
            return _("Asked of %(who)s on %(asked)s, and let go.") % facts
        if self.is_answered:
            return _("Asked of %(who)s on %(asked)s: it came.") % facts
        if self.is_late:
            return _("Asked of %(who)s on %(asked)s: late since %(due)s.") % facts
        return _("Asked of %(who)s on %(asked)s: due %(due)s.") % facts


def standings(indicators: Iterable[int]) -> dict[tuple[int, date, date], Standing]:
    """(indicator, first day, last day) > how what was asked for stands today (2 queries)."""
    today = clock.today()
    found = Request.objects.filter(indicator__in=set(indicators))
    rows = found.select_related("indicator__supplier__unit", "answered_by")
    return {(one.indicator_id, one.begins_on, one.ends_on): standing(one, today) for one in rows}


def standing(request: Request, today: date) -> Standing:
    """How one request stands; its indicator's supplier and its answer are best fetched along."""
    answer = request.answered_by
    is_answered = answer is not None and answer.state in HANDED_IN and answer.undone_at is None
    late = not is_answered and request.let_go_at is None and request.due_on < today
    supplier = request.indicator.supplier
    return Standing(request, str(supplier) if supplier else "", is_answered, late)


# ---- asked, reminded, told


def ask_suppliers() -> int:
    """Ask for the periods that are over, remind of those due soon, tell of those that are late; how many were told of."""
    today, by = clock.today(), None
    told = 0
    for indicator in _supplied():
        span = last_ended(indicator.cadence, today)
        if _is_new(indicator, span):
            by = by or service_person("figures", _("Figures"))
            told += _ask(indicator, span, by)
    for request in _waiting().filter(reminded_at=None, due_on__lte=today + REMINDED):
        by = by or service_person("figures", _("Figures"))
        told += _remind(request, by)
    for request in _waiting().filter(due_on__lt=today):
        told += _tell_late(request)
    return told


def _supplied() -> QuerySet[Indicator]:
    """Indicators that another office supplies, by a cadence, as they were accepted."""
    accepted = IndicatorVersion.objects.filter(indicator=OuterRef("pk"), state=IndicatorVersion.State.ACCEPTED)
    found = Indicator.objects.filter(
        Exists(accepted), supplier__isnull=False, retired_on=None, cadence__in=list(MONTHS)
    )
    return found.select_related("supplier__unit", "unit", "owner")


def _waiting() -> QuerySet[Request]:
    answered = Batch.objects.filter(pk=OuterRef("answered_by"), state__in=HANDED_IN, undone_at=None)
    found = Request.objects.filter(~Exists(answered), let_go_at=None, indicator__retired_on=None)
    return found.select_related("indicator__supplier__unit", "indicator__unit", "indicator__owner", "answered_by")


def _is_new(indicator: Indicator, span: Period) -> bool:
    return not Request.objects.filter(indicator=indicator, begins_on=span.begin, ends_on=span.end).exists()


def _ask(indicator: Indicator, span: Period, by: Person) -> int:
    with transaction.atomic(), acting(by=by, act="ask_supplier"):
        request, is_new = Request.objects.get_or_create(
            indicator=indicator, begins_on=span.begin, ends_on=span.end,
            defaults={"due_on": span.end + timedelta(days=indicator.supplier_days), "asked_at": clock.now(),
                      "answered_by": _answer(indicator, span)},
        )  # fmt: skip
        if not is_new or request.answered_by is not None:
            return 0
        line = _("You are asked for %(what)s, %(period)s, by %(due)s.")
        return _tell(request, holders(indicator.supplier), "asked", line)


def _answer(indicator: Indicator, span: Period) -> Batch | None:
    """A batch handed in that holds the period already."""
    held = Series.objects.filter(batch=OuterRef("pk"), indicator=indicator, begins__contains=[span.begin])
    return Batch.objects.filter(Exists(held), state__in=HANDED_IN, undone_at=None).order_by("-pk").first()


def _remind(request: Request, by: Person) -> int:
    with transaction.atomic(), acting(by=by, act="remind_supplier"):
        locked = Request.objects.select_for_update().get(pk=request.pk)
        if locked.reminded_at:
            return 0
        locked.reminded_at = clock.now()
        locked.save()
        line = _("%(what)s, %(period)s, is due by %(due)s.")
        return _tell(request, holders(request.indicator.supplier), "due", line)


def _tell_late(request: Request) -> int:
    line = _("%(what)s, %(period)s, was due by %(due)s and has not come from %(who)s.")
    posts = (request.indicator.supplier, request.indicator.owner)
    return _tell(request, [person for post in posts for person in holders(post)], "late", line)


def _tell(request: Request, people: list[Person], what: str, line: str) -> int:
    indicator = request.indicator
    title = indicator.versions.filter(state=IndicatorVersion.State.ACCEPTED).order_by("-number").first()
    facts = {
        "what": title or indicator.code,
        "period": showing.period(request.begins_on, request.ends_on),
        "due": date_format(request.due_on, "j M Y"),
        "who": indicator.supplier,
    }
    supplier = indicator.supplier
    url = f"{reverse('metrics:entry')}?unit={supplier.unit.code}" if supplier else reverse("metrics:entry")
    tell(people, record=None, key=f"figures:{request.pk}:{what}", line=line % facts, url=url)
    return len(people)


def holders(post: Post | None) -> list[Person]:
    """Who holds a post today."""
    if post is None:
        return []
    held = Holding.objects.filter(
        in_force_on(clock.today()), post=post, state=Holding.State.IN_FORCE, person__is_active=True
    )
    return [one.person for one in held.select_related("person").order_by("pk")]


# ---- answered, let go


def note_answers(batch: Batch) -> None:
    """When a batch is handed in: what was asked for and stands in it is answered. Inside the act."""
    for request in _waiting().filter(Exists(batch.series.filter(indicator=OuterRef("indicator")))):
        held = batch.series.filter(
            indicator=request.indicator, begins__contains=[request.begins_on], ends__contains=[request.ends_on]
        )
        if held.exists():
            request.answered_by = batch
            request.save()


def let_go(request: Request, *, by: Person, why: str) -> None:
    """It is not waited for any longer: R of 4.2 of the indicator's unit says why."""
    with keeping(REQUEST, request.indicator.unit, by=by, act="let_request_go", why=why.strip()):
        if not why.strip():
            raise NotReady([Problem(_("Give the reason."), field="why")])
        locked = Request.objects.select_for_update().get(pk=request.pk)
        if locked.let_go_at:
            raise Conflict(_("It was let go already."))
        locked.let_go_at, locked.why_let_go = clock.now(), why.strip()
        locked.save()
    request.refresh_from_db()
