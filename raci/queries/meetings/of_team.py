"""What a team's page shows of its meetings; each part is asked for when it is shown."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from django.db.models import Q, QuerySet

from raci import reviewing
from raci.authority import Facts
from raci.keeping import may_keep
from raci.kinds import MEETING
from raci.models import ActionItem, Attendance, Meeting, Minutes, Person, Team

MOST_SHOWN = 5


class TeamMeetings:
    """The next meetings, the last ones, what is open, and how members attended."""

    def __init__(self, team: Team, facts: Facts) -> None:
        self.team, self.facts = team, facts

    @cached_property
    def coming(self) -> list[Meeting]:
        """Planned from today on, the next first."""
        return list(self._meetings().filter(self._is_to_come()).order_by("on", "begins")[:MOST_SHOWN])

    @cached_property
    def past(self) -> list[Meeting]:
        """All others, the last first."""
        return list(self._meetings().exclude(self._is_to_come())[:MOST_SHOWN])

    @property
    def may_plan(self) -> bool:
        """Whether the reader calls the team together."""
        return not self.team.ended_on and bool(may_keep(self.facts, MEETING, self.team.unit))

    @cached_property
    def reads(self) -> bool:
        """Whether they read the team's minutes, and so what is to be done and who came."""
        return reviewing.may_read(self.facts, Minutes(meeting=Meeting(team=self.team, on=self.facts.today)))

    @cached_property
    def open_actions(self) -> list[ActionItem]:
        """What is to be done, what is due first in front."""
        found = ActionItem.objects.filter(team=self.team, state=ActionItem.State.OPEN)
        return list(found.select_related("post", "person", "item__meeting")) if self.reads else []

    @cached_property
    def attendance(self) -> list[tuple[Person, int, int]]:
        """Each member of today: at how many of the meetings that were held in their time they were present."""
        if not self.reads:
            return []
        rows = Attendance.objects.filter(meeting__team=self.team, meeting__state=Meeting.State.HELD)
        said = list(rows.exclude(person=None).values_list("person_id", "how"))
        held = Counter(person for person, _how in said)
        present = Counter(person for person, how in said if how == Attendance.How.PRESENT)
        members = {member.person_id: member.person for member in self.team.members_on(self.facts.today)}
        return [(person, present[pk], held[pk]) for pk, person in members.items() if held[pk]]

    def _meetings(self) -> QuerySet[Meeting]:
        return Meeting.objects.filter(team=self.team).select_related("team", "record")

    def _is_to_come(self) -> Q:
        return Q(on__gte=self.facts.today, state=Meeting.State.PLANNED)
