"""What the pages of recommendations show: one with its answer and follow-ups, and what the reader may do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from raci import reviewing
from raci.actions import recommendations as acts
from raci.authority import Facts
from raci.bodies import body_url
from raci.carried_out import Carried, carried_out
from raci.keeping import may_keep
from raci.kinds import ANSWER, RECOMMENDATION
from raci.models import Citation, FollowUp, Recommendation, RecommendationAnswer, Unit
from raci.queries.modes import ModePanel, reviewed_panel
from raci.refusals import Refused
from raci.the_city import need_city

RELATED = ("unit", "answer", "raised_by", "closed_by", "answer__submitted_by", "answer__answered_by")


def recommendations() -> QuerySet[Recommendation]:
    """All of them: a kept kind is read by all staff."""
    return Recommendation.objects.select_related(*RELATED)


def recommendation_for(pk: int) -> Recommendation:
    """One of them."""
    found = recommendations().filter(pk=pk).first()
    if found is None:
        raise Refused(_("There is no such recommendation."), visible=False)
    return found


@dataclass(frozen=True)
class RecommendationPage:
    """A recommendation, its answer as far as the reader may read it, its follow-ups, and what they may do."""

    recommendation: Recommendation
    answer: RecommendationAnswer | None
    has_answer: bool  # also where it may not be read yet
    follow_ups: list[FollowUp]
    answers_under: str
    may_write: bool
    may_hand_in: bool
    may_take_back: bool
    may_accept: bool
    why_not_accept: str
    may_follow: bool
    may_close: bool
    why: str  # by what they answer, or why they do not
    is_overdue: bool
    panel: ModePanel | None  # the decision mode that binds whoever answers or accepts, if any
    body_url: str  # the page of the body that it goes to, where it has one
    carried: Carried  # what the rooms above made of it
    cited: list[Citation]  # what handing in and accepting the answer cited

    @property
    def waits_for(self) -> str:
        """Whose turn it is."""
        one, unit = self.recommendation, self.recommendation.body or self.recommendation.unit.name
        if one.closed_at:
            return _("It is closed.")
        state = self.recommendation.answer.state if self.has_answer else ""
        if state == "accepted":
            return _("The answer is accepted; it is followed up until it is closed.")
        if state == "submitted":
            return _("The answer of %(unit)s waits to be accepted.") % {"unit": unit}
        return _("%(unit)s is to answer.") % {"unit": unit}


def recommendation_page(pk: int, facts: Facts) -> RecommendationPage:
    """For all staff (a constant number of queries)."""
    one = recommendation_for(pk)
    answer = getattr(one, "answer", None)
    writing = may_keep(facts, ANSWER, one.unit, activity=acts.answer_activity(one))
    raising = may_keep(facts, RECOMMENDATION, one.unit, activity=one.activity_code)
    accepting = reviewing.may_answer(facts, answer) if answer else None
    is_open = one.closed_at is None
    stands = answer is not None and answer.state == "accepted"
    return RecommendationPage(
        recommendation=one,
        answer=answer if answer and reviewing.may_read(facts, answer) else None,
        has_answer=answer is not None,
        follow_ups=list(one.follow_ups.select_related("by").order_by("-pk")),
        answers_under=acts.answer_activity(one),
        may_write=is_open and bool(writing) and (answer is None or bool(reviewing.may_write(facts, answer))),
        may_hand_in=is_open and answer is not None and bool(reviewing.may_write(facts, answer)),
        may_take_back=is_open and answer is not None and bool(reviewing.may_take_back(facts, answer)),
        may_accept=is_open and bool(accepting),
        why_not_accept=accepting.reason if accepting is not None and not accepting else "",
        may_follow=is_open and bool(raising or writing),
        may_close=is_open and stands and bool(raising),
        why=writing.reason,
        is_overdue=is_open and not stands and one.answer_due_on < facts.today,
        panel=reviewed_panel(acts.answer_activity(one), facts),
        body_url=body_url(one),
        carried=carried_out(one, facts),
        cited=_cited(answer),
    )


def _cited(answer: RecommendationAnswer | None) -> list[Citation]:
    if answer is None:
        return []
    found = Citation.objects.filter(kind=ANSWER.code, number=answer.pk)
    return list(found.select_related("directive__giver", "by"))


# ---- raising


def units_of_sources(facts: Facts) -> dict[str, list[Unit]]:
    """For each source the person may raise from: the units they may raise it for."""
    units = list(Unit.objects.all())
    found = {
        source: [unit for unit in units if may_keep(facts, RECOMMENDATION, unit, activity=activity)]
        for source, activity in acts.SOURCES.items()
    }
    return {source: kept for source, kept in found.items() if kept}


def need_raiser(facts: Facts) -> dict[str, list[Unit]]:
    """The same; 403 with the reason where there is none."""
    found = units_of_sources(facts)
    if not found:
        city = need_city()
        raise Refused(may_keep(facts, RECOMMENDATION, city, activity=RECOMMENDATION.activity).reason)
    return found


def units_to_advise(sources: Iterable[list[Unit]]) -> list[Unit]:
    """All of them once, in the order of the city's tree."""
    return sorted({unit.pk: unit for units in sources for unit in units}.values(), key=lambda unit: unit.path)


# ---- refusing


def need_writer(page: RecommendationPage) -> None:
    """`Refused` where they may not answer now."""
    if not page.may_write:
        raise Refused(page.waits_for if page.has_answer or page.recommendation.closed_at else page.why)


def need_closer(page: RecommendationPage) -> None:
    """`Refused` where they may not close it now."""
    if not page.may_close:
        raise Refused(_("It is closed by who raised it, once an answer has been accepted."))


def answer_of(page: RecommendationPage) -> RecommendationAnswer:
    """Its answer; `Refused` where there is none, or none that they may know of."""
    if page.answer is None:
        raise Refused(page.waits_for)
    return page.answer
