"""The addresses of figures."""

from __future__ import annotations

from django.urls import path

from metrics import release_urls
from metrics.views import batches, methods

app_name = "metrics"

urlpatterns = [
    path("methods/", methods.method_list, name="method-list"),
    path("methods/disparity/new/", methods.method_create, name="method-create"),
    path("methods/index/new/", methods.index_create, name="index-create"),
    path("methods/<int:pk>/", methods.method_detail, name="method-detail"),
    path("methods/<int:pk>/edit/", methods.method_edit, name="method-edit"),
    path("batches/", batches.batch_list, name="batch-list"),
    path("batches/<int:pk>/", batches.batch_detail, name="batch-detail"),
    path("batches/<int:pk>/edit/", batches.batch_edit, name="batch-edit"),
    path("batches/<int:pk>/undo/", batches.batch_undo, name="batch-undo"),
    path("locks/", batches.lock_list, name="lock-list"),
    path("locks/<int:pk>/open/", batches.lock_open, name="lock-open"),
    *release_urls.urlpatterns,
]
