"""Addresses of coordinators."""

from __future__ import annotations

from django.urls import URLPattern, path

from compliance.views import coordinators as views

urlpatterns: list[URLPattern] = [
    path("coordinators/", views.coordinator_list, name="coordinator-list"),
    path("coordinators/new/", views.coordinator_create, name="coordinator-create"),
    path("coordinators/<int:pk>/", views.coordinator_detail, name="coordinator-detail"),
    path("coordinators/<int:pk>/edit/", views.coordinator_edit, name="coordinator-edit"),
]
