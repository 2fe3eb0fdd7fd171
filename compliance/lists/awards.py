"""The funding register."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from compliance.models import Agency, FundingAward
from compliance.queries.funding import units_with_awards
from raci.authority import Facts
from raci.lists import Action, Choice, Column, Empty, Listing
from raci.queries.lists.filters import all_units, unit_filter

SHOWN = {"runs": _("runs today"), "over": _("over"), "ahead": _("still to begin")}


def _rows(_facts: Facts) -> QuerySet[FundingAward]:
    """A kept kind is read by all staff."""
    return FundingAward.objects.select_related("unit")


def _narrowed(code: str, facts: Facts) -> Q:
    over = Q(ends_on__lt=facts.today)
    ahead = Q(begins_on__gt=facts.today)
    return {"runs": ~over & ~ahead, "over": over, "ahead": ahead}[code]


def agency(row: FundingAward) -> str:
    """By name."""
    return row.agency_name if row.agency == Agency.OTHER else str(row.get_agency_display())


def money(row: FundingAward) -> str:
    """In dollars."""
    return f"${row.cents // 100:,}" + (f".{row.cents % 100:02}" if row.cents % 100 else "")


def _enter(facts: Facts) -> Action | None:
    return Action(_("Enter an award"), reverse("compliance:award-create")) if units_with_awards(facts) else None


AWARDS = Listing(
    code="awards",
    title=_("Funding register"),
    address="compliance:award-list",
    rows=_rows,
    search=lambda word, _facts: (
        Q(title__icontains=word)
        | Q(programme__icontains=word)
        | Q(number__icontains=word)
        | Q(listing__icontains=word)
        | Q(agency_name__icontains=word)
    ),
    filters=(
        Choice(
            "agency",
            _("Agency"),
            among=lambda _facts: Agency.choices,
            to=lambda code, _facts: Q(agency=code),
            everything=_("All agencies"),
        ),
        Choice("show", _("Runs"), among=lambda _facts: SHOWN.items(), to=_narrowed, everything=_("All")),
        unit_filter("unit__path", all_units),
    ),
    columns=(
        Column(
            "title",
            _("Award"),
            lambda row: row.title,
            sort=("title",),
            link=lambda row: reverse("compliance:award-detail", args=[row.pk]),
        ),
        Column("agency", _("Agency"), agency, sort=("agency", "agency_name")),
        Column("unit", _("Unit"), lambda row: row.unit.name, sort=("unit__name",)),
        Column("amount", _("Amount"), money, sort=("cents",)),
        Column("begins_on", _("From"), lambda row: row.begins_on, date, sort=("begins_on",)),
        Column("ends_on", _("Until"), lambda row: row.ends_on, date, sort=("ends_on",)),
        Column("programme", _("Programme"), lambda row: row.programme, sort=("programme",), on_page=False),
        Column("listing", _("Assistance listing"), lambda row: row.listing, on_page=False),
        Column("award", _("Award number"), lambda row: row.number, on_page=False),
        Column("cents", _("Amount in cents"), lambda row: row.cents, int, on_page=False),
        Column("number", _("Number"), lambda row: row.pk, int, sort=("pk",), on_page=False),
    ),
    sort="-begins_on",
    count=lambda n: ngettext("%(n)s award", "%(n)s awards", n) % {"n": n},
    action=_enter,
    empty=lambda facts: Empty(
        _("No award is entered yet"),
        _("Enter the awards that run first, then say among the city’s facts that the register holds them all.")
        if units_with_awards(facts)
        else _("Whoever keeps the law in a unit enters its awards here."),
    ),
)
