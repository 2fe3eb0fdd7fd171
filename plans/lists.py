"""The list of plans: of each the newest version its reader may see, with the title and period that they may see."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from plans.kinds import PLAN
from plans.queries import newest, units_of_plans, units_to_begin
from raci.authority import Facts
from raci.drawing import day
from raci.lists import Action, Column, Empty, Listing
from raci.queries.lists import governed


def _period(row: Any) -> str:
    period = f"{day(parse_date(row.shown_begins))} – {day(parse_date(row.shown_ends))}"
    return format_html('<span class="portal-block plan-period">{}</span>', period)


def _begin(facts: Facts) -> Action | None:
    if units_to_begin(facts).exists():
        return Action(_("Begin a plan"), reverse("plans:plan-create"))
    return None


def _empty(facts: Facts) -> Empty:
    if _begin(facts):
        return Empty(
            _("No plan yet"),
            _(
                "Begin one: name the unit and the period. It stays a draft that only its writers and auditors see, "
                "until you open consultation."
            ),
        )
    return Empty(
        _("No plan to read yet"),
        _(
            "Plans appear here once your posts give you a part in them: asked before a decision, deciding, or told "
            "after it."
        ),
    )


PLANS = Listing(
    code="plans",
    title=_("Equity plans"),
    address="plans:plan-list",
    rows=newest,
    search=lambda word, _facts: Q(shown_title__icontains=word) | Q(record__scope__unit__name__icontains=word),
    filters=governed.filters(units_of_plans),
    columns=(
        Column(
            "title",
            _("Plan"),
            lambda row: row.shown_title,
            sort=("sorted_title", "record__scope__unit__name"),
            link=lambda row: PLAN.url(row.record),
            note=_period,
        ),
        governed.UNIT,
        governed.STATE,
        governed.SINCE,
        Column("begins_on", _("First day"), lambda row: parse_date(row.shown_begins), date, on_page=False),
        Column("ends_on", _("Last day"), lambda row: parse_date(row.shown_ends), date, on_page=False),
        governed.NUMBER,
    ),
    sort="title",
    count=lambda n: ngettext("%(n)s plan", "%(n)s plans", n) % {"n": n},
    action=_begin,
    empty=_empty,
    group="records",
    place=10,
)
