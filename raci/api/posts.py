"""Posts: what they do, and who holds them."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef
from rest_framework import serializers

from raci.api.contract import Door, operation
from raci.api.fields import Code, Day, Shape
from raci.api.holdings import HoldingShown
from raci.api.paging import Rows, Search, YesNo
from raci.api.problems import Invalid
from raci.api.shapes import RoleRef, UnitRef, said
from raci.authority import Facts
from raci.lists import ask
from raci.models import Post
from raci.queries import posts as queries
from raci.queries.lists.posts import HELD, POSTS, VACANT
from raci.queries.posts_today import in_force, today_of, with_holders


class PostRow(Shape):
    """A post with who holds it today."""

    code = said(source="post.code")
    title = said(source="post.title")
    role = RoleRef(source="post.role")
    unit = UnitRef(source="post.unit")
    holders = serializers.ListField(child=said())
    is_vacant = serializers.BooleanField()

    example = {
        "code": "director-parks", "title": "Director, Parks & Recreation", "role": {"code": "DIR", "name": "Directors"},
        "unit": UnitRef.example, "holders": ["Dana Reyes"], "is_vacant": False,
    }  # fmt: skip


class PostShown(PostRow):
    """A post: what it does, and who held it when."""

    cells = serializers.ListField(child=said(), help_text='"A 4.1", in the matrix in force.')
    may_begin = serializers.BooleanField(help_text="Whether you record who holds it.")
    why_not = said()
    is_reviewed = serializers.BooleanField(help_text="Whether a second person accepts who holds it.")
    is_top = serializers.BooleanField(help_text="Whether the giver's document is needed.")
    holdings = HoldingShown(many=True)
    proposals = HoldingShown(many=True)

    example = {
        **PostRow.example, "cells": ["R 4.1"], "may_begin": False, "is_reviewed": False, "is_top": False,
        "why_not": "Filling this post takes R for 4.4 in its unit.", "holdings": [HoldingShown.example], "proposals": [],
    }  # fmt: skip


class PostQuery(Search):
    """Which posts."""

    unit = Code(required=False, allow_blank=False, help_text="The code of a unit.")
    vacant = YesNo(required=False, help_text="Those that nobody holds today, or that somebody holds.")
    on = Day(required=False, help_text="As they stood on a day: their titles and holders of then.")


class PostList(Door):
    """All posts."""

    noun = "posts"

    @operation("Posts and who holds them today", gives=PostRow, query=PostQuery)
    def get(self) -> Any:
        """In the order of the units."""
        wanted = self.wanted
        if "on" in wanted:
            return self._on()
        found = queries.posts_found(wanted.get("q", ""), wanted.get("unit", ""), self.facts)
        if "vacant" in wanted:
            held = Exists(in_force(self.facts.today).filter(post=OuterRef("pk")))
            found = found.filter(~held if wanted["vacant"] else held)
        return Rows(with_holders(found, self.facts.today), _row)

    def _on(self) -> Rows:
        params = {name: str(value) for name, value in self.wanted.items() if name in ("q", "unit", "on")}
        if "vacant" in self.wanted:
            params["vacant"] = VACANT if self.wanted["vacant"] else HELD
        asked = ask(POSTS, self.facts, params)
        if asked.problems:
            raise Invalid(asked.problems)
        return Rows(asked.rows, _then)


def _then(post: Post) -> dict[str, Any]:
    post.title = post.title_then  # type: ignore[attr-defined]
    return _row(post)


def _row(post: Post) -> dict[str, Any]:
    today = today_of(post)
    names = [held.person.name for held in today.holders]
    return {"post": post, "holders": names, "is_vacant": today.is_vacant}


class PostDetail(Door):
    """One post."""

    noun = "posts"

    @operation("A post", gives=PostShown)
    def get(self, code: str) -> Any:
        """What it does by the matrix in force, who held it when, and what is proposed for it."""
        return shown_post(code, self.facts)


def shown_post(code: str, facts: Facts) -> dict[str, Any]:
    """A post as GET shows it."""
    page = queries.post_page(queries.post_for(code, facts), facts)
    told = {name: getattr(page, name) for name in ("may_begin", "why_not", "is_reviewed", "is_top")}
    return {
        **_row(page.post), **told,
        "cells": [f"{'/'.join(codes)} {activity.code}" for activity, codes in page.cells],
        "holdings": [one.holding for one in page.holdings],
        "proposals": [one.holding for one in page.proposals],
    }  # fmt: skip
