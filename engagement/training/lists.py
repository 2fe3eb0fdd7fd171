"""The lists of training: programmes, what units owe, cohorts, certificates."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from engagement.kinds import PROGRAMME
from engagement.models import Cohort, TrainingProgramme
from engagement.training import queries
from engagement.training.owing import due
from raci.authority import Facts
from raci.keeping import may_keep_for_the_city
from raci.lists import Action, Choice, Column, Empty, Listing, WorkedOut
from raci.queries.lists.filters import all_units


def _begin(facts: Facts) -> Action | None:
    if may_keep_for_the_city(facts, PROGRAMME):
        return Action(_("Begin a training programme"), reverse("engagement:programme-create"))
    return None


PROGRAMMES = Listing(
    code="training-programmes",
    title=_("Training programmes"),
    address="engagement:programme-list",
    rows=queries.programmes,
    search=lambda word, _facts: Q(title__icontains=word) | Q(for_whom__icontains=word),
    filters=(
        Choice(
            "state", _("State"), among=lambda _facts: TrainingProgramme.State.choices,
            to=lambda code, _facts: Q(state=code), everything=_("Whatever the state"),
        ),
        Choice(
            "for", _("For"), among=lambda _facts: [("residents", _("residents too")), ("staff", _("staff alone"))],
            to=lambda code, _facts: Q(takes_residents=code == "residents"), everything=_("Staff and residents"),
        ),
    ),
    columns=(
        Column(
            "title", _("Title"), lambda row: row.title, sort=("title", "edition", "pk"),
            link=lambda row: reverse("engagement:programme-detail", args=[row.pk]),
        ),
        Column("edition", _("Edition"), lambda row: row.edition, int, sort=("edition", "pk")),
        Column("state", _("State"), lambda row: row.get_state_display(), sort=("state", "pk")),
        Column("for_whom", _("For whom"), lambda row: row.for_whom or None),
        Column("hours", _("Hours"), lambda row: row.hours, int, sort=("hours", "pk")),
        Column("residents", _("Open to residents"), lambda row: row.takes_residents, bool),
        Column("groups", _("Cohorts"), lambda row: row.groups, int, sort=("groups", "pk")),
        Column("code", _("Code"), lambda row: row.code, sort=("code", "pk"), on_page=False),
        Column("number", _("Number"), lambda row: row.pk, int, sort=("pk",), on_page=False),
    ),
    sort="title",
    count=lambda n: ngettext("%(n)s edition of a programme", "%(n)s editions of programmes", n) % {"n": n},
    action=_begin,
    empty=lambda facts: Empty(
        _("No training programme yet"),
        _("Begin one: say for whom it is and what people take away, and add its materials.")
        if may_keep_for_the_city(facts, PROGRAMME)
        else _("What the city teaches appears here once a programme is accepted."),
    ),
    group="training",
    place=1,
)  # fmt: skip


STANDS = {"done": _("done"), "open": _("to do"), "late": _("late")}


OWED = Listing(
    code="training-owed",
    title=_("Who has people trained by when"),
    address="engagement:training-owed",
    rows=lambda facts: WorkedOut(due(facts.today)),
    search=lambda word, _facts: Q(row__unit__name__icontains=word) | Q(row__programme__title__icontains=word),
    filters=(
        Choice(
            "unit", _("Unit"), among=lambda facts: ((one.code, one.name) for one in all_units(facts)),
            to=lambda code, _facts: Q(row__unit__code=code), everything=_("All units"),
        ),
        Choice(
            "stands", _("Stands"), among=lambda _facts: STANDS.items(), to=lambda code, _facts: Q(stands=code),
            everything=_("Wherever they stand"),
        ),
    ),
    columns=(
        Column("unit", _("Unit"), lambda one: one.row.unit.name, sort=("row__unit__name", "pk")),
        Column(
            "programme", _("Programme"), lambda one: one.row.programme.title, sort=("row__programme__title", "pk"),
            link=lambda one: reverse("engagement:programme-detail", args=[one.row.programme_id]),
        ),
        Column("whom", _("Who"), lambda one: one.row.whom),
        Column("because", _("Asked by"), lambda one: one.because or str(_("the programme"))),
        Column("people", _("To be trained"), lambda one: one.row.people, int, sort=("row__people", "pk")),
        Column("trained", _("Trained"), lambda one: one.trained, int, sort=("trained", "pk")),
        Column("due_on", _("By"), lambda one: one.row.due_on, date, sort=("row__due_on", "pk")),
        Column("stands", _("Stands"), lambda one: str(STANDS[one.stands]), sort=("stands", "pk")),
        Column("number", _("Number"), lambda one: one.pk, int, sort=("pk",), on_page=False),
    ),
    sort="due_on",
    count=lambda n: ngettext("%(n)s unit and programme", "%(n)s units and programmes", n) % {"n": n},
    empty=lambda _facts: Empty(
        _("No unit is asked to have people trained"),
        _("A programme says which units have how many people trained by when, before it is accepted."),
    ),
    group="training",
    place=3,
)  # fmt: skip


COHORTS = Listing(
    code="cohorts",
    title=_("Cohorts"),
    address="engagement:cohort-list",
    rows=queries.cohorts,
    search=lambda word, _facts: Q(title__icontains=word) | Q(programme__title__icontains=word),
    filters=(
        Choice(
            "stands", _("Stands"),
            among=lambda _facts: [("open", _("takes applications")), ("on", _("goes on")), ("over", _("finished"))],
            to=lambda code, facts: {
                "open": Q(finished_on=None, applies_until__gte=facts.today),
                "on": Q(finished_on=None),
                "over": Q(finished_on__isnull=False),
            }[code],
            everything=_("Wherever they stand"),
        ),
        Choice(
            "mine", _("Whose"), among=lambda _facts: [("mine", _("those I am in"))],
            to=lambda _code, facts: Q(pk__in=Cohort.objects.filter(enrolments__person=facts.person).values("pk")),
            everything=_("All of them"),
        ),
    ),
    columns=(
        Column(
            "title", _("Title"), lambda row: row.title, sort=("title", "pk"),
            link=lambda row: reverse("engagement:cohort-detail", args=[row.pk]),
        ),
        Column("programme", _("Programme"), lambda row: row.programme.title, sort=("programme__title", "pk")),
        Column("begins_on", _("From"), lambda row: row.begins_on, date, sort=("begins_on", "pk")),
        Column("ends_on", _("Until"), lambda row: row.ends_on, date, sort=("ends_on", "pk")),
        Column("applies_until", _("Apply until"), lambda row: row.applies_until, date, sort=("applies_until", "pk")),
        Column("people", _("People taken"), lambda row: row.people, int, sort=("people", "pk")),
        Column("places", _("Places"), lambda row: row.places, int, sort=("places", "pk")),
        Column("finished_on", _("Finished"), lambda row: row.finished_on, date, sort=("finished_on", "pk")),
        Column("number", _("Number"), lambda row: row.pk, int, sort=("pk",), on_page=False),
    ),
    sort="-begins_on",
    count=lambda n: ngettext("%(n)s cohort", "%(n)s cohorts", n) % {"n": n},
    empty=lambda _facts: Empty(
        _("No cohort yet"), _("Open a training programme that is accepted, and begin a cohort of it.")
    ),
    group="training",
    place=2,
)  # fmt: skip


def _who(row: Any) -> str:
    return row.enrolment.person.name if row.enrolment.person else __("a resident")


CERTIFICATES = Listing(
    code="certificates",
    title=_("Certificates"),
    address="engagement:certificate-list",
    rows=queries.certificates_read,
    search=lambda word, _facts: Q(number__icontains=word) | Q(enrolment__cohort__programme__title__icontains=word),
    filters=(
        Choice(
            "counts", _("Counts"), among=lambda _facts: [("yes", _("counts")), ("no", _("taken back"))],
            to=lambda code, _facts: Q(taken_back_on__isnull=code == "yes"), everything=_("All of them"),
        ),
    ),
    columns=(
        Column(
            "certificate", _("Certificate"), lambda row: row.number, sort=("number", "pk"),
            link=lambda row: reverse("engagement:certificate-detail", args=[row.pk]),
        ),
        Column("who", _("Who"), _who, sort=("enrolment__person__name", "pk")),
        Column(
            "programme", _("Programme"), lambda row: row.enrolment.cohort.programme.title,
            sort=("enrolment__cohort__programme__title", "pk"),
        ),
        Column("hours", _("Hours"), lambda row: row.hours, int, sort=("hours", "pk")),
        Column("issued_on", _("Issued"), lambda row: row.issued_on, date, sort=("issued_on", "pk")),
        Column("counts", _("Counts"), lambda row: row.taken_back_on is None, bool),
        Column("number", _("Row"), lambda row: row.pk, int, sort=("pk",), on_page=False),
    ),
    sort="-issued_on",
    count=lambda n: ngettext("%(n)s certificate", "%(n)s certificates", n) % {"n": n},
    empty=lambda _facts: Empty(
        _("No certificate yet"), _("Apply to a cohort. Who comes to enough of its sessions gets one when it is finished.")
    ),
    group="training",
    place=4,
)  # fmt: skip
LISTS = (PROGRAMMES, OWED, COHORTS, CERTIFICATES)
