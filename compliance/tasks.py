"""Work of the law in the background. It may run twice and does no harm."""

from __future__ import annotations

from celery import shared_task

from raci import clock


@shared_task
def take_up_packs() -> int:
    """Put each approved pack whose day has come into the rows of requirements; name leads anew after a change of the matrix."""
    from compliance.actions import packs  # acts import notices, which import tasks

    with clock.city_time():
        return packs.take_up_what_has_come()


@shared_task
def make_obligations() -> int:
    """Look at what applies today, and make what is asked; how many obligations the newest look made."""
    from compliance.actions.generation import generate  # acts import notices, which import tasks
    from raci.models import City

    with clock.city_time():
        return generate().made if City.objects.exists() else 0
