"""What the pages of guided plans show."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from plans.content import content, problems_of
from plans.guided import remarks
from plans.guided.content import sections_of, unanswered, write_url
from plans.guided.kinds import PLAN_TEMPLATE
from plans.guided.shipped import SOURCE
from plans.guided.template import newest, sections_asked
from plans.models import Plan, PlanSection, PlanTemplate, SectionRemark, TemplateSection
from plans.queries import PlanPage, plan_page
from raci import typing as unsaved
from raci.authority import Facts, Permission
from raci.keeping import may_keep_for_the_city
from raci.models import Person
from raci.refusals import Problem, Refused

EMPTY, BEGUN, ANSWERED, REMARKED = "empty", "begun", "answered", "remarked"


def state_words(state: str) -> str:
    """How a section stands, in words."""
    words = {
        EMPTY: _("not answered"),
        BEGUN: _("typed, not saved"),
        ANSWERED: _("answered"),
        REMARKED: _("a remark waits for an answer"),
    }
    return words[state]


# ---- a plan, question by question


@dataclass(frozen=True)
class Step:
    """One line of the guide: a section of the template, or a part that each plan has."""

    title: str
    asks: str
    url: str
    state: str
    is_required: bool

    @property
    def state_words(self) -> str:
        """How it stands."""
        return state_words(self.state)

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return self.state == ANSWERED


@dataclass
class GuidedPage:
    """A draft's questions, how each stands, and what stands against asking others about it."""

    plan: Plan
    person: Person

    @cached_property
    def sections(self) -> list[PlanSection]:
        """Its copy of the template (1 query)."""
        return sections_of(self.plan.record_id)

    @cached_property
    def missing(self) -> list[Problem]:
        """What stands against asking others about it (6 queries)."""
        return self._of_its_own + unanswered(self.sections) + remarks.unanswered(self.remarks)

    @cached_property
    def remarks(self) -> list[SectionRemark]:
        """Those that wait for an answer (1 query)."""
        return remarks.open_remarks(self.plan.record_id)

    @cached_property
    def _of_its_own(self) -> list[Problem]:
        return problems_of(content(self.plan.record), self.plan.record_id)

    @cached_property
    def steps(self) -> list[Step]:
        """The template's sections first, then what each plan says (1 query)."""
        return [*self._asked(), *self._each_plan()]

    def _asked(self) -> list[Step]:
        names = {one.pk: key_of(one) for one in self.sections}
        typed = unsaved.kept_of(self.person, list(names.values()))
        remarked = {one.section_id for one in self.remarks}
        states = {one.pk: _state(one, names[one.pk] in typed, one.pk in remarked) for one in self.sections}
        return [
            Step(one.title, one.question, write_url(one.pk), states[one.pk], one.is_required) for one in self.sections
        ]

    def _each_plan(self) -> list[Step]:
        record = self.plan.record_id
        lacks = {(one.field or "").partition("_")[0] for one in self._of_its_own}
        parts = (
            ("summary", _("Title, period and summary"), _("What is it for, and whom does it serve?"), "plans:plan-edit", ""),
            ("goals", _("Goals, outcomes and actions"), _("Who does what, by when?"), "plans:plan-detail", "#goals"),
            ("opinion", _("Opinion of communities"), _("Who was asked, and what changed?"), "plans:plan-opinion", ""),
        )  # fmt: skip
        return [
            Step(title, asks, reverse(view, args=[record]) + at, EMPTY if name in lacks else ANSWERED, is_required=True)
            for name, title, asks, view, at in parts
        ]

    @property
    def done(self) -> int:
        """How many are answered."""
        return sum(1 for one in self.steps if one.is_done)

    @property
    def next_url(self) -> str:
        """The first that is not; "" where all are."""
        return next((one.url for one in self.steps if not one.is_done), "")


def key_of(section: PlanSection) -> str:
    """Under which name what is typed into it is kept."""
    return f"section:{section.pk}"


def _state(section: PlanSection, is_typed: bool, is_remarked: bool) -> str:
    if is_typed or is_remarked:
        return REMARKED if is_remarked else BEGUN
    return ANSWERED if section.words.strip() else EMPTY


@dataclass(frozen=True)
class Around:
    """A section among its neighbours."""

    number: int
    count: int
    before: PlanSection | None
    after: PlanSection | None
    left: int  # others that are needed and not answered


def around(section: PlanSection) -> Around:
    """Where it stands in its plan (1 query)."""
    rows = sections_of(section.plan.record_id)
    at = next(at for at, one in enumerate(rows) if one.pk == section.pk)
    left = sum(1 for one in rows if one.is_required and one.pk != section.pk and not one.words.strip())
    after = rows[at + 1] if at + 1 < len(rows) else None
    return Around(at + 1, len(rows), rows[at - 1] if at else None, after, left)


def last_answer(section: PlanSection) -> tuple[str, str] | None:
    """What the plan before answered under the same title, and that plan's title (1 query)."""
    rows = PlanSection.objects.filter(plan__turned__following=section.plan, title=section.title).exclude(words="")
    row = rows.select_related("plan").first()
    return (row.words, row.plan.title) if row else None


# ---- remarks


def remarks_of(section: PlanSection) -> list[SectionRemark]:
    """What was said of a section, for those who write it (1 query)."""
    return list(section.remarks.select_related("made_by", "answered_by", "text"))


def section_to_remark(pk: int, facts: Facts) -> tuple[PlanSection, PlanPage]:
    """A section, for somebody who may say something of it now; 404 to strangers."""
    section = PlanSection.objects.select_related("plan__record__scope__unit").filter(pk=pk).first()
    if section is None:
        raise Http404
    page = plan_page(section.plan.record_id, facts)
    if not page.may_remark:
        raise Refused(page.may_remark.reason or _("This is not the newest version."))
    return section, page


def remark_to_answer(pk: int, facts: Facts) -> tuple[SectionRemark, PlanPage]:
    """A remark, for those who write the plan; 404 to those who do not read it."""
    row = SectionRemark.objects.select_related("section__plan__record__scope__unit", "made_by").filter(pk=pk).first()
    if row is None:
        raise Http404
    page = plan_page(row.section.plan.record_id, facts)
    if row.pk not in {one.pk for one in page.remarks}:
        raise Http404
    if not page.may_answer_remarks:
        raise Refused(page.may_answer_remarks.reason)
    return row, page


# ---- the template


@dataclass(frozen=True)
class TemplatePage:
    """The version that plans are begun from, the one in the making, and those before."""

    number: int | None
    source: str
    sections: list[TemplateSection]
    versions: list[PlanTemplate]
    draft: PlanTemplate | None
    may_keep: Permission


def template_page(facts: Facts) -> TemplatePage:
    """For all staff (3 queries)."""
    last = newest()
    rows = [TemplateSection(**asked) for asked in sections_asked(last)]
    issued = list(PlanTemplate.objects.exclude(issued_on=None))
    draft = PlanTemplate.objects.filter(issued_on=None).first()
    may_keep = may_keep_for_the_city(facts, PLAN_TEMPLATE)
    number, source = (last.number, last.source) if last else (None, str(SOURCE))
    return TemplatePage(number, source, rows, issued, draft if may_keep else None, may_keep)


@dataclass(frozen=True)
class VersionPage:
    """One version of the template."""

    row: PlanTemplate
    sections: list[TemplateSection]
    may_change: bool


def version_page(pk: int, facts: Facts) -> VersionPage:
    """For all staff once it is issued; a draft for those who keep the template."""
    row = PlanTemplate.objects.filter(pk=pk).first()
    may_keep = bool(may_keep_for_the_city(facts, PLAN_TEMPLATE))
    if row is None or not (row.issued_on or may_keep):
        raise Http404
    return VersionPage(row, list(row.sections.all()), may_keep and row.issued_on is None)


def draft_to_keep(pk: int, facts: Facts) -> PlanTemplate:
    """A draft, for those who keep the template."""
    need_keeper(facts)
    row = PlanTemplate.objects.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def need_keeper(facts: Facts) -> None:
    """`Refused` where they do not keep the template."""
    permission = may_keep_for_the_city(facts, PLAN_TEMPLATE)
    if not permission:
        raise Refused(permission.reason)
