"""Files that describe indicators and hold no figures of groups: Open SDG's metadata, and tables of baselines and targets.

They are refused as figures, with the sentence of `refuse`; `describe` reads what they say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from metrics.reading.files import Table
from metrics.reading.words import key
from raci.evidence.verdicts import _
from raci.imports.verdicts import Unreadable, say

META = frozenset(
    {"national metadata", "indicator available", "indicator description", "indicator name", "unit of measurement"}
    | {"graph type", "graph title", "reporting status", "global metadata", "computation units", "sdg goal"}
)
LIST = ({"indicator name", "target name"}, {"base value", "target"}, {"baseline", "target"})
FIELDS = {
    "code": ("indicator number", "indicator", "indicator id"),
    "name": ("indicator name", "indicator available", "graph title"),
    "definition": ("indicator description", "definitions", "definition"),
    "unit": ("unit of measurement", "computation units", "unit"),
    "source": ("source 1 organisation", "source 1 organization", "source"),
    "target_wording": ("target name",),
    "direction": ("direction",),
    "baseline": ("base value", "baseline"),
    "baseline_year": ("base year", "baseline year"),
    "target": ("target",),
    "target_year": ("target year",),
}


@dataclass(frozen=True)
class Description:
    """What a file says of one indicator; texts as they stand, "" where it says nothing."""

    code: str = ""
    name: str = ""
    definition: str = ""
    unit: str = ""
    source: str = ""
    target_wording: str = ""
    direction: str = ""
    baseline: str = ""
    baseline_year: str = ""
    target: str = ""
    target_year: str = ""
    more: Mapping[str, str] = field(default_factory=dict)  # all else it says, by its own names


def describes(table: Table) -> bool:
    """Whether a file describes indicators and holds no figures of groups."""
    words = {key(heading) for heading in table.headings}
    return _is_sheet(table) or any(wanted <= words for wanted in LIST)


def refuse(table: Table) -> None:
    """Raises Unreadable where the file describes indicators."""
    if describes(table):
        found = describe(table)
        names = "; ".join(f"“{one.name or one.code}”" for one in found[:MOST_NAMED])
        facts = {"file": table.name, "count": len(found), "names": names + "; …" * (len(found) > MOST_NAMED)}
        raise Unreadable(say(DESCRIBES_ONE if len(found) == 1 else DESCRIBES, **facts))


def describe(table: Table) -> list[Description]:
    """The indicators that a file describes, one of a sheet of two columns, else one a row."""
    if _is_sheet(table):
        lines = [table.headings, *(cells for _line, cells in table.sample)]  # whatever stands first is no heading here
        facts = {key(cells[0]): cells[1].strip() for cells in lines if len(cells) > 1 and cells[1].strip()}
        code = table.stem.removeprefix("csv-meta_").removeprefix("indicator_")
        return [_description({"indicator": code, **facts})]
    words = [key(heading) for heading in table.headings]
    return [_description(dict(zip(words, _stripped(cells), strict=False))) for _line, cells in table.sample]


def _stripped(cells: Sequence[str]) -> list[str]:
    return [cell.strip() for cell in cells]


def _is_sheet(table: Table) -> bool:
    words = {key(cells[0]) for _line, cells in table.sample if cells} | {key(table.headings[0])}
    return len(table.headings) <= 2 and len(words & META) >= 3


def _description(facts: Mapping[str, str]) -> Description:
    taken = {name: next((word for word in words if facts.get(word)), "") for name, words in FIELDS.items()}
    said = {name: facts[word] for name, word in taken.items() if word}
    more = {word: text for word, text in facts.items() if text and word not in taken.values()}
    return Description(**said, more=more)


MOST_NAMED = 3
DESCRIBES_ONE = _(
    "“%(file)s” describes the indicator %(names)s and holds no figures of groups."
    " Enter what it says at the indicator, and choose the file with the figures."
)
DESCRIBES = _(
    "“%(file)s” describes %(count)d indicators (%(names)s) and holds no figures of groups."
    " Enter what it says at the indicators, and choose the file with the figures."
)
