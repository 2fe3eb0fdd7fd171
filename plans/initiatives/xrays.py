"""X-rays of initiatives: an update that nobody gave, and one in force of which nothing is asked."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from plans.initiatives.kinds import INITIATIVE, INITIATIVE_UPDATE
from plans.initiatives.lateness import Lateness
from plans.initiatives.queries import open_updates
from plans.models import InitiativeUpdate
from raci.drawing import day
from raci.grants import visible
from raci.keeping import may_keep
from raci.matrix.findings import Level
from raci.models import Case
from raci.xrays import MOST, Finding, Look, Rule


def _late(look: Look) -> Iterator[Finding]:
    for one in open_updates(look.facts, Q(due_on__lt=look.facts.today), mine=look.mine)[:MOST]:
        if one.lateness is not Lateness.LATE:
            continue
        record = one.row.initiative.record
        said = {"title": one.row.title, "day": day(one.row.due_on)}
        yield Finding(
            where=one.row.initiative.title,
            unit=record.scope.unit,
            sentence=_("“%(title)s” was to be reported by %(day)s, and nobody did.") % said,
            url=reverse("plans:initiative-report", args=[one.row.pk]),
            is_mine=bool(may_keep(look.facts, INITIATIVE_UPDATE, record.scope.unit)),
            key=str(one.row.pk),
            since=one.row.due_on,
        )


def _silent(look: Look) -> Iterator[Finding]:
    """In force, and neither is an update asked for nor was it said to be over."""
    updates = InitiativeUpdate.objects.filter(initiative__record=OuterRef("record"))
    asked = updates.filter(Q(reported_on=None) | Q(standing__in=InitiativeUpdate.OVER))
    found = visible(look.facts, INITIATIVE.activity).filter(
        ~Exists(asked), record__kind=INITIATIVE.code, state=Case.State.APPROVED
    )
    for case in found.select_related("record__scope__unit").order_by("state_since", "pk")[:MOST]:
        mine = bool(may_keep(look.facts, INITIATIVE_UPDATE, case.record.scope.unit))
        if look.mine and not mine:
            continue
        yield Finding(
            where=case.title,
            unit=case.record.scope.unit,
            sentence=_("It is in force, and nobody is asked how it goes."),
            url=reverse("plans:initiative-ask", args=[case.record_id]),
            is_mine=mine,
            key=str(case.record_id),
            since=localtime(case.state_since).date(),
        )


LATE = Rule(
    code="initiative-update-late",
    label=gettext_lazy("An update of an initiative is late"),
    level=Level.WARNING,
    text=gettext_lazy("What was to be reported of each initiative in force was reported by its day."),
    mend=gettext_lazy("Report it"),
    counted=lambda n: (
        ngettext("%(n)d update of an initiative is late", "%(n)d updates of initiatives are late", n) % {"n": n}
    ),
    find=_late,
)
SILENT = Rule(
    code="initiative-silent",
    label=gettext_lazy("An initiative of which nothing is asked"),
    level=Level.HINT,
    text=gettext_lazy("Of each initiative in force an update is asked for by a day, until it is done or stopped."),
    mend=gettext_lazy("Ask for an update"),
    counted=lambda n: (
        ngettext("%(n)d initiative of which nothing is asked", "%(n)d initiatives of which nothing is asked", n)
        % {"n": n}
    ),
    find=_silent,
)
RULES = (LATE, SILENT)
