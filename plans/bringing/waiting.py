"""What bringing a plan in makes wait: its lines, on whoever chose it; and the X-ray of those that nobody goes on with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from metrics.bringing.kept import KEPT
from plans.bringing.queries import imports
from plans.models import PlanImport
from raci.authority import Facts
from raci.drawing import day
from raci.matrix.findings import Level
from raci.queries.waits import Waiting
from raci.xrays import Finding, Look, Rule

CONFIRM = gettext_lazy("Confirm a plan’s lines")
OPEN_DAYS = 3  # after which lines that nobody confirms are told


def kept_until(batch: PlanImport) -> date:
    """The day on which its file is forgotten, and has to be chosen again."""
    return localtime(batch.begun_at).date() + timedelta(seconds=KEPT)


def waits(facts: Facts) -> list[Waiting]:
    """Plans that they chose themselves and that have not come in (1 query)."""
    return [_line(one, facts) for one in imports(facts).filter(begun_by=facts.person, came_in_at=None)]


def _line(batch: PlanImport, facts: Facts) -> Waiting:
    url = reverse("plans:bring-detail", args=[batch.pk])
    why = _("You chose its file. It is kept until then, and nothing of it has come in yet.")
    return Waiting(
        "bring", batch.title, batch.unit.name, batch.begun_at, kept_until(batch), why, url, facts.today
    )  # fmt: skip


def _open(look: Look) -> Iterator[Finding]:
    """Told to those who write the unit's plans: nobody else knows of it."""
    before = look.facts.today - timedelta(days=OPEN_DAYS)
    for one in imports(look.facts).filter(came_in_at=None, begun_at__date__lte=before):
        begun = localtime(one.begun_at).date()
        said = {"day": day(begun), "who": one.begun_by.name, "until": day(kept_until(one))}
        yield Finding(
            where=one.title, unit=one.unit,
            sentence=_("%(who)s chose it on %(day)s, and its lines wait to be confirmed. Its file is kept until %(until)s.")
            % said,
            url=reverse("plans:bring-detail", args=[one.pk]), is_mine=True, key=f"bring-{one.pk}", since=begun,
        )  # fmt: skip


UNCONFIRMED = Rule(
    code="plan-lines-open",
    label=gettext_lazy("A plan brought in whose lines nobody confirms"),
    level=Level.HINT,
    text=gettext_lazy("Each plan that was chosen to be brought in came in, or was set aside, within 3 days."),
    mend=gettext_lazy("Confirm its lines"),
    counted=lambda n: (
        ngettext(
            "%(n)d plan waits for its lines to be confirmed", "%(n)d plans wait for their lines to be confirmed", n
        ) % {"n": n}
    ),
    find=_open,
)  # fmt: skip
