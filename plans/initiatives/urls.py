"""The addresses of initiatives. One is named by its record's number, an update by its own."""

from __future__ import annotations

from django.urls import path

from plans.initiatives import views

urlpatterns = [
    path("initiatives/", views.initiative_list, name="initiative-list"),
    path("initiatives/new/", views.initiative_create, name="initiative-create"),
    path("initiatives/<int:pk>/", views.initiative_detail, name="initiative-detail"),
    path("initiatives/<int:pk>/edit/", views.initiative_edit, name="initiative-edit"),
    path("initiatives/<int:pk>/ties/", views.initiative_ties, name="initiative-ties"),
    path("initiatives/<int:pk>/updates/new/", views.initiative_ask, name="initiative-ask"),
    path("initiatives/updates/<int:pk>/", views.initiative_report, name="initiative-report"),
]
