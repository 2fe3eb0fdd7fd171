"""The addresses of what is measured. An indicator is named by its number."""

from __future__ import annotations

from django.urls import path

from metrics.urls import judging, releases
from metrics.views import batches, bringing, entry, goals, indicators, places, reconciliations, scorecards

app_name = "metrics"

urlpatterns = [
    *judging.urlpatterns,
    path("batches/", batches.batch_list, name="batch-list"),
    path("batches/new/", bringing.batch_create, name="batch-create"),
    path("batches/<int:pk>/columns/", bringing.batch_columns, name="batch-columns"),
    path("batches/<int:pk>/check/", bringing.batch_check, name="batch-check"),
    path("batches/<int:pk>/", batches.batch_detail, name="batch-detail"),
    path("batches/<int:pk>/edit/", batches.batch_edit, name="batch-edit"),
    path("batches/<int:pk>/undo/", batches.batch_undo, name="batch-undo"),
    path("entry/", entry.entry, name="entry"),
    path("locks/", batches.lock_list, name="lock-list"),
    path("locks/<int:pk>/open/", batches.lock_open, name="lock-open"),
    *releases.urlpatterns,
    path("", indicators.indicator_list, name="indicator-list"),
    path("new/", indicators.indicator_create, name="indicator-create"),
    path("catalogue/", indicators.catalogue, name="catalogue"),
    path("catalogue/<slug:code>/adopt/", indicators.catalogue_adopt, name="catalogue-adopt"),
    path("scorecard/", scorecards.scorecard, name="scorecard"),
    path("places/", places.place_list, name="place-list"),
    path("places/draw/", places.place_draw, name="place-draw"),
    path("places/<int:pk>/", places.place_detail, name="place-detail"),
    path("<int:pk>/", indicators.indicator_detail, name="indicator-detail"),
    path("<int:pk>/csv/", indicators.indicator_csv, name="indicator-csv"),
    path("<int:pk>/keep/", indicators.indicator_keep, name="indicator-keep"),
    path("<int:pk>/retire/", indicators.indicator_retire, name="indicator-retire"),
    path("<int:pk>/versions/", indicators.version_create, name="version-create"),
    path("<int:pk>/edit/", indicators.version_edit, name="version-edit"),
    path("<int:pk>/waits/", indicators.dependency_create, name="dependency-create"),
    path("waits/<int:pk>/remove/", indicators.dependency_remove, name="dependency-remove"),
    path("<int:pk>/targets/", goals.target_create, name="target-create"),
    path("targets/<int:pk>/", goals.target_edit, name="target-edit"),
    path("<int:pk>/benchmarks/", goals.benchmark_create, name="benchmark-create"),
    path("benchmarks/<int:pk>/", goals.benchmark_edit, name="benchmark-edit"),
    path("<int:pk>/story/", goals.story_tell, name="story-tell"),
    path("budgets/", reconciliations.reconciliation_list, name="reconciliation-list"),
    path("budgets/new/", reconciliations.reconciliation_create, name="reconciliation-create"),
    path("budgets/<int:pk>/", reconciliations.reconciliation_detail, name="reconciliation-detail"),
    path("budgets/<int:pk>/edit/", reconciliations.reconciliation_edit, name="reconciliation-edit"),
]
