"""Teams: the list, a team with its members and charter, and keeping them; what a member owes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from raci.actions import teams as acts
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.forms.posts import Ending
from raci.forms.teams import ChangedTeam, CharterForm, Naming, NewTeam
from raci.keeping import keeper
from raci.kinds import MEMBERSHIP, TEAM
from raci.models import Team
from raci.queries import owed
from raci.queries import teams as queries
from raci.views.lists import show_list


@require_safe
@signed_in
def team_list(request: PersonRequest) -> HttpResponse:
    """All teams, with how many sit on each."""
    return show_list(request, "teams", "raci/teams/team_list.html")


@require_safe
@signed_in
def team(request: PersonRequest, code: str) -> HttpResponse:
    """One team: who sits on it, what it works by, what is asked of it."""
    found = queries.team_for(code)
    return render(request, "raci/teams/team.html", {"page": queries.team_page(found, facts(request))})


@require_safe
@signed_in
def team_charter(request: PersonRequest, code: str, number: int = 0) -> HttpResponse:
    """A version of the charter, the newest without a number, and the others to choose from."""
    found = queries.team_for(code)
    page = queries.charter_page(found, number, facts(request))
    return render(request, "raci/teams/team_charter.html", {"page": page})


@require_safe
@signed_in
def team_timeline(request: PersonRequest, code: str) -> HttpResponse:
    """What happened to the team, in sentences."""
    found = queries.team_for(code)
    return render(request, "raci/teams/team_timeline.html", {"team": found, "story": queries.team_story(found)})


@require_safe
@signed_in
def team_member(request: PersonRequest, code: str, pk: int) -> HttpResponse:
    """What a member owes whoever convenes, and what they owe whoever stands over them."""
    found = queries.team_for(code)
    holding = owed.member_for(found, pk, facts(request))
    return render(request, "raci/teams/team_member.html", {"page": owed.member_page(found, holding, facts(request))})


# ---- keeping


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def team_create(request: PersonRequest) -> HttpResponse:
    """Begin a team whose members are named."""
    units = queries.units_to_keep(facts(request))
    form = NewTeam(_sent(request), units=units, initial={"standing": False, "quorum_percent": 50})
    made: list[Team] = []
    if form.is_valid() and attempt(form, lambda: made.append(acts.create_team(by=request.user, **form.cleaned_data))):
        messages.success(request, _("The team is begun. Name its members next."))
        return redirect("raci:team", code=made[0].code)
    return _form(request, "raci/teams/team_create.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def team_change(request: PersonRequest, code: str) -> HttpResponse:
    """Its name, purpose, convener, standing, quorum, last day."""
    found = queries.team_for(code)
    via = keeper(facts(request), TEAM, found.unit)
    names = ("name", "purpose", "standing", "quorum_percent", "ended_on")
    now = {name: getattr(found, name) for name in names} | {"convener": found.convener.code}
    form = ChangedTeam(_sent(request), team=found, initial=now)
    if form.is_valid() and attempt(form, lambda: acts.change_team(found, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The team is changed."))
        return redirect("raci:team", code=code)
    return _form(request, "raci/teams/team_change.html", form, team=found, why=via.sentence)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def charter_write(request: PersonRequest, code: str) -> HttpResponse:
    """The next version of the charter."""
    found = queries.team_for(code)
    via = keeper(facts(request), TEAM, found.unit)
    newest = found.charters.first()
    initial = {"text": newest.text if newest else "", "begins_on": facts(request).today}
    form = CharterForm(_sent(request), initial=initial)
    if form.is_valid() and attempt(form, lambda: acts.write_charter(found, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The charter has a new version."))
        return redirect("raci:team-charter", code=code)
    return _form(request, "raci/teams/charter_write.html", form, team=found, newest=newest, why=via.sentence)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def member_name(request: PersonRequest, code: str) -> HttpResponse:
    """Name a post or a person to a team."""
    found = queries.team_for(code)
    via = acts.names(found, facts(request))
    form = Naming(_sent(request), initial={"begins_on": facts(request).today})
    if form.is_valid() and attempt(form, lambda: acts.name_member(found, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The team has a new member."))
        return redirect("raci:team", code=code)
    return _form(request, "raci/teams/member_name.html", form, team=found, why=via.sentence)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def membership_end(request: PersonRequest, pk: int) -> HttpResponse:
    """Say on which day a membership ends."""
    found = queries.membership_for(pk)
    via = keeper(facts(request), MEMBERSHIP, found.team.unit)
    form = Ending(_sent(request), initial={"ends_on": facts(request).today})
    if form.is_valid() and attempt(form, lambda: acts.end_membership(found, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The membership ends."))
        return redirect("raci:team", code=found.team.code)
    return _form(request, "raci/teams/membership_end.html", form, membership=found, team=found.team, why=via.sentence)


def _sent(request: PersonRequest) -> object:
    return request.POST if request.method == "POST" else None


def _form(request: PersonRequest, template: str, form: object, **more: object) -> HttpResponse:
    status = 422 if form.is_bound else 200  # type: ignore[attr-defined]
    return render(request, template, {"form": form, **more}, status=status)
