"""A plan that exists already comes in: chosen, confirmed line by line, begun as a draft by one act, its original kept."""

from __future__ import annotations

import io
import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from plans.actions import plan_of
from plans.bringing.acts import bring_in, choose_plan, confirm_lines, set_aside
from plans.models import Action, Goal, Plan, PlanImport
from raci import xrays
from raci.authority import facts_for
from raci.models import Attachment, Person
from raci.queries.waiting import waiting_on
from raci.refusals import Conflict, NotReady, Refused
from tests.city import SmallCity
from tests.plans.conftest import make_plan
from tests.plans.test_reading_plans import PASTED, messy_book
from tests.raci.test_evidence_inspection import pdf

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
PERIOD: dict[str, Any] = {"begins_on": date(2026, 1, 1), "ends_on": date(2027, 12, 31)}


def chosen(city: SmallCity, **said: Any) -> PlanImport:
    return choose_plan(**{"unit": city.parks, "by": city.director, "text": PASTED, **PERIOD, **said})


@cache
def saved() -> bytes:
    """The same bytes each time: a workbook says when it was saved."""
    file = io.BytesIO()
    messy_book().save(file)
    return file.getvalue()


def book() -> SimpleUploadedFile:
    return SimpleUploadedFile("plan.xlsx", saved())


def led(city: SmallCity, batch: PlanImport, **more: Any) -> None:
    """Every line that becomes an action is led by the director of Parks."""
    said = {at: {"lead": "director-parks", **more} for at, line in enumerate(batch.lines) if line["keep"]}
    confirm_lines(batch, said, by=city.director)


def test_a_text_becomes_a_draft_with_its_original(city: SmallCity) -> None:
    batch = chosen(city)
    assert batch.title == "Parks Equity Plan"
    with pytest.raises(NotReady) as missing:
        bring_in(batch, by=city.director)
    assert "Row 5: Choose the post that leads." in [one.text for one in missing.value.problems]
    assert not Plan.objects.exists()
    led(city, batch, starts_on="2026-01-01")
    confirm_lines(batch, {10: {"keep": False}}, by=city.director)
    plan = bring_in(batch, by=city.director)
    assert plan.record.cases.get().state == "draft"
    assert [one.title for one in Goal.objects.filter(plan=plan)] == ["Everybody swims", "Fair hiring"]
    titles = [(one.title, one.due_on, one.budget_cents) for one in Action.objects.filter(outcome__goal__plan=plan)]
    assert titles == [
        ("Free lessons at 6 pools", date(2026, 6, 30), 4_800_000),
        ("Interpreters at hearings and at events", date(2026, 12, 31), 0),
    ]  # fmt: skip
    assert [one.file_name for one in Attachment.objects.filter(record=plan.record)] == ["pasted.txt"]
    with pytest.raises(Conflict):
        bring_in(batch, by=city.director)


def test_a_workbook_goes_into_a_draft_that_is_there(city: SmallCity) -> None:
    parks = make_plan(city)
    with pytest.raises(NotReady, match="another unit"):
        chosen(city, unit=city.water, by=city.elsewhere, plan=parks.plan)
    batch = chosen(city, text="", file=book(), plan=parks.plan)
    assert chosen(city, text="", file=book(), plan=parks.plan) == batch, "the same file goes on where it was"
    led(city, batch, starts_on="2026-01-01", due_on="2026-12-31")
    assert bring_in(batch, by=city.director) == parks.plan
    goals = Goal.objects.filter(plan=parks.plan)
    assert [(one.order, one.title) for one in goals] == [
        (1, "Reduce the gap in swimming"), (2, "Everybody swims"), (3, "Hire fairly"), (4, "Parks near all")
    ]  # fmt: skip
    assert Action.objects.filter(outcome__goal__plan=parks.plan).count() == 1 + 4
    assert all(plan_of(one) == parks.plan for one in Action.objects.all())


def test_a_pdf_is_kept_as_the_original_alone(city: SmallCity) -> None:
    batch = chosen(city, text="", file=SimpleUploadedFile("plan.pdf", pdf()), title="Parks plan")
    assert batch.lines == []
    plan = bring_in(batch, by=city.director)
    assert Attachment.objects.get(record=plan.record).file_name == "plan.pdf"
    assert not Goal.objects.filter(plan=plan).exists()


def test_the_lead_is_proposed_where_a_name_fits_one_post(city: SmallCity) -> None:
    text = f"Goal\tAction\tLead\tDue\nSwim\tLessons\t{city.post('director-parks').title}\tJune 2026\n\tPools\tNobody\tJune 2026"
    batch = chosen(city, text=text)
    _heading, lessons, pools = batch.lines
    assert (lessons["lead"], lessons["proposed"], lessons["starts_on"]) == ("director-parks", True, "2026-01-01")
    assert pools["lead"] == ""
    assert [one["text"] for one in pools["remarks"]] == ["Nobody"]


def test_who_may(city: SmallCity) -> None:
    for person in (city.elsewhere, city.administrator, city.auditor, city.technician):
        with pytest.raises(Refused):
            chosen(city, by=person)
    batch = chosen(city)
    for person in (city.elsewhere, city.administrator):
        for act, *said in ((bring_in, batch), (confirm_lines, batch, {}), (set_aside, batch)):
            with pytest.raises(Refused):
                act(*said, by=person)
    set_aside(batch, by=city.manager)
    with pytest.raises(Conflict):
        confirm_lines(batch, {}, by=city.director)


@pytest.mark.parametrize(
    "upload",
    [
        ("plan.exe", b"MZ"),
        ("plan.xlsx", b"PK\x03\x04no"),
        ("plan.csv", b""),
        ("plan.csv", b"\xff\xfe\x00"),
        ("plan.xls", b"\xd0\xcf"),
    ],
)
def test_a_hostile_file_is_refused_in_a_sentence(city: SmallCity, upload: tuple[str, bytes]) -> None:
    with pytest.raises(NotReady) as refused:
        chosen(city, text="", file=SimpleUploadedFile(*upload))
    assert [one.field for one in refused.value.problems] == ["file"]
    assert not PlanImport.objects.exists()


def test_it_waits_and_after_three_days_x_rays_say_so(city: SmallCity, move_time: Any) -> None:
    def found(person: Person) -> list[str]:
        return [one.finding.where for one in xrays.looked_at(facts_for(person)) if one.rule.code == "plan-lines-open"]

    def waits(person: Person) -> list[str]:
        return [one.title for one in waiting_on(facts_for(person)) if one.kind == "bring"]

    batch = chosen(city)
    assert (waits(city.director), waits(city.manager)) == (["Parks Equity Plan"], [])
    move_time(days=2)
    assert found(city.director) == []
    move_time(days=4)
    assert found(city.director) == found(city.manager) == ["Parks Equity Plan"]
    assert found(city.auditor) == found(city.elsewhere) == []
    set_aside(batch, by=city.director)
    assert found(city.director) == waits(city.director) == []


def test_by_pages(city: SmallCity, client: Any) -> None:
    client.force_login(city.director)
    said = {"unit": city.parks.pk, "begins_on": "2026-01-01", "ends_on": "2027-12-31", "text": PASTED}
    assert client.post("/plans/bring/", {**said, "ends_on": "2025-01-01"}).status_code == 422
    response = client.post("/plans/bring/", said)
    page = response["Location"]
    text = client.get(page).content.decode()
    assert "14 rows were read" in text
    assert "Thanks to all" in text
    assert "Row 5: Choose the post that leads." in text
    assert client.post(page).status_code == 422
    forms = client.get(f"{page}lines/").context["forms"]
    sent = {}
    for form in forms:
        for name, value in form.initial.items():
            if name in form.fields and value not in (None, "", False):
                sent[form.add_prefix(name)] = value if name != "cents" else str(value / 100)
        sent |= {form.add_prefix("lead"): "director-parks", form.add_prefix("starts_on"): "2026-01-01"}
    wrong = client.post(f"{page}lines/", {**sent, "line-4-due_on": "soon"})
    assert wrong.status_code == 422
    assert "Row 5: Due:" in wrong.content.decode()
    assert client.post(f"{page}lines/", sent).status_code == 302
    plan = client.post(page)["Location"]
    assert "Free lessons at 6 pools" in client.get(plan).content.decode()
    assert client.get(f"{page}lines/").status_code == 403
    client.force_login(city.elsewhere)
    assert client.get(page).status_code == 404


def test_by_command(city: SmallCity, tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(book().read())
    out = io.StringIO()
    options = {
        "unit": "parks",
        "by": city.director.email,
        "begins": date(2026, 1, 1),
        "ends": date(2027, 12, 31),
        "stdout": out,
    }
    call_command("import_plan", str(path), dry_run=True, json=True, **options)
    told = json.loads(out.getvalue().strip())
    assert [one["cell"] for one in told["not_understood"] if one["cell"]][:2] == ["H4", "E6"]
    assert not PlanImport.objects.exists()
    with pytest.raises(CommandError, match="Choose the post that leads"):
        call_command("import_plan", str(path), **options)
    assert not Plan.objects.exists()
    call_command("import_plan", str(path), lead="director-parks", **options)
    assert Action.objects.count() == 4
