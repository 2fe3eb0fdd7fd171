"""A survey's tables as values that a round's text can hold and a page can draw. None is the one mark; "" is no answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engagement.models import FeedbackRound, SurveyTable
from engagement.surveys.codebook import SEVERAL

Question = Mapping[str, Any]


def tables_of(row: FeedbackRound) -> list[dict[str, Any]]:
    """Those that stand in the round: of each survey the newest export's (1 query)."""
    made = SurveyTable.objects.filter(survey__round=row, is_shown=True).select_related("survey")
    newest = dict(row.surveys.order_by("number").values_list("title", "number"))
    return [told(one) for one in made.order_by("pk") if one.survey.number == newest[one.survey.title]]


def told(table: SurveyTable) -> dict[str, Any]:
    """Lines and columns with the words of answers; `all` is the line of everybody, its last number how many there are."""
    questions = {one["code"]: one for one in table.survey.questions}
    rows, columns = questions[table.rows], questions[table.columns]
    body = _several(table, rows, columns) if columns["kind"] == SEVERAL else _single(table, rows, columns)
    return {
        "id": table.pk, "survey": table.survey.title, "rows": rows["words"], "columns": columns["words"],
        "several": columns["kind"] == SEVERAL, **body,
    }  # fmt: skip


def _by_key(table: SurveyTable) -> dict[tuple[str | None, str | None], dict[str, Any]]:
    return {(one["key"].get(table.rows), one["key"].get(table.columns)): one for one in table.cells}


def _answers(question: Question) -> Iterator[tuple[str, str]]:
    yield from question["answers"]
    yield "", ""


def _single(table: SurveyTable, rows: Question, columns: Question) -> dict[str, Any]:
    cells = _by_key(table)

    def count(row: str | None, column: str | None) -> int | None:
        found = cells.get((row, column))
        return found["n"] if found else 0

    heads = [(code, label) for code, label in _answers(columns) if code or count(None, code) != 0]
    lines = [
        {"label": label, "counts": [count(row, code) for code, _head in heads] + [count(row, None)]}
        for row, label in _answers(rows)
        if row or count(row, None) != 0
    ]
    everybody = [count(None, code) for code, _head in heads] + [count(None, None)]
    return {"heads": [label for _code, label in heads], "lines": lines, "all": everybody}


def _several(table: SurveyTable, rows: Question, columns: Question) -> dict[str, Any]:
    cells = _by_key(table)

    def line(row: str | None) -> list[int | None]:
        found = cells.get((row, None))
        if found is None:
            return [0] * (len(columns["answers"]) + 1)
        return [found["k"][code] for code, _label in columns["answers"]] + [found["n"]]

    lines = [{"label": label, "counts": line(row)} for row, label in _answers(rows) if row or line(row)[-1] != 0]
    return {"heads": [label for _code, label in columns["answers"]], "lines": lines, "all": line(None)}
