"""What the pages of a release show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from metrics.charts.card import Card
from metrics.kinds import RELEASE
from metrics.models import DataRelease, Indicator
from metrics.releases import words
from metrics.releases.content import problems
from metrics.releases.making import CODE
from metrics.releases.released import Released, Table, as_made, live
from metrics.releases.standing import Making
from raci.authority import Facts
from raci.models import Case, Job
from raci.models.jobs import OPEN
from raci.queries.cases import CasePage, case_page
from raci.queries.lists import governed
from raci.refusals import Problem, Refused


def newest_cases(facts: Facts) -> QuerySet[Case]:
    """Of each release the newest case this person may see."""
    return governed.newest(facts, RELEASE).select_related(
        "record__scope__unit", "record__data_release__indicator", "record__data_release__place"
    )


@dataclass
class ReleasePage:
    """A release as one person may see it."""

    page: CasePage
    release: DataRelease

    @cached_property
    def shown(self) -> Released | None:
        """Its figures, as far as its text lets them out and this person may read that text."""
        return as_made(self.release, self.page.content) if self.page.content else None

    @cached_property
    def tables(self) -> list[TableShown]:
        """Its tables, ready to be drawn."""
        return tables_shown(self.shown) if self.shown else []

    @cached_property
    def job(self) -> Job | None:
        """The work under way."""
        found = Job.objects.filter(kind=CODE, arguments={"release": self.release.pk}, state__in=OPEN)
        return found.order_by("-pk").first()

    @property
    def is_mine(self) -> bool:
        """Whether the work under way is the reader's own, so that its page is theirs to open."""
        return self.job is not None and self.job.person_id == self.page.facts.person.pk

    @property
    def making(self) -> str:
        """Where its making stands; what a worker left unfinished is not made."""
        if self.release.making == Making.WORKING and self.job is None:
            return str(Making.NOT_MADE.value)
        return str(self.release.making)

    @cached_property
    def missing(self) -> list[Problem]:
        """What stands in the way, for those who can mend it."""
        return problems(self.page.record) if self.page.shows_live and self.page.may_edit else []

    @property
    def may_withdraw(self) -> bool:
        """Whether they could take it from the pages now."""
        is_out = any(case.state == Case.State.APPROVED for case in self.page.cases)
        may = self.page.facts.capacity_with("A", self.page.subject) is not None
        return is_out and may and self.release.withdrawn_at is None


def release_page(pk: int, facts: Facts) -> ReleasePage:
    """The release as this person may see it; 404 to strangers and for records of other kinds."""
    page = case_page(pk, facts)
    if page.record.kind != RELEASE.code:
        raise Refused(_("There is nothing here that you may read."), visible=False)
    found = DataRelease.objects.select_related("indicator__unit", "place", "version", "record__scope__unit")
    return ReleasePage(page, found.get(record=pk))


# ---- what is out


@dataclass(frozen=True)
class TableShown:
    """One table as texts, with its picture where it can be drawn."""

    name: str
    heads: list[str]
    dimensions: int
    lines: list[list[str]]
    card: Card | None
    hidden: int

    @property
    def rows(self) -> list[list[tuple[str, str]]]:
        """Each line as (head, text)."""
        return [list(zip(self.heads, line, strict=True)) for line in self.lines]


def tables_shown(released: Released, csv: str = "") -> list[TableShown]:
    """Each table of a release, ready for a page."""
    return [_table(released, table, csv) for table in released.tables]


def _table(released: Released, table: Table, csv: str) -> TableShown:
    return TableShown(
        name=words.table_name(released, table),
        heads=words.heads(released, table),
        dimensions=max(len(table.dimensions), 1),
        lines=list(words.lines(released, table)),
        card=words.card(released, table, csv),
        hidden=table.hidden,
    )


def released_cards(indicator: Indicator) -> list[Card]:
    """What is out of an indicator, newest period first, for those who do not read its figures live."""
    return [
        replace(card, link=reverse("metrics:released-detail", args=[one.record]))
        for one in live([indicator])
        for card in words.cards(one, reverse("metrics:released-file", args=[one.record]))
    ]


def live_release(pk: int) -> Released:
    """What is out of one release; there is nothing where it is not approved, or was withdrawn."""
    found = live(record=pk)
    if not found:
        raise Refused(_("There is nothing here that you may read."), visible=False)
    return found[0]
