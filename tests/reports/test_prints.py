"""Prints: the row is the job; the PDF is tagged, the same for the same facts, and reaches neither network nor disk."""

from __future__ import annotations

import io
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import page as pdf_check
import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone

from raci import bell
from raci.models import Record
from reports import actions
from reports.models import Print
from reports.rendering import render
from tests.city import small_city
from tests.plans.conftest import make_plan

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


@pytest.fixture(autouse=True)
def no_bell(settings):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    bell._bell["silent_until"] = 0.0


@pytest.fixture
def city():
    return small_city()


def made(kind, subject, by) -> Print:
    job = actions.request_print(kind, subject, by=by)
    assert actions.make_print(job.pk)
    job.refresh_from_db()
    assert job.state == "ready", job.error
    return job


def conforms(job: Print) -> bool:
    path = str(actions.path_of(job.sha256))
    return pdf_check.validate_pdf(path, profile=pdf_check.ValidationProfile.PDF_UA_1).is_compliant


def test_matrix_is_one_tagged_landscape_sheet(city):
    job = made("matrix", None, city.director)
    assert conforms(job)
    with pikepdf.open(actions.path_of(job.sha256)) as pdf:
        assert len(pdf.pages) == 1
        box = pdf.pages[0].mediabox
        assert box[2] > box[3]
        assert str(pdf.Root.Lang) == "en"


def test_plan_is_tagged_and_the_same_facts_give_the_same_bytes(city):
    plan = make_plan(city).plan
    job = made("plan", plan.record_id, city.director)
    assert conforms(job)
    assert render(job.html) == actions.path_of(job.sha256).read_bytes()


def test_stranger_cannot_print_what_they_cannot_read(city, client):
    plan = make_plan(city).plan
    client.force_login(city.elsewhere)
    assert client.post(reverse("reports:print-request", args=["plan", plan.record_id])).status_code == 404
    assert not Print.objects.exists()


def test_print_page_is_for_who_asked(city, client):
    job = made("matrix", None, city.director)
    for person, code in ((city.director, 200), (city.auditor, 404)):
        client.force_login(person)
        assert client.get(reverse("reports:print-detail", args=[job.pk])).status_code == code
        assert client.get(reverse("reports:print-file", args=[job.pk])).status_code == code


def test_page_shows_the_wait_then_the_file(city, client):
    client.force_login(city.director)
    answer = client.post(reverse("reports:print-request", args=["matrix", 0]))
    job = Print.objects.get()
    assert answer["Location"] == reverse("reports:print-detail", args=[job.pk])
    assert b"It is being made" in client.get(answer["Location"]).content
    actions.make_print(job.pk)
    assert b"Download the PDF" in client.get(answer["Location"]).content
    file = client.get(reverse("reports:print-file", args=[job.pk]))
    assert b"".join(file.streaming_content).startswith(b"%PDF-")


def test_job_of_a_dead_worker_is_made_after_its_lease_and_only_once(city):
    job = actions.request_print("matrix", None, by=city.director)
    Print.objects.filter(pk=job.pk).update(lease_until=timezone.now() + timedelta(minutes=1), attempts=1)
    assert actions.sweep() == []
    Print.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert actions.sweep() == [job.pk]
    assert actions.make_print(job.pk)
    assert not actions.make_print(job.pk)


def test_job_that_keeps_killing_its_worker_fails_with_a_reason(city):
    job = actions.request_print("matrix", None, by=city.director)
    Print.objects.filter(pk=job.pk).update(attempts=actions.MOST_ATTEMPTS)
    assert actions.sweep() == []
    job.refresh_from_db()
    assert job.state == "failed"
    assert "4 tries" in job.error


def test_old_prints_and_their_files_go(city):
    job = made("matrix", None, city.director)
    Print.objects.filter(pk=job.pk).update(asked_at=timezone.now() - timedelta(days=8))
    actions.sweep()
    assert not Print.objects.exists()
    assert not actions.path_of(job.sha256).exists()


class Listening(BaseHTTPRequestHandler):
    hits: list[str] = []

    def do_GET(self):
        self.hits.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args):
        pass


def test_rendering_reaches_neither_network_nor_disk(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret of the file")
    server = HTTPServer(("127.0.0.1", 0), Listening)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    where = f"http://127.0.0.1:{server.server_port}"
    html = (
        f'<html lang="en"><head><title>t</title><link rel="attachment" href="file://{secret}">'
        f'<link rel="stylesheet" href="{where}/a.css"><style>@import url("{where}/b.css");</style></head>'
        f'<body><p>x</p><img alt="y" src="{where}/c.png"><img alt="z" src="file://{secret}"></body></html>'
    )
    pdf = render(html)
    server.shutdown()
    assert Listening.hits == []
    assert b"the secret of the file" not in pdf
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert not document.attachments


def test_record_title_is_text_not_markup(city):
    plan = make_plan(city, title="<script>alert(1)</script> & Söhne").plan
    job = actions.request_print("plan", plan.record_id, by=city.director)
    assert "<script>" not in job.html
    assert Record.objects.get().title in job.title
