"""A table that cannot be used is refused: where, why, what to do; nothing on standard output, and the exit code says so."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).resolve().parent.parent.parent

REFUSED = [
    # command, table, options, what the message says
    ("disparity", "", (), ["it is empty", "first row names the columns"]),
    ("disparity", "group,n,k\n", (), ["no row below the header", "Add one"]),
    ("disparity", "group,n\na,1\n", (), ["row 1", "no column k", "Add it"]),
    ("disparity", "group,n,k,n\na,1,1,1\n", (), ["row 1", "two columns are named n"]),
    ("disparity", "group,,n,k\na,x,1,1\n", (), ["row 1", "column 2 has no name"]),
    ("disparity", "group,n,k\na,10,3\nb,ten,3\n", (), ["t.csv, row 3, column n", '"ten" is not a number']),
    ("disparity", 'group,n,k\na,"1,000",3\n', (), ["row 2, column n", '"1,000" is not a number', "1234.5"]),
    ("disparity", "group,n,k\na,10,inf\n", (), ["row 2, column k", "not a number"]),
    ("disparity", "group,n,k\na,10,-1\n", (), ["row 2, column k", "below 0"]),
    ("disparity", "group,n,k\na,10,2.5\n", (), ["row 2, column k", "whole number"]),
    ("disparity", "group,n,k\na,1e40,2\n", (), ["row 2, column n", "not a count"]),
    ("disparity", "group,n,k\na,10,11\n", (), ["row 2, column k", "11 of 10 people"]),
    ("disparity", "group,n,k\na,10,1\na,20,2\n", (), ["row 3, column group", "in row 2 already", "tells them apart"]),
    ("disparity", "group,n,k\n,10,1\n", (), ["row 2, column group", "no name"]),
    ("disparity", "group,n,k\na,10,1,7\n", (), ["row 2", "4 cells and the header 3"]),
    ("disparity", 'group,n,k\n"a,10,1\n', (), ["not a CSV table", "quotation mark"]),
    ("disparity", "group,n,k\na,10,1\nb,20,2\nTotal,30,3\n", (), ["Total is the sum", "Take its row out"]),
    ("disparity", "group,n,k\na,10,1\nb,20,2\n", ("--reference", "c"), ["No group is named c", "a, b"]),
    ("disparity", "group,n,k\na,10,1\n", ("--by", "race"), ["no column race"]),
    ("disparity", "group,n,k\na,10,1\n", ("--stratum", "year"), ["no column year"]),
    ("disparity", "n,k\n10,1\n", (), ["no column names the groups"]),
    ("disparity", "group,n,k\na\0,10,1\n", (), ["not a text"]),
    ("inequality", "group,value\na,1\n", (), ["no column favourable"]),
    ("inequality", "group,value,favourable\na,1,maybe\n", (), ["row 2, column favourable", "yes or no"]),
    ("inequality", "group,value,favourable\na,1,yes\nb,2,no\n", (), ["row 3, column favourable", "differs"]),
    ("inequality", "group,value,favourable\na,1,yes\na,2,yes\n", (), ["column group", "there twice"]),
    ("inequality", "group,value,favourable\na,,yes\nb,NA,yes\n", (), ["column value", "no value is known", "Fill the values in"]),
    ("inequality", "group,value,favourable,population\na,1,yes,0\nb,1,yes,1\n", (), ["row 2, column population"]),
    ("inequality", "group,value,favourable\na,1,yes\nb,2,yes\n", ("--reference", "z"), ["a, b", "not z"]),
    ("inequality", "group,value,favourable\na,1,yes\nb,2,yes\nc,3,yes\nd,,yes\n", (), ["85 %", "not known for d"]),
    ("progress", "baseline,target,value\n1,2,3\n", (), ["no column direction"]),
    ("progress", "baseline,target,value,direction\n1,2,3,left\n", (), ["row 2, column direction", "up where more"]),
    ("progress", "name,baseline,target,value,direction\na,1,2,3,up\n", ("--reference", "b"), ["0 rows are named b"]),
    ("index", "indicator,value,floor,goal\na,1,2,2\n", (), ["row 2, column goal", "differ"]),
    ("index", "indicator,value,floor,goal\na,1,,2\n", (), ["row 2, column floor", "scores 0"]),
    ("index", "indicator,value,floor,goal,group\na,1,0,2,x\n", (), ["row 2", "no row without a group"]),
    ("index", "indicator,value,floor,goal,scale\na,1,0,2,cubic\n", (), ["row 2, column scale", "linear or log"]),
    ("index", "indicator,value,floor,goal,weight\na,1,0,2,0\n", (), ["row 2, column weight", "above 0"]),
    (
        "index", "domain,indicator,value,floor,goal,domain_weight\nd,a,1,0,2,1\nd,b,1,0,2,3\n", (),
        ["row 3, column domain_weight", "one weight for each domain"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("command", "table", "options", "words"), REFUSED)
def test_a_table_is_refused_with_where_and_what_to_do(
    tmp_path: Path, command: str, table: str, options: tuple[str, ...], words: list[str]
):
    path, out = tmp_path / "t.csv", io.StringIO()
    path.write_text(table, encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        call_command(command, str(path), "--json", *options, stdout=out)
    message = str(refused.value)
    assert [word for word in [*words, "t.csv"] if word not in message] == [], message
    assert out.getvalue() == ""
    assert refused.value.returncode != 0


def test_what_is_no_table_at_all(tmp_path: Path):
    latin = tmp_path / "latin.csv"
    latin.write_bytes("group,n,k\nAño,1,1\n".encode("latin-1"))
    for path, words in ((tmp_path / "none.csv", "cannot be read"), (tmp_path, "cannot be read"), (latin, "not UTF-8")):
        with pytest.raises(CommandError, match=words):
            call_command("disparity", str(path), "--json", stdout=io.StringIO())


def test_a_program_that_runs_it_sees_the_exit_code_and_no_output(tmp_path: Path):
    (tmp_path / "t.csv").write_text("group,n,k\na,10,11\n")
    command = [sys.executable, "manage.py", "disparity", str(tmp_path / "t.csv"), "--json"]
    surroundings = {**os.environ, "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"}  # there is no database
    run = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (1, "")
    assert "row 2, column k" in run.stderr
    assert "Traceback" not in run.stderr


def test_marks_of_other_programs_are_understood(tmp_path: Path):
    (tmp_path / "t.csv").write_text("\ufeffGroup;N;K\r\na;10;4\r\n\r\nb;10;3\r\n", encoding="utf-8")
    out = io.StringIO()
    call_command("disparity", str(tmp_path / "t.csv"), "--json", stdout=out)
    assert '"comparisons"' in out.getvalue()
