"""What waits on a person: the one list. Home shows it whole; the queue and the list of consultations are filters of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from raci import grants, records, reviewing, xrays
from raci.actions.posts import second_person
from raci.authority import Facts, Subject, Via
from raci.models import (
    Author,
    Case,
    Condition,
    Consultation,
    Delegation,
    Holding,
    Person,
    Record,
    Submission,
    Text,
)
from raci.queries import nominations
from raci.queries.cases import OPEN_WAYS
from raci.queries.offers import decide_url
from raci.queries.people import offered_to
from raci.queries.posts import proposals_for
from raci.queries.waiting_actions import actions_given
from raci.queries.waiting_advice import advised
from raci.queries.waiting_modes import instructed, voices_asked
from raci.queries.waits import (
    ACTION,
    ADVICE,
    ANSWER,
    CLOSE,
    CONDITION,
    DECIDE,
    DELEGATION,
    DRAFT,
    FOLLOW,
    FOUND,
    HOLDING,
    INSTRUCTED,
    KINDS,
    MEND,
    REPORT,
    REVIEW,
    SUBMIT,
    VOICE,
    Waiting,
    sources,
)
from raci.reviewing import Review

__all__ = [
    "ANSWER", "CONDITION", "DECIDE", "DELEGATION", "DRAFT", "FOUND", "HOLDING", "KINDS", "MEND", "REVIEW", "SUBMIT", "Waiting",
    "decisions_waiting", "questions", "subject_of", "waiting_on",
]  # fmt: skip


def waiting_on(facts: Facts, kinds: Iterable[str] | None = None) -> list[Waiting]:
    """Everything that waits on this person, what is due first in front (one query a kind that is asked for)."""
    wanted = set(KINDS if kinds is None else kinds)
    found: list[Waiting] = []
    if ANSWER in wanted:
        found += _answers(facts)
    if DECIDE in wanted:
        found += [_decision(facts, submission) for submission in decisions_waiting(facts)]
    if REVIEW in wanted:
        found += [_review(facts, *one) for one in reviewing.to_answer(facts)]
    if MEND in wanted:
        found += [_given_back(facts, *one) for one in reviewing.given_back(facts)]
    if wanted & {MEND, SUBMIT, DRAFT}:
        found += [one for case in drafts(facts) if (one := draft_waiting(facts, case)).kind in wanted]
    if CONDITION in wanted:
        found += _conditions(facts)
    if ACTION in wanted:
        found += actions_given(facts)
    if HOLDING in wanted:
        found += [_holding(facts, one) for one in proposals_for(facts)]
    if VOICE in wanted:
        found += voices_asked(facts)
    if wanted & {INSTRUCTED, REPORT, CLOSE}:
        found += [one for one in instructed(facts) if one.kind in wanted]
    if wanted & {ADVICE, FOLLOW}:
        found += [one for one in advised(facts) if one.kind in wanted]
    if DELEGATION in wanted:
        found += [_delegation(facts, one) for one in offered_to(facts)]
    found += nominations.asked(facts, wanted)
    found += [one for kind, source in sources().items() if kind in wanted for one in source(facts)]
    found.sort(key=lambda one: (one.due_on or date.max, one.since.timestamp() if one.since else 0.0))
    return [*found, *_found(facts)] if FOUND in wanted else found


# ---- consultations


def open_questions() -> QuerySet[Consultation]:
    """What is asked about the newest text of a case, and not answered yet."""
    newer = Text.objects.filter(case=OuterRef("case"), number__gt=OuterRef("text__number"))
    asked = Q(case__state=Case.State.CONSULTATION) | Q(case__state=Case.State.SUBMITTED, way=Consultation.Way.REVIEW)
    return Consultation.objects.filter(asked, ~Exists(newer), answer="", way__in=OPEN_WAYS)


def questions(facts: Facts) -> QuerySet[Consultation]:
    """Open questions in whose line the person holds a C, about the newest text, where they are no author."""
    found = open_questions().filter(
        ~_is_author(facts, "case"),
        role__code__in=[capacity.role for capacity in facts.capacities],
        case__in=grants.with_letter(facts, "C").values("pk"),
    )
    return found.select_related("case__record__scope__unit", "role", "text").defer("text__content")


def _answers(facts: Facts) -> list[Waiting]:
    found = []
    for one in questions(facts):
        via = facts.in_role(one.role.code).capacity_with("C", subject_of(one.case.record), ("line", "invited"))
        if via is None:  # another of their roles is in the line, not the one that was asked
            continue
        record, invited = one.case.record, one.way == Consultation.Way.INVITED
        note = _("You are invited: silence does not block.") if invited else ""
        found.append(
            Waiting(
                ANSWER,
                record.title,
                f"{one.text} · {record.scope.unit}",
                one.asked_at,
                one.due_on,
                via.sentence,
                reverse("raci:consultation-answer", args=[one.pk]),
                facts.today,
                _("Only about what changed.") if one.way == Consultation.Way.REVIEW else note,
            )
        )
    return found


# ---- decisions


def decisions_waiting(facts: Facts) -> QuerySet[Submission]:
    """Submissions this person may decide: an A in the line (own or delegated), neither submitter nor author."""
    answered = Q(case__consultations__text=F("text")) & ~Q(case__consultations__answer="")
    asked = Q(case__consultations__text=F("text"), case__consultations__way__in=OPEN_WAYS)
    found = (
        Submission.objects.filter(withdrawn_at=None, decision=None, case__state=Case.State.SUBMITTED)
        .exclude(submitted_by=facts.person)
        .filter(~_is_author(facts, "case"), case__in=grants.with_letter(facts, "A").values("pk"))
    )
    return (
        found.select_related("case__record__scope__unit", "text", "submitted_by")
        .defer("text__content")
        .annotate(
            asked=Count("case__consultations", filter=asked, distinct=True),
            answered=Count("case__consultations", filter=answered, distinct=True),
            objections=Count("case__consultations", filter=Q(case__consultations__answer="objection"), distinct=True),
        )
        .order_by("submitted_at", "pk")
    )


def _decision(facts: Facts, submission: Submission) -> Waiting:
    record = submission.case.record
    via = facts.capacity_with("A", subject_of(record))
    return Waiting(
        DECIDE,
        record.title,
        f"{submission.text} · {record.scope.unit} · {submission.submitted_as}",
        submission.submitted_at,
        None,
        via.sentence if via else "",
        decide_url(submission),
        facts.today,
    )


# ---- reviewed records


def _review(facts: Facts, review: Review, row: Any, via: Via) -> Waiting:
    detail = f"{review.kind.label} · {review.unit(row)} · {row.submitted_as}"
    since, url, note = row.submitted_at, review.url(row), str(review.waits)
    return Waiting(REVIEW, str(row), detail, since, None, via.sentence, url, facts.today, note)


def _given_back(facts: Facts, review: Review, row: Any, via: Via) -> Waiting:
    detail = f"{review.kind.label} · {review.unit(row)} · {row.answered_as}"
    note = f"{row.get_state_display()}: {row.reason}"
    return Waiting(MEND, str(row), detail, row.answered_at, None, via.sentence, review.url(row), facts.today, note)


# ---- drafts


def drafts(facts: Facts) -> QuerySet[Case]:
    """Cases in whose line the person holds an R: drafts that came back, consultations that are over, own drafts."""
    open_questions = Consultation.objects.filter(
        case=OuterRef("pk"), answer="", way=Consultation.Way.ASKED, due_on__gte=facts.today
    ).filter(~Exists(Text.objects.filter(case=OuterRef("case"), number__gt=OuterRef("text__number"))))
    begun = _is_author(facts, "pk") | _is_author(facts, "begun_from")
    came_back = ~Q(back=Case.Back.NEW)
    mine = Q(state=Case.State.DRAFT) & (came_back | Q(begun))
    over = Q(state=Case.State.CONSULTATION) & ~Q(Exists(open_questions))
    return grants.with_letter(facts, "R").filter(mine | over)


def draft_waiting(facts: Facts, case: Case) -> Waiting:
    """What such a case waits for."""
    record = case.record
    via = facts.capacity_with("R", subject_of(record))
    kind = DRAFT if case.state == Case.State.DRAFT else SUBMIT
    if case.back:
        kind = MEND
    url = reverse("raci:case-submit", args=[record.pk]) if kind == SUBMIT else records.kind_of(record).url(record)
    note = f"{case.get_back_display()}: {case.state_note}" if case.back and case.state_note else ""
    return Waiting(
        kind,
        record.title,
        str(record.scope.unit),
        case.state_since,
        None,
        via.sentence if via else "",
        url,
        facts.today,
        note or (_("The consultation is over.") if kind == SUBMIT else ""),
    )


# ---- conditions


def _conditions(facts: Facts) -> list[Waiting]:
    posts = {capacity.post: capacity.label for capacity in facts.posts}
    found = Condition.objects.filter(closed_at=None, owner__in=posts).select_related(
        "decision__submission__case__record__scope__unit"
    )
    return [
        Waiting(
            CONDITION,
            one.words,
            one.decision.submission.case.record.title,
            one.decision.decided_at,
            one.due_on,
            _("As %(post)s you own this condition of the approval.") % {"post": posts[one.owner_id]},
            reverse("raci:condition-close", args=[one.pk]),
            facts.today,
        )
        for one in found
    ]


# ---- posts


def _holding(facts: Facts, holding: Holding) -> Waiting:
    return Waiting(
        HOLDING,
        _("May %(person)s hold %(post)s?") % {"person": holding.person.name, "post": holding.post.title},
        _("proposed by %(person)s") % {"person": holding.proposed_by.name},
        holding.since,  # type: ignore[attr-defined]
        None,
        second_person(holding, facts).sentence,
        reverse("raci:holding-answer", args=[holding.pk]),
        facts.today,
    )


def _delegation(facts: Facts, delegation: Delegation) -> Waiting:
    giver = delegation.holding.person.name
    return Waiting(
        DELEGATION,
        _("Act for %(person)s: %(letter)s of %(activity)s")
        % {"person": giver, "letter": delegation.letter, "activity": delegation.activity_code},
        delegation.holding.post.title,
        delegation.since,  # type: ignore[attr-defined]
        delegation.ends_on,
        _("%(person)s asks you; it is in force only once you accept.") % {"person": giver},
        reverse("raci:delegations"),
        facts.today,
    )


# ---- what X-rays found


def _found(facts: Facts) -> list[Waiting]:
    """One line a rule, the worst first: what it found that is theirs to mend."""
    address = reverse("raci:xrays")
    return [
        Waiting(
            FOUND,
            rule.counted(len(found)),
            _("X-rays · %(level)s") % {"level": rule.level_label},
            None,
            None,
            _few([one.where for one in found]),
            f"{address}?rule={rule.code}&mine=yes",
            facts.today,
        )
        for rule, found in xrays.to_mend(facts).items()
    ]


FEW = 3  # findings of a line that are named


def _few(names: list[str]) -> str:
    """The first of them, and how many more."""
    shown, more = "; ".join(names[:FEW]), len(names) - FEW
    return shown if more < 1 else _("%(names)s and %(n)d more") % {"names": shown, "n": more}


# ---- what the filters share


def subject_of(record: Record) -> Subject:
    """The record's place alone, for asking whose letters count (no query where the scope was fetched along)."""
    return Subject.of_scope(record.scope.activity_code, record.scope.unit)


def _is_author(facts: Facts, case: str) -> Exists:
    person: Person = facts.person
    return Exists(Author.objects.filter(case=OuterRef(case), person=person))
