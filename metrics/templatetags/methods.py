"""For templates that show what a method or an index definition says."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from metrics.methods.content import method_values
from metrics.methods.in_force import IndexInForce
from metrics.queries.methods import Proposed, named, proposed
from raci.doors import facts
from raci.records import Content

register = template.Library()


@register.simple_tag
def method_lines(content: Content) -> list[tuple[str, str]]:
    """{% method_lines content as lines %}: the rules of a disparity method by label, without its title."""
    return list(method_values(content).items())[1:]


@register.simple_tag(takes_context=True)
def who_proposes(context: Context) -> Proposed:
    """{% who_proposes as proposed %}: whether the reader proposes methods (`may`), and who does, in `words`."""
    return proposed(facts(context["request"]))


@register.simple_tag
def named_parts(content: Any) -> list[tuple[dict[str, Any], str, str]]:
    """{% named_parts content as parts %}: the parts of an index, each with its indicator's title and what of it counts."""
    return named(content.parts if isinstance(content, IndexInForce) else content["parts"])
