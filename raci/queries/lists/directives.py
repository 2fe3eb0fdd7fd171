"""Directives: who gave which to whom, until when, and where it stands."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from raci.authority import Facts
from raci.lists import Action, Choice, Choices, Column, Empty, Listing
from raci.models import Directive, Role
from raci.queries.directives import directives, units_kept
from raci.queries.lists.filters import all_units, unit_filter

STATES = {
    "received": _("received, not accepted yet"),
    "accepted": _("accepted"),
    "reported": _("reported as done"),
    "closed": _("closed"),
}
SHOWN = {**STATES, "open": _("not closed"), "overdue": _("overdue"), "mine": _("falls to a post of mine")}


def _rows(_facts: Facts) -> QuerySet[Directive]:
    return directives()


def _narrowed(code: str, facts: Facts) -> Q:
    is_open = Q(closed_at=None)
    return {
        "received": is_open & Q(accepted_at=None),
        "accepted": is_open & Q(accepted_at__isnull=False, done_at=None),
        "reported": is_open & Q(done_at__isnull=False),
        "closed": ~is_open,
        "open": is_open,
        "overdue": is_open & Q(due_on__lt=facts.today),
        "mine": Q(post__in=[one.post for one in facts.posts]),
    }[code]


def _givers(_facts: Facts) -> Choices:
    return Role.objects.filter(gives_directives=True).order_by("name").values_list("code", "name")


def _state_shown(row: Directive) -> str:
    words = STATES[row.state]
    return str(words) if row.accepted_at else format_html('<span class="portal-warning">{}</span>', words)


def _record(facts: Facts) -> Action | None:
    return Action(_("Record a directive"), reverse("raci:directive-create")) if units_kept(facts) else None


DIRECTIVES = Listing(
    code="directives",
    title=_("Directives"),
    address="raci:directive-list",
    rows=_rows,
    search=lambda word, _facts: Q(title__icontains=word) | Q(words__icontains=word) | Q(reference__icontains=word),
    filters=(
        Choice("state", _("Where it stands"), among=lambda _facts: SHOWN.items(), to=_narrowed, everything=_("All")),
        Choice(
            "giver", _("Given by"), among=_givers, to=lambda code, _facts: Q(giver__code=code), everything=_("Anybody")
        ),
        unit_filter("post__unit__path", all_units),
    ),
    columns=(
        Column(
            "title",
            _("Directive"),
            lambda row: row.title,
            sort=("title",),
            link=lambda row: reverse("raci:directive", args=[row.pk]),
        ),
        Column("giver", _("Given by"), lambda row: row.giver.name, sort=("giver__name",)),
        Column("post", _("Falls to"), lambda row: row.post.title, sort=("post__title",)),
        Column("activity", _("Activity"), lambda row: row.activity_code, sort=("activity_code",)),
        Column("due", _("Due"), lambda row: row.due_on, date, sort=("due_on", "pk")),
        Column("state", _("Stands"), lambda row: str(STATES[row.state]), show=_state_shown),
        Column("given", _("Given on"), lambda row: row.given_on, date, sort=("given_on",), on_page=False),
        Column("reference", _("The giver's document"), lambda row: row.reference, on_page=False),
        Column("number", _("Number"), lambda row: row.pk, int, on_page=False),
    ),
    sort="due",
    count=lambda n: ngettext("%(n)s directive", "%(n)s directives", n) % {"n": n},
    action=_record,
    empty=lambda facts: Empty(
        _("No directive is on record"),
        _("When the Mayor, the Council or whoever gives them instructs a post, record it with its document.")
        if units_kept(facts)
        else _("Those who coordinate across the city record what comes in, with its document."),
    ),
)
