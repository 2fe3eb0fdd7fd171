"""The list of coordinators: what the public is told of each, and from when to when."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from compliance.actions.coordinators import may_name
from compliance.models import Coordinator
from raci.authority import Facts
from raci.lists import Choice, Column, Empty, Listing
from raci.lists.listing import Action
from raci.models.city import in_force_on

NOW, PAST = "now", "other"


def _rows(_facts: Facts) -> QuerySet[Coordinator]:
    return Coordinator.objects.select_related("post__unit")


def _empty(facts: Facts) -> Empty:
    if may_name(facts):
        text = _("Name a post for each programme. Without one, complaints go to counsel alone.")
    else:
        text = _("The Office of Equity or counsel names them.")
    return Empty(_("Nobody coordinates a programme yet"), text)


def _to_do(facts: Facts) -> Action | None:
    return Action(_("Name a coordinator"), reverse("compliance:coordinator-create")) if may_name(facts) else None


def _when(code: str, facts: Facts) -> Q:
    now = in_force_on(facts.today)
    return now if code == NOW else ~now


def _link(row: Any) -> str:
    return reverse("compliance:coordinator-detail", args=[row.pk])


COORDINATORS = Listing(
    code="coordinators",
    title=_("Coordinators"),
    address="compliance:coordinator-list",
    rows=_rows,
    search=lambda word, _facts: Q(name__icontains=word) | Q(post__title__icontains=word) | Q(email__icontains=word),
    filters=(
        Choice(
            "programme",
            _("Programme"),
            among=lambda _facts: Coordinator.Law.choices,
            to=lambda code, _facts: Q(programme=code),
            everything=_("All programmes"),
        ),
        Choice(
            "when",
            _("When"),
            among=lambda _facts: [(NOW, _("today")), (PAST, _("earlier or later"))],
            to=_when,
            everything=_("At any time"),
        ),
    ),
    columns=(
        Column(
            "programme",
            _("Programme"),
            lambda row: str(row.get_programme_display()),
            sort=("programme", "begins_on", "pk"),
            link=_link,
        ),
        Column("name", _("Name, as published"), lambda row: row.name, sort=("name", "pk")),
        Column("post", _("Post"), lambda row: row.post.title, sort=("post__title", "pk")),
        Column("unit", _("Unit"), lambda row: row.post.unit.name),
        Column("phone", _("Telephone"), lambda row: row.phone),
        Column("email", _("E-mail"), lambda row: row.email),
        Column("address", _("Office address"), lambda row: row.address, on_page=False),
        Column("begins_on", _("From"), lambda row: row.begins_on, holds=date),
        Column("ends_on", _("Until"), lambda row: row.ends_on, holds=date),
    ),
    sort="programme",
    count=lambda n: ngettext("%(n)s coordinator", "%(n)s coordinators", n) % {"n": n},
    empty=_empty,
    action=_to_do,
)

LISTS = (COORDINATORS,)
