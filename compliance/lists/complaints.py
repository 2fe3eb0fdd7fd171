"""The list of complaints that a person reads: numbers, days and states; no word that anybody wrote."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from compliance.complaints.log import bases_of
from compliance.complaints.retention import over
from compliance.complaints.seats import circle, readable
from compliance.law.standing import law_on
from compliance.models import Basis, Complaint
from raci.authority import Facts
from raci.lists import Choice, Column, Empty, Listing
from raci.lists.listing import Action
from raci.refusals import Refused


def _rows(facts: Facts) -> QuerySet[Complaint]:
    return readable(facts).select_related("unit", "investigator")


def _may(facts: Facts) -> None:
    if circle(facts) is None and not readable(facts).exists():
        raise Refused(str(_("There is no such page.")), visible=False)


def _empty(facts: Facts) -> Empty:
    text = _(
        "Write down what comes by letter, telephone or in person; what comes by the public form stands here by itself."
    )
    return Empty(_("No complaint that you read"), text if circle(facts) else "")


def _to_do(facts: Facts) -> Action | None:
    return Action(_("Write a complaint down"), reverse("compliance:complaint-create")) if circle(facts) else None


def _link(row: Any) -> str:
    return reverse("compliance:complaint-detail", args=[row.pk])


KEPT = [("over", _("due to be erased")), ("held", _("legal hold")), ("erased", _("erased"))]


def _kept(code: str, facts: Facts) -> Q:
    if code == "over":
        return over(law_on(facts.today), facts.today)
    return Q(is_held=True) if code == "held" else Q(erased_on__isnull=False)


COMPLAINTS = Listing(
    code="complaints",
    title=_("Complaints"),
    address="compliance:complaint-list",
    rows=_rows,
    may=_may,
    search=lambda word, _facts: Q(number__icontains=word) | Q(unit__name__icontains=word),
    filters=(
        Choice(
            "state", _("State"), among=lambda _facts: Complaint.State.choices, to=lambda code, _facts: Q(state=code),
            everything=_("All states"),
        ),
        Choice(
            "basis", _("Basis"), among=lambda _facts: Basis.choices, to=lambda code, _facts: Q(bases__contains=[code]),
            everything=_("All bases"),
        ),
        Choice("kept", _("How long it is kept"), among=lambda _facts: KEPT, to=_kept, everything=_("All cases")),
    ),
    columns=(
        Column("number", _("Case"), lambda row: row.number, sort=("number",), link=_link),
        Column("received_on", _("Received"), lambda row: row.received_on, holds=date, sort=("received_on", "pk")),
        Column("bases", _("Bases"), lambda row: ", ".join(str(one) for one in bases_of(row.bases))),
        Column("unit", _("Office complained about"), lambda row: row.unit.name if row.unit else None, sort=("unit__name", "pk")),
        Column("state", _("State"), lambda row: str(row.get_state_display()), sort=("state", "pk")),
        Column("result", _("Finding"), lambda row: str(row.get_result_display()) if row.result else None),
        Column("investigator", _("Investigator"), lambda row: row.investigator.title if row.investigator else None),
        Column("closed_on", _("Closed"), lambda row: row.closed_on, holds=date, sort=("closed_on", "pk")),
    ),
    sort="-received_on",
    count=lambda n: ngettext("%(n)s complaint", "%(n)s complaints", n) % {"n": n},
    empty=_empty,
    action=_to_do,
)  # fmt: skip

LISTS = (COMPLAINTS,)
