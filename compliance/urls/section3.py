"""The addresses of Section 3."""

from __future__ import annotations

from django.urls import URLPattern, path

from compliance.views import labor_hours as hours
from compliance.views import section3 as views

urlpatterns: list[URLPattern] = [
    path("section-3/", views.section3_project_list, name="section3-project-list"),
    path("section-3/new/", views.section3_project_create, name="section3-project-create"),
    path("section-3/report/", views.section3_report, name="section3-report"),
    path("section-3/hours/", hours.labor_hours_list, name="labor-hours-list"),
    path("section-3/hours/file/", hours.labor_hours_bring_in, name="labor-hours-bring-in"),
    path("section-3/<int:pk>/", views.section3_project_detail, name="section3-project-detail"),
    path("section-3/<int:pk>/edit/", views.section3_project_edit, name="section3-project-edit"),
    path("section-3/<int:pk>/judge/", views.section3_project_judge, name="section3-project-judge"),
    path("section-3/<int:pk>/hours/", hours.labor_hours_edit, name="labor-hours-edit"),
    path("section-3/<int:pk>/workers/", views.section3_workers, name="section3-workers"),
    path("section-3/<int:pk>/efforts/", views.section3_efforts, name="section3-efforts"),
]
