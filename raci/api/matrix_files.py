"""A matrix from a file: how it is read, and as the draft of a version. The twin of the pages that take a file."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from rest_framework import serializers

from raci.actions import matrix_import as acts
from raci.api.contract import Created, Door, Multipart, operation
from raci.api.fields import Body, Shape, Text
from raci.api.shapes import said
from raci.matrix.reading.grids import MOST_BYTES, Unreadable
from raci.matrix.reading.reading import mapping
from raci.matrix.reading.reports import as_json
from raci.matrix.reading.tables import ReadTable
from raci.refusals import NotReady, Problem


class ActivityRead(Shape):
    """An activity of the file; numbered by its place where the file gives it no id."""

    id = said()
    category = said()
    title = said()

    example = {"id": "1.1", "category": "1. Policy", "title": "Set Citywide Equity Standards"}


class CellRead(Shape):
    """A cell that says something; no letters where it says N/A or a dash."""

    activity = said()
    role = said()
    codes = serializers.ListField(child=said(), help_text="In the order R A C I.")
    raw = said(help_text="As the file has it.")

    example = {"activity": "1.1", "role": "Clerk", "codes": ["R", "C"], "raw": "r & c"}


class FindingShown(Shape):
    """What the matrix lacks or has too much of."""

    level = said()
    where = said(help_text="The id of the activity, or the role.")
    rule = said()
    text = said()

    example = {"level": "error", "where": "1.1", "rule": "no_a", "text": "“Set standards” has no A: nobody decides."}


class PuzzleShown(Shape):
    """What was not understood, and what to do."""

    where = said()
    raw = said()
    text = said()

    example = {"where": "matrix.csv, line 3, column 2", "raw": "Boss", "text": "“Boss” is none of R, A, C, I."}


class MatrixRead(Shape):
    """A matrix as its file has it."""

    activities = ActivityRead(many=True)
    roles = serializers.ListField(child=said())
    cells = CellRead(many=True)
    findings = FindingShown(many=True)
    not_understood = PuzzleShown(many=True)

    example = {
        "activities": [ActivityRead.example], "roles": ["Clerk"], "cells": [CellRead.example],
        "findings": [FindingShown.example], "not_understood": [PuzzleShown.example],
    }  # fmt: skip


class MatrixFileSent(Body):
    """A file with a matrix, and what its words mean."""

    file = serializers.FileField(allow_empty_file=True, max_length=1000)
    terms = Text(most=5000, required=False, help_text="What words stand for, one a line: Owns=A/R. Skips= is no part.")
    table = serializers.IntegerField(
        required=False, min_value=0, max_value=1000, help_text="Which matrix of the file, from 0."
    )


class MatrixFileProposed(MatrixFileSent):
    """The same, with what becomes of it here."""

    roles = Text(
        most=10_000, required=False,
        help_text="Which role a column stands for, one a line: Clerk=DIR. Clerk= leaves it out. Those known here need none.",
    )  # fmt: skip
    whole = serializers.BooleanField(
        required=False, help_text="The file is the whole matrix; else what it does not name stays as it is."
    )


class DraftShown(Shape):
    """The draft that says what the file says."""

    record = serializers.IntegerField(source="record_id")
    number = serializers.IntegerField(help_text="The version of the record.")
    title = said()

    example = {"record": 41, "number": 2, "title": "Matrix v2"}


class MatrixFileDoor(Door):
    """An address that takes a file with a matrix."""

    noun = "matrix"
    parser_classes = (Multipart,)

    def chosen(self) -> tuple[dict[str, Any], str, bytes, acts.Told]:
        """What was sent, the file, and what was said of it."""
        acts.ground(self.facts)
        sent = self.sent()
        upload: UploadedFile = sent["file"]  # type: ignore[type-arg]
        roles = dict(_pairs(sent.get("roles", "")))
        told = acts.Told(sent.get("table", 0), _terms(sent.get("terms", "")), roles, not sent.get("whole", False))
        return sent, str(upload.name)[:200], upload.read(MOST_BYTES + 1), told


class MatrixFileRead(MatrixFileDoor):
    """What a file says."""

    @operation("Read a matrix from a file", takes=MatrixFileSent, gives=MatrixRead)
    def post(self) -> Any:
        """How it was read, what it lacks, and what was not understood; nothing is kept. `multipart/form-data`."""
        _sent, name, content, told = self.chosen()
        return as_json(_table(content, name, told))


class MatrixFileDraft(MatrixFileDoor):
    """A file as a draft."""

    @operation("Propose the matrix of a file", takes=MatrixFileProposed, gives=DraftShown, status=201)
    def post(self) -> Any:
        """The draft under way says what the file says, or a new one is begun. `multipart/form-data`."""
        _sent, name, content, told = self.chosen()
        case = acts.bring_in(content, name, told, by=self.person)
        self.forget()
        return Created(case, reverse("api:record-detail", args=[case.record_id]))


def _table(content: bytes, name: str, told: acts.Told) -> ReadTable:
    return acts.chosen(acts.read(content, name, told), told)


def _terms(text: str) -> dict[str, str]:
    try:
        return mapping(line for line in text.splitlines() if line.strip())
    except Unreadable as wrong:
        raise NotReady([Problem(str(wrong), field="terms")]) from wrong


def _pairs(text: str) -> list[tuple[str, str]]:
    found = (line.rpartition("=") for line in text.splitlines() if line.strip())
    return [(name.strip(), code.strip()) for name, _sign, code in found]
