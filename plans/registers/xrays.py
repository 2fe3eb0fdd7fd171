"""X-rays of the inventory of policies: one that nobody looked at for years, and one to be changed with nothing begun."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from plans.models import ListedPolicy
from plans.registers.catalogue import LONG_RANGES, POLICIES
from plans.registers.kinds import LISTED_POLICY, LONG_RANGE
from plans.registers.queries import overdue_policies, plans_unreviewed, policies_not_begun
from raci.drawing import day
from raci.keeping import may_keep
from raci.matrix.findings import Level
from raci.xrays import MOST, Finding, Look, Rule

SOON = 90  # days before an update is decided


def _found(look: Look, row: ListedPolicy, sentence: str, **more: object) -> Iterator[Finding]:
    mine = bool(may_keep(look.facts, LISTED_POLICY, row.unit))
    if mine or not look.mine:
        url = reverse("plans:register-edit", args=[POLICIES.code, row.pk])
        yield Finding(row.title, row.unit, sentence, url, mine, str(row.pk), **more)  # type: ignore[arg-type]


def _unreviewed(look: Look) -> Iterator[Finding]:
    for row, due in overdue_policies(look.facts.today)[:MOST]:
        yield from _found(look, row, _("It was to be reviewed by %(day)s.") % {"day": day(due)}, since=due)


def _not_begun(look: Look) -> Iterator[Finding]:
    for row in policies_not_begun()[:MOST]:
        sentence = {
            ListedPolicy.Verdict.AMEND: _("It is to be amended, and nothing is begun."),
            ListedPolicy.Verdict.RETIRE: _("It is to be retired, and nothing is begun."),
        }[ListedPolicy.Verdict(row.verdict)]
        yield from _found(look, row, sentence)


def _far_ahead(look: Look) -> Iterator[Finding]:
    soon = look.facts.today + timedelta(days=SOON)
    for row in plans_unreviewed(soon)[:MOST]:
        assert row.next_on is not None
        mine = bool(may_keep(look.facts, LONG_RANGE, row.unit))
        if mine or not look.mine:
            sentence = _("Its next update is decided on %(day)s, and its equity review is not done: %(stands)s.")
            told = {"day": day(row.next_on), "stands": row.get_review_display()}
            url = reverse("plans:register-edit", args=[LONG_RANGES.code, row.pk])
            yield Finding(row.title, row.unit, sentence % told, url, mine, str(row.pk), row.next_on)


UNREVIEWED = Rule(
    code="policy-unreviewed",
    label=gettext_lazy("A policy was not reviewed for years"),
    level=Level.HINT,
    text=gettext_lazy("Each policy of the inventory was reviewed within the years that its entry says."),
    mend=gettext_lazy("Say when it was reviewed"),
    counted=lambda n: ngettext("%(n)d policy is to be reviewed", "%(n)d policies are to be reviewed", n) % {"n": n},
    find=_unreviewed,
)
NOT_BEGUN = Rule(
    code="policy-change-not-begun",
    label=gettext_lazy("A policy is to change, and nothing is begun"),
    level=Level.HINT,
    text=gettext_lazy("Where a policy is to be amended or retired, something is begun about it."),
    mend=gettext_lazy("Say what is begun"),
    counted=lambda n: (
        ngettext("%(n)d policy is to change with nothing begun", "%(n)d policies are to change with nothing begun", n)
        % {"n": n}
    ),
    find=_not_begun,
)
FAR_AHEAD = Rule(
    code="long-range-unreviewed",
    label=gettext_lazy("A long-range plan is updated without an equity review"),
    level=Level.WARNING,
    text=gettext_lazy("Each long-range plan was reviewed for equity 90 days before its next update is decided."),
    mend=gettext_lazy("Say where its review stands"),
    counted=lambda n: (
        ngettext(
            "%(n)d long-range plan is not reviewed for equity", "%(n)d long-range plans are not reviewed for equity", n
        )
        % {"n": n}
    ),
    find=_far_ahead,
)
RULES = (UNREVIEWED, NOT_BEGUN, FAR_AHEAD)
