"""The list of actions in force, and the same rows as the portfolio and the timeline ask for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from metrics.models import Indicator
from plans.content import money
from plans.models import Action, ActionInForce, TieInForce
from plans.portfolio.queries import Kind, actions_in_force, by_urgency, units, vacant
from plans.portfolio.standing import MEANS, Needs, questions, said
from raci.authority import Facts
from raci.lists import Choice, Column, Empty, Listing
from raci.lists.filters import Day, Words
from raci.models import Theme
from raci.queries.lists.filters import unit_filter

ANY = "any"
DAYS = {"30": 30, "90": 90, "365": 365}


def plan_url(row: ActionInForce) -> str:
    """Its plan's page, at the action."""
    return f"{reverse('plans:plan-detail', args=[row.record_id])}#action-{row.action}"


def status_tag(status: str) -> SafeString:
    """The one tag of where an action stands."""
    label = Action.Status(status).label
    return format_html('<span class="usa-tag plan-status plan-status--{}">{}</span>', status, label)


def _needs(kind: str, facts: Facts) -> Q:
    asked = questions(facts.today, vacant(facts))
    if kind != ANY:
        return asked[Needs(kind)]
    found = Q(pk__in=[])
    for one in asked.values():
        found |= one
    return found


def _overdue(facts: Facts) -> Q:
    return questions(facts.today, vacant(facts))[Needs.OVERDUE]


def _due(window: str, facts: Facts) -> Q:
    if window == "past":
        return Q(due_on__lt=facts.today)
    return Q(due_on__gte=facts.today, due_on__lte=facts.today + timedelta(days=DAYS[window]))


def _lead_of(words: str, _facts: Facts) -> Q:
    return Q(lead__code=words) | Q(lead__title__icontains=words) | Q(lead__unit__name__icontains=words)


def _tied(**to: Any) -> Q:
    return Q(Exists(TieInForce.objects.filter(action=OuterRef("action"), **to)))


def _about_theme(code: str, _facts: Facts) -> Q:
    """Tied to it, or measured by an indicator of it."""
    theme = Theme.objects.filter(code=code).values("pk")[:1]
    measured = Indicator.objects.filter(theme__code=code).values("pk")
    return _tied(kind=Kind.THEME, number__in=theme) | _tied(kind=TieInForce.MEASURE, number__in=measured)


def _quoted(facts: Facts, kind: str, by: str, words: str) -> list[tuple[str, str]]:
    """What actions are tied to that they may read, as their plans quote it (1 query)."""
    read = actions_in_force(facts).filter(action=OuterRef("action"))
    ties = TieInForce.objects.filter(Exists(read), kind=kind).order_by(by, "-pk").distinct(by)
    found = [(str(number), str(said)) for number, said in ties.values_list(by, words)]
    return sorted(found, key=lambda one: one[1])


def _standards(facts: Facts) -> list[tuple[str, str]]:
    return _quoted(facts, Kind.CLAUSE, "about", "place")


def _under_standard(record: str, _facts: Facts) -> Q:
    return _tied(kind=Kind.CLAUSE, about=int(record))


def _goals_above(facts: Facts) -> list[tuple[str, str]]:
    return _quoted(facts, TieInForce.SERVES, "number", "words")


def _under_goal(number: str, _facts: Facts) -> Q:
    return _tied(kind=TieInForce.SERVES, number=int(number))


def _units(facts: Facts) -> Iterable[Any]:
    return units(facts)


def _search(word: str, _facts: Facts) -> Q:
    return Q(title__icontains=word) | Q(plan_title__icontains=word) | Q(partners__icontains=word)


def _empty(_facts: Facts) -> Empty:
    return Empty(
        _("No action in force yet"),
        _("The actions of a plan stand here once it is approved. Until then they are on the plan’s own page."),
    )


FILTERS = (
    unit_filter("unit__path", _units),
    Choice(
        "needs", _("Needs somebody"),
        among=lambda _facts: [(ANY, _("Whatever needs somebody")), *((one.value, MEANS[one]) for one in Needs)],
        to=_needs, everything=_("All actions"),
    ),
    Choice(
        "status", _("Status"), among=lambda _facts: Action.Status.choices, to=lambda status, _facts: Q(status=status),
        everything=_("All statuses"),
    ),
    Choice(
        "theme", _("Theme"), among=lambda _facts: Theme.objects.values_list("code", "name"), to=_about_theme,
        everything=_("All themes"),
    ),
    Choice("standard", _("Standard"), among=_standards, to=_under_standard, everything=_("Whatever it carries out")),
    Choice("serves", _("Goal above"), among=_goals_above, to=_under_goal, everything=_("Whatever it hangs on")),
    Words("lead", _("Lead"), to=_lead_of),  # typed: a city has as many posts as no list can be chosen from
    Choice(
        "due", _("Due"),
        among=lambda _facts: [
            ("past", _("before today")), ("30", _("within 30 days")), ("90", _("within 90 days")), ("365", _("within a year")),
        ],
        to=_due, everything=_("Whenever"),
    ),
    Day("due_from", _("Due from"), to=lambda day, _facts: Q(due_on__gte=date.fromisoformat(day))),
    Day("due_until", _("Due until"), to=lambda day, _facts: Q(due_on__lte=date.fromisoformat(day))),
)  # fmt: skip


def _lead(row: Any) -> str:
    return str(row.lead.title if row.lead else row.lead_title)


ACTIONS = Listing(
    code="actions",
    title=_("Actions"),
    address="plans:action-list",
    rows=by_urgency,
    search=_search,
    filters=FILTERS,
    columns=(
        Column("title", _("Action"), lambda row: row.title, sort=("title",), link=plan_url, note=lambda row: row.number),
        Column("plan", _("Plan"), lambda row: row.plan_title, sort=("plan_title", "place")),
        Column("unit", _("Unit"), lambda row: row.unit.name, sort=("unit__name", "plan_title", "place")),
        Column(
            "lead", _("Lead"), _lead, sort=("lead__title",), note=lambda row: _now("vacant") if row.is_vacant else "",
        ),
        Column("starts_on", _("Start"), lambda row: row.starts_on, date, sort=("starts_on",), on_page=False),
        Column("due_on", _("Due"), lambda row: row.due_on, date, sort=("due_on",)),
        Column("budget", _("Budget"), lambda row: money(row.budget_cents), sort=("budget_cents",)),
        Column(
            "status", _("Status"), lambda row: row.get_status_display(), sort=("status",),
            show=lambda row: status_tag(row.status),
        ),
        Column("needs", _("Needs somebody"), said, list, sort=("urgency", "due_on")),
        Column("measured", _("Measured by"), lambda row: row.tied_measure, list),
        Column("carries_out", _("Carries out"), lambda row: row.tied_clause, list, on_page=False),
        Column("themes", _("Themes"), lambda row: row.tied_theme, list, on_page=False),
        Column("waits", _("Waits for"), lambda row: row.tied_needs, list, on_page=False),
        Column("paid_by", _("Paid by"), lambda row: row.tied_line, list, on_page=False),
        Column("number", _("Number"), lambda row: row.number, on_page=False),
        Column("partners", _("Partners"), lambda row: row.partners, on_page=False),
        Column("action", _("Action’s number"), lambda row: row.action, int, on_page=False),
        Column("record", _("Plan’s number"), lambda row: row.record_id, int, on_page=False),
    ),
    sort="needs",
    count=lambda n: ngettext("%(n)s action", "%(n)s actions", n) % {"n": n},
    empty=_empty,
    group="records",
    place=11,
    keys_first=True,
    first=_overdue,
)  # fmt: skip


def _showing(*but: str, also: Collection[str] = ()) -> tuple[Column, ...]:
    """The columns, with some more on the page and without others: it has room for nine."""
    shown = {**dict.fromkeys(but, False), **dict.fromkeys(also, True)}
    return tuple(replace(one, on_page=shown.get(one.key, one.on_page)) for one in ACTIONS.columns)


PORTFOLIO = replace(
    ACTIONS, title=_("Portfolio"), address="plans:portfolio", group="",
    columns=_showing("measured", also=("starts_on",)),
)  # fmt: skip
TIMELINE = replace(
    ACTIONS, title=_("Timeline of actions"), address="plans:timeline", group="",
    columns=_showing("measured", "budget", also=("starts_on", "waits")),
)  # fmt: skip
