"""The page of an obligation: what is asked, why of us, by when, what shows it, what was judged, and what is next."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from compliance.actions.assessments import may_assess, may_discard
from compliance.actions.obligations import may_keep_obligation, may_put_off, may_set_due
from compliance.checks.verdicts import Result
from compliance.duties.applicability import Answer
from compliance.duties.status import YES
from compliance.kinds import ASSESSMENT, FINDING, activity_of
from compliance.models import Assessment, Evidence, Finding, Obligation
from compliance.packs.facts import Condition
from compliance.queries.applicability import Known, known_on
from compliance.queries.rules import CONDITIONS, rows_used, sentence
from compliance.queries.status import WORDS, status_of
from raci import reviewing
from raci.authority import Facts, Permission, Subject, covering_posts
from raci.keeping import may_keep, named_people
from raci.models import Holding
from raci.models.city import in_force_on
from raci.refusals import Refused

RELATED = ("requirement__programme", "requirement__lead", "unit", "award", "generation")


def obligation_for(pk: int) -> Obligation:
    """One of them: all staff read them."""
    found = Obligation.objects.select_related(*RELATED).filter(pk=pk).first()
    if found is None:
        raise Refused(_("There is no such obligation."), visible=False)
    return found


@dataclass(frozen=True)
class Why:
    """A condition of the requirement, as it is met today, with what that rests on."""

    label: str
    verdict: str
    sentences: list[str]
    rows: list[str]


@dataclass(frozen=True)
class ObligationPage:
    """An obligation as this person may see it."""

    one: Obligation
    facts: Facts
    known: Known
    evidence: list[Evidence]
    removed: list[Evidence]
    assessments: list[Assessment]  # those they may read, the newest first
    open: Assessment | None
    findings: list[Finding]

    @property
    def status(self) -> Result:
        """Worked out today."""
        return status_of(self.one, self.facts.today)

    @property
    def status_words(self) -> str:
        """In words."""
        return str(WORDS[self.status])

    @property
    def why(self) -> list[Why]:
        """Each condition of the requirement."""
        return [_why(Condition(one), self.known.answers[Condition(one)]) for one in self.one.requirement.applies]

    @cached_property
    def may_keep(self) -> Permission:
        """Whether they bring evidence."""
        return may_keep_obligation(self.facts, self.one.requirement, self.one.unit)

    @cached_property
    def may_set_due(self) -> Permission:
        """Whether they set its day."""
        return may_set_due(self.facts, self.one)

    @cached_property
    def may_put_off(self) -> bool:
        """Whether they set a later one."""
        return bool(may_put_off(self.facts, self.one))

    @cached_property
    def set_by_hand(self) -> Any:
        """The act by which its day was set: who, when and why."""
        found = Obligation.history.filter(id=self.one.pk, history_act="set_due")
        return found.order_by("-history_id").first() if self.one.due_by_hand else None

    @cached_property
    def accepting(self) -> list[tuple[str, str]]:
        """Who accepts what is judged of it: name and post."""
        subject = Subject.of_scope(activity_of(self.one), self.one.unit)
        found = {one.pk: (one.name, post.label) for post, one in covering_posts(subject, "A", self.facts.today)}
        named = [one.pk for one in named_people(ASSESSMENT, subject, "A", self.facts.today)]
        held = Holding.objects.filter(in_force_on(self.facts.today), person__in=named, state=Holding.State.IN_FORCE)
        for one in held.select_related("person", "post").order_by("pk"):
            found.setdefault(one.person_id, (one.person.name, one.post.title))
        return list(found.values())

    @cached_property
    def may_assess(self) -> Permission:
        """Whether they judge it now."""
        permission = may_assess(self.facts, self.one)
        if permission and self.open is not None:
            return reviewing.may_write(self.facts, self.open)
        return permission

    @cached_property
    def may_find(self) -> bool:
        """Whether they may say that something is wanting."""
        return bool(may_keep(self.facts, FINDING, self.one.unit))

    @property
    def shown(self) -> Assessment | None:
        """The open assessment, where they may read it."""
        return self.open if self.open is not None and reviewing.may_read(self.facts, self.open) else None

    @property
    def changed(self) -> list[tuple[Evidence, bool]]:
        """The evidence that was added to it or (True) taken off since the open assessment was handed in."""
        row = self.shown
        if row is None or row.state != Assessment.State.SUBMITTED:
            return []
        new = [(one, False) for one in self.evidence if one.pk not in row.evidence_judged]
        return new + [(one, True) for one in self.removed if one.pk in row.evidence_judged]

    @property
    def moves(self) -> dict[str, Permission]:
        """What they may do with the open assessment."""
        row = self.shown
        if row is None:
            return {}
        return {
            "may_write": reviewing.may_write(self.facts, row),
            "may_hand_in": reviewing.may_hand_in(self.facts, row),
            "may_answer": reviewing.may_answer(self.facts, row),
            "may_take_back": reviewing.may_take_back(self.facts, row),
            "may_discard": may_discard(self.facts, row),
        }

    @property
    def found(self) -> Finding | None:
        """A finding that is open."""
        return next((one for one in self.findings if one.closed_at is None), None)

    @property
    def next(self) -> str:
        """What is next, in a sentence."""
        if self.open is not None and self.open.state == Assessment.State.SUBMITTED:
            return _("Its assessment waits to be accepted.")
        return {
            Result.NOT_APPLICABLE: _("Nothing is asked."),
            Result.CANNOT_DETERMINE: self._unknown(),
            Result.EVIDENCE_CURRENT: self._kept(),
        }.get(self.status, self._to_show())

    def _unknown(self) -> str:
        if self.one.applies != YES:
            return _("Whether it applies is not known any more: see below what is to be entered.")
        if self.one.judged == Result.CANNOT_DETERMINE:
            return _("It was judged that it cannot be determined: mend what the assessment names, and assess it anew.")
        return _("The day on which it is due is not known: say from which day its rhythm counts, or set its day.")

    def _kept(self) -> str:
        if self.found is not None:
            return _("Something was found wanting, whatever the evidence shows: it is to be mended, and seen mended.")
        return _("Nothing, as long as the evidence stays in force.")

    def _to_show(self) -> str:
        if not self.evidence:
            return _("Evidence is to be added, then assessed.")
        if self.one.judged == Result.EVIDENCE_CURRENT:
            return _("What was judged has expired: newer evidence is to be added, and assessed.")
        return _("Its evidence is to be assessed; the assessment is accepted by somebody else.")


def _why(condition: Condition, answer: Answer) -> Why:
    sentences = [sentence(said) for said in answer.why]
    return Why(str(CONDITIONS[condition]), answer.verdict, sentences, rows_used(answer))


def obligation_page(pk: int, facts: Facts) -> ObligationPage:
    """For all staff (a constant number of queries)."""
    one = obligation_for(pk)
    evidence = list(one.evidence.select_related("blob", "added_by").order_by("-effective_on", "-pk"))
    assessments: Any = one.assessments.select_related(
        "submitted_by", "answered_by", "obligation__unit", "obligation__requirement"
    )
    rows = list(assessments.order_by("-pk"))
    open_one = next((row for row in rows if row.state != Assessment.State.ACCEPTED), None)
    return ObligationPage(
        one=one,
        facts=facts,
        known=known_on(facts.today),
        evidence=[row for row in evidence if not row.removed_at],
        removed=[row for row in evidence if row.removed_at],
        assessments=[row for row in rows if row.state == Assessment.State.ACCEPTED and reviewing.may_read(facts, row)],
        open=open_one,
        findings=list(_findings(one).order_by("-found_on", "-pk")),
    )


def _findings(one: Obligation) -> QuerySet[Finding]:
    """On it, or of its requirement in its unit: whoever records a finding need not know for which period it is asked."""
    return Finding.objects.filter(Q(obligation=one) | Q(unit=one.unit, requirement=one.requirement), is_withdrawn=False)


def need_keeper(page: ObligationPage) -> None:
    """`Refused` where they bring no evidence."""
    if not page.may_keep:
        raise Refused(page.may_keep.reason)


def need_setter(page: ObligationPage) -> None:
    """`Refused` where they set no day."""
    if not page.may_set_due:
        raise Refused(page.may_set_due.reason)


def need_assessor(page: ObligationPage) -> None:
    """`Refused` where they judge nothing now."""
    if not page.may_assess:
        raise Refused(page.may_assess.reason)


def evidence_for(pk: int) -> Evidence:
    """A piece of evidence, which follows its obligation: all staff read it."""
    related = ("obligation__requirement", "obligation__unit", "blob", "added_by")
    found = Evidence.objects.select_related(*related).filter(pk=pk).first()
    if found is None:
        raise Refused(_("There is no such evidence."), visible=False)
    return found
