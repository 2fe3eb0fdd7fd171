"""X-rays: what is missing, or has gone silent, found by rules that each app adds.

Rule(code, label, level, text, mend, counted, find)   what is looked for, why, and the words of the link that mends it
register(rule)                                        from `AppConfig.ready`
looked_at(facts)                                      what all rules find, as far as the person may know of it
to_mend(facts)                                        what of it is theirs to mend

A rule costs a constant number of queries. It finds nothing that its reader may not see: a finding about a draft is told to
those who may read the draft.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raci.authority import Facts
from raci.matrix.findings import Level
from raci.records import digest

if TYPE_CHECKING:
    from raci.models import Unit

Words: TypeAlias = str | Promise

MOST = 2_000  # findings of one rule; who has more than that mends the first


LEVELS = {Level.ERROR: _("error"), Level.WARNING: _("warning"), Level.HINT: _("hint")}


@dataclass(frozen=True)
class Look:
    """Who looks. With `mine`, only at what they can mend themselves: a rule that finds much asks for less then."""

    facts: Facts
    mine: bool = False


@dataclass(frozen=True)
class Finding:
    """One thing that a rule found.

    `where`: what it is about, as people call it; `key`: what tells it from the others of its rule, where `where` does not;
    `margin`: what the matrix says of it in the margin of an activity, by the activity's code.
    """

    where: str
    unit: Unit
    sentence: str
    url: str
    is_mine: bool
    key: str = ""
    since: date | None = None
    margin: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """One thing that is looked for. `counted`: how several are called in one line of the first page."""

    code: str
    label: Words
    level: Level
    text: Words
    mend: Words
    counted: Callable[[int], str]
    find: Callable[[Look], Iterable[Finding]]
    in_margin: bool = False  # whether the matrix in force says it beside its rows too

    @property
    def place(self) -> int:
        """Errors come first."""
        return list(LEVELS).index(self.level)

    @property
    def level_label(self) -> str:
        """Its level in words."""
        return str(LEVELS[self.level])


@dataclass(frozen=True)
class Found:
    """A finding with the rule that found it: a row of the page."""

    rule: Rule
    finding: Finding

    @property
    def pk(self) -> int:
        """The same number as long as it is the same finding: the beginning of a hash, short enough for any program."""
        said = f"{self.rule.code} {self.finding.key or self.finding.where}"
        return int(digest(said)[:12], 16)

    @property
    def place(self) -> int:
        """Where its level stands: what it is sorted by."""
        return self.rule.place


_rules: dict[str, Rule] = {}


def register(rule: Rule) -> None:
    """Make a rule known (from `AppConfig.ready`). A code is given once."""
    if _rules.setdefault(rule.code, rule) != rule:
        raise ValueError(f"Two X-rays are called {rule.code}.")


def rules() -> list[Rule]:
    """All of them, the worst first, then in the order they were registered."""
    return sorted(_rules.values(), key=lambda rule: rule.place)


def looked_at(facts: Facts) -> list[Found]:
    """Everything that this person may know of (asked once a request)."""
    if "xrays" not in facts.known:
        look = Look(facts)
        facts.known["xrays"] = [Found(rule, one) for rule in rules() for one in rule.find(look)]
    found: list[Found] = facts.known["xrays"]
    return found


def margin(facts: Facts) -> dict[str, list[str]]:
    """What the matrix in force says in the margin of an activity, by the activity's code."""
    said: dict[str, list[str]] = {}
    for rule in rules():
        for one in rule.find(Look(facts)) if rule.in_margin else ():
            for activity, words in one.margin.items():
                said.setdefault(activity, []).append(words)
    return said


def to_mend(facts: Facts) -> dict[Rule, list[Finding]]:
    """What is theirs to mend, by rule; rules that found nothing of theirs are not there."""
    look = Look(facts, mine=True)
    found = {rule: [one for one in rule.find(look) if one.is_mine] for rule in rules()}
    return {rule: theirs for rule, theirs in found.items() if theirs}
