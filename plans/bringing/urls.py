"""The addresses of bringing in a plan that exists already."""

from __future__ import annotations

from django.urls import path

from plans.bringing import views

urlpatterns = [
    path("bring/", views.bring_create, name="bring-create"),
    path("bring/<int:pk>/", views.bring_detail, name="bring-detail"),
    path("bring/<int:pk>/lines/", views.bring_lines, name="bring-lines"),
    path("bring/<int:pk>/remove/", views.bring_remove, name="bring-remove"),
]
