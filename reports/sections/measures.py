"""Measures and indicators: where each stands, of when, from where, and what is not known of it.

A figure about people stands in a report only as it was released; of all others it says where the released one is read.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from metrics.models import IndicatorVersion
from metrics.queries.scorecard import Line, scorecard
from reports.blocks import Block, Words, gap, say, sentence, table
from reports.catalogue.kind import Asked

HEADLINES = 8
MILESTONE = IndicatorVersion.Value.MILESTONE
COLUMNS = (_("Measure"), _("Unit"), _("Value"), _("Period"), _("Target"), _("Direction"), _("How new"))
SOURCE = say(_("Source: figures accepted in the portal (activities 3.2 and 4.2); n is said where people are counted."))
DIRECTIONS = {
    "better": _("better"),
    "worse": _("worse"),
    "unclear": _("no clear change"),
    "": _("nothing to compare yet"),
}


def headline(asked: Asked) -> list[Block]:
    """At most eight measures: what became better or worse first, and how many stand how."""
    found = scorecard(asked.facts)
    lines = sorted(found.lines, key=lambda line: (not _is_told(line), not line.verdict, line.one.label, line.one.title))
    if not lines:
        return [gap(say(_("No measure is in use yet, so nothing can be said of progress in figures.")))]
    counted = [(verdict, sum(line.verdict == verdict for line in lines if _is_told(line))) for verdict in DIRECTIONS]
    stands = [
        sentence(say(_("%(n)s measure: %(how)s."), _("%(n)s measures: %(how)s."), n=n, how=say(DIRECTIONS[verdict])))
        for verdict, n in counted
        if n
    ]
    return [*stands, _table(say(_("Headline measures")), lines[:HEADLINES]), *_silent(lines)]


def performance(asked: Asked) -> list[Block]:
    """Every measure of performance."""
    lines = scorecard(asked.facts).lines
    if not lines:
        return [gap(say(_("No measure of performance is in use yet.")))]
    return [_table(say(_("Measures of performance")), lines), *_blocked(lines)]


def population(asked: Asked) -> list[Block]:
    """Indicators of how people live: no unit is graded by them."""
    lines = scorecard(asked.facts).indicators
    if not lines:
        return [gap(say(_("No indicator of how people live is accepted yet.")))]
    return [_table(say(_("Indicators")), lines)]


def moved(asked: Asked) -> list[Block]:
    """What became better or worse since the value before."""
    lines = [line for line in scorecard(asked.facts).lines if _is_told(line) and line.verdict in ("better", "worse")]
    if not lines:
        return [sentence(say(_("No measure became clearly better or worse since its value before.")))]
    return [_table(say(_("What moved")), lines)]


def _table(caption: dict[str, Words], lines: list[Line]) -> Block:
    return table(caption, COLUMNS, [_row(line) for line in lines], source=SOURCE, numbers=(2, 4))


def _row(line: Line) -> list[Words]:
    one = line.one
    name = f"{one.label} {one.title}".strip()
    told = [name, one.unit.name, _value(line), one.period or "–", one.target_words or "–"]
    return [*told, say(DIRECTIONS[line.verdict]) if _is_told(line) else "–", line.fresh]


def _is_told(line: Line) -> bool:
    """Milestones tell of work, not of people; whether figures about people rose is told with them, once released."""
    return line.one.version.value_kind == MILESTONE


def _value(line: Line) -> Words:
    one = line.one
    if not _is_told(line):
        return say(_("as released")) if one.is_released else say(_("not released yet"))
    return one.value_words or say(_("no value yet"))


def _silent(lines: list[Line]) -> list[Block]:
    late = [line.one.title for line in lines if line.is_late]
    if not late:
        return []
    words = (
        _("%(n)s measure is older than it should be: %(which)s."),
        _("%(n)s measures are older than they should be: %(which)s."),
    )
    return [gap(say(*words, n=len(late), which="; ".join(late)))]


def _blocked(lines: list[Line]) -> list[Block]:
    found = [line for line in lines if line.blocked_by]
    words = _("%(title)s waits for %(other)s.")
    return [
        sentence(say(words, title=line.one.title, other="; ".join(str(one.needs) for one in line.blocked_by)))
        for line in found
    ]
