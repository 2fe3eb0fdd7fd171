"""The requirements in force: what each law asks, who leads it, and when it is due."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from compliance.law.pack_text import applies_words, due_words
from compliance.models import Programme, Requirement
from raci.authority import Facts
from raci.lists import Choice, Column, Empty, Listing
from raci.models import Role


def _rows(facts: Facts) -> QuerySet[Requirement]:
    """What the law asks is everybody's to read."""
    return Requirement.objects.filter(Requirement.standing(facts.today)).select_related("programme", "pack", "lead")


def _programmes(_facts: Facts) -> list[tuple[str, str]]:
    return list(Programme.objects.values_list("code", "name"))


def _leads(_facts: Facts) -> list[tuple[str, str]]:
    there = Requirement.objects.exclude(lead=None).values("lead")
    return [
        *Role.objects.filter(pk__in=there).values_list("code", "name"),
        ("none", str(_("nobody who is responsible"))),
    ]


def lead_words(row: Requirement) -> str:
    """Who leads it, or that nobody does."""
    if row.lead is None:
        return str(_("nobody: %(code)s is not responsible for %(activity)s")) % {
            "code": row.lead_code,
            "activity": row.activity_code,
        }
    return row.lead.name


REQUIREMENTS = Listing(
    code="requirements",
    title=_("What the law asks"),
    address="compliance:requirement-list",
    rows=_rows,
    search=lambda word, _facts: (
        Q(code__icontains=word) | Q(text__icontains=word) | Q(citation__icontains=word) | Q(evidence__icontains=word)
    ),
    filters=(
        Choice(
            "programme",
            _("Law"),
            among=_programmes,
            to=lambda code, _facts: Q(programme__code=code),
            everything=_("All laws"),
        ),
        Choice(
            "lead",
            _("Lead"),
            among=_leads,
            to=lambda code, _facts: Q(lead=None) if code == "none" else Q(lead__code=code),
            everything=_("All leads"),
        ),
        Choice(
            "cadence",
            _("When it is due"),
            among=lambda _facts: Requirement.Cadence.choices,
            to=lambda code, _facts: Q(cadence=code),
            everything=_("Any rhythm"),
        ),
        Choice(
            "basis",
            _("How well it is founded"),
            among=lambda _facts: Requirement.Basis.choices,
            to=lambda code, _facts: Q(basis=code),
            everything=_("However founded"),
        ),
    ),
    columns=(
        Column(
            "code",
            _("Requirement"),
            lambda row: row.code,
            sort=("programme__order", "order", "code"),
            link=lambda row: reverse("compliance:requirement-detail", args=[row.code]),
        ),
        Column("text", _("What is asked"), lambda row: row.text, note=lambda row: row.citation),
        Column("programme", _("Law"), lambda row: row.programme.name, sort=("programme__order", "order")),
        Column("due", _("When"), lambda row: due_words(vars(row)), sort=("cadence", "code")),
        Column("lead", _("Lead"), lead_words, sort=("lead__name", "code"), note=lambda row: row.activity_code),
        Column("basis", _("Founded"), lambda row: row.get_basis_display(), sort=("basis", "code")),
        Column("citation", _("Citation"), lambda row: row.citation, on_page=False),
        Column("evidence", _("What shows it"), lambda row: row.evidence, on_page=False),
        Column("activity", _("Activity"), lambda row: row.activity_code, on_page=False),
        Column("applies", _("Applies to"), lambda row: applies_words(row.applies), on_page=False),
        Column("level", _("Level"), lambda row: row.pack.get_level_display(), on_page=False),
        Column("from", _("First day"), lambda row: row.in_force_from, date, on_page=False),
        Column("note", _("Note"), lambda row: row.note, on_page=False),
    ),
    sort="code",
    count=lambda n: ngettext("%(n)s requirement", "%(n)s requirements", n) % {"n": n},
    empty=lambda _facts: Empty(
        _("No requirement is in force"),
        _("Requirements come from packs: once a version of one is approved and its day has come, they stand here."),
    ),
)
