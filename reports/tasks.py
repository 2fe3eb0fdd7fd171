"""Prints in the background: take a pk, call an act."""

from __future__ import annotations

from celery import shared_task

from reports import actions


@shared_task
def render_print(pk: int) -> bool:
    """Make one PDF."""
    return actions.make_print(pk)


@shared_task
def sweep_prints() -> int:
    """Find jobs that nobody has, and make them; returns how many there were."""
    waiting = actions.sweep()
    for pk in waiting:
        actions.make_print(pk)
    return len(waiting)
