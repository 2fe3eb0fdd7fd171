"""The list of indicators and measures: what each is called, whose it is, its newest value, and where it stands."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from metrics import showing
from metrics.models import Indicator
from metrics.queries.choices import units_to_follow
from metrics.queries.followed import Followed, followed, units_measured
from raci.authority import Facts
from raci.drawing import day
from raci.lists import Action, Choice, Choices, Column, Empty, Listing, WorkedOut

STATES = {
    "accepted": _("in force"),
    "draft": _("draft"),
    "submitted": _("handed in"),
    "returned": _("given back"),
    "retired": _("retired"),
}


def _rows(facts: Facts) -> WorkedOut:
    return WorkedOut(followed(facts))


def _units(facts: Facts) -> Choices:
    return [(unit.code, unit.name) for unit in units_measured(facts)]


def fresh_words(row: Followed) -> str:
    """How old the newest value is, and whether the next is late."""
    fresh = row.fresh
    if not row.is_live:
        return row.released_words
    if fresh.days is None:
        return _now("no value yet")
    return _now("late since %(day)s") % {"day": day(fresh.due_on)} if fresh.is_late else showing.age(fresh.days)


def _fresh_shown(row: Followed) -> str:
    style = "portal-warning" if row.fresh.is_late and row.is_live else "portal-quiet"
    return format_html('<span class="{}">{}</span>', style, fresh_words(row))


def _value_shown(row: Followed) -> str:
    if not row.value_words:
        return format_html('<span class="portal-quiet">{}</span>', "—")
    n = f"n {row.n:,}" if row.n is not None else ""
    about = " · ".join(one for one in (row.period, n) if one)
    return format_html('<strong>{}</strong> <span class="portal-block portal-quiet">{}</span>', row.value_words, about)


def _target_shown(row: Followed) -> str:
    if row.target is None:
        return ""
    return format_html("{} <span class='portal-block portal-quiet'>{}</span>", row.target_words, day(row.target_by))


def _label(row: Followed) -> str:
    return format_html('<span class="portal-block">{}</span>', row.label) if row.label else ""


def _begin(facts: Facts) -> Action | None:
    """For those responsible for an indicator of some unit."""
    found = facts.matrix is not None and units_to_follow(facts)
    return Action(_("Begin an indicator or measure"), reverse("metrics:indicator-create")) if found else None


def _empty(_facts: Facts) -> Empty:
    return Empty(
        _("Nothing is followed yet"),
        _("An indicator or a measure is begun by those responsible, and stands here once it is accepted."),
    )


INDICATORS = Listing(
    code="indicators",
    title=_("Figures"),
    address="metrics:indicator-list",
    rows=_rows,
    search=lambda word, _facts: Q(title__icontains=word) | Q(label__icontains=word) | Q(owner__icontains=word),
    filters=(
        Choice(
            "unit",
            _("Unit"),
            among=_units,
            to=lambda code, _facts: Q(path__icontains=f"/{code}/"),
            everything=_("All units"),
        ),
        Choice(
            "kind",
            _("Kind"),
            among=lambda _facts: Indicator.Kind.choices,
            to=lambda kind, _facts: Q(kind=kind),
            everything=_("All kinds"),
        ),
        Choice(
            "state",
            _("State"),
            among=lambda _facts: STATES.items(),
            to=lambda state, _facts: Q(state=state),
            everything=_("All states"),
        ),
    ),
    columns=(
        Column(
            "title",
            _("What is followed"),
            lambda row: row.title,
            sort=("title", "pk"),
            link=lambda row: reverse("metrics:indicator-detail", args=[row.pk]),
            note=_label,
        ),
        Column("kind", _("Kind"), lambda row: str(row.indicator.get_kind_display()), sort=("kind", "title")),
        Column("unit", _("Unit"), lambda row: row.unit.name, sort=("unit__name", "title")),
        Column("owner", _("Owner"), lambda row: row.owner, sort=("owner", "title")),
        Column("value", _("Newest value"), lambda row: row.value_words, show=_value_shown),
        Column("target", _("Target"), lambda row: row.target_words, show=_target_shown),
        Column("fresh", _("Freshness"), fresh_words, show=_fresh_shown),
        Column("state", _("State"), lambda row: str(STATES[row.state]), sort=("state", "title")),
        Column("period", _("Period"), lambda row: row.period, on_page=False),
        Column("n", _("n"), lambda row: row.n, int, on_page=False),
        Column("target_by", _("Target by"), lambda row: row.target_by, date, on_page=False),
        Column("label", _("Number in its documents"), lambda row: row.label, on_page=False),
        Column("number", _("Number"), lambda row: row.pk, int, on_page=False),
    ),
    sort="title",
    count=lambda n: ngettext("%(n)s indicator or measure", "%(n)s indicators and measures", n) % {"n": n},
    action=_begin,
    empty=_empty,
)
