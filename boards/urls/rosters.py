"""The addresses at which rosters come in."""

from __future__ import annotations

from django.urls import URLPattern, path

from boards.views import rosters

urlpatterns: list[URLPattern] = [
    path("rosters/", rosters.roster_create, name="roster-create"),
    path("rosters/<int:pk>/", rosters.roster_detail, name="roster-detail"),
    path("rosters/<int:pk>/columns/", rosters.roster_columns, name="roster-columns"),
    path("rosters/<int:pk>/check/", rosters.roster_check, name="roster-check"),
    path("rosters/<int:pk>/verdicts/", rosters.roster_verdicts, name="roster-verdicts"),
    path("rosters/<int:pk>/remarks/", rosters.roster_remarks, name="roster-remarks"),
    path("rosters/<int:pk>/undo/", rosters.roster_undo, name="roster-undo"),
]
