"""Hostile text, CSV injection payloads and uploads: 0 accepted, 0 formula cells when reopened; and the figures of it.

What each room does about them is tested there; this is the line as a whole: payloads in every text that reaches a list, taken
away as CSV and as a workbook; the big list of naughty strings through every list's search and filters and every form's text
fields; the corpus of uploads.
"""

from __future__ import annotations

import csv
import importlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from metrics.models import Batch, Indicator, IndicatorVersion, Place
from plans.actions import begin_plan
from raci import clock, lists
from raci.authority import facts_for
from raci.evidence.inspection import inspect
from raci.evidence.verdicts import Unacceptable
from raci.history import acting
from raci.models import (
    ActionItem,
    Attachment,
    Blob,
    Decision,
    Directive,
    Holding,
    Matrix,
    Meeting,
    Naming,
    Person,
    Post,
    Recommendation,
    Role,
    Team,
    Unit,
)
from raci.records import digest
from raci.spreadsheets import plain_cell
from tests.city import SmallCity, small_city
from tests.compliance import doors
from tests.metrics.figures import make_indicator
from tests.plans.conftest import ParksPlan, make_plan
from tests.plans.naughty import STRINGS
from tests.raci.test_evidence_inspection import HOSTILE, saved
from tests.releases import drafted
from tests.test_queries import frozen, handed_in

pytestmark = [pytest.mark.django_db, pytest.mark.portland]

SIGNS = "=+-@|%＝＋－＠"
LEADS = ("", "\t", "\r", "\n", " ", "\u00a0\u3000", "'")
PAYLOADS = [f"{lead}{sign}cmd|' /C calc'!A{number}" for number, lead in enumerate(LEADS) for sign in SIGNS]
RUNS = re.compile(rf"[\t\r\n\0]|\s*[{re.escape(SIGNS)}]")  # said here again, apart from the code it judges
UNHELD = re.compile(r"[\x00-\x08\x0b-\x1f]")  # what the XML of a workbook cannot hold
NARROWED = {"history": {"act": "edit"}}


@dataclass
class Hostile:
    """A city in which every text that reaches a list is a payload once."""

    city: SmallCity
    parks: ParksPlan

    def reader(self, code: str) -> Person:
        return {
            "people": self.city.technician,
            "history": self.city.auditor,
            "releases": self.city.office,
            "board-audits": self.city.auditor,
            "standards": self.city.office,
            "feedback-rounds": self.city.office,
            "initiatives": self.city.manager,
            "impact-assessments": self.city.manager,
            "screenings": self.city.manager,
            "reports": self.city.office,
            "budget-review-lines": self.city.manager,
            "complaints": self.city.attorney,
            "certificates": self.city.officer,
        }.get(code, self.city.director)


@pytest.fixture(scope="module")
def planted(first_rows: None, django_db_blocker: Any) -> Iterator[Hostile]:
    with django_db_blocker.unblock(), transaction.atomic():
        city = small_city()
        found = Hostile(city, make_plan(city))
        make_indicator(city, "hostile")
        for number, payload in enumerate(PAYLOADS):
            plant(found, number, payload)
        yield found
        transaction.set_rollback(True)


@pytest.fixture
def hostile(planted: Hostile, db: None) -> Hostile:
    return planted


def plant(found: Hostile, number: int, payload: str) -> None:
    """A plan, a file, a question with its answer, a submission with its decision, a person, two posts, a unit, a reason."""
    city, case = found.city, found.parks.case
    if payload.startswith(tuple(SIGNS)):
        begin_plan(
            unit=city.parks, title=payload, by=city.director, begins_on=date(2027, 1, 1), ends_on=date(2027, 12, 31)
        )
    with acting(by=city.director, act="edit", why=payload, record=case.record_id):
        text = frozen(case, payload, number + 1)
        blob = Blob.objects.create(sha256=digest(payload), size=9, media_type="text/plain")
        Attachment.objects.create(
            record=case.record, case=case, blob=blob, file_name=payload, caption=payload, attached_by=city.director,
            attached_at=clock.now(),
        )  # fmt: skip
        text.consultations.create(
            case=case, role=city.post("equity-officer").role, way="asked", asked_at=clock.now(), answer="comment",
            words=payload, answered_by=city.officer, answered_as=payload, answered_at=clock.now(), done_about_it=payload,
        )  # fmt: skip
        Decision.objects.create(
            submission=handed_in(text, city), submitted_by=city.director, kind="return", reason=payload,
            decided_by=city.administrator, decided_as=payload, decided_at=clock.now(), codes="A",
            post=city.post("city-administrator"), activity_code="4.1", matrix=Matrix.objects.get(), sha256=text.sha256,
        )  # fmt: skip
        Recommendation.objects.create(
            title=payload, words=payload, source="audit", source_title=payload, activity_code="3.1", unit=city.parks,
            body=payload, answer_due_on=clock.today(), raised_by=city.auditor, raised_as=payload, raised_at=clock.now(),
        )  # fmt: skip
        Directive.objects.create(
            title=payload, words=payload, giver=Role.objects.get(code="MAYOR"), given_on=clock.today(), reference=payload,
            document=blob, activity_code="2.2", post=city.post("director-parks"), due_on=clock.today(),
            recorded_by=city.officer, recorded_as=payload, recorded_at=clock.now(),
        )  # fmt: skip
        team = Team.objects.get(code="citywide-equity-team")
        Meeting.objects.create(team=team, on=clock.today(), title=payload, place=payload, changed_at=clock.now())
        indicator = Indicator.objects.create(code=f"h{number}", label=payload[:60], kind="performance", unit=city.parks)
        IndicatorVersion.objects.create(indicator=indicator, number=1, title=payload)
        Place.objects.create(code=f"h{number}", name=payload, kind="district")
        ActionItem.objects.create(team=team, words=payload, person=city.lead, due_on=clock.today())
        Batch.objects.create(unit=city.parks, title=payload, origin="file", source=payload, file_name=payload)
    doors.plant(city, number, payload)
    drafted(city, Indicator.objects.get(code="hostile"), payload)
    with acting(by=city.technician, act="seed"):
        person = Person.objects.create(name=payload, email=f"h{number}@city.example")
        unit = Unit.objects.create(
            code=f"h{number}", name=payload, kind="office", parent=city.parks, path=f"{city.parks.path}h{number}/"
        )
        held, _vacant = (
            Post.objects.create(
                code=code,
                role=city.post("director-parks").role,
                unit=unit,
                title=payload,
                group=Group.objects.create(name=code),
            )
            for code in (f"h{number}", f"vacant-h{number}")
        )
        Holding.objects.create(post=held, person=person, begins_on=clock.today(), proposed_by=city.technician)
        Team.objects.create(
            code=f"h{number}", name=payload, purpose=payload, kind="workgroup", unit=city.parks, convener=held
        )
        Naming.objects.create(
            giver=city.post("city-administrator"), named=held, activity_code="4.1", letter="A", unit=unit,
            begins_on=clock.today(),
        )  # fmt: skip


def taken(hostile: Hostile, code: str, kind: str) -> bytes:
    client = Client()
    client.force_login(hostile.reader(code))
    response = client.get(reverse("raci:list-export", args=[code, kind]), NARROWED.get(code, {}))
    assert response.status_code == 200
    return response.getvalue()


# which texts of a list hold every payload
FULL = {
    "plans": 0, "submissions": 2, "consultations": 3, "evidence": 2, "people": 2, "posts": 3, "units": 1, "namings": 2,
    "history": 1, "xrays": 2, "directives": 2, "recommendations": 3,
    "teams": 2, "meetings": 2, "action-items": 1, "batches": 2, "releases": 1, "indicators": 2, "places": 1,
    **doors.full(),
}  # fmt: skip


@pytest.mark.parametrize("code", FULL)
def test_no_cell_of_a_list_is_a_formula_when_it_is_reopened(hostile: Hostile, code: str):
    rows = list(csv.reader(io.StringIO(taken(hostile, code, "csv").decode("utf-8-sig"), newline="")))
    cells = [cell for row in rows for cell in row]
    assert [cell for cell in cells if RUNS.match(cell)] == []
    held = [plain_cell(cell) for cell in cells]
    sheet = load_workbook(io.BytesIO(taken(hostile, code, "xlsx"))).active
    filled = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.coordinate for cell in filled if cell.data_type == "f"] == []
    assert {cell.data_type for cell in filled} <= {"s", "n", "d"}
    read = [str(cell.value) for cell in filled]
    planted = PAYLOADS if FULL[code] else [one for one in PAYLOADS if one[0] in SIGNS]
    for payload in planted:
        assert sum(payload in cell for cell in held) >= max(FULL[code], 1), (payload, "CSV")
        assert sum(UNHELD.sub("\ufffd", payload) in cell for cell in read) >= max(FULL[code], 1), (payload, "XLSX")
    print(f"\nhostile: {len(planted)} payloads in {code}: {len(cells)} CSV and {len(filled)} XLSX cells, 0 formulas")


def test_no_cell_of_a_timeline_is_a_formula(hostile: Hostile):
    client = Client()
    client.force_login(hostile.city.director)
    response = client.get(reverse("raci:case-timeline", args=[hostile.parks.record.pk]), {"format": "csv"})
    cells = [
        cell for row in csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"), newline="")) for cell in row
    ]
    assert [cell for cell in cells if RUNS.match(cell)] == []
    assert len(cells) > 5 * len(PAYLOADS)


# ---- search and filters

# Every string goes through every filter; the whole question with it is asked of one list in so many, of each list another share.
SHARES = 4


@pytest.mark.parametrize("code", FULL)
def test_naughty_strings_through_search_and_filters_break_nothing(hostile: Hostile, code: str):
    listing, facts = lists.get(code), facts_for(hostile.reader(code))
    filters = {one.key: (one, dict(one.choices(facts))) for one in listing.filters}
    place = list(FULL).index(code)
    for number, text in enumerate([*STRINGS, "lone \ud800 surrogate", "\0"]):
        for one, choices in filters.values():
            if one.takes(text.strip(), choices):
                one.narrow(text.strip(), facts)
        special = "\0" in text or "\ud800" in text
        if not special and number % SHARES != place % SHARES:
            continue
        asked = lists.ask(listing, facts, {"q": text, "sort": text, text: text, **dict.fromkeys(filters, text)})
        assert asked.problems
        assert "\0" not in asked.query
        if special or number % 64 == place:  # what reaches SQL is a parameter
            list(asked.rows[:1])
    client = Client()
    client.force_login(hostile.reader(code))
    for text in ("a\0b", "\x1b[31m", "<script>alert(1)</script>", "%ff", "' OR 1=1 --", "\\"):
        response = client.get(reverse(listing.address), {"q": text, **dict.fromkeys(filters, text)})
        assert response.status_code == 200, repr(text)
        assert "<script>alert" not in response.text
    print(f"\nhostile: {len(STRINGS) + 2} strings through {len(filters) + 3} names of {code}: 0 errors")


# ---- forms


def form_fields() -> Iterator[tuple[str, forms.CharField]]:
    """Every text field of every form of the portal."""
    rooms = (
        "equity_portal.forms",
        "raci.forms.cases",
        "raci.forms.posts",
        "raci.forms.account",
        "raci.forms.founding",
        "raci.forms.imports",
        "raci.forms.lists",
        "raci.forms.meetings",
        "raci.forms.reviews",
        "plans.forms",
    )
    for room in rooms:
        for name, form in sorted(vars(importlib.import_module(room)).items()):
            if isinstance(form, type) and issubclass(form, forms.BaseForm) and form.__module__ == room:
                for key, field in getattr(form, "base_fields", {}).items():
                    if isinstance(field, forms.CharField):
                        yield f"{room}.{name}.{key}", field


def test_every_text_field_refuses_a_nul_and_survives_the_naughty_strings():
    accepted, tried, fields = [], 0, dict(form_fields())
    assert len(fields) > 20
    for name, field in fields.items():
        for text in ("a\0b", *STRINGS):
            tried += 1
            try:
                kept = field.clean(text)
            except ValidationError:
                continue
            if "\0" in str(kept):
                accepted.append((name, text))
    assert accepted == []
    print(f"\nhostile: {tried} texts into {len(fields)} text fields: 0 with a NUL accepted, 0 errors")


# ---- uploads


def test_no_hostile_upload_is_accepted(tmp_path):
    accepted = []
    for title, (name, content, _says) in HOSTILE.items():
        try:
            inspect(saved(tmp_path, content()), name)
        except Unacceptable:
            continue
        accepted.append(title)
    assert accepted == []
    print(f"\nhostile: {len(HOSTILE)} uploads: 0 accepted")
