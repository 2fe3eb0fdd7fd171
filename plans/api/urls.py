"""Addresses of plans, below /api/v1/, in the namespace `api`."""

from __future__ import annotations

from plans.api import views
from raci.api.addresses import path

urlpatterns = [
    path("plans/", views.PlanList.as_view(), name="plan-list"),
    path("plans/<key:pk>/", views.PlanDetail.as_view(), name="plan-detail"),
    path("plans/<key:pk>/goals/", views.GoalAdd.as_view(), name="goal-add"),
    path("goals/<key:pk>/", views.GoalDetail.as_view(), name="goal-detail"),
    path("goals/<key:pk>/outcomes/", views.OutcomeAdd.as_view(), name="outcome-add"),
    path("outcomes/<key:pk>/", views.OutcomeDetail.as_view(), name="outcome-detail"),
    path("outcomes/<key:pk>/actions/", views.ActionAdd.as_view(), name="action-add"),
    path("actions/<key:pk>/", views.ActionDetail.as_view(), name="action-detail"),
    path("actions/<key:pk>/status/", views.ActionStatus.as_view(), name="action-status"),
]
