"""What is told of approved minutes: the text as it was handed in, and by whom and where it was approved."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext_noop as _

from raci import reviewing
from raci.actions.meetings.minutes import frozen
from raci.authority import Facts
from raci.models import Minutes, Person
from reports.blocks import Block, Words, gap, heading, listed, prose, say
from reports.blocks import text as text_of
from reports.catalogue.kind import Asked

DAY = "j M Y"


def meetings(facts: Facts) -> list[tuple[int, str]]:
    """Meetings with approved minutes that they may read, the newest first."""
    rows = Minutes.objects.filter(state=Minutes.State.ACCEPTED).select_related(
        "meeting__team__unit", "meeting__team__convener"
    )
    return [
        (one.meeting_id, f"{one.meeting.team.name}, {date_format(one.meeting.on, DAY)}")
        for one in rows.order_by("-meeting__on", "-pk")
        if reviewing.may_read(facts, one)
    ]


def _minutes(asked: Asked) -> Minutes:
    found = Minutes.objects.select_related("meeting__team", "answered_by", "submitted_by", "approved_in")
    return found.get(meeting=asked.subject)


def approval(asked: Asked) -> list[Block]:
    """When and where they met, who handed the minutes in, who approved them, and what was corrected."""
    one = _minutes(asked)
    meeting = one.meeting
    facts: list[tuple[str, Words]] = [
        (_("Team"), meeting.team.name), (_("Met on"), date_format(meeting.on, DAY)), (_("Where"), meeting.place or "–"),
        (_("Handed in by"), _who(one.submitted_by, one.submitted_as)),
        (_("Approved by"), _who(one.answered_by, one.answered_as)),
        (_("Approved at the meeting of"), date_format(one.approved_in.on, DAY) if one.approved_in else "–"),
        (_("SHA-256 of exactly this text"), one.sha256),
    ]  # fmt: skip
    corrected = [heading(say(_("Corrections that were said"))), prose(one.corrections)] if one.corrections else []
    return [listed(facts), *corrected]


def _who(person: Person | None, post: str) -> str:
    return f"{person.name}, {post}" if person else "–"


def text(asked: Asked) -> list[Block]:
    """As it was handed in."""
    found = frozen(_minutes(asked))
    return [text_of("minutes", found)] if found else [gap(say(_("Its text is not there.")))]
