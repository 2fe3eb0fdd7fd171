"""Places: their list, the page of each, and drawing them from a boundary file."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from metrics.actions.places import draw_places, drawer, may_draw
from metrics.forms.places import Drawing
from metrics.queries.places import place_page
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.views.lists import show_list


@require_safe
@signed_in
def place_list(request: PersonRequest) -> HttpResponseBase:
    """All places."""
    return show_list(request, "places", "metrics/place_list.html", draws=may_draw(facts(request)))


@require_safe
@signed_in
def place_detail(request: PersonRequest, pk: int) -> HttpResponse:
    """A place: several measures over time, and one on a map."""
    asked = request.GET.get("indicator", "")
    chosen = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    return render(request, "metrics/place.html", {"page": place_page(pk, facts(request), chosen=chosen)})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def place_draw(request: PersonRequest) -> HttpResponseBase:
    """Give places their outlines from a boundary file."""
    drawer(facts(request))
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = Drawing(data, files)
    if form.is_valid() and attempt(form, lambda: form.keep(draw_places(**form.asked, by=request.user))):
        drawn = form.drawn
        words = _("%(added)s places are new, %(changed)s changed, %(same)s were there already.")
        messages.success(request, words % {"added": drawn.added, "changed": drawn.changed, "same": drawn.same})
        return redirect("metrics:place-list")
    return render(request, "metrics/place_draw.html", {"form": form}, status=422 if form.is_bound else 200)
