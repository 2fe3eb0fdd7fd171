"""Asking a list: the one way from an address to rows, for the page, the spreadsheet and the API alike."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import F
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext as _

from raci.asof import ON
from raci.authority import Facts
from raci.lists.filters import CANNOT_BE_SOUGHT, LONGEST, Filter, Label
from raci.lists.listing import Listing, Rows
from raci.refusals import Problem

SEARCH, SORT = "q", "sort"


@dataclass(frozen=True)
class Field:
    """A filter as one person can use it, and what they set it to."""

    filter: Filter
    facts: Facts
    said: str

    @cached_property
    def choices(self) -> dict[str, Label]:
        """What can be chosen, by value; a query at most."""
        return dict(self.filter.choices(self.facts))

    @cached_property
    def value(self) -> str:
        """What it is set to; "" for nothing, and for what means nothing."""
        return self.said if self.said and self.filter.takes(self.said, self.choices) else ""


@dataclass(frozen=True)
class Asked:
    """A list as asked for."""

    listing: Listing
    facts: Facts
    rows: Rows  # only what they may see, filtered and sorted
    params: dict[str, str]  # what was understood: search, filters and sorting, as an address has them
    problems: list[Problem]  # what was not, and was left out
    fields: list[Field]

    @property
    def words(self) -> str:
        """What is searched for."""
        return self.params.get(SEARCH, "")

    @property
    def sort(self) -> str:
        """The column it is sorted by, with "-" for downwards."""
        return self.params.get(SORT, self.listing.sort)

    @property
    def first(self) -> Rows | None:
        """Of the rows those that come first (`Listing.first`), sorted by the keys after the one they share."""
        if self.listing.first is None or SORT in self.params:
            return None
        keys = self.listing.sorts[self.listing.sort].sort[1:]
        return self.rows.filter(self.listing.first(self.facts)).order_by(*(_ordered(key, False) for key in keys), "pk")

    @property
    def is_narrowed(self) -> bool:
        """Whether anything may be left out."""
        return bool(self.params.keys() - {SORT})

    @property
    def query(self) -> str:
        """What was understood, as the end of an address."""
        return urlencode(self.params)


def ask(listing: Listing, facts: Facts, params: Mapping[str, str], besides: Collection[str] = ()) -> Asked:
    """The list as this person may see it (no query yet, but where a filter that is set has to look up its choices).

    Names and values that mean nothing are said in `problems` and left out. `besides` are names that mean something to the
    caller: the page's number and the like.
    """
    listing.may(facts)
    fields = [Field(one, facts, params.get(one.key, "").strip()) for one in listing.filters]
    known = {SEARCH, SORT, *(field.filter.key for field in fields), *besides}
    problems = [_unknown(name) for name in params if name not in known]
    words, trouble = _heard(params.get(SEARCH, "") if listing.search else "")
    sort = params.get(SORT, "")
    if sort and sort.removeprefix("-") not in listing.sorts:
        trouble.append(Problem(_("It cannot be sorted by “%(name)s”.") % {"name": short(sort)}, SORT))
        sort = ""
    problems += [*trouble, *(_not_taken(field) for field in fields if field.said and not field.value)]
    narrowed = {field.filter.key: field.value for field in fields if field.value}
    said = {SEARCH: words, **narrowed, SORT: sort if sort != listing.sort else ""}
    return Asked(
        listing, facts, _rows(listing, facts, words, fields, sort or listing.sort),
        params={name: value for name, value in said.items() if value}, problems=problems, fields=fields,
    )  # fmt: skip


def _rows(listing: Listing, facts: Facts, words: str, fields: list[Field], sort: str) -> Rows:
    facts = _on_the_day(facts, fields)
    rows = listing.rows(facts)
    for word in words.split() if listing.search else ():
        rows = rows.filter(listing.search(word, facts))  # type: ignore[misc] # there is one
    for field in fields:
        if field.value:
            rows = rows.filter(field.filter.narrow(field.value, facts))
    down = sort.startswith("-")
    keys = (_ordered(key, down) for key in listing.sorts[sort.removeprefix("-")].sort)
    return rows.order_by(*keys, "pk")


def _ordered(key: str, down: bool) -> OrderBy:
    """A key that begins with "-" goes the other way than its column: of each board, the newest meeting first."""
    named = F(key.removeprefix("-"))
    return named.desc(nulls_last=True) if down != key.startswith("-") else named.asc(nulls_last=True)


def _on_the_day(facts: Facts, fields: list[Field]) -> Facts:
    """A list that looks back is asked for that day; who may see what stays today's."""
    day = next((field.value for field in fields if field.filter.key == ON), "")
    return replace(facts, today=date.fromisoformat(day), looks_back=True) if day else facts


def _heard(text: str) -> tuple[str, list[Problem]]:
    """What can be searched for, and what of it cannot."""
    problems = []
    if CANNOT_BE_SOUGHT.search(text):
        problems.append(Problem(_("A sign that no text here can hold was left out of the search."), SEARCH))
        text = CANNOT_BE_SOUGHT.sub("", text)
    text = text.strip()
    if len(text) > LONGEST:
        cut = _("Only the first %(n)s signs are searched for.") % {"n": LONGEST}
        problems.append(Problem(cut, SEARCH))
    return text[:LONGEST].strip(), problems


def _not_taken(field: Field) -> Problem:
    said = {"value": short(field.said), "filter": field.filter.label, "wants": field.filter.wants()}
    return Problem(
        _("“%(value)s” means nothing as “%(filter)s”, so it was left out. %(wants)s") % said, field.filter.key
    )


def _unknown(name: str) -> Problem:
    return Problem(_("There is no filter “%(name)s” here, so it was left out.") % {"name": short(name)})


def short(text: str) -> str:
    """So much of it as is needed to know it again."""
    text = CANNOT_BE_SOUGHT.sub("\ufffd", text)
    return text if len(text) <= 40 else f"{text[:39]}…"
