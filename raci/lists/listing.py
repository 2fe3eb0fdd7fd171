"""What a list is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from raci.authority import Facts
from raci.lists.filters import Filter, Label
from raci.lists.worked_out import WorkedOut
from raci.refusals import Refused

Rows: TypeAlias = "QuerySet[Any] | WorkedOut"


@dataclass(frozen=True)
class Column:
    """One thing said of each row. The first column of a list names the row.

    `value` is what a spreadsheet and the API are given, of the type `holds` (text, whole number, day, moment, yes or no, or a
    list of texts) or None; a page shows it as values are shown everywhere, or as `show` draws it; `link` makes it lead
    somewhere, and `note` stands back beside it.
    """

    key: str
    label: Label
    value: Callable[[Any], Any]
    holds: type = str
    sort: tuple[str, ...] = ()  # what rows are ordered by, "-" for the other way; nothing: cannot be sorted by
    show: Callable[[Any], str] | None = None
    link: Callable[[Any], str] | None = None
    note: Callable[[Any], str] | None = None
    on_page: bool = True


@dataclass(frozen=True)
class Action:
    """The one thing to do on a list's page."""

    label: Label
    url: str


@dataclass(frozen=True)
class Empty:
    """What a list without a row says: what is so, and what to do first."""

    title: Label
    text: Label


def _anybody(_facts: Facts) -> None:
    """Whoever is signed in."""


def _nothing_to_do(_facts: Facts) -> Action | None:
    return None


@dataclass(frozen=True)
class Listing:
    """A list, declared once.

    `rows` gives only what the person may see; search, filters and sorting act on those alone, so none of them tells anything
    else. `may` refuses (`raci.refusals.Refused`) whoever has no business with the list at all. `keys_first`: rows of a table
    are found and sorted by what that takes, and only those of the page are fetched whole; for wide rows of long tables. `first`:
    the rows that come first where nobody says how to sort, all alike by the first key: pages of them alone are found down an
    index of the next, however long the table is.
    """

    code: str
    title: Label
    rows: Callable[[Facts], Rows]
    columns: tuple[Column, ...]
    sort: str  # the column it is sorted by where nobody says, with "-" for downwards
    count: Callable[[int], str]  # "3 plans"
    empty: Callable[[Facts], Empty]
    address: str  # name of its page's address
    search: Callable[[str, Facts], Q] | None = None  # of one word
    filters: tuple[Filter, ...] = ()
    may: Callable[[Facts], None] = _anybody
    action: Callable[[Facts], Action | None] = _nothing_to_do
    group: str = ""  # lists of one group stand beside each other, as tabs, in the order of their `place`
    place: int = 0
    keys_first: bool = False
    first: Callable[[Facts], Q] | None = None

    def is_for(self, facts: Facts) -> bool:
        """Whether the person may open it."""
        try:
            self.may(facts)
        except Refused:
            return False
        return True

    @property
    def sorts(self) -> dict[str, Column]:
        """The columns it can be sorted by."""
        return {column.key: column for column in self.columns if column.sort}


_listings: dict[str, Listing] = {}


def register(listing: Listing) -> None:
    """Make a list known (from `AppConfig.ready`). A code is given once."""
    if _listings.setdefault(listing.code, listing) != listing:
        raise ValueError(f"Two lists are called {listing.code}.")


def registered() -> Iterable[Listing]:
    """All lists, in the order they were registered."""
    return _listings.values()


def get(code: str) -> Listing:
    """The list of this code; there is none to strangers and for wrong addresses alike."""
    if code not in _listings:
        raise Refused(_("There is no such list."), visible=False)
    return _listings[code]
