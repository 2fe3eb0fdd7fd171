"""The addresses of methods, and of the questions that are put to figures by them."""

from __future__ import annotations

from django.urls import path

from metrics.views import disparity, methods, questions

urlpatterns = [
    path("disparity/", disparity.disparity, name="disparity"),
    path("disparity/table.csv", disparity.disparity_csv, name="disparity-csv"),
    path("compare/", questions.compare, name="compare"),
    path("compare/table.csv", questions.compare_csv, name="compare-csv"),
    path("index/", questions.equity_index, name="equity-index"),
    path("methods/", methods.method_list, name="method-list"),
    path("methods/disparity/new/", methods.method_create, name="method-create"),
    path("methods/index/new/", methods.index_create, name="index-create"),
    path("methods/<int:pk>/", methods.method_detail, name="method-detail"),
    path("methods/<int:pk>/edit/", methods.method_edit, name="method-edit"),
]
