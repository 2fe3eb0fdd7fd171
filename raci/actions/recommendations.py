"""Recommendations: any app raises one; its unit (or body) answers, A accepts the answer; it is followed up until it is closed.

Raised, followed up and closed by R of the activity of what raised it (3.1 an audit, 3.3 a report, 4.7 the City Auditor's
report). The answer stands under 4.1, a body's under 4.8, and goes the way of a reviewed record (`raci.reviewing`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from raci import clock, reviewing
from raci.authority import Subject, Via, covering_posts, facts_for
from raci.history import acting
from raci.keeping import keeper, keeping, may_keep
from raci.kinds import ANSWER, RECOMMENDATION
from raci.models import FollowUp, Person, Recommendation, RecommendationAnswer, Unit
from raci.notices import tell
from raci.refusals import Conflict, NotReady, Problem, Refused
from raci.statements import Citing

Source = Recommendation.Source
# What raised it > the activity it takes.
SOURCES: dict[str, str] = {Source.AUDIT: "3.1", Source.BOARD_AUDIT: "3.1", Source.REPORT: "3.3", Source.AUDITOR: "4.7"}
UNIT_ANSWERS, BODY_ANSWERS = "4.1", "4.8"


REVIEW = reviewing.Review(
    ANSWER,
    unit=lambda row: row.recommendation.unit,
    url=lambda row: reverse("raci:recommendation", args=[row.recommendation_id]),
    related=("recommendation__unit",),
    activity=lambda row: answer_activity(row.recommendation),
    readers=lambda row, facts: bool(
        may_keep(facts, RECOMMENDATION, row.recommendation.unit, activity=row.recommendation.activity_code)
    ),
)


@dataclass(frozen=True)
class Raised:
    """What a recommendation says, and what raised it: `url` is its page in the portal, where it has one."""

    title: str
    words: str
    source: str
    source_title: str
    unit: Unit
    answer_due_on: date
    body: str = ""
    source_url: str = ""


def answer_activity(recommendation: Recommendation) -> str:
    """A body answers under 4.8, a unit under 4.1."""
    return BODY_ANSWERS if recommendation.body else UNIT_ANSWERS


def raise_recommendation(said: Raised, *, by: Person) -> Recommendation:
    """Raise one, to a unit or a body of it; those who answer are told. For every app: R of the activity that raised it."""
    if said.source not in SOURCES:
        raise NotReady([Problem(_("Say what raised it."), field="source")])
    activity = SOURCES[said.source]
    with keeping(RECOMMENDATION, said.unit, by=by, act="raise_recommendation", activity=activity) as via:
        problems = [
            Problem(_("Fill in what is missing."), field=name)
            for name in ("title", "words", "source_title")
            if not getattr(said, name).strip()
        ]
        if said.answer_due_on < clock.today():
            problems.append(Problem(_("An answer cannot be due in the past."), field="answer_due_on"))
        if problems:
            raise NotReady(problems)
        made = Recommendation.objects.create(
            **vars(said),
            activity_code=activity,
            raised_by=by,
            raised_as=via.capacity.label,
            raised_at=clock.now(),
        )
        line = _("A recommendation waits for your answer until %(day)s: “%(title)s”.") % {
            "day": date_format(made.answer_due_on),
            "title": made.title,
        }
        _tell(made, _answerers(made), "raised", line, by)
    return made


def answer_recommendation(
    recommendation: Recommendation,
    *,
    by: Person,
    position: str,
    words: str,
    done_by: date | None = None,
) -> RecommendationAnswer:
    """Write the answer, or mend one that was given back; `raci.reviewing.hand_in` hands it in."""
    if position not in RecommendationAnswer.Position.values:
        raise NotReady([Problem(_("Choose one of the positions."), field="position")])
    if not words.strip():
        raise NotReady([Problem(_("Give the answer."), field="words")])
    with transaction.atomic():
        locked = _locked(recommendation)
        _need_open(locked)
        known = RecommendationAnswer.objects.filter(recommendation=locked).first()
        values = {"position": position, "words": words.strip(), "done_by": done_by}
        if known is None:
            with keeping(ANSWER, locked.unit, by=by, act="answer_recommendation", activity=answer_activity(locked)):
                return RecommendationAnswer.objects.create(recommendation=locked, **values)
        with reviewing.writing(known, by=by, act="answer_recommendation") as answer:
            for name, value in values.items():
                setattr(answer, name, value)
            answer.save()
        known.refresh_from_db()
        return known


def submit_answer(
    recommendation: Recommendation,
    *,
    by: Person,
    position: str,
    words: str,
    done_by: date | None = None,
    citing: Citing | None = None,
) -> RecommendationAnswer:
    """Write the answer and hand it in, both or neither."""
    with transaction.atomic():
        written = answer_recommendation(recommendation, by=by, position=position, words=words, done_by=done_by)
        reviewing.hand_in(written, by=by, citing=citing)
    return written


def follow_up(recommendation: Recommendation, *, by: Person, words: str, next_on: date | None = None) -> FollowUp:
    """Say how it stands, and when it is looked at next; by who raised it, or who answers for the unit."""
    problems = []
    if not words.strip():
        problems.append(Problem(_("Say how it stands."), field="words"))
    if next_on is not None and next_on <= clock.today():
        problems.append(Problem(_("Choose a day to come."), field="next_on"))
    with transaction.atomic():
        locked = _locked(recommendation)
        via = follower(locked, by)
        _need_open(locked)
        if problems:
            raise NotReady(problems)
        with acting(by=by, post=via.capacity.label, cell=via.cell, act="follow_up", why=words):
            said = FollowUp.objects.create(
                recommendation=locked,
                words=words.strip(),
                next_on=next_on,
                by=by,
                by_as=via.capacity.label,
                at=clock.now(),
            )
            locked.follow_up_on = next_on
            locked.save()
            line = _("There is a follow-up on the recommendation “%(title)s”.") % {"title": locked.title}
            _tell(locked, [*_raisers(locked), *_answerers(locked)], f"follow-up:{said.pk}", line, by)
    recommendation.refresh_from_db()
    return said


def follower(recommendation: Recommendation, by: Person) -> Via:
    """By what the person follows it up; `Refused` says who does."""
    facts = facts_for(by)
    try:
        return keeper(facts, RECOMMENDATION, recommendation.unit, activity=recommendation.activity_code)
    except Refused:
        return keeper(facts, ANSWER, recommendation.unit, activity=answer_activity(recommendation))


def close_recommendation(recommendation: Recommendation, *, by: Person, words: str) -> None:
    """Who raised it says how it ended, once an answer has been accepted."""
    activity = recommendation.activity_code
    with keeping(
        RECOMMENDATION, recommendation.unit, by=by, act="close_recommendation", why=words, activity=activity
    ) as via:
        locked = _locked(recommendation)
        _need_open(locked)
        if not words.strip():
            raise NotReady([Problem(_("Say how it ended."), field="words")])
        if not RecommendationAnswer.objects.filter(recommendation=locked, state="accepted").exists():
            raise NotReady([Problem(_("It has no answer that was accepted; it is closed after that."))])
        locked.closed_by, locked.closed_as, locked.closed_at = by, via.capacity.label, clock.now()
        locked.closing_words, locked.follow_up_on = words.strip(), None
        locked.save()
        line = _("The recommendation “%(title)s” is closed.") % {"title": locked.title}
        _tell(locked, _answerers(locked), "closed", line, by)
    recommendation.refresh_from_db()


def _need_open(recommendation: Recommendation) -> None:
    if recommendation.closed_at:
        raise Conflict(_("It is closed."))


def _locked(recommendation: Recommendation) -> Recommendation:
    return Recommendation.objects.select_for_update(of=("self",)).select_related("unit").get(pk=recommendation.pk)


def _answerers(recommendation: Recommendation) -> list[Person]:
    subject = Subject.of_scope(answer_activity(recommendation), recommendation.unit)
    return [person for _post, person in covering_posts(subject, "R", clock.today())]


def _raisers(recommendation: Recommendation) -> list[Person]:
    subject = Subject.of_scope(recommendation.activity_code, recommendation.unit)
    return [person for _post, person in covering_posts(subject, "R", clock.today())]


def _tell(recommendation: Recommendation, people: Iterable[Person], what: str, line: str, by: Person) -> None:
    others = {one.pk: one for one in people if one.pk != by.pk}.values()
    url = reverse("raci:recommendation", args=[recommendation.pk])
    tell(others, record=None, key=f"recommendation:{recommendation.pk}:{what}", line=line, url=url)
