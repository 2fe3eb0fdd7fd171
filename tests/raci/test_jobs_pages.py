"""The pages of background work: one's own, in words; for those who keep accounts the numbers of everybody's, and no title."""

from __future__ import annotations

import time

import pytest
import redis
from django.conf import settings as portal_settings
from django.test import Client
from django.urls import reverse

from raci import bell, jobs
from raci.authority import facts_for
from raci.evidence.storage import place_of
from raci.jobs import files, working
from raci.jobs.beat import LAST_SWEEP
from raci.jobs.history import ask_for_export
from raci.models import Job, Notice, Person
from raci.refusals import Refused
from reports.actions import request_print
from tests.chaos.visitors import words
from tests.city import SmallCity, small_city
from tests.plans.conftest import make_plan

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
TITLE = "A plan nobody else may know of"
BROKER = portal_settings.CELERY_BROKER_URL


@pytest.fixture(autouse=True)
def no_bell(settings):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    bell._bell["silent_until"] = 0.0


@pytest.fixture
def city() -> SmallCity:
    return small_city()


@pytest.fixture
def job(city: SmallCity) -> Job:
    return request_print("plan", make_plan(city, title=TITLE).record.pk, by=city.director)


def enter(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(client: Client, name: str, *args: object) -> str:
    return words(client.get(reverse(name, args=args)).content.decode())


def end(job: Job, **values: object) -> None:
    """As a worker that made it does."""
    made = {"state": "done", "sha256": "0" * 64, **values}
    assert working._end(working.claim(job.pk), "It is ready.", f"job:{job.pk}", mail=False, **made)


def test_the_list_says_what_how_far_and_what_to_do(city: SmallCity, job: Job):
    client = enter(city.director)
    assert f"{TITLE} waiting PDF" in page(client, "raci:job-list")
    assert "Take it back" in page(client, "raci:job-list")
    working.claim(job.pk)
    Job.objects.update(steps_done=1, steps_total=4)
    shown = client.get(reverse("raci:job-list")).content.decode()
    assert "It is being made: 25 % done." in words(shown)
    assert '<progress class="portal-progress" value="25" max="100"' in shown
    assert "Take it back" not in shown
    working.fail(Job.objects.get(), "The disk is full.")
    assert "The disk is full." in page(client, "raci:job-list")
    assert "Ask again" in page(client, "raci:job-list")


def test_the_list_asks_again_by_itself_only_while_something_is_to_be_made(city: SmallCity, job: Job):
    client = enter(city.director)
    fragment = client.get(reverse("raci:job-list"), headers={"HX-Request": "true"}).content.decode()
    assert "hx-get" in fragment
    assert "<h1" not in fragment
    jobs.cancel(job, by=city.director)
    assert "hx-get" not in client.get(reverse("raci:job-list"), headers={"HX-Request": "true"}).content.decode()


def test_asking_again_after_a_failure_is_a_new_job(city: SmallCity, job: Job):
    working.fail(working.claim(job.pk), "The disk is full.")
    answer = enter(city.director).post(reverse("raci:job-again", args=[job.pk]))
    new = Job.objects.get(state="waiting")
    assert answer["Location"] == reverse("raci:job-detail", args=[new.pk])
    assert (new.arguments, new.title) == (job.arguments, TITLE)


def test_what_waits_is_taken_back_and_what_is_begun_answers_conflict(city: SmallCity, job: Job):
    client = enter(city.director)
    assert client.post(reverse("raci:job-cancel", args=[job.pk])).status_code == 302
    assert Job.objects.get().state == "cancelled"
    begun = request_print("matrix", None, by=city.director)
    working.claim(begun.pk)
    assert client.post(reverse("raci:job-cancel", args=[begun.pk])).status_code == 409


def test_nobody_elses_work_can_be_seen_taken_back_asked_or_fetched(city: SmallCity, job: Job):
    for person in (city.manager, city.auditor, city.technician):
        client = enter(person)
        for name in ("job-detail", "job-file"):
            assert client.get(reverse(f"raci:{name}", args=[job.pk])).status_code == 404
        for name in ("job-again", "job-cancel"):
            assert client.post(reverse(f"raci:{name}", args=[job.pk])).status_code == 404
        assert TITLE not in client.get(reverse("raci:job-list")).content.decode()
    assert Job.objects.get().state == "waiting"


def test_who_keeps_accounts_sees_kinds_and_numbers_alone(city: SmallCity, job: Job):
    shown = page(enter(city.technician), "raci:job-list")
    assert "Everybody’s work" in shown
    assert "PDF waiting 1" in shown
    assert TITLE not in shown
    assert city.director.name not in shown
    assert "Everybody’s work" not in page(enter(city.mayor), "raci:job-list")


def test_opening_what_is_ready_reads_its_notice(city: SmallCity):
    job = request_print("matrix", None, by=city.director)
    end(job)
    assert Notice.objects.get(person=city.director).read_at is None
    page(enter(city.director), "raci:job-detail", job.pk)
    assert Notice.objects.get(person=city.director).read_at is not None


def test_file_that_is_not_what_was_made_is_not_sent(city: SmallCity):
    job = request_print("matrix", None, by=city.director)
    client, address = enter(city.director), reverse("raci:job-file", args=[job.pk])
    assert client.get(address).status_code == 422
    kept = files.keep(jobs.Product("a.pdf", "application/pdf", b"made"))
    end(job, sha256=kept.sha256, size=4)
    assert b"".join(client.get(address).streaming_content) == b"made"
    place = place_of(files.root(), kept.sha256)
    place.chmod(0o600)
    place.write_bytes(b"evil")
    assert client.get(address).status_code == 409


def test_history_is_made_and_sent_only_while_its_reader_may_export(city: SmallCity):
    with pytest.raises(Refused):
        ask_for_export(facts_for(city.director))
    ready, waiting = ask_for_export(facts_for(city.auditor)), ask_for_export(facts_for(city.reader))
    end(ready)
    Job.objects.update(person=city.director)  # as if the posts that let them were lost
    assert enter(city.director).get(reverse("raci:job-file", args=[ready.pk])).status_code == 404
    assert jobs.do(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.error) == ("failed", "Only posts that audit may take the history away.")


@pytest.fixture
def live_redis(no_bell, settings, request: pytest.FixtureRequest) -> redis.Redis:
    settings.CELERY_BROKER_URL = BROKER
    return request.getfixturevalue("redis_server")


def test_page_says_when_nobody_works(city: SmallCity, job: Job, live_redis: redis.Redis, settings):
    client = enter(city.director)
    assert "No worker has come round yet" in page(client, "raci:job-detail", job.pk)
    live_redis.set(LAST_SWEEP, int(time.time()) - 300)
    assert "No worker has come round for 5 min" in page(client, "raci:job-list")
    live_redis.set(LAST_SWEEP, int(time.time()))
    assert "No worker has come round" not in page(client, "raci:job-list")
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    assert "Redis does not answer" in page(client, "raci:job-list")
