"""What the sheet of the matrix tells: one version, cell by cell."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_noop as _

from raci.authority import Facts
from raci.models import Matrix
from reports.blocks import Block, say, sentence
from reports.catalogue.kind import Asked
from reports.sections.matrix import sheet_of


def versions(_facts: Facts) -> list[tuple[int, str]]:
    """Every version that is or was in force: all staff read them."""
    found = Matrix.objects.filter(~Q(effective_on=None)).order_by("-number")
    return [(one.pk, f"{one.number}: {one.title}") for one in found]


def sheet(asked: Asked) -> list[Block]:
    """The cells of the version."""
    matrix = Matrix.objects.get(pk=asked.subject)
    letters = _(
        "R responsible: does the work. A accountable: decides. C consulted: is asked before the decision. I informed: is told."
    )
    return [sheet_of(matrix), sentence(say(letters))]
