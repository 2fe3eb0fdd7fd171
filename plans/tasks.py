"""Work of plans in the background. It may run twice and does no harm."""

from __future__ import annotations

from celery import shared_task

from raci import clock


@shared_task
def tend_progress() -> int:
    """Open the reports on the quarter that was over last, and remind those who are to write them; how many were opened."""
    from plans.progress import acts, reminding  # acts import notices, which import tasks

    with clock.city_time():
        opened = acts.open_quarter()
        reminding.remind()
        return opened
