"""The addresses where an action is made of something."""

from __future__ import annotations

from django.urls import path

from plans.answering import views

urlpatterns = [
    path("of-directive/<int:pk>/", views.directive_act, name="directive-act"),
    path("of-recommendation/<int:pk>/", views.recommendation_act, name="recommendation-act"),
]
