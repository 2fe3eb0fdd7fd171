"""The addresses of feedback rounds. A round is named by its record's number."""

from __future__ import annotations

from django.urls import path

from engagement.rounds import views

urlpatterns = [
    path("rounds/", views.round_list, name="round-list"),
    path("rounds/new/", views.round_create, name="round-create"),
    path("rounds/<int:pk>/", views.round_detail, name="round-detail"),
    path("rounds/<int:pk>/edit/", views.round_edit, name="round-edit"),
    path("rounds/<int:pk>/code/", views.round_code, name="round-code"),
    path("rounds/<int:pk>/did/", views.we_did_create, name="we-did-create"),
    path("rounds/did/<int:pk>/edit/", views.we_did_edit, name="we-did-edit"),
    path("rounds/<int:pk>/<slug:what>/new/", views.round_part_create, name="round-part-create"),
    path("rounds/parts/<slug:what>/<int:pk>/edit/", views.round_part_edit, name="round-part-edit"),
    path("rounds/parts/<slug:what>/<int:pk>/remove/", views.round_part_remove, name="round-part-remove"),
    path("public/rounds/", views.public_round_list, name="public-round-list"),
    path("public/rounds/<int:pk>/", views.public_round, name="public-round"),
]
