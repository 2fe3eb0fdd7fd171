"""Remarks on sections: those who are asked about a plan, or decide on it, leave them; those who write it answer each."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from plans.guided.kinds import SECTION_REMARK
from plans.models import PlanSection, SectionRemark
from raci import clock
from raci.authority import Facts, Permission, Subject, facts_for
from raci.keeping import keeping, may_keep
from raci.models import Case, Person, Record, Text
from raci.refusals import Conflict, Problem, Refused
from raci.workflow import current_text

State = Case.State
LETTERS = {State.CONSULTATION: "C", State.SUBMITTED: "CA"}  # by state, whose remarks the text is open to


def may_remark(facts: Facts, case: Case) -> Permission:
    """Whether they may say something of a section of this text now: C while it is asked about, A and C once it is handed in."""
    return _by_letter(facts, case)[1]


def _by_letter(facts: Facts, case: Case) -> tuple[str, Permission]:
    unit = case.record.scope.unit
    for letter in LETTERS.get(State(case.state), ""):
        if permission := may_keep(facts, SECTION_REMARK, unit, letter=letter):
            return letter, permission
    if case.state not in LETTERS:
        return "", Permission(
            False, _("Remarks are left while others are asked about the plan, or it is to be decided.")
        )
    told = {"activity": SECTION_REMARK.activity, "unit": unit}
    return "", Permission(
        False, _("A remark takes C (consulted) or A (accountable) for %(activity)s in %(unit)s.") % told
    )


def may_answer(facts: Facts, record: Record) -> Permission:
    """Whether they may say what was done about remarks: R in the line, in any state."""
    return may_keep(facts, SECTION_REMARK, record.scope.unit)


def remark(section: PlanSection, words: str, *, by: Person) -> SectionRemark:
    """Leave a remark on a section of the text that is asked about, or waits for a decision."""
    record = section.plan.record
    letter, permission = _by_letter(facts_for(by), record.cases.select_related("record__scope__unit").latest("number"))
    if not permission:
        raise Refused(permission.reason)
    with keeping(SECTION_REMARK, record.scope.unit, by=by, act="remark", letter=letter, record=record.pk) as via:
        locked = Record.objects.select_for_update().get(pk=record.pk).cases.latest("number")
        if locked.state not in LETTERS:
            raise Conflict(_("While this page was open the plan went back to those who write it."))
        return SectionRemark.objects.create(
            section=section, text=current_text(locked), words=words, made_by=by, made_as=via.capacity.label,
            made_at=clock.now(),
        )  # fmt: skip


def answer_remark(row: SectionRemark, words: str, *, by: Person) -> None:
    """Say what was done about it."""
    record = row.section.plan.record
    with keeping(SECTION_REMARK, record.scope.unit, by=by, act="answer_remark", record=record.pk) as via:
        locked = SectionRemark.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if locked.answered_at is not None:
            raise Conflict(_("Somebody else has answered it: %(words)s") % {"words": locked.answer})
        locked.answer, locked.answered_by = words, by
        locked.answered_as, locked.answered_at = via.capacity.label, clock.now()
        locked.save()


# ---- who reads them


def reads_remarks(facts: Facts, subject: Subject) -> bool:
    """R, A and C in the line, and auditors; not those who are told once it is decided."""
    return facts.has("reads_all") or bool(set(facts.letters(subject, ("line", "invited", "read"))) & set("RAC"))


def remarks_on(record: Record, texts: Iterable[Text]) -> QuerySet[SectionRemark]:
    """Those about these texts of a plan, oldest first."""
    rows = SectionRemark.objects.filter(section__plan__record=record, text__in=[one.pk for one in texts])
    return rows.select_related("section", "text", "made_by", "answered_by")


def open_remarks(record: int) -> list[SectionRemark]:
    """Those of a plan that wait for an answer (1 query)."""
    return list(SectionRemark.objects.filter(section__plan__record=record, answered_at=None).select_related("section"))


def beside(record: Record) -> list[tuple[str, str]]:
    """For whoever decides: how many remarks there are, and the plan's page, where they stand (1 query)."""
    rows = SectionRemark.objects.filter(section__plan__record=record).values_list("answered_at", flat=True)
    if not rows:
        return []
    told = {"n": len(rows), "open": sum(1 for one in rows if one is None)}
    url = reverse("plans:plan-detail", args=[record.pk]) + "#answers"
    return [(_("Remarks on sections: %(n)s, of them without an answer: %(open)s") % told, url)]


def unanswered(rows: Iterable[SectionRemark]) -> list[Problem]:
    """Each as what stands against going on."""
    text = _("A remark on “%(section)s” is not answered: say what was done about it.")
    return [
        Problem(
            text % {"section": one.section.title},
            field=f"remark-{one.pk}",
            url=reverse("plans:remark-answer", args=[one.pk]),
        )
        for one in rows
    ]
