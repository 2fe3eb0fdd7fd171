"""What should be so: computed from `authz.yaml` alone, by code that imports nothing of the portal.

A persona's capacities are the posts it holds today and the letters passed on to it; a record is an activity in a unit in a
state. `Table.allowed` and `Table.seen` say what follows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
COUNTS = ("today", "last_day", "acting")
CITY = "city"
PARTS = ("none", "author", "submitter")  # what the persona has to do with the case; a submitter is its author too


@dataclass(frozen=True)
class Capacity:
    """A post, or the one letter of one activity that its holder passed on."""

    role: str
    path: str
    passed: tuple[str, str] | None = None  # (activity, letter)


@dataclass(frozen=True)
class Letter:
    """A letter and how it came: line, invited (a record of the whole city), read (reads only)."""

    letter: str
    way: str


@dataclass
class Table:
    """The rules as data."""

    roles: dict[str, dict[str, Any]]
    columns: list[str]
    matrix: dict[str, list[str]]
    units: dict[str, str]
    states: dict[str, dict[str, Any]]
    sees: dict[str, str]
    moves: dict[str, dict[str, Any]]
    namings: list[dict[str, Any]]
    personas: dict[str, Any]
    _capacities: dict[str, list[Capacity]] = field(default_factory=dict)
    _letters: dict[tuple[str, str, str], frozenset[Letter]] = field(default_factory=dict)

    # ---- personas

    def entries(self, persona: str) -> list[dict[str, Any]]:
        """What the persona was given, whether it counts or not."""
        written = self.personas[persona]
        found: list[dict[str, Any]] = written["posts"] if isinstance(written, dict) else written
        return found

    def is_disabled(self, persona: str) -> bool:
        """Whether the persona may not sign in."""
        return isinstance(self.personas[persona], dict)

    def post_path(self, entry: dict[str, Any]) -> str:
        """The unit of the post; where the table names none it does not matter."""
        return str(entry.get("post_of") or self.units.get(entry.get("unit", ""), "/somewhere/"))

    def capacities(self, persona: str) -> list[Capacity]:
        """What counts today."""
        if persona not in self._capacities:
            self._capacities[persona] = [] if self.is_disabled(persona) else self._counting(persona)
        return self._capacities[persona]

    def _counting(self, persona: str) -> list[Capacity]:
        found = []
        for entry in self.entries(persona):
            passed = entry.get("for")
            if passed and passed["when"] == "today":
                found.append(Capacity(entry["role"], self.post_path(entry), (passed["activity"], passed["letter"])))
            elif not passed and entry.get("held", "today") in COUNTS:
                found.append(Capacity(entry["role"], self.post_path(entry)))
        return found

    # ---- letters

    def codes(self, activity: str, role: str) -> str:
        """The cell; a role without a column has none."""
        return self.matrix[activity][self.columns.index(role)] if role in self.columns else ""

    def covers(self, reach: str, post: str, record: str) -> bool:
        """Whether a post of this reach counts for a record of that unit."""
        return {
            "citywide": True,
            "subtree": record.startswith(post),
            "unit": record == post,
            "none": False,
        }[reach]

    def way(self, capacity: Capacity, activity: str, unit: str, letter: str) -> str:
        """How a letter of this capacity reaches a record there; "" if it does not."""
        role, record = self.roles[capacity.role], self.units[unit]
        if self.covers(role["reach"], capacity.path, record):
            return "line"
        if unit == CITY and letter == "R" and activity in role.get("city_R", ()):
            return "line"
        if unit == CITY and letter in "CI" and role["reach"] in ("subtree", "unit"):
            return "invited"
        reads = role.get("reads", "none") if capacity.passed is None else "none"
        return "read" if self.covers(reads, capacity.path, record) else ""

    def letters(self, persona: str, activity: str, unit: str) -> frozenset[Letter]:
        """All letters of a persona for records of an activity in a unit."""
        key = (persona, activity, unit)
        if key not in self._letters:
            found = set()
            for capacity in self.capacities(persona):
                for letter in self.codes(activity, capacity.role):
                    if capacity.passed in (None, (activity, letter)):
                        found.add(Letter(letter, self.way(capacity, activity, unit, letter)))
            self._letters[key] = frozenset(each for each in found if each.way)
        return self._letters[key]

    # ---- answers

    def seen(self, persona: str, activity: str, unit: str, state: str) -> bool:
        """Whether the record may be read in this state."""
        if state == "none":
            return False
        facts = {"always", *(name for name, true in self.states[state].items() if true is True)}
        by_letter = any(self.sees[each.letter] in facts for each in self.letters(persona, activity, unit))
        return by_letter or any(self._sees_unasked(each, facts) for each in self.capacities(persona))

    def _sees_unasked(self, capacity: Capacity, facts: set[str]) -> bool:
        sees = self.roles[capacity.role].get("sees") if capacity.passed is None else None
        return sees == "all" or (sees == "published" and "public" in facts)

    def allowed(self, persona: str, activity: str, move: str, state: str, unit: str, part: str) -> bool:
        """Whether the move is the persona's to make, now or once nothing waits; `part`: none, author, submitter."""
        if move == "view":
            return self.seen(persona, activity, unit, state)
        rule = self.moves[move]
        if state not in rule["from"] + rule.get("waits", []) or self._is_barred(rule, part):
            return False
        held = self.letters(persona, activity, unit)
        return any(each.letter == rule["letter"] and each.way in rule["ways"] for each in held)

    def keeps(self, persona: str, activity: str, unit: str, letter: str) -> bool:
        """Whether they change (R) or accept (A) what is kept or reviewed under an activity there."""
        if Letter(letter, "line") in self.letters(persona, activity, unit):
            return True
        own = [capacity for capacity in self.capacities(persona) if capacity.passed is None]
        return any(self._is_named(one, capacity, activity, unit, letter) for one in self.namings for capacity in own)

    def _is_named(self, naming: dict[str, Any], post: Capacity, activity: str, unit: str, letter: str) -> bool:
        """The givers that ship all reach the whole city."""
        within = self.units[CITY] if naming["within"] == CITY else post.path
        return (
            post.role == naming["named"]
            and post.path != self.units.get(naming.get("not_of", ""))
            and activity in naming["activities"]
            and letter == naming["letter"]
            and letter in self.codes(activity, naming["giver"])
            and self.units[unit].startswith(within)
        )

    def _is_barred(self, rule: dict[str, Any], part: str) -> bool:
        barred = rule.get("never", ())
        return part in barred or (part == "submitter" and "author" in barred)


@cache
def table() -> Table:
    """The table as written."""
    return Table(**yaml.safe_load((HERE / "authz.yaml").read_text()))
