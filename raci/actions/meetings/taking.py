"""What is taken down in a meeting: who is there, notes and the outcome of each item, decisions with dissent."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext as _

from raci import clock
from raci.actions.meetings.agenda import locked_item, writing_down
from raci.models import AgendaItem, Attendance, Dissent, Meeting, Minutes, Person, Resolution
from raci.refusals import Conflict, NotReady, Problem

How = Attendance.How


def take_attendance(meeting: Meeting, *, by: Person, members: Mapping[int, str], guests: Sequence[str] = ()) -> None:
    """Say how each member attended (person > present, excused or absent) and which guests came; replaces what was said."""
    with writing_down(meeting, by=by, act="take_attendance") as locked:
        _has_come(locked)
        known = {member.person_id for member in locked.team.members_on(locked.on)}
        strangers = set(members) - known
        if strangers or any(how not in (How.PRESENT, How.EXCUSED, How.ABSENT) for how in members.values()):
            raise NotReady([Problem(_("Say of each member whether they are present, excused or absent."))])
        rows = {row.person_id: row for row in locked.attendances.exclude(person=None)}
        for person, how in members.items():
            row = rows.get(person) or Attendance(meeting=locked, person_id=person)
            if row.how != how:
                row.how = how
                row.save()
        _take_guests(locked, [name.strip()[:200] for name in guests if name.strip()])


def _take_guests(meeting: Meeting, names: list[str]) -> None:
    kept = list(meeting.attendances.filter(how=How.GUEST))
    for row in kept:
        if row.name not in names:
            row.delete()
    for name in dict.fromkeys(names):
        if name not in {row.name for row in kept}:
            Attendance.objects.create(meeting=meeting, name=name, how=How.GUEST)


def note_item(item: AgendaItem, *, by: Person, notes: str, got: str, seen: int | None = None) -> None:
    """Write the notes of an item and what it came to. `seen`: its `edits` when the page was opened."""
    with writing_down(item.meeting, by=by, act="note_item") as meeting:
        _has_come(meeting)
        locked = locked_item(item)
        if seen is not None and seen != locked.edits:
            raise Conflict(_("While this page was open somebody else wrote notes under this item."))
        locked.notes, locked.got = notes.strip(), got
        locked.edits += 1
        locked.save()
    item.refresh_from_db()


def resolve(
    item: AgendaItem,
    *,
    by: Person,
    words: str,
    way: str,
    votes: tuple[int, int, int] | None = None,
    dissents: Mapping[Person, str] | None = None,
) -> Resolution:
    """Write down a decision: by consensus, or by vote (for, against, abstained); who dissents is named, with their reason."""
    with writing_down(item.meeting, by=by, act="resolve") as meeting:
        _has_come(meeting)
        locked = locked_item(item)
        present = set(meeting.attendances.filter(how=How.PRESENT).values_list("person_id", flat=True))
        problems = _against_attendance(present, way, votes, dissents or {})
        if not words.strip():
            problems.insert(0, Problem(_("Say what was decided."), field="words"))
        if problems:
            raise NotReady(problems)
        counts = votes if way == Resolution.Way.VOTE and votes else (None, None, None)
        said = dict(zip(("votes_for", "votes_against", "abstained"), counts, strict=True))
        made = Resolution.objects.create(item=locked, words=words.strip(), way=way, **said)
        for person, reason in (dissents or {}).items():
            Dissent.objects.create(resolution=made, person=person, words=reason.strip())
    return made


def _against_attendance(
    present: Collection[int | None], way: str, votes: tuple[int, int, int] | None, dissents: Mapping[Person, str]
) -> list[Problem]:
    problems = []
    if way == Resolution.Way.VOTE and votes is None:
        problems.append(Problem(_("Count the votes: for, against, abstained."), field="votes_for"))
    elif way == Resolution.Way.VOTE and votes and sum(votes) > len(present):
        text = _("More votes than members present: %(votes)d of %(present)d. Take the attendance first.")
        problems.append(Problem(text % {"votes": sum(votes), "present": len(present)}, field="votes_for"))
    absent = [person.name for person in dissents if person.pk not in present]
    if absent:
        text = _("Only who is present dissents: %(names)s.") % {"names": ", ".join(absent)}
        problems.append(Problem(text, field="dissent"))
    return problems


def withdraw_resolution(resolution: Resolution, *, by: Person) -> None:
    """Strike out a decision that was written down wrongly; history keeps it."""
    with writing_down(resolution.item.meeting, by=by, act="withdraw_resolution"):
        for dissent in resolution.dissents.all():
            dissent.delete()
        resolution.delete()


def close_meeting(meeting: Meeting, *, by: Person) -> Minutes:
    """The meeting was held: its quorum is noted, and its minutes are begun."""
    with writing_down(meeting, by=by, act="hold_meeting") as locked:
        _has_come(locked)
        if locked.state == Meeting.State.HELD:
            raise Conflict(_("The meeting has been closed already."))
        members = {member.person_id: member.person for member in locked.team.members_on(locked.on)}
        said = set(locked.attendances.exclude(person=None).values_list("person_id", flat=True))
        missing = [person.name for pk, person in members.items() if pk not in said]
        if missing:
            text = _("Take the attendance first; nothing is said of %(names)s.")
            raise NotReady([Problem(text % {"names": ", ".join(missing)}, url="#attendance")])
        locked.state = Meeting.State.HELD
        locked.quorum_percent, locked.members_count = locked.team.quorum_percent, len(members)
        locked.save()
        minutes = Minutes.objects.create(meeting=locked)
    meeting.refresh_from_db()
    return minutes


def _has_come(meeting: Meeting) -> None:
    if meeting.on > clock.today():
        raise NotReady([Problem(_("The meeting has not been yet: it is taken down on its day."))])
