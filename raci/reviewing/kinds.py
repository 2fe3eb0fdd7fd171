"""The reviewed kinds: how the rows of each are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from raci.authority import Facts, Subject
from raci.models import Unit
from raci.models.reviewed import Reviewed
from raci.records import Kind, Life
from raci.refusals import Problem

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Review:
    """How the rows of one reviewed kind are read.

    `unit`: whose line they stand in; `url`: the page where one is read and answered; `related`: what these and `str(row)`
    read along, `beside`: the same where it is many rows; `activity`: for a kind that takes it from what it belongs to;
    `problems`: what it still lacks before it can be handed in; `freeze`: sets on the row, when it is handed in, what is decided;
    `before_accepting`: what stands between it and being accepted; `accepting`: what accepting it changes besides, in the same
    breath and before it stands (another row gives way, somebody is told);
    `readers`: who reads one besides R, A, C and I in its line; `waits`: what accepting it waits for, if not for the person
    alone; `over`: why one is written on no more though it was never accepted ("" where it is).
    """

    kind: Kind
    unit: Callable[[Any], Unit]
    url: Callable[[Any], str]
    related: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    activity: Callable[[Any], str] | None = None
    problems: Callable[[Any], list[Problem]] = lambda row: []
    freeze: Callable[[Any], None] = lambda row: None
    before_accepting: Callable[[Any], list[Problem]] = lambda row: []
    accepting: Callable[[Any], None] = lambda row: None
    readers: Callable[[Any, Facts], bool] = lambda row, facts: False
    waits: str | _StrPromise = ""
    over: Callable[[Any], str] = lambda row: ""

    def __post_init__(self) -> None:
        if self.kind.life is not Life.REVIEWED or not issubclass(self.kind.model, Reviewed):
            raise ValueError(f"{self.kind.code} is not reviewed, or its model does not stand on Reviewed.")

    def activity_of(self, row: Any) -> str:
        """The activity that this row stands under."""
        return self.activity(row) if self.activity else self.kind.activity

    def subject(self, row: Any) -> Subject:
        """What authority is asked about."""
        return Subject.of_scope(self.activity_of(row), self.unit(row))

    def rows(self) -> QuerySet[Any]:
        """All rows, with what is read along."""
        found = self.kind.model._default_manager.select_related("submitted_by", "answered_by", *self.related)
        return found.prefetch_related(*self.beside) if self.beside else found


_reviews: dict[str, Review] = {}


def register(review: Review) -> None:
    """Make a reviewed kind known (from `AppConfig.ready`). A code is given once."""
    if _reviews.setdefault(review.kind.code, review) is not review:
        raise ValueError(f"Two reviewed kinds are called {review.kind.code}.")


def reviews() -> tuple[Review, ...]:
    """All reviewed kinds, in the order they were registered."""
    return tuple(_reviews.values())


def review_called(code: str) -> Review | None:
    """The reviewed kind of this code."""
    return _reviews.get(code)


def review_of(row: Reviewed) -> Review:
    """How this row is read."""
    return next(one for one in _reviews.values() if one.kind.model is type(row))
