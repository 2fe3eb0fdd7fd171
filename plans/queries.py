"""What the plan pages show, each in a constant number of queries."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.db import models
from django.db.models import (
    BooleanField,
    CharField,
    ExpressionWrapper,
    F,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from plans.actions import Below
from plans.content import differences, money, problems_of
from plans.experience.queries import Told, warnings_of
from plans.guided import remarks
from plans.guided.content import sections_of, unanswered
from plans.guided.shown import ShownSection, shown_sections
from plans.kinds import CITY_PLAN, PLAN, PLAN_ACTIVITIES, PLAN_CODES, PLANS
from plans.models import Action, Goal, Outcome, PlanSection, SectionRemark
from plans.portfolio.queries import Tally, of_goals
from plans.reading import Status
from plans.ties.beside import Beside, beside
from plans.ties.offers import ABOVE
from raci.authority import Facts, Permission
from raci.grants import scopes_read, units_with
from raci.models import Case, Decision, Holding, Post, Record, Text, Unit
from raci.models.city import in_force_on
from raci.queries.cases import CasePage, case_page
from raci.queries.lists import governed
from raci.queries.titles import readable_texts
from raci.records import Content, Difference
from raci.refusals import Problem, Refused

# ---- the list

HANDED_IN = (Case.State.SUBMITTED, Case.State.APPROVED, Case.State.DECLINED, Case.State.SUPERSEDED)


def newest(facts: Facts) -> QuerySet[Case]:
    """Of each plan the newest case this person may see, with the title and period that they may see."""
    frozen = (
        readable_texts(facts, PLAN_ACTIVITIES).filter(case=OuterRef("pk")).annotate(json=Cast("content", JSONField()))
    )
    reads = scopes_read(facts, PLAN_ACTIVITIES)
    every_text = facts.has("reads_all") or not set(reads["A"]) - {*reads["R"], *reads["C"]}
    title = _shown("record__title", F("title") if every_text else _frozen(frozen, "title"))
    return governed.newest(facts, *PLANS).annotate(
        sees_live=_sees_live(facts),
        shown_title=title,
        # down an index, for whom it tells nothing else; what is decided or handed in was frozen last for everybody
        sorted_title=F("title")
        if every_text
        else models.Case(When(state__in=HANDED_IN, then=F("title")), default=title),
        shown_begins=_shown("record__plan__begins_on", _frozen(frozen, "begins_on")),
        shown_ends=_shown("record__plan__ends_on", _frozen(frozen, "ends_on")),
    )


def _sees_live(facts: Facts) -> ExpressionWrapper[Q] | Value:
    if facts.has("reads_all"):
        return Value(True)
    drafts = Q(record__scope__among=scopes_read(facts, PLAN_ACTIVITIES)["R"])
    return ExpressionWrapper(drafts, output_field=BooleanField())


def _frozen(texts: QuerySet[Text], key: str) -> Subquery:
    return Subquery(texts.values(part=KT(f"json__{key}"))[:1], output_field=CharField())


def _shown(live: str, frozen: Combinable) -> Coalesce:
    """A field of a draft for those who may read drafts; otherwise as it was frozen last."""
    now = Cast(live, CharField())
    return Coalesce(models.Case(When(state=Case.State.DRAFT, sees_live=True, then=now), default=frozen), now)


def units_of_plans(facts: Facts) -> list[Unit]:
    """The units whose plans this person may see, for the filter."""
    units = Unit.objects.order_by("name")
    if facts.has("reads_all") or facts.has("reads_published"):
        return list(units)
    reads = scopes_read(facts, PLAN_ACTIVITIES)
    return list(units.filter(scopes__in={scope for scopes in reads.values() for scope in scopes}).distinct())


# ---- one plan


@dataclass
class PlanPage:
    """A plan as one person may see it: the record's page with what only plans have."""

    case_page: CasePage
    statuses: dict[int, Status]
    holders: dict[str, list[str]]  # post code -> who holds it today
    approved: Text | None  # the text in force, or that was approved last

    @property
    def record(self) -> Record:
        """The plan's record."""
        return self.case_page.record

    @property
    def content(self) -> Content | None:
        """What this person may read of it."""
        return self.case_page.content

    @cached_property
    def keeps_status(self) -> bool:
        """Whether they report where actions stand: R in the line, in any state."""
        return self.case_page.facts.capacity_with("R", self.case_page.subject) is not None

    @cached_property
    def carries(self) -> dict[int, tuple[str, str]]:
        """By action what it carries out, a directive or a recommendation, and its page (1 query)."""
        rows = Action.objects.filter(outcome__goal__plan__record=self.record)
        tied = rows.filter(Q(directive__isnull=False) | Q(recommendation__isnull=False))
        return {row.pk: _carried_out(row) for row in tied.select_related("directive", "recommendation").order_by()}

    @cached_property
    def beside(self) -> Beside:
        """What stands today beside what its actions are tied to (no query where they are tied to nothing)."""
        return beside(self.content, self.record.pk, self.case_page.facts) if self.content else Beside()

    @cached_property
    def hanging(self) -> list[tuple[str, str, Tally, str, str]]:
        """Of a plan of the city or a service area: by goal its number and title, what hangs on it, the money, where."""
        if not self.content or self.record.scope.unit.kind not in ABOVE:
            return []
        tallies, portfolio = of_goals(self.record.pk, self.case_page.facts), reverse("plans:portfolio")
        return [
            (str(number), goal["title"], tally, money(tally.cents), f"{portfolio}?serves={goal['id']}")
            for number, goal in enumerate(self.content["goals"], 1)
            for tally in [tallies.get(goal["id"], Tally())]
        ]

    @cached_property
    def told(self) -> list[Told]:
        """What experience says of it, for who reads the plans of its unit."""
        if not self.content:
            return []
        facts, unit = self.case_page.facts, self.record.scope.unit
        return warnings_of(self.content, self.record.pk, unit, facts, self.holders)

    @cached_property
    def changed(self) -> list[Difference] | None:
        """What an open version changes against the approved one; None where there is none to compare with."""
        if self.approved is None or self.content is None or self.approved.case_id == self.case_page.case.pk:
            return None
        return differences(json.loads(self.approved.content), self.content)

    @cached_property
    def missing(self) -> list[Problem]:
        """What a draft still lacks, for those who can mend it."""
        shown = self.case_page.shows_live and self.case_page.may_edit
        if not shown or not self.content:
            return []
        waiting = remarks.unanswered(self.open_remarks)
        return problems_of(self.content, self.record.pk) + unanswered(self.sections) + waiting

    # ---- what the template asks, and remarks on it

    @cached_property
    def sections(self) -> list[PlanSection]:
        """Its copy of the template's questions, answered or not, for those who have to do with them (1 query)."""
        return sections_of(self.record.pk) if self.case_page.may_edit or self.may_remark or self.remarks else []

    @cached_property
    def remarks(self) -> list[SectionRemark]:
        """Those about texts that they may read, for those who are asked, decide or write (1 query)."""
        page = self.case_page
        reads = remarks.reads_remarks(page.facts, page.subject)
        return list(remarks.remarks_on(self.record, page.texts)) if reads else []

    @property
    def open_remarks(self) -> list[SectionRemark]:
        """Those that wait for an answer."""
        return [one for one in self.remarks if one.answered_at is None]

    @cached_property
    def may_remark(self) -> Permission:
        """Whether they may leave a remark on a section now."""
        page = self.case_page
        return remarks.may_remark(page.facts, page.case) if page.is_newest else Permission(False, "")

    @cached_property
    def may_answer_remarks(self) -> Permission:
        """Whether they say what was done about one."""
        return remarks.may_answer(self.case_page.facts, self.record)

    @cached_property
    def answers(self) -> list[ShownSection]:
        """The sections as this person may read them, with the remarks on each."""
        return shown_sections(self.content or {}, self.sections, self.remarks)


def _carried_out(row: Action) -> tuple[str, str]:
    if row.directive is not None:
        return row.directive.title, reverse("raci:directive", args=[row.directive.pk])
    assert row.recommendation is not None
    return row.recommendation.title, reverse("raci:recommendation", args=[row.recommendation.pk])


def plan_page(pk: int, facts: Facts) -> PlanPage:
    """The plan as this person may see it; 404 for strangers and for records of other kinds."""
    page = case_page(pk, facts)
    if page.record.kind not in PLAN_CODES:
        raise Http404
    holders = _holders(page.content, facts) if page.content else {}
    return PlanPage(page, _statuses(page.record), holders, _approved(page.record))


def _approved(record: Record) -> Text | None:
    given = Text.objects.filter(record=record, submissions__decision__kind__in=("approve", "conditions"))
    return given.order_by("-number").first()


def _statuses(record: Record) -> dict[int, Status]:
    rows = Action.objects.filter(outcome__goal__plan__record=record).order_by()
    return {pk: status_of(status) for pk, status in rows.values_list("pk", "status")}


def status_of(code: str) -> Status:
    """A stored status as pages show it."""
    return Status(code, str(Action.Status(code).label))


def _holders(shown: Content, facts: Facts) -> dict[str, list[str]]:
    codes = {action["lead_post"] for goal in shown["goals"] for o in goal["outcomes"] for action in o["actions"]}
    held = Holding.objects.filter(in_force_on(facts.today), post__code__in=codes, state=Holding.State.IN_FORCE)
    found: dict[str, list[str]] = {code: [] for code in codes}
    for code, name in held.order_by("pk").values_list("post__code", "person__name"):
        found[code].append(name)
    return found


def decision_of(text: Text | None) -> Decision | None:
    """The newest decision about a text, with its conditions (2 queries)."""
    made = Decision.objects.filter(submission__text=text).select_related(
        "submission__text", "matrix", "decided_by", "submitted_by"
    )
    return made.prefetch_related("conditions__owner").order_by("-pk").first() if text else None


def goes_with(part: Below) -> list[str]:
    """What is removed along with a part, in words."""
    if isinstance(part, Goal):
        actions = Action.objects.filter(outcome__goal=part).order_by("outcome__order", "order")
        return [*(outcome.title for outcome in part.outcomes.all()), *(action.title for action in actions)]
    if isinstance(part, Action):
        return [measure.title for measure in part.measures.all()]
    return [action.title for action in part.actions.all()] if isinstance(part, Outcome) else []


# ---- choices


def units_to_begin(facts: Facts) -> QuerySet[Unit]:
    """Units this person may begin a plan for."""
    return units_with(facts, "R", PLAN.activity).order_by("path")


def units_above(facts: Facts) -> QuerySet[Unit]:
    """The city and the service areas whose plans this person may begin (1.1)."""
    return units_with(facts, "R", CITY_PLAN.activity).filter(kind__in=ABOVE).order_by("path")


def begins_above(facts: Facts) -> bool:
    """Whether there are any (1 query at most)."""
    return CITY_PLAN.activity in facts.activities_with("R") and units_above(facts).exists()


def need_units_above(units: QuerySet[Unit]) -> None:
    """The door of beginning a plan of the city."""
    if not units:
        text = _(
            "Beginning a plan of the city or of a service area takes R (responsible) for %(activity)s; you hold none today."
        )
        raise Refused(text % {"activity": CITY_PLAN.activity})


def need_units(units: QuerySet[Unit]) -> None:
    """The door of beginning a plan."""
    if not units:
        raise Refused(
            _("Beginning a plan takes R (responsible) for %(activity)s in a unit; you hold none today.")
            % {"activity": PLAN.activity}
        )


def posts_to_lead(unit: Unit, facts: Facts, current: int | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """Posts an action may be led by, those of the plan's own unit first, each with who holds it today (2 queries)."""
    posts = (
        Post.objects.filter(Q(abolished_on=None) | Q(pk=current)).select_related("unit").order_by("unit__path", "title")
    )
    held: dict[int, list[str]] = {}
    in_force = Holding.objects.filter(in_force_on(facts.today), state=Holding.State.IN_FORCE)
    for pk, name in in_force.order_by("pk").values_list("post", "person__name"):
        held.setdefault(pk, []).append(name)
    groups: dict[str, list[tuple[str, str]]] = {unit.name: []}
    for post in posts:
        names = ", ".join(held.get(post.pk, []))
        groups.setdefault(post.unit.name, []).append((str(post.pk), f"{post.title} · {names}" if names else post.title))
    return [(name, choices) for name, choices in groups.items() if choices]
