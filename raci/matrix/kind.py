"""A version of the matrix as a kind of record: governed, under 4.3."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from raci.matrix import content, publishing
from raci.models import Matrix, Record
from raci.records import Kind, Life


def _url(record: Record) -> str:
    return reverse("raci:matrix-proposal", args=[record.pk])


def _beside(record: Record) -> list[tuple[str, str]]:
    matrix = content.matrix_of(record)
    earlier = content.before(matrix)
    pages = [(gettext("What if it were in force?"), reverse("raci:matrix-whatif", args=[record.pk]))]
    if earlier:
        compare = f"{reverse('raci:matrix-compare')}?from={earlier.number}&to={matrix.number}"
        pages.append((gettext("Compare side by side"), compare))
    return pages


MATRIX = Kind(
    code="matrix",
    model=Matrix,
    activity="4.3",
    life=Life.GOVERNED,
    label=_("Matrix version"),
    url=_url,
    content=content.content,
    problems=content.problems,
    differences=content.differences,
    facts=content.facts,
    beside=_beside,
    barred=publishing.barred,
    approved=publishing.approved,
    begun=publishing.begun,
    place="raci:matrix",
    begin="raci:matrix-propose",
    template="raci/matrix_content.html",
)
