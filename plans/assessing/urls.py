"""The addresses of screenings and impact assessments. An assessment is named by its record's number."""

from __future__ import annotations

from django.urls import path

from plans.assessing import views

urlpatterns = [
    path("screenings/", views.screening_list, name="screening-list"),
    path("screenings/new/", views.screening_create, name="screening-create"),
    path("screenings/<int:pk>/", views.screening_detail, name="screening-detail"),
    path("screenings/<int:pk>/edit/", views.screening_edit, name="screening-edit"),
    path("screenings/<int:pk>/begin/", views.screening_begin, name="screening-begin"),
    path("assessments/", views.assessment_list, name="assessment-list"),
    path("assessments/new/", views.assessment_create, name="assessment-create"),
    path("assessments/<int:pk>/", views.assessment_detail, name="assessment-detail"),
    path("assessments/<int:pk>/steps/<int:step>/", views.assessment_step, name="assessment-step"),
    path("assessments/<int:pk>/follow-up/", views.assessment_follow, name="assessment-follow"),
]
