"""Obligations, what decides them, and what was found."""

from __future__ import annotations

from django.urls import path

from compliance.views import findings, funding, obligations

urlpatterns = [
    path("obligations/", obligations.obligation_list, name="obligation-list"),
    path("obligations/grid/", obligations.obligation_grid, name="obligation-grid"),
    path("obligations/calendar/", obligations.obligation_calendar, name="obligation-calendar"),
    path("obligations/calendar.ics", obligations.obligation_calendar_file, name="obligation-calendar-file"),
    path("obligations/calendar/<slug:key>/obligations.ics", obligations.obligation_feed, name="obligation-feed"),
    path("obligations/look/", obligations.obligation_generate, name="obligation-generate"),
    path("obligations/event/", obligations.obligation_event, name="obligation-event"),
    path("obligations/<int:pk>/", obligations.obligation_detail, name="obligation-detail"),
    path("obligations/<int:pk>/evidence/", obligations.obligation_evidence, name="obligation-evidence"),
    path("obligations/<int:pk>/assess/", obligations.obligation_assess, name="obligation-assess"),
    path("obligations/<int:pk>/assess/discard/", obligations.obligation_discard, name="obligation-discard"),
    path("obligations/<int:pk>/due/", obligations.obligation_due, name="obligation-due"),
    path("evidence/<int:pk>/", obligations.obligation_evidence_file, name="obligation-evidence-file"),
    path("evidence/<int:pk>/take-off/", obligations.obligation_evidence_remove, name="obligation-evidence-remove"),
    path("rules/", obligations.rule_list, name="rule-list"),
    path("rules/<str:code>/choose/", obligations.requirement_choose, name="requirement-choose"),
    path("rules/<str:code>/training/", obligations.requirement_training, name="requirement-training"),
    path("funding/", funding.award_list, name="award-list"),
    path("funding/new/", funding.award_create, name="award-create"),
    path("funding/effects/", funding.effects_basis_list, name="effects-basis-list"),
    path("funding/effects/say/", funding.effects_basis_say, name="effects-basis-say"),
    path("funding/<int:pk>/", funding.award_detail, name="award-detail"),
    path("funding/<int:pk>/edit/", funding.award_edit, name="award-edit"),
    path("facts/", funding.city_fact_list, name="city-fact-list"),
    path("facts/<str:key>/", funding.city_fact_say, name="city-fact-say"),
    path("findings/", findings.finding_list, name="finding-list"),
    path("findings/new/", findings.finding_create, name="finding-create"),
    path("findings/<int:pk>/", findings.finding_detail, name="finding-detail"),
    path("findings/<int:pk>/close/", findings.finding_close, name="finding-close"),
    path("findings/<int:pk>/withdraw/", findings.finding_withdraw, name="finding-withdraw"),
    path("findings/<int:pk>/recommend/", findings.finding_recommend, name="finding-recommend"),
    path("findings/<int:pk>/action/", findings.corrective_action_create, name="corrective-action-create"),
    path("corrective-actions/", findings.corrective_action_list, name="corrective-action-list"),
    path("corrective-actions/<int:pk>/", findings.corrective_action_detail, name="corrective-action-detail"),
    path("corrective-actions/<int:pk>/edit/", findings.corrective_action_edit, name="corrective-action-edit"),
    path("corrective-actions/<int:pk>/done/", findings.corrective_action_report, name="corrective-action-report"),
    path("corrective-actions/<int:pk>/verify/", findings.corrective_action_verify, name="corrective-action-verify"),
    path("corrective-actions/<int:pk>/drop/", findings.corrective_action_drop, name="corrective-action-drop"),
]
