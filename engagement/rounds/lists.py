"""The list of feedback rounds: of each the newest version its reader may see."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from engagement.rounds.queries import newest_cases, units_begun
from raci.authority import Facts
from raci.lists import Action, Column, Empty, Listing
from raci.queries.lists import governed
from raci.queries.lists.filters import units_of


def _begin(facts: Facts) -> Action | None:
    return Action(_("Begin a feedback round"), reverse("engagement:round-create")) if units_begun(facts) else None


def _empty(facts: Facts) -> Empty:
    if units_begun(facts):
        return Empty(
            _("No feedback round yet"),
            _("Begin one: say what was asked and of whom, then by themes what was said, and what is done about it."),
        )
    return Empty(
        _("No feedback round to read yet"),
        _("Rounds appear here once your posts give you a part in them, or they are published."),
    )


ROUNDS = Listing(
    code="feedback-rounds",
    title=_("Feedback rounds"),
    address="engagement:round-list",
    rows=newest_cases,
    search=lambda word, _facts: Q(title__icontains=word),
    filters=governed.filters(lambda facts: units_of(newest_cases(facts))),
    columns=(
        Column(
            "title", _("Title"), lambda row: row.title, sort=("title", "id"),
            link=lambda row: reverse("engagement:round-detail", args=[row.record_id]),
        ),
        governed.UNIT,
        governed.STATE,
        governed.SINCE,
        Column("ends_on", _("Until"), lambda row: row.record.feedback_round.ends_on, date, on_page=False),
        governed.NUMBER,
    ),
    sort="title",
    count=lambda n: ngettext("%(n)s feedback round", "%(n)s feedback rounds", n) % {"n": n},
    action=_begin,
    empty=_empty,
    group="engagement",
    place=20,
)  # fmt: skip
