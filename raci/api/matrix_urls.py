"""Addresses of the matrix's versions, below /api/v1/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from raci.api import version_editing, versions
from raci.api.addresses import path

PROPOSAL = "matrix/proposals/<key:pk>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("matrix/versions/", versions.Versions.as_view(), name="version-list"),
    path("matrix/versions/<place:number>/<slug:kind>/", versions.VersionFile.as_view(), name="version-file"),
    path("matrix/compare/", versions.Comparison.as_view(), name="matrix-compare"),
    path("matrix/proposals/", versions.ProposalAdd.as_view(), name="proposal-add"),
    path(PROPOSAL, version_editing.ProposalDetail.as_view(), name="proposal-detail"),
    path(f"{PROPOSAL}what-if/", versions.WhatIfDetail.as_view(), name="proposal-what-if"),
    path(f"{PROPOSAL}comments/", versions.CommentList.as_view(), name="proposal-comments"),
    path(f"{PROPOSAL}table/", version_editing.TableDetail.as_view(), name="proposal-table"),
    path(f"{PROPOSAL}file/", version_editing.TableFileDetail.as_view(), name="proposal-file"),
    path(f"{PROPOSAL}activities/", version_editing.RowAdd.as_view(), name="proposal-row-add"),
    path(f"{PROPOSAL}activities/<row:activity>/", version_editing.RowDetail.as_view(), name="proposal-row"),
    path(
        f"{PROPOSAL}activities/<row:activity>/cells/<row:role>/",
        version_editing.CellDetail.as_view(),
        name="proposal-cell",
    ),
    path(f"{PROPOSAL}categories/<row:category>/", version_editing.CategoryDetail.as_view(), name="proposal-category"),
]
