"""Into whose hands an approved report goes: sent by name, confirmed, and read by the public only where all say so."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from raci import jobs
from raci.actions.people import disable_person
from raci.models import Notice
from raci.refusals import NotReady
from reports import acts, releasing
from reports.models import Delivery, Report
from tests.city import SmallCity, small_city
from tests.metrics.methods_at_work import approve
from tests.reports.doors.progress import a_page, begun
from tests.world import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


@pytest.fixture
def city() -> SmallCity:
    return small_city()


def ready(city: SmallCity, kind: str = "mayor") -> Report:
    """Approved, with an edition in English."""
    report = begun(city, kind, title="What the city did")
    if kind == "mayor":
        acts.write_section(report, "summary", "en", "The gap closed.", by=city.office)
        acts.write_section(report, "summary", "es", "La brecha se cerró.", by=city.office)
    approve(city, report.record)
    edition, job = acts.request_edition(report, "en", by=city.office)
    acts.keep_edition(edition, a_page(), by=city.office)
    jobs.cancel(job, by=city.office)
    return report


def test_it_is_sent_by_name_and_each_confirms_once(city: SmallCity) -> None:
    report = ready(city)
    url = reverse("reports:report-release", args=[report.record_id])
    administrator = signed_in(city.administrator)
    shown = administrator.get(url).content.decode()
    assert city.mayor.name in shown
    refused = administrator.post(url, {"to": ["role:NOBODY"], "audience": "internal"})
    assert refused.status_code == 422
    assert not Delivery.objects.exists()
    sent = administrator.post(url, {"to": ["role:MAYOR", "team:city-leadership-team"], "audience": "internal"})
    assert sent.status_code == 302
    sent_to = {one.person_id: one for one in Delivery.objects.filter(report=report)}
    assert sent_to[city.mayor.pk].sent_as == "Mayor"
    assert len(sent_to) > 1
    asked = Notice.objects.get(person=city.mayor, key__startswith="report:released")
    assert "confirm" in asked.line
    page, confirm = (
        reverse("reports:report-detail", args=[report.record_id]),
        reverse("reports:receipt-confirm", args=[report.record_id]),
    )
    mayor = signed_in(city.mayor)
    assert "I have it" in mayor.get(page).content.decode()
    assert mayor.post(confirm).status_code == 302
    first = Delivery.objects.get(person=city.mayor).confirmed_at
    assert first is not None
    mayor.post(confirm)
    assert Delivery.objects.get(person=city.mayor).confirmed_at == first
    assert "I have it" not in mayor.get(page).content.decode()
    assert "1 confirmed" in administrator.get(page).content.decode()
    with pytest.raises(Http404):
        releasing.confirm_receipt(report, by=city.office)


def test_a_circle_that_nobody_is_in_is_named(city: SmallCity) -> None:
    report = ready(city)
    disable_person(city.mayor, by=city.technician, why="Their term is over.")
    with pytest.raises(NotReady, match="Nobody is in it today: Mayor"):
        releasing.release_report(report, to=["role:MAYOR"], by=city.administrator)
    report.refresh_from_db()
    assert report.released_text is None


def test_the_public_reads_what_was_released_to_it_and_nothing_else(city: SmallCity, settings: Any) -> None:
    hidden, out = ready(city), begun(city, title="For everybody")
    approve(city, out.record)
    edition, job = acts.request_edition(out, "es", by=city.office)
    pdf = a_page()
    acts.keep_edition(edition, pdf, by=city.office)
    jobs.cancel(job, by=city.office)
    inside = hidden.editions.get()
    releasing.release_report(hidden, by=city.administrator)
    anybody, listed = Client(), reverse("reports:public-list")
    settings.PUBLIC_REPORTS = True
    assert "For everybody" not in anybody.get(listed).content.decode()
    assert anybody.get(reverse("reports:public-detail", args=[out.record_id])).status_code == 404
    assert anybody.get(reverse("reports:public-file", args=[edition.pk])).status_code == 404
    releasing.release_report(out, public=True, by=city.administrator)
    page = anybody.get(listed, {"lang": "es"}).content.decode()
    assert "For everybody" in page
    assert "What the city did" not in page
    assert reverse("reports:public-file", args=[edition.pk]) in page
    assert anybody.get(reverse("reports:public-file", args=[edition.pk])).content == pdf
    assert anybody.get(reverse("reports:public-detail", args=[hidden.record_id])).status_code == 404
    assert anybody.get(reverse("reports:public-file", args=[inside.pk])).status_code == 404
    settings.PUBLIC_REPORTS = False
    assert anybody.get(listed).status_code == 404


def test_a_kind_for_the_city_alone_never_goes_to_the_public(city: SmallCity) -> None:
    report = ready(city, "evidence")
    url = reverse("reports:report-release", args=[report.record_id])
    assert "The public too" not in signed_in(city.administrator).get(url).content.decode()
    assert signed_in(city.administrator).post(url, {"audience": "public"}).status_code == 422
    with pytest.raises(NotReady, match="for the city alone"):
        releasing.release_report(report, public=True, by=city.administrator)


def test_the_public_reads_it_in_its_own_language(city: SmallCity, settings: Any) -> None:
    settings.PUBLIC_REPORTS = True
    report = ready(city)
    releasing.release_report(report, public=True, by=city.administrator)
    anybody, url = Client(), reverse("reports:public-detail", args=[report.record_id])
    assert "La brecha se cerró." in anybody.get(url, {"lang": "es"}).content.decode()
    assert "The gap closed." in anybody.get(url, {"lang": "en"}).content.decode()
