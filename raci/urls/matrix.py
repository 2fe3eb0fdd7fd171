"""The matrix; included at "matrix/", in the namespace `raci`."""

from django.urls import path

from raci.views import matrix, matrix_import, versions, versions_edit

urlpatterns = [
    path("", matrix.matrix, name="matrix"),
    path("sheet/", matrix.matrix_sheet, name="matrix-sheet"),
    path("export/<slug:kind>/", matrix.matrix_export, name="matrix-export"),
    path("import/", matrix_import.matrix_import, name="matrix-import"),
    path("import/check/", matrix_import.matrix_import_check, name="matrix-import-check"),
    path("import/apply/", matrix_import.matrix_import_apply, name="matrix-import-apply"),
    path("activities/<str:code>/", matrix.matrix_activity, name="matrix-activity"),
    path("activities/<str:code>/why/", matrix.why, name="why"),
    path("versions/", versions.matrix_versions, name="matrix-versions"),
    path("compare/", versions.matrix_compare, name="matrix-compare"),
    path("propose/", versions.matrix_propose, name="matrix-propose"),
    path("proposals/<int:pk>/", versions.matrix_proposal, name="matrix-proposal"),
    path("proposals/<int:pk>/what-if/", versions.matrix_whatif, name="matrix-whatif"),
    path("proposals/<int:pk>/comment/", versions.matrix_comment, name="matrix-comment"),
    path("proposals/<int:pk>/edit/", versions_edit.matrix_edit, name="matrix-edit"),
    path("proposals/<int:pk>/edit/cell/", versions_edit.matrix_cell, name="matrix-cell"),
    path("proposals/<int:pk>/edit/facts/", versions_edit.matrix_facts, name="matrix-facts"),
    path("proposals/<int:pk>/edit/activities/", versions_edit.matrix_row_add, name="matrix-row-add"),
    path("proposals/<int:pk>/edit/activities/<str:code>/", versions_edit.matrix_row, name="matrix-row"),
    path(
        "proposals/<int:pk>/edit/activities/<str:code>/remove/",
        versions_edit.matrix_row_remove,
        name="matrix-row-remove",
    ),
    path("proposals/<int:pk>/edit/categories/", versions_edit.matrix_category_add, name="matrix-category-add"),
    path("proposals/<int:pk>/edit/categories/<str:code>/", versions_edit.matrix_category, name="matrix-category"),
]
