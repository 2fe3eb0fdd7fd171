"""A city in memory, written from governance alone: who holds what, which matrix decides, and what may be done with a record.

Nothing of the portal is imported, and nothing is stored: each answer is worked out anew from the dated facts. An act answers
"ok" (and then has happened), "refused" (it is not theirs to do) or "waits" (it is, and something stands in its way).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta

OK, REFUSED, WAITS = "ok", "refused", "waits"
CITY = "/oak/"
FILL_POSTS, MATRIX, TOP = "4.4", "4.3", ("4.4", "4.7")
OPEN = ("draft", "consultation", "submitted")
# act: the letter it takes, and the states it is possible in
RULES = {
    "edit": ("R", ("draft",)),
    "open": ("R", ("draft",)),
    "answer": ("C", ("consultation", "submitted")),
    "revise": ("R", ("consultation",)),
    "submit": ("R", ("draft", "consultation")),
    "withdraw": ("R", ("submitted",)),
    "approve": ("A", ("submitted",)),
    "return": ("A", ("submitted",)),
    "decline": ("A", ("submitted",)),
    "next": ("R", ("approved", "declined")),
}
DECIDING = ("approve", "return", "decline")
SEEN_FROM = {"R": 0, "C": 1, "A": 2, "I": 3}
STAGE = {"draft": 0, "consultation": 1, "submitted": 2, "declined": 2, "approved": 3, "superseded": 3}


@dataclass(frozen=True)
class Role:
    """How far it counts, how far it reads, and what is special about it."""

    code: str
    reach: str
    reads: str = "none"
    city_r: tuple[str, ...] = ()
    reviewed: bool = False
    sees: str = ""  # "all", or "published"


@dataclass(frozen=True)
class Post:
    """A role in a unit."""

    code: str
    role: Role
    path: str


@dataclass(eq=False)
class Holding:
    """Who held a post from when to when."""

    post: Post
    person: int
    begins: date
    ends: date | None = None
    state: str = "in_force"
    proposer: int = -1

    def covers(self, day: date) -> bool:
        """Whether the day is one of it."""
        return self.begins <= day and (self.ends is None or day <= self.ends)


@dataclass(eq=False)
class Delegation:
    """One letter of one activity, for named days."""

    holding: Holding
    to: int
    activity: str
    letter: str
    begins: date
    ends: date
    accepted: bool = False
    ended: bool = False


Cells = dict[tuple[str, str], str]


@dataclass(eq=False)
class Version:
    """A published matrix, and the day from which it decides."""

    number: int
    cells: Cells
    effective: date


@dataclass(eq=False)
class Question:
    """A C role asked about a text."""

    way: str
    due: date | None
    answered: bool = False


@dataclass(eq=False)
class Case:
    """One version of a record on its way."""

    record: int
    number: int
    activity: str
    path: str
    content: object
    state: str = "draft"
    back: str = ""
    stage: int = 0  # the furthest it has been
    authors: set[int] = field(default_factory=set)
    submitter: int | None = None
    texts: list[object] = field(default_factory=list)
    questions: dict[tuple[int, str], Question] = field(default_factory=dict)
    cells: Cells | None = None  # of a version of the matrix
    version: int = 0  # its number
    wished: date | None = None
    effective: date | None = None

    def goes(self, state: str, back: str = "") -> None:
        """It moves."""
        self.state, self.back, self.stage = state, back, max(self.stage, STAGE[state])

    def freezes(self) -> bool:
        """Its content is put before others; whether it is another text than the last."""
        if self.texts and self.texts[-1] == self.content:
            return False
        self.texts.append(self.content)
        return True

    def asked(self) -> Iterator[tuple[str, Question]]:
        """The questions about the newest text, by role."""
        return ((role, one) for (text, role), one in self.questions.items() if text == len(self.texts))


@dataclass(frozen=True)
class Capacity:
    """A post held, or one letter of one activity passed on by its holder."""

    post: Post
    holder: int
    only: tuple[str, str] | None = None


@dataclass
class Model:
    """The city."""

    today: date
    people: int
    posts: dict[str, Post]
    roles: list[str]  # in the order of the columns
    versions: list[Version]
    holdings: list[Holding] = field(default_factory=list)
    delegations: list[Delegation] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    _seen: dict[int, list[Capacity]] | None = None

    @contextmanager
    def still(self) -> Iterator[None]:
        """Nothing happens meanwhile: what counts is worked out once a person."""
        self._seen = {person: self.capacities(person) for person in range(self.people)}
        yield
        self._seen = None

    # ---- what counts today

    def cells(self) -> Cells:
        """Of the version in force: the newest whose day has come."""
        return self.version().cells

    def version(self) -> Version:
        """The version in force."""
        come = [one for one in self.versions if one.effective <= self.today]
        return max(come, key=lambda one: (one.effective, one.number))

    def codes(self, activity: str, role: Role) -> str:
        """A cell."""
        return self.cells().get((activity, role.code), "")

    def counts(self, holding: Holding) -> bool:
        """Whether somebody acts by it today."""
        return holding.state == "in_force" and holding.covers(self.today)

    def capacities(self, person: int) -> list[Capacity]:
        """Posts first, then what was passed on: it lasts no longer than the holding it comes from."""
        if self._seen is not None:
            return self._seen[person]
        own = [Capacity(one.post, person) for one in self.holdings if one.person == person and self.counts(one)]
        passed = [
            Capacity(one.holding.post, one.holding.person, (one.activity, one.letter))
            for one in self.delegations
            if one.to == person and one.accepted and not one.ended
            if one.begins <= self.today <= one.ends and self.counts(one.holding)
        ]
        return own + passed

    def ways(self, person: int, activity: str, path: str, letter: str) -> set[str]:
        """How the letter counts for records there: line, invited, read."""
        return {way for _one, way in self._counting(person, activity, path, letter)}

    def first(self, person: int, activity: str, path: str, letter: str) -> Capacity | None:
        """By which capacity they act in the line: their own post before what was passed on."""
        return next((one for one, way in self._counting(person, activity, path, letter) if way == "line"), None)

    def _counting(self, person: int, activity: str, path: str, letter: str) -> Iterator[tuple[Capacity, str]]:
        for one in self.capacities(person):
            if letter in self.codes(activity, one.post.role) and one.only in (None, (activity, letter)):
                way = self.way(one.post, activity, path, letter)
                if way and not (one.only and way == "read"):
                    yield one, way

    def way(self, post: Post, activity: str, path: str, letter: str) -> str:
        """How a post's letter reaches a record; "" if it does not."""
        role = post.role
        if _covers(role.reach, post.path, path):
            return "line"
        if path == CITY and role.reach in ("subtree", "unit"):
            if letter == "R" and activity in role.city_r:
                return "line"
            if letter in "CI":
                return "invited"
        return "read" if _covers(role.reads, post.path, path) else ""

    # ---- what may be done with a record

    def sees(self, person: int, case: Case) -> bool:
        """Whether they may read it."""
        sees = {one.post.role.sees for one in self.capacities(person) if one.only is None}
        if "all" in sees or ("published" in sees and case.stage == 3):
            return True
        return any(
            case.stage >= least and self.ways(person, case.activity, case.path, letter)
            for letter, least in SEEN_FROM.items()
        )

    def may(self, person: int, act: str, case: Case, role: str = "") -> bool:
        """Whether the move is theirs, now or once nothing waits. `role`: for which role they would answer."""
        letter, states = RULES[act]
        ways = {"line", "invited"} if act == "answer" else {"line"}
        counting = self._counting(person, case.activity, case.path, letter)
        if not any(way in ways and role in ("", one.post.role.code) for one, way in counting):
            return False
        if case.state not in states or (act == "answer" and case.state == "submitted" and not self._review_open(case)):
            return False
        return not (
            (act in DECIDING and person == case.submitter) or (act in (*DECIDING, "answer") and person in case.authors)
        )

    def may_begin(self, person: int, activity: str, path: str) -> bool:
        """R in the line."""
        return "line" in self.ways(person, activity, path, "R")

    def _review_open(self, case: Case) -> bool:
        return any(
            one.way == "review" and not one.answered and one.due and one.due >= self.today
            for one in case.questions.values()
        )

    def to_ask(self, case: Case) -> dict[str, str]:
        """C role > asked, invited or not_asked."""
        return {
            role: self._asked(role, case) for role in self.roles if "C" in self.cells().get((case.activity, role), "")
        }

    def _asked(self, role: str, case: Case) -> str:
        holders = {
            one.person
            for one in self.holdings
            if one.post.role.code == role and self.counts(one)
            if self.way(one.post, case.activity, case.path, "C") in ("line", "invited")
        }
        if not holders - case.authors:
            return "not_asked"
        reach = next(post.role.reach for post in self.posts.values() if post.role.code == role)
        return "asked" if reach == "citywide" or case.path != CITY else "invited"

    # ---- acts on records

    def begin(self, person: int, activity: str, path: str, content: object, record: int) -> str:
        """A record, as a draft."""
        if not self.may_begin(person, activity, path):
            return REFUSED
        self.cases.append(Case(record, 1, activity, path, content, authors={person}))
        return OK

    def edit(self, person: int, case: Case, content: object) -> str:
        """Who edits is an author."""
        if not self.may(person, "edit", case):
            return REFUSED
        case.content = content
        case.authors.add(person)
        return OK

    def open(self, person: int, case: Case) -> str:
        """Each C role is asked once; those who have not answered are given ten working days."""
        if not self.may(person, "open", case):
            return REFUSED
        if self._unpublishable(case):
            return WAITS
        case.freezes()
        self._ask(case, 10, review=False)
        case.goes("consultation")
        return OK

    def _ask(self, case: Case, days: int, *, review: bool) -> None:
        for role, way in self.to_ask(case).items():
            key = (len(case.texts), role)
            if key in case.questions and case.questions[key].answered:
                continue
            due = None if way == "not_asked" else working_days_after(self.today, days)
            case.questions[key] = Question("review" if review and way == "asked" else way, due)

    def answer(self, person: int, case: Case, role: str) -> str:
        """Any holder answers for the role, once."""
        if not self.may(person, "answer", case, role):
            return REFUSED
        question = case.questions[len(case.texts), role]
        if question.answered:
            return WAITS
        question.answered = True
        return OK

    def revise(self, person: int, case: Case) -> str:
        """Back to draft; answers stay with the text they were about."""
        if not self.may(person, "revise", case):
            return REFUSED
        case.goes("draft", "revised")
        return OK

    def submit(self, person: int, case: Case) -> str:
        """Once all have answered or their days have passed; directly after a return, or where nobody is to be asked."""
        if not self.may(person, "submit", case):
            return REFUSED
        if case.state == "consultation":
            waits = any(one.way == "asked" and self._pending(one) for _role, one in case.asked())
        else:
            waits = case.back != "returned" and "asked" in self.to_ask(case).values()
        if waits or self._unpublishable(case):
            return WAITS
        returned = case.back == "returned"
        if case.freezes() and returned:
            self._ask(case, 2, review=True)
        case.submitter = person
        case.goes("submitted")
        return OK

    def _pending(self, question: Question) -> bool:
        return not question.answered and question.due is not None and question.due >= self.today

    def withdraw(self, person: int, case: Case) -> str:
        """Back to draft."""
        if not self.may(person, "withdraw", case):
            return REFUSED
        case.submitter = None
        case.goes("draft", "withdrawn")
        return OK

    def decide(self, person: int, case: Case, act: str) -> str:
        """A, never the submitter nor an author; not while somebody may still object to what changed."""
        if not self.may(person, act, case):
            return REFUSED
        if any(one.way == "review" and self._pending(one) for _role, one in case.asked()):
            return WAITS
        if act == "approve" and self._unpublishable(case):
            return WAITS
        {"approve": self._approve, "return": self._return, "decline": self._decline}[act](case)
        return OK

    def _approve(self, case: Case) -> None:
        case.goes("approved")
        if case.cells is not None:
            case.effective = max(self.today, case.wished or self.today)
            self.versions.append(Version(case.version, dict(case.cells), case.effective))
        if case.effective is None or case.effective <= self.today:
            self._supersede(case)

    def _supersede(self, by: Case) -> None:
        for one in self.cases:
            if one.record == by.record and one is not by and one.state == "approved" and one.number < by.number:
                one.goes("superseded")

    def _return(self, case: Case) -> None:
        case.goes("draft", "returned")

    def _decline(self, case: Case) -> None:
        case.goes("declined")

    def next(self, person: int, case: Case) -> str:
        """The next version; what is approved stays in force meanwhile."""
        if not self.may(person, "next", case):
            return REFUSED
        if self.newest(case.record) is not case:
            return WAITS
        self.cases.append(Case(case.record, case.number + 1, case.activity, case.path, case.content))
        return OK

    def newest(self, record: int) -> Case:
        """The newest version of a record."""
        return max((one for one in self.cases if one.record == record), key=lambda one: one.number)

    def day_comes(self, today: date) -> None:
        """Time goes on; versions whose day has come take the place of those before."""
        self.today = today
        for case in list(self.cases):
            if case.state == "approved" and case.effective and case.effective <= today:
                self._supersede(case)

    # ---- acts on the matrix

    def propose(self, person: int, record: int, wished: date) -> str:
        """A draft of the next version; one is under way at a time."""
        if not self.may_begin(person, MATRIX, CITY):
            return REFUSED
        newest = self.newest(record)
        if newest.state in OPEN:
            return WAITS
        assert newest.cells is not None
        numbers = [one.version for one in self.cases] + [one.number for one in self.versions]
        case = Case(
            record, newest.number + 1, MATRIX, CITY, None, authors={person}, cells=dict(newest.cells), wished=wished
        )
        case.version = max(numbers) + 1
        self.cases.append(case)
        self._says(case)
        return OK

    def set_cell(self, person: int, case: Case, key: tuple[str, str], codes: str) -> str:
        """One cell of the draft."""
        if not self.may(person, "edit", case):
            return REFUSED
        assert case.cells is not None
        case.cells[key] = codes
        case.cells = {key: codes for key, codes in case.cells.items() if codes}
        case.authors.add(person)
        self._says(case)
        return OK

    @staticmethod
    def _says(case: Case) -> None:
        case.content = (frozenset((case.cells or {}).items()), case.wished)

    def _unpublishable(self, case: Case) -> bool:
        """One A and an R at least in each row, and a day after all that are published."""
        if case.cells is None:
            return False
        rows: dict[str, str] = {}
        for (activity, _role), codes in case.cells.items():
            rows[activity] = rows.get(activity, "") + codes
        activities = {activity for version in self.versions for activity, _role in version.cells}
        broken = any(rows.get(one, "").count("A") != 1 or "R" not in rows.get(one, "") for one in activities)
        promised = max(one.effective for one in self.versions)
        return broken or (case.wished or date.max) <= promised

    # ---- acts on posts

    def is_top(self, post: Post) -> bool:
        """Whether it fills the city's posts or audits: an A of 4.4 or 4.7."""
        return any("A" in self.codes(activity, post.role) for activity in TOP)

    def is_reviewed(self, post: Post) -> bool:
        """Whether a second person accepts who holds it: it decides something, or is counsel or a custodian."""
        return post.role.reviewed or any(
            "A" in codes for (_activity, role), codes in self.cells().items() if role == post.role.code
        )

    def recorder(self, person: int, post: Post) -> Capacity | None:
        """By what they may record who holds it: R of 4.4 in its line; at the top a post of their own, for the city."""
        if not self.is_top(post):
            return self.first(person, FILL_POSTS, post.path, "R")
        found = self.first(person, FILL_POSTS, CITY, "R")
        return found if found and found.only is None else None

    def record_holding(self, person: int, holding: Holding) -> str:
        """Nobody records for themself, nor for whom they act."""
        via = self.recorder(person, holding.post)
        if via is None or holding.person in self.stands_for(person, via):
            return REFUSED
        if self._overlaps(holding):
            return WAITS
        holding.state = "proposed" if self.is_reviewed(holding.post) else "in_force"
        holding.proposer = person
        self.holdings.append(holding)
        return OK

    @staticmethod
    def stands_for(person: int, via: Capacity) -> set[int]:
        """Themself and, by a letter that was passed on, who passed it on."""
        return {person, via.holder}

    def _overlaps(self, new: Holding) -> bool:
        return any(
            one.post == new.post and one.person == new.person and one.state != "refused"
            and one.begins <= (new.ends or date.max) and new.begins <= (one.ends or date.max)
            for one in self.holdings
        )  # fmt: skip

    def answer_holding(self, person: int, holding: Holding, state: str) -> str:
        """A second person: A of 4.4, or at the top another R of 4.4 for the city, by a post of their own."""
        via = self._second(person, holding.post)
        if via is None or {holding.proposer, holding.person} & self.stands_for(person, via):
            return REFUSED
        if holding.state != "proposed":
            return WAITS
        holding.state = state
        return OK

    def _second(self, person: int, post: Post) -> Capacity | None:
        return self.recorder(person, post) if self.is_top(post) else self.first(person, FILL_POSTS, post.path, "A")

    def end_holding(self, person: int, holding: Holding, last: date) -> str:
        """Its holder; else who records it, or of a reviewed post who accepts it. Nobody unseats who stands at the top."""
        if not self._ends(person, holding):
            return REFUSED
        if holding.state != "in_force" or last < holding.begins or (holding.ends and last > holding.ends):
            return WAITS
        holding.ends = last
        return OK

    def _ends(self, person: int, holding: Holding) -> bool:
        if holding.person == person and self.counts(holding):
            return True
        if self.is_top(holding.post):
            return False
        letter = "A" if self.is_reviewed(holding.post) else "R"
        return self.first(person, FILL_POSTS, holding.post.path, letter) is not None

    def delegate(self, person: int, new: Delegation) -> str:
        """Only who holds the post passes a letter of it on, for days of the holding; not to themself."""
        if new.holding.person != person or not self.counts(new.holding) or new.to == person:
            return REFUSED
        held = new.letter in self.codes(new.activity, new.holding.post.role)
        days = self.today <= new.begins <= new.ends <= (new.holding.ends or date.max)
        if not held or not days or any(_same(one, new) for one in self.delegations):
            return WAITS
        self.delegations.append(new)
        return OK

    def accept_delegation(self, person: int, passed: Delegation) -> str:
        """The delegate, while its days last and the giver holds the post."""
        if person != passed.to:
            return REFUSED
        if passed.accepted or passed.ended or passed.ends < self.today or not self.counts(passed.holding):
            return WAITS
        passed.accepted = True
        return OK

    def end_delegation(self, person: int, passed: Delegation) -> str:
        """The giver or the delegate."""
        if person not in (passed.to, passed.holding.person):
            return REFUSED
        if passed.ended:
            return WAITS
        passed.ended = True
        return OK


def _covers(reach: str, post: str, path: str) -> bool:
    return reach == "citywide" or (reach == "subtree" and path.startswith(post)) or (reach == "unit" and path == post)


def _same(one: Delegation, new: Delegation) -> bool:
    passes = (one.holding, one.to, one.activity, one.letter) == (new.holding, new.to, new.activity, new.letter)
    return passes and not one.ended and one.begins <= new.ends and new.begins <= one.ends


def working_days_after(day: date, count: int) -> date:
    """In a city without holidays."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def who(people: Iterable[int], fits: Iterable[bool], at: int, *, fitting: bool) -> int:
    """One of the people; with `fitting`, one of those who fit, where there is any."""
    everybody = list(people)
    wanted = [one for one, good in zip(everybody, fits, strict=True) if good]
    choice = wanted if fitting and wanted else everybody
    return choice[at % len(choice)]
