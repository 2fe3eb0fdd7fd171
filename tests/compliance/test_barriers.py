"""The barrier register: its acts and rules, surveys in and out, what the check says of it, and its pages."""

from __future__ import annotations

import io
import json
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import F
from django.urls import reverse
from PIL import Image

from compliance.actions.barrier_papers import add_photo, take_photo_off
from compliance.actions.barriers import change_barrier, change_barriers, verify_removal
from compliance.actions.surveys import undo_batch
from compliance.checks import transition_plan as check
from compliance.forms.barriers import NAMES
from compliance.models import Barrier, BarrierComment, DigitalAsset, Facility
from compliance.models.mandatory_contents import LACKS
from compliance.queries.barriers import barriers_read, fact_of
from compliance.queries.facilities import RolledUp, rolled_up
from compliance.queries.transition_plan import plan_page
from compliance.surveys.mapping import Mapping
from compliance.xrays.barriers import RULES
from equity_portal.demo_barriers import bring_barriers
from raci import clock, lists
from raci.authority import facts_for
from raci.history import acting
from raci.history.bulk import bulk_update_where
from raci.refusals import Conflict, NotReady, Refused
from raci.xrays import Look
from tests.city import PORTLAND, SmallCity, small_city
from tests.compliance.registers import WHOLE, barrier, brought_in, facility, survey, upload
from tests.world import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
STATIONS = Path(__file__).parents[3] / "shared/data/compliance/nyc_subway_station_accessibility.csv"


@pytest.fixture
def city() -> SmallCity:
    return small_city()


def picture() -> bytes:
    """One dot."""
    file = io.BytesIO()
    Image.new("RGB", (1, 1)).save(file, "PNG")
    return file.getvalue()


def said(row: Barrier, **more: Any) -> dict[str, Any]:
    """What a form sends of it."""
    return {name: getattr(row, name) for name in NAMES} | more


# ---- one


def test_who_says_that_it_is_removed_does_not_verify_it(city: SmallCity):
    row = barrier(facility(city), "B-1", by=city.director)
    change_barrier(row, said(row, status="removed", removed_on=clock.today()), by=city.director, edits=0)
    row.refresh_from_db()
    assert row.removed_by == city.director
    with pytest.raises(NotReady, match="somebody else verifies it"):
        verify_removal(row, on=clock.today(), by=city.director)
    verify_removal(row, on=clock.today(), by=city.officer)
    row.refresh_from_db()
    assert (row.status, row.verified_by) == ("verified", city.officer)
    change_barrier(row, said(row, status="open", removed_on=None), by=city.director, edits=row.edits)
    row.refresh_from_db()
    assert (row.removed_by, row.verified_by, row.verified_on) == (None, None, None)


def test_only_who_is_responsible_in_the_unit_writes_and_no_stale_form_does(city: SmallCity):
    row = barrier(facility(city), "B-1", by=city.director)
    with pytest.raises(Refused):
        change_barrier(row, said(row, obstacle="x"), by=city.elsewhere, edits=0)
    change_barrier(row, said(row, obstacle="Step of 4 inches"), by=city.officer, edits=0)
    with pytest.raises(Conflict, match="while you wrote"):
        change_barrier(row, said(row, obstacle="Step"), by=city.director, edits=0)
    wrong = {"status": "not_required", "cost_low": 2, "cost_high": 1, "starts_on": date(2099, 1, 1)}
    with pytest.raises(NotReady) as refused:
        change_barrier(row, said(row, **wrong, finishes_on=date(2098, 1, 1)), by=city.director, edits=1)
    assert {one.field for one in refused.value.problems} == {
        "why_not_required",
        "cost_high",
        "cost_year",
        "finishes_on",
    }


def test_the_database_and_the_check_agree_on_what_is_lacking(city: SmallCity):
    """Schedules at the edges of a year, leap days among them."""
    place, dice = facility(city), random.Random(35)
    begin = [date(2024, 2, 29), date(2027, 3, 1), date(2027, 12, 31)]
    for number in range(60):
        start = dice.choice([None, *begin])
        finish = dice.choice(
            [None, (start or begin[1]) + timedelta(days=dice.choice([0, 364, 365, 366, 367, 731, 900]))]
        )
        steps = (
            sorted(start + timedelta(days=dice.choice([180, 364, 365, 366, 640])) for _one in range(dice.randrange(4)))
            if start
            else []
        )
        steps = [one for one in steps if finish is None or one <= finish]
        told = {"starts_on": start, "finishes_on": finish, "steps": steps, "obstacle": dice.choice(["", "Step"])}
        barrier(place, f"B-{number}", by=city.director, **told, method=dice.choice(["", "Ramp"]))
    for code, lacks in LACKS.items():
        by_sql = set(Barrier.objects.filter(lacks).values_list("pk", flat=True))
        by_check = {
            row.pk
            for row in Barrier.objects.select_related("facility", "official")
            if code in check.lacks(fact_of(row))
        }
        assert by_sql == by_check, code
        assert code == "official" or 0 < len(by_sql) < 60, code


def test_several_are_set_at_once_each_with_its_history(city: SmallCity):
    place, post = facility(city), city.post("director-parks")
    rows = [barrier(place, f"B-{n}", by=city.director, finishes_on=None, official_words="") for n in range(3)]
    chosen = Barrier.objects.filter(pk__in=[rows[0].pk, rows[1].pk])
    told = {
        "starts_on": None,
        "finishes_on": date(2098, 1, 1),
        "steps": [],
        "official": post,
        "official_words": "",
        "status": "funded",
    }
    with pytest.raises(Conflict, match="3 barriers"):
        change_barriers(chosen, told, by=city.director, expected=3)
    with pytest.raises(Refused):
        change_barriers(chosen, told, by=city.elsewhere, expected=2)
    assert change_barriers(chosen, told, by=city.director, expected=2) == 2
    assert set(chosen.values_list("finishes_on", "official", "status", "edits")) == {
        (date(2098, 1, 1), post.pk, "funded", 1)
    }
    acts = Barrier.history.filter(history_act="change_barriers")
    assert sorted(acts.values_list("id", flat=True)) == sorted([rows[0].pk, rows[1].pk])
    assert set(acts.values_list("history_cell", flat=True)) == {"R 1.4, matrix v1"}
    assert Barrier.objects.get(pk=rows[2].pk).status == "open"


def test_a_photo_keeps_its_bytes_and_goes_with_a_reason(city: SmallCity):
    row = barrier(facility(city), "B-1", by=city.director)
    with pytest.raises(NotReady, match="Choose a picture"):
        add_photo(row, upload(b"a,b\n1,2\n", "list.csv"), by=city.director)
    with pytest.raises(Refused):
        add_photo(row, upload(picture(), "door.png"), by=city.elsewhere)
    photo = add_photo(row, upload(picture(), "door.png"), "The door", by=city.director)
    client = signed_in(city.director)
    page = client.get(reverse("compliance:photo-file", args=[photo.pk]))
    assert page["Content-Type"] == "image/png"
    assert signed_in(city.elsewhere).get(reverse("compliance:photo-file", args=[photo.pk])).status_code == 404
    take_photo_off(photo, by=city.director, why="It shows a person.")
    assert client.get(reverse("compliance:photo-file", args=[photo.pk])).status_code == 404


# ---- surveys

HEADS = (
    "Facility ID", "Facility", "Barrier ID", "Description", "Method", "Target Year", "Responsible", "Cost", "Cost Year", "Status",
    "Severity",
)  # fmt: skip
LINES = (
    ("CC-1", "Mill Park Centre", "M-1", "Ramp 1:9", "Rebuild at 1:12", "2099", "Director, Portland Parks & Recreation", "$12,500",
     "2026", "Not started", "3"),
    ("CC-1", "Mill Park Centre", "M-2", "No grab bar", "", "", "Site steward", "", "", "Done", ""),
)  # fmt: skip
ROWS = [dict(zip(HEADS, line, strict=True)) for line in LINES]


def test_a_survey_comes_in_whole_the_same_again_changes_nothing_and_it_goes_out_whole(city: SmallCity):
    batch, judged = brought_in(city.parks, survey(ROWS), by=city.director)
    assert judged.counts == {"rows": 2, "new": 2, "changed": 0, "same": 0, "refused": 0, "facilities": 1}
    first, second = Barrier.objects.order_by("code")
    assert (first.cost_low, first.finishes_on, first.official, first.status) == (
        1250000, date(2099, 12, 31), city.post("director-parks"), "open",
    )  # fmt: skip
    assert (second.official_words, second.status, second.removed_by) == ("Site steward", "removed", city.director)
    assert set(Barrier.history.values_list("history_act", "history_why")) == {("import_barriers", "survey.csv")}

    _again, judged = brought_in(city.parks, survey(ROWS), by=city.officer)
    assert (judged.counts["same"], Barrier.history.count()) == (2, 2)

    changed = survey([{**ROWS[0], "Status": "Funded", "Description": "Ramp 1:8"}, ROWS[1]])
    later, judged = brought_in(city.parks, changed, by=city.officer)
    assert (judged.counts["changed"], judged.counts["same"]) == (1, 1)
    first.refresh_from_db()
    assert (first.status, first.obstacle, first.edits, first.batch) == ("funded", "Ramp 1:8", 1, later)
    with pytest.raises(NotReady, match="later survey"):
        undo_batch(batch, by=city.director, why="Wrong file")
    undo_batch(later, by=city.director, why="Wrong file")
    first.refresh_from_db()
    assert (first.status, first.obstacle, first.edits, first.batch) == ("open", "Ramp 1:9", 0, batch)
    change_barrier(first, said(first, obstacle="Ramp"), by=city.director, edits=0)
    with pytest.raises(NotReady, match="M-1"):
        undo_batch(batch, by=city.director, why="Wrong file")
    first.refresh_from_db()
    Barrier.objects.filter(edits=F("batch_edits")).get(code="M-2")


def test_a_survey_that_nobody_worked_on_leaves_nothing_behind_but_history(city: SmallCity):
    batch, _judged = brought_in(city.parks, survey(ROWS), by=city.director)
    with pytest.raises(Refused):
        undo_batch(batch, by=city.elsewhere, why="No")
    undo_batch(batch, by=city.director, why="The wrong year")
    assert not Barrier.objects.exists()
    assert not Facility.objects.exists()
    assert set(Barrier.history.filter(history_type="-").values_list("history_why", flat=True)) == {"The wrong year"}


def test_one_bad_row_keeps_the_whole_survey_out_and_each_says_why(city: SmallCity):
    of_water = brought_in(
        city.water, survey([{**ROWS[0], "Facility ID": "W-1", "Barrier ID": "W-1"}]), by=city.elsewhere
    )
    assert of_water[1].counts["new"] == 1
    rows = [
        ROWS[0],
        {**ROWS[1], "Barrier ID": "M-1"},
        {**ROWS[1], "Barrier ID": "M-3", "Status": "perhaps", "Severity": "bad", "Target Year": "soon"},
        {**ROWS[1], "Barrier ID": "M-4", "Cost": "9", "Status": "exempt"},
        {**ROWS[1], "Barrier ID": "M-5", "Facility ID": "W-1"},
        {**ROWS[1], "Barrier ID": "W-1"},
        {**ROWS[1], "Barrier ID": "M-6", "Facility ID": "", "Facility": ""},
    ]
    with pytest.raises(NotReady) as refused:
        brought_in(city.parks, survey(rows), by=city.director)
    texts = "\n".join(one.text for one in refused.value.problems)
    for part in ("Line 3: Line 2 has the number M-1", "“perhaps” means", "“bad” is no number", "“soon” is no day",
                 "of which year its dollars", "why removal is not required", "Facility W-1 is of a unit",
                 "Barrier W-1 is of a unit", "in which facility"):  # fmt: skip
        assert part in texts
    assert not Barrier.objects.filter(facility__unit=city.parks).exists()


@pytest.mark.skipif(not STATIONS.exists(), reason="the station file is not here")
def test_every_station_row_is_accounted_for(city: SmallCity, capsys: pytest.CaptureFixture[str]):
    mapping = Path(__file__).with_name("stations.json")
    asked = [str(STATIONS), "--unit", "parks", "--mapping", str(mapping)]
    call_command("import_barriers", *asked, "--dry-run", "--json")
    told = json.loads(capsys.readouterr().out)
    assert told["refusals"] == []
    assert (told["rows"], told["new"], Barrier.objects.count()) == (496, 496, 0)
    call_command("import_barriers", *asked, "--as", city.director.email)
    said = capsys.readouterr().out
    assert "496 rows: 496 new, 0 changed, 0 the same, 0 refused; 445 new facilities." in said
    assert told["statuses"] == {"not_required": Barrier.objects.filter(status="not_required").count(),
                                "open": Barrier.objects.filter(status="open").count()}  # fmt: skip
    assert sum(told["statuses"].values()) == Barrier.objects.count() == 496
    rolled = [RolledUp.of(row) for row in rolled_up(facts_for(city.director))]
    assert sum(one.identified for one in rolled) == 496
    with capsys.disabled():
        print(f"\n496 station rows: {told['statuses']}, in {Facility.objects.count()} facilities")


def test_the_demonstration_has_a_plan_to_look_at(city: SmallCity):
    people = {"director-parks": city.director, "equity-officer": city.officer}
    bring_barriers(PORTLAND, people.__getitem__)
    told = plan_page(facts_for(city.director), employees=7200).verdict.figures
    assert (told["identified"], told["removed"], told["verified"], told["not_required"]) == (35, 9, 1, 1)
    assert min(told["missing"]["method"], told["missing"]["schedule"], told["missing"]["official"], told["overdue"]) > 0
    assert (BarrierComment.objects.count(), DigitalAsset.objects.count()) == (1, 3)


# ---- what it comes to


def test_the_plan_is_the_check_over_the_register_and_each_facility_adds_up(city: SmallCity):
    place, other = facility(city), facility(city, "P-2")
    barrier(place, "B-1", by=city.director, cost_low=100_00, cost_high=200_00, cost_year=2025)
    barrier(
        place, "B-2", by=city.director, cost_low=50_00, cost_year=2026, finishes_on=date(2020, 1, 1), severity=3, use=2
    )
    barrier(place, "B-3", by=city.director, method="", official_words="")
    barrier(other, "B-4", by=city.director, status="removed", removed_on=date(2021, 5, 5), finishes_on=date(2021, 6, 1))
    barrier(other, "B-5", by=city.director, removal="relocate", obstacle="", finishes_on=None)
    facts = facts_for(city.director)
    page = plan_page(facts, employees=7200)
    told = page.verdict.figures
    assert (page.worded.code, told["identified"], told["open"], told["overdue"]) == ("evidence-overdue", 5, 4, 1)
    assert (told["open_structural"], told["complete"], told["missing"]["method"]) == (3, 2, 1)
    assert [one.count for one in page.missing] == [1, 1, 1]
    assert page.costs == ["$100 to $200 (2025 dollars)", "$50 (2026 dollars)"]
    assert page.first == [("B-2", "5")]
    assert page.card is not None
    assert page.card.chart.periods[0] == "2020"
    rolled = {row.code: RolledUp.of(row) for row in rolled_up(facts)}
    names = ("identified", "removed", "open", "complete", "overdue")
    assert [sum(getattr(one, name) for one in rolled.values()) for name in names] == [5, 1, 4, 2, 1]
    assert rolled["P-1"].costs == ["$100 to $200 (2025 dollars)", "$50 (2026 dollars)", "1 without a cost"]
    assert plan_page(facts).worded.code == "cannot-determine"
    assert plan_page(facts_for(city.elsewhere), employees=7200).verdict.result == "CANNOT_DETERMINE"
    late = lists.ask(lists.get("barriers"), facts, {"status": "overdue"})
    lacking = lists.ask(lists.get("barriers"), facts, {"missing": "method", "sort": "-score"})
    assert ([row.code for row in late.rows], [row.code for row in lacking.rows]) == (["B-2"], ["B-3"])


def test_each_xray_finds_its_barrier_and_not_the_one_that_nearly_is(city: SmallCity):
    place, today = facility(city), clock.today()
    barrier(place, "whole", by=city.director)
    barrier(place, "new", by=city.director, method="")
    old = barrier(place, "old", by=city.director, method="")
    barrier(place, "late", by=city.director, finishes_on=today - timedelta(days=1))
    barrier(place, "due", by=city.director, finishes_on=today)
    barrier(place, "gone", by=city.director, status="removed", removed_on=today - timedelta(days=31))
    barrier(place, "fresh", by=city.director, status="removed", removed_on=today - timedelta(days=3))
    with acting(by=city.director, act="change_barrier"):
        bulk_update_where(Barrier.objects.filter(pk=old.pk), entered_on=today - timedelta(days=90))
    found = {
        rule.code: [(one.where.split()[0], one.is_mine) for one in rule.find(Look(facts_for(city.director)))]
        for rule in RULES
    }
    assert found == {
        "barriers-incomplete": [("old", True)], "barriers-overdue": [("late", True)], "barriers-unverified": [("gone", False)],
    }  # fmt: skip
    assert [list(rule.find(Look(facts_for(city.elsewhere)))) for rule in RULES] == [[], [], []]


# ---- pages


def test_a_survey_by_its_pages(city: SmallCity):
    client = signed_in(city.director)
    rows = [{**ROWS[0], "Status": "Begun so so"}, ROWS[1]]
    answer = client.post(reverse("compliance:survey-create"), {"unit": city.parks.pk, "file": upload(survey(rows))})
    assert answer.status_code == 302, answer.content
    columns = answer["Location"]
    page = client.get(columns).content.decode()
    assert "Mill Park Centre" in page
    form = client.get(columns).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    check_url = client.post(columns, sent)["Location"]
    page = client.get(check_url)
    assert "Begun so so" in page.content.decode()
    assert client.post(check_url, {"word-0": "in_progress", "do": "judge"}).status_code == 302
    verdicts = b"".join(client.get(check_url.replace("check", "verdicts"))).decode()
    assert verdicts.count("\r\n") == 3
    answer = client.post(check_url, {"do": "bring-in"})
    assert answer.status_code == 302
    assert set(Barrier.objects.values_list("code", "status")) == {("M-1", "in_progress"), ("M-2", "removed")}
    undo = client.get(answer["Location"]).content.decode()
    assert "Take the whole survey out" in undo


def test_a_barrier_by_its_pages(city: SmallCity):
    client = signed_in(city.director)
    place = facility(city)
    sent = {"code": "B-9", "asset": "building", "status": "open", "obstacle": "Step", "steps": "2098-01-01, 2097-06-01",
            "starts_on": "2097-01-01", "finishes_on": "2098-06-01", "cost_low": "1,200.50", "cost_year": "2026"}  # fmt: skip
    answer = client.post(reverse("compliance:barrier-create", args=[place.pk]), sent)
    assert answer.status_code == 302, answer.context["form"].errors
    row = Barrier.objects.get()
    assert (row.cost_low, row.steps) == (120050, [date(2097, 6, 1), date(2098, 1, 1)])
    page = client.get(answer["Location"]).content.decode()
    assert "how it is removed, the official responsible" in page
    edit = reverse("compliance:barrier-edit", args=[row.pk])
    assert client.post(edit, {**sent, "edits": "0", "finishes_on": "2090-01-01"}).status_code == 422
    assert client.post(edit, {**sent, "edits": "0", "method": "Ramp"}).status_code == 302
    assert client.post(edit, {**sent, "edits": "0"}).status_code == 409
    change = reverse("compliance:barrier-change") + "?status=open"
    told = {"expected": "1", "pick": [row.pk], "set_status": "on", "status": "removed", "removed_on": "2026-01-05"}
    assert client.post(change, told)["Location"].endswith("?status=open")
    row.refresh_from_db()
    assert (row.status, row.removed_by) == ("removed", city.director)
    comment = {"received_on": "2026-01-05", "channel": "meeting", "words": "The ramp is steep."}
    assert client.post(reverse("compliance:comment-create", args=[row.pk]), comment).status_code == 302
    assert "The ramp is steep." in client.get(reverse("compliance:barrier-detail", args=[row.pk])).content.decode()
    assert signed_in(city.elsewhere).get(reverse("compliance:barrier-detail", args=[row.pk])).status_code == 404
    assert "B-9" not in signed_in(city.elsewhere).get(reverse("compliance:barrier-list")).content.decode()
    assert barriers_read(facts_for(city.auditor)).count() == 1
    assert WHOLE["obstacle"]
    assert Mapping.of(Mapping.proposed(["Facility", "Finding"]).plain()).lacks() == []
