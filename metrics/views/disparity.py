"""The sentence of a disparity: a question in the address, answered on a page or as a file."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from metrics.judging import words
from metrics.judging.tables import Line
from metrics.queries.disparity import DisparityPage, disparity_page
from raci.doors import PersonRequest, facts, signed_in
from raci.spreadsheets import Echo, SafeWriter

HEAD = (
    "group", "compared", "n", "k", "rate", "rate_low", "rate_high", "reference", "difference", "difference_low",
    "difference_high", "ratio", "ratio_low", "ratio_high", "ratio_method", "four_fifths", "test", "p", "p_adjusted", "p_fisher",
    "p_midp", "flip", "shortfall", "result", "why", "period", "where", "source", "method",
)  # fmt: skip


@require_safe
@signed_in
def disparity(request: PersonRequest) -> HttpResponseBase:
    """Show one thing by some groups, somewhere, against somebody, in a period."""
    return render(request, "metrics/disparity.html", {"page": disparity_page(facts(request), request.GET)})


@require_safe
@signed_in
def disparity_csv(request: PersonRequest) -> HttpResponseBase:
    """The same table with every number unrounded."""
    page = disparity_page(facts(request), request.GET)
    if page.judged is None:
        raise Http404
    writer = SafeWriter(Echo())
    rows = (writer.writerow(row) for row in _rows(page))
    response: HttpResponse | StreamingHttpResponse = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="disparity.csv"'
    return response


def _rows(page: DisparityPage) -> Iterator[list[Any]]:
    yield list(HEAD)
    assert page.judged is not None
    assert page.figures is not None
    about = [page.period_label, page.figures.name_of(page.scope), page.figures.source, page.method.label]
    for line in page.judged.lines:
        yield [*_counts(line), *_compared(line), words.result(line), words.why(line, page.method), *about]


def _counts(line: Line) -> list[Any]:
    compared = "reference" if line.is_reference else "yes" if line.comparison else "no"
    value = "" if line.read.value is None else float(line.read.value)
    return [line.label, compared, _known(line.n), _known(line.k), value, _known(line.read.low), _known(line.read.high)]


def _compared(line: Line) -> list[Any]:
    one = line.comparison
    if one is None:
        return [""] * 16
    numbers = [one.difference, *one.difference_ci, one.ratio, *one.ratio_ci]
    tests = [one.p, one.p_adjusted, one.p_fisher, one.p_midp]
    return [
        one.reference, *map(_known, numbers), one.ratio_method, one.four_fifths, one.primary.removeprefix("p_"),
        *map(_known, tests), "" if one.flip is None else str(one.flip).lower(), _known(one.shortfall),
    ]  # fmt: skip


def _known(number: float | None) -> float | str:
    return number if number is not None and isfinite(number) else ""
