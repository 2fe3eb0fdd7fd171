"""Every kind of record has an activity and a life; every model with history is placed. A new one fails here until it is."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.template.loader import get_template

from raci import records
from raci.authority import matrix_in_force
from raci.records import Kind, Life
from tests.city import small_city
from tests.walk.expected import table

pytestmark = pytest.mark.portland

# What a city's rules say of each kind (its section 3): the activity it stands under, and how it changes.
KINDS = {
    "plan": ("4.1", Life.GOVERNED),
    "city_plan": ("1.1", Life.GOVERNED),
    "report": ("3.3", Life.GOVERNED),
    "standard": ("1.1", Life.GOVERNED),
    "policy": ("1.2", Life.GOVERNED),
    "adoption": ("4.1", Life.REVIEWED),
    "progress": ("4.1", Life.REVIEWED),  # of the city and of service areas: 1.1, as their plans
    "annual": ("4.1", Life.REVIEWED),
    "action_status": ("4.1", Life.KEPT),
    "initiative": ("2.2", Life.GOVERNED),
    "initiative_update": ("2.2", Life.KEPT),
    "impact_assessment": ("2.2", Life.GOVERNED),
    "screening": ("2.2", Life.REVIEWED),
    "assessment_follow_up": ("2.2", Life.KEPT),
    "city_comparison": ("1.2", Life.KEPT),
    "listed_policy": ("1.2", Life.KEPT),
    "alignment_item": ("2.3", Life.KEPT),
    "long_range_plan": ("1.2", Life.KEPT),
    "plan_template": ("1.2", Life.KEPT),
    "section_remark": ("4.1", Life.KEPT),
    "budget_question": ("1.2", Life.KEPT),
    "budget_review": ("4.1", Life.REVIEWED),
    "budget_review_line": ("4.1", Life.KEPT),
    "matrix": ("4.3", Life.GOVERNED),
    "holding": ("4.4", Life.REVIEWED),
    "delegation": ("4.4", Life.KEPT),
    "naming": ("4.4", Life.KEPT),
    "post_description": ("4.4", Life.KEPT),
    "post_comparison": ("4.4", Life.KEPT),
    "recruitment": ("4.4", Life.KEPT),
    "nomination": ("4.4", Life.KEPT),
    "team": ("4.6", Life.KEPT),
    "meeting": ("4.6", Life.KEPT),
    "action_item": ("4.6", Life.KEPT),
    "minutes": ("4.6", Life.REVIEWED),
    "membership": ("4.6", Life.KEPT),
    "directive": ("2.3", Life.KEPT),
    "objective": ("1.1", Life.KEPT),
    "recommendation": ("3.1", Life.KEPT),
    "recommendation_answer": ("4.1", Life.REVIEWED),
    "indicator": ("3.2", Life.REVIEWED),  # a unit's performance measure: 4.2, as its targets
    "target": ("3.2", Life.REVIEWED),
    "benchmark": ("3.2", Life.REVIEWED),
    "batch": ("4.2", Life.REVIEWED),
    "story": ("4.2", Life.KEPT),
    "period_lock": ("4.2", Life.KEPT),
    "layout": ("4.2", Life.KEPT),
    "figures_request": ("4.2", Life.KEPT),
    "reconciliation": ("3.2", Life.KEPT),
    "disparity_method": ("3.2", Life.GOVERNED),
    "index_definition": ("3.2", Life.GOVERNED),
    "release": ("4.5", Life.GOVERNED),
    "barrier": ("1.4", Life.KEPT),
    "digital_asset": ("1.4", Life.KEPT),
    "funding_award": ("1.4", Life.KEPT),
    "partner": ("2.3", Life.KEPT),
    "partner_contact": ("2.3", Life.KEPT),
    "feedback_round": ("3.3", Life.GOVERNED),
    "we_did": ("3.3", Life.KEPT),
    "comment_round": ("3.3", Life.KEPT),
    "public_comment": ("3.3", Life.KEPT),
    "effects_basis": ("1.4", Life.KEPT),
    "city_fact": ("1.4", Life.KEPT),
    "obligation": ("1.4", Life.KEPT),
    "assessment": ("1.4", Life.REVIEWED),  # 1.3 or 3.1 where the requirement stands there
    "finding": ("3.1", Life.KEPT),
    "corrective_action": ("1.4", Life.KEPT),
    "closure": ("1.4", Life.REVIEWED),
    "section3_project": ("1.4", Life.KEPT),
    "labor_hours": ("1.4", Life.KEPT),
    "transit_programme": ("1.4", Life.KEPT),
    "service_equity_run": ("1.4", Life.KEPT),
    "route_monitoring_run": ("1.4", Life.KEPT),
    "compliance_pack": ("1.3", Life.GOVERNED),
    "law_parameter": ("1.3", Life.REVIEWED),
    "coordinator": ("1.4", Life.KEPT),
    "complaint": ("1.4", Life.KEPT),  # restricted to coordinators and counsel
    "language_assessment": ("1.4", Life.KEPT),
    "vital_document": ("1.4", Life.KEPT),
    "encounter": ("1.4", Life.KEPT),
    "accommodation": ("1.4", Life.KEPT),  # restricted to coordinators, counsel and who provides
    "adverse_impact_run": ("1.4", Life.KEPT),  # restricted to counsel
    "eeo4_report": ("1.4", Life.KEPT),  # the same
    "board": ("4.8", Life.KEPT),
    "seat": ("4.8", Life.KEPT),
    "appointment": ("4.8", Life.KEPT),
    "vacancy_notice": ("4.8", Life.KEPT),
    "custodian": ("4.4", Life.REVIEWED),
    "board_application": (
        "4.8",
        Life.KEPT,
    ),  # restricted to who keeps the board, its liaison, who appoints and confirms
    "self_id_retention": ("3.1", Life.KEPT),
    "self_identification": ("3.1", Life.KEPT),  # restricted to its person and the named custodian
    "representation_audit": ("3.1", Life.GOVERNED),
    "auditors_representation": ("4.7", Life.GOVERNED),
    "training_programme": ("2.1", Life.REVIEWED),
    "cohort": ("2.1", Life.KEPT),
    "session": ("2.1", Life.KEPT),
    "help_request": ("2.1", Life.KEPT),
    "toolkit": ("1.2", Life.KEPT),
    "cohort_applicant": ("2.1", Life.KEPT),  # restricted to who keeps the cohorts
}

# Governed, but there is no record of it to read or decide on until it can be changed in the portal: it comes from files.
NO_RECORDS_YET: set[str] = set()

# Kept by those who fill posts, or by the settings of the technical administrator: no kind.
REFERENCE_DATA = {
    "raci.city",
    "raci.unit",
    "raci.role",
    "raci.person",
    "raci.post",
    "raci.relation",
    "raci.statement",
    "raci.theme",
    "raci.service",
    "metrics.dimension",
    "metrics.group",
    "metrics.crosswalk",
    "metrics.place",
    "metrics.indicatorset",
    "metrics.aim",
    "compliance.programme",
}

# Parts of a kind: what they belong to.
PARTS = {
    "raci.category": "matrix",
    "raci.activity": "matrix",
    "raci.assignment": "matrix",
    "raci.scope": "matrix",
    "raci.grant": "matrix",
    "raci.matrixcomment": "matrix",
    "raci.charter": "team",
    "raci.agendaitem": "meeting",
    "raci.attendance": "meeting",
    "raci.resolution": "meeting",
    "raci.dissent": "meeting",
    "raci.blob": "evidence, which follows its record",
    "raci.attachment": "evidence, which follows its record",
    "raci.record": "every governed kind: its way",
    "raci.case": "every governed kind: its way",
    "raci.author": "every governed kind: its way",
    "raci.text": "every governed kind: its way",
    "raci.consultation": "every governed kind: its way",
    "raci.submission": "every governed kind: its way",
    "raci.decision": "every governed kind: its way",
    "raci.condition": "every governed kind: its way",
    "raci.voice": "every governed kind: its way",
    "raci.citation": "every reviewed kind: its way",
    "raci.payloadread": "every restricted kind: who read its texts",
    "raci.payloaderasure": "every restricted kind: who erased its texts",
    "raci.directiveupdate": "directive",
    "raci.affirmation": "objective",
    "raci.wording": "raci.service, which is reference data",
    "raci.followup": "recommendation",
    "raci.milestone": "recruitment",
    "plans.clause": "standard, or policy",
    "engagement.agreement": "partner",
    "reports.narrative": "report",
    "reports.edition": "report",
    "reports.delivery": "report",
    "engagement.heardgroup": "feedback_round",
    "engagement.feedbacktheme": "feedback_round",
    "engagement.quote": "feedback_round",
    "engagement.coding": "feedback_round",
    "engagement.commentoutcome": "comment_round",
    "engagement.survey": "feedback_round",
    "engagement.surveyanswers": "feedback_round",
    "engagement.surveytext": "feedback_round",
    "engagement.surveytable": "feedback_round",
    "plans.goal": "plan",
    "plans.goalstory": "annual",
    "plans.progressline": "progress",
    "plans.progressevidence": "progress",
    "plans.initiativetie": "initiative",
    "plans.budgetanswer": "budget_review",
    "plans.outcome": "plan",
    "plans.plansection": "plan",
    "plans.planturn": "plan",
    "plans.turnedaction": "plan",
    "plans.templatesection": "plan_template",
    "plans.measure": "plan",
    "plans.goaltie": "plan",
    "plans.actiontie": "plan",
    "metrics.indicator": "indicator, whose versions are reviewed",
    "metrics.dependency": "indicator",
    "metrics.releasedtable": "release",
    "metrics.budgetline": "reconciliation",
    "compliance.requirement": "compliance_pack, whose approval writes it",
    "compliance.complaintstep": "complaint",
    "compliance.informationrequest": "complaint",
    "compliance.accommodationtext": "accommodation",
    "compliance.assessedlanguage": "language_assessment",
    "compliance.publicservice": "language_assessment",
    "compliance.translation": "vital_document",
    "compliance.facility": "barrier",
    "compliance.barrierphoto": "barrier",
    "compliance.barriercomment": "barrier",
    "compliance.requirementchoice": "obligation",
    "compliance.requiredtraining": "obligation",
    "compliance.concern": "obligation",
    "compliance.generation": "obligation",
    "compliance.evidence": "obligation",
    "compliance.findingrecommendation": "finding",
    "compliance.assistance": "section3_project",
    "compliance.workerstatus": "section3_project",
    "compliance.qualitativeeffort": "section3_project",
    "compliance.programmepiece": "transit_programme",
    "compliance.monitoredroute": "route_monitoring_run",
    "compliance.acknowledgement": "adverse_impact_run",
    "compliance.runselector": "adverse_impact_run",
    "compliance.runreader": "adverse_impact_run",
    "compliance.runmemo": "adverse_impact_run",
    "boards.member": "appointment",
    "boards.membercontact": "appointment",
    "boards.liaisoncontact": "board",
    "boards.boardrecommendation": "board",
    "boards.boardmeeting": "board",
    "boards.attendance": "board",
    "boards.applicationstep": "board_application",
    "boards.selfidround": "self_identification",
    "boards.selfidask": "self_identification",
    "boards.auditquestion": "representation_audit",
    "boards.audittally": "representation_audit",
    "boards.auditadvice": "representation_audit",
    "engagement.tooluse": "toolkit",
    "engagement.material": "training_programme",
    "engagement.musttrain": "training_programme",
    "engagement.enrolment": "cohort",
    "engagement.sessionattendance": "session",
    "engagement.certificate": "cohort",
    "engagement.outcome": "cohort",
}

# Without history, and why nobody would ask who changed it.
WITHOUT_HISTORY = {
    "raci.change": "history itself, for reading",
    "raci.member": "holdings and memberships read as one: a view of the database",
    "raci.savedview": "somebody's own name for a filter",
    "raci.calendarlink": "somebody's own secret address; gives nothing that their pages do not",
    "raci.notice": "what somebody was told; says nothing of its own",
    "raci.inboxonly": "somebody's own choice of what comes by e-mail",
    "raci.job": "what a worker is to make; made again at will",
    "raci.payload": "its number and hash are in the history of the row that owns it; what it says must be in none",
    "raci.unsavedtyping": "not saved yet",
    "raci.founding": "one person's draft; the founding itself is in the history of each row",
    "raci.importfile": "one person's own, not brought in yet",
    "raci.matrixfile": "one person's own, not proposed yet",
    "compliance.barrierbatch": "what a survey brought in; each row's own history says who and why",
    "plans.actioninforce": "what an approved text says, which nobody changes; where an action stands has its own history",
    "plans.tieinforce": "what an approved text says, which nobody changes",
    "engagement.surveyfile": "one person's own, not confirmed yet",
    "plans.planimport": "what a plan brought in; the draft that it becomes has its own history",
    "boards.rosterimport": "what a roster brought in; each row's own history says who and why",
    "boards.rosterremark": "what was odd in a roster; follows from its file",
    "boards.unlinkedcount": "history would tell which answers came together, and when",
    "engagement.cohortanswer": "history would tell who answered when, and keep it after it is destroyed",
    "engagement.cohortcount": "history would tell which answers came together, and when",
    "raci.importbatch": "what a list brought in; each row's own history says who and why",
    "reports.editionfile": "the bytes whose hash is in the history of their edition",
    "metrics.series": "cells of a batch, which has its history; they are only added, while it is open, and never change",
    "raci.apitoken": "somebody's own; that it was made or taken back is in the history of the person",
    "raci.firstanswer": "what a request was answered, kept for a day; the act it answers has its history",
}


def shipped() -> list[Kind]:
    """The kinds of the portal; other tests register kinds of their own, on the kernel's models."""
    return [kind for kind in records.kinds() if not kind.code.endswith("_test")]


def label(model: Any) -> str:
    return str(model._meta.label_lower)


def own_models() -> list[Any]:
    """The models of the portal's own apps, without their histories."""
    names = ("raci", "metrics", "engagement", "boards", "compliance", "plans", "reports", "equity_portal")
    ours = [config for config in apps.get_app_configs() if config.name in names]
    return [model for config in ours for model in config.get_models() if not model.__name__.startswith("Historical")]


def has_history(model: Any) -> bool:
    return hasattr(model, "history")


def test_each_kind_has_the_activity_and_the_life_the_rules_give_it():
    assert {kind.code: (kind.activity, kind.life) for kind in shipped()} == KINDS


@pytest.mark.django_db
def test_each_kinds_activity_is_in_the_matrix_in_force():
    small_city()
    matrix = matrix_in_force()
    assert matrix is not None
    known = {activity for activity, _role in matrix.cells}
    for kind in shipped():
        assert kind.activity in known & set(table().matrix), kind.code


@pytest.mark.parametrize("code", [code for code, (_activity, life) in KINDS.items() if life is Life.GOVERNED])
def test_each_governed_kind_can_be_read_frozen_compared_and_decided(code: str):
    kind = next(kind for kind in shipped() if kind.code == code)
    missing = [
        name
        for name in ("url", "content", "problems", "differences", "facts")
        if getattr(kind, name) is getattr(Kind, name, None)
    ]
    if code in NO_RECORDS_YET:
        assert missing, f"{code} has all a governed kind needs: take it off the list."
        return
    assert missing == []
    assert get_template(kind.template)


def test_each_model_with_history_is_a_kind_or_reference_data_or_part_of_a_kind():
    kinds = {label(kind.model) for kind in shipped()}
    tracked = {label(model) for model in own_models() if has_history(model)}
    assert tracked - kinds - REFERENCE_DATA - set(PARTS) == set()
    assert (REFERENCE_DATA | set(PARTS)) - tracked == set()
    assert not kinds & (REFERENCE_DATA | set(PARTS))


def test_each_model_without_history_says_why():
    assert {label(model) for model in own_models() if not has_history(model)} == set(WITHOUT_HISTORY)
