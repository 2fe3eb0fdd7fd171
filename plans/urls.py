"""The plan's addresses. A plan is named by its record's number."""

from django.urls import path

from plans import views
from plans.annual.urls import urlpatterns as annual
from plans.answering.urls import urlpatterns as answering
from plans.assessing.urls import urlpatterns as assessing
from plans.bringing.urls import urlpatterns as bringing
from plans.budgets.urls import urlpatterns as budgets
from plans.guided.urls import urlpatterns as guided
from plans.initiatives.urls import urlpatterns as initiatives
from plans.portfolio.urls import urlpatterns as portfolio
from plans.progress.urls import urlpatterns as progress
from plans.registers.urls import urlpatterns as registers
from plans.standards.urls import urlpatterns as standards
from plans.ties.urls import urlpatterns as ties
from plans.turning.urls import urlpatterns as turning

app_name = "plans"

urlpatterns = [
    path("", views.plan_list, name="plan-list"),
    path("new/", views.plan_create, name="plan-create"),
    path("city/new/", views.city_plan_create, name="city-plan-create"),
    path("<int:pk>/", views.plan_detail, name="plan-detail"),
    path("<int:pk>/edit/", views.plan_edit, name="plan-edit"),
    path("<int:pk>/opinion/", views.plan_opinion, name="plan-opinion"),
    path("<int:pk>/print/", views.plan_print, name="plan-print"),
    path("<int:pk>/goals/new/", views.goal_create, name="goal-create"),
    path("goals/<int:pk>/edit/", views.goal_edit, name="goal-edit"),
    path("goals/<int:pk>/remove/", views.goal_remove, name="goal-remove"),
    path("goals/<int:pk>/outcomes/new/", views.outcome_create, name="outcome-create"),
    path("outcomes/<int:pk>/edit/", views.outcome_edit, name="outcome-edit"),
    path("outcomes/<int:pk>/remove/", views.outcome_remove, name="outcome-remove"),
    path("outcomes/<int:pk>/actions/new/", views.action_create, name="action-create"),
    path("actions/<int:pk>/edit/", views.action_edit, name="action-edit"),
    path("actions/<int:pk>/remove/", views.action_remove, name="action-remove"),
    path("actions/<int:pk>/status/", views.action_status, name="action-status"),
    *bringing,
    *portfolio,
    *standards,
    *progress,
    *initiatives,
    *answering,
    *annual,
    *assessing,
    *budgets,
    *registers,
    *guided,
    *ties,
    *turning,
]
