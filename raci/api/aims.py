"""Objectives with who affirmed them, themes, services in the words of each source."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from raci.actions import aims as acts
from raci.api.contract import Door, operation
from raci.api.fields import Body, Day, Shape, Text, as_sent, by_form
from raci.api.paging import Paged, Rows
from raci.api.shapes import Id, PersonRef, UnitRef, one_of, said
from raci.forms.aims import Affirming, TakingBack
from raci.models import Affirmation, Objective, Service, Theme
from raci.queries import aims as queries


class AffirmationShown(Shape):
    """That a body affirmed an objective on a day."""

    id = Id(source="pk")
    body = said()
    affirmed_on = serializers.DateField()
    words = said()
    recorded_by = PersonRef()
    taken_back_at = serializers.DateTimeField(allow_null=True)
    why_taken_back = said()

    example = {
        "id": 2, "body": "City Leadership Team", "affirmed_on": "2024-11-05", "words": "By consensus.",
        "recorded_by": PersonRef.example, "taken_back_at": None, "why_taken_back": "",
    }  # fmt: skip


class ObjectiveShown(Shape):
    """An objective."""

    code = said()
    text = said()
    affirmations = AffirmationShown(many=True, source="affirmations.all", help_text="Newest first.")

    example = {"code": "capacity", "text": "Build organizational capacity.", "affirmations": [AffirmationShown.example]}


class ThemeShown(Shape):
    """A theme."""

    code = said()
    name = said()

    example = {"code": "food-security", "name": "Food security"}


class WordingShown(Shape):
    """The words of one source."""

    place = serializers.IntegerField()
    from_source = said(source="source")
    text = said()

    example = {"place": 1, "from_source": "2022 proposed budget", "text": "Recruit and manage boards."}


class ServiceShown(Shape):
    """A service of a unit, or its mission, in the words of each source."""

    code = said()
    kind = one_of(Service.Kind)
    unit = UnitRef()
    wordings = WordingShown(many=True, source="wordings.all")

    example = {"code": "A4", "kind": "service", "unit": UnitRef.example, "wordings": [WordingShown.example]}


class AimsDoor(Door):
    """An address about what the city aims at and does."""

    noun = "aims"


class ObjectiveList(AimsDoor):
    """The objectives."""

    @operation("Objectives, and who affirmed them", gives=ObjectiveShown, query=Paged)
    def get(self) -> Any:
        """In the order of their source."""
        return Rows(Objective.objects.prefetch_related("affirmations__recorded_by"))


class ThemeList(AimsDoor):
    """The themes."""

    @operation("Themes", gives=ThemeShown, query=Paged)
    def get(self) -> Any:
        """In the order of their source."""
        return Rows(Theme.objects.all())


class ServiceList(AimsDoor):
    """The services."""

    @operation("Services, in the words of each source", gives=ServiceShown, query=Paged)
    def get(self) -> Any:
        """In the order of their source."""
        return Rows(Service.objects.select_related("unit").prefetch_related("wordings"))


class AffirmingBody(Body):
    """Who affirmed it, and when."""

    body = Text(most=300)
    affirmed_on = Day()
    words = Text(required=False)

    example = {"body": "City Leadership Team", "affirmed_on": "2024-11-05"}


class TakingBackBody(Body):
    """Why it was a mistake."""

    why = Text()

    example = {"why": "The wrong meeting."}


class ObjectiveDoor(AimsDoor):
    """An address about one objective."""

    shows = ObjectiveShown

    def current(self, code: str) -> Objective:
        """As the list shows it."""
        return queries.objective_for(code)


class ObjectiveAffirm(ObjectiveDoor):
    """Affirm it."""

    @operation("Record who affirmed an objective", takes=AffirmingBody, gives=AffirmationShown, subject=True)
    def post(self, code: str) -> Any:
        """For whoever keeps 1.1 for the city."""
        found = queries.objective_for(code)
        queries.need_keeper(self.facts)
        return acts.affirm_objective(found, by=self.person, **by_form(Affirming(as_sent(self.sent()))))


class AffirmationDoor(AimsDoor):
    """An address about one affirmation."""

    shows = AffirmationShown

    def current(self, pk: int) -> Affirmation:
        """As it stands, held until the act is done."""
        queries.affirmation_for(pk)
        return Affirmation.objects.select_for_update(of=("self",)).select_related("recorded_by").get(pk=pk)


class AffirmationTakeBack(AffirmationDoor):
    """Take it back."""

    @operation("Take an affirmation back", takes=TakingBackBody, gives=AffirmationShown, subject=True)
    def post(self, pk: int) -> Any:
        """It stays, with the reason."""
        found = queries.affirmation_for(pk)
        queries.need_keeper(self.facts)
        acts.take_back_affirmation(found, by=self.person, **by_form(TakingBack(as_sent(self.sent()))))
        return found
