"""Kinds of reports: one module a kind, one line here."""

from __future__ import annotations

from reports.catalogue import leadership, mayor
from reports.catalogue.kind import Asked, ReportKind, Section

KINDS: dict[str, ReportKind] = {kind.code: kind for kind in (mayor.MAYOR, leadership.LEADERSHIP)}

__all__ = ["KINDS", "Asked", "ReportKind", "Section"]
