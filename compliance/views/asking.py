"""The pages of checks: one is asked about facts that are typed in, and nothing is kept."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from compliance.forms.asking import Asking
from compliance.queries import asking as queries
from metrics.calculators.tables import Unreadable
from raci.doors import PersonRequest, facts, signed_in


@require_safe
@signed_in
def check_list(request: PersonRequest) -> HttpResponseBase:
    """All checks that can be asked, by law."""
    return render(request, "compliance/check_list.html", {"programmes": queries.checks_by_programme()})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def check_ask(request: PersonRequest, code: str) -> HttpResponseBase:
    """Fill in the facts of a check, and read what it answers."""
    check = queries.check_called(code)
    sent = request.POST if request.method == "POST" else None
    shows_example = sent is None and "example" in request.GET
    form = Asking(check.schema, sent, queries.begins_with(check, example=shows_example))
    context = {"check": check, "asking": form, "shows_example": shows_example}
    context["has_holidays"] = queries.HOLIDAYS in form.form.fields
    if sent is None:
        return render(request, "compliance/check_ask.html", context)
    valid = form.is_valid()
    if any(f"{one.name}-more" in sent for one in form.lists):
        return render(request, "compliance/check_ask.html", context)
    if valid:
        try:
            context["answer"] = queries.answer_of(check, form.facts, facts(request))
        except Unreadable as wrong:
            context["unreadable"], valid = str(wrong).splitlines(), False
    return render(request, "compliance/check_ask.html", context, status=200 if valid else 422)
