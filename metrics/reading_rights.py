"""Who reads figures as they are. Everybody who is signed in reads what an indicator is, and what was released of it."""

from __future__ import annotations

from collections.abc import Iterable

from metrics.kinds import BATCH, FIGURES, activity_of
from metrics.models import Indicator
from raci.authority import Facts, Subject
from raci.keeping import may_keep
from raci.models import Unit

WAYS = ("line", "invited", "read")


def reads_figures_of(facts: Facts, unit: Unit) -> bool:
    """Whether they read a unit's own figures: R, A, C and I of 4.2 in its line, who is named for them, and who reads all."""
    return facts.has("reads_all") or _letters(facts, FIGURES, unit) or bool(may_keep(facts, BATCH, unit))


def reads_live(facts: Facts, indicator: Indicator) -> bool:
    """Whether they read this indicator's figures before they are released; its `unit` is best fetched along (no query)."""
    return _letters(facts, activity_of(indicator), indicator.unit) or reads_figures_of(facts, indicator.unit)


def read_live(facts: Facts, indicators: Iterable[Indicator]) -> list[Indicator]:
    """Those of the indicators whose figures they read live."""
    return [one for one in indicators if reads_live(facts, one)]


def _letters(facts: Facts, activity: str, unit: Unit) -> bool:
    return bool(facts.letters(Subject.of_scope(activity, unit), WAYS))
