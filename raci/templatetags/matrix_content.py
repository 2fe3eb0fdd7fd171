"""For templates that show a version of the matrix."""

from __future__ import annotations

from dataclasses import dataclass

from django import template

from raci.matrix.board import Board, board
from raci.matrix.content import table_in
from raci.matrix.table import MatrixTable
from raci.records import Content

register = template.Library()


@dataclass(frozen=True)
class ReadMatrix:
    """A frozen version, ready to be shown."""

    table: MatrixTable
    board: Board
    wished_on: str  # ISO date, or ""


@register.simple_tag
def read_matrix(content: Content) -> ReadMatrix:
    """{% read_matrix content as version %}: a content dict (1 query, for what roles are called today)."""
    table = table_in(content)
    return ReadMatrix(table, board(table), content["wished_on"])
