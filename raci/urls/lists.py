"""Lists that no other room of addresses has, what is taken away of any, and saved views; at the root, in the namespace `raci`."""

from django.urls import path

from raci.views import lists

urlpatterns = [
    path("submissions/", lists.submission_list, name="submission-list"),
    path("evidence/", lists.evidence_list, name="evidence-list"),
    path("units/", lists.unit_list, name="unit-list"),
    path("x-rays/", lists.xrays, name="xrays"),
    path("lists/<slug:code>/export/<slug:kind>/", lists.list_export, name="list-export"),
    path("lists/<slug:code>/views/", lists.view_list, name="view-list"),
    path("lists/views/<int:pk>/", lists.view_change, name="view-change"),
]
