"""The library of tools as a list."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from engagement.kinds import TOOLKIT
from engagement.models import Tool
from engagement.toolkits.queries import IN_USE, tools
from raci.authority import Facts
from raci.keeping import may_keep_for_the_city
from raci.lists import Action, Choice, Column, Empty, Listing


def _add(facts: Facts) -> Action | None:
    return Action(_("Add a tool"), reverse("engagement:tool-create")) if may_keep_for_the_city(facts, TOOLKIT) else None


def _stands(row: Tool) -> str:
    if row.withdrawn_on:
        return __("withdrawn")
    return __("a later version is there") if hasattr(row, "replaced_by") else __("to be used")


TOOLS = Listing(
    code="toolkits",
    title=_("Toolkits"),
    address="engagement:tool-list",
    rows=tools,
    search=lambda word, _facts: Q(title__icontains=word) | Q(about__icontains=word),
    filters=(
        Choice(
            "step", _("For which step"), among=lambda _facts: Tool.Step.choices, to=lambda code, _facts: Q(step=code),
            everything=_("All steps"),
        ),
        Choice(
            "stands", _("Stands"), among=lambda _facts: [("now", _("to be used")), ("over", _("older or withdrawn"))],
            to=lambda code, _facts: IN_USE if code == "now" else ~IN_USE, everything=_("All versions"),
        ),
    ),
    columns=(
        Column(
            "title", _("Title"), lambda row: row.title, sort=("title", "pk"),
            link=lambda row: reverse("engagement:tool-detail", args=[row.pk]),
        ),
        Column("version", _("Version"), lambda row: row.version, sort=("version", "pk")),
        Column("step", _("For which step"), lambda row: row.get_step_display(), sort=("step", "pk")),
        Column("stands", _("Stands"), _stands),
        Column("used", _("Used"), lambda row: row.used, int, sort=("used", "pk")),
        Column("added_on", _("Added"), lambda row: row.added_on, date, sort=("added_on", "pk")),
        Column("about", _("What it does"), lambda row: row.about, on_page=False),
        Column("number", _("Number"), lambda row: row.pk, int, sort=("pk",), on_page=False),
    ),
    sort="title",
    count=lambda n: ngettext("%(n)s version of a tool", "%(n)s versions of tools", n) % {"n": n},
    action=_add,
    empty=lambda facts: Empty(
        _("No tool yet"),
        _("Add one: a file or a link, for which step it is, and when to take it.")
        if may_keep_for_the_city(facts, TOOLKIT)
        else _("Tools for assessing, planning and counting appear here once the Office adds them."),
    ),
    group="training",
    place=5,
)  # fmt: skip
