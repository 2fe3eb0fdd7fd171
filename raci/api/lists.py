"""Lists for programs: the same declarations (`raci.lists`) as pages and spreadsheets have, with codes where those have words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from rest_framework import serializers

from raci.api.contract import Door, operation
from raci.api.fields import Choice, Shape, Text
from raci.api.paging import Paged, Rows
from raci.api.problems import Invalid
from raci.api.shapes import Id
from raci.lists import Listing, ask
from raci.lists.asking import SEARCH, SORT
from raci.lists.filters import LONGEST

FIELDS: dict[type, Callable[..., serializers.Field[Any, Any, Any, Any]]] = {
    str: serializers.CharField,
    int: serializers.IntegerField,
    bool: serializers.BooleanField,
    date: serializers.DateField,
    datetime: serializers.DateTimeField,
    list: lambda **options: serializers.ListField(child=serializers.CharField(), **options),
}
EXAMPLES: dict[type, Any] = {
    str: "...",
    int: 7,
    bool: True,
    date: "2026-12-05",
    datetime: "2026-11-21T09:00:00-08:00",
    list: ["..."],
}
PAGING = ("page", "page_size")
Value = Callable[[Any], Any]


class Lists(Door):
    """A list that the pages have too; `list_door` makes one."""

    listing: Listing
    values: Mapping[str, Value]

    def rows(self) -> Rows:
        """What may be seen of it, as asked; what was not understood is refused."""
        params = {name: str(value) for name, value in self.wanted.items() if name not in PAGING}
        asked = ask(self.listing, self.facts, params)
        if asked.problems:
            raise Invalid(asked.problems)
        return Rows(asked.rows, lambda row: {name: value(row) for name, value in self.values.items()})


def list_door(
    listing: Listing,
    *,
    noun: str,
    name: str,
    key: Value = lambda row: row.pk,
    codes: Mapping[str, Value] | None = None,
    example: Mapping[str, Any] | None = None,
) -> type[Lists]:
    """The address of a list. `key`: the number of a row; `codes`: columns that say a code here, and words to people."""
    columns = {column.key: column for column in listing.columns}
    fields = {
        name: FIELDS[column.holds](allow_null=True, help_text=str(column.label)) for name, column in columns.items()
    }
    told = {"id": 12, **{name: EXAMPLES[column.holds] for name, column in columns.items()}, **(example or {})}
    values: dict[str, Value] = {"id": key, **{name: column.value for name, column in columns.items()}, **(codes or {})}
    shape = type(
        f"{name}Row", (Shape,), {"__doc__": f"A row of: {listing.title}.", "id": Id(), **fields, "example": told}
    )
    query = _query(listing, name)

    @operation(str(listing.title), gives=shape, query=query)
    def get(self: Lists) -> Any:
        """Only what you may see; search, filters and sorting act on that alone."""
        return self.rows()

    return type(
        f"{name}List",
        (Lists,),
        {"noun": noun, "listing": listing, "values": values, "get": get, "__doc__": get.__doc__},
    )


def _query(listing: Listing, name: str) -> type[Paged]:
    """Search, filters and sorting of this list; any other name is refused."""
    sorts = [f"{sign}{key}" for key in listing.sorts for sign in ("", "-")]
    fields: dict[str, Any] = {
        one.key: Text(most=200, required=False, help_text=str(one.label)) for one in listing.filters
    }
    if listing.search:
        fields[SEARCH] = Text(most=LONGEST, required=False, help_text="Words to look for.")
    if sorts:
        fields[SORT] = Choice(choices=sorts, required=False, help_text=f"`{listing.sort}` unless told.")
    return type(f"{name}Query", (Paged,), {"__doc__": "What is looked for.", **fields})
