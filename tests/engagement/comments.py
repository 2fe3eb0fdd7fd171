"""Public comment, for tests."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from engagement.commenting.acts import announce_round, comment_by_form
from engagement.models import Comment, CommentRound
from raci.the_city import need_city
from tests.city import SmallCity
from tests.engagement.partners import later


def said(title: str = "Equity in budgets", **more: Any) -> dict[str, Any]:
    values = {
        "unit": need_city(), "title": title, "title_es": "Equidad en el presupuesto", "about": "Who gains from money.",
        "about_es": "A quién ayuda el dinero.", "draft": "Each request says who is served.", "opens_on": later(0),
        "closes_on": later(20),
    }  # fmt: skip
    return {**values, **more}


def announced(city: SmallCity, title: str = "Equity in budgets", **more: Any) -> CommentRound:
    """One of the whole city's, by the Office."""
    return announce_round(said(title, **more), by=city.office)


def commented(row: CommentRound, words: str = "Ask renters too.") -> Comment:
    """By the form."""
    return comment_by_form(row, words=words, name="", sending=uuid4())
