"""A change of the matrix by a program: proposed, typed, replaced, compared, asked what if, taken away."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import MULTIPART_CONTENT, encode_multipart

from raci.matrix.rows import table_of
from raci.models import Matrix
from tests.api.caller import Caller
from tests.city import SmallCity, small_city

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


@pytest.fixture
def city() -> SmallCity:
    return small_city()


@pytest.fixture
def officer(city: SmallCity) -> Caller:
    return Caller(city.officer)


def test_a_version_is_proposed_edited_compared_and_taken_away(city: SmallCity, officer: Caller):
    made = officer.post("matrix/proposals/", {"wished_on": "2027-01-01"})
    assert made.status_code == 201, made.content
    at = made["Location"].removeprefix("/api/v1/")
    assert officer.post("matrix/proposals/").status_code == 422
    cell = f"{at}activities/1.4/cells/EM/"
    changed = officer.put(cell, {"codes": "R", "was": "I"})
    assert changed.json()["cells"] == [
        {"activity": "1.4", "role": "EM", "old": "I", "new": "R", "words": "Equity Managers on 1.4: R, was I"}
    ]
    assert officer.put(cell, {"codes": "C", "was": "I"}).status_code == 409
    assert officer.put(f"{at}activities/9.9/cells/EM/", {"codes": "C"}).status_code == 422
    assert officer.patch(at, {"adopted_by": "Council"}).json()["adopted_by"] == "Council"
    stale = officer.patch(at, {"label": "Final"}, If_Match=made["ETag"])
    assert stale.status_code == 412
    row = officer.patch(f"{at}activities/4.1/", {"cells": {"CAO": "C", "ATTY": "A"}})
    assert row.status_code == 200, row.content
    turns = {one["post"]["code"]: one for one in officer.get(f"{at}what-if/").json()["posts"]}
    assert [turn["letter"] for turn in turns["city-administrator"]["losses"]] == ["A"]
    assert [turn["letter"] for turn in turns["city-attorney"]["gains"]] == ["A"]
    found = officer.get("matrix/compare/?old=1&new=2").json()
    assert found["cells"][0]["words"] == "Equity Managers on 1.4: R, was I"
    assert {one["what"] for one in found["others"]} == {"adopted by"}
    assert officer.post(f"{at}comments/", {"words": "Why?", "activity": "1.4"}).status_code == 201
    assert officer.get(f"{at}comments/").json()["results"][0]["words"] == "Why?"
    assert [one["number"] for one in officer.get("matrix/versions/").json()["results"]] == [2, 1]
    stranger = Caller(city.director)
    assert stranger.get("matrix/compare/?old=1&new=2").status_code == 404
    assert stranger.get("matrix/versions/2/csv/").status_code == 404
    assert stranger.put(cell, {"codes": "A"}).status_code == 403
    assert officer.get("matrix/versions/2/csv/").status_code == 200


def test_rows_and_categories_come_and_go(officer: Caller):
    at = officer.post("matrix/proposals/")["Location"].removeprefix("/api/v1/")
    assert officer.put(f"{at}categories/5/", {"title": "Language", "is_procedure": True}).status_code == 200
    new = {"code": "5.1", "title": "Translate", "category": "5"}
    assert officer.post(f"{at}activities/", new).status_code == 201
    assert officer.delete(f"{at}categories/5/").status_code == 422
    assert officer.delete(f"{at}activities/5.1/").status_code == 200
    assert officer.delete(f"{at}categories/5/").json()["others"] == []


@pytest.mark.parametrize("kind", ["csv", "xlsx", "yaml"])
def test_a_file_that_was_taken_away_replaces_a_draft(officer: Caller, kind: str):
    at = officer.post("matrix/proposals/")["Location"].removeprefix("/api/v1/")
    officer.put(f"{at}activities/1.4/cells/EM/", {"codes": "R"})
    mine = table_of(Matrix.objects.get(number=2))
    taken = officer.get(f"matrix/versions/2/{kind}/").content
    first = officer.get(f"matrix/versions/1/{kind}/").content
    for content, cells in ((first, 0), (taken, 1)):
        body = encode_multipart("b", {"file": SimpleUploadedFile(f"matrix.{kind}", content)})
        answer = officer.ask("PUT", f"{at}file/", body, Content_Type=MULTIPART_CONTENT.replace("BoUnDaRyStRiNg", "b"))
        assert answer.status_code == 200, answer.content
        assert len(answer.json()["cells"]) == cells
    assert table_of(Matrix.objects.get(number=2)) == mine


def test_a_whole_table_as_json_replaces_a_draft_and_what_is_wrong_with_it_is_named(officer: Caller):
    at = officer.post("matrix/proposals/")["Location"].removeprefix("/api/v1/")
    row = {"code": "4.1", "title": "Plan", "cells": {"CAO": "A", "DIR": "R/C"}}
    body = {"title": "Small", "categories": [{"code": "4", "title": "Procedures", "activities": [row]}]}
    shown = officer.put(f"{at}table/", body)
    assert [one["cells"] for one in shown.json()["rows"]] == [
        [{"role": "CAO", "codes": "A"}, {"role": "DIR", "codes": "RC"}]
    ]
    assert any("missing" in one["detail"] for one in shown.json()["missing"])
    for cells, words in (({"NOBODY": "A"}, "no role NOBODY"), ({"DIR": "X"}, "4.1 DIR")):
        row["cells"] = cells
        wrong = officer.put(f"{at}table/", body)
        assert wrong.status_code == 422
        assert words in wrong.json()["errors"][0]["detail"]
    row["cells"] = {}
    body["categories"][0]["activities"].append(row)
    assert "used twice" in officer.put(f"{at}table/", body).json()["errors"][0]["detail"]
