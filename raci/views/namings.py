"""Who was named for what: all namings, one of them, naming a post and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from raci.actions import namings as acts
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.forms.namings import Naming, TakingBack
from raci.queries import namings as queries
from raci.views.lists import show_list


@require_safe
@signed_in
def naming_list(request: PersonRequest) -> HttpResponse:
    """Which post keeps or accepts for which, and where."""
    return show_list(request, "namings", "raci/naming_list.html")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def naming_create(request: PersonRequest) -> HttpResponse:
    """Name a post for letters of a post of one's own."""
    known = facts(request)
    letters = queries.letters_to_name(known)
    initial = {"begins_on": known.today, "named": request.GET.get("named", "")}
    form = Naming(request.POST if request.method == "POST" else None, letters=letters, initial=initial)
    if form.is_valid() and attempt(form, lambda: acts.name_posts(form.asked(), by=request.user)):
        count = len(form.cleaned_data["letter"])
        text = ngettext("%(post)s is named.", "%(post)s is named for %(n)d letters.", count)
        messages.success(request, text % {"post": form.cleaned_data["named"].title, "n": count})
        return redirect("raci:naming-list")
    return render(request, "raci/naming_create.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
@signed_in
def naming(request: PersonRequest, pk: int) -> HttpResponse:
    """One naming."""
    page = queries.naming_page(queries.naming_for(pk), facts(request))
    return render(request, "raci/naming.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def naming_end(request: PersonRequest, pk: int) -> HttpResponse:
    """Take it back."""
    found = queries.naming_for(pk)
    acts.taker(found, facts(request))
    form = TakingBack(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, lambda: acts.take_back(found, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The naming is taken back. Who holds the posts is told."))
        return redirect("raci:naming-list")
    page = queries.naming_page(found, facts(request))
    return render(request, "raci/naming_end.html", {"page": page, "form": form}, status=422 if form.is_bound else 200)
