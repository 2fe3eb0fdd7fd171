"""Addresses of teams, members and nominations, below /api/v1/."""

from __future__ import annotations

from django.urls import URLPattern

from raci.api.addresses import path
from raci.api.teams import members, nominations, teams

urlpatterns: list[URLPattern] = [
    path("teams/", teams.TeamList.as_view(), name="team-list"),
    path("teams/<slug:code>/", teams.TeamDetail.as_view(), name="team-detail"),
    path("teams/<slug:code>/timeline/", teams.TeamTimeline.as_view(), name="team-timeline"),
    path("teams/<slug:code>/charters/", teams.CharterList.as_view(), name="charter-list"),
    path("teams/<slug:code>/charters/<place:number>/", teams.CharterDetail.as_view(), name="charter-detail"),
    path("teams/<slug:code>/members/", members.MemberList.as_view(), name="member-list"),
    path("teams/<slug:code>/members/<key:pk>/", members.MemberOwes.as_view(), name="member-owes"),
    path("memberships/<key:pk>/", members.MembershipDetail.as_view(), name="membership-detail"),
    path("memberships/<key:pk>/end/", members.MembershipEnd.as_view(), name="membership-end"),
    path("nominations/", nominations.NominationList.as_view(), name="nomination-list"),
    path("nominations/<key:pk>/", nominations.NominationDetail.as_view(), name="nomination-detail"),
    path("nominations/<key:pk>/accept/", nominations.NominationAccept.as_view(), name="nomination-accept"),
    path("nominations/<key:pk>/decline/", nominations.NominationDecline.as_view(), name="nomination-decline"),
    path("nominations/<key:pk>/withdraw/", nominations.NominationWithdraw.as_view(), name="nomination-withdraw"),
    path("nominations/<key:pk>/welcome/", nominations.NominationWelcome.as_view(), name="nomination-welcome"),
    path("nominations/<key:pk>/return/", nominations.NominationReturn.as_view(), name="nomination-return"),
    path(
        "teams/<slug:code>/posts/<slug:post>/nominations/", nominations.NominationAdd.as_view(), name="nomination-add"
    ),
]
