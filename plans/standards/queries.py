"""What the pages of standards show: one with its text, one answer, and the grid of bureaus and standards."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from plans.kinds import ADOPTION, STANDARDS, STANDARDS_BY_ACTIVITY
from plans.models import Adoption, Standard
from plans.standards import content
from plans.standards.acts import ASKED
from plans.standards.adopting import Answer, Stands, stands
from raci import reviewing
from raci.authority import Facts, Permission
from raci.grants import scopes_read, seen, units_with
from raci.models import Case, Scope, Text, Unit
from raci.queries.cases import CasePage, case_page
from raci.queries.lists import governed
from raci.records import Content, Kind
from raci.refusals import Problem, Refused

CODES = tuple(kind.code for kind in STANDARDS)
PAGE = 50  # bureaus of the grid


# ---- the list


def newest_cases(facts: Facts) -> QuerySet[Case]:
    """Of each standard or policy the newest case this person may see."""
    return governed.newest(facts, *STANDARDS).select_related("record__scope__unit", "record__standard__objective")


def kinds_begun_by(facts: Facts) -> list[Kind]:
    """Which they may begin: standards, policies, or both."""
    return governed.begun_by(facts, STANDARDS)


def need_kinds(facts: Facts) -> list[Kind]:
    """The same; 403 with the reason where there is none."""
    found = kinds_begun_by(facts)
    if not found:
        codes = _(" or ").join(STANDARDS_BY_ACTIVITY)
        text = _("Beginning a standard or a policy takes R (responsible) for %(codes)s; you hold none today.")
        raise Refused(text % {"codes": codes})
    return found


# ---- one standard


@dataclass
class StandardPage:
    """A standard as one person may see it."""

    page: CasePage
    standard: Standard

    @cached_property
    def missing(self) -> list[Problem]:
        """What a draft still lacks, for those who can mend it."""
        shown = self.page.content if self.page.shows_live and self.page.may_edit else None
        return content.problems_of(shown, self.page.record.pk) if shown else []

    @cached_property
    def in_force(self) -> Text | None:
        """The version that bureaus answer."""
        approved = Text.objects.filter(record=self.page.record, case__state=Case.State.APPROVED)
        return approved.order_by("-number").first()

    @property
    def url(self) -> str:
        """Its page."""
        return reverse("plans:standard-detail", args=[self.page.record.pk])

    @property
    def asks(self) -> Content:
        """What the version in force says."""
        found: Content = json.loads(self.in_force.content) if self.in_force else {}
        return found

    @cached_property
    def mine(self) -> list[tuple[Unit, Stands]]:
        """The bureaus for which this person answers, and how each stands with it."""
        if self.in_force is None:
            return []
        units = list(units_to_answer(self.page.facts))
        found = _standings(units, [(self.standard, self.in_force)], self.page.facts.today)
        return [(unit, found[unit.pk, self.standard.pk].stands) for unit in units]


def standard_page(pk: int, facts: Facts) -> StandardPage:
    """The standard as this person may see it; 404 to strangers and for records of other kinds."""
    page = case_page(pk, facts)
    if page.record.kind not in CODES:
        raise Http404
    return StandardPage(page, Standard.objects.select_related("objective", "record").get(record=pk))


def units_to_answer(facts: Facts) -> QuerySet[Unit]:
    """The bureaus and offices for whose answers this person holds R."""
    return units_with(facts, "R", ADOPTION.activity).filter(kind__in=ASKED).order_by("path")


def bureaus_asked(facts: Facts) -> list[tuple[Unit, Standard, Text, Stands]]:
    """Each bureau of theirs with each standard in force, and how it stands (3 queries; 1 where they answer for none)."""
    return _asked(facts, list(units_to_answer(facts)) if ADOPTION.activity in facts.activities_with("R") else [])


def bureaus_read(facts: Facts) -> list[tuple[Unit, Standard, Text, Stands]]:
    """The same of each bureau whose answers they may read (4 queries)."""
    return _asked(facts, list(_units_read(facts, "")))


def _asked(facts: Facts, units: list[Unit]) -> list[tuple[Unit, Standard, Text, Stands]]:
    texts = list(texts_in_force(facts)) if units else []
    found = _standings(units, texts, facts.today) if texts else {}
    return [(unit, one, text, found[unit.pk, one.pk].stands) for one, text in texts for unit in units]


# ---- one answer


@dataclass(frozen=True)
class AnswerPage:
    """A bureau's answer, what it answers, and what the reader may do."""

    row: Adoption
    read: Content  # the version that it answers
    may_write: Permission
    may_hand_in: Permission
    may_answer: Permission
    may_take_back: Permission

    @property
    def standard_url(self) -> str:
        """The page of what it answers."""
        return reverse("plans:standard-detail", args=[self.row.standard.record_id])


def answer_page(pk: int, facts: Facts) -> AnswerPage:
    """For R, A, C and I of 4.1 in its line; 404 to strangers."""
    rows = Adoption.objects.select_related("standard__record", "unit", "text", "submitted_by", "answered_by")
    row = rows.filter(pk=pk).first()
    if row is None or not reviewing.may_read(facts, row):
        raise Refused(_("There is no such answer."), visible=False)
    return AnswerPage(
        row,
        json.loads(row.text.content),
        reviewing.may_write(facts, row),
        reviewing.may_hand_in(facts, row),
        reviewing.may_answer(facts, row),
        reviewing.may_take_back(facts, row),
    )


# ---- the grid


@dataclass(frozen=True)
class Column:
    """A standard that is in force."""

    standard: Standard
    title: str
    version: int
    url: str


@dataclass(frozen=True)
class Row:
    """A bureau, and how it stands with each."""

    unit: Unit
    cells: list[tuple[Column, Stands, str]]  # with the address of its newest answer, "" where there is none


@dataclass(frozen=True)
class Grid:
    """Bureaus by standards; a page of bureaus."""

    columns: list[Column]
    rows: list[Row]
    page: Page[Unit]


def grid(facts: Facts, *, area: str = "", number: str = "1") -> Grid:
    """Standards in force that they may see by bureaus whose answers they may read (a constant number of queries)."""
    texts = list(texts_in_force(facts))
    page = Paginator(_units_read(facts, area), PAGE).get_page(number)
    units = list(page.object_list)
    found = _standings(units, texts, facts.today)
    columns = [
        Column(
            one, json.loads(text.content)["title"], text.number, reverse("plans:standard-detail", args=[one.record_id])
        )
        for one, text in texts
    ]
    rows = [
        Row(
            unit,
            [(column, cell.stands, cell.url) for column in columns if (cell := found[unit.pk, column.standard.pk])],
        )
        for unit in units
    ]
    return Grid(columns, rows, page)


def texts_in_force(facts: Facts) -> Iterable[tuple[Standard, Text]]:
    """Standards and policies in force that they may read, each with its newest approved text, by title (2 queries)."""
    theirs = Q(pk__in=[])
    for kind in STANDARDS:  # by its activity: all that somebody reads is a long list of scopes
        theirs |= Q(seen(facts, kind.activity), record__kind=kind.code)
    cases = list(Case.objects.filter(theirs, state=Case.State.APPROVED).values_list("pk", flat=True))
    texts = Text.objects.filter(case__in=cases).select_related("record__standard").order_by("record", "-number")
    newest = {text.record_id: text for text in reversed(list(texts))}
    found = [(text.record.standard, text) for text in newest.values()]
    return sorted(found, key=lambda pair: (pair[0].title, pair[0].pk))


def _units_read(facts: Facts, area: str) -> QuerySet[Unit]:
    units = Unit.objects.filter(kind__in=ASKED).order_by("path")
    if area:
        units = units.filter(path__contains=f"/{area}/")
    if facts.has("reads_all"):
        return units
    scopes = {scope for its in scopes_read(facts, ADOPTION.activity).values() for scope in its}
    return units.filter(pk__in=Scope.objects.filter(pk__in=scopes).values("unit"))


def areas() -> QuerySet[Unit]:
    """Service areas, to choose from."""
    return Unit.objects.filter(kind=Unit.Kind.SERVICE_AREA).order_by("name")


@dataclass(frozen=True)
class Cell:
    """How a bureau stands with a standard, and its newest answer that was handed in."""

    stands: Stands
    answer: int | None = None

    @property
    def url(self) -> str:
        """Where the answer is read."""
        return reverse("plans:adoption-detail", args=[self.answer]) if self.answer else ""


def stands_of(units: list[Unit], texts: Iterable[tuple[Standard, Text]], today: date) -> dict[tuple[int, int], Stands]:
    """How each of these units stands with each of these standards (1 query)."""
    return {key: cell.stands for key, cell in _standings(units, texts, today).items()}


def _standings(units: list[Unit], texts: Iterable[tuple[Standard, Text]], today: date) -> dict[tuple[int, int], Cell]:
    """By bureau and standard (1 query)."""
    texts = list(texts)
    given: dict[tuple[int, int], list[Adoption]] = {}
    rows = Adoption.objects.filter(unit__in=units, standard__in=[one for one, _text in texts])
    for row in rows.exclude(state__in=Adoption.OPEN).select_related("text").order_by("submitted_at", "pk"):
        given.setdefault((row.unit_id, row.standard_id), []).append(row)
    return {
        (unit.pk, one.pk): _cell(given.get((unit.pk, one.pk), []), text, today) for one, text in texts for unit in units
    }


def _cell(given: list[Adoption], text: Text, today: date) -> Cell:
    accepted = [Answer(row.text.number, row.stance, row.until) for row in given if row.state == Adoption.State.ACCEPTED]
    waits = any(row.state == Adoption.State.SUBMITTED and row.text_id == text.pk for row in given)
    by = parse_date(json.loads(text.content)["answer_by"])
    return Cell(stands(accepted, waits, text.number, by, today), given[-1].pk if given else None)
