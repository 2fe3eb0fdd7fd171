"""Work of engagement in the background. It may run twice and does no harm."""

from __future__ import annotations

from celery import shared_task

from raci import clock


@shared_task
def count_answers() -> int:
    """Count what was answered without names in cohorts whose time for it is over; how many."""
    from engagement.training import tallies  # which import models

    with clock.city_time():
        return tallies.count_what_is_over()
