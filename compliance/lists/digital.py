"""The list of the digital inventory."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from compliance.kinds import DIGITAL_ASSET
from compliance.models import DigitalAsset
from compliance.queries.digital import DOUBTFUL, assets_read, failures_of, is_doubtful
from compliance.reading_rights import units_read
from raci.authority import Facts
from raci.keeping import may_keep
from raci.lists import Action, Choice, Column, Empty, Listing
from raci.queries.lists.filters import unit_filter

SHOWS = {
    "unaudited": _("not audited yet"),
    "failing": _("with open failures"),
    "clear": _("audited, nothing open"),
    "doubtful": _("with an exception that is not open to it"),
}


def _rows(facts: Facts) -> QuerySet[DigitalAsset]:
    return assets_read(facts).select_related("unit")


def _showing(code: str, _facts: Facts) -> Q:
    return {
        "unaudited": Q(audited_on=None),
        "failing": Q(failures__isnull=False) & ~Q(failures={}),
        "clear": Q(audited_on__isnull=False, failures={}),
        "doubtful": DOUBTFUL,
    }[code]


def _claim(row: DigitalAsset) -> str | None:
    if not row.claim:
        return None
    return (
        f"{row.get_claim_display()} {_('(not open to what is in use)')}"
        if is_doubtful(row)
        else str(row.get_claim_display())
    )


def _begin(facts: Facts) -> Action | None:
    kept = any(may_keep(facts, DIGITAL_ASSET, one) for one in units_read(facts))
    return Action(_("Enter an item"), reverse("compliance:digital-create")) if kept else None


DIGITAL = Listing(
    code="digital-assets",
    title=_("Digital inventory"),
    address="compliance:digital-list",
    rows=_rows,
    search=lambda word, _facts: Q(name__icontains=word) | Q(code__icontains=word) | Q(url__icontains=word)
    | Q(vendor__icontains=word),
    filters=(
        unit_filter("unit__path", units_read),
        Choice(
            "kind", _("What it is"), among=lambda _facts: DigitalAsset.Kind.choices, to=lambda code, _facts: Q(kind=code),
            everything=_("Everything"),
        ),
        Choice("shows", _("What it shows"), among=lambda _facts: SHOWS.items(), to=_showing, everything=_("Anything")),
        Choice(
            "status", _("Status"), among=lambda _facts: DigitalAsset.Status.choices,
            to=lambda code, _facts: Q(status=code), everything=_("Any status"),
        ),
    ),
    columns=(
        Column(
            "name", _("Item"), lambda row: row.name, sort=("name", "pk"),
            link=lambda row: reverse("compliance:digital-detail", args=[row.pk]),
        ),
        Column("unit", _("Unit"), lambda row: row.unit.name, sort=("unit__name", "name")),
        Column("kind", _("What it is"), lambda row: str(row.get_kind_display()), sort=("kind", "name")),
        Column("used", _("Used to take part"), lambda row: row.is_used, bool, sort=("is_used", "name")),
        Column("audited_on", _("Last audited"), lambda row: row.audited_on, date, sort=("audited_on", "name")),
        Column("failures", _("Open failures"), failures_of, int),
        Column("claim", _("Exception or claim"), _claim, sort=("claim", "name")),
        Column("target_on", _("Target date"), lambda row: row.target_on, date, sort=("target_on", "name")),
        Column("status", _("Status"), lambda row: str(row.get_status_display()), sort=("status", "name")),
        Column("code", _("Number"), lambda row: row.code, sort=("code",), on_page=False),
        Column("url", _("Address"), lambda row: row.url or None, on_page=False),
        Column("vendor", _("Vendor"), lambda row: row.vendor or None, on_page=False),
        Column("contract", _("Contract"), lambda row: row.contract or None, on_page=False),
        Column("made_on", _("Created on"), lambda row: row.made_on, date, on_page=False),
        Column("changed_on", _("Last changed on"), lambda row: row.changed_on, date, on_page=False),
        Column("auditor", _("Auditor"), lambda row: row.auditor or None, on_page=False),
        Column("method", _("How it was audited"), lambda row: str(row.get_method_display() or "") or None, on_page=False),
        Column(
            "criteria", _("Open failures by criterion"),
            lambda row: [f"{name}: {count}" for name, count in sorted((row.failures or {}).items())], list, on_page=False,
        ),
    ),
    sort="name",
    count=lambda n: ngettext("%(n)s item", "%(n)s items", n) % {"n": n},
    action=_begin,
    empty=lambda facts: Empty(
        _("No item yet"),
        _("Begin with the pages and apps by which people apply for services.")
        if _begin(facts)
        else _("Items of the units that you support or are told of appear here as soon as somebody enters them."),
    ),
)  # fmt: skip

LISTS = (DIGITAL,)
