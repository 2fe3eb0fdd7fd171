"""Rosters brought in: whole or not at all, the same by page and command, counted as from the file, and out again."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from boards.actions.rosters import begin_batch, bring_in, undo_batch, why_not_undone
from boards.bringing.judging import Judged, judge
from boards.models import Appointment, Board, LiaisonContact, Member, MemberContact, RosterImport, RosterRemark, Seat
from boards.queries.standing import standing_of, with_counts
from boards.rosters.counting import count
from boards.rosters.reading import File, read_roster
from boards.rosters.shape import Roster
from raci.history import acting
from raci.imports.verdicts import Fate
from raci.models import Job, Person, Unit
from raci.refusals import NotReady, Refused
from raci.tasks import do_job
from tests.boards.test_rosters import ALL, BOSTON, CITY, COMMITTEES, MAYORS, ORIGINALS, check_popolo, here
from tests.city import SmallCity, small_city
from tests.world import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
DAY = date(2026, 6, 30)
PLAIN = """Board,Member,Seat Number,Status,Start Date,Expires,Email
Library Board,Ada Park,1,Active,2024-01-01,2027-12-31,ada@example.org
Library Board,Bo Reed,2,Holdover,2020-01-01,2023-12-31,no address
Library Board,,3,Vacant,,,
Tree Board,Ada Park,,Active,2025-01-01,,
"""


@pytest.fixture
def city() -> SmallCity:
    return small_city()


def of(text: str) -> Roster:
    return read_roster([File("roster.csv", io.BytesIO(text.encode()))])


def came(unit: Unit, roster: Roster, by: Person) -> tuple[RosterImport, Judged]:
    batch = begin_batch(unit, "roster.csv", "0" * 64, roster.layout, as_of=DAY, by=by)
    return batch, bring_in(batch, roster, by=by)


def register() -> list[tuple[Any, ...]]:
    """What stands in the register, without numbers of rows."""
    sat = Appointment.objects.order_by("source", "source_id").values_list(
        "seat__board__name", "seat__label", "member__name", "role", "serves_from", "term_end", "ended_on", "is_serving",
        "status_said",
    )  # fmt: skip
    seats = Seat.objects.order_by("board__source_id", "label").values_list("board__name", "label", "seat_type")
    boards = Board.objects.order_by("source_id").values_list("name", "seats_said", "parent__name", "dissolved_on")
    return [*sat, *seats, *boards]


def test_a_roster_comes_in_whole_the_same_again_changes_nothing_and_it_goes_out_whole(city: SmallCity):
    batch, judged = came(city.parks, of(PLAIN), city.director)
    assert (judged.counts["new"], judged.counts["boards"], Seat.objects.count()) == (3, 2, 4)
    ada = Member.objects.get(name="Ada Park")
    assert ada.appointments.count() == 2
    assert [one.email for one in MemberContact.objects.all()] == ["ada@example.org"]
    assert set(Appointment.history.values_list("history_act", "history_why")) == {("import_roster", "roster.csv")}
    assert RosterRemark.objects.filter(batch=batch, code="on_several_bodies").exists()
    before = register()

    again, judged = came(city.parks, of(PLAIN), city.director)
    assert (judged.counts["same"], judged.counts["new"], register()) == (3, 0, before)

    later = PLAIN.replace("2027-12-31", "2029-12-31").replace("Tree Board,Ada Park", "Tree Board,Cy Lane")
    changed, judged = came(city.parks, of(later), city.director)
    assert (judged.counts["changed"], judged.counts["new"]) == (1, 1)
    assert RosterRemark.objects.get(batch=changed, code="not_in_the_file").words.startswith(
        "Ada Park is not in the file"
    )
    assert Board.objects.get(name="Tree Board").seats.count() == 2  # whoever is not in the file any more keeps the seat
    with pytest.raises(NotReady, match="worked on"):
        undo_batch(batch, by=city.director, why="The wrong file.")
    undo_batch(changed, by=city.director, why="The wrong file.")
    assert register() == before
    undo_batch(again, by=city.director, why="The wrong file.")
    assert why_not_undone(batch) == [] or "worked on" in why_not_undone(batch)[0].text


def test_what_nobody_touched_leaves_only_history_and_what_somebody_did_stays(city: SmallCity):
    batch, _judged = came(city.parks, of(PLAIN), city.director)
    undo_batch(batch, by=city.director, why="The wrong file.")
    assert not any(model.objects.exists() for model in (Board, Seat, Member, Appointment, MemberContact))
    assert batch.undone_as

    batch, _judged = came(city.parks, of(PLAIN), city.director)
    board = Board.objects.get(name="Library Board")
    with acting(by=city.director, post="Director", cell="4.8", act="note_contact"):
        LiaisonContact.objects.create(board=board, contacted_on=DAY)
    with pytest.raises(NotReady, match="Library Board"):
        undo_batch(batch, by=city.director, why="The wrong file.")


def test_a_roster_of_one_unit_changes_no_board_of_another(city: SmallCity):
    """Whoever keeps the boards of Parks has no say over the city's, whatever numbers their file gives."""
    whole = Unit.objects.get(kind=Unit.Kind.CITY)
    came(whole, of(PLAIN), city.office)
    before = register()
    theirs = of(PLAIN.replace("2027-12-31", "2026-07-31"))
    assert {row.fate for row in judge(theirs, city.parks, DAY).rows} == {Fate.REFUSED}
    with pytest.raises(NotReady, match="Only a roster of that unit"):
        came(city.parks, theirs, city.director)
    assert register() == before
    assert judge(theirs, whole, DAY).counts[Fate.CHANGED.value] == 1


def test_only_keepers_bring_in_and_a_board_of_the_same_name_is_not_taken_over(city: SmallCity):
    with pytest.raises(Refused):
        came(city.parks, of(PLAIN), city.elsewhere)
    came(city.parks, of(PLAIN), city.director)
    other = json.dumps({"organizations": [{"id": "x", "name": "LIBRARY BOARD"}]}).encode()
    roster = read_roster([File("popolo.json", io.BytesIO(other))])
    assert [row.fate for row in judge(roster, city.parks, DAY).rows] == [Fate.REFUSED]
    with pytest.raises(NotReady, match="keeps a board called"):
        came(city.parks, roster, city.director)


def test_a_text_that_is_too_long_keeps_its_row_out_with_both_lengths_and_the_rest_comes_in(city: SmallCity):
    long, edge = "B" * 400, "L" * 300
    text = (
        "Board,Member,Seat Number,Role,Status\n"
        f"{long},Ada Park,1,,Active\n{edge},Bo Reed,1,,Active\nTree Board,{'M' * 201},1,,Active\n"
        f"Tree Board,Cy Lane,{'S' * 101},,Active\nTree Board,Di Moss,2,{'R' * 101},Active\n"
        f"Tree Board,,{'V' * 101},,Vacant\nTree Board,Ed Nim,3,{'R' * 100},{'s' * 200}\n"
    )
    rows = judge(of(text), city.parks, DAY).rows
    out = {row.line: row.reasons[0] for row in rows if row.alone}
    assert {line: re.findall(r"(\d+) signs, and there is room for (\d+)", words)[0] for line, words in out.items()} == {
        2: ("400", "300"), 4: ("201", "200"), 5: ("101", "100"), 6: ("101", "100"), 7: ("101", "100"),
    }  # fmt: skip
    assert "role: “RRR" in out[6]
    client, file = signed_in(city.director), SimpleUploadedFile("long.csv", text.encode())
    columns = client.post(reverse("boards:roster-create"), {"unit": city.parks.pk, "file": file})["Location"]
    form = client.get(columns).context["form"]
    check = client.post(columns, {name: form[name].value() or "" for name in form.fields})["Location"]
    assert "Bring the other rows in" in client.get(check).content.decode()
    assert "2 rows are in" in client.post(check, follow=True).content.decode()
    assert set(Appointment.objects.values_list("member__name", flat=True)) == {"Bo Reed", "Ed Nim"}
    assert RosterRemark.objects.filter(code="too_long").count() == 5
    again = {row.line: row.fate for row in judge(of(text), city.parks, DAY).rows}
    assert (again[3], again[8]) == (Fate.SAME, Fate.SAME)  # a number made of long words is the same again


@here
@pytest.mark.parametrize("paths", ALL, ids=lambda paths: paths[0].stem)
def test_every_roster_comes_in_by_the_command_and_stands_as_its_file_says(paths: list[Path], city: SmallCity):
    out = io.StringIO()
    options = ["--unit", city.parks.code, "--as", city.director.email, "--on", "2026-11-29", "--json"]
    call_command("import_roster", *map(str, paths), *options, stdout=out)
    told = json.loads(out.getvalue())
    rows = {BOSTON: 115, COMMITTEES: 608, MAYORS: 372, CITY: 444}.get(paths[0], 115)
    assert (told["rows"], told["refused"], told["new"]) == (rows, 0, rows)
    roster = read_roster([File(path.name, io.BytesIO(path.read_bytes())) for path in paths])
    assert Appointment.objects.count() == len(roster.sat)
    assert Board.objects.count() == len(roster.bodies)
    for day in (date(2026, 11, 29), date(2019, 6, 30)):
        assert stands(day) == {
            one.body.source_id: tuple(
                getattr(one.standing, name) for name in ("total", "filled", "expired", "holdover")
            )
            for one in count(roster, day)
            if not one.body.is_dissolved
        }


def stands(day: date) -> dict[str, tuple[int, ...]]:
    """Each board that is not dissolved, by the rule of the register."""
    found = {}
    for board in Board.objects.filter(dissolved_on=None).prefetch_related("seats__appointments"):
        seats = list(board.seats.all())
        sat = [each for seat in seats for each in seat.appointments.all()]
        one = standing_of(board, seats, sat, day)
        found[board.source_id] = (one.total, one.filled, one.expired, one.holdover)
    by_sql = with_counts(Board.objects.filter(dissolved_on=None), day)
    assert {one.source_id: (one.seats_there, one.filled, one.expired, one.holdovers) for one in by_sql} == found
    return found


@here
def test_the_register_leaves_as_popolo_and_comes_back_the_same(city: SmallCity, tmp_path: Path):
    for paths in ([BOSTON], [COMMITTEES]):
        roster = read_roster([File(path.name, io.BytesIO(path.read_bytes())) for path in paths])
        batch, _judged = came(city.parks, roster, city.director)
        left = tmp_path / "boards.json"
        call_command("export_boards", "--out", str(left))
        written = json.loads(left.read_text())
        check_popolo(written)
        assert "@" not in left.read_text()
        first = register(), stands(DAY)
        undo_batch(batch, by=city.director, why="To see it come back.")
        again, _judged = came(
            city.parks, read_roster([File("boards.json", io.BytesIO(left.read_bytes()))]), city.director
        )
        assert (sorted(map(str, register())), sorted(stands(DAY).values())) == (
            sorted(map(str, first[0])), sorted(first[1].values()),
        )  # fmt: skip
        undo_batch(again, by=city.director, why="It came back.")


# ---- pages


def by_pages(city: SmallCity, path: Path) -> RosterImport:
    """As a browser sends it: chosen, judged, brought in; a long one in the background."""
    client = signed_in(city.director)
    file = SimpleUploadedFile(path.name, path.read_bytes())
    sent = {"unit": city.parks.pk, "file": file, "as_of": "2026-11-29"}
    answer = client.post(reverse("boards:roster-create"), sent)
    assert answer.status_code == 302, answer.context["form"].errors
    url = answer["Location"]
    assert client.get(url).status_code == 200
    lines = b"".join(client.get(url.replace("check", "verdicts"))).decode().strip().split("\r\n")
    answer = client.post(url)
    assert answer.status_code == 302
    batch = RosterImport.objects.latest("pk")
    if batch.came_in_at is None:
        job = Job.objects.latest("pk")
        assert do_job(job.pk)
        job.refresh_from_db()
        assert (job.state, job.error) == (Job.State.DONE, "")
        batch.refresh_from_db()
    assert len(lines) == batch.counts["rows"] + 1
    page = client.get(reverse("boards:roster-detail", args=[batch.pk])).content.decode()
    assert "Take the whole roster out" in page
    said = b"".join(client.get(reverse("boards:roster-remarks", args=[batch.pk]))).decode().strip()
    assert said.count("\r\n") == batch.remarks.count()
    return batch


@here
def test_page_and_command_bring_in_the_same(city: SmallCity):
    for path in (BOSTON, COMMITTEES, MAYORS, CITY, ORIGINALS[1]):
        batch = by_pages(city, path)
        told, found = batch.counts, (register(), stands(date(2026, 11, 29)))
        undo_batch(batch, by=city.director, why="The same by the command.")
        assert not Board.objects.exists()
        options = ["--unit", city.parks.code, "--as", city.director.email, "--on", "2026-11-29"]
        call_command("import_roster", str(path), *options, stdout=io.StringIO())
        other = RosterImport.objects.latest("pk")
        assert (other.counts, (register(), stands(date(2026, 11, 29)))) == (told, found)
        undo_batch(other, by=city.director, why="The next one.")


def test_a_table_whose_columns_nobody_knows_by_its_pages(city: SmallCity):
    client = signed_in(city.director)
    file = SimpleUploadedFile("odd.csv", b"Gremium,Person\nTree Board,Ada\nTree Board,Bo\n")
    columns = client.post(reverse("boards:roster-create"), {"unit": city.parks.pk, "file": file})["Location"]
    assert client.post(columns, {"body": ""}).status_code == 422
    form = client.get(columns).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"body": "Gremium"}
    check = client.post(columns, sent)["Location"]
    assert "Tree Board" in client.get(check).content.decode()
    page = client.post(check, follow=True).content.decode()
    assert "2 rows are in" in page
    assert Appointment.objects.filter(seat__board__name="Tree Board").count() == 2
    stranger = signed_in(city.reader)
    assert stranger.get(check).status_code == 404
    undo = reverse("boards:roster-undo", args=[RosterImport.objects.get().pk])
    assert client.post(undo, {"why": ""}).status_code == 422
    assert client.post(undo, {"why": "The wrong file."}).status_code == 302
    assert not Board.objects.exists()
