"""The addresses of annual reports."""

from __future__ import annotations

from django.urls import path

from plans.annual import views

urlpatterns = [
    path("annual/", views.annual_list, name="annual-list"),
    path("annual/new/", views.annual_begin, name="annual-begin"),
    path("annual/<int:pk>/", views.annual_detail, name="annual-detail"),
    path("annual/<int:pk>/write/", views.annual_write, name="annual-write"),
    path("annual/<int:pk>/print/", views.annual_print, name="annual-print"),
    path("annual/<int:pk>/actions.csv", views.annual_actions, name="annual-actions"),
]
