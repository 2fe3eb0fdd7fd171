"""Where thresholds of translation come from, and how each source stands in law (LA-13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from compliance.checks.law import Law, Parameter
from compliance.law.standing import law_on
from compliance.models import LanguageAssessment
from compliance.queries.language_assessments import standing_of

KEYS = ("lep.count", "lep.share", "lep.small", "lep.edge")


@dataclass(frozen=True)
class SourceRow:
    """One row of a source, as it is in force or was."""

    row: Parameter
    is_in_force: bool

    @property
    def standing(self) -> str:
        """In words."""
        return standing_of(self.row.status.value)

    @property
    def value(self) -> str:
        """With the words of its edge; a share as percent."""
        if self.row.value is None:
            return ""
        if self.row.key == "lep.share":
            return f"{self.row.operator} {float(self.row.number * 100):g}\u00a0%".strip()
        return f"{self.row.operator} {self.row.value}".strip()


@dataclass(frozen=True)
class Source:
    """One source: whose rule, its rows, and how it stands."""

    name: str
    rows: list[SourceRow]

    @property
    def head(self) -> SourceRow:
        """The row that says how it stands: the one in force, else the last."""
        return next((one for one in self.rows if one.is_in_force), self.rows[-1])


@dataclass(frozen=True)
class SourcesPage:
    """All sources."""

    sources: list[Source]
    without: list[str]  # sources that no row is kept of


def threshold_sources(day: date) -> SourcesPage:
    """By whose rule it is, as the rows of the law say today."""
    law: Law = law_on(day)
    found, without = [], []
    for code, name in LanguageAssessment.Policy.choices:
        rows = [SourceRow(one, one.on(day)) for one in law.parameters if one.key in KEYS and one.variant == code]
        rows.sort(key=lambda one: (KEYS.index(one.row.key), one.row.begins or date.min))
        if rows:
            found.append(Source(str(name), rows))
        else:
            without.append(str(name))
    return SourcesPage(found, without)
