"""Teams, their members and the nominations to them; included at the root, in the namespace `raci`."""

from django.urls import path

from raci.views import nominations, teams

urlpatterns = [
    path("teams/", teams.team_list, name="team-list"),
    path("teams/new/", teams.team_create, name="team-create"),
    path("teams/<slug:code>/", teams.team, name="team"),
    path("teams/<slug:code>/change/", teams.team_change, name="team-change"),
    path("teams/<slug:code>/charter/", teams.team_charter, name="team-charter"),
    path("teams/<slug:code>/charter/new/", teams.charter_write, name="charter-write"),
    path("teams/<slug:code>/charter/<int:number>/", teams.team_charter, name="charter-version"),
    path("teams/<slug:code>/timeline/", teams.team_timeline, name="team-timeline"),
    path("teams/<slug:code>/members/name/", teams.member_name, name="member-name"),
    path("teams/<slug:code>/members/<int:pk>/", teams.team_member, name="team-member"),
    path("teams/<slug:code>/nominate/<slug:post>/", nominations.team_nominate, name="team-nominate"),
    path("memberships/<int:pk>/end/", teams.membership_end, name="membership-end"),
    path("nominations/<int:pk>/", nominations.nomination, name="nomination"),
    path("nominations/<int:pk>/accept/", nominations.nomination_accept, name="nomination-accept"),
    path("nominations/<int:pk>/decline/", nominations.nomination_decline, name="nomination-decline"),
    path("nominations/<int:pk>/withdraw/", nominations.nomination_withdraw, name="nomination-withdraw"),
    path("nominations/<int:pk>/welcome/", nominations.nomination_welcome, name="nomination-welcome"),
    path("nominations/<int:pk>/return/", nominations.nomination_return, name="nomination-return"),
]
