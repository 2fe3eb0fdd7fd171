"""Feedback rounds: written, coded, published, and what was done about them."""

from __future__ import annotations

from typing import Any

from engagement.models import FeedbackRound, FeedbackTheme, HeardGroup, Quote
from engagement.rounds.acts import begin_round, say_what_was_done
from raci import clock
from raci.history import acting
from raci.models import Case, Record, Scope
from raci.the_city import need_city
from tests.city import SmallCity
from tests.engagement.rounds import published, written


def furnish(city: SmallCity) -> dict[str, dict[str, Any]]:
    """A draft with one of each part, and a round in force."""
    draft = written(city, "Round being written")
    done = published(city, written(city, "Round in force"))
    did = say_what_was_done(done, said="Ask earlier.", did="We ask in May.", by=city.officer)
    theme = draft.themes.latest("order")
    return {
        "round-draft": {"pk": draft.record_id},
        "round": {"pk": done.record_id},
        "round-group-new": {"pk": draft.record_id, "what": "group"},
        "round-quote-new": {"pk": theme.pk, "what": "quote"},
        "round-group": {"pk": draft.heard.get().pk, "what": "group"},
        "round-theme": {"pk": theme.pk, "what": "theme"},
        "round-quote": {"pk": theme.quotes.get().pk, "what": "quote"},
        "we-did": {"pk": did.pk},
    }


LISTS = {"engagement:round-list": ("office", dict)}
EXPORTS = {"feedback-rounds": "office"}
FULL = {"feedback-rounds": 1}


def grow(city: SmallCity, number: int) -> None:
    """One more draft."""
    begin_round(need_city(), f"Round {number}", by=city.office)


def plant(city: SmallCity, number: int, payload: str) -> None:
    """A round whose texts are the payload."""
    with acting(by=city.office, act="create"):
        scope = Scope.objects.get(activity_code="3.3", unit__kind="city")
        record = Record.objects.create(kind="feedback_round", scope=scope, title=payload)
        Case.objects.create(record=record, number=1, title=payload, state_since=clock.now(), state_by=payload)
        row = FeedbackRound.objects.create(record=record, title=payload, asked=payload)
        HeardGroup.objects.create(round=row, order=1, title=payload, way="survey", answered=1)
        theme = FeedbackTheme.objects.create(round=row, order=1, title=payload, words=payload)
        Quote.objects.create(theme=theme, order=1, words=payload, consent=payload)


ONE_THING = [
    "engagement:round-create",
    "engagement:round-detail",
    "engagement:round-edit",
    "engagement:round-code",
    "engagement:round-part-create",
    "engagement:round-part-edit",
    "engagement:round-part-remove",
    "engagement:we-did-create",
    "engagement:we-did-edit",
    "engagement:public-round-list",
    "engagement:public-round",
]
LOOKS: list[dict[str, Any]] = [
    {"name": "engagement:round-list", "who": "office"},
    {"name": "engagement:round-list", "who": "new"},
    {"name": "engagement:round-create", "who": "office"},
    {"name": "engagement:round-create", "who": "office", "press": "Begin it", "status": 422},
    {"name": "engagement:round-detail", "args": "round-draft", "who": "office"},
    {"name": "engagement:round-detail", "args": "round", "who": "officer"},
    {"name": "engagement:round-edit", "args": "round-draft", "who": "office"},
    {"name": "engagement:round-code", "args": "round-draft", "who": "office"},
    {"name": "engagement:round-part-create", "args": "round-group-new group", "who": "office"},
    {"name": "engagement:round-part-edit", "args": "theme round-theme", "who": "office"},
    {"name": "engagement:round-part-remove", "args": "quote round-quote", "who": "office"},
    {"name": "engagement:we-did-create", "args": "round", "who": "officer"},
    {"name": "engagement:we-did-edit", "args": "we-did", "who": "officer"},
    {"name": "engagement:public-round-list", "who": ""},
    {"name": "engagement:public-round", "args": "round", "who": ""},
]
NO_PAGE: list[tuple[str, str]] = []
