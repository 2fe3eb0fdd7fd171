"""Versions of the matrix: all there are, one on its way, two compared, and what one would change for whom."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import serializers

from raci.actions import matrix as acts
from raci.api.contract import FILE, Created, Door, Everything, operation
from raci.api.fields import Body, Day, Shape, Text, Whole
from raci.api.matrix import RowShown
from raci.api.paging import Number, Paged, Query, Rows
from raci.api.shapes import DifferenceShown, Id, PersonRef, PostRef, ProblemLine, one_of, said
from raci.matrix.files import WRITERS
from raci.matrix.table import FACTS, MatrixTable
from raci.models import Case, Matrix, Record
from raci.queries.version_list import VersionLine, compare_page, proposing, readable, versions_page
from raci.queries.versions import ProposalPage, proposal_page
from raci.queries.whatif import what_if
from raci.refusals import Refused


class CellDifference(Shape):
    """A cell that says something else."""

    activity = said()
    role = said()
    old = said()
    new = said()
    words = said()

    example = {"activity": "1.4", "role": "DIR", "old": "I", "new": "R", "words": "Directors on 1.4: R, was I"}


class CommentShown(Shape):
    """What somebody said of a version on its way."""

    id = Id(source="pk")
    activity = said(source="activity_code", help_text="Empty where it is about the whole.")
    words = said()
    by = PersonRef()
    by_as = said()
    at = serializers.DateTimeField()

    example = {
        "id": 3, "activity": "1.4", "words": "Why not the managers?", "by": PersonRef.example,
        "by_as": "Equity Policy Analyst", "at": "2026-11-28T10:00:00-08:00",
    }  # fmt: skip


class MatrixProposalShown(Shape):
    """A version on its way, as far as you may read it. Its moves are those of its record."""

    record = Id(help_text="Where it stands and its moves: /records/{record}/.")
    number = serializers.IntegerField()
    state = one_of(Case.State)
    wished_on = serializers.DateField(allow_null=True, help_text="None: as soon as it is published.")
    effective_on = serializers.DateField(allow_null=True, help_text="From when it decides, once it is published.")
    readable = serializers.BooleanField(help_text="Whether its text is yours to read in this state.")
    title = said()
    source = said()  # type: ignore[assignment] # REST framework takes it off the class
    label = said()  # type: ignore[assignment] # REST framework takes it off the class
    adopted_by = said()
    adopted_on = said(help_text="A day, or empty.")
    rows = RowShown(many=True)
    follows = serializers.IntegerField(allow_null=True, help_text="The version it is compared with.")
    cells = CellDifference(many=True, help_text="Cells that differ from it.")
    others = DifferenceShown(many=True, help_text="What else differs.")
    missing = ProblemLine(many=True, help_text="What it still lacks, for those who can mend it.")
    comments = CommentShown(many=True)

    example = {
        "record": 31, "number": 2, "state": "draft", "wished_on": "2027-01-01", "effective_on": None, "readable": True,
        "title": "Equity matrix", "source": "Citywide Practices", "label": "", "adopted_by": "", "adopted_on": "",
        "rows": [RowShown.example], "follows": 1, "cells": [CellDifference.example], "others": [DifferenceShown.example],
        "missing": [ProblemLine.example], "comments": [CommentShown.example],
    }  # fmt: skip


def rows_of(table: MatrixTable | None) -> list[dict[str, Any]]:
    """Each activity with its cells."""
    if table is None:
        return []
    headings = {heading.code: heading.is_procedure for heading in table.categories}
    codes = [column.code for column in table.columns]
    return [
        {
            "code": row.code, "title": row.title, "category": row.category, "is_procedure": headings[row.category],
            "cells": [
                {"role": role, "codes": found} for role, found in zip(codes, table.row(row.code), strict=True) if found
            ],
        }
        for row in table.activities
    ]  # fmt: skip


def told(page: ProposalPage) -> dict[str, Any]:
    """A version on its way as `MatrixProposalShown` has it."""
    table = page.table
    return {
        "record": page.case_page.record.pk,
        "number": page.matrix.number,
        "state": page.case_page.case.state,
        "wished_on": page.matrix.wished_on if table else None,
        "effective_on": page.matrix.effective_on,
        "readable": table is not None,
        **({fact: getattr(table, fact) for fact in FACTS} if table else dict.fromkeys(FACTS, "")),
        "rows": rows_of(table),
        "follows": page.earlier.number if page.earlier else None,
        "cells": page.cells,
        "others": page.texts,
        "missing": page.missing,
        "comments": page.readable_comments,
    }


class ProposalDoor(Door):
    """An address about a version on its way."""

    noun = "matrix"
    shows = MatrixProposalShown

    def current(self, pk: int, **_named: Any) -> Any:
        """As GET shows it, held until the act is done."""
        proposal_page(pk, self.facts)  # a stranger waits for nobody
        Record.objects.select_for_update(of=("self",)).get(pk=pk)
        return told(proposal_page(pk, self.facts))

    def shown(self, pk: int) -> dict[str, Any]:
        """What has become of it."""
        self.forget()
        return told(proposal_page(pk, self.facts))


# ---- all


class MatrixVersionShown(Shape):
    """A version, in the list of all."""

    number = serializers.IntegerField(source="matrix.number")
    title = said(source="matrix.title")
    label = said(source="matrix.label")  # type: ignore[assignment] # REST framework takes it off the class
    source = said(source="matrix.source")  # type: ignore[assignment] # REST framework takes it off the class
    adopted_by = said(source="matrix.adopted_by")
    adopted_on = serializers.DateField(source="matrix.adopted_on", allow_null=True)
    effective_on = serializers.DateField(source="matrix.effective_on", allow_null=True)
    until = serializers.DateField(allow_null=True, help_text="The last day it decides, where a later one is published.")
    published_by = said(source="matrix.published_by")
    record = serializers.SerializerMethodField(help_text="Its way, where you may see it.")

    def get_record(self, line: VersionLine) -> int | None:
        """The number of the record it is a version of."""
        return line.case.record_id if line.case and line.url else None

    example = {
        "number": 2, "title": "Equity matrix", "label": "", "source": "Citywide Practices", "adopted_by": "Council",
        "adopted_on": "2026-12-01", "effective_on": "2027-01-01", "until": None, "published_by": "Alma Appleyard",
        "record": 31,
    }  # fmt: skip


class Versions(Door):
    """Every version."""

    noun = "matrix"

    @operation("The versions of the matrix", gives=MatrixVersionShown, query=Paged)
    def get(self) -> Any:
        """Published ones, and those on their way that you may see; newest first."""
        return Rows(versions_page(self.facts).lines)


class VersionFile(Door):
    """A version as a file."""

    noun = "matrix"
    content_negotiation_class = Everything

    @operation("A version as CSV, XLSX, YAML or Markdown", gives=FILE)
    def get(self, number: int, kind: str) -> Any:
        """A file that can be read back; a draft for those who may read it."""
        if kind not in WRITERS:
            raise Refused(_("The matrix is exported as CSV, XLSX, YAML or Markdown."), visible=False)
        matrix, table = readable(number, self.facts)
        write, media_type = WRITERS[kind]
        name = f'attachment; filename="matrix-v{matrix.number}.{kind}"'
        return HttpResponse(write(table), content_type=media_type, headers={"Content-Disposition": name})


class ComparisonQuery(Query):
    """Which two."""

    old = Number(required=False, min_value=1, max_value=99_999_999, help_text="The one before unless told.")
    new = Number(required=False, min_value=1, max_value=99_999_999, help_text="The newest you may read unless told.")


class MatrixComparisonShown(Shape):
    """What differs between two versions."""

    old = serializers.IntegerField(source="old.number")
    new = serializers.IntegerField(source="new.number")
    cells = CellDifference(many=True)
    others = DifferenceShown(many=True, source="texts")

    example = {"old": 1, "new": 2, "cells": [CellDifference.example], "others": [DifferenceShown.example]}


class Comparison(Door):
    """Two versions."""

    noun = "matrix"

    @operation("Compare two versions of the matrix", gives=MatrixComparisonShown, query=ComparisonQuery)
    def get(self) -> Any:
        """Any published ones, and drafts for those who may read them."""
        return compare_page(self.facts, self.wanted.get("old"), self.wanted.get("new"))


# ---- one on its way


class NewProposal(Body):
    """How it begins."""

    wished_on = Day(
        required=False, allow_null=True, help_text="From when it should decide; none: once it is published."
    )
    adopt = Whole(required=False, min_value=1, max_value=99_999_999, help_text="A draft that nobody has proposed yet.")

    example = {"wished_on": "2027-01-01"}


class ProposalAdd(ProposalDoor):
    """Versions on their way."""

    @operation("Propose a change of the matrix", takes=NewProposal, gives=MatrixProposalShown, status=201)
    def post(self) -> Any:
        """A draft: a copy of the newest published version, or a draft that a load of the city left."""
        proposing(self.facts)
        sent = self.sent()
        adopt = None
        if "adopt" in sent:
            readable(sent["adopt"], self.facts)
            adopt = Matrix.objects.get(number=sent["adopt"])
        case = acts.propose_matrix(by=self.person, adopt=adopt, wished_on=sent.get("wished_on"))
        return Created(self.shown(case.record_id), reverse("api:proposal-detail", args=[case.record_id]))


class NewComment(Body):
    """A comment."""

    words = Text()
    activity = Text(required=False, most=20, help_text="The code of an activity; empty: about the whole.")

    example = {"words": "Why not the managers?", "activity": "1.4"}


class CommentList(ProposalDoor):
    """What was said of a version."""

    @operation("The comments on a version of the matrix", gives=CommentShown, query=Paged)
    def get(self, pk: int) -> Any:
        """Oldest first; what was said before others were asked, for those who read drafts."""
        return Rows(proposal_page(pk, self.facts).readable_comments)

    @operation("Comment on a version of the matrix", takes=NewComment, gives=CommentShown, status=201)
    def post(self, pk: int) -> Any:
        """It is kept, no part of what is decided, and makes nobody an author."""
        page = proposal_page(pk, self.facts)
        page.need_comment()
        made = acts.comment(page.case_page.case, by=self.person, **self.sent())
        return Created(made, reverse("api:proposal-comments", args=[pk]))


class TurnShown(Shape):
    """A letter a post would gain or lose."""

    activity = said()
    letter = said()
    records = serializers.IntegerField(help_text="Open records it counts for today.")

    example = {"activity": "4.1", "letter": "A", "records": 12}


class AffectedShown(Shape):
    """A post for which something would change."""

    post = PostRef(source="today.post")
    holders = serializers.SerializerMethodField()
    gains = TurnShown(many=True)
    losses = TurnShown(many=True)

    def get_holders(self, one: Any) -> list[str]:
        """Who holds it today."""
        return [held.person.name for held in one.today.holders]

    example = {"post": PostRef.example, "holders": ["Dana Reyes"], "gains": [TurnShown.example], "losses": []}


class WhatIfShown(Shape):
    """What a version would change, were it in force."""

    records = serializers.IntegerField(help_text="Open records under the activities that change.")
    posts = AffectedShown(many=True)
    more = serializers.IntegerField(help_text="Posts beyond those.")

    example = {"records": 12, "posts": [AffectedShown.example], "more": 0}


class WhatIfDetail(Door):
    """What if it were in force?"""

    noun = "matrix"

    @operation("What if this version were in force?", gives=WhatIfShown)
    def get(self, pk: int) -> Any:
        """Who would gain and lose which authority over which open records, today."""
        return what_if(proposal_page(pk, self.facts).cells, self.facts)
