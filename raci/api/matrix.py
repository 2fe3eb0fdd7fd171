"""The matrix: a published version, one of its activities, and why somebody may do something under it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from raci.api.contract import Door, operation
from raci.api.fields import Code, Day, Shape
from raci.api.paging import Number, Query
from raci.api.shapes import PersonRef, PostRef, RoleRef, UnitRef, said
from raci.matrix.rows import table_of
from raci.models import Matrix
from raci.queries.activities import activity_page, why_page
from raci.queries.matrix import published
from raci.refusals import Refused


class VersionRef(Shape):
    """A published version."""

    number = serializers.IntegerField()
    effective_on = serializers.DateField()

    example = {"number": 1, "effective_on": "2026-07-01"}


class CellShown(Shape):
    """A role's letters."""

    role = said()
    codes = said(help_text='The letters, in the order R A C I: "RC".')

    example = {"role": "CAO", "codes": "A"}


class RowShown(Shape):
    """An activity."""

    code = said()
    title = said()
    category = said()
    is_procedure = serializers.BooleanField(help_text="The city's own working procedure, not in the source.")
    cells = CellShown(many=True)

    example = {
        "code": "4.1", "title": "Prepare bureau equity plans and report on them", "category": "4", "is_procedure": True,
        "cells": [CellShown.example],
    }  # fmt: skip


class MatrixShown(Shape):
    """A version of the matrix."""

    number = serializers.IntegerField()
    title = said()
    source = said()  # type: ignore[assignment] # REST framework takes it off the class
    label = said(help_text="As printed.")  # type: ignore[assignment] # REST framework takes it off the class
    adopted_by = said()
    adopted_on = serializers.DateField(allow_null=True)
    effective_on = serializers.DateField()
    published_by = said()
    is_in_force = serializers.BooleanField()
    rows = RowShown(many=True)
    versions = VersionRef(many=True, help_text="All that are published, newest first.")

    example = {
        "number": 1, "title": "Equity matrix", "source": "Citywide Practices", "adopted_by": "", "adopted_on": None,
        "label": "Example - For Illustrative Purposes Only", "effective_on": "2026-07-01", "published_by": "loaded by ...",
        "is_in_force": True, "rows": [RowShown.example], "versions": [VersionRef.example],
    }  # fmt: skip


class MatrixQuery(Query):
    """Which version."""

    version = Number(required=False, min_value=1, max_value=99_999_999, help_text="The one in force unless told.")
    on = Day(
        required=False, help_text="A day: the version in force then, with who held its posts then; today unless told."
    )


class MatrixDoor(Door):
    """An address about a version."""

    noun = "matrix"

    def version(self) -> Matrix:
        """The one that is asked for; drafts are nobody's to read here."""
        found = published(self.facts, self.wanted.get("version"), self.wanted.get("on"))
        if found is None:
            raise Refused("", visible=False)
        return found


class MatrixDetail(MatrixDoor):
    """A version."""

    @operation("The matrix", gives=MatrixShown, query=MatrixQuery)
    def get(self) -> Any:
        """Who is responsible, accountable, consulted and informed for each activity."""
        matrix = self.version()
        table = table_of(matrix)
        headings = {heading.code: heading.is_procedure for heading in table.categories}
        roles = [column.code for column in table.columns]
        rows = [
            {
                "code": row.code, "title": row.title, "category": row.category, "is_procedure": headings[row.category],
                "cells": [
                    {"role": role, "codes": codes}
                    for role, codes in zip(roles, table.row(row.code), strict=True) if codes
                ],
            }
            for row in table.activities
        ]  # fmt: skip
        told = {name: getattr(matrix, name) for name in TOLD}
        versions = Matrix.objects.filter(effective_on__isnull=False).order_by("-number")
        in_force = bool(self.facts.matrix and self.facts.matrix.pk == matrix.pk)
        return {**told, "is_in_force": in_force, "rows": rows, "versions": versions}


TOLD = ("number", "title", "source", "label", "adopted_by", "adopted_on", "effective_on", "published_by")


class HolderShown(Shape):
    """A post with who holds it today."""

    post = PostRef()
    holders = PersonRef(many=True)

    example = {"post": PostRef.example, "holders": [PersonRef.example]}


class ActivityRole(Shape):
    """A role's cell with its posts."""

    role = RoleRef()
    codes = said()
    posts = HolderShown(many=True)

    example = {"role": RoleRef.example, "codes": "C", "posts": [HolderShown.example]}


class MineShown(Shape):
    """One of your letters, by one capacity, with where it counts."""

    letter = said()
    why = said(source="via.sentence")
    counts = said()
    units = UnitRef(many=True)
    everywhere = serializers.BooleanField()

    example = {
        "letter": "R", "why": "As Director, Parks & Recreation you hold R for 4.1 (matrix v1).", "counts": "counts",
        "units": [UnitRef.example], "everywhere": False,
    }  # fmt: skip


class ActivityShown(Shape):
    """An activity: its cells, who holds each post today, and your own letters."""

    code = said(source="activity.code")
    title = said(source="activity.title")
    matrix = serializers.IntegerField(source="matrix.number")
    is_in_force = serializers.BooleanField()
    roles = ActivityRole(many=True)
    mine = MineShown(many=True)

    example = {
        "code": "4.1", "title": "Prepare bureau equity plans and report on them", "matrix": 1, "is_in_force": True,
        "roles": [ActivityRole.example], "mine": [MineShown.example],
    }  # fmt: skip


class ActivityDetail(MatrixDoor):
    """One activity."""

    @operation("An activity of the matrix", gives=ActivityShown, query=MatrixQuery)
    def get(self, activity: str) -> Any:
        """Who holds each post behind its cells today, and what it gives you."""
        page = activity_page(self.version(), activity, self.facts, self.wanted.get("on"))
        roles = [
            {
                "role": one.role, "codes": one.codes,
                "posts": [{"post": post.post, "holders": [held.person for held in post.holders]} for post in one.posts],
            }
            for one in page.roles
        ]  # fmt: skip
        told = {name: getattr(page, name) for name in ("activity", "matrix", "is_in_force", "mine")}
        return {**told, "roles": roles}


class WhyAnswer(Shape):
    """One thing one can do there."""

    what = said()
    allowed = serializers.BooleanField(source="permission.allowed")
    reason = said(source="permission.reason")
    who = serializers.ListField(child=said(), help_text="Everybody who may, and as what.")

    example = {
        "what": "Decide", "allowed": False, "who": ["Alma Appleyard, City Administrator"],
        "reason": "Approving takes A (accountable) for 4.1 in this unit; you hold R.",
    }  # fmt: skip


class WhyShown(Shape):
    """Why you may, or may not."""

    activity = said(source="activity.code")
    unit = UnitRef()
    matrix = serializers.IntegerField(source="matrix.number")
    answers = WhyAnswer(many=True)

    example = {"activity": "4.1", "unit": UnitRef.example, "matrix": 1, "answers": [WhyAnswer.example]}


class WhyQuery(Query):
    """Where."""

    unit = Code(required=False, allow_blank=False, help_text="The code of a unit; that of your first post unless told.")


class Why(MatrixDoor):
    """Why can I do this?"""

    @operation("Why can I do this, or not?", gives=WhyShown, query=WhyQuery)
    def get(self, activity: str) -> Any:
        """By the matrix in force today, in one unit."""
        page = why_page(self.version(), activity, self.wanted.get("unit", ""), self.facts)
        answers = [
            {
                "what": one.what, "permission": one.permission,
                "who": [f"{person.name}, {capacity.label}" for capacity, person in one.who],
            }
            for one in page.answers
        ]  # fmt: skip
        return {"activity": page.activity, "unit": page.unit, "matrix": page.matrix, "answers": answers}
