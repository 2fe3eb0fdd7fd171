"""Public comment: rounds, comments and what came of them."""

from __future__ import annotations

from typing import Any

from engagement.commenting.acts import judge_comment, say_outcome
from engagement.models import Comment, CommentRound
from raci import clock
from raci.history import acting
from raci.the_city import need_city
from tests.city import SmallCity
from tests.engagement.comments import announced, commented
from tests.engagement.partners import later


def furnish(city: SmallCity) -> dict[str, dict[str, Any]]:
    """A round that is open, with a comment that waits and one that is shown, and an outcome."""
    row = announced(city)
    one, other = commented(row), commented(row, "Say it in Spanish.")
    judge_comment(other, state="shown", answer="We do.", by=city.office)
    said = {"said": "Renters", "said_es": "", "did": "We ask them.", "did_es": ""}
    return {
        "comment-round": {"pk": row.pk},
        "comment": {"pk": one.pk},
        "comment-outcome": {"pk": say_outcome(row, said, by=city.office).pk},
    }


LISTS = {"engagement:comment-round-list": ("director", dict)}
EXPORTS = {"comment-rounds": "director"}
FULL = {"comment-rounds": 1}


def grow(city: SmallCity, number: int) -> None:
    """One more, with a comment."""
    commented(announced(city, f"Round {number}"))


def plant(city: SmallCity, number: int, payload: str) -> None:
    """A round and a comment whose texts are the payload."""
    with acting(by=city.office, act="announce_round"):
        row = CommentRound.objects.create(
            unit=need_city(), title=payload, title_es=payload, about=payload, about_es=payload, draft=payload,
            opens_on=clock.today(), closes_on=later(1),
        )  # fmt: skip
        Comment.objects.create(round=row, way="paper", received_on=clock.today(), words=payload, name=payload)


ONE_THING = [
    "engagement:comment-round-create",
    "engagement:comment-round-detail",
    "engagement:comment-round-edit",
    "engagement:comment-record",
    "engagement:comment-judge",
    "engagement:comment-outcome-create",
    "engagement:comment-outcome-edit",
    "engagement:public-comment-list",
    "engagement:public-comment-round",
]
LOOKS: list[dict[str, Any]] = [
    {"name": "engagement:comment-round-list", "who": "office"},
    {"name": "engagement:comment-round-list", "who": "new"},
    {"name": "engagement:comment-round-create", "who": "office"},
    {"name": "engagement:comment-round-create", "who": "office", "press": "Announce it", "status": 422},
    {"name": "engagement:comment-round-detail", "args": "comment-round", "who": "office"},
    {"name": "engagement:comment-round-edit", "args": "comment-round", "who": "office"},
    {"name": "engagement:comment-record", "args": "comment-round", "who": "office"},
    {"name": "engagement:comment-judge", "args": "comment", "who": "office"},
    {"name": "engagement:comment-outcome-create", "args": "comment-round", "who": "office"},
    {"name": "engagement:comment-outcome-edit", "args": "comment-outcome", "who": "office"},
    {"name": "engagement:public-comment-list", "who": ""},
    {"name": "engagement:public-comment-round", "args": "comment-round", "who": ""},
    {
        "name": "engagement:public-comment-round", "args": "comment-round", "who": "", "query": "?lang=en",
        "press": "Send the comment", "status": 422,
    },
]  # fmt: skip
