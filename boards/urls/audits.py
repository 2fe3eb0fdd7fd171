"""The addresses of audits of representation."""

from __future__ import annotations

from django.urls import URLPattern, path

from boards.views import audit_parts, audits, public_audits

urlpatterns: list[URLPattern] = [
    path("audits/", audits.audit_list, name="audit-list"),
    path("audits/new/", audits.audit_create, name="audit-create"),
    path("audits/<int:pk>/", audits.audit_detail, name="audit-detail"),
    path("audits/<int:pk>/edit/", audits.audit_edit, name="audit-edit"),
    path("audits/<int:pk>/csv/", audits.audit_file, name="audit-file"),
    path("audits/<int:pk>/publish/", audits.audit_publish, name="audit-publish"),
    path("audits/<int:pk>/raise/", audits.audit_raise, name="audit-raise"),
    path("audits/<int:pk>/questions/", audit_parts.audit_ask, name="audit-ask"),
    path("audits/<int:pk>/custodian/", audit_parts.audit_ask_custodian, name="audit-ask-custodian"),
    path("audits/<int:pk>/advice/", audit_parts.audit_advise, name="audit-advise"),
    path("audits/questions/<int:pk>/", audit_parts.audit_question, name="audit-question"),
    path("audits/questions/<int:pk>/drop/", audit_parts.audit_question_drop, name="audit-question-drop"),
    path("audits/questions/<int:pk>/survey/", audit_parts.audit_survey, name="audit-survey"),
    path("audits/advice/<int:pk>/", audit_parts.audit_advice, name="audit-advice"),
    path("audits/advice/<int:pk>/remove/", audit_parts.audit_advice_remove, name="audit-advice-remove"),
    path("vault/audits/<int:pk>/", audit_parts.vault_audit, name="vault-audit"),
    path("public/audits/", public_audits.public_audit_list, name="public-audit-list"),
    path("public/audits/<int:pk>/", public_audits.public_audit, name="public-audit"),
    path("public/audits/<int:pk>/csv/", public_audits.public_audit_csv, name="public-audit-csv"),
    path("public/audits/<int:pk>/json/", public_audits.public_audit_json, name="public-audit-json"),
]
