"""What the pages of parameters show, each in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import Http404
from django.utils.translation import gettext as _

from compliance.actions.parameters import days_words, may_enter
from compliance.kinds import PARAMETER
from compliance.law.leads import leads
from compliance.law.touched import Touched, touched_by
from compliance.law.watch import due_on, interval
from compliance.models import Parameter
from raci import reviewing
from raci.authority import Facts, Permission
from raci.models import Person
from raci.refusals import Refused
from raci.reviewing.permissions import submitters

State, Way = Parameter.State, Parameter.Way


@dataclass
class ParameterPage:
    """One row with all others of its key and variant."""

    row: Parameter
    rows: list[Parameter]  # that count, or counted, by their days
    drafts: list[Parameter]  # on their way, as far as the reader may read them
    facts: Facts

    @property
    def kind(self) -> str:
        """The code of its kind, for the moves."""
        return PARAMETER.code

    @cached_property
    def may_write(self) -> Permission:
        """Whether the row is theirs to write on."""
        return reviewing.may_write(self.facts, self.row)

    @cached_property
    def may_hand_in(self) -> Permission:
        """Whether they hand it in."""
        return reviewing.may_hand_in(self.facts, self.row)

    @cached_property
    def may_answer(self) -> Permission:
        """Whether they accept it or give it back."""
        return reviewing.may_answer(self.facts, self.row)

    @cached_property
    def may_take_back(self) -> Permission:
        """Whether they take it back."""
        return reviewing.may_take_back(self.facts, self.row)

    @cached_property
    def may_enter(self) -> Permission:
        """Whether they write rows of the law at all."""
        return may_enter(self.facts)

    @property
    def counts(self) -> bool:
        """Whether it was accepted and nothing took its place."""
        return self.row.state == State.ACCEPTED and self.row.replaced_at is None

    @property
    def is_followed(self) -> bool:
        """Whether somebody writes on a row that follows it."""
        return any(one.follows_id == self.row.pk for one in self.drafts)

    @cached_property
    def who(self) -> list[tuple[Person, str]]:
        """Who can enter it today: people and their posts."""
        return submitters(self.row)

    @cached_property
    def accepters(self) -> list[Person]:
        """Who can accept what somebody else handed in."""
        return reviewing.answerers(self.row)

    @cached_property
    def touched(self) -> list[Touched]:
        """What reads it."""
        return touched_by(self.row.key, self.facts.today)

    @cached_property
    def sentence(self) -> str:
        """What counts today and what is to come, in one sentence."""
        said = [self._says(one) for one in self.rows if one.replaced_at is None]
        return " ".join(said)

    def _says(self, one: Parameter) -> str:
        days = days_words(one)
        when = _("Today") if _covers(one, self.facts.today) else days[:1].upper() + days[1:]
        if one.value is None:
            return _("%(when)s: not entered yet.") % {"when": when}
        return _("%(when)s: %(value)s (%(status)s).") % {
            "when": when,
            "value": one.value_words,
            "status": one.get_status_display(),
        }

    @cached_property
    def look_up_by(self) -> date | None:
        """The day by which its citation is to be looked up again."""
        accepted = self.row.answered_at.date() if self.row.answered_at else None
        return due_on(self.row, interval(self.facts.today), accepted)

    @property
    def is_due(self) -> bool:
        """Whether that day has come."""
        return self.counts and self.look_up_by is not None and self.look_up_by <= self.facts.today


def _covers(one: Parameter, day: date) -> bool:
    begun = one.effective_from is None or one.effective_from <= day
    return begun and (one.effective_to is None or one.effective_to >= day)


def parameter_page(pk: int, facts: Facts) -> ParameterPage:
    """The row as this person may read it; 404 to strangers."""
    row = (
        Parameter.objects.select_related("city", "programme", "lead", "follows", "submitted_by", "answered_by")
        .filter(pk=pk)
        .first()
    )
    if row is None:
        raise Http404
    if not reviewing.may_read(facts, row):
        raise Refused(_("There is nothing here that you may read."), visible=False)
    same = Parameter.objects.filter(key=row.key, variant=row.variant).select_related(
        "city", "submitted_by", "answered_by"
    )
    rows = sorted(same, key=lambda one: (one.effective_from or date.min, one.pk))
    accepted = [one for one in rows if one.state == State.ACCEPTED]
    drafts = [one for one in rows if one.state != State.ACCEPTED and reviewing.may_read(facts, one)]
    return ParameterPage(row, accepted, drafts, facts)


def need_enter(facts: Facts) -> None:
    """The door of entering a row."""
    permission = may_enter(facts)
    if not permission:
        raise Refused(permission.reason)


def row_to_follow(pk: int, facts: Facts) -> ParameterPage:
    """A row that counts, for somebody who may change it; `Refused` with the reason otherwise."""
    page = parameter_page(pk, facts)
    if not page.may_enter:
        raise Refused(page.may_enter.reason)
    if not page.counts:
        raise Refused(_("This row does not count: begin from the one that does."))
    return page


def row_to_write(pk: int, facts: Facts) -> ParameterPage:
    """A draft, for somebody who may write on it now."""
    page = parameter_page(pk, facts)
    if not page.may_write:
        raise Refused(page.may_write.reason)
    return page


def keeper_choices() -> list[tuple[str, str]]:
    """Roles that keep rows of the law: those responsible for its activity."""
    return [(role.code, role.name) for role in leads().responsible(PARAMETER.activity)]
