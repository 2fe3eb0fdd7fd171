"""Calendars: one meeting as an invitation, and one's own secret address that a calendar program reads."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from raci.actions.meetings.calendars import end_link, make_link, owner_of
from raci.calendars import MEDIA_TYPE, feed, invitation
from raci.doors import PersonRequest, signed_in
from raci.models import CalendarLink
from raci.queries.meetings import calendars as queries
from raci.queries.meetings.pages import meeting_for
from raci.queries.teams import team_for

MADE = "calendar-made"  # in the session: the key that was made last, until its page was shown


@require_safe
@signed_in
def meeting_invitation(request: PersonRequest, pk: int) -> HttpResponse:
    """One meeting, for one's own calendar."""
    meeting = meeting_for(pk)
    return _file(invitation(queries.invitation_of(meeting, request.user)), f"meeting-{meeting.on}.ics")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def calendar(request: PersonRequest) -> HttpResponse:
    """Make the address, make another, or take it back."""
    if request.method == "POST" and request.POST.get("do") == "end":
        end_link(by=request.user)
        messages.success(request, _("The address is taken back: it opens nothing any more."))
        return redirect("raci:calendar")
    if request.method == "POST":
        request.session[MADE] = make_link(by=request.user)
        return redirect("raci:calendar-made")
    return render(
        request, "raci/meetings/calendar.html", {"link": CalendarLink.objects.filter(person=request.user).first()}
    )


@require_safe
@signed_in
@never_cache
def calendar_made(request: PersonRequest) -> HttpResponse:
    """The address, the first time; from then on, that it was shown."""
    key = request.session.pop(MADE, "")
    address = request.build_absolute_uri(reverse("raci:calendar-feed", args=[key])) if key else ""
    shown = {"teams": queries.team_addresses(request, key), "feeds": queries.feed_addresses(request, key)}
    return render(request, "raci/meetings/calendar_made.html", {"address": address, **shown})


@require_safe
@never_cache
def calendar_feed(request: HttpRequest, key: str, team: str = "") -> HttpResponse:  # noqa: ARG001 - the key is who asks
    """For calendar programs, which cannot sign in: when and where the key's owner meets, or a team does."""
    owner = owner_of(key)
    if owner is None:
        raise Http404
    if team:
        found = team_for(team)
        return _file(feed(found.name, queries.of_team(found)), f"{team}.ics")
    return _file(feed(_("My meetings"), queries.mine(owner)), "meetings.ics")


def _file(text: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Referrer-Policy"] = "no-referrer"
    return answer
