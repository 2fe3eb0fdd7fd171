"""The addresses of figures."""

from __future__ import annotations

from django.urls import path

from metrics.views import methods

app_name = "metrics"

urlpatterns = [
    path("methods/", methods.method_list, name="method-list"),
    path("methods/disparity/new/", methods.method_create, name="method-create"),
    path("methods/index/new/", methods.index_create, name="index-create"),
    path("methods/<int:pk>/", methods.method_detail, name="method-detail"),
    path("methods/<int:pk>/edit/", methods.method_edit, name="method-edit"),
]
