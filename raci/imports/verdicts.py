"""What becomes of one row: a verdict with its line and its reason. Whoever shows a sentence translates it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from raci.evidence.verdicts import _


class Fate(StrEnum):
    """What the import does with a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    SKIPPED = "skipped"  # on purpose: it stays as it is, or is none of ours
    REFUSED = "refused"  # something has to be mended in the file


class Choice(StrEnum):
    """What the person wants done where the file and the portal differ."""

    STOP = "stop"  # nothing comes in while a row is refused
    SKIP = "skip"  # what is new comes in, what is there stays
    UPDATE = "update"  # what is new comes in, what differs is changed


@dataclass(frozen=True)
class Sentence:
    """A sentence with named places and what fills them."""

    text: str
    facts: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.facts if self.facts else self.text


def say(text: str, /, **facts: object) -> Sentence:
    """`say(_("There is no %(name)s."), name=...)`."""
    return Sentence(text, facts)


@dataclass(frozen=True)
class Row:
    """One row's verdict; `values` is what would be kept of it."""

    line: int
    name: str
    fate: Fate
    values: dict[str, str]
    reasons: tuple[Sentence, ...] = ()  # why not; or what is changed; or how something unclear was read
    key: str = ""  # which row of the portal it is, where it is there already
    below: str = ""  # of a unit: the name of what it stands below, or what the file says where that was not found
    guessed: frozenset[str] = frozenset()  # the fields that the file does not say


@dataclass(frozen=True)
class Plan:
    """What an import would do, row by row."""

    rows: tuple[Row, ...]

    def count(self, *fates: Fate) -> int:
        """How many rows have one of these fates."""
        return sum(row.fate in fates for row in self.rows)

    def of(self, fate: Fate) -> list[Row]:
        """The rows with this fate, in the file's order."""
        return [row for row in self.rows if row.fate is fate]

    def brings_in(self, choice: Choice) -> list[Row]:
        """The rows that come in under this choice."""
        if choice is Choice.STOP and self.of(Fate.REFUSED):
            return []
        fates = {Fate.NEW, Fate.CHANGED} if choice is not Choice.SKIP else {Fate.NEW}
        return [row for row in self.rows if row.fate in fates]


class Unreadable(Exception):
    """The file as a whole cannot be taken; `sentence` says why and what to do."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


def twice(values: Iterable[tuple[int, str]]) -> dict[str, list[int]]:
    """Value > the lines it stands in, of those that stand in several."""
    lines: dict[str, list[int]] = {}
    for line, value in values:
        lines.setdefault(value, []).append(line)
    return {value: found for value, found in lines.items() if len(found) > 1}


NOTHING_TO_READ = _("“%(file)s” has no row under its heading. Put one row a unit or person into it.")
