"""Removing a part of a plan or a standard: asked first, on a page that shows what goes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from plans import queries
from plans.actions import Below, Changed, fingerprint_below, remove, whole_of
from plans.editing import place
from raci.doors import PersonRequest


def asked_to_remove(request: PersonRequest, part: Below) -> HttpResponse:
    """Remove exactly what was shown."""
    whole, changed = whole_of(part), ""
    if request.method == "POST":
        try:
            remove(part, by=request.user, opened=request.POST.get("opened", ""))
        except Changed as error:
            if error.now is None:
                raise
            changed = str(error)
        else:
            messages.success(request, _("Removed: %(title)s") % {"title": part.title})
            return HttpResponseRedirect(place(whole))
    context = {
        "part": part,
        "plan": whole,
        "goes": queries.goes_with(part),
        "opened": fingerprint_below(part),
        "changed": changed,
        "back": place(part),
    }
    return render(request, "plans/part_remove.html", context, status=409 if changed else 200)
