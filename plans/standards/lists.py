"""The list of standards and policies: of each the newest version its reader may see."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from plans.kinds import STANDARDS
from plans.standards.queries import kinds_begun_by, newest_cases
from raci.authority import Facts
from raci.lists import Action, Choice, Column, Empty, Listing
from raci.models import Objective
from raci.queries.lists import governed

LABELS = {kind.code: kind.label for kind in STANDARDS}


def _begin(facts: Facts) -> Action | None:
    return Action(_("Begin a standard or policy"), reverse("plans:standard-create")) if kinds_begun_by(facts) else None


def _empty(facts: Facts) -> Empty:
    if kinds_begun_by(facts):
        text = _("Begin one: say what it asks of each bureau, and by when bureaus answer. It stays a draft until then.")
        return Empty(_("No standard yet"), text)
    return Empty(
        _("No standard to read yet"),
        _("Standards and policies appear here once your posts give you a part in them, or they are in force."),
    )


STANDARD_LIST = Listing(
    code="standards",
    title=_("Standards and policies"),
    address="plans:standard-list",
    rows=newest_cases,
    search=lambda word, _facts: Q(title__icontains=word),
    filters=(
        Choice(
            "kind", _("What it is"), among=lambda _facts: [(code, str(label)) for code, label in LABELS.items()],
            to=lambda code, _facts: Q(record__kind=code), everything=_("Standards and policies"),
        ),
        Choice(
            "objective", _("Objective"), among=lambda _facts: Objective.objects.values_list("code", "text"),
            to=lambda code, _facts: Q(record__standard__objective__code=code), everything=_("All objectives"),
        ),
        governed.filters(lambda _facts: ())[1],
    ),
    columns=(
        Column(
            "title", _("Title"), lambda row: row.title, sort=("title", "id"),
            link=lambda row: reverse("plans:standard-detail", args=[row.record_id]),
        ),
        Column("kind", _("What it is"), lambda row: str(LABELS[row.record.kind]), sort=("record__kind", "id")),
        Column(
            "objective", _("Objective"),
            lambda row: row.record.standard.objective.text if row.record.standard.objective else "", on_page=False,
        ),
        governed.STATE,
        governed.SINCE,
        governed.NUMBER,
    ),
    sort="title",
    count=lambda n: ngettext("%(n)s standard or policy", "%(n)s standards and policies", n) % {"n": n},
    action=_begin,
    empty=_empty,
    group="records",
    place=12,
)  # fmt: skip
