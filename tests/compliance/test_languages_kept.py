"""Language access as it is kept: 6.2 through the stored worksheet, sums of tracts, stale translations, hidden encounters."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from compliance.actions.language_assessments import (
    bring_in_counts,
    change_assessment,
    next_assessment,
)
from compliance.actions.vital_documents import change_document
from compliance.forms.language_assessments import lines_of
from compliance.forms.vital_documents import lines_of as translations_of
from compliance.language.counting import count
from compliance.models import LanguageAssessment
from compliance.queries.encounters import encounter_page
from compliance.queries.language_assessments import assessment_page
from compliance.queries.vital_documents import document_page, documents
from compliance.xrays.languages import MISSING, OVERDUE, STALE
from metrics.reading.files import open_table
from raci import clock
from raci.authority import facts_for
from raci.refusals import Conflict, NotReady, Refused
from raci.xrays import Look
from tests.city import SmallCity, small_city
from tests.compliance.doors.languages import WORKSHEET, document, encounters, worksheet

pytestmark = [pytest.mark.django_db, pytest.mark.portland]

TRACTS = Path(__file__).parents[3] / "shared" / "data" / "population" / "portland_region_lep_by_tract_2019.csv"
NONE, NOTICE, TRANSLATE = "NO_TRANSLATION_UNDER_SAFE_HARBOUR", "NOTICE_ONLY", "TRANSLATE_VITAL_DOCUMENTS"


@pytest.fixture
def city(db: None) -> SmallCity:
    return small_city()


def told(
    city: SmallCity, row: LanguageAssessment, *languages: tuple[str, int | None, str], **values: object
) -> list[str]:
    """The worksheet with these counts, saved; the outcome of each as it is stored."""
    row.refresh_from_db()
    lines = [{"name": name, "speakers": n, "origin": origin} for name, n, origin in languages]
    change_assessment(row, {**WORKSHEET, "edge_mode": "", **values}, lines, by=city.director, edits=row.edits)
    return [one.outcome for one in row.languages.order_by("order")]


def test_the_boundaries_of_6_2_stand_in_the_stored_worksheet_with_the_rows_they_were_judged_by(city: SmallCity):
    row = worksheet(city)
    for population, speakers, dot, hud in [
        (1000, 50, TRANSLATE, NONE), (900, 50, TRANSLATE, NOTICE), (600, 55, TRANSLATE, TRANSLATE),
        (600, 42, NOTICE, NOTICE), (600, 30, NOTICE, NONE), (600, 29, NONE, NONE), (290000, 999, NONE, NONE),
    ]:  # fmt: skip
        count_of = ("Samoan", speakers, "programme")
        assert told(city, row, count_of, population=population) == [dot]
        assert told(city, row, count_of, population=population, policy="hud") == [hud]
        assert told(city, row, count_of, population=population, edge_mode="hud") == [hud]
    assert told(city, row, ("Samoan", 999, "programme"), population=290000) == [NONE]
    row.refresh_from_db()
    assert row.result == "WATCH"  # 999 is close below 1,000
    used = {one["key"] for one in row.verdict["parameters"]}
    assert used == {"lep.count", "lep.share", "lep.small", "lep.near", "lep.edge"}
    assert all(one["citation"] and one["status"] for one in row.verdict["parameters"])
    assert told(city, row, ("Samoan", 999, "programme"), policy="local") == [""]
    row.refresh_from_db()
    assert row.result == "CANNOT_DETERMINE"
    page = assessment_page(row.pk, facts_for(city.director))
    assert "Who can enter it" in " ".join(page.lacks)


def test_the_programmes_own_count_goes_before_the_surveys_and_an_unknown_number_is_no_nought(city: SmallCity):
    row = worksheet(city)
    both = [("Spanish", 1630, "acs"), ("spanish", 20, "programme"), ("Somali", None, "programme")]
    assert told(city, row, *both, population=18400) == ["", NONE, ""]
    row.refresh_from_db()
    assert row.result == "CANNOT_DETERMINE"
    assert "Somali" in " ".join(row.verdict["why"])
    with pytest.raises(NotReady, match="twice"):
        told(city, row, ("Spanish", 1, "acs"), ("SPANISH", 2, "acs"))
    with pytest.raises(Refused):
        change_assessment(row, WORKSHEET, [], by=city.elsewhere, edits=row.edits)


def test_the_next_version_leaves_the_earlier_as_it_was(city: SmallCity):
    row = worksheet(city)
    new = next_assessment(row, by=city.director, on=clock.today())
    assert (new.number, new.review_on.year - new.made_on.year) == (2, 3)
    assert [one.name for one in new.languages.all()] == [one.name for one in row.languages.all()]
    row.refresh_from_db()
    with pytest.raises(Conflict):
        change_assessment(row, WORKSHEET, [], by=city.director, edits=row.edits)
    with pytest.raises(Conflict):
        change_assessment(new, WORKSHEET, [], by=city.director, edits=new.edits - 1)


def small_file(*rows: tuple[str, str, str, str, str]) -> io.BytesIO:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["GEOID", "NAME", "variable", "estimate", "moe", "reliability"])
    for code, *rest in rows:
        writer.writerow([code, f"Tract {code}", *rest])
    return io.BytesIO(text.getvalue().encode())


def test_tracts_are_added_up_with_the_margin_of_a_sum_and_each_row_accounted_for(city: SmallCity):
    good = ["1. Reliable", "3. Not reliable"]
    file = small_file(
        ("41051000100", "ttl_speakers_base", "4000", "300", good[0]), ("41051000100", "Spanish", "100", "30", good[0]),
        ("41051000100", "Korean", "10", "12", good[1]), ("41051000200", "ttl_speakers_base", "3000", "200", good[0]),
        ("41051000200", "Spanish", "50", "40", good[1]), ("41051000200", "Korean", "20", "", good[1]),
        ("41067000300", "ttl_speakers_base", "9000", "200", good[0]), ("41067000300", "Spanish", "7", "7", good[1]),
        ("41067000300", "Korean", "9", "7", good[1]),
    )  # fmt: skip
    found = count(open_table(file, "tracts.csv"), prefix="41051", period="2019")
    assert (found.rows, found.used, found.totals, found.outside, found.population) == (9, 4, 2, 3, 7000)
    spanish, korean = found.languages
    assert (spanish.speakers, spanish.margin_of_error, spanish.parts, spanish.weak_parts) == (150, 50, 2, 1)
    assert (korean.speakers, korean.margin_of_error) == (30, None)  # one of its margins is not known
    row = worksheet(city)
    for _again in range(2):
        bring_in_counts(row, found, {"table": "C16001", "vintage": "2019", "place": "Two tracts"}, by=city.director)
        row.refresh_from_db()
        assert row.population == 7000
        kept = {(one.name, one.origin): one for one in row.languages.all()}
        assert len(kept) == 4  # Spanish twice, Somali, Korean
        assert kept["Spanish", "acs"].weak_parts == 1
        assert kept["Spanish", "programme"].outcome == TRANSLATE
    broken = small_file(("41051000100", "Spanish", "1.5", "1", good[0]), ("41051000100", "Korean", "9", "1", good[0]))
    with pytest.raises(NotReady, match="whole number"):
        bring_in_counts(row, count(open_table(broken, "broken.csv"), period="2019"), {}, by=city.director)


@pytest.mark.skipif(not TRACTS.exists(), reason="the tract file is not there")
def test_issue_6_line_4_the_tract_file_feeds_the_worksheet_with_every_row_accounted_for(city: SmallCity):
    row = worksheet(city, "Whole region")
    said: list[str] = []
    for more in ({"dry_run": True}, {"by": city.director.email, "unit": "parks", "service": "whole region"}):
        out = io.StringIO()
        call_command(
            "import_languages", TRACTS, years="2015-2019", place="Portland region", json=True, stdout=out, **more
        )
        said.append(out.getvalue())
        assert row.languages.count() == (2 if "dry_run" in more else 14)
    found = json.loads(said[0])
    assert found["rows"] == 13720 == found["used"] + found["totals"] + found["other"]
    assert (found["used"], found["totals"], found["other"], found["refused"]) == (12 * 490, 490, 15 * 490, 0)
    assert sum(found["flags"].values()) == found["used"]
    spanish = next(one for one in found["languages"] if one["name"] == "Spanish")
    with TRACTS.open() as file:
        parts = [one for one in csv.DictReader(file) if one["variable"] == "Spanish"]
    assert spanish["speakers"] == sum(int(one["estimate"]) for one in parts) == 72599
    assert spanish["margin_of_error"] == round(sum(int(one["moe"]) ** 2 for one in parts) ** 0.5) == 3128
    assert spanish["weak_parts"] == sum(one["reliability"] == "3. Not reliable" for one in parts)
    kept = row.languages.get(name="Slavic")
    assert (kept.speakers, kept.outcome, kept.table, kept.parts) == (16185, TRANSLATE, "C16001", 490)
    with pytest.raises(CommandError, match="assessment"):
        call_command("import_languages", TRACTS, by=city.director.email, unit="parks", service="none", years="2019")


def test_a_translation_is_stale_once_its_source_changed_and_missing_where_an_assessment_asks_for_it(city: SmallCity):
    row = worksheet(city)
    look = Look(facts_for(city.director))
    paper = document(city, service=row.service)
    page = document_page(paper.pk, facts_for(city.director))
    assert (page.document.stale, page.document.missing, page.document.code) == (["Spanish"], [], "stale")
    assert {one.language.name: one.language.required for one in page.lines} == {"Spanish": True, "Russian": False}
    lines = translations_of(paper)
    lines[1]["translated_on"] = paper.changed_on  # of the same day: made from the new text
    change_document(paper, {}, lines, by=city.director, edits=0)
    page = document_page(paper.pk, facts_for(city.director))
    assert (page.document.stale, page.document.unchecked, page.document.code) == ([], ["Spanish"], "unchecked")
    paper.refresh_from_db()
    changed = paper.changed_on + timedelta(days=1)
    change_document(paper, {"changed_on": changed}, lines[:1], by=city.director, edits=paper.edits)
    page = document_page(paper.pk, facts_for(city.director))
    assert (page.document.missing, page.document.there) == (["Spanish"], ["Russian"])
    look = Look(facts_for(city.director))
    assert [one.where for one in MISSING.find(look)] == ["Consent form"]
    assert list(STALE.find(look)) == []
    next_assessment(row, by=city.director, on=clock.today())
    assert documents()[0].missing == ["Spanish"]  # of the newest version
    lone = document(city, "Poster of another unit's service", service=None)
    assert document_page(lone.pk, facts_for(city.director)).document.required == [
        "Spanish"
    ]  # of all services of the unit


def test_an_assessment_past_its_review_is_found_and_one_in_time_is_not(city: SmallCity):
    row = worksheet(city)
    for days, found in ((0, []), (-1, ["Swimming lessons"])):
        row.refresh_from_db()
        values = {**WORKSHEET, "review_on": clock.today() + timedelta(days=days)}
        change_assessment(row, values, lines_of(row), by=city.director, edits=row.edits)
        assert [one.where for one in OVERDUE.find(Look(facts_for(city.director)))] == found


def test_outside_of_the_unit_small_counts_are_hidden_and_cannot_be_worked_out(city: SmallCity):
    encounters(city, Spanish=24, Vietnamese=13, Chinese=12, Russian=4)
    own = encounter_page(facts_for(city.director), unit="parks")
    assert {one.language: one.count for one in own.lines} == {
        "Spanish": 24,
        "Vietnamese": 13,
        "Chinese": 12,
        "Russian": 4,
    }
    for reader, unit in ((city.elsewhere, "parks"), (city.mayor, ""), (city.director, "")):
        page = encounter_page(facts_for(reader), unit=unit)
        shown = {one.language: one.count for one in page.lines}
        assert shown == {"Spanish": 24, "Vietnamese": 13, "Chinese": None, "Russian": None}, reader
        assert page.total.count == 53
        assert [one.language for one in page.lines] == sorted(shown)  # an order by size would tell
        assert all((one.minutes, one.cents, one.alone) == (None, None, None) for one in page.lines if one.is_hidden)
    client = Client()
    client.force_login(city.elsewhere)
    assert client.get(reverse("compliance:encounter-list")).context["list"].rows == []
    client.force_login(city.mayor)
    assert client.get(reverse("compliance:encounter-list")).status_code == 403
