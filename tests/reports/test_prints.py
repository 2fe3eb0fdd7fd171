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

from raci import bell, clock, jobs
from raci.authority import facts_for
from raci.evidence.storage import place_of
from raci.history import acting
from raci.jobs import files
from raci.models import Holding, Job, Team
from reports.actions import request_print
from reports.printing import page_of
from reports.rendering import render
from tests.city import small_city
from tests.meetings import handed_in
from tests.metrics.methods_at_work import approve, method_draft
from tests.plans.conftest import make_plan

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


@pytest.fixture(autouse=True)
def no_bell(settings):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    bell._bell["silent_until"] = 0.0


@pytest.fixture
def city():
    return small_city()


def made(kind, subject, by) -> Job:
    job = request_print(kind, subject, by=by)
    assert jobs.do(job.pk)
    job.refresh_from_db()
    assert job.state == "done", job.error
    return job


def conforms(job: Job) -> bool:
    path = str(place_of(files.root(), job.sha256))
    return pdf_check.validate_pdf(path, profile=pdf_check.ValidationProfile.PDF_UA_1).is_compliant


def test_matrix_is_one_tagged_landscape_sheet(city):
    job = made("matrix", None, city.director)
    assert conforms(job)
    with pikepdf.open(files.opened(job.sha256)) as pdf:
        assert len(pdf.pages) == 1
        box = pdf.pages[0].mediabox
        assert box[2] > box[3]
        assert str(pdf.Root.Lang) == "en"


def test_plan_is_tagged_and_the_same_facts_give_the_same_bytes(city):
    plan = make_plan(city).plan
    job = made("plan", plan.record_id, city.director)
    assert conforms(job)
    assert made("plan", plan.record_id, city.director).sha256 == job.sha256


def test_stranger_cannot_print_what_they_cannot_read(city, client):
    plan = make_plan(city).plan
    client.force_login(city.elsewhere)
    assert client.post(reverse("reports:print-request", args=["plan", plan.record_id])).status_code == 404
    assert not Job.objects.exists()


def test_print_page_is_for_who_asked(city, client):
    job = made("matrix", None, city.director)
    for person, code in ((city.director, 200), (city.auditor, 404)):
        client.force_login(person)
        assert client.get(reverse("raci:job-detail", args=[job.pk])).status_code == code
        assert client.get(reverse("raci:job-file", args=[job.pk])).status_code == code


def test_page_shows_the_wait_then_the_file(city, client):
    client.force_login(city.director)
    answer = client.post(reverse("reports:print-request", args=["matrix", 0]))
    job = Job.objects.get()
    assert answer["Location"] == reverse("raci:job-detail", args=[job.pk])
    assert b"It waits for a worker" in client.get(answer["Location"]).content
    jobs.do(job.pk)
    assert b"Download" in client.get(answer["Location"]).content
    file = client.get(reverse("raci:job-file", args=[job.pk]))
    assert b"".join(file.streaming_content).startswith(b"%PDF-")


def lose_posts(city) -> None:
    with acting(by=city.officer, act="end"):
        for holding in Holding.objects.filter(person=city.director):
            holding.ends_on = clock.today() - timedelta(days=1)
            holding.begins_on = min(holding.begins_on, holding.ends_on)
            holding.save()


def test_whoever_may_no_longer_read_it_gets_neither_the_print_nor_its_file(city, client):
    plan = make_plan(city).plan
    ready = made("plan", plan.record_id, city.director)
    waiting = request_print("plan", plan.record_id, by=city.director)
    lose_posts(city)
    assert jobs.do(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.error) == ("failed", "There is nothing here that you may read.")
    client.force_login(city.director)
    assert client.get(reverse("raci:job-file", args=[ready.pk])).status_code == 404
    assert client.post(reverse("raci:job-again", args=[waiting.pk])).status_code == 404
    assert "There is nothing here that you may read." in client.get(reverse("raci:job-list")).content.decode()


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
    job = request_print("plan", plan.record_id, by=city.director)
    assert "<script>" not in page_of("plan", plan.record_id, facts_for(city.director))
    assert plan.record.title in job.title


def test_minutes_are_tagged_and_for_who_may_read_them(city, client):
    minutes = handed_in(Team.objects.get(code="citywide-equity-team"), city.office, -3)
    job = made("minutes", minutes.meeting_id, city.officer)
    assert conforms(job)
    client.force_login(city.technician)
    assert client.post(reverse("reports:print-request", args=["minutes", minutes.meeting_id])).status_code == 404


def test_a_receipt_prints_whatever_kind_was_decided(city):
    decided = approve(city, method_draft(city).record)
    assert conforms(made("receipt", decided.pk, city.administrator))
    page = page_of("receipt", decided.pk, facts_for(city.administrator))
    assert "Say when a difference between groups is looked into." in page
