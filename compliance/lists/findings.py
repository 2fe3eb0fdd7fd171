"""The lists of findings and of corrective actions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from compliance.kinds import FINDING
from compliance.models import Closure, CorrectiveAction, Finding, Programme
from raci.authority import Facts
from raci.keeping import may_keep_for_the_city
from raci.lists import Action, Choice, Column, Empty, Listing
from raci.queries.lists.filters import all_units, unit_filter

VERIFIED = Q(closure__state=Closure.State.ACCEPTED)
STANDS = {
    "open": _("not verified"),
    "late": _("overdue"),
    "reported": _("reported done, to be verified"),
    "verified": _("verified"),
    "dropped": _("dropped"),
}


# ---- findings


def _findings(_facts: Facts) -> QuerySet[Any]:
    """A kept kind is read by all staff."""
    found = Finding.objects.select_related("unit", "requirement", "obligation__requirement")
    return found.annotate(acted=Count("actions", filter=Q(actions__dropped_at=None)))


def _shown(code: str, _facts: Facts) -> Q:
    is_open = Q(closed_at=None)
    return {
        "open": is_open,
        "without": is_open & Q(acted=0),
        "closed": ~is_open & Q(is_withdrawn=False),
        "withdrawn": Q(is_withdrawn=True),
    }[code]


def _finding_state(row: Finding) -> str:
    if row.is_withdrawn:
        return str(_("withdrawn"))
    return str(_("closed") if row.closed_at else _("open"))


def _raise(facts: Facts) -> Action | None:
    may = may_keep_for_the_city(facts, FINDING)
    return Action(_("Record a finding"), reverse("compliance:finding-create")) if may else None


FINDINGS = Listing(
    code="findings",
    title=_("Findings"),
    address="compliance:finding-list",
    rows=_findings,
    search=lambda word, _facts: (
        Q(title__icontains=word) | Q(words__icontains=word) | Q(requirement__code__icontains=word)
    ),
    filters=(
        Choice(
            "show",
            _("How it stands"),
            among=lambda _facts: [
                ("open", _("open")),
                ("without", _("open, without a corrective action")),
                ("closed", _("closed")),
                ("withdrawn", _("withdrawn: recorded by mistake")),
            ],
            to=_shown,
            everything=_("All"),
        ),
        Choice(
            "programme",
            _("Programme"),
            among=lambda _facts: Programme.objects.values_list("code", "name"),
            to=lambda code, _facts: Q(requirement__programme__code=code),
            everything=_("All programmes"),
        ),
        Choice(
            "weight",
            _("Weight"),
            among=lambda _facts: Finding.Weight.choices,
            to=lambda code, _facts: Q(weight=code),
            everything=_("All"),
        ),
        unit_filter("unit__path", all_units),
    ),
    columns=(
        Column(
            "title",
            _("Finding"),
            lambda row: row.title,
            sort=("title",),
            link=lambda row: reverse("compliance:finding-detail", args=[row.pk]),
        ),
        Column("unit", _("Unit"), lambda row: row.unit.name, sort=("unit__name",)),
        Column("requirement", _("Requirement"), lambda row: row.requirement.code if row.requirement else ""),
        Column("weight", _("Weight"), lambda row: str(row.get_weight_display()).split(":")[0]),
        Column("found_on", _("Found on"), lambda row: row.found_on, date, sort=("found_on",)),
        Column("actions", _("Corrective actions"), lambda row: row.acted, int, sort=("acted",)),
        Column("stands", _("Stands"), _finding_state, sort=("closed_at",)),
        Column("source", _("Found by"), lambda row: str(row.get_source_display()), on_page=False),
        Column("number", _("Number"), lambda row: row.pk, int, sort=("pk",), on_page=False),
    ),
    sort="-found_on",
    count=lambda n: ngettext("%(n)s finding", "%(n)s findings", n) % {"n": n},
    action=_raise,
    empty=lambda _facts: Empty(
        _("Nothing was found wanting yet"),
        _("What a check, an audit, an agency or a complaint finds wanting stands here, with what is done about it."),
    ),
)


# ---- corrective actions


def _actions(_facts: Facts) -> QuerySet[CorrectiveAction]:
    return CorrectiveAction.objects.select_related("finding__unit", "owner", "closure")


def _standing(code: str, facts: Facts) -> Q:
    going = Q(dropped_at=None) & ~VERIFIED
    return {
        "open": going,
        "late": going & Q(due_on__lt=facts.today),
        "reported": going & Q(closure__state=Closure.State.SUBMITTED),
        "verified": Q(dropped_at=None) & VERIFIED,
        "dropped": ~Q(dropped_at=None),
    }[code]


def _state(row: CorrectiveAction) -> str:
    if row.dropped_at:
        return str(STANDS["dropped"])
    if hasattr(row, "closure"):
        return str(row.closure.get_state_display() if row.closure.state != "accepted" else STANDS["verified"])
    return str(_("under way"))


CORRECTIVE_ACTIONS = Listing(
    code="corrective-actions",
    title=_("Corrective actions"),
    address="compliance:corrective-action-list",
    rows=_actions,
    search=lambda word, _facts: Q(title__icontains=word) | Q(finding__title__icontains=word),
    filters=(
        Choice("show", _("How it stands"), among=lambda _facts: STANDS.items(), to=_standing, everything=_("All")),
        Choice(
            "whose",
            _("Whose"),
            among=lambda _facts: [("mine", _("of my posts"))],
            to=lambda _code, facts: Q(owner__in=[one.post for one in facts.posts]),
            everything=_("Everybody’s"),
        ),
        unit_filter("finding__unit__path", all_units),
    ),
    columns=(
        Column(
            "title",
            _("Corrective action"),
            lambda row: row.title,
            sort=("title",),
            link=lambda row: reverse("compliance:corrective-action-detail", args=[row.pk]),
        ),
        Column("finding", _("Finding"), lambda row: row.finding.title, sort=("finding__title",)),
        Column("unit", _("Unit"), lambda row: row.finding.unit.name, sort=("finding__unit__name",)),
        Column("owner", _("Who does it"), lambda row: row.owner.title, sort=("owner__title",)),
        Column("due_on", _("Due"), lambda row: row.due_on, date, sort=("due_on",)),
        Column("stands", _("Stands"), _state),
        Column("effort", _("Working days"), lambda row: row.effort_days, int, sort=("effort_days",), on_page=False),
        Column("number", _("Number"), lambda row: row.pk, int, sort=("pk",), on_page=False),
    ),
    sort="due_on",
    count=lambda n: ngettext("%(n)s corrective action", "%(n)s corrective actions", n) % {"n": n},
    empty=lambda _facts: Empty(
        _("No corrective action yet"),
        _("They are added on the page of a finding: what is done, by which post, by when."),
    ),
)
