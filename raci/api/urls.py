"""Addresses of the kernel's nouns, below /api/v1/, in the namespace `api`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from raci.api import me, records
from raci.api.addresses import path

urlpatterns: list[URLPattern | URLResolver] = [
    path("me/", me.Me.as_view(), name="me"),
    path("me/notices/", me.MyNotices.as_view(), name="me-notices"),
    path("me/waiting/", me.MyWaiting.as_view(), name="me-waiting"),
    path("records/<key:pk>/", records.RecordDetail.as_view(), name="record-detail"),
    path("records/<key:pk>/open/", records.RecordOpen.as_view(), name="record-open"),
    path("records/<key:pk>/revise/", records.RecordRevise.as_view(), name="record-revise"),
    path("records/<key:pk>/submit/", records.RecordSubmit.as_view(), name="record-submit"),
    path("records/<key:pk>/withdraw/", records.RecordWithdraw.as_view(), name="record-withdraw"),
    path("records/<key:pk>/next/", records.RecordNext.as_view(), name="record-next"),
]
