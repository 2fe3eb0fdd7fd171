"""The lists of Section 3: projects, labor hours, and what is reported."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from compliance.kinds import SECTION3_PROJECT
from compliance.models import LaborHours, Section3Project
from compliance.queries.language_assessments import units_kept
from compliance.queries.section3_report import report_lines
from compliance.section3.figures import Shares, as_text, hours_words, shares_of
from compliance.verdict_words import RESULTS
from raci.authority import Facts
from raci.lists import Action, Choice, Column, Day, Empty, Listing
from raci.lists.worked_out import WorkedOut
from raci.queries.lists.filters import all_units, unit_filter

COVERED = {"yes": (_("covered"), True), "no": (_("not covered"), False), "unknown": (_("not known yet"), None)}


def _projects(_facts: Facts) -> QuerySet[Section3Project]:
    return Section3Project.objects.select_related("unit").annotate(
        money=Sum("assistance__cents", filter=~Q(assistance__part="order"))
    )


def _begin(facts: Facts) -> Action | None:
    if not units_kept(facts, SECTION3_PROJECT):
        return None
    return Action(_("Add a project"), reverse("compliance:section3-project-create"))


def _covered(code: str, _facts: Facts) -> Q:
    return Q(verdict__figures__applies=COVERED[code][1])


def _covered_words(row: Section3Project) -> str:
    applies = row.verdict["figures"].get("applies")
    return str(next(words for words, value in COVERED.values() if value is applies))


def _shares(row: Section3Project) -> Shares | None:
    return shares_of(row.verdict["figures"])


def _section3(row: Section3Project) -> str:
    found = _shares(row)
    return found.section3_words if found else "–"


def _targeted(row: Section3Project) -> str:
    found = _shares(row)
    return found.targeted_words if found else "–"


PROJECTS = Listing(
    code="section3-projects",
    title=_("Section 3 projects"),
    address="compliance:section3-project-list",
    rows=_projects,
    search=lambda word, _facts: Q(title__icontains=word) | Q(number__icontains=word) | Q(unit__name__icontains=word),
    filters=(
        unit_filter("unit__path", all_units),
        Choice(
            "covered",
            _("Covered by Section 3"),
            among=lambda _facts: ((code, words) for code, (words, _value) in COVERED.items()),
            to=_covered,
            everything=_("All"),
        ),
        Choice(
            "result",
            _("Benchmarks"),
            among=lambda _facts: ((code.value, words) for code, words in RESULTS.items()),
            to=lambda code, _facts: Q(result=code),
            everything=_("All"),
        ),
    ),
    columns=(
        Column(
            "project",
            _("Project"),
            lambda row: row.title,
            sort=("title",),
            link=lambda row: reverse("compliance:section3-project-detail", args=[row.pk]),
        ),
        Column("unit", _("Unit"), lambda row: row.unit.name, sort=("unit__name",)),
        Column("covered", _("Covered"), _covered_words),
        Column("result", _("Benchmarks"), lambda row: str(RESULTS[row.result]), sort=("result",)),
        Column(
            "section3_share",
            _("Section 3"),
            lambda row: as_text(found.section3) if (found := _shares(row)) else None,
            show=_section3,
        ),
        Column(
            "targeted_share",
            _("Targeted"),
            lambda row: as_text(found.targeted) if (found := _shares(row)) else None,
            show=_targeted,
        ),
        Column("committed_on", _("Committed on"), lambda row: row.committed_on, date, sort=("committed_on",)),
        Column("grant", _("Grant or activity number"), lambda row: row.number, sort=("number",), on_page=False),
        Column("under", _("Under what"), lambda row: row.get_under_display(), sort=("under",), on_page=False),
        Column("cents", _("HUD assistance in cents"), lambda row: row.money, int, sort=("money",), on_page=False),
        Column("completed_on", _("Completed on"), lambda row: row.completed_on, date, on_page=False),
        Column("number", _("Number"), lambda row: row.pk, int, sort=("pk",), on_page=False),
    ),
    sort="project",
    count=lambda n: ngettext("%(n)s project", "%(n)s projects", n) % {"n": n},
    action=_begin,
    empty=lambda _facts: Empty(
        _("No Section 3 project yet"),
        _(
            "Each project with HUD assistance: how much of which programme, and when it was committed. The portal then says"
            " whether Section 3 covers it, and holds its labor hours against both benchmarks."
        ),
    ),
)


# ---- hours


def _hours(value: Decimal | Fraction | None) -> str:
    return _now("not known") if value is None else hours_words(Fraction(value))


def _number(name: str, title: Any) -> Column:
    def text(row: LaborHours) -> str | None:
        value = getattr(row, name)
        return None if value is None else as_text(Fraction(value))

    return Column(name, title, text, show=lambda row: _hours(getattr(row, name)), sort=(name,))


HOURS = Listing(
    code="labor-hours",
    title=_("Labor hours"),
    address="compliance:labor-hours-list",
    rows=lambda _facts: LaborHours.objects.select_related("project__unit"),
    search=lambda word, _facts: Q(contractor__icontains=word) | Q(project__title__icontains=word),
    filters=(
        unit_filter("project__unit__path", all_units),
        Day("from", _("From"), to=lambda day, _facts: Q(ends_on__gte=date.fromisoformat(day))),
        Day("until", _("Until"), to=lambda day, _facts: Q(ends_on__lte=date.fromisoformat(day))),
    ),
    columns=(
        Column(
            "project",
            _("Project"),
            lambda row: row.project.title,
            sort=("project__title",),
            link=lambda row: reverse("compliance:section3-project-detail", args=[row.project_id]),
        ),
        Column("contractor", _("Contractor"), lambda row: row.contractor, sort=("contractor",)),
        Column("begins_on", _("First day"), lambda row: row.begins_on, date, sort=("begins_on", "pk")),
        Column("ends_on", _("Last day"), lambda row: row.ends_on, date, sort=("ends_on", "pk")),
        _number("total", _("All hours")),
        _number("professional", _("Professional")),
        _number("section3", _("Section 3")),
        _number("targeted", _("Targeted")),
        Column("code", _("Contractor’s number"), lambda row: row.contractor_code, on_page=False),
        Column("assessed", _("Good-faith assessment"), lambda row: row.assessed, bool, on_page=False),
        Column("certified", _("Certification on file"), lambda row: row.certified, bool, on_page=False),
        Column("number", _("Number"), lambda row: row.pk, int, sort=("pk",), on_page=False),
    ),
    sort="-ends_on",
    count=lambda n: ngettext("%(n)s row of hours", "%(n)s rows of hours", n) % {"n": n},
    empty=lambda _facts: Empty(
        _("No labor hours yet"),
        _("Open a project and enter the hours of a quarter, or bring in a file with the hours of many contractors."),
    ),
)


# ---- the report


def _line_hours(name: str, title: Any) -> Column:
    return Column(name, title, lambda line: as_text(line.total(name)), show=lambda line: _hours(line.total(name)))


REPORT = Listing(
    code="section3-report",
    title=_("What is reported of Section 3"),
    address="compliance:section3-report",
    rows=lambda facts: WorkedOut(report_lines(facts)),
    search=lambda word, _facts: Q(title__icontains=word) | Q(contractor__icontains=word),
    filters=(),
    columns=(
        Column(
            "project",
            _("Project"),
            lambda line: line.title,
            sort=("title", "pk"),
            link=lambda line: reverse("compliance:section3-project-detail", args=[line.project.pk]),
        ),
        Column("period", _("Reporting year"), lambda line: line.period, sort=("year", "pk")),
        Column(
            "contractor", _("Contractor"), lambda line: line.contractor, show=lambda line: line.contractor or _now("all together")
        ),
        _line_hours("total", _("All hours")),
        _line_hours("professional", _("Professional, left out")),
        _line_hours("section3", _("Section 3 hours")),
        _line_hours("targeted", _("Targeted hours")),
        Column(
            "section3_share", _("Section 3 share"), lambda line: as_text(line.shares.section3) if line.shares else None,
            show=lambda line: line.shares.section3_words if line.shares else "–",
        ),
        Column(
            "targeted_share", _("Targeted share"), lambda line: as_text(line.shares.targeted) if line.shares else None,
            show=lambda line: line.shares.targeted_words if line.shares else "–",
        ),
        Column("result", _("Benchmarks"), lambda line: line.result, show=lambda line: line.result or "–"),
        Column("recipient", _("Recipient"), lambda line: line.context.recipient, on_page=False),
        Column("grant", _("Grant or activity number"), lambda line: line.project.number, on_page=False),
        Column("assistance", _("HUD assistance by programme"), lambda line: line.assistance, on_page=False),
        Column("contractor_number", _("Contractor’s number"), lambda line: line.code, on_page=False),
        Column("rows_used", _("Rows of law used"), lambda line: line.rows_used, on_page=False),
        Column("certified", _("Certification on file"), lambda line: line.certified, bool, on_page=False),
        Column("assessed", _("Good-faith assessment"), lambda line: line.assessed, bool, on_page=False),
        Column("efforts", _("Qualitative efforts"), lambda line: line.efforts, on_page=False),
        Column("contact", _("Contact"), lambda line: line.project.contact, on_page=False),
        Column("number", _("Number"), lambda line: line.pk, int, on_page=False),
    ),
    sort="project",
    count=lambda n: ngettext("%(n)s line", "%(n)s lines", n) % {"n": n},
    empty=lambda _facts: Empty(
        _("Nothing to report yet"),
        _("Once hours are entered, each project stands here by reporting year and contractor, with both shares."),
    ),
)  # fmt: skip

LISTS = (PROJECTS, HOURS, REPORT)
