"""Who is told of a meeting: the team's members on its day, but for who acts."""

from __future__ import annotations

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from raci import clock
from raci.models import ActionItem, Holding, Meeting, Person
from raci.models.city import in_force_on
from raci.notices import tell


def planned(meeting: Meeting, by: Person) -> None:
    """When and where it is."""
    _tell(meeting, "planned", _("%(team)s meets on %(when)s%(place)s."), by)


def moved(meeting: Meeting, by: Person) -> None:
    """When and where it is now."""
    line = _("The meeting of %(team)s is changed: it is on %(when)s%(place)s.")
    _tell(meeting, f"moved:{meeting.sequence}", line, by)


def cancelled(meeting: Meeting, by: Person) -> None:
    """That it is called off, and why."""
    _tell(meeting, "cancelled", _("The meeting of %(team)s on %(day)s is called off: %(why)s"), by)


def given(action: ActionItem, by: Person) -> None:
    """The owner, what is theirs to do."""
    line = _("%(team)s asks of you until %(day)s: %(words)s") % {
        "team": action.team.name,
        "day": date_format(action.due_on, "j M Y"),
        "words": action.words,
    }
    _send(owners(action), f"action:{action.pk}:given", line, reverse("raci:action-item", args=[action.pk]), by)


def owners(action: ActionItem) -> list[Person]:
    """Its person, or who holds its post today."""
    if action.person:
        return [action.person]
    held = Holding.objects.filter(in_force_on(clock.today()), post=action.post_id, state=Holding.State.IN_FORCE)
    return [holding.person for holding in held.select_related("person").order_by("pk")]


def _tell(meeting: Meeting, what: str, line: str, by: Person) -> None:
    members = [member.person for member in meeting.team.members_on(meeting.on)]
    words = {
        "team": meeting.team.name,
        "day": date_format(meeting.on, "D j M Y"),
        "when": meeting.when,
        "place": f", {meeting.place}" if meeting.place else "",
        "why": meeting.why_cancelled,
    }
    _send(members, f"meeting:{meeting.pk}:{what}", line % words, reverse("raci:meeting", args=[meeting.pk]), by)


def _send(people: list[Person], key: str, line: str, url: str, by: Person) -> None:
    others = {person.pk: person for person in people if person.pk != by.pk}
    tell(others.values(), record=None, key=key, line=line, url=url)
