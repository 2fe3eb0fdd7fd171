"""The addresses of surveys in feedback rounds."""

from __future__ import annotations

from django.urls import path

from engagement.surveys import views

urlpatterns = [
    path("rounds/<int:pk>/survey/new/", views.round_survey_create, name="round-survey-create"),
    path("rounds/survey/file/<int:pk>/", views.round_survey_read, name="round-survey-read"),
    path("rounds/survey/<int:pk>/", views.round_survey_detail, name="round-survey-detail"),
    path("rounds/survey/<int:pk>/words/", views.round_survey_texts, name="round-survey-texts"),
    path("rounds/survey/<int:pk>/remove/", views.round_survey_remove, name="round-survey-remove"),
    path("rounds/survey/table/<int:pk>/show/", views.round_table_show, name="round-table-show"),
    path("rounds/survey/table/<int:pk>/csv/", views.round_table_csv, name="round-table-csv"),
]
