"""The list of audits of representation: of each the newest version its reader may see."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from boards.kinds import AUDITS
from boards.queries.audits import kinds_begun_by, newest_cases
from raci.authority import Facts
from raci.drawing import day
from raci.lists import Action, Choice, Column, Empty, Listing
from raci.queries.lists import governed

LABELS = {kind.code: kind.label for kind in AUDITS}


def _begin(facts: Facts) -> Action | None:
    return Action(_("Begin an audit"), reverse("boards:audit-create")) if kinds_begun_by(facts) else None


def _empty(facts: Facts) -> Empty:
    if kinds_begun_by(facts):
        text = _("Begin one: name the day. What members said of themselves is counted by the custodian alone.")
        return Empty(_("No audit yet"), text)
    text = _("Audits appear here once your posts give you a part in them: asked, deciding, or told afterwards.")
    return Empty(_("No audit to read yet"), text)


AUDIT_LIST = Listing(
    code="board-audits",
    title=_("Audits of representation"),
    address="boards:audit-list",
    rows=newest_cases,
    search=lambda word, _facts: Q(title__icontains=word),
    filters=(
        Choice(
            "kind", _("Whose"), among=lambda _facts: [(code, str(label)) for code, label in LABELS.items()],
            to=lambda code, _facts: Q(record__kind=code), everything=_("The city’s and the Auditor’s"),
        ),
        governed.filters(lambda _facts: ())[1],
    ),
    columns=(
        Column(
            "title", _("Audit"), lambda row: row.title, sort=("title", "id"),
            link=lambda row: reverse("boards:audit-detail", args=[row.record_id]),
            note=lambda row: str(_("published")) if row.record.representation_audit.published_text_id else "",
        ),
        Column("kind", _("Whose"), lambda row: str(LABELS[row.record.kind]), sort=("record__kind", "id")),
        Column(
            "as_of", _("Who served on"), lambda row: row.record.representation_audit.as_of, date,
            sort=("record__representation_audit__as_of", "id"), show=lambda row: day(row.record.representation_audit.as_of),
        ),
        governed.STATE,
        governed.SINCE,
        governed.NUMBER,
    ),
    sort="-as_of",
    count=lambda n: ngettext("%(n)s audit", "%(n)s audits", n) % {"n": n},
    action=_begin,
    empty=_empty,
)  # fmt: skip
