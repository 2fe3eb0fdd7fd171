"""A chart with all that belongs to it: what it finds, the sentence, how many people, what is unknown, source, day, limits."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.charts.spec import Chart


@dataclass(frozen=True)
class Freshness:
    """How old the figures are, in words ("2 days old", "late since 5 May"), and whether that is well."""

    words: str
    late: bool = False


@dataclass(frozen=True)
class Card:
    """A chart card; texts are shown as given, empty ones are left out.

    `key` begins with a letter and is the only one of its kind on the page; the card's address is #key.
    """

    key: str
    finding: str  # the title: what the figures show
    chart: Chart
    sentence: str = ""
    about: str = ""  # "Indicator 12 · Parks · 2026 Q3"
    n: int | None = None
    unknown_share: float | None = None  # 0 to 1, of those asked
    source: str = ""
    day: str = ""
    freshness: Freshness | None = None
    method: str = ""
    limits: tuple[str, ...] = ()  # what the figures cannot say
    csv: str = ""  # addresses
    link: str = ""
    level: int = 2  # of the heading
