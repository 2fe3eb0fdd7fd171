"""Who was named for what: all staff read it."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from raci import records
from raci.authority import Facts
from raci.lists import Action, Choice, Choices, Column, Empty, Listing
from raci.models import Naming
from raci.queries.lists.filters import all_units, unit_filter
from raci.queries.namings import may_name

IN_FORCE, TAKEN_BACK = "in_force", "taken_back"


def _rows(_facts: Facts) -> QuerySet[Naming]:
    return Naming.objects.select_related("giver", "named", "unit")


def _activities(_facts: Facts) -> Choices:
    codes = Naming.objects.order_by("activity_code").values_list("activity_code", flat=True).distinct()
    return [(code, code) for code in codes]


def what(row: Naming) -> str:
    """What it is for: "keeps" or "accepts"."""
    return str(_("keeps (R)") if row.letter == "R" else _("accepts (A)"))


def kind_named(row: Naming) -> str:
    """The one kind it is for; all that is kept or reviewed under the activity where none is named."""
    return next(
        (str(one.label) for one in records.kinds() if one.code == row.kind), str(_("all that is kept or reviewed"))
    )


def _action(facts: Facts) -> Action | None:
    return Action(_("Name a post"), reverse("raci:naming-create")) if may_name(facts) else None


NAMINGS = Listing(
    code="namings",
    title=_("Namings"),
    address="raci:naming-list",
    rows=_rows,
    search=lambda word, _facts: (
        Q(named__title__icontains=word) | Q(giver__title__icontains=word) | Q(unit__name__icontains=word)
    ),
    filters=(
        unit_filter("unit__path", all_units),
        Choice(
            "activity",
            _("Activity"),
            among=_activities,
            to=lambda code, _facts: Q(activity_code=code),
            everything=_("All activities"),
        ),
        Choice(
            "standing",
            _("Standing"),
            among=lambda _facts: ((IN_FORCE, _("in force")), (TAKEN_BACK, _("taken back"))),
            to=lambda code, _facts: Q(taken_back_at__isnull=code == IN_FORCE),
            everything=_("All"),
        ),
    ),
    columns=(
        Column(
            "named",
            _("Named post"),
            lambda row: row.named.title,
            sort=("named__title",),
            link=lambda row: reverse("raci:naming", args=[row.pk]),
        ),
        Column("giver", _("By"), lambda row: row.giver.title, sort=("giver__title",)),
        Column("activity", _("Activity"), lambda row: row.activity_code, sort=("activity_code", "letter")),
        Column("what", _("For what"), what, sort=("letter",), note=lambda row: kind_named(row)),
        Column("unit", _("In, and below"), lambda row: row.unit.name, sort=("unit__path",)),
        Column("begins_on", _("From"), lambda row: row.begins_on, date, sort=("begins_on",)),
        Column("taken_back_at", _("Taken back"), lambda row: row.taken_back_at, datetime, sort=("taken_back_at",)),
        Column("kind", _("Kind"), kind_named, on_page=False),
        Column("number", _("Number"), lambda row: row.pk, int, on_page=False),
    ),
    sort="activity",
    count=lambda n: ngettext("%(n)s naming", "%(n)s namings", n) % {"n": n},
    empty=lambda _facts: Empty(
        _("No post is named yet"),
        _("Who holds a post with R or A may name another post, so that its holders keep or accept for it."),
    ),
    action=_action,
    group="city",
    place=30,
)
