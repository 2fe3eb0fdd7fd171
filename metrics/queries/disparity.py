"""What the page of a disparity shows: a question that stands whole in the address, and its answer.

A constant number of queries, however many groups there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from metrics import showing
from metrics.charts.card import Card
from metrics.charts.spec import NOT_COLLECTED, Bars, Dumbbell, Figure, Pair, Row
from metrics.judging import strata_words, words
from metrics.judging.figures import EVERYWHERE, Figures, figures_of
from metrics.judging.strata import TwoReadings, two_readings
from metrics.judging.tables import Judged, Line, judge, lines_of
from metrics.methods.in_force import Method, method_in_force
from metrics.models import IndicatorVersion
from metrics.periods import Period, Unclear, parse
from metrics.queries.reading import Readable, choose, readable, sought
from metrics.values import Reading
from raci.authority import Facts

MOST_DIMENSIONS = 3
RATES = (IndicatorVersion.Value.RATE,)
Choices = list[tuple[str, str]]


@dataclass
class DisparityPage:
    """The question and its answer. What the address asks for and is not there is said in `unheard`."""

    among: list[Readable]
    chosen: Readable | None
    figures: Figures | None
    method: Method
    by: tuple[str, ...]
    scope: str
    period: Period | None
    against: str
    stratum: str
    unheard: tuple[str, ...]

    @cached_property
    def names(self) -> dict[str, str]:
        """Dimensions by code."""
        return {one.code: one.name for one in self.figures.dimensions()} if self.figures else {}

    @property
    def version(self) -> IndicatorVersion:
        """How the indicator is called and worked out."""
        assert self.chosen is not None
        return self.chosen.version

    # ---- the answer

    @cached_property
    def judged(self) -> Judged | None:
        """The table; None where there is nothing to judge."""
        if self.figures is None or self.period is None or not self.by:
            return None
        cells = self.figures.by(self.by, self.scope, self.period)
        return judge(lines_of(self.figures, cells, self.by), self.method, self.against) if cells else None

    @cached_property
    def readings(self) -> TwoReadings | None:
        """The same within strata, where these were asked for and are there."""
        if self.judged is None or self.figures is None or not self.stratum or not self.judged.compared:
            return None
        strata: dict[str, list[Any]] = {}
        for cell in self.figures.by((*self.by, self.stratum), self.scope, self.period):
            strata.setdefault(self.figures.name(cell, [self.stratum]), []).append(cell)
        if not strata:
            return None
        lines = {name: lines_of(self.figures, cells, self.by) for name, cells in strata.items()}
        return two_readings(self.judged, lines, self.method)

    # ---- in words

    @property
    def by_words(self) -> str:
        """The dimensions: "race and ethnicity × gender"."""
        return " × ".join(self.names[code].lower() for code in self.by)

    @property
    def period_label(self) -> str:
        """As people write it."""
        return self.figures.named(self.period) if self.period and self.figures else ""

    @property
    def period_asked(self) -> str:
        """As it stands in an address."""
        return self.period.label(self.figures.first_month) if self.period and self.figures else ""

    @property
    def sentence(self) -> str:
        """The finding in one sentence."""
        return words.sentence(self.judged, self.method, self.version) if self.judged else ""

    @property
    def which_is_right(self) -> str:
        """Which of two readings answers what."""
        name = self.names.get(self.stratum, "")
        return strata_words.which_is_right(self.readings, name, self.version) if self.readings else ""

    @property
    def not_said(self) -> list[str]:
        """What neither reading says."""
        return strata_words.not_said(self.names.get(self.stratum, ""))

    @property
    def finding(self) -> str:
        """The heading of the chart; of the table added up, it says what is left of it within strata."""
        if self.judged is None:
            return ""
        found = words.finding(self.judged)
        return strata_words.caution(self.readings, self.stratum_name, found) if self.readings else found

    @property
    def strata_card(self) -> Card | None:
        """One group against its reference in each stratum; none where there are more, which the table below shows."""
        if self.readings is None or self.judged is None or len(self.readings.within) != 1 or not self.judged.reference:
            return None
        one, other = self.readings.within[0].line.label, self.judged.reference.label
        rows = [(name, dict(cells)) for name, cells in self.strata_rows]
        pairs = tuple(Pair(name, _figure_of(lines.get(other)), _figure_of(lines.get(one))) for name, lines in rows)
        title = _("%(what)s within “%(stratum)s”, %(period)s") % {
            "what": self.version.title, "stratum": self.stratum_name, "period": self.period_label,
        }  # fmt: skip
        return Card(
            key="strata",
            finding=_("%(one)s and %(other)s within “%(stratum)s”")
            % {"one": one, "other": other, "stratum": self.stratum_name},
            chart=Dumbbell(title, showing.unit_of(self.version), other, one, pairs, self.stratum_name, from_zero=True),
            n=self.judged.n,
            source=self.figures.source if self.figures else "",
            method=self.method.label,
            link=self.link + "#strata",
            level=3,
        )

    @property
    def stratum_name(self) -> str:
        """The dimension of the strata."""
        return self.names.get(self.stratum, "")

    @property
    def group_names(self) -> list[str]:
        """The groups that stand in each stratum."""
        return [line.label for line in self.judged.lines if line.is_group] if self.judged else []

    @property
    def strata_rows(self) -> list[tuple[str, list[tuple[str, Line | None]]]]:
        """Each stratum with its groups, by name."""
        found = self.readings.strata if self.readings else ()
        return [(one.label, list(zip(self.group_names, one.lines, strict=True))) for one in found]

    @cached_property
    def card(self) -> Card | None:
        """The chart with all that belongs to it."""
        if self.judged is None or self.figures is None:
            return None
        judged, where = self.judged, self.figures.name_of(self.scope)
        title = _("%(what)s by %(by)s, %(where)s, %(period)s") % {
            "what": self.version.title, "by": self.by_words, "where": where, "period": self.period_label,
        }  # fmt: skip
        whole = self.figures.by((), self.scope, self.period)
        from metrics.values import reading

        everyone = figure(reading(self.version, whole[0])) if whole else NOT_COLLECTED
        return Card(
            key="disparity",
            finding=self.finding,
            chart=Bars(
                title=title,
                unit=showing.unit_of(self.version),
                rows=tuple(Row(line.label, figure(line.read, line.share)) for line in judged.lines),
                everyone=everyone if everyone.value is not None else None,
                group=self.by_words.capitalize(),
            ),
            sentence=self.sentence,
            about=f"{self.version.title} · {where} · {self.period_label}",
            n=judged.n,
            unknown_share=judged.unknown_share,
            source=self.figures.source,
            method=self.method.label,
            limits=self.limits,
            csv=self.csv,
            link=self.link + "#disparity",
        )

    @property
    def limits(self) -> tuple[str, ...]:
        """What the figures cannot say."""
        found = [_("A reason to look, never a finding of discrimination: rates say that groups differ, not why.")]
        if self.judged and self.judged.rule == "highest" and len(self.judged.compared) > 4:
            found.append(
                _(
                    "Against the highest of many groups, ratios come out low by chance too; compare with the rest as well."
                )
            )
        if self.judged and self.judged.note == "weak":
            found.append(_("No group is large enough to be a sound reference; the highest rate of all was taken."))
        return tuple(found)

    # ---- addresses and choices

    def address(self, name: str = "metrics:disparity", **more: str) -> str:
        """This question at an address, all of it said."""
        asked = [("indicator", self.chosen.code if self.chosen else ""), *(("by", code) for code in self.by)]
        asked += [
            ("in", self.scope),
            ("against", self.against),
            ("period", self.period_asked),
            ("stratum", self.stratum),
        ]
        kept = [(key, value) for key, value in asked if value and key not in more]
        return f"{reverse(name)}?{urlencode([*kept, *more.items()])}"

    @property
    def link(self) -> str:
        """The page with this question."""
        return self.address()

    @property
    def csv(self) -> str:
        """The table as a file."""
        return self.address("metrics:disparity-csv")

    @property
    def indicator_choices(self) -> Choices:
        """What can be shown."""
        return [(one.code, one.label) for one in self.among]

    @property
    def by_choices(self) -> list[tuple[str, Choices]]:
        """A select for each dimension that is crossed, the further ones with nothing first: its value and choices."""
        all_of_them = list(self.names.items())
        count = min(MOST_DIMENSIONS, max(1, len(all_of_them)))
        return [
            (
                self.by[at] if at < len(self.by) else "",
                (all_of_them if at == 0 else [("", _("nothing more")), *all_of_them]),
            )
            for at in range(count)
        ]

    @property
    def stratum_choices(self) -> Choices:
        """Within what the table may be read again."""
        return [("", _("not separately")), *((code, name) for code, name in self.names.items() if code not in self.by)]

    @property
    def scope_choices(self) -> Choices:
        """Where."""
        return self.figures.scopes if self.figures else []

    @property
    def period_choices(self) -> Choices:
        """When, newest first."""
        if self.figures is None:
            return []
        return self.figures.period_choices(self.figures.periods(self.by, self.scope))

    @property
    def against_choices(self) -> Choices:
        """With whom: as the method says, then the other rules, then each group."""
        lines = self.judged.lines if self.judged else ()
        named = [(line.key, line.label) for line in lines if line.is_group]
        rules = [("highest", _("the group with the highest rate")), ("rest", _("everybody else"))]
        return [("", _("as the method says: %(rule)s") % {"rule": self.method.reference_words}), *rules, *named]


def figure(read: Reading, share: float | None = None) -> Figure:
    """A value for a chart, in the unit shown; without one it was not collected."""
    if read.value is None:
        return NOT_COLLECTED
    low, high = (read.low, read.high) if read.low is not None and read.high is not None else (None, None)
    return Figure(float(read.value), low, high, read.n, share)


def _figure_of(line: Line | None) -> Figure:
    return figure(line.read) if line else NOT_COLLECTED


def disparity_page(facts: Facts, asked: QueryDict) -> DisparityPage:
    """What the address asks. `Refused` where the indicator's figures are not theirs to read live."""
    among = readable(facts, RATES)
    chosen = choose(facts, among, asked.get("indicator", ""))
    unheard = []
    if asked.get("indicator") and chosen is None:
        unheard.append(_("There is no rate of this code: %(code)s.") % {"code": sought(asked.get("indicator", ""))})
    figures = figures_of(chosen.indicator) if chosen else None
    if figures is None:
        return DisparityPage(among, chosen, None, method_in_force(), (), "", None, "", "", tuple(unheard))
    known = [one.code for one in figures.dimensions()]
    by = tuple(dict.fromkeys(code for code in asked.getlist("by") if code in known))[:MOST_DIMENSIONS] or tuple(
        known[:1]
    )
    scope = asked.get("in", EVERYWHERE)
    if not figures.name_of(scope):
        if scope:
            unheard.append(_("There are no figures of it there (%(scope)s).") % {"scope": scope})
        scope = figures.scopes[0][0] if figures.scopes else EVERYWHERE
    period = period_of(asked.get("period", ""), figures, by, scope, unheard)
    stratum = asked.get("stratum", "")
    if stratum and (stratum not in known or stratum in by):
        unheard.append(_("It cannot be read within %(stratum)s.") % {"stratum": stratum})
        stratum = ""
    return DisparityPage(
        among, chosen, figures, method_in_force(), by, scope, period, asked.get("against", ""), stratum, tuple(unheard)
    )


def period_of(words_: str, figures: Figures, by: Sequence[str], scope: str, unheard: list[str]) -> Period | None:
    """The period that is asked for, or the newest; what is not understood or has no figures is said in `unheard`."""
    periods = figures.periods(by, scope)
    if words_:
        try:
            found = parse(words_, figures.first_month)
        except Unclear as unclear:
            unheard.append(str(unclear))
        else:
            if found in periods:
                return found
            unheard.append(_("There are no such figures for %(period)s.") % {"period": words_})
    return periods[0] if periods else None
