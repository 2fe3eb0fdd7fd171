"""A draft version changed by a program: cell by cell, activity by activity, or the whole table, as JSON or as a file."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from raci.actions import matrix as acts
from raci.api.contract import Multipart, operation
from raci.api.fields import Body, Day, Flag, Text
from raci.api.versions import MatrixProposalShown, ProposalDoor
from raci.matrix.files import READERS
from raci.matrix.table import FACTS, Heading, MatrixTable, Row, parse_codes
from raci.plainyaml.reading import Mistakes
from raci.queries.version_editing import EditPage, edit_page
from raci.refusals import NotReady, Problem

MOST_BYTES = 2 * 1024 * 1024


class DraftDoor(ProposalDoor):
    """An address that changes a draft."""

    def draft(self, pk: int) -> EditPage:
        """The draft, for somebody who may change it now."""
        return edit_page(pk, self.facts)


class FactsChange(Body):
    """What the version says of itself; what is not sent stays."""

    title = Text(most=200, required=False, allow_blank=False)
    source = Text(required=False)  # type: ignore[assignment] # REST framework takes it off the class
    label = Text(most=300, required=False)  # type: ignore[assignment] # REST framework takes it off the class
    adopted_by = Text(most=300, required=False)
    adopted_on = Day(required=False, allow_null=True)
    wished_on = Day(required=False, allow_null=True)

    example = {"adopted_by": "Council", "wished_on": "2027-01-01"}


class ProposalDetail(DraftDoor):
    """A version on its way."""

    @operation("A version of the matrix on its way", gives=MatrixProposalShown)
    def get(self, pk: int) -> Any:
        """Its cells, what it changes, and what was said of it, as far as you may read it."""
        return self.shown(pk)

    @operation("Change what a draft version says of itself", takes=FactsChange, gives=MatrixProposalShown, subject=True)
    def patch(self, pk: int) -> Any:
        """Title, source, label, adoption, and the day it is proposed for."""
        draft = self.draft(pk)
        sent = self.sent()
        wished_on = sent.pop("wished_on", draft.matrix.wished_on)
        facts = {
            name: value.isoformat() if name == "adopted_on" and value else value or "" for name, value in sent.items()
        }
        acts.set_facts(draft.case_page.case, facts, wished_on=wished_on, by=self.person)
        return self.shown(pk)


class CellBody(Body):
    """A cell's letters."""

    codes = Text(most=10, allow_blank=True, help_text="R, A, C, I or several (R/C); empty: no part in it.")
    was = Text(most=10, required=False, help_text="What it said when you read it: 409 if somebody changed it since.")

    example = {"codes": "R/C", "was": "I"}


class CellDetail(DraftDoor):
    """A cell of a draft."""

    @operation("Set a cell of a draft version", takes=CellBody, gives=MatrixProposalShown)
    def put(self, pk: int, activity: str, role: str) -> Any:
        """Whoever changes one is an author of the version."""
        draft = self.draft(pk)
        sent = self.sent()
        case = draft.case_page.case
        acts.set_cell(case, activity=activity, role=role, codes=sent["codes"], was=sent.get("was"), by=self.person)
        return self.shown(pk)


class NewActivityBody(Body):
    """An activity."""

    code = Text(most=20)
    title = Text(most=300)
    category = Text(most=20)

    example = {"code": "4.9", "title": "Translate vital documents", "category": "4"}


class ActivityChange(Body):
    """What of an activity changes; what is not sent stays."""

    title = Text(most=300, required=False, allow_blank=False)
    category = Text(most=20, required=False, allow_blank=False)
    cells = serializers.DictField(
        child=Text(most=10, allow_blank=True), required=False, help_text="Role > letters; empty: no part in it."
    )

    example = {"cells": {"EO": "A", "OEHR": "R"}}


class RowAdd(DraftDoor):
    """Activities of a draft."""

    @operation("Add an activity to a draft version", takes=NewActivityBody, gives=MatrixProposalShown, status=201)
    def post(self, pk: int) -> Any:
        """At the end of its category, without cells."""
        draft = self.draft(pk)
        acts.add_activity(draft.case_page.case, **self.sent(), by=self.person)
        return self.shown(pk)


class RowDetail(DraftDoor):
    """An activity of a draft."""

    @operation("Change an activity of a draft version", takes=ActivityChange, gives=MatrixProposalShown, subject=True)
    def patch(self, pk: int, activity: str) -> Any:
        """Its title, its category, its cells."""
        draft = self.draft(pk)
        draft.need_row(activity)
        acts.set_row(draft.case_page.case, activity=activity, **self.sent(), by=self.person)
        return self.shown(pk)

    @operation("Take an activity out of a draft version", gives=MatrixProposalShown, subject=True)
    def delete(self, pk: int, activity: str) -> Any:
        """With its cells; earlier versions keep it."""
        draft = self.draft(pk)
        draft.need_row(activity)
        acts.remove_activity(draft.case_page.case, activity=activity, by=self.person)
        return self.shown(pk)


class CategoryBody(Body):
    """A category."""

    title = Text(most=300)
    is_procedure = Flag(required=False, help_text="The city's own working procedures, not in the source.")

    example = {"title": "Language access", "is_procedure": True}


class CategoryDetail(DraftDoor):
    """A category of a draft."""

    @operation("Add a category to a draft version, or call it otherwise", takes=CategoryBody, gives=MatrixProposalShown)
    def put(self, pk: int, category: str) -> Any:
        """A new one comes at the end."""
        draft = self.draft(pk)
        sent = self.sent()
        known = {one.code: one.is_procedure for one in draft.table.categories}
        is_procedure = sent.get("is_procedure", known.get(category, False))
        case = draft.case_page.case
        acts.set_category(case, code=category, title=sent["title"], is_procedure=is_procedure, by=self.person)
        return self.shown(pk)

    @operation("Remove an empty category of a draft version", gives=MatrixProposalShown)
    def delete(self, pk: int, category: str) -> Any:
        """Its activities are moved or removed first."""
        draft = self.draft(pk)
        draft.need_category(category)
        acts.remove_category(draft.case_page.case, code=category, by=self.person)
        return self.shown(pk)


# ---- the whole table


class ActivityBody(Body):
    """An activity of a table."""

    code = Text(most=20)
    title = Text(most=300)
    cells = serializers.DictField(child=Text(most=10, allow_blank=True), help_text="Role > letters.")


class TableCategory(Body):
    """A category of a table."""

    code = Text(most=20)
    title = Text(most=300)
    is_procedure = Flag(required=False)
    activities = ActivityBody(many=True)


class TableBody(Body):
    """A whole version, in the shape of matrix.yaml; its columns are the city's roles."""

    title = Text(most=200)
    source = Text(required=False)  # type: ignore[assignment] # REST framework takes it off the class
    label = Text(most=300, required=False)  # type: ignore[assignment] # REST framework takes it off the class
    adopted_by = Text(most=300, required=False)
    adopted_on = Day(required=False, allow_null=True)
    categories = TableCategory(many=True)

    example = {
        "title": "Equity matrix",
        "categories": [
            {"code": "4", "title": "Procedures", "is_procedure": True, "activities": [
                {"code": "4.1", "title": "Prepare bureau equity plans", "cells": {"CAO": "A", "DIR": "R"}}]},
        ],
    }  # fmt: skip


class TableDetail(DraftDoor):
    """The whole table of a draft."""

    @operation("Replace a draft version's table", takes=TableBody, gives=MatrixProposalShown, subject=True)
    def put(self, pk: int) -> Any:
        """Only what differs is written; what is not sent is empty afterwards."""
        draft = self.draft(pk)
        acts.replace_draft(draft.case_page.case, _table(self.sent(), draft), by=self.person)
        return self.shown(pk)


def _table(sent: dict[str, Any], draft: EditPage) -> MatrixTable:
    rows = [(category["code"], row) for category in sent["categories"] for row in category["activities"]]
    cells = {(row["code"], role): parse_codes(codes) for _category, row in rows for role, codes in row["cells"].items()}
    wrong = [f"{code} {role}" for (code, role), codes in cells.items() if codes is None]
    if wrong:
        text = _("This is no set of codes: %(cells)s. Write R, A, C, I or several, as R/C.")
        raise NotReady([Problem(text % {"cells": ", ".join(wrong[:20])}, field="categories")])
    return MatrixTable(
        title=sent["title"],
        **{name: str(sent.get(name) or "") for name in FACTS[1:]},
        columns=draft.table.columns,
        categories=tuple(
            Heading(one["code"], one["title"], one.get("is_procedure", False)) for one in sent["categories"]
        ),
        activities=tuple(Row(row["code"], row["title"], category) for category, row in rows),
        cells={place: codes for place, codes in cells.items() if codes},
    )


class TableFile(Body):
    """A file."""

    file = serializers.FileField(allow_empty_file=True, max_length=1000)


class TableFileDetail(DraftDoor):
    """The whole table of a draft, from a file."""

    parser_classes = (Multipart,)

    @operation("Replace a draft version's table from a file", takes=TableFile, gives=MatrixProposalShown)
    def put(self, pk: int) -> Any:
        """CSV, XLSX or YAML in the shape of the export; `multipart/form-data`."""
        draft = self.draft(pk)
        upload = self.sent()["file"]
        reader = READERS.get(upload.name.rsplit(".", 1)[-1].lower())
        if reader is None or upload.size > MOST_BYTES:
            text = _("A matrix comes as CSV, XLSX or YAML of at most 2 MB, in the shape of the export.")
            raise NotReady([Problem(text, field="file")])
        try:
            table = reader(upload.read(), file=upload.name)
        except Mistakes as found:
            raise NotReady([Problem(str(one), field="file") for one in found.mistakes[:20]]) from found
        acts.replace_draft(draft.case_page.case, table, by=self.person)
        return self.shown(pk)
