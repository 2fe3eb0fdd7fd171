"""Plans at each place on their way, brought there by the acts themselves, among the table's people.

Every text carries `FROZEN`; what is typed into a draft after its last freezing carries `LIVE`, which only those who read drafts
may ever be shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from plans.actions import add, begin_plan, change
from plans.models import Plan
from raci.actions import cases
from raci.authority import Act
from raci.models import Case, Consultation, Person, Post, Record, Submission, Unit

FROZEN, LIVE = "Frozen sentence", "Live sentence"
SPEAKERS = {"EO": "equity_officer", "OEHR": "office", "ACA_DCA": "deputy", "CET": "lead"}
WHOLE = {
    "opinion_sought": True,
    "opinion_from": "42 organisations",
    "opinion_said": "Evenings suit families.",
    "opinion_changed": "Lessons moved to evenings.",
}


@dataclass
class Place:
    """A plan in a state of the table."""

    name: str
    state: str  # the table's
    unit: str  # the table's
    plan: Plan
    authors: set[str]
    submitter: str = ""
    answered: bool = False  # every role asked has answered
    also: str = ""  # the state of an earlier version, which may be read too
    has_live: bool = False

    @property
    def record(self) -> Record:
        """As it stands now."""
        return Record.objects.select_related("scope__unit").get(pk=self.plan.record_id)

    @property
    def case(self) -> Case:
        """The newest."""
        return Case.objects.filter(record=self.plan.record_id).latest("number")

    @property
    def submission(self) -> Submission | None:
        """The newest."""
        return Submission.objects.filter(case__record=self.plan.record_id).order_by("-pk").first()

    def question(self, role: str) -> Consultation | None:
        """The newest question to a role."""
        asked = Consultation.objects.filter(case__record=self.plan.record_id, role__code=role)
        return asked.order_by("-text__number").first()

    def part(self, persona: str) -> str:
        """What the persona has to do with it: none, author, submitter."""
        if persona == self.submitter:
            return "submitter"
        return "author" if persona in self.authors else "none"


@dataclass
class Maker:
    """Makes places."""

    people: dict[str, Person]
    units: dict[str, Unit]
    rs: dict[str, str] = field(default_factory=lambda: {"own": "director", "city": "director_of_the_city"})

    def begin(self, name: str, state: str = "draft_new", unit: str = "own") -> Place:
        """A whole plan, as its R writes it."""
        by = self.people[self.rs[unit]]
        days = {"begins_on": date(2027, 1, 1), "ends_on": date(2027, 12, 31)}
        plan = begin_plan(unit=self.units[unit], title=f"Plan {name}", **days, by=by)
        change(plan, {**WHOLE, "summary": f"{FROZEN} of {name}."}, by=by)
        goal = add(plan, {"title": "Reduce the gap", "description": "By half."}, by=by)
        outcome = add(goal, {"title": "Children of every district swim"}, by=by)
        values = {"title": "Free lessons", "lead_id": Post.objects.get(code="director-parks").pk, "budget_cents": 100}
        days = {"starts_on": date(2027, 1, 15), "due_on": date(2027, 6, 30)}
        add(outcome, {**values, **days}, by=by)
        return Place(name, state, unit, plan, {self.rs[unit]})

    def by(self, place: Place) -> Person:
        """Its R."""
        return self.people[self.rs[place.unit]]

    def write(self, place: Place, persona: str = "", words: str = "") -> None:
        """Type into the draft."""
        name = persona or self.rs[place.unit]
        change(place.plan, {"summary": words or f"{LIVE} of {place.name}."}, by=self.people[name])
        place.plan.refresh_from_db()
        place.authors.add(name)
        place.has_live = place.has_live or not words

    def open(self, place: Place) -> None:
        """Consult."""
        cases.open_consultation(place.case, by=self.by(place))

    def answers(self, place: Place) -> None:
        """All who were asked answer."""
        asked = Consultation.objects.filter(case=place.case, way="asked", answer="").select_related("role")
        for one in asked.filter(text=place.case.texts.latest("number")):
            speaker = "assistant" if place.unit == "city" and one.role.code == "ACA_DCA" else SPEAKERS[one.role.code]
            cases.answer(one, by=self.people[speaker], answer="no_objection")
        place.answered = True

    def submit(self, place: Place, persona: str = "") -> None:
        """Hand in."""
        place.submitter = persona or self.rs[place.unit]
        cases.submit(place.case, by=self.people[place.submitter])

    def decide(self, place: Place, kind: Act) -> None:
        """The City Administrator decides."""
        text = place.case.texts.latest("number")
        reason = "" if kind is Act.APPROVE else "The costs are missing."
        cases.decide(place.case, by=self.people["administrator"], kind=kind, reason=reason, sha256=text.sha256)

    def handed_in(self, name: str, state: str = "submitted", unit: str = "own") -> Place:
        """Consulted on, answered, submitted."""
        place = self.begin(name, state, unit)
        self.open(place)
        self.answers(place)
        self.submit(place)
        return place

    def returned(self, name: str, state: str) -> Place:
        """Sent back by the City Administrator."""
        place = self.handed_in(name, state)
        self.decide(place, Act.RETURN)
        place.answered = False
        return place


def places(maker: Maker) -> Iterator[Place]:
    """One plan for each state, and those where somebody wrote or handed in what they could decide or answer."""
    yield maker.begin("new")
    yield (taken_back := maker.begin("revised", "draft_revised"))
    maker.open(taken_back)
    cases.revise(taken_back.case, by=maker.by(taken_back))
    maker.write(taken_back)
    yield from _in_consultation(maker)
    yield maker.handed_in("submitted")
    yield (withdrawn := maker.handed_in("withdrawn", "draft_withdrawn"))
    cases.withdraw(withdrawn.case, by=maker.by(withdrawn), why="A page is missing.")
    maker.write(withdrawn)
    yield (returned := maker.returned("returned", "draft_returned"))
    maker.write(returned)
    yield from _after_a_return(maker)
    yield from _decided(maker)
    yield from of_two_hats(maker)
    yield from _of_the_city(maker)


def _in_consultation(maker: Maker) -> Iterator[Place]:
    yield (asked := maker.begin("consultation", "consultation"))
    maker.open(asked)
    yield (answered := maker.begin("answered", "consultation"))
    maker.open(answered)
    maker.answers(answered)
    yield (unchanged := maker.begin("put forward again", "consultation"))
    maker.open(unchanged)
    maker.answers(unchanged)
    cases.revise(unchanged.case, by=maker.by(unchanged))
    maker.open(unchanged)


def _after_a_return(maker: Maker) -> Iterator[Place]:
    yield (again := maker.returned("consulted again", "consultation_later"))
    maker.write(again, words=f"{FROZEN} of consulted again, mended.")
    maker.open(again)
    yield (revised := maker.returned("revised again", "draft_revised_later"))
    maker.open(revised)
    cases.revise(revised.case, by=maker.by(revised))
    maker.write(revised)
    yield (review := maker.returned("review", "in_review"))
    maker.write(review, words=f"{FROZEN} of review, mended.")
    maker.submit(review)


def _decided(maker: Maker) -> Iterator[Place]:
    yield (approved := maker.handed_in("approved", "approved"))
    maker.decide(approved, Act.APPROVE)
    yield (declined := maker.handed_in("declined", "declined"))
    maker.decide(declined, Act.DECLINE)
    yield (following := maker.handed_in("next", "draft_new"))
    maker.decide(following, Act.APPROVE)
    cases.begin_next(following.case, by=maker.by(following))
    following.also, following.authors, following.submitter, following.answered = "approved", set(), "", False
    maker.write(following)


def of_two_hats(maker: Maker) -> Iterator[Place]:
    """Somebody with R and A, or R and C, who wrote or handed in what they would decide or answer."""
    yield (answering := maker.begin("written by a consulted", "consultation"))
    maker.write(answering, "director_and_office", f"{FROZEN}, by two.")
    maker.open(answering)
    yield (written := maker.begin("written by the decider", "submitted"))
    maker.write(written, "director_and_administrator", f"{FROZEN}, by two.")
    maker.open(written)
    maker.answers(written)
    maker.submit(written)
    yield (handed_in := maker.begin("handed in by the decider", "submitted"))
    maker.open(handed_in)
    maker.answers(handed_in)
    maker.submit(handed_in, "director_and_administrator")


def _of_the_city(maker: Maker) -> Iterator[Place]:
    """The city's own: roles that reach less are invited."""
    yield maker.begin("city new", unit="city")
    yield (asked := maker.begin("city consultation", "consultation", "city"))
    maker.open(asked)
    yield maker.handed_in("city submitted", unit="city")
    yield (approved := maker.handed_in("city approved", "approved", "city"))
    maker.decide(approved, Act.APPROVE)
