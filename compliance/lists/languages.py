"""The lists of language access: worksheets, vital documents, encounters."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from compliance.kinds import ENCOUNTER, LANGUAGE_ASSESSMENT, VITAL_DOCUMENT
from compliance.models import Encounter, LanguageAssessment
from compliance.queries.encounters import encounters_read
from compliance.queries.language_assessments import RESULTS, need_unit, newest, units_kept
from compliance.queries.vital_documents import STANDS, documents
from raci.authority import Facts
from raci.lists import Action, Choice, Column, Day, Empty, Listing
from raci.lists.worked_out import WorkedOut
from raci.models import Unit
from raci.queries.lists.filters import all_units, unit_filter

# ---- worksheets


def _assessments(_facts: Facts) -> QuerySet[LanguageAssessment]:
    return newest().select_related("service__unit")


def _begin_assessment(facts: Facts) -> Action | None:
    if not units_kept(facts, LANGUAGE_ASSESSMENT):
        return None
    return Action(_("Begin an assessment"), reverse("compliance:language-assessment-create"))


ASSESSMENTS = Listing(
    code="language-assessments",
    title=_("Language assessments"),
    address="compliance:language-assessment-list",
    rows=_assessments,
    search=lambda word, _facts: Q(service__title__icontains=word) | Q(service__unit__name__icontains=word),
    filters=(
        unit_filter("service__unit__path", all_units),
        Choice(
            "result",
            _("What it comes to"),
            among=lambda _facts: RESULTS.items(),
            to=lambda code, _facts: Q(result=code),
            everything=_("All"),
        ),
    ),
    columns=(
        Column(
            "service",
            _("Programme or service"),
            lambda row: row.service.title,
            sort=("service__title",),
            link=lambda row: reverse("compliance:language-assessment-detail", args=[row.pk]),
        ),
        Column("unit", _("Unit"), lambda row: row.service.unit.name, sort=("service__unit__name",)),
        Column("result", _("What it comes to"), lambda row: str(RESULTS[row.result]), sort=("result",)),
        Column("policy", _("Whose rule"), lambda row: row.get_policy_display(), sort=("policy",)),
        Column("made_on", _("Made on"), lambda row: row.made_on, date, sort=("made_on",)),
        Column("review_on", _("Look at it again by"), lambda row: row.review_on, date, sort=("review_on",)),
        Column("version", _("Version"), lambda row: row.number, int, sort=("number",), on_page=False),
        Column("number", _("Number"), lambda row: row.pk, int, sort=("pk",), on_page=False),
    ),
    sort="service",
    count=lambda n: ngettext("%(n)s assessment", "%(n)s assessments", n) % {"n": n},
    action=_begin_assessment,
    empty=lambda _facts: Empty(
        _("No language assessment yet"),
        _(
            "For each programme or service: who is served, in which languages, how often, what turns on it, and what there"
            " is. The portal then says in which languages vital documents are asked for."
        ),
    ),
)


# ---- vital documents


def _begin_document(facts: Facts) -> Action | None:
    if not units_kept(facts, VITAL_DOCUMENT):
        return None
    return Action(_("Add a document"), reverse("compliance:vital-document-create"))


DOCUMENTS = Listing(
    code="vital-documents",
    title=_("Vital documents"),
    address="compliance:vital-document-list",
    rows=lambda _facts: WorkedOut(documents()),
    search=lambda word, _facts: Q(row__title__icontains=word) | Q(row__unit__name__icontains=word),
    filters=(
        Choice(
            "unit",
            _("Unit"),
            among=lambda facts: ((unit.code, unit.name) for unit in all_units(facts)),
            to=lambda code, _facts: Q(unit__path__icontains=f"/{code}/"),
            everything=_("All units"),
        ),
        Choice(
            "stands",
            _("Translations"),
            among=lambda _facts: STANDS.items(),
            to=lambda code, _facts: Q(code=code),
            everything=_("All"),
        ),
    ),
    columns=(
        Column(
            "title",
            _("Document"),
            lambda one: one.row.title,
            sort=("row__title",),
            link=lambda one: reverse("compliance:vital-document-detail", args=[one.pk]),
        ),
        Column("unit", _("Unit"), lambda one: one.row.unit.name, sort=("row__unit__name",)),
        Column("stands", _("Translations"), lambda one: one.stands, sort=("code",)),
        Column("missing", _("Missing"), lambda one: one.missing, list, show=lambda one: ", ".join(one.missing) or "–"),
        Column("stale", _("Stale"), lambda one: one.stale, list, show=lambda one: ", ".join(one.stale) or "–"),
        Column("there", _("There"), lambda one: one.there, list, show=lambda one: ", ".join(one.there) or "–"),
        Column("changed_on", _("Source changed on"), lambda one: one.row.changed_on, date, sort=("row__changed_on",)),
        Column("required", _("Required in"), lambda one: one.required, list, on_page=False),
        Column(
            "service",
            _("Programme or service"),
            lambda one: one.row.service.title if one.row.service else None,
            on_page=False,
        ),
        Column("retired_on", _("No longer used from"), lambda one: one.row.retired_on, date, on_page=False),
        Column("number", _("Number"), lambda one: one.pk, int, sort=("pk",), on_page=False),
    ),
    sort="title",
    count=lambda n: ngettext("%(n)s document", "%(n)s documents", n) % {"n": n},
    action=_begin_document,
    empty=lambda _facts: Empty(
        _("No vital document yet"),
        _(
            "Applications, consent and complaint forms, notices of denial or hearing, emergency instructions: what gives or"
            " takes rights, benefits or services. Each is listed with its translations, and which are missing or stale."
        ),
    ),
)


# ---- encounters


def _units(facts: Facts) -> list[Unit]:
    return units_kept(facts, ENCOUNTER)


def _may(facts: Facts) -> None:
    need_unit(facts, ENCOUNTER)


ENCOUNTERS = Listing(
    code="encounters",
    title=_("Encounters one by one"),
    address="compliance:encounter-list",
    rows=encounters_read,
    may=_may,
    search=lambda word, _facts: Q(language__icontains=word),
    filters=(
        unit_filter("unit__path", _units),
        Choice(
            "mode",
            _("How"),
            among=lambda _facts: Encounter.Mode.choices,
            to=lambda code, _facts: Q(mode=code),
            everything=_("All"),
        ),
        Day("from", _("From"), to=lambda day, _facts: Q(happened_on__gte=date.fromisoformat(day))),
        Day("until", _("Until"), to=lambda day, _facts: Q(happened_on__lte=date.fromisoformat(day))),
    ),
    columns=(
        Column(
            "day",
            _("Day"),
            lambda row: row.happened_on,
            date,
            sort=("happened_on", "pk"),
            link=lambda row: reverse("compliance:encounter-strike", args=[row.pk]),
        ),
        Column("language", _("Language"), lambda row: row.language, sort=("language",)),
        Column("unit", _("Unit"), lambda row: row.unit.name, sort=("unit__name",)),
        Column("mode", _("How"), lambda row: row.get_mode_display(), sort=("mode",)),
        Column("interpreter", _("Interpreter"), lambda row: row.get_interpreter_display(), sort=("interpreter",)),
        Column("minutes", _("Minutes"), lambda row: row.minutes, int, sort=("minutes",)),
        Column("cents", _("Cost in cents"), lambda row: row.cents, int, sort=("cents",), on_page=False),
        Column("number", _("Number"), lambda row: row.pk, int, sort=("pk",), on_page=False),
    ),
    sort="-day",
    count=lambda n: ngettext("%(n)s encounter", "%(n)s encounters", n) % {"n": n},
    action=lambda _facts: Action(_("Write encounters down"), reverse("compliance:encounter-log")),
    empty=lambda _facts: Empty(
        _("No encounter yet"),
        _(
            "Whoever serves somebody in another language writes down the day, the language, and who interpreted; nobody’s name."
        ),
    ),
)

LISTS = (ASSESSMENTS, DOCUMENTS, ENCOUNTERS)
