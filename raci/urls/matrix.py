"""The matrix; included at "matrix/", in the namespace `raci`."""

from django.urls import path

from raci.views import matrix, matrix_import, versions

urlpatterns = [
    path("", matrix.matrix, name="matrix"),
    path("sheet/", matrix.matrix_sheet, name="matrix-sheet"),
    path("export/<slug:kind>/", matrix.matrix_export, name="matrix-export"),
    path("import/", matrix_import.matrix_import, name="matrix-import"),
    path("import/check/", matrix_import.matrix_import_check, name="matrix-import-check"),
    path("import/apply/", matrix_import.matrix_import_apply, name="matrix-import-apply"),
    path("activities/<str:code>/", matrix.matrix_activity, name="matrix-activity"),
    path("activities/<str:code>/why/", matrix.why, name="why"),
    path("proposals/<int:pk>/", versions.matrix_proposal, name="matrix-proposal"),
]
