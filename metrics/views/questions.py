"""Two periods or two units compared, and the equity index."""

from __future__ import annotations

from django.http import Http404, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from metrics.queries.compare import compare_page
from metrics.queries.equity_index import index_page
from raci.doors import PersonRequest, facts, signed_in
from raci.spreadsheets import Echo, SafeWriter


@require_safe
@signed_in
def compare(request: PersonRequest) -> HttpResponseBase:
    """One indicator by groups, in two periods, or in two units or places."""
    return render(request, "metrics/compare.html", {"page": compare_page(facts(request), request.GET)})


@require_safe
@signed_in
def compare_csv(request: PersonRequest) -> HttpResponseBase:
    """The same table with every number unrounded."""
    page = compare_page(facts(request), request.GET)
    if page.compared is None:
        raise Http404
    writer = SafeWriter(Echo())
    rows = (writer.writerow(row) for row in page.rows())
    response = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="comparison.csv"'
    return response


@require_safe
@signed_in
def equity_index(request: PersonRequest) -> HttpResponseBase:
    """The index in force: its parts, its domains, its total."""
    return render(request, "metrics/equity_index.html", {"page": index_page(facts(request))})
