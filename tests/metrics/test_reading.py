"""Files of figures as their makers publish them: read as what they are, or refused in a sentence."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from metrics.periods import Period, Unclear, parse
from metrics.reading.blank import FIGURES, headings
from metrics.reading.mapping import Layout, Role
from metrics.reading.observations import Verdict
from metrics.reading.proposing import answered, propose
from metrics.reading.rows import read
from raci.imports.verdicts import Unreadable
from tests.metrics.files_of_figures import figures, refused, table, taken

# ---- periods


@pytest.mark.parametrize(
    ("text", "begin", "end", "label"),
    [
        ("2021", "2021-01-01", "2021-12-31", "2021"),
        ("2015.0", "2015-01-01", "2015-12-31", "2015"),
        ("FY 2025", "2024-07-01", "2025-06-30", "FY 2025"),
        ("fy25 Q1", "2024-07-01", "2024-09-30", "2024 Q3"),
        ("2021 Q2", "2021-04-01", "2021-06-30", "2021 Q2"),
        ("2021 2Q", "2021-04-01", "2021-06-30", "2021 Q2"),
        ("Q4 2021", "2021-10-01", "2021-12-31", "2021 Q4"),
        ("2024-02", "2024-02-01", "2024-02-29", "2024-02"),
        ("March 2021", "2021-03-01", "2021-03-31", "2021-03"),
        ("2017–2021", "2017-01-01", "2021-12-31", "2017-2021"),
        ("2013-2017 ACS 5-year", "2013-01-01", "2017-12-31", "2013-2017"),
        ("2017 5yr", "2013-01-01", "2017-12-31", "2013-2017"),
        ("2017-18", "2017-07-01", "2018-06-30", "FY 2018"),
        ("2021-06-05 to 2021-07-04", "2021-06-05", "2021-07-04", "2021-06-05 to 2021-07-04"),
        ("6/30/2021", "2021-06-30", "2021-06-30", "2021-06-30"),
    ],
)
def test_periods_as_people_write_them(text, begin, end, label):
    period = parse(text, 7)
    assert period == Period(date.fromisoformat(begin), date.fromisoformat(end))
    assert period.label(7) == label
    assert parse(label, 7) == period


def test_a_period_that_could_be_two_is_asked_back():
    for text in ("3/4/2021", "2021 Q5", "2021-13", "2021-2019", "2021-02-30", "soon", "", "99999", "2017-19"):
        with pytest.raises(Unclear, match=r"period|two different days|before it begins"):
            parse(text)
    assert parse("2011-12").label() == "2011-12"
    assert parse("2011-12", 7, spans=True) == Period(date(2011, 7, 1), date(2012, 6, 30))
    assert sorted([parse("2021 Q2"), parse("2021"), parse("2020")]) == [parse("2020"), parse("2021"), parse("2021 Q2")]


# ---- our own template


@pytest.mark.parametrize("kind", FIGURES)
def test_what_a_clerk_fills_in_is_read_without_a_question(kind):
    first = headings(["race", "gender"], kind)
    numbers = {Role.N: "40", Role.K: "10", Role.SUM_OF_SQUARES: "99.5", Role.SUM: "60"}
    row = ["Hires", "2021 Q2", "Parks", "Asian", "", *(numbers.get(role, "2.5") for role in FIGURES[kind])]
    proposal, rows = taken(",".join(first) + "\n" + ",".join(row) + "\n")
    (one,) = figures(rows)
    assert (proposal.mapping.layout, proposal.questions) == (Layout.TEMPLATE, ())
    assert (one.indicator, one.place, one.groups) == ("Hires", "Parks", (("race", "Asian"),))
    assert one.period == parse("2021 Q2")
    for role in FIGURES[kind]:
        assert getattr(one, role) == Decimal(numbers.get(role, "2.5")), role


def test_each_fault_names_its_line_its_column_and_what_to_do():
    proposal, rows = taken(
        "indicator,period,place,race,n,k\n"
        "Hires,2021,Parks,Asian,40,10\n"
        "Hires,2021,Parks,Black,10,40\n"
        "Hires,soon,Parks,White,40,10\n"
        "Hires,2021,Parks,Other,4o,10\n"
        "Hires,2021,Parks,NHPI,12.5,10\n"
        "Hires,2021,Parks,AIAN,-4,1\n"
        "Hires,2021,Parks,MENA,,\n"
        "Hires,2021,Parks,Multi,<11,\n"
        "Hires,2021,Parks\n"
        "Hires,2021,Parks,Asian,40,10,9\n"
        "Hires,,Parks,Asian,40,10\n"
        "Hires,2021,Parks,Asian,,10\n"
        "\n"
        "Hires,2021,Parks,Total,\"1,040\",10.0\n"
    )  # fmt: skip
    faults = refused(rows)
    assert {line: field for line, (field, _reason) in faults.items()} == {
        3: "k", 4: "period", 5: "n", 6: "n", 7: "n", 10: "", 11: "", 12: "period", 13: "k",
    }  # fmt: skip
    assert all(reason.endswith(".") and reason.count(".") >= 2 for _field, reason in faults.values())
    empty = {row.line: str(row.reason) for row in rows if row.verdict is Verdict.EMPTY}
    assert empty.keys() == {8, 9}
    assert "hid" in empty[9]
    total = rows[-1].observation
    assert total is not None
    assert (total.is_total, total.n, total.k, rows[-1].line) == (True, 1040, 10, 15)
    assert [row.observation.groups for row in rows if row.verdict is Verdict.READ and row.observation] == [
        (("race", "Asian"),), (),
    ]  # fmt: skip
    assert not proposal.questions


def test_the_same_table_in_every_encoding_and_as_a_workbook_is_the_same_figures():
    text = "indicator;period;place;groupe d’âge;value;se\nPauvreté;2021;Montréal;65+;1 234,5;0,25\n"
    plain = [
        taken(content)[1] for content in (text.encode("utf-8-sig"), text.encode("utf-16"), text.replace("\n", "\r\n").encode())
    ]  # fmt: skip
    old = taken(text.replace("’", "'").encode("cp1252"))[1]
    assert plain[0] == plain[1] == plain[2]
    assert figures(plain[0])[0].value == figures(old)[0].value == Decimal("1234.5")
    assert figures(plain[0])[0].groups == (("groupe d’âge", "65+"),)
    book = Workbook()
    for row in (["indicator", "period", "place", "race", "n", "k"], ["Hires", 2021, "Parks", "Asian", 40, 10.0],
                ["Hires", 2021, "Parks", "Black", "=20+20", 5]):  # fmt: skip
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    _proposal, rows = taken(written.getvalue(), "figures.xlsx")
    assert rows[0].observation is not None
    assert (rows[0].observation.n, rows[0].observation.k, rows[0].observation.period) == (40, 10, parse("2021"))
    assert refused(rows)[3] == (
        "n", "The cell holds a formula without its result. Open the file in Excel, save it, and choose it again.",
    )  # fmt: skip


# ---- what is no table


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "a.csv", "is empty"),
        (b"a,b\n", "a.csv", "no row under"),
        (b"one\ntwo\n", "a.csv", "is no table"),
        (b"\x1f\x8b\x08\x00", "figures.rds", "R's own format"),
        (b"\x1f\x8b\x08\x00", "figures.csv.gz", "compressed"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "a.xlsx", "password"),
        (b"%PDF-1.7", "a.csv", "PDF"),
        (b"<!doctype html><p>", "a.csv", "web page"),
        (b"PK\x03\x04rubbish", "a.xlsx", "damaged"),
        (b"PAR1rubbish", "a.parquet", "Parquet"),
        (b"a,b\n\0\0\0,1\n", "a.csv", "neither CSV text nor a workbook"),
        (b'a,b\n"1,2\n', "a.csv", "well-formed CSV near line"),
        (b"x," * 2500 + b"\n1,2\n", "a.csv", "wider than the portal reads"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_a_sentence(content, name, says):
    with pytest.raises(Unreadable, match=says) as refusal:
        propose(table(content, name))
    assert name in str(refusal.value)


def test_a_file_that_breaks_in_the_middle_ends_with_a_verdict():
    held = table("race,n,k\n" + "Asian,4,1\n" * 25_000 + 'Black,"4,1\n')
    rows = list(read(held.lines(), answered(propose(held), indicator="Hires", period="2021")))
    assert len(rows) == 25_001
    assert rows[-1].verdict is Verdict.REFUSED
    assert "well-formed CSV near line 25002" in str(rows[-1].reason)


# ---- people


def test_a_person_a_row_and_a_kind_of_person_a_row_are_the_same_sums():
    kinds = [("Male", "A", "Admitted", 5), ("Male", "A", "Rejected", 20), ("Female", "A", "Admitted", 9)]
    cells = "Gender,Dept,Admit,Freq\n" + "".join(f"{g},{d},{a},{n}\n" for g, d, a, n in kinds)
    people = "person_id,Gender,Dept,admitted\n" + "".join(
        f"{at},{g},{d},{int(a == 'Admitted')}\n"
        for at, (g, d, a) in enumerate(k[:3] for k in kinds for _ in range(k[3]))
    )
    for text in (cells, people):
        proposal, rows = taken(text, indicator="Admissions", period="1973")
        assert proposal.mapping.layout is Layout.PERSONS
        assert proposal.mapping.adds_up
        sums: Counter[tuple[str, str]] = Counter()
        for one in figures(rows):
            sums[(dict(one.groups)["Gender"], "n")] += one.n or 0
            sums[(dict(one.groups)["Gender"], "k")] += one.k or 0
        assert sums == {("Male", "n"): 25, ("Male", "k"): 5, ("Female", "n"): 9, ("Female", "k"): 9}
    assert next(one.role for one in proposal.mapping.columns if one.heading == "person_id") is Role.IGNORE
    weighted = people.replace("admitted\n", "admitted,weight\n").replace(",1\n", ",1,2.5\n").replace(",0\n", ",0,2\n")
    one = figures(taken(weighted, indicator="Admissions", period="1973")[1])[0]
    assert (one.weight_sum, one.weighted_sum, one.weight_squares) == (Decimal("2.5"), Decimal("2.5"), Decimal("6.25"))
    mapping = answered(proposal, indicator="Admissions", period="1973")
    later = table(people.replace("0,Male,A,1", "0,Male,A,yess"))
    assert later.fingerprint == mapping.fingerprint
    assert refused(list(read(later.lines(), mapping))) == {
        2: ("admitted", "“yess” is neither yes nor no here. Write one of: 1, 0; or leave it empty if it is not known.")
    }


def test_what_one_person_earns_is_a_sum_and_never_a_group():
    people = "".join(f"{'AB'[at % 2]},{'MF'[at // 2 % 2]},{50000 + at}\n" for at in range(60))
    named = "".join(f"Person {at},{line}\n" for at, line in enumerate(people.splitlines()))
    proposal, rows = taken("who,race,gender,salary\n" + named, indicator="Pay", period="2021")
    assert proposal.mapping.columns[0].role is Role.IGNORE
    found = figures(rows)
    assert proposal.mapping.layout is Layout.PERSONS
    assert len({one.groups for one in found}) == 4
    assert {dimension for one in found for dimension, _group in one.groups} == {"race", "gender"}
    assert sum(one.sum or 0 for one in found) == sum(50000 + at for at in range(60))
    assert sum(one.n or 0 for one in found) == 60
    assert len(proposal.mapping.columns) == 4


# ---- the memory and the start


SCRIPT = """
import io, sys
from metrics.reading.files import open_table
from metrics.reading.proposing import answered, propose
from metrics.reading.rows import read
with open(sys.argv[1], "rb") as file:
    held = open_table(file, "figures.csv")
    count = sum(row.observation is not None for row in read(held.lines(), answered(propose(held))))
used = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(count, int(used) // 1024, "django" in sys.modules)
"""


def test_a_long_file_is_read_in_little_memory_and_without_the_framework(tmp_path):
    path = tmp_path / "figures.csv"
    with path.open("w") as file:
        file.write("indicator,period,place,race,gender,n,k\n")
        for at in range(200_000):
            file.write(
                f"Hires,{2000 + at % 20},Unit {at % 1000},Race {at % 7},Gender {at % 3},{at % 90 + 10},{at % 10}\n"
            )
    root = Path(__file__).resolve().parent.parent.parent
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(path)], cwd=root, capture_output=True, text=True, env={**os.environ}, check=True
    )  # fmt: skip
    count, megabytes, django = done.stdout.split()
    assert int(count) == 200_000
    assert int(megabytes) < 300
    assert django == "False"


# ---- whatever comes

ODD = (
    "",
    "1",
    "0",
    "-1",
    "1,5",
    "٣",
    "²",
    "1e99",
    "1e-99",
    "9" * 40,
    "n",
    "2021",
    "2021-13",
    "yes",
    "All",
    "\x00formula",
)
LINES = st.lists(st.lists(st.sampled_from(ODD) | st.text(max_size=8), max_size=9), max_size=6)
HEADINGS = (
    "indicator,period,place,race,n,k,value,moe",
    "indicator,period_begin,period_end,race,n,sum,sum_of_squares,low,high",
    "Year,Units,Sex,GeoCode,Value",
    "Agency,# Employees,%Female,%Male,check",
    "race,gender,hired,Freq",
    "geoid,dimension,group,universe,count",
)


@pytest.mark.parametrize("first", HEADINGS)
@given(lines=LINES)
@settings(max_examples=60)
def test_whatever_stands_in_a_row_is_a_verdict_and_never_an_error(first, lines):
    row = ["1", "2021", "2022", "5", "9", "4", "44", "2", "3"][: first.count(",") + 1]
    held = table(f"{first}\n{','.join(row)}\n")
    for mapping in (propose(held).mapping, answered(propose(held), indicator="Hires", period="2021")):
        rows = list(read(enumerate(lines, start=2), mapping))
        assert {one.line for one in rows} == set(range(2, 2 + len(lines)))
        for one in rows:
            assert (one.observation is not None) == (one.verdict is Verdict.READ)
            assert one.verdict is Verdict.READ or str(one.reason).endswith((".", "…"))
            if one.observation:
                assert one.observation.period
                assert one.observation.indicator
                assert one.observation.n is None or 0 <= (one.observation.k or 0) <= one.observation.n


@given(content=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
@settings(max_examples=200)
def test_whatever_a_file_holds_it_is_read_or_refused_in_a_sentence(content):
    said = ""
    try:
        held = table(content)
        rows = list(read(held.lines(), answered(propose(held), period="2021")))
    except Unreadable as refusal:
        said = str(refusal)
    assert said.endswith(".") or all(one.line > 1 for one in rows)
