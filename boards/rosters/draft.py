"""A roster while it is read: each layout adds bodies, people and who sat, and what is odd is remarked on once, here."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from boards.rosters import words
from boards.rosters.seating import seated
from boards.rosters.shape import EX_OFFICIO, Body, Person, Place, Remark, Roster, Sat
from boards.rosters.words import ENDINGS, Status

T = TypeVar("T")
OF_PEOPLE = ("gender", "sex", "race", "ethnicity", "birth_date", "date_of_birth", "age", "disability", "party", "image")
NO_DAYS = "Neither a first day nor the end of a term: counted as serving on any day."
SPELT = {"Active", "Holdover", "Ex Officio"}


class Draft:
    """What was read so far. `source`: whose numbers the ids are."""

    def __init__(self, layout: str, source: str = "") -> None:
        self.layout, self.source, self.rows = layout, source, 0
        self.bodies: dict[str, Body] = {}
        self.people: dict[str, Person] = {}
        self.places: list[Place] = []  # seats that the source itself names
        self.sat: list[Sat] = []
        self.remarks: list[Remark] = []
        self.names_every_seat = False

    # ---- adding

    def remark(self, code: str, row: int, field: str, said: str, body: str = "") -> None:
        """Keep that something is odd: `body` by key."""
        name = self.bodies[body].name if body in self.bodies else body
        self.remarks.append(Remark(row, field, code, said, name))

    def body(self, one: Body) -> None:
        """A body; said again, the first row counts."""
        self.bodies.setdefault(one.key, one)

    def person(self, key: str, name: str, row: int, source_id: str = "", email: str = "") -> None:
        """Somebody; the same key spelt otherwise is remarked on."""
        known = self.people.setdefault(key, Person(key, name, source_id, email))
        if known.name != name:
            said = f"“{name}” has the number of “{known.name}”: one person, under the name that came first."
            self.remark("one_person_two_names", row, "name", said)

    def sits(self, one: Sat, status: str, row: int) -> None:
        """Somebody's time, as its status has it."""
        self.sat.append(self._by_status(replace(one, status_said=status.strip(), row=row)))

    def day(self, text: str, row: int, field: str, body: str = "") -> date | None:
        """A day, or a remark that it is none."""
        return self._read(words.day_of, text, row, field, body, "is no day: it is not known")

    def months(self, text: str, row: int, field: str, body: str = "") -> int | None:
        """A length of time in months, or a remark."""
        if text.strip() and words.is_nothing(text):
            self.remark("term_not_said", row, field, f"“{text}”: the length of a term is not known.", body)
        return self._read(words.months_of, text, row, field, body, "is no length of a term: it is not known")

    def number(self, text: str, row: int, field: str, body: str = "") -> int | None:
        """A number of seats, or a remark."""
        return self._read(words.count_of, text, row, field, body, "is no number: it is not known")

    def leaves_out(self, headings: Any) -> None:
        """That columns which say who somebody is were left out on purpose."""
        there = [one for one in headings if one.casefold() in OF_PEOPLE]
        if there:
            said = f"{', '.join(there)}: who somebody is stands on no board, seat or member here. These columns were not read."
            self.remark("left_out_on_purpose", 0, ", ".join(there), said)

    def _read(self, how: Callable[[str], T], text: str, row: int, field: str, body: str, said: str) -> T | None:
        try:
            return how(text)
        except ValueError:
            self.remark(f"{field}_not_understood", row, field, f"“{text}” {said}.", body)
            return None

    # ---- statuses

    def _by_status(self, one: Sat) -> Sat:
        status, row, text = words.status_of(one.status_said), one.row, one.status_said
        if status is Status.UNCLEAR:
            said = f"The status “{text}” has no meaning here: read as serving, and kept as it stands."
            self.remark("status_not_understood", row, "status", said, one.body)
        elif text and text not in SPELT and text.title() in SPELT:
            self.remark("status_spelt_otherwise", row, "status", f"“{text}” is read as “{text.title()}”.", one.body)
        if status is Status.STAFF:
            said = f"“{text}”: staff of the body, as the source has it. Kept with the body; holds no seat, counted in none."
            self.remark("staff_not_a_member", row, "status", said, one.body)
        return self._as(one, status)

    def _as(self, one: Sat, status: Status) -> Sat:
        if status in (Status.STAFF, Status.NOMINATED):
            return replace(one, is_serving=False, serves_from=None)
        if status is Status.EX_OFFICIO:
            return replace(one, seat_type=EX_OFFICIO)
        if status is Status.HOLDOVER:
            return replace(one, holds_over=True)
        if status in ENDINGS and one.ended_on is None:
            return self._ended(one, status)
        return one

    def _ended(self, one: Sat, status: Status) -> Sat:
        if one.term_end is not None:
            said = f"“{one.status_said}” without a last day: the end of the term ({one.term_end}) is taken for it."
            self.remark("last_day_not_said", one.row, "status", said, one.body)
            return replace(one, ended_on=one.term_end, ended_how=status.value)
        said = f"“{one.status_said}” without any day: kept as somebody who has no seat today."
        self.remark("last_day_not_said", one.row, "status", said, one.body)
        return replace(one, is_serving=False, serves_from=None)

    # ---- the whole

    def finish(self) -> Roster:
        """Everybody in a seat, and what is odd of the whole."""
        self._once()
        self._name_apart()
        for one in self.sat:
            self._remark_on_days(one)
        self._remark_on_people()
        places: list[Place] = []
        sat: list[Sat] = []
        of_body: dict[str, list[Sat]] = defaultdict(list)
        named: dict[str, list[Place]] = defaultdict(list)
        for one in self.sat:
            of_body[one.body].append(one)
        for place in self.places:
            named[place.body].append(place)
        for key, body in self.bodies.items():
            found = seated(body, named[key], of_body[key], all_named=self.names_every_seat)
            places += found.places
            sat += found.sat
            for code, row, field, said in found.odd:
                self.remark(code, row, field, said, key)
        order = {one.key: at for at, one in enumerate(self.sat)}
        return Roster(
            self.layout, self.source, self.rows, tuple(self.bodies.values()), tuple(places), tuple(self.people.values()),
            tuple(sorted(sat, key=lambda one: order[one.key])), tuple(sorted(self.remarks, key=lambda one: one.row)),
        )  # fmt: skip

    def _once(self) -> None:
        """Rows that say the same of the same stay apart, under keys of their own."""
        seen: Counter[str] = Counter()
        kept = []
        for one in self.sat:
            seen[one.key] += 1
            if seen[one.key] > 1:
                self.remark(
                    "row_repeated", one.row, "", "The same person on the same body stands in an earlier row.", one.body
                )
                one = replace(one, key=f"{one.key}~{seen[one.key]}")
            turned = one.serves_from and one.ended_on and one.ended_on < one.serves_from
            kept.append(replace(one, serves_from=None) if turned else one)
        self.sat = kept

    def _remark_on_days(self, one: Sat) -> None:
        begins = one.appointed_on or one.serves_from
        if not (begins or one.term_end or one.ended_on):
            self.remark("no_days", one.row, "", NO_DAYS if one.is_serving else "No day is said.", one.body)
        ends = one.ended_on or one.term_end
        if begins and ends and ends < begins:
            said = f"It ends ({ends}) before it begins ({begins}): one of the two is wrong. The last day counts."
            self.remark("days_turned", one.row, "", said, one.body)

    def _remark_on_people(self) -> None:
        bodies: dict[str, dict[str, int]] = {}
        for one in self.sat:
            bodies.setdefault(one.person, {}).setdefault(one.body, one.row)
        for person, on in bodies.items():
            if len(on) > 1:
                names = ", ".join(self.bodies[key].name for key in on)
                said = f"{self.people[person].name} sits on {len(on)} bodies: {names}. One person, several seats."
                self.remark("on_several_bodies", next(iter(on.values())), "", said)

    def _name_apart(self) -> None:
        """Bodies of one name are told apart by what they belong to, where that is known."""
        names = Counter(body.name.casefold() for body in self.bodies.values())
        for key, body in self.bodies.items():
            same = names[body.name.casefold()]
            if same < 2:
                continue
            told = f"{body.name} ({body.department})" if body.department else body.name
            said = f"{same} bodies are called “{body.name}”: kept apart by their numbers and by where they belong."
            self.bodies[key] = replace(body, name=told)
            self.remark("same_name", body.row, "name", said, key)
