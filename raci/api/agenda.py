"""Items of an agenda, what is taken down under them, and action items."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import serializers

from raci.actions.meetings import agenda, following, taking
from raci.api.contract import Created, Door, operation
from raci.api.fields import Body, Choice, Code, Day, Flag, Key, Text, Whole, as_sent, by_form
from raci.api.meetings import ActionItemShown, MeetingShown
from raci.forms import meetings as forms
from raci.models import ActionItem, AgendaItem, Post, Resolution
from raci.models.meetings import Got, Outcome
from raci.queries.meetings import pages
from raci.queries.meetings.pages import MeetingPage
from raci.refusals import Refused

FIELDS = ("title", "wanted", "presenter", "minutes", "about", "equity")


class ItemChange(Body):
    """What is to be changed."""

    title = Text(most=300, required=False, allow_blank=False)
    wanted = Choice(choices=Outcome.values, required=False)
    presenter = Text(most=200, required=False)
    minutes = Whole(required=False, allow_null=True, min_value=1, max_value=1440)
    about = Text(most=300, required=False)
    equity = Text(required=False)

    example = {"minutes": 15}


class ItemDoor(Door):
    """An address about one item."""

    noun = "meetings"
    shows = MeetingShown

    def item(self, pk: int) -> tuple[AgendaItem, MeetingPage]:
        """The item, for who keeps the team's meetings."""
        item = pages.item_for(pk)
        page = self.page(item)
        page.need()
        return item, page

    def page(self, item: AgendaItem) -> MeetingPage:
        """Its meeting."""
        return pages.meeting_page(pages.meeting_for(item.meeting_id), self.facts)


class ItemDetail(ItemDoor):
    """One item."""

    @operation("Change an item of an agenda", takes=ItemChange, gives=MeetingShown)
    def patch(self, pk: int) -> Any:
        """Its title, the outcome wanted, who presents, minutes, what it is about."""
        item, _page = self.item(pk)
        there = {name: getattr(item, name) for name in FIELDS}
        agenda.change_item(item, by=self.person, **by_form(forms.Item(as_sent(there | self.sent()))))
        return self.page(item)

    @operation("Take an item off the agenda", takes=Body)
    def delete(self, pk: int) -> Any:
        """While nothing is written down under it."""
        item, _page = self.item(pk)
        self.sent()
        agenda.remove_item(item, by=self.person)


class Move(Body):
    """Which way."""

    up = Flag()

    example = {"up": True}


class ItemMove(ItemDoor):
    """Its place."""

    @operation("Move an item of an agenda", takes=Move, gives=MeetingShown)
    def post(self, pk: int) -> Any:
        """It changes places with the one before or after it."""
        item, _page = self.item(pk)
        agenda.move_item(item, by=self.person, up=self.sent()["up"])
        return self.page(item)


class Notes(Body):
    """Notes, and what it came to."""

    notes = Text(required=False)
    got = Choice(choices=Got.values, required=False, allow_blank=True)
    seen = Whole(required=False, min_value=0, max_value=2**31 - 1, help_text="The item's `edits` as you read them.")

    example = {"notes": "We talked.", "got": "agree", "seen": 0}


class ItemNotes(ItemDoor):
    """What was said."""

    @operation("Write the notes of an item", takes=Notes, gives=MeetingShown)
    def put(self, pk: int) -> Any:
        """Both are replaced by what is sent."""
        item, _page = self.item(pk)
        sent = {"notes": "", "got": ""} | self.sent()
        taking.note_item(item, by=self.person, **sent)
        return self.page(item)


class NewResolution(Body):
    """A decision."""

    words = Text()
    way = Choice(choices=Resolution.Way.values)
    votes_for = Whole(required=False, min_value=0, max_value=9999)
    votes_against = Whole(required=False, min_value=0, max_value=9999)
    abstained = Whole(required=False, min_value=0, max_value=9999)
    dissent = serializers.ListField(
        child=Key(), required=False, max_length=200, help_text="The numbers of those present who dissent."
    )
    dissent_words = Text(required=False)

    example = {"words": "We adopt it.", "way": "vote", "votes_for": 5, "votes_against": 1, "abstained": 0}


class ResolutionAdd(ItemDoor):
    """Decisions under an item."""

    @operation("Write down a decision", takes=NewResolution, gives=MeetingShown, status=201)
    def post(self, pk: int) -> Any:
        """By consensus, or by a vote of those present."""
        item, page = self.item(pk)
        form = forms.Resolving(as_sent(self.sent()), present=page.present())
        by_form(form)
        taking.resolve(item, by=self.person, **form.act())
        return Created(self.page(item), reverse("api:meeting-detail", args=[item.meeting_id]))


class ResolutionDetail(ItemDoor):
    """One decision."""

    @operation("Strike out a decision", takes=Body)
    def delete(self, pk: int) -> Any:
        """That was written down wrongly; history keeps it."""
        found = Resolution.objects.select_related("item__meeting__team__unit").filter(pk=pk).first()
        if found is None:
            raise Refused(_("There is no such decision."), visible=False)
        self.item(found.item_id)
        self.sent()
        taking.withdraw_resolution(found, by=self.person)


class NewActionItem(Body):
    """What is to be done, by a post or a person, until when."""

    words = Text(most=500)
    post = Code(required=False, allow_blank=False)
    person = Key(required=False)
    due_on = Day()

    example = {"words": "Draft it", "post": "director-parks", "due_on": "2027-01-15"}


class ActionItemAdd(ItemDoor):
    """Action items under an item."""

    @operation("Give somebody something to do", takes=NewActionItem, gives=MeetingShown, status=201)
    def post(self, pk: int) -> Any:
        """Its owner is told; it waits on them until it is done or dropped."""
        item, _page = self.item(pk)
        sent = self.sent()
        if "post" in sent:
            found = Post.objects.filter(code=sent["post"]).values_list("pk", flat=True).first()
            sent["post"] = found or 0
        following.give_action(item, by=self.person, **by_form(forms.Giving(as_sent(sent))))
        return Created(self.page(item), reverse("api:meeting-detail", args=[item.meeting_id]))


class ActionDoor(Door):
    """An address about one action item."""

    noun = "meetings"
    shows = ActionItemShown

    def action(self, pk: int) -> pages.ActionPage:
        """For its owner, and who reads the team's minutes."""
        return pages.action_for(pk, self.facts)

    def current(self, pk: int) -> ActionItem:
        """As GET shows it, held until the act is done."""
        ActionItem.objects.select_for_update(of=("self",)).get(pk=self.action(pk).action.pk)
        return self.action(pk).action


class ActionItemDetail(ActionDoor):
    """One action item."""

    @operation("An action item", gives=ActionItemShown)
    def get(self, pk: int) -> Any:
        """What, by whom, until when."""
        return self.action(pk).action


class ActionClosing(Body):
    """How it was done, or why it is dropped."""

    note = Text()
    dropped = Flag(required=False)

    example = {"note": "Sent on 10 January."}


class ActionClose(ActionDoor):
    """Close it."""

    @operation("Close an action item", takes=ActionClosing, gives=ActionItemShown, subject=True)
    def post(self, pk: int) -> Any:
        """Its owner, or who keeps the team's meetings; these alone drop it."""
        page = self.action(pk)
        if not page.may_close:
            raise Refused(page.may_close.reason)
        following.close_action(page.action, by=self.person, **self.sent())
        return page.action


class ActionLater(Body):
    """Another day."""

    due_on = Day()
    why = Text()

    example = {"due_on": "2027-02-01", "why": "Waits for Legal."}


class ActionPutOff(ActionDoor):
    """Another due day."""

    @operation("Put an action item off", takes=ActionLater, gives=ActionItemShown, subject=True)
    def post(self, pk: int) -> Any:
        """With the reason."""
        page = self.action(pk)
        if not page.keeps:
            raise Refused(page.keeps.reason)
        following.put_off_action(page.action, by=self.person, **self.sent())
        return page.action
