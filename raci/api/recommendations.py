"""Recommendations: raised, answered, the answer accepted or given back, followed up, closed."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from raci import reviewing
from raci.actions import recommendations as acts
from raci.api.citing import CitingBody, citing_of
from raci.api.contract import Created, Door, operation
from raci.api.fields import Body, Choice, Code, Day, Shape, Text, as_sent, by_form
from raci.api.lists import list_door
from raci.api.records import SHA
from raci.api.reviews import AcceptingBody, GivingBackBody
from raci.api.shapes import Id, PersonRef, UnitRef, one_of, said
from raci.forms.recommendations import Answering, Closing, FollowingUp, Raising
from raci.models import Recommendation, RecommendationAnswer, Unit
from raci.queries import recommendations as queries
from raci.queries.lists.recommendations import RECOMMENDATIONS, stands
from raci.queries.recommendations import RecommendationPage
from raci.refusals import Refused


class AnswerShown(Shape):
    """The answer of a unit or body."""

    position = one_of(RecommendationAnswer.Position)
    words = said()
    done_by = serializers.DateField(allow_null=True)
    state = one_of(RecommendationAnswer.State)
    submitted_by = PersonRef(allow_null=True)
    submitted_as = said()
    answered_as = said(help_text="Who accepted it or gave it back.")
    reason = said()
    fingerprint = said(help_text="Of all that it says now. Whoever accepts it or gives it back sends it as `seen`.")

    example = {
        "position": "agree", "words": "The survey is translated by June.", "done_by": "2027-06-30", "state": "submitted",
        "submitted_by": PersonRef.example, "submitted_as": "Director, Parks & Recreation", "answered_as": "", "reason": "",
        "fingerprint": SHA,
    }  # fmt: skip


class FollowUpShown(Shape):
    """How it stood on a day."""

    words = said()
    next_on = serializers.DateField(allow_null=True)
    by = PersonRef()
    by_as = said()
    at = serializers.DateTimeField()

    example = {
        "words": "Two of three languages are done.", "next_on": "2027-09-01", "by": PersonRef.example,
        "by_as": "City Auditor", "at": "2027-06-01T09:00:00-07:00",
    }  # fmt: skip


class RecommendationShown(Shape):
    """A recommendation."""

    id = Id(source="recommendation.pk")
    title = said(source="recommendation.title")
    words = said(source="recommendation.words")
    raised_from = one_of(Recommendation.Source, source="recommendation.source")
    source_title = said(source="recommendation.source_title")
    activity = said(source="recommendation.activity_code")
    unit = UnitRef(source="recommendation.unit")
    body = said(source="recommendation.body")
    answer_due_on = serializers.DateField(source="recommendation.answer_due_on")
    follow_up_on = serializers.DateField(source="recommendation.follow_up_on", allow_null=True)
    waits_for = said()
    is_overdue = serializers.BooleanField()
    answer = AnswerShown(allow_null=True, help_text="None where there is none, or none that you may read yet.")
    follow_ups = FollowUpShown(many=True)
    closed_at = serializers.DateTimeField(source="recommendation.closed_at", allow_null=True)
    closing_words = said(source="recommendation.closing_words")
    may_write = serializers.BooleanField()
    may_accept = serializers.BooleanField()
    may_follow = serializers.BooleanField()
    may_close = serializers.BooleanField()

    example = {
        "id": 3, "title": "Translate the survey", "words": "Into the threshold languages.", "raised_from": "audit",
        "source_title": "Language access audit 2026", "activity": "3.1", "unit": UnitRef.example, "body": "",
        "answer_due_on": "2027-01-31", "follow_up_on": None, "waits_for": "Parks & Recreation is to answer.",
        "is_overdue": False, "answer": AnswerShown.example, "follow_ups": [FollowUpShown.example], "closed_at": None,
        "closing_words": "", "may_write": True, "may_accept": False, "may_follow": True, "may_close": False,
    }  # fmt: skip


class RaisingBody(Body):
    """What is recommended to whom, and what raised it."""

    title = Text(most=300)
    words = Text()
    raised_from = Choice(choices=list(acts.SOURCES))
    source_title = Text(most=300)
    unit = Code()
    body = Text(most=300, required=False, help_text="A board or commission of the unit, which answers under 4.8.")
    answer_due_on = Day()

    example = {
        "title": "Translate the survey", "words": "Into the threshold languages.", "raised_from": "audit",
        "source_title": "Language access audit 2026", "unit": "parks", "answer_due_on": "2027-01-31",
    }  # fmt: skip


class AnsweringBody(CitingBody):
    """The answer."""

    position = Choice(choices=RecommendationAnswer.Position.values)
    words = Text()
    done_by = Day(required=False, allow_null=True)

    example = {"position": "agree", "words": "The survey is translated by June.", "done_by": "2027-06-30"}


class FollowingBody(Body):
    """How it stands."""

    words = Text()
    next_on = Day(required=False, allow_null=True, help_text="When it is looked at next.")

    example = {"words": "Two of three languages are done.", "next_on": "2027-09-01"}


class ClosingBody(Body):
    """How it ended."""

    words = Text()

    example = {"words": "All three are out."}


_LIST = list_door(
    RECOMMENDATIONS,
    noun="recommendations",
    name="Recommendation",
    codes={"stands": stands},
    example={"title": "Translate the survey", "stands": "submitted"},
)


class RecommendationDoor(Door):
    """An address about one recommendation."""

    noun = "recommendations"
    shows = RecommendationShown

    def shown(self, pk: int) -> RecommendationPage:
        """A kept kind: all staff read it."""
        return queries.recommendation_page(pk, self.facts)

    def current(self, pk: int) -> RecommendationPage:
        """As GET shows it, held until the act is done."""
        self.shown(pk)
        Recommendation.objects.select_for_update(of=("self",)).get(pk=pk)
        return self.shown(pk)

    def answer_of(self, pk: int) -> RecommendationAnswer:
        """The answer, for who accepts it or gives it back: that is asked before what they sent is read."""
        page = self.shown(pk)
        answer = queries.answer_of(page)
        if not page.may_accept:
            raise Refused(page.why_not_accept or page.waits_for)
        return answer


class RecommendationList(RecommendationDoor, _LIST):  # type: ignore[valid-type, misc]
    """All recommendations."""

    @operation("Raise a recommendation", takes=RaisingBody, gives=RecommendationShown, status=201)
    def post(self) -> Any:
        """For whoever is responsible for the activity of what raised it; those who answer are told."""
        sources = queries.need_raiser(self.facts)
        sent = self.sent()
        unit = Unit.objects.filter(code=sent["unit"]).first()
        given = {**sent, "source": sent["raised_from"], "unit": unit.pk if unit else 0}
        given.pop("raised_from")
        form = Raising(as_sent(given), sources=sources)
        by_form(form)
        made = acts.raise_recommendation(form.said, by=self.person)
        return Created(self.shown(made.pk), reverse("api:recommendation-detail", args=[made.pk]))


class RecommendationDetail(RecommendationDoor):
    """One recommendation."""

    @operation("A recommendation", gives=RecommendationShown)
    def get(self, pk: int) -> Any:
        """What it says, the answer, the follow-ups, and what you may do."""
        return self.shown(pk)


class RecommendationAnswering(RecommendationDoor):
    """Answer it."""

    @operation("Answer a recommendation", takes=AnsweringBody, gives=RecommendationShown, subject=True)
    def post(self, pk: int) -> Any:
        """The answer is handed in; who is accountable accepts it or gives it back."""
        page = self.shown(pk)
        queries.need_writer(page)
        citing, sent = citing_of(self.sent())
        form = Answering(as_sent(sent))
        by_form(form)
        acts.submit_answer(page.recommendation, by=self.person, citing=citing, **form.said)
        return self.shown(pk)


class RecommendationAccept(RecommendationDoor):
    """Accept the answer."""

    @operation("Accept the answer to a recommendation", takes=AcceptingBody, gives=RecommendationShown, subject=True)
    def post(self, pk: int) -> Any:
        """Never by who handed it in."""
        answer = self.answer_of(pk)
        citing, read = citing_of(self.sent())
        reviewing.accept(answer, by=self.person, citing=citing, **read)
        return self.shown(pk)


class RecommendationReturn(RecommendationDoor):
    """Give the answer back."""

    @operation(
        "Give the answer to a recommendation back", takes=GivingBackBody, gives=RecommendationShown, subject=True
    )
    def post(self, pk: int) -> Any:
        """With the reason."""
        answer = self.answer_of(pk)
        citing, read = citing_of(self.sent())
        reviewing.give_back(answer, by=self.person, citing=citing, **read)
        return self.shown(pk)


class RecommendationFollow(RecommendationDoor):
    """Follow it up."""

    @operation("Follow a recommendation up", takes=FollowingBody, gives=RecommendationShown, subject=True)
    def post(self, pk: int) -> Any:
        """By who raised it, or who answers for the unit."""
        page = self.shown(pk)
        acts.follower(page.recommendation, self.person)
        acts.follow_up(page.recommendation, by=self.person, **by_form(FollowingUp(as_sent(self.sent()))))
        return self.shown(pk)


class RecommendationClose(RecommendationDoor):
    """Close it."""

    @operation("Close a recommendation", takes=ClosingBody, gives=RecommendationShown, subject=True)
    def post(self, pk: int) -> Any:
        """By who raised it, once an answer has been accepted."""
        page = self.shown(pk)
        queries.need_closer(page)
        acts.close_recommendation(page.recommendation, by=self.person, **by_form(Closing(as_sent(self.sent()))))
        return self.shown(pk)
