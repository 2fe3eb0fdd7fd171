"""The addresses of ties and measures of actions."""

from django.urls import path

from plans.ties import views

urlpatterns = [
    path("actions/<int:pk>/ties/", views.action_ties, name="action-ties"),
    path("actions/<int:pk>/measures/new/", views.measure_create, name="measure-create"),
    path("goals/<int:pk>/serves/", views.goal_serves, name="goal-serves"),
    path("measures/<int:pk>/edit/", views.measure_edit, name="measure-edit"),
    path("measures/<int:pk>/remove/", views.measure_remove, name="measure-remove"),
]
