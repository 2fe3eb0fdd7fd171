"""Certificates on paper: made by a worker, tagged, with the name opened for whoever may print it."""

from __future__ import annotations

from typing import Any

import page as pdf_check
import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

from engagement.models import Certificate
from engagement.training import attending, certificates
from raci import bell, jobs
from raci.evidence.storage import place_of
from raci.jobs import files
from raci.models import Job, PayloadRead, Person
from raci.refusals import Refused
from reports.actions import request_print
from tests.city import SmallCity, small_city
from tests.engagement.training import accepted, cohort, draft, enrolled, later

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


@pytest.fixture(autouse=True)
def no_bell(settings: Any) -> None:
    settings.CELERY_BROKER_URL, settings.PUBLIC_ACADEMY = "redis://127.0.0.1:1/0", True
    settings.PORTAL_ADDRESS = "https://equity.example"
    bell._bell["silent_until"] = 0.0


@pytest.fixture
def city(db: None) -> SmallCity:
    return small_city()


@pytest.fixture
def given(city: SmallCity) -> tuple[Certificate, Certificate]:
    """A manager's and a resident's."""
    row = cohort(city, accepted(city, draft(city)), ends_on=later(0), applies_until=later(0))
    taken = enrolled(city, row, city.manager, residents=1)
    for one in row.sessions.all():
        attending.write_sheet(one, {each.pk: "came" for each in taken}, by=city.officer)
    staff, resident = certificates.finish_cohort(row, by=city.officer)
    return staff, resident


def made(row: Certificate, by: Person) -> Job:
    job = request_print("certificate", row.pk, by=by)
    assert jobs.do(job.pk)
    job.refresh_from_db()
    assert job.state == "done", job.error
    return job


def test_a_certificate_is_a_tagged_pdf_with_its_number(city: SmallCity, given: tuple[Certificate, Certificate]) -> None:
    job = made(given[0], city.manager)
    path = str(place_of(files.root(), job.sha256))
    assert pdf_check.validate_pdf(path, profile=pdf_check.ValidationProfile.PDF_UA_1).is_compliant
    with pikepdf.open(path) as pdf:
        assert (str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked), len(pdf.pages)) == ("en", True, 1)
        assert str(pdf.docinfo["/Title"]) == f"Certificate {given[0].number}"
        kinds = {
            str(one.S) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one and "/P" in one
        }
        assert {"/H1", "/H2", "/P"} <= kinds


def test_a_residents_name_is_opened_once_for_who_keeps_the_cohort(
    city: SmallCity, given: tuple[Certificate, Certificate]
) -> None:
    before = PayloadRead.objects.count()
    made(given[1], city.officer)
    assert PayloadRead.objects.count() == before + 1
    for person in (city.manager, city.auditor, city.director):
        with pytest.raises(Refused):
            request_print("certificate", given[1].pk, by=person)
    certificates.take_back(given[1], why="Another person", by=city.officer)
    with pytest.raises(Refused):
        request_print("certificate", given[1].pk, by=city.officer)


def test_anybody_checks_a_number_and_learns_no_name(
    city: SmallCity, given: tuple[Certificate, Certificate], settings: Any
) -> None:
    url = reverse("engagement:certificate-check")
    shown = Client().post(url, {"number": given[0].number.lower()})
    assert "counts" in shown.content.decode()
    assert city.manager.name not in shown.content.decode()
    assert Client().post(url, {"number": "ABCD-EFGH-JKLM"}).status_code == 422
    certificates.take_back(given[0], why="Another person", by=city.officer)
    assert "does not count" in Client().post(url, {"number": given[0].number}).content.decode()
    settings.PUBLIC_ACADEMY = False
    assert Client().get(url).status_code == 404
