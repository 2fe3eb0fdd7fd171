"""Meetings of teams: planned, moved, called off; who is there; closed."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from raci.actions.meetings import agenda, planning, taking
from raci.api.contract import Created, Door, operation
from raci.api.fields import Body, Choice, Day, Flag, Key, Shape, Text, Whole, as_sent, by_form
from raci.api.paging import Paged, Rows
from raci.api.shapes import Id, PersonRef, PostRef, one_of, said
from raci.forms import meetings as forms
from raci.keeping import keeper
from raci.kinds import MEETING
from raci.models import ActionItem, AgendaItem, Attendance, Meeting, Resolution
from raci.models.meetings import Got, Outcome
from raci.queries.meetings import pages
from raci.queries.meetings.pages import MeetingPage
from raci.queries.teams import team_for

HOURS = r"^[0-9]{2}:[0-9]{2}$"


class Hour(Text):
    """An hour of the city's time, as 09:30."""

    def __init__(self, **options: Any) -> None:
        super().__init__(most=5, **options)


class DissentShown(Shape):
    """Who did not agree."""

    person = PersonRef()
    words = said()

    example = {"person": PersonRef.example, "words": "Too soon."}


class ResolutionShown(Shape):
    """A decision of the meeting."""

    id = Id(source="pk")
    words = said()
    way = one_of(Resolution.Way)
    votes_for = serializers.IntegerField(allow_null=True)
    votes_against = serializers.IntegerField(allow_null=True)
    abstained = serializers.IntegerField(allow_null=True)
    carried = serializers.BooleanField()
    dissents = DissentShown(many=True, source="dissents.all")

    example = {
        "id": 4, "words": "We adopt it.", "way": "vote", "votes_for": 5, "votes_against": 1, "abstained": 0,
        "carried": True, "dissents": [DissentShown.example],
    }  # fmt: skip


class ActionItemShown(Shape):
    """What somebody is to do."""

    id = Id(source="pk")
    words = said()
    post = PostRef(allow_null=True)
    person = PersonRef(allow_null=True)
    due_on = serializers.DateField()
    state = one_of(ActionItem.State)
    closing_note = said()

    example = {
        "id": 8, "words": "Draft it", "post": PostRef.example, "person": None, "due_on": "2027-01-15", "state": "open",
        "closing_note": "",
    }  # fmt: skip


class ItemShown(Shape):
    """An item of the agenda, with what came of it for who may read that."""

    id = Id(source="item.pk")
    title = said(source="item.title")
    wanted = one_of(Outcome, source="item.wanted")
    got = one_of(Got, source="item.got")
    presenter = said(source="item.presenter")
    minutes = serializers.IntegerField(source="item.minutes", allow_null=True)
    about = said(source="item.about")
    equity = said(source="item.equity", help_text="What it means for equity.")
    edits = serializers.IntegerField(
        source="item.edits", help_text="Send it with notes: if it is another by then, 409."
    )
    notes = said()
    decisions = ResolutionShown(many=True)
    actions = ActionItemShown(many=True)

    example = {
        "id": 3, "title": "The standard", "wanted": "agree", "got": "", "presenter": "", "minutes": 20, "about": "", "equity": "",
        "edits": 0, "notes": "", "decisions": [], "actions": [],
    }  # fmt: skip


class AttendanceShown(Shape):
    """How somebody attended."""

    person = PersonRef(allow_null=True)
    name = said(help_text="Of a guest.")
    how = one_of(Attendance.How)

    example = {"person": PersonRef.example, "name": "", "how": "present"}


class MeetingShown(Shape):
    """A meeting: all may read when, where and the agenda; notes and attendance those who read its minutes."""

    id = Id(source="meeting.pk")
    team = said(source="meeting.team.code")
    title = said(source="meeting.title")
    on = serializers.DateField(source="meeting.on")
    begins = serializers.TimeField(source="meeting.begins", allow_null=True)
    ends = serializers.TimeField(source="meeting.ends", allow_null=True)
    place = said(source="meeting.place")
    link = said(source="meeting.link")
    agenda_closes_on = serializers.DateField(source="meeting.agenda_closes_on", allow_null=True)
    state = one_of(Meeting.State, source="meeting.state")
    why_cancelled = said(source="meeting.why_cancelled")
    members = serializers.IntegerField(source="quorum.members")
    needed = serializers.IntegerField(source="quorum.needed", help_text="How many members are a quorum.")
    present = serializers.IntegerField(source="quorum.present")
    may_write = serializers.BooleanField()
    items = serializers.SerializerMethodField()
    attendances = serializers.SerializerMethodField()

    example = {
        "id": 5, "team": "citywide-equity-team", "title": "", "on": "2027-01-12", "begins": "09:00:00", "ends": "10:30:00",
        "place": "City Hall", "link": "", "agenda_closes_on": None,
        "state": "planned", "why_cancelled": "", "members": 7, "needed": 4, "present": 0,
        "may_write": True, "items": [ItemShown.example], "attendances": [AttendanceShown.example],
    }  # fmt: skip

    def get_items(self, page: MeetingPage) -> ItemShown(many=True):  # type: ignore[valid-type]
        """The agenda."""
        return [ItemShown().to_representation(_item(item, page)) for item in page.items]

    def get_attendances(self, page: MeetingPage) -> AttendanceShown(many=True):  # type: ignore[valid-type]
        """Who was there."""
        rows = page.attendances if page.reads_notes else []
        return [AttendanceShown().to_representation(row) for row in rows]


def _item(item: AgendaItem, page: MeetingPage) -> dict[str, Any]:
    reads = page.reads_notes
    return {
        "item": item,
        "notes": item.notes if reads else "",
        "decisions": item.resolutions.all() if reads else [],
        "actions": item.action_items.all() if reads else [],
    }


PLACED = ("on", "begins", "ends", "title", "place", "link", "agenda_closes_on")


class NewMeeting(Body):
    """When and where."""

    on = Day()
    begins = Hour()
    ends = Hour()
    title = Text(most=200, required=False)
    place = Text(most=300, required=False)
    link = Text(most=500, required=False)
    agenda_closes_on = Day(required=False)
    was_held = Flag(required=False, help_text="That a meeting of a past day is written down.")

    example = {"on": "2027-01-12", "begins": "09:00", "ends": "10:30", "place": "City Hall"}


class MeetingChange(Body):
    """What is to be changed."""

    on = Day(required=False)
    begins = Hour(required=False, allow_blank=False)
    ends = Hour(required=False, allow_blank=False)
    title = Text(most=200, required=False)
    place = Text(most=300, required=False)
    link = Text(most=500, required=False)
    agenda_closes_on = Day(required=False, allow_null=True)

    example = {"place": "Room 2"}


class MeetingDoor(Door):
    """An address about one meeting."""

    noun = "meetings"
    shows = MeetingShown

    def page(self, pk: int) -> MeetingPage:
        """As everybody who is signed in may read it."""
        return pages.meeting_page(pages.meeting_for(pk), self.facts)

    def kept(self, pk: int) -> MeetingPage:
        """The same, for who keeps the team's meetings."""
        page = self.page(pk)
        page.need()
        return page

    def current(self, pk: int) -> MeetingPage:
        """As GET shows it, held until the act is done."""
        planning.locked_meeting(self.page(pk).meeting.pk)
        return self.page(pk)


class MeetingAdd(Door):
    """Meetings of a team."""

    noun = "meetings"

    @operation("Plan a meeting", takes=NewMeeting, gives=MeetingShown, status=201)
    def post(self, code: str) -> Any:
        """The team's members are told."""
        team = team_for(code)
        keeper(self.facts, MEETING, team.unit)
        sent = self.sent()
        form = forms.Calling(as_sent({**sent, "was_held": "on" if sent.get("was_held") else ""}))
        made = planning.plan_meeting(team=team, by=self.person, **by_form(form))
        page = pages.meeting_page(made, self.facts)
        return Created(page, reverse("api:meeting-detail", args=[made.pk]))


class MeetingDetail(MeetingDoor):
    """One meeting."""

    @operation("A meeting", gives=MeetingShown)
    def get(self, pk: int) -> Any:
        """With its agenda."""
        return self.page(pk)

    @operation("Move a meeting", takes=MeetingChange, gives=MeetingShown, subject=True)
    def patch(self, pk: int) -> Any:
        """While it is planned; members are told."""
        page = self.kept(pk)
        there = {name: getattr(page.meeting, name) for name in PLACED}
        sent = by_form(forms.Planning(as_sent(there | self.sent())))
        planning.move_meeting(page.meeting, by=self.person, **sent)
        return self.page(pk)


class NeededReason(Body):
    """The reason."""

    why = Text()

    example = {"why": "The building is closed."}


class MeetingCancel(MeetingDoor):
    """Call it off."""

    @operation("Call a meeting off", takes=NeededReason, gives=MeetingShown, subject=True)
    def post(self, pk: int) -> Any:
        """What is on its agenda is proposed for the next one."""
        page = self.kept(pk)
        planning.cancel_meeting(page.meeting, by=self.person, why=self.sent()["why"])
        return self.page(pk)


class AgendaProposalShown(Shape):
    """What could be put on the agenda."""

    origin = said()
    title = said()
    wanted = one_of(Outcome)
    about = said()
    why = said()

    example = {
        "origin": "minutes:7", "title": "Approve the minutes of 12 Jan 2027", "wanted": "decide", "about": "/meetings/5/minutes/",
        "why": "They are handed in.",
    }  # fmt: skip


class NewItem(Body):
    """An item, or the origin of a proposal."""

    title = Text(most=300, required=False, allow_blank=False)
    wanted = Choice(choices=Outcome.values, required=False)
    presenter = Text(most=200, required=False)
    minutes = Whole(required=False, allow_null=True, min_value=1, max_value=1440)
    about = Text(most=300, required=False, help_text="A page of the portal, as /plans/12/.")
    equity = Text(required=False, help_text="What it means for equity: a governing body needs it.")
    proposal = Text(most=60, required=False, help_text="In place of all that: the origin of a proposal.")

    example = {"title": "The standard", "wanted": "agree", "minutes": 20}


class MeetingAgenda(MeetingDoor):
    """Its agenda."""

    @operation("What waits for a meeting", gives=AgendaProposalShown, query=Paged)
    def get(self, pk: int) -> Any:
        """Minutes to approve, what was put off, open consultations of the team, overdue action items."""
        return Rows(self.kept(pk).waiting)

    @operation("Put an item on the agenda", takes=NewItem, gives=MeetingShown, status=201)
    def post(self, pk: int) -> Any:
        """At its end."""
        page, sent = self.kept(pk), self.sent()
        if origin := sent.pop("proposal", ""):
            agenda.add_proposals(page.meeting, [one for one in page.waiting if one.origin == origin], by=self.person)
        else:
            agenda.add_item(page.meeting, by=self.person, **by_form(forms.Item(as_sent(sent))))
        return Created(self.page(pk), reverse("api:meeting-detail", args=[pk]))


class Attending(Body):
    """How a member attended."""

    person = Key()
    how = Choice(choices=["present", "excused", "absent"])


class AttendanceBody(Body):
    """Who is there."""

    members = Attending(many=True, required=False)
    guests = serializers.ListField(child=Text(most=200), required=False, max_length=200)

    example = {"members": [{"person": 12, "how": "present"}], "guests": ["Pat Lee"]}


class MeetingAttendance(MeetingDoor):
    """Who is there."""

    @operation("Take the attendance", takes=AttendanceBody, gives=MeetingShown, subject=True)
    def put(self, pk: int) -> Any:
        """Of the members that are named; guests are those that are named, and no other."""
        page, sent = self.kept(pk), self.sent()
        members = {one["person"]: one["how"] for one in sent.get("members", [])}
        taking.take_attendance(page.meeting, by=self.person, members=members, guests=sent.get("guests", []))
        return self.page(pk)


class MeetingClose(MeetingDoor):
    """It was held."""

    @operation("Close a meeting", takes=Body, gives=MeetingShown, subject=True)
    def post(self, pk: int) -> Any:
        """Its quorum is noted and its minutes are begun."""
        page = self.kept(pk)
        self.sent()
        taking.close_meeting(page.meeting, by=self.person)
        return self.page(pk)
