"""Rosters in files: each layout whole, every odd row flagged, seats on a day as an independent count has them, and Popolo."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from jsonschema import Draft3Validator
from openpyxl import Workbook

from boards.rosters.popolo import as_popolo
from boards.rosters.reading import File, read_roster
from boards.rosters.shape import Roster
from tests.metrics.gold import FOLDER

DATA = FOLDER.parent / "data" / "rosters"
BOSTON, COMMITTEES = DATA / "boston/boston_roster.csv", DATA / "openstates_ak_or/committee_roster.csv"
MAYORS, CITY = DATA / "openstates_mayors.csv", DATA / "nyc_governance_organizations.csv"
ORIGINALS = [DATA / f"boston/{name}.json" for name in ("Boards", "BoardMembers", "Authorities", "Departments")]
ALL = [[BOSTON], ORIGINALS, [COMMITTEES], [MAYORS], [CITY]]
COUNTS = ("seats", "filled", "vacant", "expired", "holdover")
here = pytest.mark.skipif(not DATA.exists(), reason="the rosters are not here")


def seats(on: str, *files: Path, more: tuple[str, ...] = ()) -> Any:
    out = io.StringIO()
    call_command("seats", *map(str, files), "--on", on, "--json", *more, stdout=out)
    return json.loads(out.getvalue())


def raw(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def read(*paths: Path) -> Roster:
    return read_roster([File(path.name, io.BytesIO(path.read_bytes())) for path in paths])


def counted(found: Any) -> dict[str, tuple[int, ...]]:
    return {one["id"]: tuple(one[name] for name in COUNTS) for one in found["bodies"]}


# ---- the independent count: plain csv, and the rules in their words


def by_hand(rows: list[dict[str, str]], on: str) -> tuple[int, int, int]:
    """Filled, expired and holdover of rows with `begins`, `ends` and `status`: a day is a text that sorts."""
    filled = expired = holdover = 0
    for row in rows:
        if row["begins"] > on:
            continue
        over = bool(row["ends"]) and row["ends"] < on
        if over and row["status"].lower() != "holdover":
            expired += 1
            continue
        filled += 1
        holdover += over
    return filled, expired, holdover


def boston_by_hand(on: str) -> dict[str, tuple[int, ...]]:
    bodies = defaultdict(list)
    for row in raw(BOSTON):
        bodies[row["body_id"]].append({**row, "begins": row["appointed"], "ends": row["expires"]})
    found = {}
    for key, rows in bodies.items():
        members = [row for row in rows if row["status"] != "employee"]
        filled, expired, holdover = by_hand(members, on)
        said = int(rows[0]["seats"]) + int(rows[0]["alternates"])
        total = max(said, len(members))  # where 0 are said and some sit, each of them has one
        found[key] = (total, filled, total - filled, expired, holdover)
    return found


@here
@pytest.mark.parametrize("on", ["2026-11-29", "2019-06-30", "2011-12-31", "2005-01-01"])
def test_boston_on_a_day_as_counted_from_the_raw_table(on: str):
    told = seats(on, BOSTON)
    assert (told["total"]["memberships"], told["total"]["bodies"]) == (115, 10)
    assert counted(told) == boston_by_hand(on)
    assert counted(seats(on, *ORIGINALS)) == boston_by_hand(on)


@here
@pytest.mark.parametrize("on", ["2026-11-29", "2024-06-30", "2018-01-01"])
def test_committees_and_mayors_on_a_day_as_counted_from_the_raw_tables(on: str):
    told, bodies = seats(on, COMMITTEES), defaultdict(list)
    for row in raw(COMMITTEES):
        bodies[row["body_id"]].append({"begins": row["term_start"], "ends": row["term_end"], "status": ""})
    assert (told["total"]["memberships"], told["total"]["bodies"], told["total"]["people"]) == (608, 82, 150)
    for key, rows in bodies.items():
        filled, expired, holdover = by_hand(rows, on)
        assert counted(told)[key] == (len(rows), filled, len(rows) - filled, expired, holdover)

    told, offices = seats(on, MAYORS), defaultdict(list)
    for row in raw(MAYORS):
        offices[row["jurisdiction"], row["role"]].append(row)
    assert (told["total"]["memberships"], told["total"]["bodies"]) == (372, len(offices))
    for (place, role), rows in offices.items():
        found = counted(told)[f"{place}#{role}"]
        if role == "mayor":  # an office of one: whoever's term ends last
            last = max(rows, key=lambda row: row["end_date"])
            sits, over = last["start_date"] <= on, last["end_date"] < on
            assert found == (1, int(sits and not over), int(over or not sits), int(over), 0)
        else:  # spells of the past, whose seats are followed no further
            now = sum(row["start_date"] <= on <= row["end_date"] for row in rows)
            assert found == (now, now, 0, 0, 0)


@here
def test_city_organisations_with_their_heads_and_those_that_are_gone():
    told, rows = seats("2026-11-29", CITY), raw(CITY)
    assert len(told["bodies"]) == 444
    for body, row in zip(told["bodies"], rows, strict=True):
        named = bool(row["principal_officer_full_name"] or row["principal_officer_name"])
        gone = row["operational_status"] in ("Dissolved", "Reorganized")
        assert (body["id"], body["listed"], body["dissolved"]) == (row["record_id"], int(named), gone)
        assert body["seats"] == body["filled"] == int(named and not gone)
    names, code = {row["name"] for row in rows}, told["remarks_by_code"]
    above = [row["reports_to"] for row in rows if row["reports_to"]]
    assert code["several_parents"] == sum(";" in one for one in above)
    assert code["parent_not_found"] == sum(";" not in one and one not in names for one in above)
    statuses = Counter(row["operational_status"] for row in rows)
    assert code["body_dissolved"] == statuses["Dissolved"] == 32
    assert code["body_verification_pending"] == statuses["Verification Pending"]
    assert code["dissolved_with_members"] == sum(body["dissolved"] and body["listed"] for body in told["bodies"]) == 6


@here
def test_every_odd_row_is_flagged_and_explained():
    rows, told = raw(BOSTON), seats("2026-11-29", BOSTON)
    at = defaultdict(set)
    for remark in told["remarks"]:
        at[remark["code"]].add(remark["row"])
        assert remark["words"].endswith(".")
    lines = dict(enumerate(rows, start=2))
    assert at["no_days"] == {n for n, row in lines.items() if not (row["appointed"] or row["expires"])}
    assert at["status_spelt_otherwise"] == {n for n, row in lines.items() if row["status"] == "active"}
    assert at["staff_not_a_member"] == {n for n, row in lines.items() if row["status"] == "employee"}
    assert at["term_over"] == {
        n
        for n, row in lines.items()
        if row["status"].lower() == "active" and row["expires"] and row["expires"] < "2026-11-29"
    }
    assert {one["body"] for one in told["remarks"] if one["code"] == "no_seats_said"} == {
        row["body"] for row in rows if row["seats"] == "0"
    }
    several = Counter(row["person_id"] for row in {(row["person_id"], row["body_id"]): row for row in rows}.values())
    assert len(at["on_several_bodies"]) == sum(number > 1 for number in several.values()) == 4
    committees = seats("2026-11-29", COMMITTEES)["remarks_by_code"]
    on = defaultdict(set)
    for row in raw(COMMITTEES):
        on[row["person_id"]].add(row["body_id"])
    assert committees["on_several_bodies"] == sum(len(bodies) > 1 for bodies in on.values())


PLAIN = """Board,Member,Seat Number,Status,Start Date,Expires,End Date,Seat Type,Gender
Library Board,Ada Park,1,Active,2024-01-01,12/31/2026,,public,F
Library Board,,2,Vacant,,,,,
Library Board,Bo Reed,3,Resigned,2022-01-01,2025-12-31,2025-03-01,,M
Library Board,Cy Lane,3,current,2025-04-01,2027-12-31,,,
Library Board,Di Moss,4,HOLDOVER,2020-01-01,2023-12-31,,,
Library Board,Ed Nash,5,Nominee,,,,,
Library Board,Flo Orr,6,Emeritus,next spring,2027-01-01,,wizard,
Library Board,Ada Park,1,Active,2024-01-01,12/31/2026,,public,F
,Gus Pratt,,Active,,,,,
"""


def test_a_plain_table_by_its_headings_as_csv_and_workbook_with_all_that_is_odd(tmp_path: Path):
    (tmp_path / "plain.csv").write_text(PLAIN)
    book = Workbook()
    for line in csv.reader(io.StringIO(PLAIN)):
        book.active.append(line)
    book.save(tmp_path / "plain.xlsx")
    for name in ("plain.csv", "plain.xlsx"):
        told = seats("2026-06-30", tmp_path / name)
        assert counted(told)["library board"] == (7, 5, 2, 0, 1)  # a second seat 1 beside the first; 2 and 5 are vacant
        codes = told["remarks_by_code"]
        wanted = {"left_out_on_purpose", "status_not_understood", "serves_from_not_understood", "seat_type_not_understood",
                  "row_repeated", "no_body"}  # fmt: skip
        assert wanted <= set(codes), codes
    # on an earlier day Bo Reed has the seat that Cy Lane has now, and nobody has it in March
    assert counted(seats("2025-01-31", tmp_path / "plain.csv"))["library board"][1] == 5
    assert counted(seats("2025-03-15", tmp_path / "plain.csv"))["library board"][1] == 4


def test_other_headings_by_a_mapping_and_a_file_that_is_no_roster_is_refused(tmp_path: Path):
    path = tmp_path / "odd.csv"
    path.write_text("Gremium,Person\nTree Board,Ada\nTree Board,Bo\n")
    with pytest.raises(CommandError, match="has no column that names a board"):
        seats("2026-06-30", path)
    assert counted(seats("2026-06-30", path, more=("--map", "body=Gremium")))["tree board"] == (2, 2, 0, 0, 0)
    with pytest.raises(CommandError, match="no column “Commission”"):
        seats("2026-06-30", path, more=("--map", "body=Commission"))
    path.write_text('{"cats": []}')
    with pytest.raises(CommandError, match="neither Popolo"):
        seats("2026-06-30", path)


# ---- Popolo

DAY = {"type": ["string", "null"], "pattern": "^[0-9]{4}(-[0-9]{2}){0,2}$"}
TEXT = {"type": ["string", "null"]}
NEEDED = {"type": "string", "required": True}
NAMES = {"type": "array", "items": {"type": "object", "properties": {"name": NEEDED}}}
SCHEMAS = {  # the rules of popoloproject.com's schemas that touch what is written; draft 3 of JSON Schema, as theirs are
    "organizations": {"id": NEEDED, "name": NEEDED, "classification": TEXT, "parent_id": TEXT, "other_names": NAMES,
                      "founding_date": DAY, "dissolution_date": DAY},
    "posts": {"id": NEEDED, "label": NEEDED, "role": NEEDED, "organization_id": NEEDED, "start_date": DAY, "end_date": DAY},
    "persons": {"id": NEEDED, "name": NEEDED, "email": TEXT, "gender": TEXT, "birth_date": DAY},
    "memberships": {"id": NEEDED, "person_id": NEEDED, "organization_id": NEEDED, "post_id": TEXT, "role": TEXT,
                    "start_date": DAY, "end_date": DAY},
}  # fmt: skip


def check_popolo(written: dict[str, Any]) -> None:
    """Valid, and every reference leads somewhere."""
    for name, properties in SCHEMAS.items():
        validator = Draft3Validator({"type": "array", "items": {"type": "object", "properties": properties}})
        assert [error.message for error in validator.iter_errors(written[name])] == []
    ids = {name: [one["id"] for one in written[name]] for name in SCHEMAS}
    assert all(len(set(each)) == len(each) for each in ids.values())
    for one in written["memberships"]:
        assert one["person_id"] in ids["persons"]
        assert one["organization_id"] in ids["organizations"]
        assert one["post_id"] in ids["posts"]


def state(roster: Roster) -> tuple[Any, ...]:
    """Without lines of the file, and without addresses, which are not written."""
    return (
        [replace(one, row=0) for one in roster.bodies], list(roster.places), [replace(one, email="") for one in roster.people],
        [replace(one, row=0) for one in roster.sat],
    )  # fmt: skip


@here
@pytest.mark.parametrize("paths", ALL, ids=lambda paths: paths[0].stem)
def test_popolo_is_valid_says_nothing_of_people_and_comes_back_the_same(paths: list[Path], tmp_path: Path):
    roster = read(*paths)
    written = json.loads(json.dumps(as_popolo(roster)))
    check_popolo(written)
    assert {key for one in written["persons"] for key in one} <= {"id", "name", "portal"}
    again = tmp_path / "again.json"
    again.write_text(json.dumps(written))
    assert state(read(again)) == state(roster)
    for day in ("2026-11-29", "2019-06-30"):
        assert counted(seats(day, again)) == counted(seats(day, *paths))


def test_popolo_of_others_is_read_as_it_stands(tmp_path: Path):
    """Old ids, people in place of persons, days of which only the year is known, somebody who is nowhere."""
    path = tmp_path / "popolo.json"
    path.write_text(json.dumps({
        "organizations": [{"_id": "o", "name": "Parks Board", "founding_date": "1990", "classification": "board"}],
        "people": [{"_id": "p", "name": "Ada", "gender": "female", "birth_date": "1970"}],
        "posts": [{"id": "s", "label": "Chair", "role": "chair", "organization_id": "o"}],
        "memberships": [{"person_id": "p", "post_id": "s", "start_date": "2024-05"},
                        {"person_id": "q", "organization_id": "o", "end_date": "2020"}],
    }))  # fmt: skip
    told = seats("2026-06-30", path)
    assert counted(told) == {"o": (2, 1, 1, 0, 0)}
    assert {"only_a_year", "person_only_named", "classification_not_understood", "left_out_on_purpose"} <= set(
        told["remarks_by_code"]
    )
    roster = read(path)
    assert (roster.sat[0].serves_from, roster.sat[1].ended_on) == (date(2024, 5, 1), date(2020, 12, 31))
