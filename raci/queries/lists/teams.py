"""The teams there are, with how many sit on each today."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from raci.authority import Facts
from raci.kinds import TEAM
from raci.lists import Action, Choice, Column, Empty, Listing
from raci.models import Holding, Member, Post, Team
from raci.models.city import in_force_on
from raci.queries.posts_today import there_on

GOES_ON, ENDED = "0", "1"


def _rows(facts: Facts) -> QuerySet[Team]:
    members = Member.objects.filter(in_force_on(facts.today), team=OuterRef("pk")).order_by().values("team")
    held = Holding.objects.filter(in_force_on(facts.today), post=OuterRef("pk"), state=Holding.State.IN_FORCE)
    vacant = Post.objects.filter(there_on(facts.today), ~Exists(held), role=OuterRef("role")).order_by().values("role")
    return Team.objects.select_related("convener", "unit").annotate(sitting=_counted(members), vacant=_counted(vacant))


def _counted(rows: QuerySet[Any, Any]) -> Coalesce:
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0, output_field=IntegerField())


def _sitting(row: Team) -> str:
    vacant: int = row.vacant  # type: ignore[attr-defined]
    if not vacant:
        return str(row.sitting)  # type: ignore[attr-defined]
    words = ngettext("%(n)d vacant", "%(n)d vacant", vacant) % {"n": vacant}
    return format_html('{} <span class="portal-warning">{}</span>', row.sitting, words)  # type: ignore[attr-defined]


def _over(facts: Facts) -> Q:
    return Q(ended_on__lt=facts.today)


def _begin(facts: Facts) -> Action | None:
    return (
        Action(_("Begin a team"), reverse("raci:team-create")) if TEAM.activity in facts.activities_with("R") else None
    )


TEAMS = Listing(
    code="teams",
    title=_("Teams"),
    address="raci:team-list",
    rows=_rows,
    search=lambda word, _facts: (
        Q(name__icontains=word) | Q(purpose__icontains=word) | Q(convener__title__icontains=word)
    ),
    filters=(
        Choice(
            "kind",
            _("Kind"),
            among=lambda _facts: Team.Kind.choices,
            to=lambda kind, _facts: Q(kind=kind),
            everything=_("All kinds"),
        ),
        Choice(
            "ended",
            _("Goes on"),
            among=lambda _facts: ((GOES_ON, _("goes on")), (ENDED, _("has ended"))),
            to=lambda code, facts: _over(facts) if code == ENDED else ~_over(facts) | Q(ended_on=None),
            everything=_("All"),
        ),
    ),
    columns=(
        Column(
            "name",
            _("Team"),
            lambda row: row.name,
            sort=("name",),
            link=lambda row: reverse("raci:team", args=[row.code]),
        ),
        Column("kind", _("Kind"), lambda row: row.get_kind_display(), sort=("kind", "name")),
        Column("convener", _("Convened by"), lambda row: row.convener.title, sort=("convener__title", "name")),
        Column("members", _("Members today"), lambda row: row.sitting, int, sort=("sitting", "name"), show=_sitting),
        Column("vacant", _("Vacant"), lambda row: row.vacant, int, on_page=False),
        Column("standing", _("Standing"), lambda row: row.standing, bool, sort=("standing", "name")),
        Column("unit", _("Of"), lambda row: row.unit.name, on_page=False),
        Column("purpose", _("What it is for"), lambda row: row.purpose, on_page=False),
        Column("code", _("Code"), lambda row: row.code, on_page=False),
    ),
    sort="kind",
    count=lambda n: ngettext("%(n)s team", "%(n)s teams", n) % {"n": n},
    empty=lambda facts: Empty(
        _("No team yet"),
        _("Begin one: name it, say what it is for and who convenes it; then name its members.")
        if _begin(facts)
        else _("Teams come with the city's files, or are begun by those who keep them (4.6)."),
    ),
    action=_begin,
)
