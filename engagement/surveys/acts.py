"""The acts on exports of surveys: choose one, say how its columns are read, confirm it, cross two of its questions."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from engagement.models import FeedbackRound, Survey, SurveyAnswers, SurveyFile, SurveyTable, SurveyText
from engagement.rounds.acts import open_case
from engagement.surveys import crossing
from engagement.surveys.codebook import ONE, Entry, codebook
from engagement.surveys.reading import Reading, read
from raci import clock
from raci.actions.imports import spoken
from raci.authority import Act, facts_for, may
from raci.history import bulk
from raci.imports.reading import read_sheet
from raci.imports.verdicts import Unreadable
from raci.models import Person
from raci.refusals import Conflict, NotReady, Problem, Refused
from raci.workflow import editing


def choose_export(
    row: FeedbackRound, *, title: str, file_name: str, content: bytes, book: tuple[str, bytes] | None = None, by: Person
) -> SurveyFile:  # fmt: skip
    """An export, and its codebook if there is one: nothing comes in until somebody confirmed what was read."""
    permission = may(facts_for(by), Act.EDIT, open_case(row))
    if not permission:
        raise Refused(permission.reason)
    lines, book_lines = _lines(content, file_name, "file"), _lines(book[1], book[0], "book") if book else []
    made = SurveyFile(
        round=row, title=" ".join(title.split()) or file_name.rpartition(".")[0] or file_name, file_name=file_name[:255],
        sha256=sha256(content).hexdigest(), lines=lines, book=book_lines, begun_by=by, begun_on=clock.today(),
    )  # fmt: skip
    reading_of(made)
    with transaction.atomic():
        FeedbackRound.objects.select_for_update(of=("self",)).get(pk=row.pk)
        SurveyFile.objects.filter(round=row, begun_by=by).delete()
        made.save()
    return made


def _lines(content: bytes, file_name: str, field: str) -> list[Any]:
    try:
        return [[number, list(cells)] for number, cells in read_sheet(content, file_name).lines]
    except Unreadable as problem:
        raise NotReady([Problem(spoken(problem.sentence), field=field)]) from problem


def reading_of(file: SurveyFile) -> Reading:
    """What is read of it, as its person said. Raises NotReady."""
    field = "book"
    try:
        book: Mapping[str, Entry] = codebook(file.book)
        field = "file"
        return read(file.lines, book, kinds=file.kinds, labels=file.labels)
    except Unreadable as problem:
        raise NotReady([Problem(spoken(problem.sentence), field=field)]) from problem


def say_how_to_read(file: SurveyFile, *, kinds: Mapping[str, str], labels: bool | None, by: Person) -> None:
    """What its person knows better: what a column is, and whether the second row holds the questions' words."""
    _own(file, by)
    file.kinds, file.labels = dict(kinds), labels
    reading_of(file)
    file.save()


def set_aside(file: SurveyFile, *, by: Person) -> None:
    """Nothing of it comes in."""
    _own(file, by)
    file.delete()


def _own(file: SurveyFile, by: Person) -> None:
    if file.begun_by_id != by.pk:
        raise Refused(_("Somebody else reads this export."), visible=False)


def confirm_export(file: SurveyFile, *, by: Person) -> Survey:
    """It comes in as it was read: answers in an order of their own, open words apart, under numbers drawn by lot."""
    _own(file, by)
    with editing(open_case(file.round), by=by) as step:
        row = FeedbackRound.objects.select_for_update(of=("self",)).get(pk=file.round_id)
        if not SurveyFile.objects.select_for_update(of=("self",)).filter(pk=file.pk).exists():
            raise Conflict(_("It came in already, or was set aside."))
        reading = reading_of(file)
        if not reading.closed:
            raise NotReady(
                [Problem(_("No column is a question with answers to choose from: nothing could be told of it."))]
            )
        earlier = _earlier(row, file.title, reading)
        survey = Survey.objects.create(
            round=row, title=file.title, number=earlier + 1, file_name=file.file_name, sha256=file.sha256,
            people=len(reading.people), questions=[_kept(one) for one in reading.questions], unclear=len(reading.unclear),
            came_in_on=clock.today(), came_in_as=step.via.capacity.label,
        )  # fmt: skip
        SurveyAnswers.objects.create(survey=survey, people=sorted(reading.people))
        bulk.bulk_create(SurveyText, _texts(survey, reading))
        file.delete()
    return survey


def _earlier(row: FeedbackRound, title: str, reading: Reading) -> int:
    """How many exports of this survey came in. Its questions tell which it is, so that none is told anew by a new title."""
    codes = [(one.code, one.kind) for one in reading.closed]
    for survey in row.surveys.order_by("number"):
        same = [(one["code"], one["kind"]) for one in survey.questions if one["kind"] in crossing.CLOSED] == codes
        if same and survey.title != title:
            text = _("These are the questions of “%(title)s”: give it the same title, and it counts instead.")
            raise NotReady([Problem(text % {"title": survey.title}, field="title")])
        if survey.title == title and not same:
            text = _(
                "“%(title)s” came in with other questions. Give this one another title, or read its columns alike."
            )
            raise NotReady([Problem(text % {"title": title}, field="title")])
    return row.surveys.filter(title=title).aggregate(last=Max("number"))["last"] or 0


def _kept(question: Any) -> dict[str, Any]:
    answers = [list(one) for one in question.answers]
    return {"code": question.code, "words": question.words, "kind": question.kind, "answers": answers}


def _texts(survey: Survey, reading: Reading) -> list[SurveyText]:
    said = [(code, words) for code, texts in reading.texts.items() for words in texts]
    secrets.SystemRandom().shuffle(said)
    return [
        SurveyText(survey=survey, question=code, number=number, words=words[:20_000])
        for number, (code, words) in enumerate(said, 1)
    ]


def remove_survey(survey: Survey, *, by: Person) -> None:
    """As if it never came in: while no table of it was made, since a table has been seen."""
    with editing(open_case(survey.round), by=by):
        FeedbackRound.objects.select_for_update(of=("self",)).get(pk=survey.round_id)
        if survey.tables.exists():
            text = _(
                "Tables of it have been seen and are counted. Bring in a corrected export under the same title instead."
            )
            raise NotReady([Problem(text)])
        bulk.bulk_delete(SurveyText.objects.filter(survey=survey))
        survey.answers.delete()
        survey.delete()


# ---- tables


def cross(survey: Survey, *, rows: str, columns: str, by: Person) -> SurveyTable:
    """Two questions of the newest export as a table: what would tell of few people is hidden, judged with all tables before."""
    with editing(open_case(survey.round), by=by):
        FeedbackRound.objects.select_for_update(of=("self",)).get(pk=survey.round_id)
        exports = list(survey.round.surveys.filter(title=survey.title).select_related("answers").order_by("number"))
        if exports[-1].pk != survey.pk:
            raise Conflict(_("A later export of this survey came in: make tables of that one."))
        _check(survey, rows, columns)
        there = SurveyTable.objects.filter(survey=survey, rows=rows, columns=columns).first()
        if there is not None:
            return there
        made = SurveyTable.objects.filter(survey__in=exports).select_related("survey").order_by("pk")
        cells = _cells(exports, list(made), crossing.Table(survey.number, rows, columns))
        return SurveyTable.objects.create(survey=survey, rows=rows, columns=columns, cells=cells)


def _check(survey: Survey, rows: str, columns: str) -> None:
    kinds = crossing.export_of(survey).kinds
    if rows not in kinds or columns not in kinds or rows == columns:
        raise NotReady([Problem(_("Choose two questions."), field="columns")])
    if kinds[rows] != ONE:
        raise NotReady([Problem(_("A question with several answers stands in the columns."), field="rows")])


def _cells(exports: list[Survey], made: list[SurveyTable], asked: crossing.Table) -> list[dict[str, Any]]:
    from metrics.suppression.released import NotSafe

    earlier = [crossing.table_of(one) for one in made]
    try:
        found = crossing.judged([crossing.export_of(one) for one in exports], earlier, asked)
    except crossing.TooMany as many:
        text = _(
            "With the tables that were made before it, it has too many combinations to judge. Cross fewer questions."
        )
        raise NotReady([Problem(text, field="columns")]) from many
    except NotSafe as unsafe:
        text = _(
            "Even with as much hidden as can be, it would tell of few people, beside the tables that were made before."
        )
        raise NotReady([Problem(text, field="columns")]) from unsafe
    return crossing.cells_of(found, asked.columns)


def show_table(table: SurveyTable, *, is_shown: bool, by: Person) -> None:
    """Whether it stands in the round. It is counted by the gate either way: it has been seen."""
    with editing(open_case(table.survey.round), by=by):
        table.is_shown = is_shown
        table.save()
