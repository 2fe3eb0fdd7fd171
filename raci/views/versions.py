"""A version of the matrix on its way: proposed, looked at from every side, commented, published. Editing: `versions_edit`."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raci import asof
from raci.actions import matrix as acts
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.forms.versions import Commenting, Proposing
from raci.matrix.kind import MATRIX
from raci.models import Matrix
from raci.queries import version_list as lists
from raci.queries import versions as queries
from raci.queries.whatif import what_if
from raci.views.matrix import version_number
from raci.views.past import on_another_day

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def matrix_versions(request: PersonRequest) -> HttpResponseBase:
    """Every version: what it is, who adopted it, from when to when it decides."""
    return render(request, "raci/matrix_versions.html", {"shown": lists.versions_page(facts(request))})


@form_page
@signed_in
def matrix_propose(request: PersonRequest) -> HttpResponseBase:
    """Begin the next version."""
    offer = lists.proposing(facts(request))
    data = request.POST if request.method == "POST" else None
    form = Proposing(data, newest=offer.newest, unproposed=offer.unproposed)
    if form.is_valid():
        pk = _propose(request, form)
        if pk:
            messages.success(request, _("The version is begun, as a draft. Change its cells here."))
            return redirect("raci:matrix-edit", pk)
    context = {"form": form, "offer": offer}
    return render(request, "raci/matrix_propose.html", context, status=422 if form.errors else 200)


def _propose(request: PersonRequest, form: Proposing) -> int | None:
    number = form.cleaned_data.get("start")
    adopt = Matrix.objects.get(number=number) if number else None
    begun: list[int] = []
    wished_on = form.cleaned_data["wished_on"]
    attempt(
        form,
        lambda: begun.append(acts.propose_matrix(by=request.user, adopt=adopt, wished_on=wished_on).record_id),
    )
    return begun[0] if begun else None


@require_safe
@signed_in
def matrix_proposal(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The version: what it changes, where it stands, what is asked of this person."""
    if past := on_another_day(request, pk, MATRIX.code):
        return past
    number = version_number(request.GET.get("case"))
    shown = queries.proposal_page(pk, facts(request), number)
    return _proposal(request, shown, Commenting(rows=shown.rows))


def _proposal(request: PersonRequest, shown: queries.ProposalPage, form: Commenting) -> HttpResponse:
    as_of = asof.read(request.GET, shown.case_page.facts.today, request.path)
    context = {"page": shown.case_page, "shown": shown, "form": form, "as_of": as_of}
    return render(request, "raci/matrix_proposal.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def matrix_comment(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Comment on the version, or on one of its activities; back to where the comment stands."""
    shown = queries.proposal_page(pk, facts(request))
    shown.need_comment()
    form = Commenting(request.POST, rows=shown.rows)
    if not form.is_valid():
        return _proposal(request, shown, form)
    activity = form.cleaned_data["activity"]
    acts.comment(shown.case_page.case, words=form.cleaned_data["words"], activity=activity, by=request.user)
    messages.success(request, _("Your comment is on record. It is no part of what is decided."))
    if activity and shown.case_page.may_edit:
        return redirect(reverse("raci:matrix-row", args=[pk, activity]) + "#comments")
    return redirect(reverse("raci:matrix-proposal", args=[pk]) + "#comments")


@require_safe
@signed_in
def matrix_compare(request: PersonRequest) -> HttpResponseBase:
    """Two versions side by side, with what changed in words."""
    asked = request.GET
    shown = lists.compare_page(facts(request), version_number(asked.get("from")), version_number(asked.get("to")))
    return render(request, "raci/matrix_compare.html", {"shown": shown})


@require_safe
@signed_in
def matrix_whatif(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Who would gain and who would lose which authority over which open records, were this version in force."""
    shown = queries.proposal_page(pk, facts(request))
    context = {"page": shown.case_page, "shown": shown, "whatif": what_if(shown.cells, facts(request))}
    return render(request, "raci/matrix_whatif.html", context)
