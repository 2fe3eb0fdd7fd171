"""Addresses behind counsel's gate."""

from __future__ import annotations

from django.urls import URLPattern, path

from compliance.views import selection_readers as readers
from compliance.views import selections as views
from compliance.views import workforce_reports as reports

urlpatterns: list[URLPattern] = [
    path("selections/", views.run_list, name="run-list"),
    path("selections/gate/", views.gate_acknowledge, name="gate-acknowledge"),
    path("selections/gate/take-back/", views.gate_take_back, name="gate-take-back"),
    path("selections/new/", views.run_create, name="run-create"),
    path("selections/<int:pk>/", views.run_detail, name="run-detail"),
    path("selections/<int:pk>/hold/", views.run_hold, name="run-hold"),
    path("selections/<int:pk>/erase/", views.run_erase, name="run-erase"),
    path("selections/<int:pk>/withdraw/", views.run_withdraw, name="run-withdraw"),
    path("selections/<int:pk>/memos/", views.memo_attach, name="memo-attach"),
    path("selections/<int:pk>/memos/<int:memo>/", views.memo_file, name="memo-file"),
    path("selections/<int:pk>/readers/", readers.run_admit, name="run-admit"),
    path("selections/readers/", readers.reader_list, name="reader-list"),
    path("selections/readers/<int:pk>/end/", readers.reader_end, name="reader-end"),
    path("selections/eeo4/", reports.eeo4_list, name="eeo4-list"),
    path("selections/eeo4/new/", reports.eeo4_create, name="eeo4-create"),
    path("selections/eeo4/<int:pk>/", reports.eeo4_detail, name="eeo4-detail"),
    path("selections/eeo4/<int:pk>/file/", reports.eeo4_export, name="eeo4-export"),
    path("selections/eeo4/<int:pk>/hold/", reports.eeo4_hold, name="eeo4-hold"),
]
