"""The lists of the transition plan: barriers, and facilities with what is found, removed, late and still to pay in each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from compliance.models import Asset, Barrier, Facility
from compliance.models.mandatory_contents import IS_ASKED, IS_INCOMPLETE, LACKS
from compliance.queries.barriers import Weights, barriers_read, content_label, lacking, overdue
from compliance.queries.facilities import RolledUp, rolled_up
from compliance.reading_rights import units_kept, units_read
from raci.authority import Facts
from raci.lists import Action, Choice, Choices, Column, Empty, Listing, Words
from raci.queries.lists.filters import unit_filter

YEAR = re.compile(r"(?:19|20|21)[0-9]{2}")
SHOWN = 120  # signs of a text in a row


def _rows(facts: Facts) -> QuerySet[Barrier]:
    rows = barriers_read(facts).annotate(score=Weights.on(facts.today).score)
    return rows.select_related("facility__unit", "official", "verified_by")


def _search(word: str, _facts: Facts) -> Q:
    fields = ("code", "obstacle", "element", "location", "facility__name")
    return Q(*((f"{name}__icontains", word) for name in fields), _connector=Q.OR)


def _in_facility(words: str, _facts: Facts) -> Q:
    return Q(facility__code__iexact=words) | Q(facility__name__icontains=words)


def _missing(code: str, _facts: Facts) -> Q:
    return IS_INCOMPLETE if code == "any" else IS_ASKED & LACKS[code]


def _contents(_facts: Facts) -> Choices:
    return [("any", _("any of the four")), *((code, content_label(code)) for code in LACKS)]


class Year(Words):
    """A year, written: a list of all that occur would ask every row on every page."""

    def takes(self, value: str, choices: Mapping[str, Any]) -> bool:  # noqa: ARG002
        """Four digits of a year that a calendar can mean, or "none"."""
        return value == "none" or bool(YEAR.fullmatch(value))

    def wants(self) -> str:
        """In words."""
        return gettext("Write a year, as 2027, or “none” for barriers without a day.")


def _finished_in(value: str, _facts: Facts) -> Q:
    if value == "none":
        return Q(finishes_on=None)
    return Q(finishes_on__gte=date(int(value), 1, 1), finishes_on__lte=date(int(value), 12, 31))


def _status(code: str, facts: Facts) -> Q:
    return overdue(facts.today) if code == "overdue" else Q(status=code)


def _what(row: Barrier) -> str:
    said = ": ".join(one for one in (row.element, row.obstacle) if one)
    return said if len(said) <= SHOWN else f"{said[: SHOWN - 1]}…"


def _official(row: Barrier) -> str:
    return row.official.title if row.official else row.official_words


def _dollars(cents: int | None) -> str | None:
    """As a spreadsheet reads it."""
    return None if cents is None else f"{cents // 100}.{cents % 100:02}"


def _begin(facts: Facts) -> Action | None:
    return Action(_("Bring in a survey"), reverse("compliance:survey-create")) if units_kept(facts) else None


def _empty(facts: Facts) -> Empty:
    if units_kept(facts):
        return Empty(
            _("No barrier yet"),
            _(
                "Bring in a survey from a file, or begin with a facility and write down what stands in people’s way there."
            ),
        )
    return Empty(
        _("No barrier to read yet"),
        _("Barriers of the units that you support or are told of appear here as soon as somebody enters them."),
    )


def _text(name: str, label: Any) -> Column:
    """A field that only a spreadsheet shows."""
    return Column(name, label, lambda row: getattr(row, name) or None, on_page=False)


def _day(name: str, label: Any, *, on_page: bool = False) -> Column:
    return Column(name, label, lambda row: getattr(row, name), date, sort=(name,), on_page=on_page)


def _number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


BARRIERS = Listing(
    code="barriers",
    title=_("Barriers"),
    address="compliance:barrier-list",
    rows=_rows,
    search=_search,
    filters=(
        unit_filter("facility__unit__path", units_read),
        Words("facility", _("Facility (name or code)"), to=_in_facility),
        Choice(
            "status",
            _("Status"),
            among=lambda _facts: [("overdue", _("Overdue")), *Barrier.Status.choices],
            to=_status,
            everything=_("Any status"),
        ),
        Choice(
            "priority",
            _("Priority"),
            among=lambda _facts: [(str(code), label) for code, label in Barrier.Tier.choices],
            to=lambda code, _facts: Q(tier=int(code)),
            everything=_("Any priority"),
        ),
        Choice("missing", _("What is missing"), among=_contents, to=_missing, everything=_("Does not matter")),
        Year("year", _("To be finished in (year)"), to=_finished_in),
    ),
    columns=(
        Column(
            "code", _("Number"), lambda row: row.code, sort=("code",),
            link=lambda row: reverse("compliance:barrier-detail", args=[row.pk]),
        ),
        Column(
            "facility", _("Facility"), lambda row: row.facility.name, sort=("facility__name", "code"),
            link=lambda row: reverse("compliance:facility-detail", args=[row.facility_id]),
        ),
        Column("what", _("What stands in the way"), _what),
        Column("priority", _("Priority"), lambda row: str(row.get_tier_display() or "") or None, sort=("tier", "code")),
        Column("score", _("Score"), lambda row: _number(row.score), sort=("score", "code")),
        Column("status", _("Status"), lambda row: str(row.get_status_display()), sort=("status", "code")),
        _day("finishes_on", _("To be finished"), on_page=True),
        Column("official", _("Official responsible"), lambda row: _official(row) or None),
        Column("missing", _("Missing"), lacking, list),
        Column("unit", _("Unit"), lambda row: row.facility.unit.name, sort=("facility__unit__name",), on_page=False),
        Column("facility_code", _("Code of the facility"), lambda row: row.facility.code, on_page=False),
        Column("asset", _("What it stands in"), lambda row: str(row.get_asset_display()), on_page=False),
        _text("location", _("Where it is")),
        Column("latitude", _("Latitude"), lambda row: _number(row.latitude), on_page=False),
        Column("longitude", _("Longitude"), lambda row: _number(row.longitude), on_page=False),
        _text("element", _("Element")),
        _text("standard", _("Standard")),
        _text("section", _("Section")),
        _text("measured", _("Measured")),
        _text("required", _("Required")),
        _text("obstacle", _("Obstacle")),
        _text("programmes", _("Programs and services affected")),
        Column("severity", _("Severity score"), lambda row: _number(row.severity), on_page=False),
        Column("use", _("Location and use score"), lambda row: _number(row.use), on_page=False),
        Column("removal", _("Kind of removal"), lambda row: str(row.get_removal_display() or "") or None, on_page=False),
        _text("method", _("Method of removal")),
        _text("interim", _("Interim measure")),
        Column("cost_low", _("Least cost"), lambda row: _dollars(row.cost_low), on_page=False),
        Column("cost_high", _("Greatest cost"), lambda row: _dollars(row.cost_high), on_page=False),
        Column("cost_year", _("Cost year"), lambda row: row.cost_year, int, on_page=False),
        _text("funding", _("Funding source")),
        _text("cip", _("Capital programme number")),
        _day("starts_on", _("Scheduled start")),
        Column("steps", _("Yearly steps"), lambda row: [one.isoformat() for one in row.steps], list, on_page=False),
        _text("why_not_required", _("Why not required")),
        _day("surveyed_on", _("Surveyed on")),
        _text("surveyed_by", _("Surveyed by")),
        _day("removed_on", _("Removed on")),
        _day("verified_on", _("Verified on")),
        Column(
            "verified_by", _("Verified by"), lambda row: row.verified_by.name if row.verified_by else None, on_page=False
        ),
    ),
    sort="code",
    keys_first=True,
    count=lambda n: ngettext("%(n)s barrier", "%(n)s barriers", n) % {"n": n},
    action=_begin,
    empty=_empty,
)  # fmt: skip


# ---- facilities


def _facilities(facts: Facts) -> QuerySet[Facility]:
    return rolled_up(facts).select_related("unit")


def _figure(name: str, label: Any) -> Column:
    return Column(name, label, lambda row: getattr(RolledUp.of(row), name), int, sort=(f"figures__{name}", "name"))


def _begin_facility(facts: Facts) -> Action | None:
    return Action(_("Enter a facility"), reverse("compliance:facility-create")) if units_kept(facts) else None


FACILITIES = Listing(
    code="facilities",
    title=_("Facilities"),
    address="compliance:facility-list",
    rows=_facilities,
    search=lambda word, _facts: Q(name__icontains=word) | Q(code__icontains=word) | Q(address__icontains=word),
    filters=(
        unit_filter("unit__path", units_read),
        Choice(
            "kind", _("What it is"), among=lambda _facts: Asset.choices, to=lambda code, _facts: Q(kind=code),
            everything=_("Everything"),
        ),
    ),
    columns=(
        Column(
            "name", _("Facility"), lambda row: row.name, sort=("name", "pk"),
            link=lambda row: reverse("compliance:facility-detail", args=[row.pk]),
        ),
        Column("unit", _("Unit"), lambda row: row.unit.name, sort=("unit__name", "name")),
        _figure("identified", _("Identified")),
        _figure("removed", _("Removed")),
        _figure("open", _("Open")),
        Column(
            "complete", _("Open, with all four contents"), lambda row: RolledUp.of(row).complete, int,
            sort=("complete", "name"),
        ),
        _figure("overdue", _("Overdue")),
        Column("cost", _("Cost remaining"), lambda row: RolledUp.of(row).costs, list),
        Column("code", _("Code"), lambda row: row.code, sort=("code",), on_page=False),
        Column("kind", _("What it is"), lambda row: str(row.get_kind_display()), sort=("kind", "name"), on_page=False),
        Column("address", _("Address"), lambda row: row.address or None, on_page=False),
    ),
    sort="name",
    count=lambda n: ngettext("%(n)s facility", "%(n)s facilities", n) % {"n": n},
    action=_begin_facility,
    empty=lambda facts: Empty(
        _("No facility yet"),
        _("Enter the first one, or bring in a survey: its facilities come along.")
        if units_kept(facts)
        else _("Facilities of the units that you support or are told of appear here as soon as somebody enters them."),
    ),
)  # fmt: skip

LISTS = (BARRIERS, FACILITIES)
