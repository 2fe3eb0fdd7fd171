"""Measures and indicators: where each stands, of when, from where, and what is not known of it.

A figure about people stands in a report only as it was released; of what is not released it says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from metrics import showing
from metrics.models import IndicatorVersion
from metrics.queries.scorecard import Line, scorecard
from reports.blocks import Block, Words, gap, say, sentence, table
from reports.catalogue.kind import Asked
from reports.sections.released import Out, out, told

HEADLINES = 8
MILESTONE = IndicatorVersion.Value.MILESTONE
MEASURES = IndicatorVersion.Measures
COLUMNS = (
    _("Measure"), _("Baseline"), _("Now"), _("How sure (95 % interval)"), _("Target"), _("Direction"), _("How new"),
)  # fmt: skip
SOURCE = say(
    _(
        "Source: figures accepted in the portal (activities 3.2 and 4.2); figures about people as they were released (4.5)."
    )
)
DIRECTIONS = {
    "better": _("better"),
    "worse": _("worse"),
    "unclear": _("no clear change"),
    "": _("nothing to compare yet"),
}
QUESTIONS = (
    (MEASURES.HOW_MUCH, _("How much did we do?")), (MEASURES.HOW_WELL, _("How well did we do it?")),
    (MEASURES.BETTER_OFF, _("Is anyone better off?")), (MEASURES.NONE, _("Other measures")),
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A measure as far as a report may tell it: milestones of work as they are, figures about people as they were released."""

    line: Line
    out: Out | None

    @property
    def is_plain(self) -> bool:
        """Whether it tells of work, not of people."""
        return bool(self.line.one.version.value_kind == MILESTONE)

    @property
    def verdict(self) -> str:
        """better, worse, unclear; "" where there is nothing to compare with."""
        if self.is_plain:
            return self.line.verdict
        return self.out.verdict if self.out else ""

    @property
    def value(self) -> Words:
        """The newest value with its period, or why there is none."""
        one = self.line.one
        if not self.is_plain:
            if self.out is None or not self.out.value:
                return say(_("not released yet"))
            return f"{self.out.value} ({kept(self.out.when)})"
        return f"{one.value_words} ({kept(one.period)})" if one.value_words else say(_("no value yet"))

    @property
    def row(self) -> list[Words]:
        """Under COLUMNS."""
        one, version = self.line.one, self.line.one.version
        name = " ".join(part for part in (one.label, one.title) if part)
        baseline = showing.value(version.baseline, version) if self.is_plain or self.out else ""
        if baseline and version.baseline_year:
            baseline = f"{baseline} ({version.baseline_year})"
        sure = self.out.interval if self.out and not self.is_plain else ""
        target = f"{one.target_words}" if one.target_words else "–"
        return [
            f"{name} ({one.unit.name})", baseline or "–", self.value, sure or "–", target, say(DIRECTIONS[self.verdict]),
            self.line.fresh,
        ]  # fmt: skip


def kept(period: str) -> str:
    """On one line."""
    return period.replace(" ", showing.NARROW)


def told_of(lines: list[Line], asked: Asked) -> list[Told]:
    """Each with what is out of it."""
    found = out([line.one.indicator for line in lines], asked) if lines else {}
    return [Told(line, found.get(line.one.pk)) for line in lines]


def headline(asked: Asked) -> list[Block]:
    """At most eight measures: what became better or worse first, and how many stand how."""
    each = told_of(scorecard(asked.facts).lines, asked)
    if not each:
        return [gap(say(_("No measure is in use yet, so nothing can be said of progress in figures.")))]
    each.sort(
        key=lambda one: (
            one.verdict not in ("better", "worse"),
            not one.verdict,
            one.line.one.label,
            one.line.one.title,
        )
    )
    counted = [(verdict, sum(one.verdict == verdict for one in each)) for verdict in DIRECTIONS]
    stands = [
        sentence(say(_("%(n)s measure: %(how)s."), _("%(n)s measures: %(how)s."), n=n, how=say(DIRECTIONS[verdict])))
        for verdict, n in counted
        if n
    ]
    return [*stands, measured(say(_("Headline measures")), each[:HEADLINES]), *silent([one.line for one in each])]


def performance(asked: Asked) -> list[Block]:
    """Every measure of performance by the question it answers, then what is out of each."""
    each = told_of(scorecard(asked.facts).lines, asked)
    if not each:
        return [gap(say(_("No measure of performance is in use yet.")))]
    by_question = [
        (words, [one for one in each if one.line.one.version.measures == question]) for question, words in QUESTIONS
    ]
    told = [(words, some) for words, some in by_question if some]
    tables = [measured(say(words), some, is_last=words == told[-1][0]) for words, some in told]
    return [*tables, *blocked([one.line for one in each]), *_released(each)]


def population(asked: Asked) -> list[Block]:
    """Indicators of how people live: no unit is graded by them."""
    each = told_of(scorecard(asked.facts).indicators, asked)
    if not each:
        return [gap(say(_("No indicator of how people live is accepted yet.")))]
    return [measured(say(_("Indicators")), each), *_released(each)]


def moved(asked: Asked) -> list[Block]:
    """What became better or worse beyond chance since the value before."""
    each = told_of(scorecard(asked.facts).lines, asked)
    found = [one for one in each if one.verdict in ("better", "worse")]
    if not found:
        return [sentence(say(_("No measure became clearly better or worse since its value before.")))]
    return [measured(say(_("What moved")), found)]


def _released(each: list[Told]) -> list[Block]:
    return [block for one in each if one.out for block in told(one.out.newest)]


def measured(caption: Words, each: list[Told], *, is_last: bool = True) -> Block:
    """Measures as a table; the source stands below the last of several."""
    return table(caption, COLUMNS, [one.row for one in each], source=SOURCE if is_last else "")


def silent(lines: list[Line]) -> list[Block]:
    """The measures whose figures are older than they should be."""
    late = [line.one.title for line in lines if line.is_late]
    if not late:
        return []
    words = (
        _("%(n)s measure is older than it should be: %(which)s."),
        _("%(n)s measures are older than they should be: %(which)s."),
    )
    return [gap(say(*words, n=len(late), which="; ".join(late)))]


def blocked(lines: list[Line]) -> list[Block]:
    """The measures that wait for another."""
    found = [line for line in lines if line.blocked_by]
    words = _("%(title)s waits for: %(other)s.")
    return [
        sentence(say(words, title=line.one.title, other="; ".join(one.needs.title for one in line.blocked_by)))
        for line in found
    ]
