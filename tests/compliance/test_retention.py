"""How long restricted texts are kept, what stands against erasing them, and that an erased text is gone while its hash stays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from compliance.actions import complaints as acts
from compliance.actions import selections as runs
from compliance.actions.erasing import erase_complaint
from compliance.complaints import retention
from compliance.law.standing import law_on
from compliance.models import AdverseImpactRun, Complaint
from raci import clock
from raci.models import Payload
from raci.refusals import Conflict, NotReady, Refused
from tests.city import SmallCity, small_city
from tests.compliance.doors.complaints import received
from tests.compliance.doors.selections import entered, turned_on
from tests.world import signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.portland]
LONG_AGO = date(2019, 5, 2)
WHY = "Three years have passed."


@pytest.fixture
def city() -> SmallCity:
    return small_city()


def closed(city: SmallCity, on: date, *bases: str) -> Complaint:
    row = received(city, received_on=on, event_on=None, bases=list(bases)).complaint
    acts.take_step(row, "close", {"words": "It was settled.", "on": on}, by=city.attorney)
    return row


def test_what_is_over_is_what_nothing_stands_against(city: SmallCity) -> None:
    """The question to the database and the sentence on the page agree, case by case."""
    today, law = clock.today(), law_on(clock.today())
    edge = today.replace(year=today.year - 3)
    for on, bases in (
        (LONG_AGO, ["ada"]), (edge, ["ada"]), (edge - timedelta(days=1), ["ada"]), (LONG_AGO, ["title_vi", "ada"]),
        (today.replace(year=today.year - 2) - timedelta(days=1), ["title_vii"]), (LONG_AGO, ["local"]),
        (today.replace(year=today.year - 2) - timedelta(days=1), ["title_vii", "section_504"]),
    ):  # fmt: skip
        closed(city, on, *bases)
    received(city, received_on=LONG_AGO, event_on=None)  # never closed
    held = closed(city, LONG_AGO, "ada")
    acts.take_step(held, "hold", {"words": "Roe v. City"}, by=city.attorney)
    sued = closed(city, LONG_AGO, "ada")
    acts.change_facts(sued, {"bases": ["ada"], "unit": city.parks, "has_lawsuit": True}, by=city.attorney)
    rows = Complaint.objects.all()
    over = set(rows.filter(retention.over(law, today)))
    assert over == {row for row in rows if not retention.stands_against(row, law, today)}
    assert sorted(row.bases for row in over) == [["ada"], ["ada"], ["title_vii"]]


def test_a_hold_refuses_and_an_erased_case_says_by_whom_and_keeps_its_hash(city: SmallCity) -> None:
    row = closed(city, LONG_AGO, "ada")
    hashes = [row.payload_sha256, *row.steps.values_list("payload_sha256", flat=True)]
    acts.take_step(row, "hold", {"words": "Roe v. City"}, by=city.attorney)
    with pytest.raises(Conflict, match="legal hold"):
        erase_complaint(row, WHY, by=city.attorney)
    with pytest.raises(Conflict, match="so already"):
        acts.take_step(row, "hold", {"words": "Again"}, by=city.attorney)
    acts.take_step(row, "lift_hold", {"words": "The suit is over."}, by=city.attorney)
    with pytest.raises(Refused):
        erase_complaint(row, WHY, by=city.director)
    assert Payload.objects.filter(erased_at=None).count() == Payload.objects.count() > 3

    browser, page = signed_in(city.attorney), reverse("compliance:complaint-detail", args=[row.pk])
    assert "due to be erased" in browser.get(page).content.decode()
    answer = browser.post(reverse("compliance:complaint-erase", args=[row.pk]), {"why": WHY})
    assert answer.status_code == 302
    assert not Payload.objects.filter(erased_at=None).exists()  # words, notes and the letter
    row.refresh_from_db()
    assert row.erased_on == clock.today()
    assert [row.payload_sha256, *row.steps.values_list("payload_sha256", flat=True)][: len(hashes)] == hashes
    text = browser.get(page).content.decode()
    assert f"by {city.attorney.name}" in text
    assert WHY in text
    assert "Open the texts" not in text
    assert "Download" not in text
    opened = browser.post(reverse("compliance:complaint-read", args=[row.pk]), {"why": "To see"}).content.decode()
    assert "The door was locked" not in opened
    with pytest.raises(Conflict, match="already"):
        erase_complaint(row, WHY, by=city.attorney)


def test_a_run_goes_when_its_years_are_over_and_counsel_says_since_when(city: SmallCity) -> None:
    turned_on(city)
    run = entered(city, begins_on=None, decided_on=LONG_AGO)  # the guidelines' example: an indicator is raised
    runs.attach_memo(run.pk, {"title": "Why", "words": "The test was needed."}, None, by=city.attorney)
    with pytest.raises(NotReady, match="since which day"):
        runs.erase_run(run.pk, WHY, by=city.attorney)
    with pytest.raises(NotReady, match="kept at least until"):
        runs.erase_run(run.pk, WHY, eliminated_on=clock.today() - timedelta(days=700), by=city.attorney)
    fresh = entered(city, begins_on=None, decided_on=clock.today() - timedelta(days=30))
    with pytest.raises(NotReady, match="kept at least until"):
        runs.erase_run(fresh.pk, WHY, eliminated_on=date(2001, 1, 4), by=city.attorney)  # before it was decided
    runs.hold_run(run.pk, True, "A charge", by=city.attorney)
    gone = date(2021, 1, 4)
    with pytest.raises(NotReady, match="litigation hold"):
        runs.erase_run(run.pk, WHY, eliminated_on=gone, by=city.attorney)
    runs.hold_run(run.pk, False, "It is disposed of", by=city.attorney)
    browser = signed_in(city.attorney)
    sent = {"why": WHY, "eliminated_on": str(gone)}
    assert browser.post(reverse("compliance:run-erase", args=[run.pk]), sent).status_code == 302
    run.refresh_from_db()
    assert (run.erased_on, len(run.payload_sha256)) == (clock.today(), 64)
    about = [one for one in (run.payload, *run.memos.values_list("payload", flat=True)) if one]
    assert not Payload.objects.filter(pk__in=about, erased_at=None).exists()
    text = browser.get(reverse("compliance:run-detail", args=[run.pk])).content.decode()
    assert f"by {city.attorney.name}" in text
    assert WHY in text
    assert AdverseImpactRun.objects.count() == 2
