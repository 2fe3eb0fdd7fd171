"""The city's tree: each unit with what stands in it."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Count, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from raci import asof
from raci.authority import Facts
from raci.grants import visible
from raci.lists import AS_OF, Choice, Column, Listing
from raci.models import Post, Unit
from raci.queries.founding import comes_with_the_founding, to_the_checklist
from raci.queries.lists.filters import all_units
from raci.queries.lists.posts import VACANT, is_held
from raci.queries.posts_today import there_on


def _number(rows: QuerySet[Any], of: str, what: str = "pk") -> Coalesce:
    """How many rows there are of a unit, each thing once."""
    found = rows.order_by().values(of).annotate(n=Count(what, distinct=True)).values("n")
    return Coalesce(Subquery(found, output_field=IntegerField()), 0)


def _rows(facts: Facts) -> QuerySet[Unit]:
    posts = Post.objects.filter(there_on(facts.today), unit=OuterRef("pk"))
    covers = Func(OuterRef("path"), F("path"), function="starts_with", output_field=BooleanField())
    above = Unit.objects.filter(covers).order_by("path")
    records = visible(facts).filter(record__scope__unit=OuterRef("pk"))
    return _on(facts).annotate(
        line=ArraySubquery(above.values("name")),
        held=_number(posts.filter(is_held(facts)), "unit"),
        vacant=_number(posts.filter(~Q(is_held(facts))), "unit"),
        records=_number(records, "record__scope__unit", "record"),
    )


def _on(facts: Facts) -> QuerySet[Unit]:
    """The units there are; looking back, those there were, with their name of then (1 query)."""
    if not facts.looks_back:
        return Unit.objects.all()
    then = asof.stood(Unit, "name", asof.remembered_until(facts.today))
    return Unit.objects.annotate(name_then=then).filter(name_then__isnull=False)


def _said(row: Any) -> str:
    return str(getattr(row, "name_then", row.name))


def _name(row: Any) -> str:
    return format_html('<span class="portal-depth portal-depth--{}">{}</span>', min(len(row.line), 5), _said(row))


def _posts(row: Unit, vacant: str = "") -> str:
    return f"{reverse('raci:posts')}?unit={row.code}" + (f"&vacant={vacant}" if vacant else "")


UNITS = Listing(
    code="units",
    title=_("Units"),
    address="raci:unit-list",
    rows=_rows,
    search=lambda word, _facts: Q(name__icontains=word) | Q(code__icontains=word),
    filters=(
        Choice(
            "unit",
            _("Part of"),
            among=lambda facts: all_units(facts).filter(children__isnull=False).distinct().values_list("code", "name"),
            to=lambda code, _facts: Q(path__contains=f"/{code}/"),
            everything=_("All units"),
        ),
        Choice(
            "kind",
            _("Kind"),
            among=lambda _facts: Unit.Kind.choices,
            to=lambda kind, _facts: Q(kind=kind),
            everything=_("All kinds"),
        ),
        AS_OF,
    ),
    columns=(
        Column("name", _("Unit"), _said, sort=("name",), show=_name, link=_posts),
        Column("kind", _("Kind"), lambda row: str(row.get_kind_display()), sort=("kind", "name")),
        Column("path", _("Part of"), lambda row: " › ".join(row.line[:-1]), sort=("path",)),
        Column("held", _("Posts held"), lambda row: row.held, int, sort=("held",)),
        Column(
            "vacant",
            _("Posts vacant"),
            lambda row: row.vacant,
            int,
            sort=("vacant",),
            link=lambda row: _posts(row, VACANT) if row.vacant else "",
        ),
        Column("records", _("Records you may see"), lambda row: row.records, int, sort=("records",)),
        Column("code", _("Code"), lambda row: row.code, on_page=False),
    ),
    sort="path",
    count=lambda n: ngettext("%(n)s unit", "%(n)s units", n) % {"n": n},
    empty=lambda facts: comes_with_the_founding(
        _("No unit yet"), _("Units come with the city, when it is loaded."), facts
    ),
    action=to_the_checklist,
    group="city",
    place=20,
)
