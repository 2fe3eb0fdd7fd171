"""An audit's frozen content as its readers see it: of each question the answers, figures in sentences, a picture and tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from boards.audits import words
from boards.audits.content import kinds_of, people_of, table_of
from boards.audits.tables import PEOPLE, SEATS, Table
from boards.models import Board
from metrics.charts.card import Card
from metrics.charts.spec import SHARE, Dumbbell, Pair
from metrics.charts.spec import Figure as Mark
from raci.drawing import day
from raci.records import Content

TIERS = dict(Board.BudgetTier.choices)
TYPES = dict(Board.BodyType.choices)


@dataclass(frozen=True)
class Line:
    """One group of a table, as texts under `heads`."""

    name: str
    cells: list[tuple[str, str]]


@dataclass(frozen=True)
class Part:
    """A table below the picture."""

    title: str
    lines: list[Line]


@dataclass
class Asked:
    """One question of an audit."""

    content: Content
    threshold: int
    earlier: Content
    csv: str = ""

    @property
    def dimension(self) -> str:
        """Its code."""
        return str(self.content["dimension"])

    @property
    def name(self) -> str:
        """What was asked."""
        return _(self.content["benchmark"].get("name") or self.dimension)

    def group(self, codes: list[str]) -> str:
        """A group by name; those that are counted as one, together."""
        names = self.content["benchmark"].get("names", {})
        told = [_(names.get(code, code)) for code in codes]
        return told[0] if len(told) == 1 else _("Counted together: %(groups)s") % {"groups": ", ".join(told)}

    @property
    def people(self) -> Table | None:
        """Everybody, once each."""
        return people_of(self.content)

    @property
    def seats(self) -> Table | None:
        """The seats they hold."""
        return table_of(self.content, SEATS)

    @property
    def answered(self) -> str:
        """How many answered, and how many are not known."""
        return words.answered(self.people) if self.people else _("It is not counted yet.")

    @property
    def counted_by(self) -> str:
        """How and when it was counted."""
        return words.counted_by(self.content["tally"]) if self.content["tally"] else ""

    @property
    def withheld(self) -> list[str]:
        """What is not told, and why, a sentence each."""
        tally = self.content["tally"] or {"withheld": {}}
        return [words.withheld(name, code, self.threshold) for name, code in tally["withheld"].items()]

    @property
    def against(self) -> str:
        """Who lives there: source, year, universe."""
        return words.against(self.content["benchmark"])

    @property
    def figures(self) -> list[Content]:
        """Of people, a group each."""
        found: list[Content] = self.content["figures"].get(PEOPLE, [])
        return found

    @property
    def sentences(self) -> list[str]:
        """What each figure says, in a sentence; that of the picture's title stands with the picture."""
        first = words.furthest(self._named())
        return [self._said(one) for one in self.figures if one is not first]

    def _sentence(self) -> str:
        found = words.furthest(self._named())
        return self._said(found) if found else ""

    def _said(self, one: Content) -> str:
        return words.sentence(self.group(one["groups"]), one, self.people)

    @property
    def card(self) -> Card | None:
        """Who serves beside who lives there."""
        rows = [pair for one in self.figures if (pair := self._pair(one))]
        if not rows or self.people is None:
            return None
        chart = Dumbbell(
            title=_("%(name)s: who lives here and who serves") % {"name": self.name}, unit=SHARE,
            first=_("of the residents"), second=_("of the members known"), rows=tuple(rows), group=self.name, from_zero=True,
        )  # fmt: skip
        limits = [words.masked(self.threshold)] if self.people.together else []
        return Card(
            key=f"audit-{self.dimension}", finding=words.finding(self.name, self._named()), chart=chart,
            sentence=self._sentence(), about=self.answered, n=self.people.known,
            unknown_share=1 - self.people.response, source=self.against, limits=tuple(limits), csv=self.csv,
        )  # fmt: skip

    def _pair(self, one: Content) -> Pair | None:
        if one["benchmark"] is None or one["share"] is None:
            return None
        low, high = (float(end) for end in one["interval"])
        known = self.people.known if self.people else None
        return Pair(
            self.group(one["groups"]), Mark(float(one["benchmark"])), Mark(float(one["share"]), low, high, n=known)
        )

    def _named(self) -> list[tuple[str, Content]]:
        return [(self.group(one["groups"]), one) for one in self.figures]

    @property
    def tables(self) -> list[Part]:
        """All numbers: of people, of seats, and by kind of body."""
        named = [(PEOPLE, self.people), (SEATS, self.seats), *((one.name, one) for one in kinds_of(self.content))]
        return [
            Part(kind_words(name), [self._line(one, table) for one in self.content["figures"].get(name, [])])
            for name, table in named
            if table is not None and table.says_something
        ]

    def _line(self, one: Content, table: Table) -> Line:
        return Line(self.group(one["groups"]), words.cells(one, self._before(one, table)))

    def _before(self, one: Content, table: Table) -> list[int] | None:
        """The same group in the audit it is compared with: how many of how many known."""
        shares: dict[str, Any] = self.earlier.get("shares", {}).get(self.dimension, {})
        return shares.get(one["groups"][0]) if table.name == PEOPLE and len(one["groups"]) == 1 else None

    @property
    def trend(self) -> list[str]:
        """Since the audit it is compared with, a sentence for each group told in both."""
        told = [(one, self._before(one, self.people)) for one in self.figures if self.people]
        return [
            words.since(self.group(one["groups"]), one, before, date.fromisoformat(self.earlier["as_of"]))
            for one, before in told
            if before
        ]


def kind_words(name: str) -> str:
    """Whom a table counts."""
    grouping, _equals, code = name.partition("=")
    if grouping == "type":
        return _("Bodies: %(kind)s") % {"kind": TYPES.get(code, code)}
    if grouping == "budget":
        return _("Budget: %(kind)s") % {"kind": TIERS.get(code, code)}
    return {PEOPLE: _("All people, each once"), SEATS: _("All filled seats")}.get(name, name)


@dataclass
class Audit:
    """The whole content, ready to be drawn."""

    content: Content
    csv: str = ""

    @property
    def questions(self) -> list[Asked]:
        """In the order in which they were chosen."""
        content = self.content
        return [Asked(one, content["threshold"], content["earlier"], self.csv) for one in content["questions"]]

    @property
    def as_of(self) -> str:
        """The day on which who served is counted."""
        return day(date.fromisoformat(self.content["as_of"]))

    @property
    def since(self) -> str:
        """The day from which the process is looked at."""
        return day(date.fromisoformat(self.content["since"]))

    @property
    def process(self) -> list[tuple[str, str]]:
        """Vacancies and the way into a seat, a line each."""
        return words.process(self.content["process"])

    @property
    def outreach(self) -> list[str]:
        """Which outreach could matter."""
        return words.outreach(self.content["process"])

    @property
    def boards(self) -> list[tuple[str, int, int, str]]:
        """Each board with its seats, those filled, and why nothing more is said of it."""
        told: list[Content] = self.content["process"].get("boards", [])
        return [(one["name"], one["seats"], one["filled"], words.too_small(one["filled"])) for one in told]

    @property
    def gates(self) -> list[str]:
        """By which rules figures are told, in sentences."""
        return words.gates(self.content)

    @property
    def advice(self) -> list[Content]:
        """What it recommends."""
        return [{**one, "about_words": words.ABOUT[one["about"]]} for one in self.content["advice"]]

    def rows(self) -> Iterator[list[str]]:
        """Every number that is told, a line each: the file."""
        yield [_("Question"), _("Of whom"), _("Group"), *words.HEADS_OF_FILE]
        for question in self.questions:
            for name, figures in question.content["figures"].items():
                table = table_of(question.content, name)
                for one in figures if table else ():
                    assert table is not None
                    yield [
                        question.name,
                        kind_words(name),
                        question.group(one["groups"]),
                        *words.file_cells(one, table),
                    ]
