"""What stands beside the ties of an action, for templates."""

from __future__ import annotations

from django import template

from plans.reading import ReadTie
from plans.ties.beside import Beside, Note

register = template.Library()


@register.filter
def note_on(beside: object, tie: ReadTie) -> Note | None:
    """What is told beside a tie, where the page knows it."""
    return beside.notes.get((tie.kind, tie.number)) if isinstance(beside, Beside) and tie.number is not None else None


@register.filter
def paid_by(beside: object, action: int) -> list[Note]:
    """Lines of budget reviews that name the action."""
    return beside.paid.get(action, []) if isinstance(beside, Beside) else []
