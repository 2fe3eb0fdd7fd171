"""The one shape of a check: its name, title, authority, facts and how it judges."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from compliance.checks.facts import schema
from compliance.checks.law import Law
from compliance.checks.verdicts import Verdict


@dataclass(frozen=True)
class Check:
    """A module of checks, as callers see it. The authority is the module's own docstring, cited there for people who read it."""

    code: str
    title: str
    authority: str
    requirement: str  # whose lead enters missing facts
    facts: type[Any]
    example: Mapping[str, Any]
    judge: Callable[[Any, Law], Verdict]

    @property
    def schema(self) -> dict[str, Any]:
        """The facts as JSON Schema."""
        return schema(self.facts)


def check_of(module: ModuleType) -> Check:
    """The check that a module holds: TITLE, REQUIREMENT, EXAMPLE, Facts, judge, and its docstring."""
    return Check(
        code=module.__name__.rsplit(".", 1)[-1],
        title=module.TITLE,
        authority=" ".join((module.__doc__ or "").split()),
        requirement=module.REQUIREMENT,
        facts=module.Facts,
        example=module.EXAMPLE,
        judge=module.judge,
    )
