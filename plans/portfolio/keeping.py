"""Keeping the actions in force with their ties: made anew from the text that is approved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.db import connection

from plans.models import ActionInForce, TieInForce
from raci.workflow import Step, current_text

HERE = Path(__file__).parent
IN_FORCE = [(HERE / name).read_text() for name in ("in_force.sql", "ties_in_force.sql", "goals_in_force.sql")]


def comes_into_force(step: Step) -> date | None:
    """What an approval of a plan does besides: from now on the actions of its text are those in force."""
    for model in (ActionInForce, TieInForce):
        model._default_manager.filter(record=step.record).delete()
    write([current_text(step.case).pk])
    return None


def write(texts: Sequence[int]) -> None:
    """The actions of these texts, by number; none of their plans has any yet (3 queries)."""
    with connection.cursor() as cursor:
        for statement in IN_FORCE:
            cursor.execute(statement, [list(texts)])
