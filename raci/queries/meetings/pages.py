"""One meeting, before, while and after it is held; its minutes; what it gave people to do."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from raci import agenda, reviewing
from raci.actions.meetings.agenda import why_closed
from raci.actions.meetings.following import may_close
from raci.actions.meetings.minutes import content_of, frozen, origin_of, quorum_of
from raci.agenda import Proposal
from raci.authority import Facts, Permission
from raci.keeping import may_keep
from raci.kinds import MEETING
from raci.models import ActionItem, AgendaItem, Attendance, Holding, Meeting, Member, Minutes, Person
from raci.models.city import in_force_on
from raci.quorum import Quorum
from raci.refusals import Refused


@dataclass(frozen=True)
class MeetingPage:
    """One meeting as this person may read it: all staff see when, where and the agenda; notes as they read its minutes."""

    meeting: Meeting
    facts: Facts
    keeps: Permission
    reads_notes: bool
    items: list[AgendaItem]
    attendances: list[Attendance]
    members: list[Member]
    quorum: Quorum
    minutes: Minutes | None
    why_closed: str
    waiting: list[Proposal]  # for its agenda, where they build it

    @property
    def is_past(self) -> bool:
        """Whether its day has come, so that it can be taken down."""
        return self.meeting.on <= self.facts.today

    @property
    def may_write(self) -> bool:
        """Whether they may still write down what happens."""
        return bool(self.keeps) and not self.why_closed

    @property
    def allotted(self) -> int:
        """Minutes of all items together."""
        return sum(item.minutes or 0 for item in self.items)

    @property
    def is_too_long(self) -> bool:
        """Whether its items take longer than its hours."""
        begins, ends = self.meeting.begins, self.meeting.ends
        if begins is None or ends is None:
            return False
        return self.allotted > (ends.hour - begins.hour) * 60 + ends.minute - begins.minute

    def need(self) -> None:
        """Refuse whoever does not keep the team's meetings."""
        if not self.keeps:
            raise Refused(self.keeps.reason)

    def hows(self) -> list[tuple[Member, str]]:
        """Each member with how they attended; "" where nothing is said."""
        said = {row.person_id: row.how for row in self.attendances}
        once = {member.person_id: member for member in self.members}
        return [(member, said.get(person, "")) for person, member in once.items()]

    def guests(self) -> list[str]:
        """Who came besides."""
        return [row.name for row in self.attendances if row.how == Attendance.How.GUEST]

    def present(self) -> list[Person]:
        """Members who are there."""
        return [row.person for row in self.attendances if row.how == Attendance.How.PRESENT and row.person]


def meeting_for(pk: int) -> Meeting:
    """A meeting; all staff may know that a team meets."""
    meeting = Meeting.objects.select_related("team__unit", "team__convener").filter(pk=pk).first()
    if meeting is None:
        raise Refused(_("There is no such meeting."), visible=False)
    return meeting


def item_for(pk: int) -> AgendaItem:
    """An item of an agenda, with its meeting."""
    item = AgendaItem.objects.select_related("meeting__team__unit", "meeting__team__convener").filter(pk=pk).first()
    if item is None:
        raise Refused(_("There is no such item."), visible=False)
    return item


def meeting_page(meeting: Meeting, facts: Facts) -> MeetingPage:
    """The page of a meeting (a constant number of queries)."""
    keeps = may_keep(facts, MEETING, meeting.team.unit)
    minutes = (
        Minutes.objects.filter(meeting=meeting).select_related("answered_by", "submitted_by", "approved_in").first()
    )
    if minutes:
        minutes.meeting = meeting
    parts = ("directives", "resolutions__dissents__person", "action_items__post", "action_items__person")
    attendances = list(meeting.attendances.select_related("person"))
    items = list(meeting.items.order_by("order", "pk").prefetch_related(*parts))
    closed = why_closed(meeting)
    building = bool(keeps) and not closed
    known = {item.origin for item in items}
    return MeetingPage(
        meeting=meeting,
        facts=facts,
        keeps=keeps,
        reads_notes=reviewing.may_read(facts, minutes or Minutes(meeting=meeting)),
        items=items,
        attendances=attendances,
        members=list(meeting.team.members_on(meeting.on)),
        quorum=quorum_of(meeting, attendances),
        minutes=minutes,
        why_closed=closed,
        waiting=[one for one in agenda.proposals(meeting.team, facts) if one.origin not in known] if building else [],
    )


@dataclass(frozen=True)
class MinutesPage:
    """The minutes of a meeting: the text that was handed in, and what may be done with it."""

    page: MeetingPage
    minutes: Minutes
    content: dict[str, object]
    is_frozen: bool
    may_write: Permission
    may_hand_in: Permission
    may_answer: Permission
    may_take_back: Permission
    approve_at: list[Meeting]  # meetings on whose agenda they stand, and whose day has come
    proposed_at: list[Meeting]  # ... or has not
    next_meeting: Meeting | None  # on whose agenda they could be put

    @property
    def waits_for(self) -> Meeting | None:
        """The meeting at which they are approved, where they stand on its agenda and its day has not come."""
        return None if self.approve_at else next(iter(self.proposed_at), None)


def minutes_page(pk: int, facts: Facts) -> MinutesPage:
    """Hidden from whoever may not read them, and where a meeting has none yet."""
    page = meeting_page(meeting_for(pk), facts)
    minutes = page.minutes
    if minutes is None or not page.reads_notes:
        raise Refused(_("There are no minutes of this meeting that you may read."), visible=False)
    text = frozen(minutes) if minutes.state in (Minutes.State.SUBMITTED, Minutes.State.ACCEPTED) else None
    on_agenda = Meeting.objects.filter(
        items__origin=origin_of(minutes), team=page.meeting.team, on__gte=page.meeting.on
    ).exclude(Q(state=Meeting.State.CANCELLED) | Q(pk=page.meeting.pk))
    found = list(on_agenda.select_related("team").order_by("on", "begins"))
    coming = Meeting.objects.filter(team=page.meeting.team, on__gte=facts.today, state=Meeting.State.PLANNED)
    return MinutesPage(
        page=page,
        minutes=minutes,
        content=text or content_of(page.meeting),
        is_frozen=text is not None,
        may_write=reviewing.may_write(facts, minutes),
        may_hand_in=reviewing.may_hand_in(facts, minutes),
        may_answer=reviewing.may_answer(facts, minutes),
        may_take_back=reviewing.may_take_back(facts, minutes),
        approve_at=[one for one in found if one.on <= facts.today],
        proposed_at=[one for one in found if one.on > facts.today],
        next_meeting=coming.filter(on__gt=page.meeting.on).order_by("on", "begins").first(),
    )


@dataclass(frozen=True)
class ActionPage:
    """One action item."""

    action: ActionItem
    may_close: Permission
    keeps: Permission
    is_overdue: bool


def action_for(pk: int, facts: Facts) -> ActionPage:
    """For its owner, and whoever reads the minutes of the team."""
    related = ("team__unit", "item__meeting", "post", "person")
    action = ActionItem.objects.select_related(*related).filter(pk=pk).first()
    closes = may_close(facts, action) if action else None
    if action is None or closes is None or not (closes or reads_actions(facts, action)):
        raise Refused(_("There is no such action item."), visible=False)
    overdue = action.state == ActionItem.State.OPEN and action.due_on < facts.today
    return ActionPage(action, closes, may_keep(facts, MEETING, action.team.unit), overdue)


def reads_actions(facts: Facts, action: ActionItem) -> bool:
    """Whoever reads the team's minutes."""
    meeting = action.item.meeting if action.item else Meeting(team=action.team, on=facts.today)
    meeting.team = action.team
    return reviewing.may_read(facts, Minutes(meeting=meeting))


def mine_to_do(facts: Facts) -> Q:
    """Action items of this person, or of a post they hold."""
    return Q(person=facts.person) | Q(post__in=[capacity.post for capacity in facts.posts])


def meetings_of(person: Person) -> QuerySet[Meeting]:
    """Meetings of the teams this person sits on or convenes, on a day on which they do."""
    terms = Member.objects.filter(person=person)
    mine = Q(pk__in=[])
    for term in terms:
        days = Q(on__gte=term.begins_on)
        if term.ends_on:
            days &= Q(on__lte=term.ends_on)
        mine |= Q(team=term.team_id) & days
    convening = Holding.objects.filter(person=person, state=Holding.State.IN_FORCE, post=OuterRef("team__convener"))
    mine |= Q(Exists(convening.filter(in_force_on(OuterRef("on")))))
    return Meeting.objects.filter(mine).select_related("team__convener")
