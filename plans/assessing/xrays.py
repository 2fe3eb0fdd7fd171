"""X-rays of impact assessments: one that was asked for and not begun, one not looked at again, one decided unheard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from plans.assessing.kinds import FOLLOW_UP, IMPACT_ASSESSMENT
from plans.assessing.queries import in_force, screenings_to_begin
from raci.drawing import day
from raci.keeping import may_keep
from raci.matrix.findings import Level
from raci.xrays import MOST, Finding, Look, Rule

DAYS_TO_BEGIN = 14


def _not_begun(look: Look) -> Iterator[Finding]:
    for row in screenings_to_begin(look.facts)[:MOST]:
        since = localtime(row.answered_at).date() if row.answered_at else look.facts.today
        mine = bool(may_keep(look.facts, FOLLOW_UP, row.unit))
        if since + timedelta(days=DAYS_TO_BEGIN) >= look.facts.today or (look.mine and not mine):
            continue
        yield Finding(
            where=row.title,
            unit=row.unit,
            sentence=_("Its screening says since %(day)s that a full assessment is needed, and none is begun.")
            % {"day": day(since)},
            url=reverse("plans:screening-detail", args=[row.pk]),
            is_mine=mine,
            key=str(row.pk),
            since=since,
        )


def _not_looked_at(look: Look) -> Iterator[Finding]:
    for one in in_force(look.facts):
        if one.on is None or one.on >= look.facts.today:
            continue
        sentence = _("It was to be looked at again on %(day)s, and nobody said what was found.") % {"day": day(one.on)}
        unit, record = one.case.record.scope.unit, one.case.record_id
        mine = bool(may_keep(look.facts, FOLLOW_UP, unit))
        if mine or not look.mine:
            url = reverse("plans:assessment-follow", args=[record])
            yield Finding(one.said["title"], unit, sentence, url, mine, str(record), one.on)


def _unheard(look: Look) -> Iterator[Finding]:
    for one in in_force(look.facts):
        if one.said["opinion_sought"]:
            continue
        unit, record = one.case.record.scope.unit, one.case.record_id
        mine = bool(may_keep(look.facts, FOLLOW_UP, unit))
        if mine or not look.mine:
            sentence = _("It was decided without the opinion of those concerned: “%(why)s”") % {
                "why": one.said["opinion_why_not"][:200]
            }
            since = localtime(one.case.state_since).date()
            yield Finding(
                one.said["title"], unit, sentence, IMPACT_ASSESSMENT.url(one.case.record), mine, str(record), since
            )


NOT_BEGUN = Rule(
    code="assessment-not-begun",
    label=gettext_lazy("A full assessment is needed, and none is begun"),
    level=Level.WARNING,
    text=gettext_lazy("Where a screening says that a full assessment is needed, one is begun within 14 days."),
    mend=gettext_lazy("Begin it"),
    counted=lambda n: (
        ngettext("%(n)d full assessment is not begun", "%(n)d full assessments are not begun", n) % {"n": n}
    ),
    find=_not_begun,
)
NOT_LOOKED_AT = Rule(
    code="assessment-follow-up",
    label=gettext_lazy("An assessment was not looked at again"),
    level=Level.WARNING,
    text=gettext_lazy("Each decided assessment is looked at again on the day it names, and what was found is said."),
    mend=gettext_lazy("Say what was found"),
    counted=lambda n: (
        ngettext("%(n)d assessment was not looked at again", "%(n)d assessments were not looked at again", n) % {"n": n}
    ),
    find=_not_looked_at,
)
UNHEARD = Rule(
    code="assessment-unheard",
    label=gettext_lazy("Decided without the opinion of those concerned"),
    level=Level.HINT,
    text=gettext_lazy("Those concerned were heard before what concerns them was decided."),
    mend=gettext_lazy("Read why"),
    counted=lambda n: (
        ngettext(
            "%(n)d assessment was decided without those concerned",
            "%(n)d assessments were decided without those concerned",
            n,
        )
        % {"n": n}
    ),
    find=_unheard,
)
RULES = (NOT_BEGUN, NOT_LOOKED_AT, UNHEARD)
