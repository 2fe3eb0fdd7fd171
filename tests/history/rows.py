"""One valid row of any tracked model, made by looking at its fields: for tests that go over all of them."""

from __future__ import annotations

from datetime import date, time
from itertools import count
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import Group, Permission
from django.db import models
from django.utils import timezone

from boards.models import (
    Application,
    Appointment,
    AuditAdvice,
    AuditTally,
    Custodian,
    MemberContact,
    RepresentationAudit,
)
from compliance.models import (
    CityFact,
    Concern,
    Finding,
    FindingRecommendation,
    Parameter,
    Requirement,
    RunReader,
    RunSelector,
    ServiceEquityRun,
)
from engagement.models import (
    Coding,
    Cohort,
    Comment,
    Enrolment,
    HeardGroup,
    HelpRequest,
    MustTrain,
    Partner,
    PartnerContact,
    SurveyAnswers,
    TrainingProgramme,
)
from metrics.models import DisparityMethod, IndexDefinition, ReleasedTable
from plans.models import (
    Adoption,
    AnnualReport,
    InitiativeTie,
    InitiativeUpdate,
    ListedPolicy,
    Measure,
    PlanTemplate,
    PlanTurn,
    ProgressReport,
    SectionRemark,
)
from raci.history.timeline import tracked_models
from raci.models import (
    ActionItem,
    Assignment,
    Attendance,
    Author,
    Case,
    City,
    Decision,
    Delegation,
    Meeting,
    Membership,
    Naming,
    Person,
    Post,
    Record,
    Resolution,
    Submission,
    Team,
    Theme,
    Unit,
    Voice,
)
from reports.models import Report

__all__ = ["LOADER", "changed", "new", "saved", "tracked_models"]

LOADER = Person(pk=0, email="loader@example.org", name="Loader")  # acts before anybody is there
_numbers = count(1)


def saved(model: type[models.Model]) -> Any:
    """A row with its history; call it inside `acting`."""
    row = new(model)
    row.save()
    return row


def new(model: type[models.Model]) -> Any:
    """An unsaved row that the database would take; whatever it points at is saved. Call it inside `acting`."""
    values = SPECIAL.get(model, dict)()
    for field in model._meta.concrete_fields:
        if field.name in values or isinstance(field, models.AutoField):
            continue
        values[field.name] = _value(field)
    return model(**values)


def changed(row: models.Model) -> dict[str, Any]:
    """One field with another lawful value than the row's: {"name": value}."""
    model = type(row)
    if model in CHANGED:
        return CHANGED[model]
    fields = [model._meta.get_field(field.name) for field in model.history.model.tracked_fields]
    for field in fields:
        plain = not (
            field.primary_key or field.choices or field.remote_field or field.name in {"codes", "letter", "sha256"}
        )
        if plain and isinstance(field, models.CharField | models.TextField):
            return {field.name: f"changed-{next(_numbers)}"[: field.max_length]}
    if model is Author:
        return {"person": saved(Person)}
    if model is InitiativeTie:
        return {"theme": saved(Theme)}
    if model is RunSelector:
        return {"post": saved(Post)}
    if model in (Concern, FindingRecommendation):
        return {"unit": saved(Unit)} if model is Concern else {"finding": saved(Finding)}
    for field in fields:
        if field.choices:
            return {field.name: next(value for value, _ in field.choices if value != getattr(row, field.name))}
    return {"codes": "AC"}


CHANGED: dict[type[models.Model], dict[str, Any]] = {
    PlanTurn: {"turned_on": date(2026, 8, 1)},
    Case: {"state_note": "changed"},
    Coding: {"answer": 7},
    SurveyAnswers: {"people": "7"},
    Custodian: {"ends_on": date(2026, 8, 1)},
    MemberContact: {"noted_on": date(2026, 8, 1)},
    ReleasedTable: {"hidden": 7},
    RunReader: {"ended_on": date(2026, 8, 1)},
}


def _value(field: Any) -> Any:
    number = next(_numbers)
    if field.remote_field is not None:
        return None if field.null else _related(field.related_model)
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, models.EmailField):
        return f"person{number}@example.org"
    if isinstance(field, models.CharField | models.TextField):
        return f"{field.name}-{number}"[-(field.max_length or 100) :]
    if isinstance(field, models.DateTimeField):
        return timezone.now()
    if isinstance(field, models.DateField):
        return date(2026, 7, 1)
    if isinstance(field, models.BooleanField):
        return bool(field.get_default())
    if isinstance(field, models.UUIDField):
        return uuid4()
    if isinstance(field, models.IntegerField | models.DecimalField):
        is_left_out = isinstance(field, models.DecimalField) or field.name.startswith("baseline")
        if isinstance(field, models.SmallIntegerField):
            number %= 30_000  # of many rows in one run the numbers outgrow it
        return None if field.null and is_left_out else number
    if isinstance(field, models.JSONField):
        return field.get_default() if field.has_default() else {"made": number}
    return field.get_default()


def _related(model: type[models.Model]) -> Any:
    if model is Permission:
        return Permission.objects.get(content_type__model="scope", codename="responsible")
    if model is Group:
        return Group.objects.create(name=f"group-{next(_numbers)}")
    return saved(model)


def _unit() -> dict[str, Any]:
    root = Unit.objects.filter(kind="city").first()
    if root is None:
        return {"kind": "city", "parent": None}
    return {"kind": "bureau", "parent": root}


def _decision() -> dict[str, Any]:
    submission = saved(Submission)
    return {"submission": submission, "submitted_by": submission.submitted_by}


SPECIAL: dict[type[models.Model], Any] = {
    City: lambda: {"pk": 1, "time_zone": "America/Los_Angeles"},
    Unit: _unit,
    Assignment: lambda: {"codes": "RC"},
    Delegation: lambda: {"letter": "A"},
    Naming: lambda: {"letter": "A"},
    Decision: _decision,
    Record: lambda: {"kind": "plan"},
    Team: lambda: {"quorum_percent": 50},
    ServiceEquityRun: lambda: {"riders": None, "people": None},
    Membership: lambda: {"person": saved(Person)},
    Voice: lambda: {"given_at": None},
    Meeting: lambda: {"begins": time(9), "ends": time(10), "quorum_percent": 50, "members_count": 2},
    ActionItem: lambda: {"person": saved(Person), "closed_at": None, "closing_note": ""},
    Attendance: lambda: {"person": saved(Person), "name": ""},
    Application: lambda: {"ended_on": None},
    Appointment: lambda: {"is_serving": True},
    PlanTemplate: lambda: {"issued_on": date(2027, 6, 30)},
    SectionRemark: lambda: {"answer": "", "answered_at": None},
    ListedPolicy: lambda: {"review_every_years": 5},
    InitiativeTie: lambda: {"theme": saved(Theme)},
    Measure: lambda: {"target": None, "target_on": None},
    InitiativeUpdate: lambda: {"standing": "", "reported_on": None},
    Adoption: lambda: {"stance": "adopts", "until": None},
    AnnualReport: lambda: {"ends_on": date(2027, 6, 30)},
    Report: lambda: {"ends_on": date(2026, 9, 30), "released_at": None, "sections": ["summary"]},
    ProgressReport: lambda: {
        "ends_on": date(2026, 9, 30),
        "due_on": date(2026, 10, 15),
        "grace_until": date(2026, 10, 25),
    },
    HelpRequest: lambda: {"partner": "", "unit": saved(Unit), "answered_at": None, "answer": "", "rating": None},
    TrainingProgramme: lambda: {"least_percent": 80, "every_months": 12},
    MustTrain: lambda: {"people": 3},
    Cohort: lambda: {"places": 12},
    Enrolment: lambda: {"person": saved(Person), "ended_on": None},
    RepresentationAudit: lambda: {"least_response": 60, "published_at": None},
    AuditTally: lambda: {"audit": saved(RepresentationAudit)},
    AuditAdvice: lambda: {"unit": saved(Unit)},
    CityFact: lambda: {"answer": None, "census_year": 2020},
    Parameter: lambda: {"replaced_at": None},
    Requirement: lambda: {"every": None, "day": None, "parameter": "", "retired_on": None},
    IndexDefinition: lambda: {"least_coverage_percent": 70},
    DisparityMethod: lambda: {
        "alpha": "0.05",
        "threshold_numerator": 4,
        "threshold_denominator": 5,
        "min_share_percent": 2,
    },
    HeardGroup: lambda: {"asked": None},
    Partner: lambda: {"contact_due_on": date(2026, 8, 1), "ended_on": None},
    PartnerContact: lambda: {"next_due_on": date(2026, 8, 1)},
    Comment: lambda: {"answer": "", "answered_on": None},
    Resolution: lambda: {"votes_for": None, "votes_against": None, "abstained": None},
}
