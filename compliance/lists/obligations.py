"""The list of obligations: what is asked of whom by when, and how it stands today."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from compliance.checks.verdicts import Result
from compliance.models import Obligation, Programme
from compliance.queries.status import WORDS, with_status
from compliance.queries.theirs import theirs
from raci.authority import Facts
from raci.lists import Choice, Column, Empty, Listing
from raci.models import Unit

RELATED = ("requirement__programme", "unit", "award")
WITHIN = (30, 60, 90)


def _rows(facts: Facts) -> QuerySet[Any]:
    """A kept kind is read by all staff."""
    return with_status(Obligation.objects.select_related(*RELATED), facts.today)


def _units(_facts: Facts) -> list[tuple[str, str]]:
    units = Unit.objects.order_by("path").values_list("code", "name", "kind")
    whole = str(_("as a whole"))
    return [(code, f"{name} {whole}" if kind == Unit.Kind.CITY else name) for code, name, kind in units]


def _in_unit(code: str, _facts: Facts) -> Q:
    """A unit with all below it; of the city what is asked of it as a whole."""
    is_city = Unit.objects.filter(code=code, kind=Unit.Kind.CITY).exists()
    return Q(unit__code=code) if is_city else Q(unit__path__contains=f"/{code}/")


def _within(code: str, facts: Facts) -> Q:
    if code == "late":
        return Q(stands=Result.EVIDENCE_OVERDUE.value)
    if code == "soon":
        return _within("late", facts) | _within(str(WITHIN[0]), facts)
    last = facts.today + timedelta(days=int(code))
    return Q(due_on__gte=facts.today, due_on__lte=last)


def within() -> dict[str, Any]:
    """What can be due when."""
    days = {str(n): ngettext("within %(n)s day", "within %(n)s days", n) % {"n": n} for n in WITHIN}
    return {"late": _("overdue"), "soon": _("overdue, or within 30 days"), **days}


def what(row: Obligation) -> str:
    """The requirement by its code, with what makes this one apart: its review, an award or an event."""
    more = row.event or (row.award.title if row.award else "") or (str(_("review")) if row.part else "")
    return f"{row.requirement.code} · {more}" if more else row.requirement.code


OBLIGATIONS = Listing(
    code="obligations",
    title=_("Obligations"),
    address="compliance:obligation-list",
    rows=_rows,
    search=lambda word, _facts: (
        Q(requirement__code__icontains=word)
        | Q(requirement__text__icontains=word)
        | Q(requirement__citation__icontains=word)
        | Q(event__icontains=word)
    ),
    filters=(
        Choice(
            "programme",
            _("Programme"),
            among=lambda _facts: Programme.objects.values_list("code", "name"),
            to=lambda code, _facts: Q(requirement__programme__code=code),
            everything=_("All programmes"),
        ),
        Choice("unit", _("Unit"), among=_units, to=_in_unit, everything=_("All units")),
        Choice(
            "status",
            _("Status"),
            among=lambda _facts: [(one.value, words) for one, words in WORDS.items()],
            to=lambda code, _facts: Q(stands=code),
            everything=_("All"),
        ),
        Choice("due", _("Due"), among=lambda _facts: within().items(), to=_within, everything=_("At any time")),
        Choice(
            "whose",
            _("Whose"),
            among=lambda _facts: [("mine", _("mine to show"))],
            to=lambda _code, facts: theirs(facts),
            everything=_("Everybody’s"),
        ),
    ),
    columns=(
        Column(
            "code",
            _("Requirement"),
            what,
            sort=("requirement__code", "part"),
            link=lambda row: reverse("compliance:obligation-detail", args=[row.pk]),
        ),
        Column("text", _("What is asked"), lambda row: row.requirement.text),
        Column("unit", _("Unit"), lambda row: row.unit.name, sort=("unit__name",)),
        Column("status", _("Status"), lambda row: str(WORDS[Result(row.stands)])),
        Column("due_on", _("Due"), lambda row: row.due_on, date, sort=("due_on",)),
        Column(
            "programme",
            _("Programme"),
            lambda row: row.requirement.programme.name,
            sort=("requirement__programme__order", "requirement__code"),
            on_page=False,
        ),
        Column("citation", _("Citation"), lambda row: row.requirement.citation, on_page=False),
        Column("begins_on", _("From"), lambda row: row.begins_on, date, sort=("begins_on",), on_page=False),
        Column("ends_on", _("Until"), lambda row: row.ends_on, date, sort=("ends_on",), on_page=False),
        Column("result", _("Result"), lambda row: row.stands, on_page=False),
        Column("number", _("Number"), lambda row: row.pk, int, sort=("pk",), on_page=False),
    ),
    sort="due_on",
    count=lambda n: ngettext("%(n)s obligation", "%(n)s obligations", n) % {"n": n},
    empty=lambda _facts: Empty(
        _("No obligation yet"),
        _(
            "Enter the city’s facts and its funding first; then look at what applies, and what is asked of each unit stands here."
        ),
    ),
)
