"""The list of initiatives: of each the newest version its reader may see, how it was reported, and what is due next."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from plans.initiatives.kinds import INITIATIVE
from plans.initiatives.queries import newest_cases, units_to_begin
from raci.authority import Facts
from raci.drawing import day
from raci.lists import Action, Choice, Column, Empty, Listing
from raci.models import Theme
from raci.queries.lists import governed
from raci.queries.lists.filters import all_units

SHORT = {
    "on_track": _("on track"),
    "behind": _("behind"),
    "stopped": _("stopped"),
    "done": _("done"),
}


def _begin(facts: Facts) -> Action | None:
    if units_to_begin(facts).exists():
        return Action(_("Begin an initiative"), reverse("plans:initiative-create"))
    return None


def _empty(facts: Facts) -> Empty:
    if units_to_begin(facts).exists():
        text = _("Begin one: name who leads it. It stays a draft until you open consultation.")
        return Empty(_("No initiative yet"), text)
    text = _("Initiatives appear here once your posts give you a part in them, or they are in force.")
    return Empty(_("No initiative to read yet"), text)


def _next(row: Any) -> date | None:
    due: date | None = None if row.over else row.next_due
    return due


def _next_shown(row: Any) -> str:
    return format_html("{}", day(_next(row)) if _next(row) else _now("nothing asked for"))


def _standing(row: Any) -> str:
    return str(SHORT.get(row.standing or "", ""))


def _standing_shown(row: Any) -> str:
    if not row.standing:
        return format_html('<span class="portal-quiet">{}</span>', _now("not reported yet"))
    return format_html('<span class="usa-tag plan-status--{}">{}</span>', row.standing, _standing(row))


INITIATIVE_LIST = Listing(
    code="initiatives",
    title=_("Initiatives"),
    address="plans:initiative-list",
    rows=newest_cases,
    search=lambda word, _facts: Q(title__icontains=word) | Q(record__scope__unit__name__icontains=word),
    filters=(
        *governed.filters(all_units),
        Choice(
            "theme", _("Theme"), among=lambda _facts: Theme.objects.values_list("code", "name"),
            to=lambda code, _facts: Q(record__initiative__ties__theme__code=code), everything=_("All themes"),
        ),
        Choice(
            "standing", _("How it stands"),
            among=lambda _facts: [*SHORT.items(), ("none", _("not reported yet"))],
            to=lambda code, _facts: Q(standing=None) if code == "none" else Q(standing=code),
            everything=_("However it stands"),
        ),
        Choice(
            "impact", _("Impact"), among=lambda _facts: [("high", _("high impact"))],
            to=lambda _code, _facts: Q(record__initiative__high_impact=True), everything=_("Any impact"),
        ),
    ),
    columns=(
        Column(
            "title", _("Initiative"), lambda row: row.title, sort=("title", "id"),
            link=lambda row: INITIATIVE.url(row.record),
        ),
        governed.UNIT,
        governed.STATE,
        Column("standing", _("How it stands"), _standing, sort=("standing",), show=_standing_shown),
        Column("next_due", _("Next update"), _next, date, sort=("next_due",), show=_next_shown),
        governed.SINCE,
        governed.NUMBER,
    ),
    sort="title",
    count=lambda n: ngettext("%(n)s initiative", "%(n)s initiatives", n) % {"n": n},
    action=_begin,
    empty=_empty,
    group="records",
    place=14,
)  # fmt: skip
