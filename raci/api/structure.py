"""The hybrid structure: the relations of the source, and each post's two lines."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from raci import asof
from raci.api.contract import Door, operation
from raci.api.fields import Code, Day, Shape
from raci.api.paging import Query
from raci.api.shapes import PostRef, said
from raci.queries.structure import structure_page


class RelationShown(Shape):
    """A line of accountability in the words of its source, with the posts of both sides."""

    code = said(source="relation.code")
    subject = said(source="relation.subject")
    relation = said(source="relation.relation")
    object = said(source="relation.object")
    line = said(source="relation.line", help_text="operational or functional.")
    source_text = said(source="relation.source_text")
    posts = serializers.ListField(child=PostRef())

    example = {
        "code": "H1", "subject": "Equity Officer", "relation": "reports_to", "object": "City Administrator",
        "line": "operational", "source_text": "Equity Officer reports to the City Administrator.",
        "posts": [{"code": "equity-officer", "title": "Equity Officer"}],
    }  # fmt: skip


class ChartRow(Shape):
    """A box of the chart: a post, or several below one."""

    title = said(source="place.title")
    depth = serializers.IntegerField(source="place.depth")
    unit = said()
    holders = serializers.ListField(child=said())
    above = serializers.ListField(child=said(), help_text="Its superiors, by the operational line.")
    answers_to = serializers.ListField(child=said(), help_text="By the functional line.")
    is_vacant = serializers.BooleanField(source="place.is_vacant")

    example = {
        "title": "Equity Officer", "depth": 1, "unit": "Office of Equity & Human Rights", "holders": ["Alma Appleyard"],
        "above": ["City Administrator"], "answers_to": [], "is_vacant": False,
    }  # fmt: skip


class StructureShown(Shape):
    """The organisation as it stands, or stood on a day."""

    on = serializers.DateField()
    relations = RelationShown(many=True)
    rows = ChartRow(many=True)

    example = {"on": "2026-11-28", "relations": [RelationShown.example], "rows": [ChartRow.example]}


class StructureQuery(Query):
    """Which part, and on which day."""

    unit = Code(required=False, allow_blank=False, help_text="The code of a unit, to see it in full.")
    on = Day(required=False, help_text="As it stood on a day.")


class StructureDetail(Door):
    """The organisation chart."""

    noun = "posts"

    @operation("Who answers to whom", gives=StructureShown, query=StructureQuery)
    def get(self) -> Any:
        """The relations of the source, and the boxes of the chart."""
        day = self.wanted.get("on")
        as_of = asof.read({"on": day.isoformat()} if day else {}, self.facts.today, "")
        page = structure_page(as_of, self.wanted.get("unit", ""))
        told = [{"relation": one.relation, "posts": [each.post for each in one.posts]} for one in page.said]
        return {"on": as_of.day, "relations": told, "rows": page.rows}
