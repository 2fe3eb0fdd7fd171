"""Work in the background. Every task may run twice, or on two workers at once, and does no harm."""

from __future__ import annotations

from celery import shared_task

from raci import clock, mailing
from raci.history.ledger import sealed_now


@shared_task
def send_notices() -> int:
    """Send what waits."""
    return mailing.send_waiting()


@shared_task
def seal_history() -> None:
    """Seal the history committed so far."""
    sealed_now()


@shared_task
def do_job(pk: int) -> bool:
    """Make what somebody asked for, and ring for what comes next."""
    from raci import jobs  # which ring for this task
    from raci.jobs.sweeping import ring_next

    done = jobs.do(pk)
    if done:
        ring_next()
    return done


@shared_task
def sweep_jobs() -> int:
    """Ring again for what waits, fail what cannot be made. Only the beat calls it, which proves that the beat lives."""
    from raci.jobs.beat import note_round
    from raci.jobs.sweeping import sweep

    note_round()
    return sweep()


@shared_task
def forget_jobs() -> int:
    """Forget what was made a week ago."""
    from raci.jobs.sweeping import forget

    return forget()


@shared_task
def finish_erasures() -> int:
    """Erase to the end what a crash or a restored database left half erased."""
    from raci.sealed.finishing import finish_erasures

    return finish_erasures()


@shared_task
def forget_first_answers() -> int:
    """Forget what requests with an Idempotency-Key were answered, after a day."""
    from raci.api.idempotency import forget

    return forget()


@shared_task
def sweep_evidence() -> int:
    """Delete files that were received but never attached."""
    from raci.actions.evidence import sweep_orphans  # acts import notices, which import this module

    return sweep_orphans()


@shared_task
def supersede_versions() -> int:
    """Take out of force what a version approved for a later day has replaced, now that its day has come."""
    from raci.actions.cases import supersede_where_the_day_has_come

    with clock.city_time():
        return supersede_where_the_day_has_come()


@shared_task
def tell_of_vacancies() -> int:
    """Tell the level above of posts that fell vacant."""
    from raci.actions import vacancies  # acts import notices, which import this module

    with clock.city_time():
        return vacancies.tell_of_vacancies()


@shared_task
def tell_of_ending_terms() -> int:
    """Tell those it concerns of terms on teams that end within 30 days, once each."""
    from raci.actions import terms  # acts import notices, which import this module

    with clock.city_time():
        return terms.tell_of_ending_terms()


@shared_task
def tell_of_the_week() -> int:
    """Tell everybody once a week what waits on them."""
    from raci import digest  # which asks what waits, by what imports notices and so this module

    with clock.city_time():
        return digest.tell_of_the_week()
