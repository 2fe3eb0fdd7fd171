"""The walk at `authority.may`: persona x activity x move x state x unit x part in the case, each answer compared with the table.

The surprises are listed by name. Then mutants: rules broken on purpose, each of which the walk must notice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product
from time import perf_counter
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from raci import authority
from raci.authority import DECIDING, Act, Facts, Rule, Subject, facts_for, matrix_in_force, may
from raci.models import Case, Person, Role, Unit
from tests.city import small_city
from tests.walk.expected import PARTS, Table, table
from tests.walk.people import people_of
from tests.walk.stage import FULL

pytestmark = pytest.mark.portland
SOMEBODY_ELSE = -1


@dataclass
class Stage:
    """The loaded city with the table's people in it."""

    people: dict[str, Person]
    known: dict[str, Facts]

    def read_again(self) -> Stage:
        """The same people, their facts read from the database once more."""
        return replace(self, known={name: facts_for(person) for name, person in self.people.items()})


@dataclass
class Walked:
    """How far a walk came."""

    checks: int = 0


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    with django_db_blocker.unblock(), transaction.atomic():
        small_city()
        people = people_of(table())
        yield Stage(people, {name: facts_for(person) for name, person in people.items()})
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _untranslated() -> Iterator[None]:
    """Reasons are not compared, so they need no catalogue: twice as fast."""
    with translation.override(None):
        yield


def subject(rules: Table, activity: str, unit: str, state: str, part: str, person: Person) -> Subject:
    """The record as the portal would read it."""
    facts = rules.states[state]
    mine = part != "none"
    submitter = (person.pk if part == "submitter" else SOMEBODY_ELSE) if facts.get("submitted") else None
    return Subject(
        activity=activity,
        unit_path=rules.units[unit],
        unit_is_city=unit == "city",
        state=facts.get("state", ""),
        back=facts.get("back", "") if facts.get("state") == "draft" else "",
        authors=frozenset({person.pk, SOMEBODY_ELSE} if mine else {SOMEBODY_ELSE}) if facts else frozenset(),
        submitter=submitter,
        review_open=bool(facts.get("review")),
        was_submitted=bool(facts.get("submitted")),
    )


def parts_of(state: str, act: Act) -> tuple[str, ...]:
    """What the person may have to do with the case, where a rule could ask: nobody decides or answers on their own text."""
    asks = act in DECIDING or act is Act.ANSWER
    return PARTS if asks and state.startswith(("consultation", "submitted", "in_review")) else PARTS[:1]


def combinations(rules: Table, activities: Iterable[str]) -> Iterator[tuple[str, str, str, str, Act]]:
    """Every activity, unit, state, part and act."""
    for activity in activities:
        for unit, state, act in product(rules.units, rules.states, Act):
            if state == "none" and act is Act.VIEW:
                continue  # there is nothing to see
            for part in parts_of(state, act):
                yield activity, unit, state, part, act


def distinct(rules: Table, persona: str) -> list[str]:
    """One activity for each set of letters and ways that the persona has anywhere; all of them in the full product."""
    if FULL:
        return list(rules.matrix)
    found: dict[Any, str] = {}
    for activity in rules.matrix:
        passed = any(one.passed and one.passed[0] == activity for one in rules.capacities(persona))
        found.setdefault((passed, *(rules.letters(persona, activity, unit) for unit in rules.units)), activity)
    return list(found.values())


def compare(stage: Stage, walked: Walked, only: tuple[str, ...] = ()) -> Iterator[str]:
    """Ask about everything that is distinct, and name what surprises; `only`: about these activities alone."""
    rules = table()
    for persona, person in stage.people.items():
        facts = stage.known[persona]
        places: dict[tuple[str, str, str, str], tuple[Subject, bool]] = {}
        for activity, unit, state, part, act in combinations(rules, only or distinct(rules, persona)):
            place = (activity, unit, state, part)
            if place not in places:
                places[place] = subject(rules, *place, person), rules.seen(persona, activity, unit, state)
            asked, seen = places[place]
            answer = may(facts, act, asked)
            shown = state != "none" and act is not Act.CREATE  # what is not begun is not seen
            walked.checks += 1 + shown
            if answer.allowed != rules.allowed(persona, activity, act.value, state, unit, part):
                yield f"{persona} {act} {activity} {unit} {state} {part}: {answer.allowed}"
            if shown and answer.visible != seen:
                yield f"{persona} {act} sees {activity} {unit} {state}: {answer.visible}"


def notices(stage: Stage, *only: str) -> bool:
    """Whether the walk finds a surprise; it stops at the first."""
    return any(line for activity in only for line in compare(stage, Walked(), (activity,)))


def surprised(stage: Stage, *only: str) -> list[list[str]]:
    """All surprises, word by word."""
    return [line.split() for line in compare(stage, Walked(), only)]


def test_authority_is_the_table_everywhere(stage: Stage):
    began = perf_counter()
    walked = Walked()
    found = list(compare(stage, walked))
    print(
        f"\n{walked.checks:,} checks of {len(stage.people)} personas in {perf_counter() - began:.0f} s: "
        f"{len(found)} surprises"
    )
    assert walked.checks > (2_000_000 if FULL else 300_000)
    assert found[:20] == []


def test_table_has_the_checksums_of_the_source():
    rules = table()
    cells = Counter(cell for activity, row in rules.matrix.items() if activity < "4" for cell in row)
    assert cells == {"R": 21, "RC": 5, "A": 10, "C": 29, "CI": 1, "I": 24}
    for activity, row in rules.matrix.items():
        assert len(row) == len(rules.columns) == 9, activity
        assert sum("A" in cell for cell in row) == 1, activity
        assert any("R" in cell for cell in row), activity


def test_matrix_in_force_is_the_tables_cell_by_cell(stage: Stage):
    rules, loaded = table(), matrix_in_force()
    assert loaded is not None
    expected = {(activity, role): rules.codes(activity, role) for activity in rules.matrix for role in rules.columns}
    assert {key: "".join(sorted(codes)) for key, codes in loaded.cells.items()} == {
        key: "".join(sorted(codes)) for key, codes in expected.items()
    }


def test_the_tables_roles_units_and_moves_are_the_citys(stage: Stage):
    rules = table()
    assert set(rules.roles) == set(Role.objects.values_list("code", flat=True))
    assert {*rules.moves, "view"} == {act.value for act in Act}
    assert set(Unit.objects.filter(path__in=rules.units.values()).values_list("path", flat=True)) == set(
        rules.units.values()
    )
    assert {facts["state"] for facts in rules.states.values() if facts} == set(Case.State.values)


def test_without_a_matrix_in_force_nobody_does_anything(stage: Stage):
    moved = [
        f"{persona} {act} {state}"
        for persona, person in stage.people.items()
        for state in table().states
        for act in Act
        if act is not Act.VIEW
        and may(
            replace(stage.known[persona], matrix=None), act, subject(table(), "4.1", "own", state, "none", person)
        ).allowed
    ]
    assert moved == []


# ---- rules broken on purpose


def _with_rule(act: Act, **changed: Any) -> dict[Act, Rule]:
    return {**authority.rules.RULES, act: replace(authority.rules.RULES[act], **changed)}


def _roles(stage: Stage, code: str, **changed: Any) -> Stage:
    """Everybody's posts of this role as if the role were different."""
    return replace(
        stage,
        known={
            name: replace(
                facts,
                capacities=tuple(replace(each, **changed) if each.role == code else each for each in facts.capacities),
            )
            for name, facts in stage.known.items()
        },
    )


def _forgetting(stage: Stage, **forgotten: Any) -> Stage:
    """Everybody's capacities without one of their limits."""
    return replace(
        stage,
        known={
            name: replace(facts, capacities=tuple(replace(each, **forgotten) for each in facts.capacities))
            for name, facts in stage.known.items()
        },
    )


def _cell(stage: Stage, activity: str, role: str, codes: str) -> Stage:
    known = {
        name: replace(facts, matrix=replace(facts.matrix, cells={**facts.matrix.cells, (activity, role): codes}))
        for name, facts in stage.known.items()
        if facts.matrix
    }
    return replace(stage, known=known)


RULE_MUTANTS: dict[str, dict[Act, Rule]] = {
    "C approves": _with_rule(Act.APPROVE, letter="C"),
    "R approves": _with_rule(Act.APPROVE, letter="R"),
    "A edits": _with_rule(Act.EDIT, letter="A"),
    "R edits what is submitted": _with_rule(Act.EDIT, states=("draft", "submitted")),
    "R attaches to what is in consultation": _with_rule(Act.ATTACH, states=("draft", "consultation")),
    "A returns what is approved": _with_rule(Act.RETURN, states=("submitted", "approved")),
    "A decides during consultation": _with_rule(Act.DECLINE, states=("submitted", "consultation")),
    "R begins the next of what is superseded": _with_rule(Act.NEXT, states=("approved", "declined", "superseded")),
    "A withdraws": _with_rule(Act.WITHDRAW, letter="A"),
    "I answers": _with_rule(Act.ANSWER, letter="I"),
}
STAGE_MUTANTS: dict[str, Any] = {
    "directors reach the whole city": lambda stage: _roles(stage, "DIR", reach="citywide"),
    "deputies reach their own unit alone": lambda stage: _roles(stage, "ACA_DCA", reach="unit"),
    "leads read only where they are asked": lambda stage: _roles(stage, "CET", reads="none"),
    "leads are responsible for nothing of the city": lambda stage: _roles(stage, "CET", responsible_for_city=()),
    "deputies are responsible for the city's standards": lambda stage: _roles(
        stage, "CET", responsible_for_city=("1.1", "1.2", "2.3", "4.6")
    ),
    "a delegate has every letter of the giver": lambda stage: _forgetting(stage, only=None),
    "the auditor is not the auditor": lambda stage: _roles(stage, "AUD", flags=frozenset()),
    "the mayor reads everything": lambda stage: _roles(stage, "MAYOR", flags=frozenset({"reads_all"})),
    "the technical administrator reads everything": lambda stage: _roles(stage, "ADMIN", flags=frozenset({"reads_all"})),
    "an office's director also decides on plans": lambda stage: _cell(stage, "4.1", "DIR", "RA"),
    "one I of the source is a C": lambda stage: _cell(stage, "2.1", "DIR", "C"),
}  # fmt: skip


@pytest.mark.parametrize("name", RULE_MUTANTS)
def test_walk_notices_a_broken_rule(stage: Stage, monkeypatch: pytest.MonkeyPatch, name: str):
    monkeypatch.setattr(authority.rules, "RULES", RULE_MUTANTS[name])
    assert notices(stage, "4.1")


@pytest.mark.parametrize("name", STAGE_MUTANTS)
def test_walk_notices_another_reach_or_flag(stage: Stage, name: str):
    changed = STAGE_MUTANTS[name](stage)
    people = {who: person for who, person in stage.people.items() if changed.known[who] != stage.known[who]}
    assert notices(replace(changed, people=people), "4.1", "1.1", "1.2", "2.1", "2.3", "4.6")


def test_walk_notices_that_authors_decide_or_answer(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    real = may

    def careless(facts: Facts, act: Act, asked: Subject) -> authority.Permission:
        return real(facts, act, replace(asked, authors=frozenset(), submitter=None))

    monkeypatch.setattr(f"{__name__}.may", careless)
    assert {words[1] for words in surprised(stage, "4.1")} == {"approve", "conditions", "return", "decline", "answer"}


def test_walk_notices_that_the_submitter_decides(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    real = may

    def careless(facts: Facts, act: Act, asked: Subject) -> authority.Permission:
        return real(facts, act, replace(asked, authors=asked.authors - {asked.submitter}, submitter=None))

    monkeypatch.setattr(f"{__name__}.may", careless)
    assert notices(stage, "4.1")


def test_walk_notices_early_readers(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    for letter in "CAI":
        monkeypatch.setattr(authority.rules, "SEES_FROM", {"R": 0, "C": 1, "A": 2, "I": 3, letter: 0})
        assert notices(stage, "4.1"), letter


DATE_MUTANTS = {
    "holdings that ended, or begin later, count": ("was_director_until_yesterday", "administrator_from_tomorrow"),
    "delegations that ended, or begin later, count": ("delegate_of_A_expired", "delegate_of_A_from_tomorrow"),
}


@pytest.mark.parametrize("name", DATE_MUTANTS)
def test_walk_notices_days_that_are_not_asked(stage: Stage, monkeypatch: pytest.MonkeyPatch, name: str):
    monkeypatch.setattr(authority.capacities, "runs", lambda row: "TRUE")
    noticed = {words[0] for words in surprised(stage.read_again(), "4.1")}
    assert {*DATE_MUTANTS[name], "delegate_of_A_giver_gone"} <= noticed


def test_walk_notices_that_nobody_accepted_or_that_somebody_is_disabled(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    """What is proposed, refused, not accepted, taken back or disabled, each made to count by a looser reading."""
    stage = stage.read_again()
    known = dict(stage.known)
    pairs = {
        "administrator_proposed": "administrator",
        "administrator_refused": "administrator",
        "delegate_of_A_unaccepted": "delegate_of_A",
        "delegate_of_A_taken_back": "delegate_of_A",
        "disabled_director": "director",
        "disabled_administrator": "administrator",
        "delegate_of_A_disabled": "delegate_of_A",
    }
    for dormant, counts in pairs.items():
        known[dormant] = replace(known[dormant], capacities=known[counts].capacities)
    assert {words[0] for words in surprised(replace(stage, known=known), "4.1")} == set(pairs)
