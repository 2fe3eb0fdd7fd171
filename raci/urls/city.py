"""Lists brought in, and the founding of a city; included at the root, in the namespace `raci`."""

from django.urls import path

from raci.views import founding, imports

urlpatterns = [
    path("imports/batches/<int:pk>/", imports.import_batch, name="import-batch"),
    path("imports/batches/<int:pk>/undo/", imports.import_undo, name="import-undo"),
    path("imports/<slug:kind>/", imports.import_begin, name="import-begin"),
    path("imports/<slug:kind>/template.csv", imports.import_template, name="import-template"),
    path("imports/<slug:kind>/check/", imports.import_check, name="import-check"),
    path("imports/<slug:kind>/apply/", imports.import_apply, name="import-apply"),
    path("founding/", founding.founding, name="founding"),
    path("founding/city/", founding.founding_city, name="founding-city"),
    path("founding/matrix/", founding.founding_matrix, name="founding-matrix"),
    path("founding/units/", founding.founding_units, name="founding-units"),
    path("founding/units/<slug:code>/remove/", founding.founding_unit_remove, name="founding-unit-remove"),
    path("founding/people/", founding.founding_people, name="founding-people"),
    path("founding/people/remove/", founding.founding_person_remove, name="founding-person-remove"),
    path("founding/posts/", founding.founding_posts, name="founding-posts"),
    path("founding/found/", founding.founding_found, name="founding-found"),
]
