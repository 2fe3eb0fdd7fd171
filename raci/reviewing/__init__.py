"""Reviewed records (governance 3): R in the line hands one in, A accepts it or gives it back, never who handed it in.

A reviewed kind is a model that stands on `raci.models.Reviewed`, a `records.Kind`, and a `Review` that says how its rows are
read, registered in `AppConfig.ready`. Pages, the API, what waits on somebody and notices come with it:

    reviewing.register(Review(ANSWER, unit=lambda row: row.unit, url=answer_url, related=("unit",)))

    with reviewing.writing(row, by=person, act="edit_answer") as locked:    # while it is a draft, or was given back
        locked.words = "..."
        locked.save()
    hand_in(row, by=person)
    accept(row, by=another)     or     give_back(row, by=another, why="...")

Naming and delegation count for either letter. Who acts for the submitter by delegation is not a second person.
"""

from raci.reviewing.acts import accept, give_back, hand_in, need_read, take_back, writing
from raci.reviewing.kinds import Review, register, review_called, review_of, reviews
from raci.reviewing.permissions import (
    answerers,
    may_answer,
    may_hand_in,
    may_read,
    may_take_back,
    may_write,
    reviewed,
    submitters,
)
from raci.reviewing.waiting import given_back, to_answer

__all__ = [
    "Review",
    "accept",
    "answerers",
    "give_back",
    "given_back",
    "hand_in",
    "may_answer",
    "may_hand_in",
    "may_read",
    "may_take_back",
    "may_write",
    "need_read",
    "register",
    "review_called",
    "review_of",
    "reviewed",
    "reviews",
    "submitters",
    "take_back",
    "to_answer",
    "writing",
]
