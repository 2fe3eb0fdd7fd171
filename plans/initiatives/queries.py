"""What the pages of initiatives show."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from metrics.models import Group
from plans.content import actions_of
from plans.initiatives import content
from plans.initiatives.kinds import INITIATIVE, INITIATIVE_UPDATE
from plans.initiatives.lateness import Lateness, Update, days_late, is_over, lateness
from plans.kinds import PLAN_ACTIVITIES, PLAN_CODES
from plans.models import Initiative, InitiativeUpdate
from raci.authority import Facts, Permission
from raci.grants import units_with, visible
from raci.keeping import may_keep
from raci.models import Case, Holding, Post, Text, Theme, Unit
from raci.models.city import in_force_on
from raci.queries.cases import CasePage, case_page
from raci.queries.lists import governed
from raci.refusals import Problem, Refused

MOST_PLANS = 200  # whose actions are offered to choose from
Choices = list[tuple[str, list[tuple[int, str]]]]

# ---- the list


def newest_cases(facts: Facts) -> QuerySet[Case]:
    """Of each initiative the newest case this person may see, with how it was reported last and what is due next."""
    updates = InitiativeUpdate.objects.filter(initiative__record=OuterRef("record"))
    told = updates.filter(reported_on__isnull=False).exclude(standing=InitiativeUpdate.Standing.NOT_NEEDED)
    over = Exists(told.filter(standing__in=InitiativeUpdate.OVER))
    return (
        governed.newest(facts, INITIATIVE)
        .select_related("record__scope__unit", "record__initiative")
        .annotate(
            standing=Subquery(told.order_by("-reported_on", "-pk").values("standing")[:1]),
            next_due=Subquery(updates.filter(reported_on=None).order_by("due_on").values("due_on")[:1]),
            over=over,
        )
    )


def units_to_begin(facts: Facts) -> QuerySet[Unit]:
    """Units this person may begin an initiative for."""
    return units_with(facts, "R", INITIATIVE.activity).order_by("path")


def need_units(facts: Facts) -> QuerySet[Unit]:
    """The same; 403 with the reason where there is none."""
    units = units_to_begin(facts)
    if not units:
        text = _("Beginning an initiative takes R (responsible) for %(activity)s in a unit; you hold none today.")
        raise Refused(text % {"activity": INITIATIVE.activity})
    return units


# ---- one initiative


@dataclass(frozen=True)
class Told:
    """An update, how it stands, and by how many days it is or was late."""

    row: InitiativeUpdate
    lateness: Lateness
    days: int


@dataclass
class InitiativePage:
    """An initiative as one person may see it."""

    page: CasePage
    initiative: Initiative
    told: list[Told]
    may_report: Permission

    @cached_property
    def missing(self) -> list[Problem]:
        """What a draft still lacks, for those who can mend it."""
        shown = self.page.content if self.page.shows_live and self.page.may_edit else None
        return content.problems_of(shown, self.page.record.pk) if shown else []

    @property
    def result(self) -> InitiativeUpdate | None:
        """What came of it, once it is over."""
        over = [one.row for one in self.told if one.row.standing in InitiativeUpdate.OVER]
        return over[-1] if over and is_over(plain(one.row) for one in self.told) else None

    @cached_property
    def leads(self) -> str:
        """Who holds the lead's post today; "" where it is vacant."""
        code = (self.page.content or {}).get("lead_post", "")
        held = Holding.objects.filter(in_force_on(self.page.facts.today), post__code=code, state=Holding.State.IN_FORCE)
        return ", ".join(held.order_by("pk").values_list("person__name", flat=True))


def plain(row: InitiativeUpdate) -> Update:
    """As the rules take it."""
    return Update(row.pk, row.due_on, row.standing, row.reported_on)


def told_of(rows: Iterable[InitiativeUpdate], today: date) -> list[Told]:
    """How each update of one initiative stands."""
    rows = list(rows)
    over = is_over(plain(row) for row in rows)
    return [
        Told(row, how, days_late(one, today) if how in (Lateness.LATE, Lateness.REPORTED_LATE) else 0)
        for row in rows
        for one in [plain(row)]
        for how in [lateness(one, today, over=over)]
    ]


def initiative_page(pk: int, facts: Facts) -> InitiativePage:
    """For whom the record is; 404 to strangers and for records of other kinds."""
    page = case_page(pk, facts)
    if page.record.kind != INITIATIVE.code:
        raise Http404
    row = Initiative.objects.select_related("record__scope__unit").get(record=pk)
    may_report = may_keep(facts, INITIATIVE_UPDATE, page.record.scope.unit)
    return InitiativePage(page, row, told_of(row.updates.all(), facts.today), may_report)


def need_reporter(pk: int, facts: Facts) -> InitiativePage:
    """The same for whoever reports on it."""
    found = initiative_page(pk, facts)
    if not found.may_report:
        raise Refused(found.may_report.reason)
    return found


def update_to_report(pk: int, facts: Facts) -> tuple[InitiativeUpdate, InitiativePage]:
    """An update, for whoever reports it; 404 to who may not see the initiative."""
    row = InitiativeUpdate.objects.select_related("initiative__record__scope__unit").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row, need_reporter(row.initiative.record_id, facts)


# ---- updates of many


def open_updates(facts: Facts, found: Q, *, mine: bool = False) -> list[Told]:
    """Updates nobody reported, of initiatives in force they may see; with `mine`, of those they report on (2 queries)."""
    approved = visible(facts, INITIATIVE.activity).filter(record__kind=INITIATIVE.code, state=Case.State.APPROVED)
    rows = InitiativeUpdate.objects.filter(initiative__record__in=approved.order_by().values("record"))
    related = rows.select_related("initiative__record__scope__unit").order_by("due_on", "pk")
    open_rows = list(related.filter(found, reported_on=None))
    if mine:
        open_rows = [row for row in open_rows if may_keep(facts, INITIATIVE_UPDATE, row.initiative.record.scope.unit)]
    over = _over(rows, {row.initiative_id for row in open_rows})
    told = (Told(row, lateness(plain(row), facts.today, over=row.initiative_id in over), 0) for row in open_rows)
    return [Told(one.row, one.lateness, days_late(plain(one.row), facts.today)) for one in told]


def _over(rows: QuerySet[InitiativeUpdate], initiatives: set[int]) -> set[int]:
    told: dict[int, list[Update]] = {}
    for row in rows.filter(initiative__in=initiatives, reported_on__isnull=False):
        told.setdefault(row.initiative_id, []).append(plain(row))
    return {pk for pk, updates in told.items() if is_over(updates)}


# ---- choices


def posts_to_choose(but: int | None = None) -> Choices:
    """Posts by unit, in the order of units (1 query)."""
    posts = Post.objects.filter(abolished_on=None).exclude(pk=but or 0).select_related("unit")
    return _grouped((post.unit.name, post.pk, post.title) for post in posts.order_by("unit__path", "title"))


def themes_to_choose() -> list[tuple[int, str]]:
    """All of them."""
    return list(Theme.objects.values_list("pk", "name"))


def groups_to_choose() -> Choices:
    """Groups by dimension."""
    rows = Group.objects.filter(kind=Group.Kind.GROUP).select_related("dimension").order_by("dimension__order", "order")
    return _grouped((row.dimension.name, row.pk, row.name) for row in rows)


def actions_to_choose(facts: Facts) -> Choices:
    """Actions of plans in force that they may read, as approved, by plan."""
    cases = visible(facts, PLAN_ACTIVITIES).filter(record__kind__in=PLAN_CODES, state=Case.State.APPROVED)
    texts = Text.objects.filter(case__in=cases.order_by()).order_by("record_id", "-number").distinct("record_id")
    found: list[tuple[str, int, str]] = []
    for text in texts[:MOST_PLANS]:
        plan: dict[str, Any] = json.loads(text.content)
        found += [(plan["title"], one["id"], f"{number} {one['title']}") for number, one in actions_of(plan)]
    return _grouped(found)


def _grouped(rows: Iterable[tuple[str, int, str]]) -> Choices:
    found: dict[str, list[tuple[int, str]]] = {}
    for group, pk, name in rows:
        found.setdefault(group, []).append((pk, name))
    return list(found.items())


def url_of(initiative: Initiative) -> str:
    """Its page."""
    return reverse("plans:initiative-detail", args=[initiative.record_id])
