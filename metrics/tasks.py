"""Work of figures in the background. It may run twice and does no harm."""

from __future__ import annotations

from celery import shared_task

from raci import clock


@shared_task
def ask_suppliers() -> int:
    """Ask other offices for the figures that they supply, remind them, and tell of those that are late."""
    from metrics import suppliers  # acts import notices, which import tasks

    with clock.city_time():
        return suppliers.ask_suppliers()
