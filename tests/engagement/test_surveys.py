"""Exports of surveys: what is read and what is not, open words apart, and tables of which no difference tells of few people."""

from __future__ import annotations

import csv
import io
import math
from itertools import product
from typing import Any

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from scipy.optimize import linprog

from engagement.models import Survey, SurveyAnswers, SurveyFile, SurveyText
from engagement.rounds import content
from engagement.surveys import acts
from raci.refusals import NotReady, Refused
from tests.engagement.rounds import published, written
from tests.engagement.surveys import BOOK, brought, export, people
from tests.world import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
FEW = 11


def test_a_thousand_rows_are_read_shown_confirmed_and_told(city, tmp_path):
    """The whole way on the pages: what was not understood stands with its cell, nothing comes in before somebody says so."""
    row, rows = written(city), people(1000)
    rows[4][1], rows[9][3], rows[11][2] = "9", "1;7", "Longer"  # B8, D13; a label instead of its code is understood
    office = signed_in(city.office)
    sent = {
        "title": "Staff survey",
        "file": SimpleUploadedFile("export.csv", export(rows)),
        "book": SimpleUploadedFile("book.csv", BOOK.encode()),
    }
    page = office.post(f"/engagement/rounds/{row.record_id}/survey/new/", sent, follow=True)
    text = page.content.decode()
    for words in (
        "1000 people answered",
        "2 cells were not understood",
        "B8",
        "D13",
        "none of the question’s answers",
    ):
        assert words in text
    assert "tells who somebody is" in text, "the number of the answer is not read"
    assert not Survey.objects.exists()
    file = SurveyFile.objects.get()
    assert signed_in(city.officer).get(f"/engagement/rounds/survey/file/{file.pk}/").status_code == 404
    kinds = {f"kind-{at}": kind for at, kind in enumerate(("out", "one", "one", "several", "text"))}
    office.post(f"/engagement/rounds/survey/file/{file.pk}/", {**kinds, "labels": "", "do": "confirm"})
    survey = Survey.objects.get()
    assert (survey.people, survey.unclear, SurveyFile.objects.count()) == (1000, 2, 0)
    said = SurveyAnswers.objects.get().people
    assert said == sorted(said), "the order of the file is nowhere"
    assert [len(one) for one in said[:1]] == [3], "open words and numbers are not among the answers"
    texts = list(SurveyText.objects.order_by("number").values_list("words", flat=True))
    in_file = [line[4] for line in rows if line[4]]
    assert sorted(texts) == sorted(in_file)
    assert texts != in_file
    url = f"/engagement/rounds/survey/{survey.pk}/"
    assert office.post(url, {"rows": "Q1", "columns": "Q4"}).status_code == 422, "open words stand in no table"
    assert "What people wrote" in office.get(f"{url}words/").content.decode()
    office.post(url, {"rows": "Q1", "columns": "Q3"})
    [table] = survey.tables.all()
    shown = office.get(f"/engagement/rounds/{row.record_id}/").content.decode()
    assert "What the survey shows" in shown
    assert "Fire, rescue" in shown
    answer = office.get(f"/engagement/rounds/survey/table/{table.pk}/csv/")
    assert answer.streaming
    lines = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))
    parks = next(line for line in lines if line[0] == "Parks")
    assert parks[1:] == [
        str(sum(1 for one in rows if one[1] == "1" and code in one[3].split(";"))) for code in "123"
    ] + [str(sum(one[1] == "1" for one in rows))]
    assert signed_in(city.director).get(f"/engagement/rounds/survey/table/{table.pk}/csv/").status_code == 404


def test_the_command_says_what_it_reads_and_a_later_export_keeps_its_title(city, tmp_path, capsys):
    row, rows = written(city), people(40)
    (tmp_path / "export.csv").write_bytes(export(rows))
    (tmp_path / "book.csv").write_text(BOOK)
    said: dict[str, Any] = {"round": row.record_id, "by": city.office.email, "codebook": tmp_path / "book.csv"}
    call_command("import_survey", tmp_path / "export.csv", title="Staff", dry_run=True, **said)
    assert "Q3: several 3 answers" in capsys.readouterr().out
    assert not Survey.objects.exists()
    call_command("import_survey", tmp_path / "export.csv", title="Staff", **said)
    with pytest.raises(NotReady, match="questions of “Staff”"):
        brought(city, row, rows, title="Another name")
    with pytest.raises(Refused):
        acts.choose_export(row, title="x", file_name="x.csv", content=export(rows), by=city.director)
    acts.remove_survey(Survey.objects.get(), by=city.office)
    assert not SurveyText.objects.exists()


# ---- what a reader of everything can find out


class Reader:
    """Who has every table, knows the rules, and takes whoever answered alike in both exports for one person.

    Unknown are the people by their answers to Q1, Q2 and by whether they came later; each printed number is an equation.
    """

    def __init__(self) -> None:
        self.worlds = list(product("1234", "abc", (1, 2), *[(0, 1)] * 3))
        self.equations: list[list[int]] = []
        self.values: list[float] = []

    def reads(self, export_number: int, table: Any) -> None:
        """A table's numbers: its export, the answers, the count."""
        for cell in table.cells:
            for option, count in ((None, cell["n"]), *cell["k"].items()):
                if count is not None:
                    self.equations.append(
                        [int(self.counts(one, export_number, cell["key"], option)) for one in self.worlds]
                    )
                    self.values.append(count)

    def counts(self, one: tuple[Any, ...], number: int, key: dict[str, str], option: str | None) -> bool:
        said = {"Q1": one[0], "Q2": one[1]}
        chose = option is None or bool(one[2 + int(option)])
        return one[2] <= number and chose and all(said[name] == code for name, code in key.items())

    def width(self, world: World) -> float:
        """Between how few and how many a reader knows those people to be."""
        work, how, came, option = world
        target = np.array(
            [
                float(
                    work in (None, one[0])
                    and how in (None, one[1])
                    and came in (12, one[2])
                    and (option is None or one[2 + int(option)])
                )
                for one in self.worlds
            ]
        )
        equations = np.array(self.equations, dtype=float)
        least, most = (
            linprog(sign * target, A_eq=equations, b_eq=self.values, bounds=(0, None), method="highs")
            for sign in (1, -1)
        )
        assert least.status == 0, "some people fit all that was printed"
        return math.inf if most.status == 3 else float(-most.fun - least.fun)


# who: where they work, how long, 1 the first export, 2 those who came later, 12 all; and an answer that they chose among others
World = tuple[str | None, str | None, int, str | None]


def known(first: list[list[str]], later: list[list[str]], world: World) -> int:
    """How many such people there are."""
    work, how, came, option = world
    rows = {1: first, 2: later[len(first) :], 12: later}[came]
    return sum(
        work in (None, one[1]) and how in (None, one[2]) and (option is None or option in one[3].split(";"))
        for one in rows
    )


def test_no_difference_of_tables_tells_of_few_people(city):
    """Overall, by line, by column, between two tables, and after a later export with 6 more people: none of few is told."""
    row, first = written(city), people(300)
    later = [*first, *people(306, seed=9)[300:]]
    reader = Reader()
    survey = brought(city, row, first)
    for rows, columns in (("Q1", "Q2"), ("Q1", "Q3"), ("Q2", "Q3")):
        reader.reads(1, acts.cross(survey, rows=rows, columns=columns, by=city.office))
    again = brought(city, row, later)
    made = acts.cross(again, rows="Q1", columns="Q2", by=city.office)
    reader.reads(2, made)
    worlds = [*product([*"1234", None], [*"abc", None], (1, 2, 12), [None]), *product("1234", [None], (1, 12), "123")]
    few = [world for world in worlds if 0 < known(first, later, world) < FEW]
    assert len(few) > 12, "there is something to hide"
    for world in few:
        assert reader.width(world) >= FEW - 0.01, (world, known(first, later, world))
    assert any(cell["n"] is not None for cell in made.cells), "and something is told"


def test_a_published_round_shows_the_tables_as_they_were_approved(city, settings, client):
    settings.PUBLIC_FEEDBACK = True
    row = written(city)
    survey = brought(city, row, people(200))
    acts.cross(survey, rows="Q1", columns="Q2", by=city.office)
    left = acts.cross(survey, rows="Q2", columns="Q3", by=city.office)
    acts.show_table(left, is_shown=False, by=city.office)
    assert len(content.content(row.record)["tables"]) == 1
    with pytest.raises(NotReady, match="have been seen"):
        acts.remove_survey(survey, by=city.office)
    published(city, row)
    page = client.get(f"/engagement/public/rounds/{row.record_id}/?lang=es").content.decode()
    assert "Where do you work?" in page
    assert "It takes too long" not in page
    with pytest.raises(Refused):
        acts.cross(survey, rows="Q1", columns="Q3", by=city.office)
