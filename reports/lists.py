"""The list of reports: of each the newest version its reader may see."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from raci.authority import Facts
from raci.lists import Action, Choice, Column, Empty, Listing
from raci.queries.lists import governed
from reports.catalogue import KINDS
from reports.queries import may_begin, newest_cases


def _begin(facts: Facts) -> Action | None:
    return Action(_("Ask for a report"), reverse("reports:report-create")) if may_begin(facts) else None


def _empty(facts: Facts) -> Empty:
    if may_begin(facts):
        return Empty(
            _("No report yet"),
            _("Ask for one: its facts are taken as they stand that moment, and you write beside them."),
        )
    return Empty(_("No report to read yet"), _("Reports appear here once you are asked about one, or one is approved."))


REPORT_LIST = Listing(
    code="reports",
    title=_("Reports"),
    address="reports:report-list",
    rows=newest_cases,
    search=lambda word, _facts: Q(title__icontains=word),
    filters=(
        Choice(
            "kind", _("Kind"), among=lambda _facts: [(one.code, str(one.label)) for one in KINDS.values()],
            to=lambda code, _facts: Q(record__report__kind=code), everything=_("All kinds"),
        ),
        governed.filters(lambda _facts: ())[1],
    ),
    columns=(
        Column(
            "title", _("Title"), lambda row: row.title, sort=("title", "id"),
            link=lambda row: reverse("reports:report-detail", args=[row.record_id]),
        ),
        Column("kind", _("Kind"), lambda row: str(KINDS[row.record.report.kind].label), sort=("record__report__kind", "id")),
        governed.STATE,
        governed.SINCE,
        governed.NUMBER,
    ),
    sort="title",
    count=lambda n: ngettext("%(n)s report", "%(n)s reports", n) % {"n": n},
    action=_begin,
    empty=_empty,
    group="records",
    place=13,
)  # fmt: skip
