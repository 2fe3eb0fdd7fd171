"""Every governed change, for those who audit."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from raci import records
from raci.authority import Facts
from raci.history.acts import ACTS
from raci.history.timeline import told_models
from raci.jobs.history import may_export
from raci.lists import Choice, Choices, Column, Empty, Listing, Words
from raci.models import Change
from raci.queries.lists.filters import day_filters


def _rows(_facts: Facts) -> QuerySet[Change]:
    return Change.objects.select_related("record")


def _things() -> dict[str, str]:
    """How the rows of each table are called; what is restricted has none here."""
    return {model._meta.db_table: str(capfirst(model._meta.verbose_name)) for model in told_models()}


def _kinds(_facts: Facts) -> Choices:
    return sorted(_things().items(), key=lambda named: named[1])


def _acts(_facts: Facts) -> Choices:
    return sorted(((code, str(capfirst(words))) for code, words in ACTS.known.items()), key=lambda named: named[1])


def _who(row: Change) -> str:
    """History names people with their address; a page does with the name."""
    return row.actor.partition(" <")[0]


def _what(row: Change) -> str:
    return f"{_things().get(row.thing, row.thing)} {row.number} ({row.get_sign_display()})"


def _link(row: Change) -> str:
    return records.kind_of(row.record).url(row.record) if row.record else ""


HISTORY = Listing(
    code="history",
    title=_("History"),
    address="raci:history",
    may=may_export,
    rows=_rows,
    search=lambda word, _facts: (
        Q(actor__icontains=word) | Q(post__icontains=word) | Q(why__icontains=word) | Q(record__title__icontains=word)
    ),
    filters=(
        Words("person", _("Person"), to=lambda words, _facts: Q(actor__icontains=words)),
        Words("record", _("Record"), to=lambda words, _facts: Q(record__title__icontains=words)),
        Choice("act", _("Act"), among=_acts, to=lambda code, _facts: Q(act=code), everything=_("All acts")),
        Choice("kind", _("What"), among=_kinds, to=lambda code, _facts: Q(thing=code), everything=_("Everything")),
        *day_filters("at"),
    ),
    columns=(
        Column("at", _("When"), lambda row: row.at, datetime, sort=("seq",)),
        Column("actor", _("Who"), lambda row: row.actor, sort=("actor",), show=_who, note=lambda row: row.post),
        Column("post", _("Acting as"), lambda row: row.post, on_page=False),
        Column("act", _("Act"), lambda row: ACTS.sentence(row.act), sort=("act",), note=lambda row: row.why),
        Column("why", _("Reason"), lambda row: row.why, on_page=False),
        Column(
            "thing", _("What"), lambda row: _things().get(row.thing, row.thing), sort=("thing", "number"), show=_what
        ),
        Column("number", _("Number"), lambda row: row.number, int, on_page=False),
        Column("sign", _("Change"), lambda row: str(row.get_sign_display()), on_page=False),
        Column("record", _("Record"), lambda row: row.record.title if row.record else None, link=_link),
        Column("record_number", _("Number of the record"), lambda row: row.record_id, int, on_page=False),
        Column("cell", _("Cell"), lambda row: row.cell, on_page=False),
        Column("seq", _("Place in the order"), lambda row: row.seq, int, on_page=False),
    ),
    sort="-at",
    count=lambda n: ngettext("%(n)s change", "%(n)s changes", n) % {"n": n},
    empty=lambda _facts: Empty(_("Nothing has changed yet"), _("Every change stands here as soon as it is made.")),
)
