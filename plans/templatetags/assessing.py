"""The steps of an impact assessment with their answers, for templates."""

from __future__ import annotations

from django import template

from plans.assessing.content import in_words
from plans.assessing.steps import STEPS, Question, Step
from raci.records import Content

register = template.Library()


@register.simple_tag
def answered_steps(content: Content) -> list[tuple[Step, list[tuple[Question, str]]]]:
    """{% answered_steps content as steps %}: each step with its questions and their answers in words."""
    return [(step, [(one, in_words(one.name, content[one.name])) for one in step.questions]) for step in STEPS]
