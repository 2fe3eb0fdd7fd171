"""X-rays of feedback rounds: asked and never told, told without what was done, coded by one person alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from engagement.kinds import WE_DID
from engagement.models import Coding, FeedbackRound, WeDid
from engagement.rounds.queries import newest_cases
from raci.drawing import day
from raci.keeping import may_keep
from raci.matrix.findings import Level
from raci.models import Case
from raci.xrays import MOST, Finding, Look, Rule

UNTOLD = 60  # days after the last answer
WITHOUT = 30  # days after the approval


def _rounds(
    look: Look, narrowed: Q, address: str, said: Callable[[Case], tuple[str, date | None]]
) -> Iterator[Finding]:
    """Of the rounds that they may read (2 queries)."""
    for case in newest_cases(look.facts).filter(narrowed).order_by("title", "pk")[:MOST]:
        sentence, since = said(case)
        unit = case.record.scope.unit
        yield Finding(
            where=case.title,
            unit=unit,
            sentence=sentence,
            url=reverse(address, args=[case.record_id]),
            is_mine=bool(may_keep(look.facts, WE_DID, unit)),
            key=str(case.record_id),
            since=since,
        )


def _untold(look: Look) -> Iterator[Finding]:
    long_ago = look.facts.today - timedelta(days=UNTOLD)
    approved = Case.objects.filter(record=OuterRef("record"), state__in=(Case.State.APPROVED, Case.State.SUPERSEDED))
    narrowed = Q(record__feedback_round__ends_on__lt=long_ago) & ~Q(Exists(approved)) & ~Q(state=Case.State.DECLINED)

    def said(case: Case) -> tuple[str, date | None]:
        ended = case.record.feedback_round.ends_on
        return _("People answered until %(day)s, and nothing is published.") % {"day": day(ended)}, ended

    return _rounds(look, narrowed, "engagement:round-detail", said)


def _without(look: Look) -> Iterator[Finding]:
    told = WeDid.objects.filter(round__record=OuterRef("record"))
    since = look.facts.today - timedelta(days=WITHOUT)
    narrowed = Q(state=Case.State.APPROVED, state_since__date__lt=since) & ~Q(Exists(told))

    def said(case: Case) -> tuple[str, date | None]:
        return _("It is published, and does not say what was done."), case.state_since.date()

    return _rounds(look, narrowed, "engagement:we-did-create", said)


def _alone(look: Look) -> Iterator[Finding]:
    coders = Coding.objects.order_by().values("round").annotate(n=Count("coder", distinct=True)).filter(n=1)
    rounds = FeedbackRound.objects.filter(pk__in=coders.values("round"))
    narrowed = Q(record__feedback_round__in=rounds) & ~Q(state__in=(Case.State.DECLINED, Case.State.SUPERSEDED))

    def said(_case: Case) -> tuple[str, date | None]:
        return _("One person alone coded its answers."), None

    return _rounds(look, narrowed, "engagement:round-code", said)


RULES = (
    Rule(
        code="round-untold",
        label=gettext_lazy("People were asked and nothing was published"),
        level=Level.WARNING,
        text=gettext_lazy("Each feedback round is published within two months of its last day."),
        mend=gettext_lazy("Go on with it"),
        counted=lambda n: ngettext("%(n)d round is not published", "%(n)d rounds are not published", n) % {"n": n},
        find=_untold,
    ),
    Rule(
        code="round-without-we-did",
        label=gettext_lazy("A published round does not say what was done"),
        level=Level.WARNING,
        text=gettext_lazy("A month after a round is published, it says what was done about what people said."),
        mend=gettext_lazy("Say what was done"),
        counted=lambda n: (
            ngettext("%(n)d round does not say what was done", "%(n)d rounds do not say what was done", n) % {"n": n}
        ),
        find=_without,
    ),
    Rule(
        code="round-coded-alone",
        label=gettext_lazy("Answers were coded by one person alone"),
        level=Level.HINT,
        text=gettext_lazy("Two people code the answers of a round, each by themself, and their agreement is shown."),
        mend=gettext_lazy("Code the answers"),
        counted=lambda n: (
            ngettext("%(n)d round is coded by one person alone", "%(n)d rounds are coded by one person alone", n)
            % {"n": n}
        ),
        find=_alone,
    ),
)
