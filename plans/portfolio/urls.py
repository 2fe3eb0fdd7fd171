"""The addresses of all plans at once."""

from __future__ import annotations

from django.urls import path

from plans.portfolio import views

urlpatterns = [
    path("portfolio/", views.portfolio, name="portfolio"),
    path("portfolio/timeline/", views.timeline, name="timeline"),
    path("actions/", views.action_list, name="action-list"),
]
