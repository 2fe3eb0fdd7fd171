"""Progress reports: facts frozen, words beside them, decided by the workflow, editions that stay the same, released by A."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import page as pdf_check
import pikepdf
import pytest

from raci import bell, jobs
from raci.actions import cases
from raci.models import Notice
from raci.refusals import Conflict, NotReady, Refused
from reports import acts, editions, releasing
from reports.catalogue import KINDS
from reports.models import Edition, EditionFile, Report
from tests.city import SmallCity, small_city
from tests.metrics.methods_at_work import approve
from tests.plans.standards import submitted, written
from tests.reports.doors.progress import begun
from tests.world import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


@pytest.fixture(autouse=True)
def no_bell(settings: Any) -> None:
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    bell._bell["silent_until"] = 0.0


@pytest.fixture
def city() -> SmallCity:
    return small_city()


def again(report: Report) -> Report:
    return Report.objects.select_related("record").get(pk=report.pk)


def made(edition: Edition, job: Any) -> bytes:
    assert jobs.do(job.pk)
    job.refresh_from_db()
    assert job.state == "done", job.error
    edition.refresh_from_db()
    return acts.open_edition(edition)


@pytest.mark.parametrize("kind", [one.code for one in KINDS.values() if not one.subjects])
def test_every_section_has_facts_or_says_what_is_missing(city: SmallCity, kind: str) -> None:
    report = begun(city, kind)
    assert set(report.facts) == {one.code for one in KINDS[kind].sections if one.take}
    assert all(report.facts.values())
    page = signed_in(city.office).get(f"/reports/{report.record_id}/").text
    assert all(str(one.title) in page for one in KINDS[kind].sections)
    assert "The draft" in page
    with pytest.raises(NotReady, match="already"):
        begun(city, kind)


def test_facts_stay_as_they_were_taken_until_they_are_taken_anew(city: SmallCity) -> None:
    report = begun(city, "leadership")
    assert "Nothing waits for a decision" in json.dumps(report.facts["decisions"])
    standard = written(city)
    submitted(city, standard)
    assert again(report).facts == report.facts
    anew = acts.take_facts_anew(report, by=city.office)
    assert standard.title in json.dumps(anew.facts["decisions"])
    assert "City Administrator" in json.dumps(anew.facts["decisions"])


def test_two_write_and_neither_loses_a_word(city: SmallCity) -> None:
    report = begun(city)
    acts.write_section(report, "summary", "en", "The gap closed.", by=city.office, opened="")
    with pytest.raises(Conflict, match="Somebody else"):
        acts.write_section(report, "summary", "en", "It did not.", by=city.officer, opened="")
    acts.write_section(report, "law", "es", "Faltan dos pruebas.", by=city.officer, opened="")
    with pytest.raises(NotReady, match="no such section"):
        acts.write_section(report, "poems", "en", "Roses.", by=city.office)
    writer = report.narratives.get(section="law").written_by
    assert writer.startswith(city.officer.name)
    with pytest.raises(Refused):
        acts.write_section(report, "law", "en", "Mine.", by=city.director)


def test_what_is_for_action_says_what_is_asked(city: SmallCity) -> None:
    report = begun(city, wanted="action")
    with pytest.raises(NotReady, match="does not say what is asked"):
        cases.open_consultation(report.record.cases.get(), by=city.office)
    acts.change_report(
        report, {"asked": "Adopt the budget note.", "sections": ["summary", "decisions"]}, by=city.office
    )
    assert set(again(report).facts) == {"summary"}
    cases.open_consultation(report.record.cases.get(), by=city.office)


def test_an_edition_is_made_once_the_same_for_good_and_released_by_a(city: SmallCity) -> None:
    report = begun(city)
    acts.write_section(report, "summary", "en", "The gap closed.", by=city.office)
    acts.write_section(report, "summary", "es", "La brecha se cerr\u00f3.", by=city.office)
    with pytest.raises(Conflict, match="No version"):
        acts.request_edition(report, "en", by=city.office)
    approve(city, report.record)
    with pytest.raises(NotReady, match="No edition"):
        releasing.release_report(report, by=city.administrator)
    edition, job = acts.request_edition(report, "en", by=city.office)
    pdf = made(edition, job)
    assert (edition.number, edition.size) == (1, len(pdf))
    assert editions.pdf_of(edition) == pdf
    spanish, job = acts.request_edition(report, "es", by=city.administrator)
    made(spanish, job)
    assert "La brecha se cerr\u00f3." in editions.page_of(spanish)
    assert acts.request_edition(report, "en", by=city.administrator)[0] == edition
    for refused in (city.office, city.director, city.auditor):
        with pytest.raises(Refused):
            releasing.release_report(report, by=refused)
    releasing.release_report(report, by=city.administrator)
    assert {city.mayor.pk, city.director.pk} <= set(
        Notice.objects.filter(key__startswith="report:released").values_list("person", flat=True)
    )
    assert signed_in(city.mayor).get(f"/reports/editions/{edition.pk}/").content == pdf
    with pytest.raises(Conflict, match="already"):
        releasing.release_report(report, by=city.administrator)


def test_an_edition_conforms_and_names_what_proves_it(city: SmallCity, tmp_path: Path) -> None:
    report = begun(city, "leadership")
    approve(city, report.record)
    edition, job = acts.request_edition(report, "en", by=city.office)
    path = tmp_path / "edition.pdf"
    path.write_bytes(made(edition, job))
    assert pdf_check.validate_pdf(str(path), profile=pdf_check.ValidationProfile.PDF_UA_1).is_compliant
    with pikepdf.open(path) as pdf:
        assert (str(pdf.Root.Lang), str(pdf.docinfo["/Title"])) == ("en", report.title)
    words = editions.page_of(edition)
    assert edition.text.sha256 in words
    assert len(edition.ledger_hash) == 64
    assert edition.ledger_hash in words
    EditionFile.objects.filter(edition=edition).update(content=b"%PDF-another")
    with pytest.raises(Refused, match="not what was made"):
        acts.open_edition(edition)


def test_who_has_no_part_in_reports_sees_none(city: SmallCity) -> None:
    report = begun(city)
    for person in (city.director, city.attorney, city.mayor, city.deputy):
        assert signed_in(person).get(f"/reports/{report.record_id}/").status_code == 404
    approve(city, report.record)
    for person in (city.director, city.attorney, city.mayor, city.deputy):
        assert signed_in(person).get(f"/reports/{report.record_id}/").status_code == 200
    answer = signed_in(city.director).post(f"/reports/{report.record_id}/editions/", {"language": "en"})
    assert answer.status_code == 403
