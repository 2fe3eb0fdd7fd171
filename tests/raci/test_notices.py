"""Told once, whatever is retried; sent once, however many workers; and no act waits for Redis or the mail server."""

from __future__ import annotations

import smtplib
import threading
import time
from datetime import timedelta

import pytest
from celery import current_app
from django.core import mail
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from raci import bell, mailing, notices, tasks
from raci.history import acting
from raci.jobs.beat import LAST_SWEEP
from raci.models import Notice, Person
from raci.service import service_person

from .evidence_city import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_bell(settings, request):
    """Redis is away, where a test does not ask for it; the bell has not been tried yet."""
    if "redis_server" not in request.fixturenames:
        settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    settings.PORTAL_ADDRESS = "https://equity.city.example"
    bell._bell["silent_until"] = 0.0


@pytest.fixture
def people() -> list[Person]:
    loader = service_person("test-loader", "Loader")
    with acting(by=loader, act="load"):
        return [person("Ana"), person("Bo"), person("Cy", is_active=False), loader]


def tell(people, key="decided:1", line="Parks plan was approved.", url="/plans/1/") -> None:
    notices.tell(people, record=None, key=key, line=line, url=url)


def test_tell_gives_each_person_one_line_once(people):
    tell(people)
    tell([*people, people[0]])
    assert sorted(Notice.objects.values_list("person__name", flat=True)) == ["Ana", "Bo"]


def test_tell_goes_with_the_act(people):
    with transaction.atomic():
        tell(people)
        transaction.set_rollback(True)
    assert not Notice.objects.exists()


def test_bell_reaches_the_queue(people, redis_server):
    notices.ring()
    assert redis_server.llen(current_app.conf.task_default_queue) == 1


def test_absent_redis_costs_the_writer_little_and_nothing_fails(people, django_capture_on_commit_callbacks):
    spent = []
    for key in ("a", "b", "c"):
        with django_capture_on_commit_callbacks() as callbacks:
            tell(people, key=key)
        begun = time.monotonic()
        for callback in callbacks:
            callback()
        spent.append(time.monotonic() - begun)
    assert spent[0] < 0.9
    assert max(spent[1:]) < 0.05
    assert Notice.objects.count() == 6


def test_mail_is_one_line_plain_and_links_to_the_record(people):
    tell(people[:1], line="Parks plan\r\nBcc: all@city.example was <b>approved</b>." + " long" * 60)
    assert tasks.send_notices() == 1
    (sent,) = mail.outbox
    assert "\n" not in sent.subject
    assert "\r" not in sent.subject
    assert len(sent.subject) <= 200
    assert sent.to == ["ana@city.example"]
    assert "https://equity.city.example/plans/1/" in sent.body
    assert "<b>approved</b>" in sent.body
    assert sent.message()["Message-ID"] == f"<notice-{Notice.objects.get().pk}@equity.city.example>"
    assert "Bcc" not in sent.message()


def test_mail_is_sent_once(people):
    tell(people)
    assert mailing.send_waiting() == 2
    assert mailing.send_waiting() == 0
    assert len(mail.outbox) == 2
    assert Notice.objects.filter(mailed_at=None).count() == 0


def test_mail_does_not_go_to_people_disabled_meanwhile(people):
    tell(people)
    with acting(by=people[3], act="disable"):
        people[0].is_active = False
        people[0].save()
    mailing.send_waiting()
    assert [message.to for message in mail.outbox] == [["bo@city.example"]]


class Refusing:
    """A mail server that refuses one address."""

    def open(self) -> None: ...
    def close(self) -> None: ...
    def send_messages(self, messages):
        if messages[0].to == ["ana@city.example"]:
            raise smtplib.SMTPRecipientsRefused({"ana@city.example": (550, b"no such user")})
        mail.outbox += messages


class Away(Refusing):
    """A mail server that goes away after the first message."""

    def send_messages(self, messages):
        if mail.outbox:
            raise smtplib.SMTPServerDisconnected
        mail.outbox += messages


def test_refused_address_is_tried_five_times_and_holds_up_nobody(people, monkeypatch):
    monkeypatch.setattr(mailing, "get_connection", Refusing)
    tell(people)
    mailing.send_waiting()
    assert [message.to for message in mail.outbox] == [["bo@city.example"]]
    assert mailing.send_waiting() == 0  # a minute has not passed
    Notice.objects.update(at=timezone.now() - timedelta(hours=1))
    for _ in range(9):
        mailing.send_waiting()
    assert Notice.objects.get(mailed_at=None).mail_attempts == 5


def test_absent_mail_server_counts_no_try_and_loses_nothing(people, monkeypatch):
    monkeypatch.setattr(mailing, "get_connection", Away)
    tell(people)
    mailing.send_waiting()
    assert Notice.objects.filter(mailed_at=None, mail_attempts=0).count() == 1
    monkeypatch.undo()
    mailing.send_waiting()
    assert sorted(message.to for message in mail.outbox) == [["ana@city.example"], ["bo@city.example"]]


class Slow(Refusing):
    """A mail server that takes its time."""

    def send_messages(self, messages):
        time.sleep(0.01)
        mail.outbox += messages


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_send_each_mail_once(people, monkeypatch):
    monkeypatch.setattr(mailing, "get_connection", Slow)
    for n in range(20):
        tell(people, key=str(n))
    failures = []

    def work() -> None:
        try:
            mailing.send_waiting()
        except Exception as error:  # a thread's failure would pass unseen
            failures.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failures == []
    sent = [message.extra_headers["Message-ID"] for message in mail.outbox]
    assert len(sent) == len(set(sent)) == 40


def test_beat_leaves_its_mark_and_a_bell_does_not(redis_server):
    tasks.send_notices()
    assert redis_server.get(LAST_SWEEP) is None
    tasks.sweep_jobs()
    assert abs(int(redis_server.get(LAST_SWEEP)) - time.time()) < 5


def test_beat_without_redis_still_sends(people):
    tell(people)
    assert tasks.send_notices() == 2


def test_sealing_runs_as_the_portals_login(people):
    tasks.seal_history()


# ---- the inbox


def test_inbox_shows_ones_own_notices_newest_first(people, client):
    for n in range(3):
        tell(people[:1], key=str(n), line=f"Line {n}")
    tell(people[1:2], key="x", line="For Bo alone")
    client.force_login(people[0])
    page = client.get(reverse("raci:inbox")).content.decode()
    assert page.index("Line 2") < page.index("Line 1") < page.index("Line 0")
    assert "For Bo alone" not in page
    assert "3 notices are unread" in page


def test_inbox_read_marks_one_all_and_never_anothers(people, client):
    for n in range(3):
        tell(people[:2], key=str(n))
    client.force_login(people[0])
    address, first = reverse("raci:inbox-read"), Notice.objects.filter(person=people[0]).first()
    client.post(address, {"notice": first.pk})
    assert notices.unread_count(people[0]) == 2
    for odd in (Notice.objects.filter(person=people[1]).first().pk, "x", "9" * 40, "-1", "²"):
        assert client.post(address, {"notice": odd}).status_code == 302
    assert (notices.unread_count(people[0]), notices.unread_count(people[1])) == (2, 3)
    client.post(address)
    assert (notices.unread_count(people[0]), notices.unread_count(people[1])) == (0, 3)
    assert client.get(address).status_code == 405


def test_inbox_costs_the_same_with_one_notice_and_with_fifty(people, client):
    client.force_login(people[0])
    client.get(reverse("raci:inbox"))  # what is written once a session
    costs = []
    for many in (1, 50):
        for n in range(many):
            tell(people[:1], key=f"{many}-{n}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("raci:inbox")).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_inbox_sends_strangers_to_sign_in(client):
    assert client.get(reverse("raci:inbox")).status_code == 302
    assert client.get(reverse("raci:inbox") + "?page=nonsense").status_code == 302
