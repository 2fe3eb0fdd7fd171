"""Handing over a post."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from raci.actions import handovers as acts
from raci.actions.posts import is_top
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.forms.handovers import HandingOver
from raci.models import Holding
from raci.queries import posts as queries
from raci.queries.handovers import handover_page


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def holding_hand_over(request: PersonRequest, pk: int) -> HttpResponse:
    """What waits on the post, and who takes it over."""
    known = facts(request)
    holding = queries.holding_for(pk)
    page = handover_page(holding, known)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    initial = {"last_day": holding.ends_on or known.today}
    form = HandingOver(data, files, is_top=is_top(holding.post, known), initial=initial)
    made: list[Holding] = []
    if form.is_valid() and attempt(
        form, lambda: made.append(acts.hand_over(holding, form.handover(), by=request.user))
    ):
        _say(request, made[0])
        return redirect("raci:post", code=holding.post.code)
    shown = {"page": page, "form": form}
    return render(request, "raci/holding_hand_over.html", shown, status=422 if form.is_bound else 200)


def _say(request: PersonRequest, made: Holding) -> None:
    names = {"person": made.person.name, "post": made.post.title}
    if made.state == Holding.State.PROPOSED:
        messages.success(request, _("%(person)s is proposed for %(post)s; a second person is asked to accept.") % names)
    else:
        messages.success(request, _("%(post)s is handed over to %(person)s.") % names)
