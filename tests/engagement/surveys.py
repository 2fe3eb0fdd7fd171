"""Exports of surveys for tests: a thousand people, made up by one seed."""

from __future__ import annotations

import csv
import io
from random import Random
from typing import Any

from engagement.models import FeedbackRound, Survey
from engagement.surveys import acts
from tests.city import SmallCity

WORDS = ["Response ID", "Where do you work?", "How long?", "What would help?", "Anything else?"]
BOOK = """question,words,kind,code,label
Q1,Where do you work?,,1,Parks
,,,2,Water
,,,3,"Fire, rescue"
,,,4,Library
Q2,How long?,,a,Under a year
,,,b,1 to 5 years
,,,c,Longer
Q3,What would help?,several,1,Training
,,,2,"Time, above all"
,,,3,A mentor
"""


def people(n: int, seed: int = 8) -> list[list[str]]:
    """Rows of an export: few work at the library, fewer of them for under a year."""
    random = Random(seed)
    rows = []
    for number in range(1, n + 1):
        work = random.choices("1234", (50, 30, 18, 2))[0]
        how = random.choices("abc", (10, 40, 50))[0]
        helps = ";".join(code for code in "123" if random.random() < 0.4)
        text = f"It takes too long, says {number}." if random.random() < 0.3 else ""
        rows.append([f"R_{number}", work, how, helps, text])
    return rows


def export(rows: list[list[str]]) -> bytes:
    """As a tool writes it: codes, words, its own marks, then a row for each who answered."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["ResponseId", "Q1", "Q2", "Q3", "Q4"])
    writer.writerow(WORDS)
    writer.writerow([f'{{"ImportId":"{name}"}}' for name in ("_recordId", "QID1", "QID2", "QID3", "QID4")])
    writer.writerows(rows)
    return file.getvalue().encode()


def brought(city: SmallCity, row: FeedbackRound, rows: list[list[str]], title: str = "Staff survey") -> Survey:
    """Chosen, read and confirmed."""
    file = acts.choose_export(
        row, title=title, file_name="export.csv", content=export(rows), book=("book.csv", BOOK.encode()), by=city.office
    )
    return acts.confirm_export(file, by=city.office)


def cells(table: Any) -> dict[frozenset[tuple[str, str]], Any]:
    """By what somebody said the numbers of the cell."""
    return {frozenset(one["key"].items()): one for one in table.cells}
