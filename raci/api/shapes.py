"""Shapes that several nouns show: a unit, a post, a person, a problem."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Choices
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from raci.api.fields import KEY, Shape


@extend_schema_field(KEY)
class Id(serializers.IntegerField):
    """The number of a row."""


def said(**options: Any) -> serializers.CharField:
    """Text as it is."""
    return serializers.CharField(**options)


def one_of(choices: type[Choices] | Iterable[str], **options: Any) -> serializers.ChoiceField:
    """One of the words a column knows."""
    values = choices.values if isinstance(choices, type) else list(choices)
    return serializers.ChoiceField(choices=values, **options)


class UnitRef(Shape):
    """A unit, by its code."""

    code = said()
    name = said()

    example = {"code": "parks", "name": "Parks & Recreation"}


class PostRef(Shape):
    """A post, by its code."""

    code = said()
    title = said()

    example = {"code": "director-parks", "title": "Director, Parks & Recreation"}


class RoleRef(Shape):
    """A role, by its code."""

    code = said()
    name = said()

    example = {"code": "EO", "name": "Equity Officer"}


class PersonRef(Shape):
    """A person, as others see them."""

    id = Id(source="pk")
    name = said()

    example = {"id": 12, "name": "Dana Reyes"}


class ProblemLine(Shape):
    """What stands in the way, and which field mends it ("" where it is none)."""

    field = said()
    detail = said(source="text")

    example = {"field": "summary", "detail": "The plan has no summary."}


class DifferenceShown(Shape):
    """One change in words; "" where there was nothing, or is nothing now."""

    what = said()
    old = said()
    new = said()

    example = {"what": "Action 1.1: due", "old": "30 Jun 2027", "new": "30 Sep 2027"}
