"""A rule-based state machine: holdings, delegations, publications and decisions against a model written from governance alone.

Each step does the same act in the portal and in the model, by whoever the step names, also where it is not theirs; afterwards
everybody's letters, every move of every case, what each list shows, and guardian's grants are compared. Time is the
database's. The suite walks a fixed path; `make machine` walks MACHINE steps (2,000 unless told) and tries planted faults.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from raci import clock, grants, records, workflow
from raci.actions import cases as acts
from raci.actions import matrix as matrix_acts
from raci.actions import posts as post_acts
from raci.authority import Act, Facts, Subject, capacities, facts_for, may
from raci.matrix import publishing
from raci.models import Blob, Case, Consultation, Delegation, Holding, Person, Post, Record, Unit
from raci.records import Kind, Life
from raci.refusals import Conflict, NotReady, Refused
from tests.machine import city, model
from tests.machine.model import OK, REFUSED, WAITS, who
from tests.raci.test_grants import drift

pytestmark = pytest.mark.django_db
STEPS = int(os.environ.get("MACHINE", "0"))
A_WALK = 50  # steps from one founding on
SHORT = 400  # steps in the suite: enough to reach a publication
MOST_CASES = 6
UNDER_WAY = ("draft", "consultation", "submitted")
KINDS = tuple(
    Kind(
        f"machine-{activity}", Record, activity, Life.GOVERNED, activity, content=lambda record: {"title": record.title}
    )
    for activity in ("1.1", "4.1")
)
MOVES = {
    "edit": Act.EDIT, "open": Act.OPEN, "answer": Act.ANSWER, "revise": Act.REVISE, "submit": Act.SUBMIT,
    "withdraw": Act.WITHDRAW, "approve": Act.APPROVE, "return": Act.RETURN, "decline": Act.DECLINE, "next": Act.NEXT,
}  # fmt: skip
ANY, FITTING = st.integers(0, 999), st.sampled_from([True, True, True, False])
Verdicts = Counter[tuple[str, str]]


class Machine(RuleBasedStateMachine):
    """One city from its founding on."""

    move_time: Callable[..., None]
    steps: Verdicts

    def __init__(self) -> None:
        super().__init__()
        self.away = 0
        self.move_time(days=0)
        self.undo = transaction.atomic()
        self.undo.__enter__()
        city.in_the_portal(clock.today())
        self.city = city.in_memory(clock.today())
        self.first_day = self.city.today
        self.people = list(Person.objects.filter(email__startswith="p").order_by("pk"))
        self.posts = {post.code: post for post in Post.objects.select_related("role", "unit")}
        self.units = {unit.path: unit for unit in Unit.objects.all()}
        self.document = Blob.objects.get()
        self.holdings = {one: self._holding(one) for one in self.city.holdings}
        self.delegations: dict[model.Delegation, Delegation] = {}
        self.cases: dict[model.Case, Case] = {}
        self.matrix_record = 0
        self.titles = self.turn = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)
        self.move_time(days=0)

    def _holding(self, one: model.Holding) -> Holding:
        return Holding.objects.get(post__code=one.post.code, person=self.people[one.person])

    # ---- both do the same

    def same(self, act: str, expected: str, real: Callable[[], Any]) -> Any:
        """The portal answers as the model does."""
        found, given = attempt(real)
        self.steps[act, expected] += 1
        assert found == expected, f"{act}: the portal says {found}, governance says {expected}"
        return given

    def pick(self, fits: Callable[[int], bool], at: int, fitting: bool) -> int:
        """Somebody; mostly somebody whose act it is."""
        people = range(self.city.people)
        return who(people, map(fits, people), at, fitting=fitting)

    # ---- time

    @rule(days=st.sampled_from([1, 2, 5, 15]))
    def days_go_by(self, days: int) -> None:
        """And what they bring."""
        self.away += days
        self.move_time(days=self.away)
        self.city.day_comes(self.first_day + timedelta(days=self.away))
        acts.supersede_where_the_day_has_come()
        self.steps["days_go_by", OK] += 1
        assert clock.today() == self.city.today

    # ---- posts

    @rule(
        post=ANY,
        person=ANY,
        by=ANY,
        fitting=FITTING,
        starts=st.integers(-3, 10),
        days=st.sampled_from([None, 0, 3, 20]),
    )
    def record_holding(self, post: int, person: int, by: int, fitting: bool, starts: int, days: int | None) -> None:
        """Somebody records that somebody holds a post."""
        stands = list(self.city.posts.values())[post % len(self.city.posts)]
        begins = self.city.today + timedelta(days=starts)
        ends = None if days is None else begins + timedelta(days=days)
        new = model.Holding(stands, person % self.city.people, begins, ends)
        actor = self.pick(lambda one: self.city.recorder(one, stands) is not None, by, fitting)
        expected = self.city.record_holding(actor, new)
        made = self.same(
            "record_holding",
            expected,
            lambda: post_acts.begin_holding(
                post=self.posts[stands.code], person=self.people[new.person], begins_on=begins, ends_on=ends,
                by=self.people[actor], ground="Directive", document=self.document,
            ),
        )  # fmt: skip
        if expected == OK:
            self.holdings[new] = made
            assert made.state == new.state

    @precondition(lambda self: any(one.state == "proposed" for one in self.city.holdings))
    @rule(which=ANY, by=ANY, fitting=FITTING, accept=st.booleans())
    def answer_holding(self, which: int, by: int, fitting: bool, accept: bool) -> None:
        """A second person puts it in force, or refuses it."""
        proposed = [one for one in self.city.holdings if one.state == "proposed"]
        one = proposed[which % len(proposed)]
        actor = self.pick(lambda each: self.city._second(each, one.post) is not None, by, fitting)
        held, person = self.holdings[one], self.people[actor]
        expected = self.city.answer_holding(actor, one, "in_force" if accept else "refused")
        self.same(
            "accept_holding" if accept else "refuse_holding",
            expected,
            lambda: (
                post_acts.accept_holding(held, by=person)
                if accept
                else post_acts.refuse_holding(held, by=person, why="No")
            ),
        )

    @rule(which=ANY, by=ANY, fitting=FITTING, days=st.integers(-2, 12))
    def end_holding(self, which: int, by: int, fitting: bool, days: int) -> None:
        """Somebody says on which day it ends."""
        one = self.city.holdings[which % len(self.city.holdings)]
        actor = self.pick(lambda each: self.city._ends(each, one), by, fitting)
        last, held = self.city.today + timedelta(days=days), self.holdings[one]
        expected = self.city.end_holding(actor, one, last)
        self.same(
            "end_holding",
            expected,
            lambda: post_acts.end_holding(held, by=self.people[actor], ends_on=last, why="Done"),
        )

    # ---- delegations

    @rule(which=ANY, to=ANY, letter=ANY, by=ANY, fitting=FITTING, starts=st.integers(0, 4), days=st.integers(0, 15),
          at_once=FITTING)  # fmt: skip
    def delegate(
        self, which: int, to: int, letter: int, by: int, fitting: bool, starts: int, days: int, at_once: bool
    ) -> None:
        """Somebody passes a letter on, and mostly it is accepted at once."""
        counting = [one for one in self.city.holdings if self.city.counts(one)] or self.city.holdings
        held = counting[which % len(counting)]
        cells = [
            (activity, one)
            for activity in city.MATRIX
            for one in self.city.codes(activity, held.post.role)
            if one != "I"
        ] or [("4.1", "R")]
        activity, passed = cells[letter % len(cells)]
        begins = self.city.today + timedelta(days=starts)
        new = model.Delegation(held, to % self.city.people, activity, passed, begins, begins + timedelta(days=days))
        actor = self.pick(lambda one: one == held.person, by, fitting)
        expected = self.city.delegate(actor, new)
        made = self.same(
            "delegate",
            expected,
            lambda: post_acts.delegate(
                self.holdings[held], to=self.people[new.to], activity=activity, letter=passed, begins_on=begins,
                ends_on=new.ends, by=self.people[actor],
            ),
        )  # fmt: skip
        if expected == OK:
            self.delegations[new] = made
            if at_once:
                expected = self.city.accept_delegation(new.to, new)
                self.same(
                    "accept_delegation",
                    expected,
                    lambda: post_acts.accept_delegation(made, by=self.people[new.to]),
                )

    @precondition(lambda self: self.city.delegations)
    @rule(which=ANY, by=ANY, fitting=FITTING, accept=st.sampled_from([True, True, False]))
    def answer_delegation(self, which: int, by: int, fitting: bool, accept: bool) -> None:
        """The delegate accepts; or one of the two ends it."""
        one = self.city.delegations[which % len(self.city.delegations)]
        actor = self.pick(lambda each: each == one.to, by, fitting)
        do = post_acts.accept_delegation if accept else post_acts.end_delegation
        expected = (self.city.accept_delegation if accept else self.city.end_delegation)(actor, one)
        self.same(do.__name__, expected, lambda: do(self.delegations[one], by=self.people[actor]))

    @precondition(lambda self: self._passed_on())
    @rule(which=ANY)
    def giver_leaves(self, which: int) -> None:
        """Who passed a letter on lays the post down, with the delegation still running: it ends with the holding."""
        running = self._passed_on()
        one = running[which % len(running)].holding
        last, held = self.city.today - timedelta(days=1), self.holdings[one]
        expected = self.city.end_holding(one.person, one, last)
        self.same(
            "giver_leaves",
            expected,
            lambda: post_acts.end_holding(held, by=self.people[one.person], ends_on=last, why="Leaves"),
        )

    def _passed_on(self) -> list[model.Delegation]:
        """Delegations that count today, by holdings that count and did not begin today."""
        today = self.city.today
        return [
            one
            for one in self.city.delegations
            if one.accepted and not one.ended and one.begins <= today <= one.ends
            if self.city.counts(one.holding) and one.holding.begins < today
        ]

    # ---- records

    @precondition(lambda self: sum(one.cells is None for one in self.city.cases) < MOST_CASES)
    @rule(kind=st.sampled_from(KINDS), unit=ANY, by=ANY, fitting=FITTING)
    def begin(self, kind: Kind, unit: int, by: int, fitting: bool) -> None:
        """A record of somewhere."""
        path = list(self.units)[unit % len(self.units)]
        actor, title = self.pick(lambda one: self.city.may_begin(one, kind.activity, path), by, fitting), self._title()
        expected = self.city.begin(actor, kind.activity, path, title, len(self.cases))
        made = self.same(
            "begin",
            expected,
            lambda: acts.begin_record(kind, unit=self.units[path], title=title, by=self.people[actor]),
        )
        if expected == OK:
            self.cases[self.city.cases[-1]] = made[1]

    def _title(self) -> str:
        self.titles += 1
        return f"Record {self.titles}"

    @precondition(lambda self: self.city.cases)
    @rule(which=ANY, act=st.sampled_from(list(MOVES)), by=ANY, fitting=FITTING)
    def move(self, which: int, act: str, by: int, fitting: bool) -> None:
        """Any move of any case, by whoever it is."""
        case, role = self._case(which, act), ""
        if act == "answer":
            asked = list(self._open_questions())
            if not asked:
                return
            case, role = asked[which % len(asked)]
        if case.cells is None or act not in (
            "edit",
            "next",
        ):  # a version is changed cell by cell, and the next is proposed
            self._do(act, case, self._mover(act, case, role, by, fitting=fitting), role)

    def _mover(self, act: str, case: model.Case, role: str, at: int, *, fitting: bool) -> int:
        return self.pick(lambda one: self.city.may(one, act, case, role), at, fitting)

    @precondition(lambda self: self.city.cases)
    @rule(
        which=ANY,
        by=ANY,
        moves=st.integers(1, 4),
        decides=st.sampled_from(["approve", "approve", "approve", "return", "decline"]),
    )
    def carry_on(self, which: int, by: int, moves: int, decides: str) -> None:
        """A case goes on its way, each move by somebody whose move it is."""
        for _ in range(moves):
            open_ones = [
                one for one in self.city.cases if self.city.newest(one.record) is one and one.state != "superseded"
            ]
            case = open_ones[which % len(open_ones)]
            act, role = self._comes_next(case, decides)
            if act:
                self._do(act, case, self._mover(act, case, role, by, fitting=True), role)
                self.everything_is_the_same()

    def _comes_next(self, case: model.Case, decides: str) -> tuple[str, str]:
        """The move that leads on, and for which role an answer is."""
        waits = [role for one, role in self._open_questions() if one is case and not self._is_answered(case, role)]
        if case.state == "draft":
            is_asked = "asked" in self.city.to_ask(case).values() and case.back != "returned"
            return ("open" if is_asked else "submit"), ""
        if waits:
            return "answer", waits[0]
        if case.state in ("approved", "declined"):
            return ("next" if case.cells is None else ""), ""
        return ("submit" if case.state == "consultation" else decides), ""

    def _is_answered(self, case: model.Case, role: str) -> bool:
        return case.questions[len(case.texts), role].answered

    def _open_questions(self) -> Iterator[tuple[model.Case, str]]:
        for case in self.city.cases:
            ways = {"consultation": ("asked", "invited"), "submitted": ("review",)}.get(case.state, ())
            yield from ((case, role) for role, one in case.asked() if one.way in ways)

    def _do(self, act: str, case: model.Case, actor: int, role: str = "") -> None:
        """The same move in the portal and in the model. A receipt names the version that decided, and the post."""
        row, person, title = self.cases[case], self.people[actor], self._title()
        via, version = self.city.first(actor, case.activity, case.path, "A"), self.city.version().number
        do: dict[str, Callable[[], Any]] = {
            "edit": lambda: _retitle(row, title, person),
            "open": lambda: acts.open_consultation(row, by=person),
            "answer": lambda: acts.answer(question, by=person, answer="no_objection"),
            "revise": lambda: acts.revise(row, by=person),
            "submit": lambda: acts.submit(row, by=person),
            "withdraw": lambda: acts.withdraw(row, by=person, why="Sleep over it"),
            "next": lambda: acts.begin_next(row, by=person),
        }
        if act == "answer":
            question = Consultation.objects.filter(case=row, role__code=role).latest("text__number")
            expected = self.city.answer(actor, case, role)
        elif act in model.DECIDING:
            expected = self.city.decide(actor, case, act)
        else:
            expected = self.city.edit(actor, case, title) if act == "edit" else getattr(self.city, act)(actor, case)
        made = self.same(
            act, expected, do.get(act) or (lambda: acts.decide(row, by=person, kind=MOVES[act], reason="So it is"))
        )
        if act == "next" and expected == OK:
            self.cases[self.city.cases[-1]] = made
        if act == "approve" and case.cells is not None and expected == OK:
            self.steps["published", OK] += 1
        if act in model.DECIDING and expected == OK:
            assert via is not None
            assert (made.matrix.number, made.post.code) == (version, via.post.code)

    def _case(self, which: int, act: str) -> model.Case:
        """One of the cases; the next one in whose state the act is possible, where there is any."""
        possible = [one for one in self.city.cases if one.state in model.RULES[act][1]]
        found = possible if possible and which % 5 else self.city.cases
        return found[which % len(found)]

    # ---- publications

    @rule(by=ANY, fitting=FITTING, days=st.integers(1, 12))
    def propose(self, by: int, fitting: bool, days: int) -> None:
        """The next version of the matrix, for a day to come."""
        actor = self.pick(lambda one: self.city.may_begin(one, "4.3", model.CITY), by, fitting)
        wished = self.city.today + timedelta(days=days)
        founding = None
        if not any(one.cells is not None for one in self.city.cases):  # the founding version is on record from now on
            founding = model.Case(-1, 1, "4.3", model.CITY, None, state="approved", stage=3, cells=dict(city.CELLS))
            self.city.cases.append(founding)
        expected = self.city.propose(actor, -1, wished)
        made = self.same(
            "propose", expected, lambda: matrix_acts.propose_matrix(by=self.people[actor], wished_on=wished)
        )
        if expected == OK:
            self.cases[self.city.cases[-1]] = made
            if founding:
                self.cases[founding] = Case.objects.get(record=made.record, number=1)
        elif founding:
            self.city.cases.remove(founding)

    @precondition(lambda self: any(one.cells is not None and one.state in UNDER_WAY for one in self.city.cases))
    @rule(by=ANY, decides=st.sampled_from(["approve", "approve", "approve", "return"]))
    def version_goes_on(self, by: int, decides: str) -> None:
        """A version of the matrix goes a move further: of itself a random walk seldom comes to a publication."""
        case = next(one for one in self.city.cases if one.cells is not None and one.state in UNDER_WAY)
        act, role = self._comes_next(case, decides)
        self._do(act, case, self._mover(act, case, role, by, fitting=True), role)

    @precondition(lambda self: any(one.cells is not None and one.state == "draft" for one in self.city.cases))
    @rule(activity=st.sampled_from(list(city.MATRIX)), role=st.sampled_from(city.COLUMNS), swap=st.sampled_from(city.COLUMNS),
          codes=st.sampled_from(["", "R", "C", "RC", "I", "A"]), by=ANY, fitting=FITTING)  # fmt: skip
    def set_cell(self, activity: str, role: str, swap: str, codes: str, by: int, fitting: bool) -> None:
        """A cell says something else; an A goes from the role that has it to another, so that there is one."""
        (case,) = [one for one in self.city.cases if one.cells is not None and one.state == "draft"]
        if activity == "4.3":
            codes = codes.replace("C", "R") if codes != "RC" else "R"  # no one is consulted on versions here
        assert case.cells is not None
        had = [one for one in city.COLUMNS if "A" in case.cells.get((activity, one), "")]
        steps = [(had[0], swap), (swap, "A")] if codes == "A" and had and had[0] != swap else []
        changes = [(steps[0][0], "R"), (swap, "A")] if steps else [(role, codes.replace("A", "R"))]
        actor = self.pick(lambda one: self.city.may(one, "edit", case), by, fitting)
        for which, said in changes:
            expected = self.city.set_cell(actor, case, (activity, which), said)
            self.same(
                "set_cell",
                expected,
                lambda which=which, said=said: matrix_acts.set_cell(  # type: ignore[misc]
                    self.cases[case], activity=activity, role=which, codes=said, by=self.people[actor]
                ),
            )
            self.everything_is_the_same()

    # ---- what must be so after every step

    @invariant()
    def everything_is_the_same(self) -> None:
        """Asked after every step; where a rule takes several, after each."""
        self._compare_people()
        self._compare_grants()

    def _compare_people(self) -> None:
        """Everybody's letters everywhere, every move of every case, and what lists show."""
        everybody = {number: facts_for(person) for number, person in enumerate(self.people)}
        rows = Case.objects.select_related("record__scope__unit").in_bulk([row.pk for row in self.cases.values()])
        subjects = {case: Subject.of_case(rows[row.pk]) for case, row in self.cases.items()}
        with self.city.still():
            for number, facts in everybody.items():
                self._letters(number, facts)
                self._moves(number, facts, subjects)
            for number in range(self.turn % 3, len(everybody), 3):  # a third of the people each time
                self._lists(number, everybody[number])
        self.turn += 1

    def _letters(self, number: int, facts: Facts) -> None:
        for activity in city.MATRIX:
            for path, unit in self.units.items():
                subject = Subject.of_scope(activity, unit)
                theirs = {letter: self.city.ways(number, activity, path, letter) for letter in "RACI"}
                for way in ("line", "invited", "read"):
                    expected = {letter for letter, ways in theirs.items() if way in ways}
                    assert set(facts.letters(subject, (way,))) == expected, (number, activity, path, way)

    def _moves(self, number: int, facts: Facts, subjects: dict[model.Case, Subject]) -> None:
        for case, subject in subjects.items():
            assert subject.state == case.state, (case, subject)
            for name, act in MOVES.items():
                assert may(facts, act, subject).allowed == self.city.may(number, name, case), (number, name, case)
            assert may(facts, Act.VIEW, subject).allowed == self.city.sees(number, case), (number, case)

    def _lists(self, number: int, facts: Facts) -> None:
        seen = set(grants.visible(facts).values_list("pk", flat=True))
        assert seen == {row.pk for case, row in self.cases.items() if self.city.sees(number, case)}, number
        for letter in "RA":
            found = set(grants.with_letter(facts, letter).values_list("pk", flat=True))
            theirs = {
                row.pk
                for case, row in self.cases.items()
                if "line" in self.city.ways(number, case.activity, case.path, letter)
            }
            assert found == theirs, (number, letter)

    def _compare_grants(self) -> None:
        """What guardian was granted is what `may` answers by."""
        in_force = capacities.matrix_in_force()
        assert in_force is not None
        assert in_force.cells == self.city.cells()
        compared, wrong = drift()
        assert wrong == []
        self.steps["drift", str(compared)] = 1


def attempt(real: Callable[[], Any]) -> tuple[str, Any]:
    """What came of it; a refused act changed nothing."""
    try:
        with transaction.atomic():
            return OK, real()
    except Refused:
        return REFUSED, None
    except (NotReady, Conflict):
        return WAITS, None


def _retitle(case: Case, title: str, by: Person) -> None:
    with workflow.editing(case, by=by) as step:
        workflow.retitle(step, title)


# ---- walks


@contextmanager
def kinds(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """The kinds of the machine's records are known meanwhile."""
    known = dict(records._kinds)
    for kind in KINDS:
        patch.setitem(records._kinds, kind.code, kind)
    yield
    assert known.items() <= records._kinds.items()


def walk(steps: int, move_time: Callable[..., None], patch: pytest.MonkeyPatch) -> Verdicts:
    """So many steps and a few more, since a step may find nothing to do; always the same, a founding every fifty.

    Raises AssertionError at the first disagreement.
    """
    found: Verdicts = Counter()
    walker = type("Walker", (Machine,), {"move_time": staticmethod(move_time), "steps": found})
    with kinds(patch):
        run_state_machine_as_test(
            walker,
            settings=settings(
                max_examples=max(1, steps * 6 // 5 // A_WALK), stateful_step_count=A_WALK, deadline=None, derandomize=True,
                database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck), print_blob=False,
            ),
        )  # fmt: skip
    return found


def test_the_portal_and_governance_agree_after_every_step(
    move_time: Callable[..., None], monkeypatch: pytest.MonkeyPatch
):
    found = walk(STEPS or SHORT, move_time, monkeypatch)
    drifts = max(int(number) for (act, number) in found if act == "drift")
    done = Counter[str]()
    for (act, verdict), number in found.items():
        done[verdict] += number if act not in ("drift", "published") else 0
    published = found["published", OK]
    counted = {act: number for (act, verdict), number in sorted(found.items()) if verdict == OK}
    print(
        f"machine: {sum(done.values())} steps ({done[OK]} done, {done[REFUSED]} refused, {done[WAITS]} had to wait), "
        f"{drifts} grants compared after each: 0 disagreements; done: {counted}"
    )
    assert done.total() >= (STEPS or SHORT)
    assert done[OK] > 20
    assert done[REFUSED] > 5
    assert published > 0


# ---- planted faults


def last_day_is_lost(patch: pytest.MonkeyPatch) -> None:
    """A holding or a delegation ends a day early."""
    real = capacities.runs
    patch.setattr(capacities, "runs", lambda row: f"{real(row)} AND {row}.ends_on IS DISTINCT FROM %(day)s")


def delegation_outlives_its_holding(patch: pytest.MonkeyPatch) -> None:
    """What was passed on goes on when the giver has left."""
    real = capacities.runs
    lasting = {"holding": f"(counted.passed > 0 OR {real('holding')})", "delegation": real("delegation")}
    patch.setattr(capacities, "runs", lasting.get)


def version_decides_before_its_day(patch: pytest.MonkeyPatch) -> None:
    """What was published for later decides at once."""
    real = capacities.matrix_in_force
    patch.setattr(capacities, "matrix_in_force", lambda on=None: real((on or clock.today()) + timedelta(days=30)))


def author_decides(patch: pytest.MonkeyPatch) -> None:
    """Who wrote it approves it."""
    real = Subject.of_case
    patch.setattr(Subject, "of_case", lambda case: replace(real(case), authors=frozenset()))


def grants_are_forgotten(patch: pytest.MonkeyPatch) -> None:
    """A version takes effect, and guardian knows nothing of it."""
    patch.setattr(publishing.grants, "publish", lambda _matrix: 0)


FAULTS = (
    last_day_is_lost,
    delegation_outlives_its_holding,
    version_decides_before_its_day,
    author_decides,
    grants_are_forgotten,
)


@pytest.mark.skipif(not STEPS, reason="make machine")
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_planted_fault_is_found(
    fault: Callable[[pytest.MonkeyPatch], None], move_time: Callable[..., None], monkeypatch: pytest.MonkeyPatch
):
    fault(monkeypatch)
    with pytest.raises((AssertionError, ExceptionGroup)) as found:
        walk(max(STEPS, 1_000), move_time, monkeypatch)
    print(f"machine: {fault.__name__} was found: {str(found.value).splitlines()[0][:120]}")
