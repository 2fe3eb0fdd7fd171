"""Work of boards in the background. It may run twice and does no harm."""

from __future__ import annotations

from celery import shared_task

from raci import clock


@shared_task
def tell_of_boards() -> int:
    """Tell liaisons and who appoints of terms that end, of seats that fell vacant and of applications; how many there are."""
    from boards.actions import telling  # acts import notices, which import tasks

    with clock.city_time():
        return telling.tell_of_terms() + telling.tell_of_vacancies() + telling.tell_of_applications()


@shared_task
def erase_after_leaving() -> int:
    """Destroy what members said of themselves once they left all boards and the cycle of audits is over; how many texts."""
    from boards.actions import self_id_retention  # as above

    with clock.city_time():
        return self_id_retention.erase_after_leaving()


@shared_task
def send_links() -> int:
    """Send the private links that wait for their mail; how many were tried."""
    from boards.actions import self_id_mails  # as above

    with clock.city_time():
        return self_id_mails.send_links()
