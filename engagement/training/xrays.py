"""X-rays of training: units that are late, cohorts that are over and made no certificates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from engagement.kinds import COHORT
from engagement.models import Cohort
from engagement.training.cohorts import cohort_url
from engagement.training.owing import due
from engagement.training.waiting import owed_by
from raci.drawing import day
from raci.keeping import may_keep_for_the_city
from raci.matrix.findings import Level
from raci.xrays import Finding, Look, Rule

PATIENCE = timedelta(days=30)  # in which a cohort that is over is finished


def _untrained(look: Look) -> Iterator[Finding]:
    """All staff read what units owe; whoever answers for the unit mends it."""
    mine = {one.pk for one in owed_by(look.facts)}
    for one in due(look.facts.today, last=look.facts.today - timedelta(days=1)):
        if one.is_late and (one.pk in mine or not look.mine):
            said = {
                "title": one.row.programme.title,
                "n": one.trained,
                "of": one.row.people,
                "day": day(one.row.due_on),
            }
            yield Finding(
                where=one.row.unit.name,
                unit=one.row.unit,
                sentence=_("%(n)s of %(of)s people were trained in “%(title)s” by %(day)s.") % said,
                url=reverse("engagement:programme-detail", args=[one.row.programme_id]),
                is_mine=one.pk in mine,
                key=str(one.pk),
                since=one.row.due_on,
            )


UNTRAINED = Rule(
    code="unit-untrained",
    label=gettext_lazy("A unit has fewer people trained than it was asked to"),
    level=Level.WARNING,
    text=gettext_lazy("A training programme says how many people a unit has trained by when."),
    mend=gettext_lazy("See the programme and its cohorts"),
    counted=lambda n: ngettext("%(n)d training is late", "%(n)d trainings are late", n) % {"n": n},
    find=_untrained,
)


def _unfinished(look: Look) -> Iterator[Finding]:
    """A cohort that ended a month ago; whoever keeps it finishes it."""
    is_mine = bool(may_keep_for_the_city(look.facts, COHORT))
    if look.mine and not is_mine:
        return
    rows = Cohort.objects.filter(finished_on=None, ends_on__lt=look.facts.today - PATIENCE)
    for row in rows.select_related("programme__unit").order_by("ends_on", "pk"):
        yield Finding(
            where=f"{row.programme.title}: {row.title}",
            unit=row.programme.unit,
            sentence=_("It ended on %(day)s, and nobody has a certificate.") % {"day": day(row.ends_on)},
            url=cohort_url(row),
            is_mine=is_mine,
            key=str(row.pk),
            since=row.ends_on,
        )


UNFINISHED = Rule(
    code="cohort-unfinished",
    label=gettext_lazy("A cohort is over and made no certificates"),
    level=Level.WARNING,
    text=gettext_lazy("Who came to a training gets a certificate once its cohort is finished."),
    mend=gettext_lazy("Finish the cohort"),
    counted=lambda n: ngettext("%(n)d cohort is not finished", "%(n)d cohorts are not finished", n) % {"n": n},
    find=_unfinished,
)
RULES = (UNTRAINED, UNFINISHED)
