"""The addresses of quarterly reports."""

from __future__ import annotations

from django.urls import path

from plans.progress import views

urlpatterns = [
    path("progress/", views.progress_list, name="progress-list"),
    path("progress/new/", views.progress_begin, name="progress-begin"),
    path("progress/<int:pk>/", views.progress_detail, name="progress-detail"),
    path("progress/<int:pk>/write/", views.progress_write, name="progress-write"),
    path("progress/<int:pk>/evidence/", views.progress_evidence, name="progress-evidence"),
    path("progress/files/<int:pk>/", views.progress_file, name="progress-file"),
    path("progress/files/<int:pk>/remove/", views.progress_file_remove, name="progress-file-remove"),
]
