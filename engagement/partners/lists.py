"""The list of partners."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from engagement.models import Partner
from engagement.partners.queries import SOON, partners, units_kept
from raci.authority import Facts
from raci.lists import Action, Choice, Column, Empty, Listing
from raci.queries.lists.filters import all_units, unit_filter

SHOWN = {
    "late": _("contact overdue"),
    "soon": _("contact due soon"),
    "runs": _("the city works with"),
    "ended": _("ended"),
}


def _narrowed(code: str, facts: Facts) -> Q:
    return {
        "late": Q(contact_due_on__lt=facts.today),
        "soon": Q(contact_due_on__lte=facts.today + timedelta(days=SOON)),
        "runs": Q(ended_on=None),
        "ended": Q(ended_on__isnull=False),
    }[code]


def _enter(facts: Facts) -> Action | None:
    return Action(_("Enter a partner"), reverse("engagement:partner-create")) if units_kept(facts) else None


def _empty(facts: Facts) -> Empty:
    text = (
        _("Enter those whom the city speaks to already: who they are, what for, and which post owns the relationship.")
        if units_kept(facts)
        else _("Whoever is responsible (R) for alignment across the city (2.3) enters them here.")
    )
    return Empty(_("No partner yet"), text)


def _last(row: Any) -> date | None:
    found: date | None = row.last_on
    return found


PARTNERS = Listing(
    code="partners",
    title=_("Partners"),
    address="engagement:partner-list",
    rows=lambda _facts: partners(),
    search=lambda word, _facts: Q(name__icontains=word) | Q(purpose__icontains=word) | Q(owner__title__icontains=word),
    filters=(
        Choice(
            "kind", _("What it is"), among=lambda _facts: Partner.Kind.choices, to=lambda code, _facts: Q(kind=code),
            everything=_("All partners"),
        ),
        Choice("show", _("Stands"), among=lambda _facts: SHOWN.items(), to=_narrowed, everything=_("All")),
        unit_filter("unit__path", all_units),
    ),
    columns=(
        Column(
            "name", _("Name"), lambda row: row.name, sort=("name",),
            link=lambda row: reverse("engagement:partner-detail", args=[row.pk]),
        ),
        Column("kind", _("What it is"), lambda row: str(row.get_kind_display()), sort=("kind", "name")),
        Column("owner", _("Relationship owner"), lambda row: row.owner.title, sort=("owner__title", "name")),
        Column("unit", _("Unit"), lambda row: row.unit.name, sort=("unit__name", "name"), on_page=False),
        Column("last_on", _("Last contact"), _last, date, sort=("last_on", "pk")),
        Column("due_on", _("Next due"), lambda row: row.contact_due_on, date, sort=("contact_due_on", "pk")),
        Column("ended_on", _("Ended"), lambda row: row.ended_on, date, sort=("ended_on", "pk"), on_page=False),
        Column("purpose", _("What for"), lambda row: row.purpose, on_page=False),
        Column("reach", _("How to reach it"), lambda row: row.reach, on_page=False),
        Column("number", _("Number"), lambda row: row.pk, int, sort=("pk",), on_page=False),
    ),
    sort="name",
    count=lambda n: ngettext("%(n)s partner", "%(n)s partners", n) % {"n": n},
    action=_enter,
    empty=_empty,
    group="engagement",
    place=10,
)  # fmt: skip
