"""Lists: a page at a time, with what was asked for checked against what may be asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from raci.api.fields import Body, Text
from raci.api.problems import Invalid
from raci.lists import WorkedOut
from raci.refusals import Problem

USUAL, MOST, LAST = 25, 100, 1_000_000


class Number(serializers.IntegerField):
    """A number in an address: digits and nothing else."""

    def to_internal_value(self, data: Any) -> int:
        """Neither " 7" nor 7.0."""
        if not isinstance(data, str) or not data.isascii() or not data.isdigit() or len(data) > 18:
            self.fail("invalid")
        return int(super().to_internal_value(data))


@extend_schema_field({"type": "boolean"})
class YesNo(serializers.ChoiceField):
    """`true` or `false` in an address."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=["true", "false"], **options)

    def to_internal_value(self, data: Any) -> Any:
        """The word as a truth."""
        return bool(super().to_internal_value(data) == "true")


class Query(Body):
    """The parameters of an address; one that is not declared is refused, as is one that is given twice."""


class Paged(Query):
    """A list."""

    page = Number(required=False, min_value=1, max_value=LAST, help_text="Which page; the first is 1.")
    page_size = Number(required=False, min_value=1, max_value=MOST, help_text=f"Rows a page; {USUAL} unless told.")


class Search(Paged):
    """A list that is searched."""

    q = Text(most=200, required=False, help_text="Words to look for.")


def asked(request: HttpRequest, kind: type[Query]) -> dict[str, Any]:
    """The address' parameters as `kind` declares them."""
    given = request.GET
    twice = [name for name, values in given.lists() if len(values) > 1]
    if twice:
        raise Invalid([Problem(_("It is given twice."), field=name) for name in twice])
    return kind(data=given.dict()).taken()


@dataclass(frozen=True)
class Rows:
    """A list before it is cut into pages: what may be seen of it, and how a row is shown."""

    found: QuerySet[Any] | WorkedOut | Sequence[Any]
    of: Callable[[Any], Any] = lambda row: row


def page_of(rows: Rows, wanted: Mapping[str, Any], request: HttpRequest) -> dict[str, Any]:
    """One page, and where the next and the one before are."""
    number, size = wanted.get("page", 1), wanted.get("page_size", USUAL)
    count = rows.found.count() if isinstance(rows.found, QuerySet) else len(rows.found)
    first = (number - 1) * size
    shown = [rows.of(row) for row in rows.found[first : first + size]] if first < count else []
    return {
        "count": count,
        "next": _address(request, number + 1) if first + size < count else None,
        "previous": _address(request, number - 1) if number > 1 else None,
        "results": shown,
    }


def _address(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
