"""The meetings of all teams, and what they gave people to do."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from raci import reviewing
from raci.authority import Facts
from raci.lists import Choice, Choices, Column, Day, Empty, Listing
from raci.models import ActionItem, Meeting, Minutes, Team
from raci.queries.meetings.pages import meetings_of, mine_to_do

MINE, COMING = "mine", "coming"
OVERDUE = "overdue"


def _meetings(_facts: Facts) -> QuerySet[Meeting]:
    return Meeting.objects.select_related("team", "record")


def _teams(_facts: Facts) -> Choices:
    return Team.objects.order_by("name").values_list("code", "name")


def _which(code: str, facts: Facts) -> Q:
    if code == MINE:
        return Q(pk__in=meetings_of(facts.person).values("pk"))
    if code == COMING:
        return Q(state=Meeting.State.PLANNED, on__gte=facts.today)
    return Q(state=code)


def _minutes(row: Meeting) -> str:
    minutes: Minutes | None = getattr(row, "record", None)
    return str(minutes.get_state_display()) if minutes else ""


MEETINGS = Listing(
    code="meetings",
    title=_("Meetings"),
    address="raci:meeting-list",
    rows=_meetings,
    search=lambda word, _facts: Q(team__name__icontains=word) | Q(title__icontains=word) | Q(place__icontains=word),
    filters=(
        Choice("team", _("Team"), among=_teams, to=lambda code, _facts: Q(team__code=code), everything=_("All teams")),
        Choice(
            "which",
            _("Which"),
            among=lambda _facts: [(MINE, _("of my teams")), (COMING, _("to come")), *Meeting.State.choices],
            to=_which,
            everything=_("All meetings"),
        ),
        Day("from", _("From"), to=lambda day, _facts: Q(on__gte=date.fromisoformat(day))),
        Day("until", _("Until"), to=lambda day, _facts: Q(on__lte=date.fromisoformat(day))),
    ),
    columns=(
        Column(
            "team",
            _("Team"),
            lambda row: row.team.name,
            sort=("team__name", "on"),
            link=lambda row: reverse("raci:meeting", args=[row.pk]),
        ),
        Column("title", _("What for"), lambda row: row.title, sort=("title", "on")),
        Column("on", _("Day"), lambda row: row.on, date, sort=("on", "begins")),
        Column("hours", _("Hours"), lambda row: row.hours),
        Column("place", _("Place"), lambda row: row.place, sort=("place",)),
        Column("state", _("State"), lambda row: row.get_state_display(), sort=("state", "on")),
        Column("minutes", _("Minutes"), _minutes),
    ),
    sort="-on",
    count=lambda n: ngettext("%(n)s meeting", "%(n)s meetings", n) % {"n": n},
    empty=lambda _facts: Empty(
        _("No meeting yet"),
        _("Meetings are planned from the page of their team, by those who keep the team’s meetings (R of 4.6)."),
    ),
)


def _actions(facts: Facts) -> QuerySet[ActionItem]:
    """One's own, and those of teams whose minutes one reads."""
    teams = [team.pk for team in Team.objects.select_related("unit") if _reads(team, facts)]
    found = ActionItem.objects.filter(Q(team__in=teams) | mine_to_do(facts))
    return found.select_related("team", "post", "person", "item__meeting").annotate(met_on=F("item__meeting__on"))


def _reads(team: Team, facts: Facts) -> bool:
    return reviewing.may_read(facts, Minutes(meeting=Meeting(team=team, on=facts.today)))


def _standing(code: str, facts: Facts) -> Q:
    if code == MINE:
        return mine_to_do(facts) & Q(state=ActionItem.State.OPEN)
    if code == OVERDUE:
        return Q(state=ActionItem.State.OPEN, due_on__lt=facts.today)
    return Q(state=code)


ACTION_ITEMS = Listing(
    code="action-items",
    title=_("Action items"),
    address="raci:action-item-list",
    rows=_actions,
    search=lambda word, _facts: (
        Q(words__icontains=word) | Q(post__title__icontains=word) | Q(person__name__icontains=word)
    ),
    filters=(
        Choice("team", _("Team"), among=_teams, to=lambda code, _facts: Q(team__code=code), everything=_("All teams")),
        Choice(
            "state",
            _("State"),
            among=lambda _facts: [(MINE, _("mine, open")), (OVERDUE, _("overdue")), *ActionItem.State.choices],
            to=_standing,
            everything=_("All"),
        ),
    ),
    columns=(
        Column(
            "words",
            _("What is to be done"),
            lambda row: row.words,
            sort=("words",),
            link=lambda row: reverse("raci:action-item", args=[row.pk]),
        ),
        Column("owner", _("By"), lambda row: row.owner, sort=("post__title", "person__name")),
        Column("due_on", _("Due"), lambda row: row.due_on, date, sort=("due_on",)),
        Column("state", _("State"), lambda row: row.get_state_display(), sort=("state", "due_on")),
        Column("team", _("Team"), lambda row: row.team.name, sort=("team__name", "due_on")),
        Column("met_on", _("From the meeting of"), lambda row: row.met_on, date, sort=("met_on",)),
        Column("note", _("What came of it"), lambda row: row.closing_note, on_page=False),
    ),
    sort="due_on",
    count=lambda n: ngettext("%(n)s action item", "%(n)s action items", n) % {"n": n},
    empty=lambda _facts: Empty(
        _("Nothing is to be done"),
        _("Action items are given in a meeting, under an item of its agenda; their owner closes them here."),
    ),
)
