"""The parameters of the law: every threshold, date and limit, with its citation and the days it counts."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from compliance.actions.parameters import may_enter
from compliance.kinds import STANDARDS
from compliance.law.standing import counting
from compliance.models import Parameter, Programme
from raci.authority import Facts, Subject
from raci.lists import Action, Choice, Column, Empty, Listing
from raci.lists.filters import Day
from raci.the_city import the_city

SHOWN = {
    "empty": _("needs a value"),
    "unread": _("not read in its source yet"),
    "unverified": _("not looked up by this city yet"),
    "open": _("being written or waiting to be accepted"),
    "today": _("in force today"),
}
ANY_WAY = ("line", "invited", "read")


def _has_a_letter(facts: Facts) -> bool:
    city = the_city()
    return city is not None and bool(facts.letters(Subject.of_scope(STANDARDS, city), ANY_WAY))


def reads_drafts(facts: Facts) -> bool:
    """Whether rows that were not accepted are theirs to read: R, A, C and I of the activity, and who reads everything."""
    return facts.has("reads_all") or _has_a_letter(facts)


def _rows(facts: Facts) -> QuerySet[Parameter]:
    """What counts is everybody's to read; what is on its way, its readers'."""
    shown = Q(pk__in=counting().values("pk")) | Q(submitted_by=facts.person) & ~Q(state=Parameter.State.ACCEPTED)
    if reads_drafts(facts):
        shown |= ~Q(state=Parameter.State.ACCEPTED)
    return Parameter.objects.filter(shown).select_related("programme", "lead")


def on_day(day: date) -> Q:
    """Rows whose days cover it."""
    begun = Q(effective_from=None) | Q(effective_from__lte=day)
    return begun & (Q(effective_to=None) | Q(effective_to__gte=day))


def _narrowed(code: str, facts: Facts) -> Q:
    return {
        "empty": Q(value=None),
        "unread": Q(verified_on=None, basis__in=["known", "partly"]),
        "unverified": Q(verified_on=None),
        "open": ~Q(state=Parameter.State.ACCEPTED),
        "today": Q(state=Parameter.State.ACCEPTED) & on_day(facts.today) & ~Q(status=Parameter.Status.PROPOSED),
    }[code]


def _on(value: str, _facts: Facts) -> Q:
    day = parse_date(value)
    return on_day(day) if day else Q()


def _enter(facts: Facts) -> Action | None:
    return Action(_("Enter a row"), reverse("compliance:parameter-create")) if may_enter(facts) else None


def stands(row: Parameter) -> str:
    """How it stands in law, or on its way there."""
    if row.state != Parameter.State.ACCEPTED:
        return str(row.get_state_display())
    return str(row.get_status_display())


PARAMETERS = Listing(
    code="parameters",
    title=_("Parameters of the law"),
    address="compliance:parameter-list",
    rows=_rows,
    search=lambda word, _facts: (
        Q(key__icontains=word)
        | Q(value__icontains=word)
        | Q(citation__icontains=word)
        | Q(applies_to__icontains=word)
        | Q(note__icontains=word)
    ),
    filters=(
        Choice(
            "programme",
            _("Law"),
            among=lambda _facts: [*Programme.objects.values_list("code", "name"), ("all", _("all of them"))],
            to=lambda code, _facts: Q(programme=None) if code == "all" else Q(programme__code=code),
            everything=_("All laws"),
        ),
        Choice("show", _("Show"), among=lambda _facts: SHOWN.items(), to=_narrowed, everything=_("All rows")),
        Choice(
            "status",
            _("Status"),
            among=lambda _facts: Parameter.Status.choices,
            to=lambda code, _facts: Q(status=code),
            everything=_("Any status"),
        ),
        Day("day", _("In force on"), to=_on),
    ),
    columns=(
        Column(
            "name",
            _("Parameter"),
            lambda row: row.name,
            sort=("key", "variant", "effective_from"),
            link=lambda row: reverse("compliance:parameter-detail", args=[row.pk]),
            note=lambda row: row.applies_to,
        ),
        Column("value", _("Value"), lambda row: row.value, show=lambda row: row.value_words, sort=("value", "key")),
        Column("status", _("Status"), stands, sort=("status", "key")),
        Column("from", _("First day"), lambda row: row.effective_from, date, sort=("effective_from", "key")),
        Column("to", _("Last day"), lambda row: row.effective_to, date, sort=("effective_to", "key")),
        Column("citation", _("Citation"), lambda row: row.citation),
        Column("verified", _("Looked up"), lambda row: row.verified_on, date, sort=("verified_on", "key")),
        Column("key", _("Key"), lambda row: row.key, on_page=False),
        Column("variant", _("Whose"), lambda row: row.variant, on_page=False),
        Column("unit", _("Unit"), lambda row: row.unit, on_page=False),
        Column("programme", _("Law"), lambda row: row.programme.name if row.programme else "", on_page=False),
        Column("applies_to", _("Applies to"), lambda row: row.applies_to, on_page=False),
        Column("operator", _("Compared"), lambda row: row.operator, on_page=False),
        Column("basis", _("Founded"), lambda row: row.get_basis_display(), on_page=False),
        Column("keeper", _("Kept by"), lambda row: row.lead.name if row.lead else row.lead_code, on_page=False),
        Column("source", _("Address of the source"), lambda row: row.source_url, on_page=False),
        Column("note", _("Note"), lambda row: row.note, on_page=False),
        Column("number", _("Number"), lambda row: row.pk, int, on_page=False),
    ),
    sort="name",
    count=lambda n: ngettext("%(n)s row", "%(n)s rows", n) % {"n": n},
    action=_enter,
    empty=lambda facts: Empty(
        _("No parameter yet"),
        _("Enter the first: a number, a date or a limit of the law, with its citation and the days it counts.")
        if may_enter(facts)
        else _("Thresholds, dates and limits of the law stand here once somebody responsible has entered them."),
    ),
)
