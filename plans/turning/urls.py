"""The address of the year's turn."""

from __future__ import annotations

from django.urls import path

from plans.turning import views

urlpatterns = [path("<int:pk>/turn/", views.plan_turn, name="plan-turn")]
