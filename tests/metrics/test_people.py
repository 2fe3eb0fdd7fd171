"""A file with a row for each person becomes the cells that a GROUP BY gives, and says by line what it cannot count."""

from __future__ import annotations

import csv
import io
import random

import pytest

from metrics.finest import fields
from metrics.finest.fields import Faulty
from metrics.finest.measures import amount, outcome, rate
from metrics.finest.people import count_people
from raci.imports.verdicts import Unreadable
from tests.metrics.test_finest import DIMS, MEASURES, in_postgres, people, same, session  # noqa: F401

HEADINGS = {"race": "race", "area": "area"}


def counted(text: str, dimensions=HEADINGS, measure=None):
    return count_people(io.BytesIO(text.encode()), dimensions, measure or outcome("hired"))


def faults(text: str, measure=None) -> list[tuple[int, str, str]]:
    with pytest.raises(Faulty) as caught:
        counted(text, measure=measure)
    return [(fault.line, fault.column, str(fault.reason)) for fault in caught.value.faults]


def written(rows, **more) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, **more)
    writer.writerow(rows[0])
    for row in rows:
        writer.writerow(["" if each is None else each for each in row.values()])
    return out.getvalue()


@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
@pytest.mark.parametrize("block", [300, 2**21])
@pytest.mark.parametrize("measure", MEASURES, ids=lambda one: one.name or "hired")
def test_a_file_gives_the_cells_of_one_group_by(session, monkeypatch, measure, block, quoting):  # noqa: F811
    from metrics.finest.cells import finest_cells

    monkeypatch.setattr(fields, "BLOCK", block)  # rows that lie across the border of two blocks
    rows = people(1500)
    for row in rows[::50]:
        row["race"] = 'Two,\n"or" more'  # a comma, a line's end and quotation marks inside a cell
    text = written(rows, quoting=quoting, delimiter=";", lineterminator="\r\n" if block > 300 else "\n")
    found = count_people(io.BytesIO(b"\xef\xbb\xbf" + text.encode()), {dim: dim for dim in DIMS}, measure)
    assert found.rows == 1500
    same(found.cells, finest_cells(in_postgres(session, rows), DIMS, [measure]))


def test_the_order_of_people_does_not_matter():
    lines = written(people(800)).replace("True", "1").replace("False", "0").splitlines()
    mixed = [lines[0], *random.Random(1).sample(lines[1:], 800)]
    one, other = (counted("\n".join(each), {dim: dim for dim in DIMS}, MEASURES[1]) for each in (lines, mixed))
    same(one.cells, other.cells)


def test_what_cannot_be_counted_is_named_by_line():
    text = 'race,area,hired,weight\na,N,1,1\na,"N\nW",2,1\n\na,S,1,\na,S,,\na,S,0,-1\na,S,NA,1\na,S,0,"1,5"\n'
    assert (
        faults(text, outcome("hired", "weight"))
        == [
            (3, "hired", "“2” is neither 0 nor 1. Write one of them, or leave it empty if it is not known."),
            (6, "weight", "There is no weight. Give each person one whose outcome is known."),
            (8, "weight", "“-1” is below zero. Correct it."),
            (10, "weight", "“1,5” is not a number. Write it as 1234.5, or leave it empty if it is not known."),
            (10, "weight", "There is no weight. Give each person one whose outcome is known."),
        ][:4]
    )
    plain = "race,area,hired\na,N,1\na,N,yes\na,N,1e999\na,N,maybe\n"
    assert [line for line, _column, _reason in faults(plain)] == [4, 5]
    for bad in ("1_000", "inf", "0x1", "1e999", "--1"):
        assert [line for line, *_rest in faults(f"race,area,pay\na,N,1.5\na,N,{bad}\n", amount("pay"))] == [3], bad
    assert faults("race,area,e,t\na,N,1.5,1\na,N,1,1\n", rate("e", "t"))[0][0] == 2
    many = "race,area,hired\n" + "a,N,x\n" * 500
    assert [line for line, *_rest in faults(many)] == list(range(2, 22))


def test_unknown_is_counted_as_unknown_and_never_as_no():
    cells = counted("race,area,hired\na,N,1\na,N,\nA ,,NA\nUnknown,,0\n").cells
    assert cells.levels == (("A", "a", "unknown"), ("N", "unknown"))
    assert [sums.tolist() for sums in cells.sums.values()] == [[0, 1, 1], [1, 1, 0], [0, 1, 0]]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("race,area,hired\n", "no row under them"),
        ("race,hired\na,1\n", "no column “area”. The headings are: race, hired"),
        ("race,area,area,hired\na,N,N,1\n", "Two columns are headed “area”"),
        ("race,area,hired\na,N,1\na,N\n", "Line 3 has 2 cells and the headings 3"),
        ('race,area,hired\na,"N,1\na,N,1\n', "quotation mark in or after line 2 is never closed"),
        (
            "race,area,hired\n" + "".join(f"a,{at},1\n" for at in range(201)),
            "“area” has more than 200 different values",
        ),
        ("race,area,hired\na,N\0,1\n", "Near line 2 the file is not UTF-8"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_in_one_sentence(text, said):
    with pytest.raises(Unreadable, match=said):
        counted(text)


def test_a_file_in_another_encoding_is_refused_and_not_guessed():
    with pytest.raises(Unreadable, match="Near line 3 the file is not UTF-8"):
        count_people(io.BytesIO("race,area,hired\na,N,1\né,N,1\n".encode("latin-1")), HEADINGS, outcome("hired"))
    assert len(counted("race,area,hired\n" + "".join(f"a,{at},1\n" for at in range(200))).cells) == 200


def test_two_values_with_one_mixed_number_stay_two(monkeypatch):
    monkeypatch.setattr(fields, "MIX", fields.np.uint64(0))  # everything looks alike
    cells = counted("race,area,hired\na,N,1\nb,N,0\nb,N,1\n").cells
    assert [list(cells.names()), cells.sums["k"].tolist()] == [[("a", "N"), ("b", "N")], [1, 1]]


def test_a_long_value_is_one_value():
    long = "x" * 100
    cells = counted(f"race,area,hired\n{long},N,1\n{long}y,N,1\n{long},N,0\n").cells
    assert cells.sums["n"].tolist() == [2, 1]
