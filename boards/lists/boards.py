"""The directory of boards, with how their seats stand today."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from boards.keepers import units_kept
from boards.models import Board
from boards.queries.standing import active_on, with_counts
from raci.authority import Facts
from raci.lists import Action, Choice, Column, Empty, Listing
from raci.queries.lists.filters import all_units, unit_filter


def _begin(facts: Facts) -> Action | None:
    return Action(_("Enter a board"), reverse("boards:board-create")) if units_kept(facts) else None


def _empty(facts: Facts) -> Empty:
    if units_kept(facts):
        text = _("Enter a board with its seats: what law makes it, who appoints, and how long a term is.")
        return Empty(_("No board yet"), text)
    return Empty(_("No board yet"), _("Directors and the Office enter boards (activity 4.8). They appear here then."))


def _status(code: str, facts: Facts) -> Q:
    active = active_on(facts.today)
    return active if code == "active" else ~active


def _seats(code: str, _facts: Facts) -> Q:
    return {"vacant": Q(vacant__gt=0), "holdover": Q(holdovers__gt=0), "expired": Q(expired__gt=0)}[code]


def _text(name: str, label: Any) -> Column:
    return Column(name, label, lambda row: getattr(row, name) or None, on_page=False)


def _count(name: str, label: Any, *, on_page: bool = True) -> Column:
    return Column(name, label, lambda row: getattr(row, name), int, sort=(name, "name"), on_page=on_page)


BOARDS = Listing(
    code="boards",
    title=_("Boards and commissions"),
    address="boards:board-list",
    rows=lambda facts: with_counts(Board.objects.select_related("unit", "liaison", "parent"), facts.today),
    search=lambda word, _facts: (
        Q(name__icontains=word) | Q(also_known_as__icontains=word) | Q(legal_basis__icontains=word)
    ),
    filters=(
        unit_filter("unit__path", all_units),
        Choice(
            "status", _("Status"), among=lambda _facts: [("active", _("Active")), ("dissolved", _("Dissolved"))], to=_status,
            everything=_("Active and dissolved"),
        ),
        Choice("type", _("What it does"), among=lambda _facts: Board.BodyType.choices, to=lambda code, _facts: Q(body_type=code),
            everything=_("Anything"),
        ),
        Choice(
            "seats", _("With seats"),
            among=lambda _facts: [
                ("vacant", _("that are vacant")), ("holdover", _("of holdovers")), ("expired", _("whose term is over")),
            ],
            to=_seats, everything=_("Any seats"),
        ),
    ),
    columns=(
        Column(
            "name", _("Board"), lambda row: row.name, sort=("name", "pk"),
            link=lambda row: reverse("boards:board-detail", args=[row.code]),
            note=lambda row: str(_("dissolved")) if row.dissolved_on else "",
        ),
        _count("seats_there", _("Seats")),
        _count("filled", _("Filled")),
        _count("vacant", _("Vacant")),
        _count("holdovers", _("Holdovers")),
        Column("appoints", _("Appoints"), lambda row: row.appointed_by or None, sort=("appointed_by", "name")),
        Column("liaison", _("Liaison"), lambda row: row.liaison.title if row.liaison else None, sort=("liaison__title",)),
        Column("unit", _("Unit"), lambda row: row.unit.name, sort=("unit__name", "name")),
        _count("expired", _("Of the vacant, term over"), on_page=False),
        Column("type", _("What it does"), lambda row: str(row.get_body_type_display()), on_page=False),
        Column("parent", _("Committee of"), lambda row: row.parent.name if row.parent else None, on_page=False),
        _text("confirmed_by", _("Confirms")),
        _text("legal_basis", _("Charter or ordinance")),
        _text("purpose", _("Purpose")),
        _text("also_known_as", _("Also known as")),
        Column("quorum", _("Quorum"), lambda row: row.quorum, int, on_page=False),
        Column("holdover", _("Members serve until a successor"), lambda row: row.holdover, on_page=False),
        Column("established_on", _("Established"), lambda row: row.established_on, date, on_page=False),
        Column("dissolved_on", _("Dissolved"), lambda row: row.dissolved_on, date, on_page=False),
        Column("code", _("Code"), lambda row: row.code, sort=("code",), on_page=False),
        Column("number", _("Number"), lambda row: row.pk, int, sort=("pk",), on_page=False),
    ),
    sort="name",
    count=lambda n: ngettext("%(n)s board", "%(n)s boards", n) % {"n": n},
    empty=_empty,
    action=_begin,
)  # fmt: skip
