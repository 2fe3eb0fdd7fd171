"""Meetings of teams: planned, moved, called off, and their agenda."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from raci import keeping
from raci.actions.meetings import agenda, planning
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.forms import meetings as forms
from raci.kinds import MEETING
from raci.models import Meeting
from raci.queries.meetings import pages
from raci.queries.teams import team_for
from raci.views.lists import show_list

form_page = require_http_methods(["GET", "HEAD", "POST"])
PLACED = ("on", "begins", "ends", "title", "place", "link", "agenda_closes_on")


@require_safe
@signed_in
def meeting_list(request: PersonRequest) -> HttpResponse:
    """All meetings."""
    return show_list(request, "meetings")


@require_safe
@signed_in
def meeting(request: PersonRequest, pk: int) -> HttpResponse:
    """One meeting: when, where, who comes, the agenda, and what it came to."""
    page = pages.meeting_page(pages.meeting_for(pk), facts(request))
    return render(request, "raci/meetings/meeting.html", {"page": page})


@form_page
@signed_in
def meeting_create(request: PersonRequest, code: str) -> HttpResponse:
    """Call a meeting of a team."""
    team = team_for(code)
    via = keeping.keeper(facts(request), MEETING, team.unit)
    form = forms.Calling(request.POST if request.method == "POST" else None)
    made: list[Meeting] = []
    if form.is_valid() and attempt(
        form, lambda: made.append(planning.plan_meeting(team=team, by=request.user, **form.cleaned_data))
    ):
        messages.success(request, _("The meeting is planned and its members are told. Next: the agenda."))
        return redirect("raci:meeting-agenda", made[0].pk)
    context = {"team": team, "form": form, "why": via.sentence}
    return render(request, "raci/meetings/form.html", context, status=422 if form.is_bound else 200)


@form_page
@signed_in
def meeting_edit(request: PersonRequest, pk: int) -> HttpResponse:
    """Move a planned meeting, or say where it is."""
    found = pages.meeting_for(pk)
    via = keeping.keeper(facts(request), MEETING, found.team.unit)
    initial = {name: getattr(found, name) for name in PLACED}
    form = forms.Planning(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid() and attempt(form, lambda: planning.move_meeting(found, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The meeting is changed and its members are told."))
        return redirect("raci:meeting", pk)
    context = {"team": found.team, "meeting": found, "form": form, "why": via.sentence}
    return render(request, "raci/meetings/form.html", context, status=422 if form.is_bound else 200)


@form_page
@signed_in
def meeting_cancel(request: PersonRequest, pk: int) -> HttpResponse:
    """Call it off."""
    found = pages.meeting_for(pk)
    via = keeping.keeper(facts(request), MEETING, found.team.unit)
    form = forms.Cancelling(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, lambda: planning.cancel_meeting(found, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The meeting is called off and its members are told."))
        return redirect("raci:meeting", pk)
    context = {"meeting": found, "form": form, "why": via.sentence}
    return render(request, "raci/meetings/cancel.html", context, status=422 if form.is_bound else 200)


# ---- the agenda


@form_page
@signed_in
def meeting_agenda(request: PersonRequest, pk: int) -> HttpResponse:
    """Build the agenda: tick what waits, or write an item."""
    page = pages.meeting_page(pages.meeting_for(pk), facts(request))
    page.need()
    writes = request.method == "POST" and "ticked" not in request.POST
    form = forms.Item(request.POST if writes else None)
    if request.method == "POST" and not writes:
        return _take_proposals(request, page)
    if form.is_valid() and attempt(form, lambda: agenda.add_item(page.meeting, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The item is on the agenda."))
        return redirect("raci:meeting-agenda", pk)
    context = {"page": page, "form": form}
    return render(request, "raci/meetings/agenda.html", context, status=422 if form.is_bound else 200)


def _take_proposals(request: PersonRequest, page: pages.MeetingPage) -> HttpResponse:
    wanted = set(request.POST.getlist("proposal"))
    count = agenda.add_proposals(page.meeting, [one for one in page.waiting if one.origin in wanted], by=request.user)
    said = ngettext("%(n)s item is put on the agenda.", "%(n)s items are put on the agenda.", count) % {"n": count}
    messages.success(request, said if count else _("Tick what is to be put on the agenda."))
    return redirect("raci:meeting-agenda", page.meeting.pk)


@form_page
@signed_in
def agenda_item(request: PersonRequest, pk: int) -> HttpResponse:
    """Change an item; the buttons of the agenda move it and take it off."""
    item = pages.item_for(pk)
    keeping.keeper(facts(request), MEETING, item.meeting.team.unit)
    do = request.POST.get("do", "")
    if do in ("up", "down"):
        agenda.move_item(item, by=request.user, up=do == "up")
        return redirect("raci:meeting-agenda", item.meeting_id)
    if do == "remove":
        agenda.remove_item(item, by=request.user)
        messages.success(request, _("“%(title)s” is off the agenda.") % {"title": item.title})
        return redirect("raci:meeting-agenda", item.meeting_id)
    initial: dict[str, Any] = {
        name: getattr(item, name) for name in ("title", "wanted", "presenter", "minutes", "about", "equity")
    }
    form = forms.Item(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid() and attempt(form, lambda: agenda.change_item(item, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The item is changed."))
        return redirect("raci:meeting-agenda", item.meeting_id)
    context = {"item": item, "meeting": item.meeting, "form": form}
    return render(request, "raci/meetings/agenda_item.html", context, status=422 if form.is_bound else 200)
