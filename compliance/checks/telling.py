"""Checks and verdicts as plain values, for commands and programs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from compliance.checks.law import Lead, Parameter, Status
from compliance.checks.shape import Check
from compliance.checks.verdicts import Lack, Result, Said, Verdict, plain


def described(check: Check) -> dict[str, Any]:
    """A check with the schema of its facts and an example."""
    return {
        "check": check.code, "title": check.title, "authority": check.authority, "requirement": check.requirement,
        "results": [result.value for result in Result], "facts": check.schema, "example": dict(check.example),
    }  # fmt: skip


def told(check: Check, verdict: Verdict) -> dict[str, Any]:
    """A verdict: the result, why, what is lacking and who can enter it, the figures, and the rows used."""
    return {
        "check": check.code, "title": check.title, "result": verdict.result.value, "why": [str(said) for said in verdict.why],
        "lacking": [_lack(one) for one in verdict.lacking], "figures": plain(verdict.figures),
        "parameters": [_row(one) for one in verdict.parameters], "authority": check.authority,
    }  # fmt: skip


def _lack(lack: Lack) -> dict[str, Any]:
    who = {"role": lack.who.role, "name": lack.who.name, "activity": lack.who.activity}
    return {"what": lack.what, "kind": lack.kind, "why": str(lack.why), "who_can_enter_it": who}


def _row(row: Parameter) -> dict[str, Any]:
    return {
        "row": row.row,
        "key": row.key,
        "value": row.value,
        "unit": row.unit,
        "applies_to": row.applies_to,
        "operator": row.operator,
        "citation": row.citation,
        "effective_from": plain(row.begins),
        "effective_to": plain(row.ends),
        "status": row.status.value,
        "basis": row.basis,
        "verified_on": plain(row.verified_on),
        "verified_by": row.verified_by or None,
        "note": row.note,
    }


def retold(kept: Mapping[str, Any]) -> Verdict:
    """A verdict as it was kept, for showing it again: its sentences as they were said, its figures as plain numbers."""
    return Verdict(
        Result(kept["result"]),
        tuple(Said(one) for one in kept["why"]),
        kept["figures"],
        tuple(_row_again(one) for one in kept["parameters"]),
        tuple(_lack_again(one) for one in kept["lacking"]),
    )


def _lack_again(kept: Mapping[str, Any]) -> Lack:
    who = kept["who_can_enter_it"]
    return Lack(kept["what"], kept["kind"], Said(kept["why"]), Lead(who["role"], who["activity"], who["name"]))


def _row_again(kept: Mapping[str, Any]) -> Parameter:
    _key, _bracket, variant = kept["row"].partition("@")[0].partition("[")
    return Parameter(
        key=kept["key"], value=kept["value"], unit=kept["unit"], programme="", citation=kept["citation"],
        status=Status(kept["status"]), who=Lead("", ""), applies_to=kept["applies_to"], variant=variant.rstrip("]"),
        begins=_day_again(kept["effective_from"]), ends=_day_again(kept["effective_to"]), operator=kept["operator"],
        basis=kept["basis"], verified_on=_day_again(kept["verified_on"]), verified_by=kept["verified_by"] or "",
        note=kept["note"],
    )  # fmt: skip


def _day_again(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None
