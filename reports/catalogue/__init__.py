"""Kinds of reports: one folder a kind, one line here."""

from __future__ import annotations

from reports.catalogue import leadership, mayor, performance
from reports.catalogue.kind import Asked, ReportKind, Section, Subjects

EACH = (
    mayor.KIND,
    leadership.KIND,
    performance.KIND,
)
KINDS: dict[str, ReportKind] = {kind.code: kind for kind in EACH}

__all__ = ["KINDS", "Asked", "ReportKind", "Section", "Subjects"]
