"""EEO-4 tables as their pages and their file show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from compliance.forms.selections import BANDS
from compliance.models import Eeo4Report
from compliance.queries.selections import PER_PAGE, RESULTS, named_row
from compliance.titlevii import files, gate, texts
from raci.authority import Facts
from raci.refusals import Refused


@dataclass(frozen=True)
class ReportPage:
    """EEO-4 tables of a survey year."""

    row: Eeo4Report
    said: dict[str, Any]
    is_counsel: bool

    @property
    def answer(self) -> dict[str, Any]:
        """As the check told it."""
        found: dict[str, Any] = self.said["answer"]
        return found

    @property
    def result(self) -> str:
        """In words."""
        return str(RESULTS[self.answer["result"]])

    @property
    def bands(self) -> str:
        """Which bands the form has."""
        return str(dict(BANDS)[self.said["head"]["bands"]])

    @property
    def rules(self) -> list[dict[str, Any]]:
        """The rows of law used."""
        return [named_row(row) for row in self.answer["parameters"]]

    @cached_property
    def titles(self) -> dict[int, str]:
        """What each row of the form is."""
        return files.row_titles(self.answer["figures"]["bands"])

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The form's rows with somebody in them, and the totals."""
        rows: Sequence[dict[str, Any]] = self.answer["figures"].get("rows", [])
        return [
            {
                "row": row["row"],
                "title": self.titles[row["row"]],
                "men": sum(count for name, count in row.items() if name.startswith("male_")),
                "women": sum(count for name, count in row.items() if name.startswith("female_")),
                "total": row["total"],
            }
            for row in rows
        ]

    @property
    def csv(self) -> str:
        """The form's rows, all columns."""
        if not self.answer["figures"].get("rows"):
            raise Refused(_("There is no such file."), visible=False)
        return files.tables_csv(self.answer["figures"]["rows"], self.titles)


def report_page(facts: Facts, pk: int, *, why: str) -> ReportPage:
    """The tables, opened: one reading is recorded."""
    row, via = gate.need_report(facts, pk)
    said = texts.words_of(row, by=facts.person, via=via, why=why)
    return ReportPage(row, said, gate.counsel(facts) is not None)


def reports(facts: Facts) -> list[Eeo4Report]:
    """All of them (3 queries)."""
    gate.need_all(facts)
    return list(Eeo4Report.objects.select_related("post")[:PER_PAGE])
