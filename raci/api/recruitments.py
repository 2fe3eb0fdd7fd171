"""How posts are being filled: recruitments and their milestones, whose dates may be vague."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from raci import kinds
from raci.actions import recruitments as acts
from raci.api.contract import Created, Door, operation
from raci.api.fields import Body, Day, Shape, Text
from raci.api.paging import Paged, Rows
from raci.api.shapes import Id, PostRef, said
from raci.keeping import keeper
from raci.models import Milestone, Recruitment
from raci.queries import posts as queries
from raci.queries.post_profile import milestone_for, recruitment_for


class MilestoneShown(Shape):
    """A step: the words of its date as given, and the days they can mean."""

    id = Id(source="pk")
    title = said()
    when = said()
    earliest = serializers.DateField()
    latest = serializers.DateField(allow_null=True, help_text="None: open towards the future.")
    done_on = serializers.DateField(allow_null=True)

    example = {
        "id": 5, "title": "Job posting released", "when": "December or after", "earliest": "2024-12-01", "latest": None,
        "done_on": None,
    }  # fmt: skip


class RecruitmentShown(Shape):
    """How a post is being filled."""

    id = Id(source="pk")
    post = PostRef()
    begun_on = serializers.DateField()
    words = said()
    source = said()  # type: ignore[assignment]  # a field of this name, not the serializer's own
    closed_on = serializers.DateField(allow_null=True)
    outcome = said()
    milestones = MilestoneShown(many=True, source="milestones.all")

    example = {
        "id": 2, "post": PostRef.example, "begun_on": "2024-11-05", "words": "", "source": "", "closed_on": None,
        "outcome": "", "milestones": [MilestoneShown.example],
    }  # fmt: skip


class NewRecruitment(Body):
    """A recruitment to begin."""

    begun_on = Day()
    words = Text(required=False)
    source = Text(most=500, required=False)  # type: ignore[assignment]

    example = {"begun_on": "2026-12-01", "words": "Open to everybody."}


class RecruitmentList(Door):
    """Recruitments of a post."""

    noun = "posts"

    @operation("Recruitments for a post", gives=RecruitmentShown, query=Paged)
    def get(self, code: str) -> Any:
        """Newest first."""
        found = queries.post_for(code, self.facts)
        return Rows(
            found.recruitments.select_related("post").prefetch_related("milestones").order_by("-begun_on", "-pk")
        )

    @operation("Begin a recruitment", takes=NewRecruitment, gives=RecruitmentShown, status=201)
    def post(self, code: str) -> Any:
        """One at a time."""
        found = queries.post_for(code, self.facts)
        keeper(self.facts, kinds.RECRUITMENT, found.unit)
        made = acts.open_recruitment(found, by=self.person, **self.sent())
        return Created(made, reverse("api:recruitment-detail", args=[made.pk]))


class RecruitmentDoor(Door):
    """An address about one recruitment."""

    noun = "posts"
    shows = RecruitmentShown

    def mine(self, pk: int) -> Recruitment:
        """One that they keep."""
        found = recruitment_for(pk)
        keeper(self.facts, kinds.RECRUITMENT, found.post.unit)
        return found

    def current(self, pk: int) -> Recruitment:
        """As GET shows it, held until the act is done."""
        Recruitment.objects.select_for_update(of=("self",)).filter(pk=pk).first()
        return recruitment_for(pk)


class RecruitmentDetail(RecruitmentDoor):
    """One recruitment."""

    @operation("A recruitment", gives=RecruitmentShown)
    def get(self, pk: int) -> Any:
        """With its milestones."""
        return recruitment_for(pk)


class Closing(Body):
    """When it closed and what came of it."""

    closed_on = Day()
    outcome = Text(most=500)

    example = {"closed_on": "2027-01-31", "outcome": "Nora New was appointed."}


class RecruitmentClose(RecruitmentDoor):
    """End it."""

    @operation("Close a recruitment", takes=Closing, gives=RecruitmentShown, subject=True)
    def post(self, pk: int) -> Any:
        """It stays on the post's page."""
        found = self.mine(pk)
        acts.close_recruitment(found, by=self.person, **self.sent())
        return recruitment_for(pk)


class Step(Body):
    """A milestone."""

    title = Text(most=300)
    when = Text(most=100, help_text="The words as given.")
    earliest = Day()
    latest = Day(required=False, allow_null=True)
    done_on = Day(required=False, allow_null=True)

    example = {"title": "Job posting released", "when": "December or after", "earliest": "2026-12-01"}


class MilestoneAdd(RecruitmentDoor):
    """Milestones of a recruitment."""

    @operation("Add a milestone", takes=Step, gives=MilestoneShown, status=201)
    def post(self, pk: int) -> Any:
        """Its date may be vague."""
        made = acts.add_milestone(self.mine(pk), by=self.person, **self.sent())
        return Created(made, reverse("api:milestone-detail", args=[made.pk]))


class MilestoneDetail(Door):
    """One milestone."""

    noun = "posts"
    shows = MilestoneShown

    def mine(self, pk: int) -> Milestone:
        """One that they keep."""
        found, post = milestone_for(pk)
        keeper(self.facts, kinds.RECRUITMENT, post.unit)
        return found

    def current(self, pk: int) -> Milestone:
        """As GET shows it, held until the act is done."""
        Milestone.objects.select_for_update(of=("self",)).filter(pk=pk).first()
        return milestone_for(pk)[0]

    @operation("A milestone", gives=MilestoneShown)
    def get(self, pk: int) -> Any:
        """All staff may read it."""
        return milestone_for(pk)[0]

    @operation("Change a milestone", takes=Step, gives=MilestoneShown, subject=True)
    def put(self, pk: int) -> Any:
        """Or say when it was done."""
        found = self.mine(pk)
        acts.change_milestone(found, by=self.person, **{"latest": None, "done_on": None, **self.sent()})
        return milestone_for(pk)[0]

    @operation("Take a milestone away", takes=Body, subject=True)
    def delete(self, pk: int) -> None:
        """History keeps it."""
        found = self.mine(pk)
        self.sent()
        acts.remove_milestone(found, by=self.person)
