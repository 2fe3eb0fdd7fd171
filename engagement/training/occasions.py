"""What training puts into the calendar: sessions, last days to apply, days by which units have people trained."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement.models import Cohort, Enrolment, Session
from engagement.training.cohorts import cohort_url
from engagement.training.owing import due
from engagement.training.queries import keeps_some
from engagement.training.waiting import owed_by
from raci.authority import Facts
from raci.occasions import Occasion, Source


def _sessions(facts: Facts, first: date, last: date) -> Iterable[Occasion]:
    joined = Enrolment.objects.filter(person=facts.person, state__in=("enrolled", "finished"))
    mine, keeps = set(joined.values_list("cohort", flat=True)), keeps_some(facts)
    for one in Session.objects.filter(on__range=(first, last)).select_related("cohort__programme"):
        yield Occasion(
            one.on, f"{one.cohort.programme.title}: {one.title}", one.cohort.title, cohort_url(one.cohort), str(one.pk),
            keeps or one.cohort_id in mine, one.begins, one.ends, one.place, one.edits,
        )  # fmt: skip


def _applications(_facts: Facts, first: date, last: date) -> Iterable[Occasion]:
    rows = Cohort.objects.filter(applies_until__range=(first, last), finished_on=None).select_related("programme")
    for one in rows:
        said = {"programme": one.programme.title, "cohort": one.title}
        title = _("Last day to apply: %(programme)s, %(cohort)s") % said
        yield Occasion(one.applies_until, title, "", cohort_url(one), str(one.pk), edits=one.edits)


def _units(facts: Facts, first: date, last: date) -> Iterable[Occasion]:
    own = {one.pk for one in owed_by(facts)}
    for one in due(facts.today, first=first, last=last):
        if not one.is_done:
            url = reverse("engagement:programme-detail", args=[one.row.programme_id])
            title = _("People are trained: %(title)s") % {"title": one.row.programme.title}
            yield Occasion(one.row.due_on, title, one.row.unit.name, url, str(one.pk), one.pk in own)


SOURCES = (
    Source("sessions", gettext_lazy("Sessions of trainings"), _sessions),
    Source("applying", gettext_lazy("Last days to apply for a training"), _applications),
    Source("trained", gettext_lazy("Units that have people trained"), _units),
)
