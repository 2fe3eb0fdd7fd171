"""The list of places: how many indicators have values there, and whether they can be drawn."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from metrics.actions.places import may_draw
from metrics.cells import counting
from metrics.models import Place, Series
from raci.authority import Facts
from raci.lists import Choice, Column, Empty, Listing
from raci.lists.listing import Action


def _rows(_facts: Facts) -> QuerySet[Place]:
    of_place = Series.objects.filter(place=OuterRef("pk"), batch__in=counting()).order_by().values("place")
    measured = Subquery(of_place.annotate(n=Count("indicator", distinct=True)).values("n"), output_field=IntegerField())
    outlined = Case(When(rings=None, then=Value(0)), default=Value(1))
    return (
        Place.objects.select_related("parent")
        .annotate(measured=Coalesce(measured, 0), outlined=outlined)
        .defer("rings")
    )


def _empty(facts: Facts) -> Empty:
    if may_draw(facts):
        text = _("Draw them from a boundary file, or bring in figures whose rows name their place.")
    else:
        text = _("They come with figures whose rows name their place, or from a boundary file.")
    return Empty(_("No place is known yet"), text)


def _to_do(facts: Facts) -> Action | None:
    return Action(_("Draw places"), reverse("metrics:place-draw")) if may_draw(facts) else None


def _yes_or_no(row: Any) -> bool:
    return bool(row.outlined)


PLACES = Listing(
    code="places",
    title=_("Places"),
    address="metrics:place-list",
    rows=_rows,
    search=lambda word, _facts: Q(name__icontains=word) | Q(code__icontains=word),
    filters=(
        Choice(
            "kind",
            _("Kind"),
            among=lambda _facts: Place.Kind.choices,
            to=lambda code, _facts: Q(kind=code),
            everything=_("All kinds"),
        ),
    ),
    columns=(
        Column(
            "name",
            _("Place"),
            lambda row: row.name,
            sort=("name", "pk"),
            link=lambda row: reverse("metrics:place-detail", args=[row.pk]),
        ),
        Column("code", _("Code"), lambda row: row.code, sort=("code",)),
        Column("kind", _("Kind"), lambda row: str(row.get_kind_display()), sort=("kind", "name", "pk")),
        Column("parent", _("Part of"), lambda row: row.parent.name if row.parent else None),
        Column("measured", _("Indicators"), lambda row: row.measured, holds=int, sort=("measured", "pk")),
        Column("outlined", _("On the map"), _yes_or_no, holds=bool),
    ),
    sort="name",
    count=lambda n: ngettext("%(n)s place", "%(n)s places", n) % {"n": n},
    empty=_empty,
    action=_to_do,
)
