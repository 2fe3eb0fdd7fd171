"""Addresses of raci: a governed record's way, and the lists of addresses that stand beside it."""

from django.urls import URLPattern, URLResolver, include, path

from raci import typing
from raci.views import cases

app_name = "raci"
urlpatterns: list[URLPattern | URLResolver] = [
    path("records/<int:pk>/open/", cases.case_open, name="case-open"),
    path("records/<int:pk>/consultation/", cases.case_consultation, name="case-consultation"),
    path("records/<int:pk>/revise/", cases.case_revise, name="case-revise"),
    path("records/<int:pk>/submit/", cases.case_submit, name="case-submit"),
    path("records/<int:pk>/withdraw/", cases.case_withdraw, name="case-withdraw"),
    path("records/<int:pk>/next/", cases.case_next, name="case-next"),
    path("records/<int:pk>/versions/", cases.case_versions, name="case-versions"),
    path("records/<int:pk>/versions/<int:number>/", cases.case_text, name="case-text"),
    path("records/<int:pk>/versions/<int:number>.json", cases.case_text_json, name="case-text-json"),
    path("records/<int:pk>/timeline/", cases.case_timeline, name="case-timeline"),
    path("consultations/", cases.consultation_list, name="consultation-list"),
    path("consultations/<int:pk>/", cases.consultation_answer, name="consultation-answer"),
    path("receipts/<int:pk>/", cases.receipt, name="receipt"),
    path("conditions/<int:pk>/close/", cases.condition_close, name="condition-close"),
    path("", include("raci.urls.lists")),
    path("history/", include("raci.urls.history")),
    path("matrix/", include("raci.urls.matrix")),
    path("work/", include("raci.urls.jobs")),
    path("", include("raci.urls.people")),
    path("", include("raci.urls.teams")),
    path("", include("raci.urls.city")),
    path("", include("raci.urls.evidence")),
    path("", include("raci.urls.voices")),
    path("directives/", include("raci.urls.directives")),
    path("", include("raci.urls.aims")),
    path("", include("raci.urls.meetings")),
    *typing.urlpatterns,
]
