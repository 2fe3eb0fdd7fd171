"""Keeping the actions in force: made anew from the text that is approved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.db import connection

from plans.models import ActionInForce
from raci.workflow import Step, current_text

IN_FORCE = (Path(__file__).parent / "in_force.sql").read_text()


def comes_into_force(step: Step) -> date | None:
    """What an approval of a plan does besides: from now on the actions of its text are those in force."""
    ActionInForce.objects.filter(record=step.record).delete()
    write([current_text(step.case).pk])
    return None


def write(texts: Sequence[int]) -> None:
    """The actions of these texts, by number; none of their plans has any yet (1 query)."""
    with connection.cursor() as cursor:
        cursor.execute(IN_FORCE, [list(texts)])
