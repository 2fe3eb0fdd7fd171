"""What waits for a team's next meeting, as proposals for its agenda (raci/agenda.py); one query a source."""

from __future__ import annotations

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from raci import grants
from raci.actions.meetings.minutes import origin_of
from raci.agenda import Proposal
from raci.authority import Facts
from raci.models import ActionItem, AgendaItem, Consultation, Directive, Meeting, Minutes, Team
from raci.models.meetings import Got, Outcome
from raci.queries.waiting import open_questions


def minutes_to_approve(team: Team, facts: Facts) -> list[Proposal]:  # noqa: ARG001 - the shape of a source
    """Minutes that are handed in, oldest meeting first."""
    waiting = Minutes.objects.filter(meeting__team=team, state=Minutes.State.SUBMITTED).select_related("meeting__team")
    return [
        Proposal(
            origin_of(one),
            _("Approve the minutes of %(day)s") % {"day": _day(one.meeting.on)},
            Outcome.DECIDE,
            reverse("raci:minutes", args=[one.meeting_id]),
            _("They are handed in by %(who)s.") % {"who": one.submitted_as},
        )
        for one in waiting.order_by("meeting__on", "pk")
    ]


def put_off(team: Team, facts: Facts) -> list[Proposal]:  # noqa: ARG001
    """Items that an earlier meeting put off or did not reach, or of one that was called off, until a later one has them."""
    again = AgendaItem.objects.filter(origin=Concat(Value("item:"), Cast(OuterRef("pk"), CharField())))
    not_done = Q(got__in=[Got.PUT_OFF, Got.NOT_REACHED]) & ~Q(meeting__state=Meeting.State.CANCELLED)
    called_off = Q(meeting__state=Meeting.State.CANCELLED, got="")
    by_others = Q(origin__regex="^(minutes|action|consultation|directive):")  # their own source proposes them again
    found = AgendaItem.objects.filter(not_done | called_off, ~by_others, ~Exists(again), meeting__team=team)
    return [
        Proposal(
            f"item:{item.pk}",
            item.title,
            item.wanted,
            item.about or reverse("raci:meeting", args=[item.meeting_id]),
            _("From %(day)s: %(outcome)s.") % {"day": _day(item.meeting.on), "outcome": item.get_got_display()},
        )
        for item in found.select_related("meeting").order_by("meeting__on", "order")
    ]


def actions_due(team: Team, facts: Facts) -> list[Proposal]:
    """Action items that are overdue, what was due first in front."""
    late = ActionItem.objects.filter(team=team, state=ActionItem.State.OPEN, due_on__lt=facts.today)
    return [
        Proposal(
            f"action:{one.pk}:{one.due_on}",
            _("Overdue: %(words)s") % {"words": one.words[:280]},
            Outcome.INFORM,
            reverse("raci:action-item", args=[one.pk]),
            _("%(owner)s, due %(day)s.") % {"owner": one.owner, "day": _day(one.due_on)},
        )
        for one in late.select_related("post", "person")
    ]


def consultations_open(team: Team, facts: Facts) -> list[Proposal]:
    """What the team's role is asked and has not answered, of the records this person may see; the title names none of them."""
    if team.role_id is None:
        return []
    asked = open_questions().filter(role=team.role_id, case__in=grants.visible(facts).order_by().values("pk"))
    return [
        Proposal(
            f"consultation:{one.pk}",
            _consultation_title(one),
            Outcome.AGREE,
            reverse("raci:consultation-answer", args=[one.pk]),
            f"{one.case.record.title} ({one.text})",
        )
        for one in asked.select_related("case__record__scope", "text").defer("text__content").order_by("due_on", "pk")
    ]


def directives_open(team: Team, facts: Facts) -> list[Proposal]:  # noqa: ARG001 - all staff know of directives
    """What whoever convenes the team was instructed to do, what is due first in front."""
    given = Directive.objects.filter(post=team.convener_id, closed_at=None).select_related("giver")
    return [
        Proposal(
            f"directive:{one.pk}",
            _("Directive: %(title)s") % {"title": one.title[:280]},
            Outcome.DISCUSS,
            reverse("raci:directive", args=[one.pk]),
            _("Given by %(giver)s, due %(day)s.") % {"giver": one.giver.name, "day": _day(one.due_on)},
        )
        for one in given.order_by("due_on", "pk")
    ]


def _consultation_title(one: Consultation) -> str:
    words = {"activity": one.case.record.scope.activity_code, "day": _day(one.due_on) if one.due_on else ""}
    if one.due_on:
        return _("Our answer to a consultation under %(activity)s, due %(day)s") % words
    return _("Our answer to a consultation under %(activity)s") % words


def _day(day: object) -> str:
    return date_format(day, "j M Y")  # type: ignore[arg-type]


SOURCES = (minutes_to_approve, put_off, consultations_open, directives_open, actions_due)
