"""A list as a page: its heads, its filters, one page of its rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.paginator import Page
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raci import asof, drawing
from raci.asof import AsOf
from raci.authority import Facts
from raci.lists import exports
from raci.lists.asking import SORT, Asked, ask, short
from raci.lists.counting import Counting
from raci.lists.listing import Action, Column, Empty, Listing, registered
from raci.lists.saved import views_of
from raci.models import SavedView
from raci.refusals import Problem

PAGE, SIZE, VIEW = "page", "size", "view"
ALL = "all"  # "?view=all" is the whole list, also where it opens with a view of one's own
SIZES = (25, 50, 100, 200)
LONGEST_NUMBER = 10  # of digits of a page


@dataclass(frozen=True)
class Head:
    """The head of a column: where it leads, and how the list is sorted by it now ("ascending", "descending" or "")."""

    label: str
    url: str
    sorted: str


@dataclass(frozen=True)
class Cell:
    """One thing said of a row, drawn."""

    label: str
    html: str


class ListPage:
    """What the template of a list is given."""

    def __init__(self, listing: Listing, facts: Facts, params: Mapping[str, str]) -> None:
        self.listing = listing
        self.facts = facts
        self.asked: Asked = ask(listing, facts, params, besides=(PAGE, SIZE, VIEW))
        said = params.get(SIZE, "")
        self.size = int(said) if said in map(str, SIZES) else SIZES[0]
        self.problems = [*self.asked.problems, *([self._no_size(said)] if said and said != str(self.size) else [])]
        pages = Counting(self.asked.rows, self.size, keys_first=listing.keys_first, first=self.asked.first)
        wanted = params.get(PAGE, "").strip() or "1"
        number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < LONGEST_NUMBER else 0
        if not 1 <= number <= pages.num_pages:
            self.problems.append(self._no_page(wanted, pages.num_pages))
            number = 1
        self.page: Page[Any] = pages.page(number)

    @cached_property
    def rows(self) -> list[list[Cell]]:
        """The rows of this page, drawn; the first cell names its row."""
        return [[Cell(str(column.label), drawn(column, row)) for column in self._columns] for row in self.page]

    @property
    def searches(self) -> bool:
        """Whether words can be looked for. (A template would call `listing.search` and find nothing.)"""
        return self.listing.search is not None

    @property
    def heads(self) -> list[Head]:
        """The head of each column."""
        return [self._head(column) for column in self._columns]

    @property
    def count(self) -> str:
        """How many they may see, of those asked for."""
        counted = self.listing.count(self.page.paginator.count)
        return _("more than %(counted)s") % {"counted": counted} if self.is_more else counted

    @property
    def is_more(self) -> bool:
        """Whether there are more than are counted and paged: filters, or a spreadsheet, lead to those."""
        return isinstance(self.page.paginator, Counting) and self.page.paginator.is_more

    @property
    def as_of(self) -> AsOf:
        """The day it is asked for."""
        return asof.read(self.asked.params, self.facts.today, reverse(self.listing.address))

    @property
    def url(self) -> str:
        """The whole list."""
        url = reverse(self.listing.address)
        return f"{url}?{VIEW}={ALL}" if self.default else url

    @cached_property
    def views(self) -> list[SavedView]:
        """Their own names for what they filter and sort it by (1 query)."""
        return views_of(self.facts.person, self.listing.code)

    @property
    def default(self) -> SavedView | None:
        """What it opens with."""
        return next((view for view in self.views if view.is_default), None)

    @property
    def here(self) -> SavedView | None:
        """The view that is open."""
        return next((view for view in self.views if view.query == self.asked.query), None)

    @property
    def view_links(self) -> list[tuple[str, str, bool]]:
        """The whole list and each view: name, address, and whether it is open."""
        address, here = reverse(self.listing.address), self.here
        whole = (_("All"), self.url, not self.asked.params)
        return [whole, *((view.name, f"{address}?{view.query}", view is here) for view in self.views)]

    @property
    def is_long(self) -> bool:
        """Whether it is too long to be taken away while one waits."""
        return self.is_more  # as far as rows are counted for the page, they are written at once

    @property
    def exports(self) -> list[tuple[str, str]]:
        """What is filtered and sorted, to take away: how it is called, and its address."""
        code = self.listing.code
        found = [(name.upper(), reverse("raci:list-export", args=[code, name])) for name in exports.MEDIA_TYPES]
        return [(name, f"{url}?{self.asked.query}" if self.asked.query else url) for name, url in found]

    @property
    def beside(self) -> list[tuple[str, str, bool]]:
        """The lists that stand beside it and are theirs to open: title, address, and whether it is this one."""
        group = sorted((one for one in registered() if one.group == self.listing.group), key=lambda one: one.place)
        found = [one for one in group if one.group and one.is_for(self.facts)]
        return [(str(one.title), reverse(one.address), one is self.listing) for one in found] if len(found) > 1 else []

    @property
    def sizes(self) -> list[tuple[int, str]]:
        """How many rows a page may hold, each with its address."""
        return [(size, self._address({SIZE: str(size)})) for size in SIZES]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What filtering anew leaves as it is."""
        sort = self.asked.params.get(SORT)
        size = str(self.size) if self.size != SIZES[0] else ""
        return [(name, value) for name, value in ((SORT, sort), (SIZE, size)) if value]

    @cached_property
    def action(self) -> Action | None:
        """The one thing to do here."""
        return self.listing.action(self.facts)

    @cached_property
    def empty(self) -> Empty:
        """What it says without a row."""
        return self.listing.empty(self.facts)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is there at all, rather than nothing that fits."""
        return not self.page.paginator.count and not self.asked.is_narrowed

    @property
    def _columns(self) -> list[Column]:
        return [column for column in self.listing.columns if column.on_page]

    def _head(self, column: Column) -> Head:
        if not column.sort:
            return Head(str(column.label), "", "")
        now = {column.key: "ascending", f"-{column.key}": "descending"}.get(self.asked.sort, "")
        key = f"-{column.key}" if now == "ascending" else column.key
        return Head(str(column.label), self._address({SORT: key if key != self.listing.sort else ""}), now)

    def _address(self, changed: dict[str, str]) -> str:
        """This list asked otherwise, from its first page on."""
        said = {**self.asked.params, SIZE: str(self.size) if self.size != SIZES[0] else "", **changed}
        query = urlencode({name: value for name, value in said.items() if value})
        return f"{reverse(self.listing.address)}?{query}" if query else self.url

    @staticmethod
    def _no_page(said: str, pages: int) -> Problem:
        text = ngettext(
            "There is no page “%(page)s”: the list has %(n)d page. This is it.",
            "There is no page “%(page)s”: the list has %(n)d pages. This is the first.",
            pages,
        )
        return Problem(text % {"page": short(said), "n": pages}, PAGE)

    @staticmethod
    def _no_size(_said: str) -> Problem:
        sizes = ", ".join(map(str, SIZES))
        return Problem(_("A page holds one of these numbers of rows: %(sizes)s.") % {"sizes": sizes}, SIZE)


def drawn(column: Column, row: Any) -> SafeString:
    """A cell as a page shows it."""
    value = column.value(row)
    html = column.show(row) if column.show else shown(value)
    url = column.link(row) if column.link else ""
    said = format_html('<a class="usa-link" href="{}">{}</a>', url, html) if url else format_html("{}", html)
    note = column.note(row) if column.note else ""
    return format_html("{} {}", said, quiet(note)) if note else said


def shown(value: Any) -> str:
    """A value as pages show it, by its type; the moment in the city's zone."""
    draw: Callable[[Any], str]
    for kind, draw in DRAWN:
        if isinstance(value, kind):
            return draw(value)
    return str(value)


def quiet(text: str) -> SafeString:
    """Words that stand back."""
    return format_html('<span class="portal-quiet">{}</span>', text)


DRAWN: tuple[tuple[Any, Callable[[Any], str]], ...] = (
    (type(None), lambda _value: quiet("–")),
    (bool, lambda value: _("yes") if value else _("no")),
    (int, lambda value: intcomma(value)),
    (datetime, lambda value: drawing.time(value, drawing.moment)),
    (date, lambda value: drawing.time(value, drawing.day)),
    (
        (list, tuple),
        lambda value: format_html_join("", '<span class="portal-block">{}</span>', ((one,) for one in value)),
    ),
)
