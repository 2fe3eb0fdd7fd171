"""The list of public comment rounds."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from engagement.commenting.queries import rounds, units_kept
from raci.authority import Facts
from raci.lists import Action, Choice, Column, Empty, Listing
from raci.queries.lists.filters import all_units, unit_filter

SHOWN = {
    "open": _("open for comment"),
    "closed": _("closed"),
    "soon": _("still to open"),
    "waits": _("with comments to read"),
}


def _narrowed(code: str, facts: Facts) -> Q:
    return {
        "open": Q(opens_on__lte=facts.today, closes_on__gte=facts.today),
        "closed": Q(closes_on__lt=facts.today),
        "soon": Q(opens_on__gt=facts.today),
        "waits": Q(waiting__gt=0),
    }[code]


def _announce(facts: Facts) -> Action | None:
    return Action(_("Announce a round"), reverse("engagement:comment-round-create")) if units_kept(facts) else None


def _empty(facts: Facts) -> Empty:
    text = (
        _("Announce one: a draft, what it is about in English and Spanish, and until when anybody may comment.")
        if units_kept(facts)
        else _("Whoever is responsible (R) for reporting (3.3) announces drafts here.")
    )
    return Empty(_("No draft was open for comment yet"), text)


COMMENT_ROUNDS = Listing(
    code="comment-rounds",
    title=_("Public comment"),
    address="engagement:comment-round-list",
    rows=lambda _facts: rounds(),
    search=lambda word, _facts: Q(title__icontains=word) | Q(about__icontains=word),
    filters=(
        Choice("show", _("Stands"), among=lambda _facts: SHOWN.items(), to=_narrowed, everything=_("All")),
        unit_filter("unit__path", all_units),
    ),
    columns=(
        Column(
            "title", _("Title"), lambda row: row.title, sort=("title", "pk"),
            link=lambda row: reverse("engagement:comment-round-detail", args=[row.pk]),
        ),
        Column("unit", _("Unit"), lambda row: row.unit.name, sort=("unit__name", "pk")),
        Column("opens_on", _("From"), lambda row: row.opens_on, date, sort=("opens_on", "pk")),
        Column("closes_on", _("Until"), lambda row: row.closes_on, date, sort=("closes_on", "pk")),
        Column("comments", _("Comments"), lambda row: row.all_comments, int, sort=("all_comments", "pk")),
        Column("waiting", _("To read"), lambda row: row.waiting, int, sort=("waiting", "pk")),
        Column("number", _("Number"), lambda row: row.pk, int, sort=("pk",), on_page=False),
    ),
    sort="-closes_on",
    count=lambda n: ngettext("%(n)s comment round", "%(n)s comment rounds", n) % {"n": n},
    action=_announce,
    empty=_empty,
    group="engagement",
    place=30,
)  # fmt: skip
