"""The addresses of language access."""

from __future__ import annotations

from django.urls import URLPattern, path

from compliance.views import accommodations, encounters, vital_documents
from compliance.views import language_assessments as assessments

urlpatterns: list[URLPattern] = [
    path("languages/", assessments.language_assessment_list, name="language-assessment-list"),
    path("languages/new/", assessments.language_assessment_create, name="language-assessment-create"),
    path("languages/<int:pk>/", assessments.language_assessment_detail, name="language-assessment-detail"),
    path("languages/<int:pk>/edit/", assessments.language_assessment_edit, name="language-assessment-edit"),
    path("languages/<int:pk>/next/", assessments.language_assessment_next, name="language-assessment-next"),
    path("languages/<int:pk>/counts/", assessments.language_assessment_bring_in, name="language-assessment-bring-in"),
    path("languages/sources/", assessments.threshold_source_list, name="threshold-source-list"),
    path("languages/documents/", vital_documents.vital_document_list, name="vital-document-list"),
    path("languages/documents/new/", vital_documents.vital_document_create, name="vital-document-create"),
    path("languages/documents/<int:pk>/", vital_documents.vital_document_detail, name="vital-document-detail"),
    path("languages/documents/<int:pk>/edit/", vital_documents.vital_document_edit, name="vital-document-edit"),
    path("languages/encounters/", encounters.encounter_summary, name="encounter-summary"),
    path("languages/encounters/log/", encounters.encounter_log, name="encounter-log"),
    path("languages/encounters/all/", encounters.encounter_list, name="encounter-list"),
    path("languages/encounters/<int:pk>/take-out/", encounters.encounter_strike, name="encounter-strike"),
    path("requests/", accommodations.request_list, name="request-list"),
    path("requests/new/", accommodations.request_create, name="request-create"),
    path("requests/ask/", accommodations.request_ask, name="request-ask"),
    path("requests/follow/", accommodations.request_follow, name="request-follow"),
    path("requests/<uuid:uid>/", accommodations.request_detail, name="request-detail"),
    path("requests/<uuid:uid>/<slug:act>/", accommodations.request_act, name="request-act"),
]
