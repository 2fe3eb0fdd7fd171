"""The X-ray of plans whose period is over while actions are open and nobody began the next: how plans lapse."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, F
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from plans.kinds import PLAN
from plans.models import Action
from plans.portfolio.queries import actions_in_force
from raci.authority import Act, Subject, may
from raci.drawing import day
from raci.matrix.findings import Level
from raci.models import Unit
from raci.xrays import MOST, Finding, Look, Rule


def _over(look: Look) -> Iterator[Finding]:
    rows = actions_in_force(look.facts).exclude(status__in=Action.OVER).select_related(None)
    over = rows.filter(record__plan__ends_on__lt=look.facts.today, record__plan__turned=None)
    plans = (
        over.order_by().values("record", "plan_title", "unit", ended=F("record__plan__ends_on")).annotate(n=Count("pk"))
    )
    found = list(plans.order_by("ended", "record")[:MOST])
    units = Unit.objects.in_bulk({one["unit"] for one in found})
    for one in found:
        unit = units[one["unit"]]
        mine = bool(may(look.facts, Act.CREATE, Subject.of_scope(PLAN.activity, unit)))
        if mine or not look.mine:
            told = {"day": day(one["ended"]), "n": one["n"]}
            sentence = ngettext(
                "Its period was over on %(day)s; %(n)d action is open, and no next plan was begun.",
                "Its period was over on %(day)s; %(n)d actions are open, and no next plan was begun.",
                one["n"],
            )
            url = reverse("plans:plan-turn" if mine else "plans:plan-detail", args=[one["record"]])
            yield Finding(one["plan_title"], unit, sentence % told, url, mine, str(one["record"]), one["ended"])


LAPSED = Rule(
    code="plan-period-over",
    label=gettext_lazy("A plan’s period is over and nobody began the next"),
    level=Level.WARNING,
    text=gettext_lazy(
        "Each plan whose period is over was closed: what was open goes on in the next or ended with a reason."
    ),
    mend=gettext_lazy("Close its period"),
    counted=lambda n: (
        ngettext("%(n)d plan lapsed with open actions", "%(n)d plans lapsed with open actions", n) % {"n": n}
    ),
    find=_over,
)
