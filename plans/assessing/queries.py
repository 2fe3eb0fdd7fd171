"""What the pages of impact assessments show."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from plans.assessing import content
from plans.assessing.advising import advises_full, reasons
from plans.assessing.kinds import FOLLOW_UP, IMPACT_ASSESSMENT, SCREENING
from plans.assessing.steps import STEPS, Step
from plans.assessing.words import QUESTIONS
from plans.models import AssessmentFollowUp, ImpactAssessment, Screening
from plans.readers import units_read
from raci import reviewing
from raci.authority import Act, Facts, Permission, Subject, may
from raci.grants import units_with, visible
from raci.keeping import may_keep
from raci.models import Case, Text, Unit
from raci.queries.cases import CasePage, case_page
from raci.queries.lists import governed
from raci.records import Content
from raci.refusals import Problem, Refused

# ---- the lists


def newest_cases(facts: Facts) -> QuerySet[Case]:
    """Of each assessment the newest case this person may see."""
    rows = governed.newest(facts, IMPACT_ASSESSMENT)
    return rows.select_related("record__scope__unit", "record__impact_assessment")


def screenings_read(facts: Facts) -> QuerySet[Screening]:
    """Those this person may read, with whether an assessment is begun."""
    rows = Screening.objects.select_related("unit", "assessment")
    own = Q(submitted_by=facts.person)
    return rows.filter(Q(unit__in=units_read(facts, SCREENING.activity)) | own)


def units_to_begin(facts: Facts) -> QuerySet[Unit]:
    """Units this person may assess for."""
    return units_with(facts, "R", IMPACT_ASSESSMENT.activity).order_by("path")


def need_units(facts: Facts) -> QuerySet[Unit]:
    """The same; 403 with the reason where there is none."""
    units = units_to_begin(facts)
    if not units:
        text = _("This takes R (responsible) for %(activity)s in a unit; you hold none today.")
        raise Refused(text % {"activity": IMPACT_ASSESSMENT.activity})
    return units


# ---- one screening


@dataclass(frozen=True)
class ScreeningPage:
    """A screening, what its answers advise, and what the reader may do."""

    row: Screening
    may_write: Permission
    may_hand_in: Permission
    may_answer: Permission
    may_take_back: Permission
    may_begin: Permission

    @property
    def answers(self) -> list[tuple[str, str]]:
        """The questions with their answers, in words."""
        names = ("burdens", "known_gap", "many", "hard_to_undo")
        return [(str(QUESTIONS[name]), getattr(self.row, f"get_{name}_display")()) for name in names]

    @property
    def advice(self) -> str:
        """In one sentence."""
        if advises_full(vars(self.row)):
            return _("The answers advise a full assessment.")
        return _("The answers do not advise a full assessment.")

    @property
    def reasons(self) -> list[str]:
        """Why."""
        return reasons(vars(self.row))

    @property
    def assessment(self) -> ImpactAssessment | None:
        """What was begun of it."""
        found: ImpactAssessment | None = getattr(self.row, "assessment", None)
        return found


def screening_page(pk: int, facts: Facts) -> ScreeningPage:
    """For R, A, C and I of 2.2 in its line; 404 to strangers."""
    related = ("unit", "submitted_by", "answered_by", "assessment")
    row = Screening.objects.select_related(*related).filter(pk=pk).first()
    if row is None or not reviewing.may_read(facts, row):
        raise Refused(_("There is no such screening."), visible=False)
    begin = may(facts, Act.CREATE, Subject.of_scope(IMPACT_ASSESSMENT.activity, row.unit))
    return ScreeningPage(
        row,
        reviewing.may_write(facts, row),
        reviewing.may_hand_in(facts, row),
        reviewing.may_answer(facts, row),
        reviewing.may_take_back(facts, row),
        begin if row.state == Screening.State.ACCEPTED and row.says == Screening.Says.FULL else Permission(False, ""),
    )


# ---- one assessment


@dataclass(frozen=True)
class Progress:
    """A step, and how far it is written."""

    step: Step
    missing: int
    url: str


@dataclass
class AssessmentPage:
    """An assessment as one person may see it."""

    page: CasePage
    assessment: ImpactAssessment
    may_follow: Permission

    @cached_property
    def follow_ups(self) -> list[AssessmentFollowUp]:
        """What was found, oldest first."""
        return list(self.assessment.follow_ups.all())

    @cached_property
    def is_decided(self) -> bool:
        """Whether a version is in force."""
        return any(case.state == Case.State.APPROVED for case in self.page.cases)

    @cached_property
    def missing(self) -> list[Problem]:
        """What a draft still lacks, for those who can mend it."""
        shown = self.page.content if self.page.shows_live and self.page.may_edit else None
        return content.problems_of(shown, self.page.record.pk) if shown else []


def assessment_page(pk: int, facts: Facts) -> AssessmentPage:
    """For whom the record is; 404 to strangers and for records of other kinds."""
    page = case_page(pk, facts)
    if page.record.kind != IMPACT_ASSESSMENT.code:
        raise Http404
    row = ImpactAssessment.objects.select_related("screening", "record__scope__unit").get(record=pk)
    return AssessmentPage(page, row, may_keep(facts, FOLLOW_UP, page.record.scope.unit))


def progress(said: Content, record: int) -> list[Progress]:
    """How far each step is written."""
    missing = content.lacking(said)
    return [
        Progress(step, len(missing & set(step.names)), reverse("plans:assessment-step", args=[record, step.number]))
        for step in STEPS
    ]


# ---- what waits, and what X-rays look for


@dataclass(frozen=True)
class Due:
    """An assessment in force, what it says, and when it is looked at next (None: never again)."""

    case: Case
    said: Content
    on: date | None


def in_force(facts: Facts) -> Iterator[Due]:
    """Each assessment in force that they may see (3 queries)."""
    cases = visible(facts, IMPACT_ASSESSMENT.activity).filter(
        record__kind=IMPACT_ASSESSMENT.code, state=Case.State.APPROVED
    )
    texts = Text.objects.filter(case__in=cases.order_by()).order_by("record_id", "-number").distinct("record_id")
    told = Prefetch("record__impact_assessment__follow_ups", AssessmentFollowUp.objects.order_by("done_on", "pk"))
    related = texts.select_related("case", "record__scope__unit", "record__impact_assessment").prefetch_related(told)
    for text in related:
        said: Content = json.loads(text.content)
        found = list(text.record.impact_assessment.follow_ups.all())
        text.case.record = text.record
        yield Due(text.case, said, found[-1].next_on if found else parse_date(said["follow_up_on"]))


def screenings_to_begin(facts: Facts) -> QuerySet[Screening]:
    """Accepted, they say that a full assessment is needed, and none is begun."""
    full = Q(state=Screening.State.ACCEPTED, says=Screening.Says.FULL, assessment=None)
    return screenings_read(facts).filter(full).order_by("answered_at", "pk")
