"""X-rays of duties: evidence expired or missing, findings nobody mends, corrective actions late, agencies without a basis."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from compliance.actions.obligations import may_keep_obligation
from compliance.checks.verdicts import Result
from compliance.kinds import CITY_FACT, CORRECTIVE_ACTION
from compliance.models import Agency, Closure, CorrectiveAction, Finding, FundingAward, Obligation
from compliance.queries.funding import bases
from compliance.queries.status import with_status
from compliance.queries.theirs import theirs
from raci.authority import Facts
from raci.drawing import day
from raci.keeping import may_keep
from raci.matrix.findings import Level
from raci.the_city import need_city
from raci.xrays import MOST, Look, Rule
from raci.xrays import Finding as Found


def _obligations(look: Look, narrowed: Q, url: str, said: Callable[[Any], tuple[str, date]]) -> Iterator[Found]:
    """Those that run and stand so; with `mine`, of the posts whose role leads them."""
    facts = look.facts
    found = with_status(Obligation.objects.filter(begins_on__lte=facts.today), facts.today).filter(narrowed)
    if look.mine:
        found = found.filter(theirs(facts))
    rows = found.select_related("requirement__lead", "requirement", "unit").order_by("due_on", "pk")[:MOST]
    for row in rows:
        sentence, since = said(row)
        yield Found(
            where=str(row),
            unit=row.unit,
            sentence=sentence,
            url=reverse(url, args=[row.pk]),
            is_mine=look.mine or _is_mine(facts, row),
            key=str(row.pk),
            since=since,
        )


def _is_mine(facts: Facts, row: Obligation) -> bool:
    lead = row.requirement.lead
    led = lead is not None and any(one.role == lead.code for one in facts.posts)
    return led and bool(may_keep_obligation(facts, row.requirement, row.unit))


def _expired(look: Look) -> Iterator[Found]:
    """What was shown once, and what showed it is in force no more."""
    open_ones = Q(stands__in=[Result.EVIDENCE_DUE.value, Result.EVIDENCE_OVERDUE.value])
    narrowed = open_ones & Q(judged=Result.EVIDENCE_CURRENT.value, held_until__lt=look.facts.today)

    def said(row: Obligation) -> tuple[str, date]:
        assert row.held_until is not None
        return _("Its evidence was in force until %(day)s.") % {"day": day(row.held_until)}, row.held_until

    return _obligations(look, narrowed, "compliance:obligation-evidence", said)


def _missing(look: Look) -> Iterator[Found]:
    """Overdue, and nothing is on it."""
    none = ~Exists(Obligation.objects.filter(pk=OuterRef("pk"), evidence__removed_at=None, evidence__isnull=False))
    narrowed = Q(stands=Result.EVIDENCE_OVERDUE.value) & Q(none)

    def said(row: Obligation) -> tuple[str, date]:
        assert row.due_on is not None
        return _("It was due %(day)s, and no evidence is on it.") % {"day": day(row.due_on)}, row.due_on

    return _obligations(look, narrowed, "compliance:obligation-evidence", said)


def _without_action(look: Look) -> Iterator[Found]:
    facts = look.facts
    acted = CorrectiveAction.objects.filter(finding=OuterRef("pk"), dropped_at=None)
    found = Finding.objects.filter(~Exists(acted), closed_at=None).select_related("unit").order_by("found_on", "pk")
    for row in found[:MOST]:
        yield Found(
            where=row.title,
            unit=row.unit,
            sentence=_("Nothing is done about it yet: it was found on %(day)s.") % {"day": day(row.found_on)},
            url=reverse("compliance:corrective-action-create", args=[row.pk]),
            is_mine=bool(may_keep(facts, CORRECTIVE_ACTION, row.unit)),
            key=str(row.pk),
            since=row.found_on,
        )


def _late(look: Look) -> Iterator[Found]:
    facts = look.facts
    posts = {one.post for one in facts.posts}
    found = CorrectiveAction.objects.filter(due_on__lt=facts.today, dropped_at=None)
    found = found.exclude(closure__state=Closure.State.ACCEPTED).select_related("finding__unit", "owner")
    if look.mine:
        found = found.filter(owner__in=posts)
    for row in found.order_by("due_on", "pk")[:MOST]:
        words = {"day": day(row.due_on), "post": row.owner.title}
        yield Found(
            where=row.title,
            unit=row.finding.unit,
            sentence=_("%(post)s was to do it by %(day)s; nobody has verified that it is done.") % words,
            url=reverse("compliance:corrective-action-detail", args=[row.pk]),
            is_mine=row.owner_id in posts,
            key=str(row.pk),
            since=row.due_on,
        )


def _without_basis(look: Look) -> Iterator[Found]:
    """One line an agency whose awards run."""
    facts = look.facts
    unknown = {one.agency for one in bases(facts.today) if not one.is_known}
    runs = Q(begins_on__lte=facts.today) & (Q(ends_on=None) | Q(ends_on__gte=facts.today))
    awards = FundingAward.objects.filter(runs, agency__in=unknown).order_by("agency", "begins_on")
    first = {one.agency: one for one in awards.order_by("agency", "-begins_on")}
    if not first:
        return
    city = need_city()
    mine = bool(may_keep(facts, CITY_FACT, city))
    for code, award in first.items():
        yield Found(
            where=str(Agency(code).label),
            unit=city,
            sentence=_("Whether its rules reach effects or intent alone is not known; “%(award)s” is its money.")
            % {"award": award.title},
            url=f"{reverse('compliance:effects-basis-say')}?agency={code}",
            is_mine=mine,
            key=code,
            since=award.begins_on,
        )


def _counted(one: str, several: str) -> Callable[[int], str]:
    return partial(_number, one, several)


def _number(one: str, several: str, n: int) -> str:
    return ngettext(one, several, n) % {"n": n}


RULES = (
    Rule(
        "evidence-expired",
        gettext_lazy("Evidence that expired"),
        Level.WARNING,
        gettext_lazy("What was judged as shown is not shown any more: what showed it is in force no longer."),
        gettext_lazy("Add newer evidence"),
        _counted("%(n)d obligation whose evidence expired", "%(n)d obligations whose evidence expired"),
        _expired,
    ),
    Rule(
        "evidence-missing",
        gettext_lazy("Evidence that is missing"),
        Level.ERROR,
        gettext_lazy(
            "The day of an obligation has passed and nothing is on it, so the city cannot show that it is met."
        ),
        gettext_lazy("Add evidence"),
        _counted("%(n)d overdue obligation without evidence", "%(n)d overdue obligations without evidence"),
        _missing,
    ),
    Rule(
        "finding-unmended",
        gettext_lazy("Findings without a corrective action"),
        Level.WARNING,
        gettext_lazy("Something was found wanting, and nobody has said what is done about it, by whom and by when."),
        gettext_lazy("Add a corrective action"),
        _counted("%(n)d finding without a corrective action", "%(n)d findings without a corrective action"),
        _without_action,
    ),
    Rule(
        "corrective-late",
        gettext_lazy("Corrective actions that are late"),
        Level.ERROR,
        gettext_lazy("The day of a corrective action has passed, and nobody else has seen it done."),
        gettext_lazy("Open it"),
        _counted("%(n)d corrective action that is late", "%(n)d corrective actions that are late"),
        _late,
    ),
    Rule(
        "award-without-basis",
        gettext_lazy("Agencies whose theory is not known"),
        Level.HINT,
        gettext_lazy(
            "Money of an agency comes in, and nobody has said whether its rules reach effects or intent alone."
        ),
        gettext_lazy("Say it"),
        _counted("%(n)d agency without an effects basis", "%(n)d agencies without an effects basis"),
        _without_basis,
    ),
)
