"""What the pages of findings and corrective actions show, and what the reader may do there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from compliance.actions.findings import against_closing, against_withdrawing, is_verified
from compliance.checks.clocks import years_later
from compliance.kinds import CLOSURE, CORRECTIVE_ACTION, FINDING
from compliance.models import Closure, CorrectiveAction, Finding
from raci import reviewing
from raci.actions.recommendations import SOURCES
from raci.authority import Facts, Permission
from raci.keeping import may_keep
from raci.kinds import RECOMMENDATION
from raci.models import Recommendation, Unit
from raci.queries.modes import ModePanel, reviewed_panel
from raci.refusals import Refused

YEARS = 5  # that a recommendation from a finding is followed up
FROM_FINDING = (Recommendation.Source.AUDIT, Recommendation.Source.AUDITOR)


def next_follow_up(raised_on: date, today: date) -> date | None:
    """The day proposed for the next look: each year for five from the day it was raised; None when they are over."""
    days = [years_later(raised_on, year) for year in range(1, YEARS + 1)]
    return next((day for day in days if day >= today), None)


@dataclass(frozen=True)
class Recommended:
    """A recommendation from the finding, with the next look that is proposed."""

    one: Recommendation
    next_on: date | None

    @property
    def is_proposed(self) -> bool:
        """Whether nobody has set the next look, though one is due yet."""
        return self.one.closed_at is None and self.one.follow_up_on is None and self.next_on is not None


@dataclass(frozen=True)
class FindingPage:
    """A finding as this person may see it."""

    one: Finding
    facts: Facts
    actions: list[CorrectiveAction]
    recommended: list[Recommended]

    @cached_property
    def may_find(self) -> Permission:
        """Whether they keep findings of the unit."""
        return may_keep(self.facts, FINDING, self.one.unit)

    @property
    def is_open(self) -> bool:
        """Not closed."""
        return self.one.closed_at is None

    @cached_property
    def may_correct(self) -> Permission:
        """Whether they add corrective actions."""
        return may_keep(self.facts, CORRECTIVE_ACTION, self.one.unit)

    @property
    def waiting(self) -> list[CorrectiveAction]:
        """What is done and not verified yet."""
        return [one for one in self.actions if not one.dropped_at and not is_verified(one)]

    @property
    def bar(self) -> str:
        """What stands between it and being closed by this person, in a sentence."""
        return against_closing(self.one, self.actions, self.facts.person)

    @property
    def may_close(self) -> bool:
        """Whether they close it now."""
        return self.is_open and bool(self.may_find) and not self.bar

    @property
    def may_withdraw(self) -> bool:
        """Whether they withdraw it now as recorded by mistake."""
        return self.is_open and bool(self.may_find) and not against_withdrawing(self.actions)

    @property
    def may_recommend(self) -> bool:
        """Whether they recommend something on it."""
        return self.is_open and bool(sources(self.facts, self.one.unit))

    @property
    def next(self) -> str:
        """What is next, in a sentence."""
        if not self.is_open:
            return _("It was recorded by mistake, and withdrawn.") if self.one.is_withdrawn else _("It is closed.")
        if self.actions and all(one.dropped_at for one in self.actions):
            return _(
                "All that was to be done was dropped: another corrective action is asked for, or somebody who did not "
                "record the finding closes it."
            )
        if not [one for one in self.actions if not one.dropped_at]:
            return _("A corrective action is asked for: what is done, by which post, by when.")
        if self.waiting:
            return _(
                "Its corrective actions are under way; each is verified by somebody else than who reports it done."
            )
        return _("Everything is verified: who recorded it, or who else audits there, closes it and says how it ended.")


def sources(facts: Facts, unit: Unit) -> list[str]:
    """From what they may recommend: a check (3.1), or a report of the City Auditor (4.7)."""
    return [source for source in FROM_FINDING if may_keep(facts, RECOMMENDATION, unit, activity=SOURCES[source])]


def finding_for(pk: int) -> Finding:
    """One of them: all staff read them."""
    related = ("unit", "obligation__requirement", "obligation__unit", "requirement", "raised_by", "closed_by")
    found = Finding.objects.select_related(*related).filter(pk=pk).first()
    if found is None:
        raise Refused(_("There is no such finding."), visible=False)
    return found


def finding_page(pk: int, facts: Facts) -> FindingPage:
    """For all staff (a constant number of queries)."""
    one = finding_for(pk)
    actions = one.actions.select_related("owner__unit", "closure__answered_by").order_by("due_on", "pk")
    recommended = one.recommended.select_related("recommendation__unit", "recommendation__answer")
    return FindingPage(
        one=one,
        facts=facts,
        actions=list(actions),
        recommended=[
            Recommended(row.recommendation, next_follow_up(row.recommendation.raised_at.date(), facts.today))
            for row in recommended
        ],
    )


# ---- a corrective action


@dataclass(frozen=True)
class ActionPage:
    """A corrective action as this person may see it."""

    one: CorrectiveAction
    facts: Facts
    closure: Closure | None

    @property
    def is_over(self) -> bool:
        """Verified, or dropped."""
        return bool(self.one.dropped_at) or is_verified(self.one)

    @property
    def is_late(self) -> bool:
        """Its day has passed and nobody saw it done."""
        return not self.is_over and self.one.due_on < self.facts.today

    @cached_property
    def may_correct(self) -> Permission:
        """Whether they change it."""
        return may_keep(self.facts, CORRECTIVE_ACTION, self.one.finding.unit)

    @property
    def may_change(self) -> bool:
        """Whether they change it now."""
        return bool(self.may_correct) and not self.is_over and self.closure is None

    @cached_property
    def may_report(self) -> Permission:
        """Whether they report it done now."""
        if self.is_over:
            return Permission(False, _("It is over."))
        if self.closure is not None:
            return reviewing.may_write(self.facts, self.closure)
        return may_keep(self.facts, CLOSURE, self.one.finding.unit)

    @cached_property
    def may_verify(self) -> Permission:
        """Whether they verify it now."""
        if self.closure is None:
            return Permission(False, _("It is not reported done yet."))
        return reviewing.may_answer(self.facts, self.closure)

    @property
    def may_take_back(self) -> bool:
        """Whether they take the report back."""
        return self.closure is not None and bool(reviewing.may_take_back(self.facts, self.closure))

    @cached_property
    def may_drop(self) -> bool:
        """Whether they drop it: who finds, decides that it is not needed."""
        return not self.is_over and bool(may_keep(self.facts, FINDING, self.one.finding.unit))

    @cached_property
    def panel(self) -> ModePanel | None:
        """The decision mode that binds who reports or verifies."""
        return reviewed_panel(CLOSURE.activity, self.facts)

    @property
    def shows_report(self) -> bool:
        """Whether they may read what was reported."""
        return self.closure is not None and reviewing.may_read(self.facts, self.closure)

    @property
    def next(self) -> str:
        """What is next, in a sentence."""
        if self.one.dropped_at:
            return _("It was dropped.")
        if is_verified(self.one):
            return _("It is done, and somebody else saw it.")
        if self.closure is None:
            return _("Its owner does it, and reports it done.")
        return {
            "submitted": _("It is reported done: somebody else verifies it, or gives it back."),
            "returned": _("The report was given back: what it names is to be mended, then reported again."),
        }.get(self.closure.state, _("Its report is a draft."))


def action_page(pk: int, facts: Facts) -> ActionPage:
    """For all staff (a constant number of queries)."""
    related = (
        "finding__unit", "owner__unit", "made_by", "closure__submitted_by", "closure__answered_by",
    )  # fmt: skip
    one = CorrectiveAction.objects.select_related(*related).filter(pk=pk).first()
    if one is None:
        raise Refused(_("There is no such corrective action."), visible=False)
    closure = getattr(one, "closure", None)
    if closure is not None:
        closure.action = one
    return ActionPage(one, facts, closure)
