"""Methods on their way and in force, made by acts as people would."""

from __future__ import annotations

from typing import Any

from metrics.actions.methods import begin_index, begin_method, change_method
from metrics.models import DisparityMethod, IndexDefinition
from raci.actions import cases
from raci.authority import Act
from raci.models import Case, Decision, Record
from tests.city import SmallCity

WHOLE = {
    "purpose": "Say when a difference between groups is looked into.",
    "source": "29 CFR 1607.4D; counsel's advice.",
}


def case_of(record: Record) -> Case:
    return record.cases.latest("number")


def method_draft(city: SmallCity, **values: Any) -> DisparityMethod:
    row = begin_method(title="How we compare groups", by=city.office)
    return change_method(row, {**WHOLE, **values}, by=city.office)


def index_draft(city: SmallCity, parts: list[dict[str, Any]], **values: Any) -> IndexDefinition:
    row = begin_index(title="Equity index", by=city.office)
    return change_method(row, {**WHOLE, "parts": parts, **values}, by=city.office)


def consult(city: SmallCity, record: Record) -> None:
    """Open consultation; whoever is asked answers."""
    case = case_of(record)
    cases.open_consultation(case, by=city.office)
    for asked in case.texts.latest("number").consultations.filter(way="asked").select_related("role"):
        cases.answer(asked, by={"ATTY": city.attorney}[asked.role.code], answer="no_objection")


def approve(city: SmallCity, record: Record) -> Decision:
    """The whole way of a draft to its approval."""
    consult(city, record)
    case = case_of(record)
    cases.submit(case, by=city.office)
    return cases.decide(case, by=city.administrator, kind=Act.APPROVE, sha256=case.texts.latest("number").sha256)
