"""What training makes wait on somebody: people to be trained, applications to decide, who came, a cohort to finish."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from engagement.kinds import COHORT
from engagement.models import Cohort, Enrolment, Session, SessionAttendance
from engagement.training.cohorts import cohort_url
from engagement.training.owing import Owed, due
from raci.authority import Facts
from raci.grants import units_with
from raci.keeping import may_keep_for_the_city
from raci.queries.waits import Waiting

TRAIN, KEEP = gettext_lazy("Have people trained"), gettext_lazy("See to a cohort")
ANSWERS_FOR = "4.1"  # whoever is responsible for a unit's plan has its people trained
MOST = 50


def owed_by(facts: Facts) -> list[Owed]:
    """What the units they answer for owe still (3 queries; none where they answer for none)."""
    if ANSWERS_FOR not in facts.activities_with("R"):
        return []
    units = units_with(facts, "R", ANSWERS_FOR).values_list("pk", flat=True)
    return [one for one in due(facts.today, units=units) if not one.is_done]


def people_to_train(facts: Facts) -> list[Waiting]:
    """Of the units they answer for."""
    return [_owed(one, facts) for one in owed_by(facts)]


def _owed(one: Owed, facts: Facts) -> Waiting:
    said = {"trained": one.trained, "people": one.row.people, "whom": one.row.whom, "unit": one.row.unit.name}
    return Waiting(
        "train", one.row.programme.title, _("%(unit)s: %(trained)s of %(people)s trained (%(whom)s)") % said, None,
        one.row.due_on, _("You are responsible (R) for what %(unit)s does.") % said,
        reverse("engagement:programme-detail", args=[one.row.programme_id]), facts.today,
    )  # fmt: skip


def cohorts_to_keep(facts: Facts) -> list[Waiting]:
    """For those who keep cohorts of the city: what is to be done with each (2 queries)."""
    permission = may_keep_for_the_city(facts, COHORT)
    if not permission:
        return []
    return [one for row in _going_on(facts) for one in _asked(row, permission.reason, facts)]


def _going_on(facts: Facts) -> list[Cohort]:
    written = SessionAttendance.objects.filter(session=OuterRef("pk"))
    silent = Session.objects.filter(~Exists(written), cohort=OuterRef("pk"), on__lt=facts.today)
    applied = Count("enrolments", filter=Q(enrolments__state=Enrolment.State.APPLIED))
    taken = Count("enrolments", filter=Q(enrolments__state=Enrolment.State.ENROLLED))
    rows = Cohort.objects.filter(finished_on=None).annotate(applied=applied, taken=taken, silent=Exists(silent))
    return list(rows.select_related("programme").order_by("ends_on", "pk")[:MOST])


def _asked(row: Cohort, why: str, facts: Facts) -> Iterator[Waiting]:
    applied: int = row.applied  # type: ignore[attr-defined]
    if applied and row.applies_until < facts.today <= row.ends_on:
        words = ngettext("Decide on %(n)s application", "Decide on %(n)s applications", applied) % {"n": applied}
        yield _line(row, words, why, reverse("engagement:cohort-people", args=[row.pk]), facts)
    if row.silent and row.taken:  # type: ignore[attr-defined]
        yield _line(row, _("Write down who came"), why, cohort_url(row), facts)
    elif row.ends_on < facts.today:
        yield _line(row, _("Finish it: certificates are made"), why, cohort_url(row), facts)


def _line(row: Cohort, words: str, why: str, url: str, facts: Facts) -> Waiting:
    title = f"{row.programme.title}: {row.title}"
    return Waiting("cohort", title, words, None, row.ends_on, why, url, facts.today)
