"""Verdicts in words: results, figures with their units, and the rows of law that were used. Never a word of judgement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.checks.showing import percent, rounded
from compliance.checks.verdicts import Result, Said
from compliance.law.names import plainly

RESULTS = {
    Result.NOT_APPLICABLE: gettext_lazy("Does not apply"),
    Result.CANNOT_DETERMINE: gettext_lazy("Cannot be determined"),
    Result.NO_INDICATION: gettext_lazy("No indication"),
    Result.WATCH: gettext_lazy("To be watched"),
    Result.INDICATOR_RAISED: gettext_lazy("Indicator raised"),
    Result.BENCHMARK_MET: gettext_lazy("Benchmark met"),
    Result.BENCHMARK_NOT_MET: gettext_lazy("Benchmark not met"),
    Result.EVIDENCE_CURRENT: gettext_lazy("Evidence is current"),
    Result.EVIDENCE_DUE: gettext_lazy("Evidence is due"),
    Result.EVIDENCE_OVERDUE: gettext_lazy("Evidence is overdue"),
}
# How the last word of a figure's name tells its unit; the first that fits.
UNITS = (
    ("hours", gettext_lazy("hours")),
    ("denominator", gettext_lazy("hours")),
    ("assistance", gettext_lazy("dollars")),
    ("cost", gettext_lazy("dollars")),
    ("incurred", gettext_lazy("dollars")),
    ("payroll", gettext_lazy("dollars")),
    ("days", gettext_lazy("days")),
    ("days_left", gettext_lazy("days")),
    ("months", gettext_lazy("months")),
    ("years", gettext_lazy("years")),
    ("population", gettext_lazy("people")),
    ("speakers", gettext_lazy("people")),
    ("margin_of_error", gettext_lazy("people")),
    ("employees", gettext_lazy("people")),
)
SHARES = ("share", "percent", "benchmark_all", "benchmark_targeted", "portion")
SMALL = ("lep", "hcd", "fta", "doj", "hud", "dot", "eeo4", "fte", "dart", "uza", "ada", "wc")
MOST = 400  # lines of figures on a page


def words_of(result: Result) -> str:
    """A result, as people say it."""
    return str(RESULTS[result])


def sentence(said: Said) -> str:
    """In the reader's language, parameters by their names."""
    return plainly(_(said.text) % said.values if said.values else _(said.text))


def named(key: str) -> str:
    """A code as words: "section3_share" is "Section 3 share"."""
    words = [one.upper() if one in SMALL else one for one in key.replace("section3", "section 3").split("_")]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


@dataclass(frozen=True)
class Figure:
    """One line: how deep it stands, its name, its value, its unit."""

    depth: int
    name: str
    value: str
    unit: str = ""


def figures(found: Mapping[str, Any], depth: int = 0) -> Iterator[Figure]:
    """The figures of a verdict, line by line."""
    for key, value in found.items():
        name = named(str(key))
        if isinstance(value, Mapping):
            yield Figure(depth, name, "")
            yield from figures(value, depth + 1)
        elif isinstance(value, list | tuple) and value and isinstance(value[0], Mapping):
            yield Figure(depth, name, str(len(value)))
            for at, one in enumerate(value, start=1):
                yield Figure(depth + 1, str(one.get("name") or one.get("id") or one.get("step") or at), "")
                yield from figures({k: v for k, v in one.items() if k not in ("name", "id", "step")}, depth + 2)
        else:
            yield Figure(depth, name, shown(str(key), value), unit_of(str(key), value))


def unit_of(key: str, value: Any) -> str:
    """In which unit a number is."""
    if isinstance(value, bool) or not isinstance(value, int | float | Fraction):
        return ""
    return next((str(unit) for end, unit in UNITS if key == end or key.endswith(f"_{end}")), "")


def shown(key: str, value: Any) -> str:
    """A value, as pages write it."""
    if value is None:
        return _("not known")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return date_format(value)
    if isinstance(value, list | tuple):
        return ", ".join(shown(key, one) for one in value) or "–"
    if isinstance(value, Fraction):
        if any(key == one or key.endswith(f"_{one}") for one in SHARES) and 0 <= value <= 1:
            return percent(value)
        return number_format(int(value), force_grouping=True) if value.denominator == 1 else rounded(value, 3)
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, int):
        return number_format(value, force_grouping=value >= 10_000)
    return named(value) if "_" in str(value) else str(value)
