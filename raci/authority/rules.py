"""Which letter each act takes, from which states, and who is too near to decide."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from raci.authority.capacities import Facts, Via, facts_for
from raci.authority.subjects import State, Subject
from raci.models import Case, Person

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Act(StrEnum):
    """What can be done with a governed record."""

    VIEW = "view"
    CREATE = "create"
    EDIT = "edit"
    ATTACH = "attach"
    OPEN = "open"  # consultation
    ANSWER = "answer"
    REVISE = "revise"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    APPROVE = "approve"
    CONDITIONS = "conditions"
    RETURN = "return"
    DECLINE = "decline"
    NEXT = "next"


APPROVING = (Act.APPROVE, Act.CONDITIONS)
DECIDING = (Act.APPROVE, Act.CONDITIONS, Act.RETURN, Act.DECLINE)


@dataclass(frozen=True)
class Rule:
    """Which letter an act takes, and from which states."""

    letter: str
    states: tuple[str, ...]
    phrase: str | _StrPromise


RULES: dict[Act, Rule] = {
    Act.CREATE: Rule("R", ("",), gettext_lazy("beginning one")),
    Act.EDIT: Rule("R", (State.DRAFT,), gettext_lazy("editing")),
    Act.ATTACH: Rule("R", (State.DRAFT,), gettext_lazy("attaching evidence")),
    Act.OPEN: Rule("R", (State.DRAFT,), gettext_lazy("opening consultation")),
    Act.ANSWER: Rule("C", (State.CONSULTATION, State.SUBMITTED), gettext_lazy("answering")),
    Act.REVISE: Rule("R", (State.CONSULTATION,), gettext_lazy("taking it back for revision")),
    Act.SUBMIT: Rule("R", (State.DRAFT, State.CONSULTATION), gettext_lazy("submitting")),
    Act.WITHDRAW: Rule("R", (State.SUBMITTED,), gettext_lazy("withdrawing")),
    Act.APPROVE: Rule("A", (State.SUBMITTED,), gettext_lazy("approving")),
    Act.CONDITIONS: Rule("A", (State.SUBMITTED,), gettext_lazy("approving with conditions")),
    Act.RETURN: Rule("A", (State.SUBMITTED,), gettext_lazy("returning")),
    Act.DECLINE: Rule("A", (State.SUBMITTED,), gettext_lazy("declining")),
    Act.NEXT: Rule("R", (State.APPROVED, State.DECLINED), gettext_lazy("beginning the next version")),
}

LETTERS = {
    "R": gettext_lazy("responsible"),
    "A": gettext_lazy("accountable"),
    "C": gettext_lazy("consulted"),
    "I": gettext_lazy("informed"),
}

SEES_FROM = {"R": 0, "C": 1, "A": 2, "I": 3}


@dataclass(frozen=True)
class Permission:
    """Whether, why and by what. `visible`: whether the person may know that the record exists at all."""

    allowed: bool
    reason: str
    via: Via | None = None
    visible: bool = True

    def __bool__(self) -> bool:
        return self.allowed


def may(who: Person | Facts, act: Act, subject: Subject | Case) -> Permission:
    """Whether this person may do this to that, by the matrix in force today; the reason is a sentence for them."""
    facts = who if isinstance(who, Facts) else facts_for(who)
    subject = Subject.of_case(subject) if isinstance(subject, Case) else subject
    if act is Act.VIEW:
        return _may_view(facts, subject)
    rule = RULES[act]
    via = facts.capacity_with(rule.letter, subject, ("line", "invited") if act is Act.ANSWER else ("line",))
    seen = bool(via) if act is Act.CREATE else _may_view(facts, subject).allowed
    if facts.matrix is None:
        return Permission(False, _("The city has no matrix in force, so the portal can only be read."), visible=seen)
    if via is None:
        return Permission(False, _without_letter(facts, rule, subject), visible=seen)
    if subject.state not in rule.states or (
        act is Act.ANSWER and subject.state == State.SUBMITTED and not subject.review_open
    ):
        return Permission(False, _wrong_state(act, rule, subject), via, visible=seen)
    if act in DECIDING and facts.person.pk == subject.submitter:
        return Permission(False, _("You submitted this version, so somebody else decides."), via)
    if act in DECIDING and facts.person.pk in subject.authors:
        return Permission(False, _("You are an author of this version, so somebody else decides."), via)
    if act is Act.ANSWER and facts.person.pk in subject.authors:
        return Permission(False, _("You are an author of this version, so somebody else answers."), via)
    return Permission(True, via.sentence, via)


def _may_view(facts: Facts, subject: Subject) -> Permission:
    if facts.has("reads_all"):
        return Permission(True, _("Your post reads everything."))
    for letter in "RCAI":
        via = facts.capacity_with(letter, subject, ("line", "invited", "read"))
        if via and _sees(letter, subject):
            return Permission(True, via.sentence, via)
    if facts.has("reads_published") and subject.furthest == 3:
        return Permission(True, _("Your post reads what is approved."))
    return Permission(False, _("There is nothing here that you may read."), visible=False)


def _sees(letter: str, subject: Subject) -> bool:
    return subject.furthest >= SEES_FROM[letter]


def _without_letter(facts: Facts, rule: Rule, subject: Subject) -> str:
    held = facts.letters(subject)
    names = {
        "phrase": capfirst(rule.phrase),
        "letter": rule.letter,
        "name": LETTERS[rule.letter],
        "activity": subject.activity,
    }
    if not held:
        return (
            _("%(phrase)s takes %(letter)s (%(name)s) for %(activity)s in this unit; you hold no letter in it.") % names
        )
    return _("%(phrase)s takes %(letter)s (%(name)s) for %(activity)s in this unit; you hold %(held)s.") % (
        names | {"held": "/".join(held)}
    )


def _wrong_state(act: Act, rule: Rule, subject: Subject) -> str:
    states = [str(State(state).label) for state in rule.states if state]
    if act is Act.ANSWER and subject.state == State.SUBMITTED:
        return _("It is submitted, and nothing in it waits for your answer: what you answered before stands.")
    if not subject.state:
        return _("It has not been begun.")
    return ngettext(
        "It is %(state)s; %(phrase)s is possible only while it is %(states)s.",
        "It is %(state)s; %(phrase)s is possible only while it is %(states)s.",
        len(states),
    ) % {"state": State(subject.state).label, "phrase": rule.phrase, "states": _(" or ").join(states)}
