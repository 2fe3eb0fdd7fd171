"""The lists of impact assessments and of screenings."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from plans.assessing.kinds import IMPACT_ASSESSMENT
from plans.assessing.queries import newest_cases, screenings_read, units_to_begin
from plans.models import Screening
from plans.models.assessments import Trigger
from raci.authority import Facts
from raci.lists import Action, Choice, Column, Empty, Listing
from raci.queries.lists import governed
from raci.queries.lists.filters import all_units, unit_filter


def _begin(facts: Facts) -> Action | None:
    if units_to_begin(facts).exists():
        return Action(_("Begin an assessment"), reverse("plans:assessment-create"))
    return None


def _screen(facts: Facts) -> Action | None:
    if units_to_begin(facts).exists():
        return Action(_("Screen a proposal"), reverse("plans:screening-create"))
    return None


def _nothing(facts: Facts) -> Empty:
    if units_to_begin(facts).exists():
        text = _("Screen a proposal first: a few questions say whether a full assessment is needed.")
        return Empty(_("No assessment yet"), text)
    text = _("Assessments appear here once your posts give you a part in them, or they are decided.")
    return Empty(_("No assessment to read yet"), text)


def _begun(row: Screening) -> str:
    if row.says != Screening.Says.FULL:
        return ""
    return _now("begun") if getattr(row, "assessment", None) else _now("not begun")


def _kind_of_decision(row: Any) -> str:
    return str(row.get_trigger_display())


ASSESSMENT_LIST = Listing(
    code="impact-assessments",
    title=_("Impact assessments"),
    address="plans:assessment-list",
    rows=newest_cases,
    search=lambda word, _facts: Q(title__icontains=word) | Q(record__scope__unit__name__icontains=word),
    filters=(
        *governed.filters(all_units),
        Choice(
            "trigger", _("Kind of decision"), among=lambda _facts: Trigger.choices,
            to=lambda code, _facts: Q(record__impact_assessment__trigger=code), everything=_("All kinds"),
        ),
    ),
    columns=(
        Column(
            "title", _("What is about to be decided"), lambda row: row.title, sort=("title", "id"),
            link=lambda row: IMPACT_ASSESSMENT.url(row.record),
        ),
        governed.UNIT,
        Column("trigger", _("Kind of decision"), lambda row: _kind_of_decision(row.record.impact_assessment)),
        governed.STATE,
        governed.SINCE,
        governed.NUMBER,
    ),
    sort="title",
    count=lambda n: ngettext("%(n)s assessment", "%(n)s assessments", n) % {"n": n},
    action=_begin,
    empty=_nothing,
    group="records",
    place=16,
)  # fmt: skip
SCREENING_LIST = Listing(
    code="screenings",
    title=_("Screenings"),
    address="plans:screening-list",
    rows=screenings_read,
    search=lambda word, _facts: Q(title__icontains=word) | Q(unit__name__icontains=word),
    filters=(
        unit_filter("unit__path", all_units),
        Choice(
            "says", _("What it says"), among=lambda _facts: Screening.Says.choices,
            to=lambda code, _facts: Q(says=code), everything=_("Whatever it says"),
        ),
        Choice(
            "state", _("State"), among=lambda _facts: Screening.State.choices,
            to=lambda code, _facts: Q(state=code), everything=_("All states"),
        ),
    ),
    columns=(
        Column(
            "title", _("What is about to be decided"), lambda row: row.title, sort=("title", "pk"),
            link=lambda row: reverse("plans:screening-detail", args=[row.pk]),
        ),
        Column("unit", _("Unit"), lambda row: row.unit.name, sort=("unit__name",)),
        Column("trigger", _("Kind of decision"), _kind_of_decision, sort=("trigger",)),
        Column("says", _("What it says"), lambda row: str(row.get_says_display()), sort=("says",)),
        Column("begun", _("Full assessment"), _begun),
        Column("state", _("State"), lambda row: str(row.get_state_display()), sort=("state",)),
        Column("submitted_at", _("Handed in"), lambda row: row.submitted_at, datetime, sort=("submitted_at",), on_page=False),
        Column("number", _("Number"), lambda row: row.pk, int, sort=("pk",), on_page=False),
    ),
    sort="title",
    count=lambda n: ngettext("%(n)s screening", "%(n)s screenings", n) % {"n": n},
    action=_screen,
    empty=_nothing,
    group="records",
    place=15,
)  # fmt: skip
LISTS = (SCREENING_LIST, ASSESSMENT_LIST)
