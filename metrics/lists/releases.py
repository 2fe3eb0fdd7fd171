"""The list of releases: of each the newest version its reader may see."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from metrics.kinds import RELEASE
from metrics.queries.release_choices import may_begin
from metrics.queries.releases import newest_cases
from raci.authority import Facts
from raci.lists import Action, Column, Empty, Listing
from raci.queries.lists import governed
from raci.queries.lists.filters import units_of


def _begin(facts: Facts) -> Action | None:
    return Action(_("Begin a release"), reverse("metrics:release-create")) if may_begin(facts) else None


def _empty(facts: Facts) -> Empty:
    if may_begin(facts):
        text = _("Begin one: name the indicator. Its tables are made and judged before anybody is asked about it.")
        return Empty(_("No release yet"), text)
    text = _("Releases appear here once your posts give you a part in them: asked, deciding, or told afterwards.")
    return Empty(_("No release to read yet"), text)


def _withdrawn(row: Any) -> str:
    return str(_("withdrawn")) if row.record.data_release.withdrawn_at else ""


RELEASES = Listing(
    code="releases",
    title=_("Releases of figures"),
    address="metrics:release-list",
    rows=newest_cases,
    search=lambda word, _facts: Q(title__icontains=word) | Q(record__scope__unit__name__icontains=word),
    filters=governed.filters(lambda facts: units_of(newest_cases(facts))),
    columns=(
        Column(
            "title",
            _("Release"),
            lambda row: row.title,
            sort=("title", "id"),
            link=lambda row: RELEASE.url(row.record),
            note=_withdrawn,
        ),
        governed.UNIT,
        Column("indicator", _("Indicator"), lambda row: row.record.data_release.indicator.code, on_page=False),
        governed.STATE,
        governed.SINCE,
        Column("withdrawn", _("Withdrawn"), _withdrawn, on_page=False),
        governed.NUMBER,
    ),
    sort="title",
    count=lambda n: ngettext("%(n)s release", "%(n)s releases", n) % {"n": n},
    action=_begin,
    empty=_empty,
)
