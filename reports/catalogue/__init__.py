"""Kinds of reports: one folder a kind, one line here."""

from __future__ import annotations

from reports.catalogue import (
    budget,
    compliance,
    evidence,
    leadership,
    matrix,
    mayor,
    minutes,
    performance,
    plan,
    representation,
    scorecard,
)
from reports.catalogue.kind import Asked, ReportKind, Section, Subjects

EACH = (
    mayor.KIND,
    leadership.KIND,
    performance.KIND,
    scorecard.KIND,
    plan.KIND,
    compliance.KIND,
    representation.KIND,
    matrix.KIND,
    minutes.KIND,
    evidence.KIND,
    budget.KIND,
)
KINDS: dict[str, ReportKind] = {kind.code: kind for kind in EACH}

__all__ = ["KINDS", "Asked", "ReportKind", "Section", "Subjects"]
