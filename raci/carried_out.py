"""What came of a directive or a recommendation in the rooms above: each says it of its own (from `AppConfig.ready`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from raci.authority import Facts
from raci.models import Directive, Recommendation

Asked = Directive | Recommendation


@dataclass(frozen=True)
class Made:
    """One thing that was made of it: what, of which unit, how it stands, what was said of it last, and whether it is over."""

    title: str
    where: str
    stands: str
    said: str
    url: str
    is_over: bool


@dataclass(frozen=True)
class Carried:
    """What a reader may know of it, and where they make something of it themself ("" where they may not)."""

    made: list[Made] = field(default_factory=list)
    begin: str = ""

    @property
    def is_over(self) -> bool:
        """Whether something was made of it and all of it is over."""
        return bool(self.made) and all(one.is_over for one in self.made)


Source = Callable[[Asked, Facts], Carried]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Make a room's source known."""
    if source not in _sources:
        _sources.append(source)


def carried_out(one: Asked, facts: Facts) -> Carried:
    """From all rooms together."""
    found = [source(one, facts) for source in _sources]
    made = [each for carried in found for each in carried.made]
    return Carried(made, next((carried.begin for carried in found if carried.begin), ""))
