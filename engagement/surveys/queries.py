"""What the pages of surveys show: to whoever is responsible for reporting, and a table to whoever reads its round."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404

from engagement.kinds import WE_DID
from engagement.models import FeedbackRound, Survey, SurveyFile, SurveyTable
from engagement.rounds.acts import open_case
from engagement.rounds.queries import found, round_page
from engagement.surveys.acts import reading_of
from engagement.surveys.forms import KINDS
from engagement.surveys.reading import Reading
from engagement.surveys.telling import told
from raci.actions.imports import spoken
from raci.authority import Act, Facts, Permission, may
from raci.keeping import keeper

ROUND = "round__record__scope__unit"
MOST_UNCLEAR = 200  # told one by one


@dataclass
class FilePage:
    """An export before it comes in: what was read, and what was not."""

    file: SurveyFile

    @cached_property
    def reading(self) -> Reading:
        """As its person said so far."""
        return reading_of(self.file)

    @property
    def unclear(self) -> list[dict[str, str]]:
        """The first cells that were not understood."""
        return [
            {"cell": one.cell, "text": one.text, "why": spoken(one.why)} for one in self.reading.unclear[:MOST_UNCLEAR]
        ]

    @property
    def columns(self) -> list[dict[str, Any]]:
        """Of each column: its words, what it is, and its answers or why it is left out."""
        return [
            {
                "code": one.code,
                "words": one.words,
                "kind": KINDS[one.kind],
                "answers": [label for _code, label in one.answers],
                "why": spoken(one.why) if one.why else "",
                "texts": len(self.reading.texts.get(one.code, ())),
            }
            for one in self.reading.questions
        ]


def file_page(pk: int, facts: Facts) -> FilePage:
    """One's own; 404 to everybody else."""
    file = SurveyFile.objects.select_related(ROUND).filter(pk=pk, begun_by=facts.person).first()
    if file is None:
        raise Http404
    return FilePage(file)


@dataclass
class SurveyPage:
    """A survey that came in, for those who work on it."""

    row: Survey
    facts: Facts

    @cached_property
    def round(self) -> FeedbackRound:
        """Its round."""
        return self.row.round

    @cached_property
    def may_edit(self) -> Permission:
        """Whether tables can be made now: while the round is a draft of theirs."""
        return may(self.facts, Act.EDIT, open_case(self.round))

    @cached_property
    def later(self) -> Survey | None:
        """The export that counts instead."""
        return self.round.surveys.filter(title=self.row.title, number__gt=self.row.number).last()

    @cached_property
    def tables(self) -> list[tuple[SurveyTable, dict[str, Any]]]:
        """Every table that was made of it."""
        return [(one, told(one)) for one in self.row.tables.select_related("survey").order_by("pk")]

    @cached_property
    def texts(self) -> int:
        """How many wrote something."""
        return self.row.texts.count()

    @property
    def questions(self) -> list[dict[str, Any]]:
        """With the words for what each is."""
        return [{**one, "kind_words": KINDS[one["kind"]]} for one in self.row.questions]


def survey_page(pk: int, facts: Facts) -> SurveyPage:
    """For R of 3.3 who may see its round; 404 or 403 to others."""
    row: Survey = found(Survey, pk, ROUND)
    page = round_page(row.round.record_id, facts)
    keeper(facts, WE_DID, page.page.record.scope.unit)
    return SurveyPage(row, facts)


def table_to_read(pk: int, facts: Facts) -> SurveyTable:
    """For whoever reads the text of its round, or works on it."""
    table: SurveyTable = found(SurveyTable, pk, f"survey__{ROUND}")
    page = round_page(table.survey.round.record_id, facts)
    if page.page.content and any(one["id"] == pk for one in page.page.content.get("tables", ())):
        return table
    survey_page(table.survey_id, facts)
    return table
