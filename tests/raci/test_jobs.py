"""Work in the background: the row is the job. Whatever dies, it is made once, told once, or fails with its reason."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from raci import bell, clock, jobs, tasks
from raci.actions.people import disable_person
from raci.authority import Facts
from raci.jobs import files, kinds, sweeping, working
from raci.jobs.kinds import JobKind, Product, Progress
from raci.models import Job, Notice
from raci.notices import kind_of as notice_kind_of
from raci.refusals import Conflict, Refused
from tests.city import SmallCity, small_city

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


@pytest.fixture(autouse=True)
def no_bell(settings):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    bell._bell["silent_until"] = 0.0


@pytest.fixture
def city() -> SmallCity:
    return small_city()


class Workshop:
    """What the kind of these tests does when it is its turn."""

    error: BaseException | None = None
    refusal = ""
    steps: tuple[tuple[int, int], ...] = ()
    seen: list[tuple[str, int, int]]
    meanwhile = staticmethod(lambda job: None)

    def work(self, job: Job, progress: Progress) -> Product:
        for done, total in self.steps:
            progress(done, total)
            self.seen.append(Job.objects.values_list("state", "steps_done", "steps_total").get(pk=job.pk))
        self.meanwhile(job)
        if self.error:
            raise self.error
        return Product("made.txt", "text/plain", f"made of {job.arguments}".encode())

    def authorise(self, _job: Job, _facts: Facts) -> None:
        if self.refusal:
            raise Refused(self.refusal)


@pytest.fixture
def workshop() -> Iterator[Workshop]:
    shop = Workshop()
    shop.seen = []
    kind = JobKind("test-work", "Work of a test", shop.work, shop.authorise, longest=9)
    kinds._kinds[kind.code] = kind
    yield shop
    del kinds._kinds[kind.code]


def asked(city: SmallCity, **arguments: object) -> Job:
    return jobs.ask("test-work", title="A thing", arguments=arguments, by=city.director)


def again(job: Job) -> Job:
    job.refresh_from_db()
    return job


def told(job: Job) -> list[str]:
    address = reverse("raci:job-detail", args=[job.pk])
    return list(Notice.objects.filter(person=job.person, url=address).values_list("line", flat=True))


def let_lease_lapse(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(lease_until=clock.now() - timedelta(seconds=1))


def test_it_is_made_once_and_told_once(city, workshop):
    job = asked(city, number=1)
    assert jobs.do(job.pk)
    assert not jobs.do(job.pk)
    again(job)
    assert (job.state, job.file_name, job.media_type, job.size) == ("done", "made.txt", "text/plain", 21)
    assert files.opened(job.sha256).read() == b"made of {'number': 1}"
    assert told(job) == ["“A thing” is ready."]
    assert not Notice.objects.get(person=city.director).by_mail, "whoever watched it needs no e-mail"


def test_whoever_waited_long_is_told_by_mail(city, workshop, move_time):
    job = asked(city)
    Job.objects.filter(pk=job.pk).update(asked_at=clock.now() - timedelta(minutes=2))
    assert jobs.do(job.pk)
    notice = Notice.objects.get(person=city.director)
    assert notice.by_mail
    assert notice_kind_of(notice.key) == "job"


def test_a_double_click_is_one_job_and_another_wish_another(city, workshop):
    first = asked(city, number=1)
    assert asked(city, number=1) == first
    assert asked(city, number=2) != first
    assert jobs.ask("test-work", title="A thing", arguments={"number": 1}, by=city.manager) != first
    jobs.do(first.pk)
    assert asked(city, number=1) != first, "it is made already: this is a new wish"


def test_nobody_asks_for_what_no_app_makes(city):
    with pytest.raises(Refused):
        jobs.ask("no-such-work", title="x", arguments={}, by=city.director)


def test_kind_is_given_once(workshop):
    with pytest.raises(ValueError, match="test-work"):
        jobs.register(JobKind("test-work", "Another", workshop.work))


def test_progress_is_seen_while_it_works_and_renews_the_lease(city, workshop, settings):
    workshop.steps = ((1, 4), (4, 4))
    job = asked(city)
    assert jobs.do(job.pk)
    assert workshop.seen == [("working", 1, 4), ("working", 4, 4)]


def test_a_lost_lease_neither_finishes_nor_tells(city, workshop):
    workshop.meanwhile = lambda job: Job.objects.filter(pk=job.pk).update(token=uuid4())
    job = asked(city)
    assert not jobs.do(job.pk)
    assert again(job).state == "working"
    assert told(job) == []
    let_lease_lapse(job)
    workshop.meanwhile = lambda job: None
    assert jobs.do(job.pk)
    assert told(job) == ["“A thing” is ready."]


def test_progress_of_who_lost_the_lease_stops_the_work(city, workshop):
    job = asked(city)
    workshop.steps = ((1, 2),)
    taken = working.claim(job.pk)
    Job.objects.filter(pk=job.pk).update(token=uuid4())
    with pytest.raises(working.LeaseLost):
        working._Progress(taken)(1, 2)


def test_a_fault_is_tried_again_after_a_pause_and_fails_at_the_last_with_its_reason(city, workshop, caplog):
    workshop.error = RuntimeError("the works")
    job = asked(city)
    for attempt in range(1, working.MOST_ATTEMPTS):
        assert not jobs.do(job.pk)
        assert (again(job).state, job.attempts) == ("waiting", attempt)
        assert not jobs.do(job.pk), "not before its pause is over"
        let_lease_lapse(job)
    assert jobs.do(job.pk)
    assert again(job).state == "failed"
    assert "4 times" in job.error
    assert "the works" not in job.error
    assert "the works" in caplog.text
    assert len(told(job)) == 1
    assert Notice.objects.get(person=city.director).by_mail


def test_a_full_disk_says_so(city, workshop):
    workshop.error = OSError(errno.ENOSPC, "No space left on device")
    job = asked(city)
    Job.objects.update(attempts=working.MOST_ATTEMPTS - 1)
    assert jobs.do(job.pk)
    assert "disk is full" in again(job).error


def test_a_worker_that_dies_each_time_ends_as_failed(city, workshop):
    job = asked(city)
    for _attempt in range(working.MOST_ATTEMPTS):
        assert working.claim(job.pk)  # and then it dies
        assert working.claim(job.pk) is None
        let_lease_lapse(job)
    assert working.claim(job.pk) is None
    assert sweeping.sweep() == 0
    assert sweeping.sweep() == 0
    assert again(job).state == "failed"
    assert "ended unexpectedly 4 times" in job.error
    assert len(told(job)) == 1


def test_the_round_rings_for_what_waits_or_has_lapsed_and_leaves_the_others(city, workshop, monkeypatch):
    rung: list[tuple[int, int]] = []
    monkeypatch.setattr(bell, "ring", lambda task, options, pk: rung.append((pk, options["time_limit"])))
    _young, old, held, lapsed = (asked(city, number=number) for number in range(4))
    Job.objects.filter(pk=old.pk).update(asked_at=clock.now() - timedelta(seconds=5))
    working.claim(held.pk)
    working.claim(lapsed.pk)
    let_lease_lapse(lapsed)
    assert sweeping.sweep() == 2
    assert rung == [(old.pk, 9), (lapsed.pk, 9)]


def test_a_job_done_rings_for_the_next_so_few_bells_are_enough(city, workshop, monkeypatch):
    first, second, _third = (asked(city, number=number) for number in range(3))
    rung: list[int] = []
    monkeypatch.setattr(bell, "ring", lambda task, options, pk: rung.append(pk))
    assert tasks.do_job(first.pk)
    assert rung == [second.pk]
    assert not tasks.do_job(first.pk), "a bell too many makes nothing and rings for nothing"
    assert rung == [second.pk]


def test_authority_is_asked_again_when_it_is_made(city, workshop):
    job = asked(city)
    workshop.refusal = "It is not yours any more."
    assert jobs.do(job.pk)
    assert (again(job).state, job.error) == ("failed", "It is not yours any more.")
    assert told(job) == ["“A thing” failed: It is not yours any more."]


def test_the_work_of_somebody_disabled_fails_and_tells_nobody(city, workshop):
    job = asked(city)
    disable_person(city.director, by=city.technician, why="Left.")
    assert jobs.do(job.pk)
    assert again(job).error == f"The account of {city.director.name} is disabled."
    assert told(job) == []


def test_times_in_what_is_made_are_the_citys(city, workshop):
    zones: list[str] = []
    workshop.meanwhile = lambda job: zones.append(timezone.get_current_timezone_name())
    jobs.do(asked(city).pk)
    assert zones == ["America/Los_Angeles"]
    assert timezone.get_current_timezone_name() == "UTC"


def test_kind_that_is_gone_fails_its_jobs(city, workshop):
    job = asked(city)
    Job.objects.filter(pk=job.pk).update(kind="gone", asked_at=clock.now() - timedelta(minutes=1))
    assert sweeping.sweep() == 1
    assert jobs.do(job.pk)
    assert "does not make this any more" in again(job).error


def test_what_waits_can_be_taken_back_and_what_is_begun_cannot(city, workshop):
    job, begun = asked(city, number=1), asked(city, number=2)
    jobs.cancel(job, by=city.director)
    assert again(job).state == "cancelled"
    assert not jobs.do(job.pk)
    working.claim(begun.pk)
    with pytest.raises(Conflict):
        jobs.cancel(begun, by=city.director)


def test_old_work_and_its_file_are_forgotten_unless_a_newer_job_has_it(city, workshop, monkeypatch):
    monkeypatch.setattr(sweeping, "LEFT_OVER", -1.0)
    first = asked(city, number=1)
    jobs.do(first.pk)
    second = asked(city, number=1)
    jobs.do(second.pk)
    assert again(first).sha256 == again(second).sha256
    Job.objects.filter(pk=first.pk).update(asked_at=clock.now() - timedelta(days=8))
    assert sweeping.forget() == 1
    assert files.opened(second.sha256).read()
    left = files.workroom() / "half"
    left.mkdir()
    Job.objects.filter(pk=second.pk).update(asked_at=clock.now() - timedelta(days=8))
    assert sweeping.forget() == 1
    assert not list(files.root().rglob("*" + second.sha256))
    assert not left.exists()


def test_file_is_written_before_its_row_says_so_and_survives_a_fault_after(city, workshop, monkeypatch):
    def away(job, product, **values):
        raise RuntimeError("the database is away")

    job = asked(city)
    monkeypatch.setattr(working, "_finish", away)
    with pytest.raises(RuntimeError):
        jobs.do(job.pk)
    assert again(job).state == "working"
    monkeypatch.undo()
    let_lease_lapse(job)
    assert jobs.do(job.pk)
    assert len(told(job)) == 1
