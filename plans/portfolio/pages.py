"""The portfolio and the timeline: pages of the list of actions with what stands above it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from plans.content import money
from plans.portfolio.gantt import Picture, svgs
from plans.portfolio.queries import Line, RollUp, Tally, Wait, roll_up, waits_of
from plans.portfolio.standing import MEANS, WORDS, Needs
from plans.portfolio.telling import TITLE, bar, key, links, telling
from raci.drawing import day
from raci.lists.asking import SORT
from raci.lists.pages import ListPage


@dataclass(frozen=True)
class Urgent:
    """Something that needs somebody: what it is, how many, and where they are."""

    label: str
    means: str
    count: int
    url: str


class PortfolioPage(ListPage):
    """The list of actions, and what they come to."""

    @cached_property
    def roll_up(self) -> RollUp:
        """By the units below the one that is looked at, of the rows that are asked for (3 queries at most)."""
        whole = not self.asked.params.keys() - {"unit", SORT}
        return roll_up(self.asked.rows, self.facts, self.asked.params.get("unit", ""), whole_plans=whole)

    @property
    def exceptions(self) -> list[Urgent]:
        """What needs somebody, of the rows that are asked for."""
        whole = self.roll_up.whole
        return [
            Urgent(str(WORDS[one]), str(MEANS[one]), getattr(whole, one.value), self._address({"needs": one.value}))
            for one in Needs
        ]

    @property
    def lines(self) -> list[tuple[Line, str, str]]:
        """Each unit with its money and the address of its own portfolio."""
        return [(line, money(line.tally.cents), self._address({"unit": line.unit.code})) for line in self.roll_up.shown]

    @property
    def budget(self) -> str:
        """All the money."""
        return money(self.roll_up.whole.cents)

    @property
    def timeline(self) -> str:
        """The same rows on the months."""
        return _with(reverse("plans:timeline"), self.asked.query)

    @property
    def whole(self) -> Tally:
        """All units together."""
        return self.roll_up.whole


class TimelinePage(ListPage):
    """The list of actions, and its picture."""

    @cached_property
    def waits(self) -> dict[int, list[Wait]]:
        """By action of this page, what it waits for (2 queries)."""
        return waits_of([row.action for row in self.page], self.facts)

    @cached_property
    def picture(self) -> Picture:
        """The rows of this page as bars, and what waits for what."""
        rows = list(self.page)
        return Picture(
            title=str(TITLE), description=telling(rows, self.facts.today, self.waits),
            bars=[bar(row, self.waits.get(row.action, [])) for row in rows], links=links(rows, self.waits),
            waits_said=_("waits for the other"), late_wait_said=_("waits for what ends later"),
            today=self.facts.today, today_said=_("today, %(day)s") % {"day": day(self.facts.today)},
            late_said=_("its day has passed"), key=key(), month=lambda month: date_format(month, "M Y"),
        )  # fmt: skip

    @property
    def drawings(self) -> SafeString:
        """As SVG, every word of which is escaped."""
        return mark_safe(svgs(self.picture))  # noqa: S308 - made of escaped parts only

    @property
    def portfolio(self) -> str:
        """The same rows by unit."""
        return _with(reverse("plans:portfolio"), self.asked.query)


def _with(address: str, query: str) -> str:
    return f"{address}?{query}" if query else address
