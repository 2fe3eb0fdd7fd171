"""How a survey's file is read: which column holds which field, what is the same for all rows, which words mean what. Pure.

As JSON: {"columns": {"facility_code": "Complex ID"}, "fixed": {"asset": "building"}, "words": {"status": {"0": "open"}}}.
"""

from __future__ import annotations

from collections.abc import Mapping as Facts
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from compliance.surveys.fields import BY_NAME, proposed


@dataclass(frozen=True)
class Mapping:
    """`columns`: field > heading; `fixed`: field > text of all rows; `words`: field > word of the file > what it stands for."""

    columns: Facts[str, str] = field(default_factory=dict)
    fixed: Facts[str, str] = field(default_factory=dict)
    words: Facts[str, Facts[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, said: Any) -> Mapping:
        """Of JSON. Raises ValueError that says what is wrong with it."""
        parts = said if isinstance(said, dict) else {}
        if not isinstance(said, dict) or set(parts) - {"columns", "fixed", "words"}:
            raise ValueError('A mapping holds "columns", "fixed" and "words", each with fields by name.')
        columns, fixed = (_texts(parts.get(name, {}), name) for name in ("columns", "fixed"))
        words = parts.get("words", {})
        if not isinstance(words, dict):
            raise ValueError('"words": fields in braces are expected.')
        return cls(columns, fixed, {_known(one): _texts(its, one, fields=False) for one, its in words.items()})

    @classmethod
    def proposed(cls, headings: Sequence[str]) -> Mapping:
        """By what the columns are called."""
        return cls(proposed(headings))

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "columns": dict(self.columns),
            "fixed": dict(self.fixed),
            "words": {name: dict(words) for name, words in self.words.items()},
        }

    @property
    def fields(self) -> frozenset[str]:
        """The fields that the file says anything of."""
        return frozenset(self.columns) | frozenset(self.fixed)

    def lacks(self) -> list[str]:
        """Without these a row means nothing: in which facility, and what stands in the way."""
        facility = [] if self.fields & {"facility_code", "facility_name"} else ["facility_name"]
        return facility + ([] if self.fields & {"obstacle", "element"} else ["obstacle"])


def _texts(found: Any, name: str, *, fields: bool = True) -> dict[str, str]:
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
        raise ValueError(f'"{name}": texts in braces are expected.')
    return {_known(one) if fields else str(one): text for one, text in found.items()}


def _known(name: str) -> str:
    if name not in BY_NAME:
        raise ValueError(f"There is no field “{name}”. The fields are: {', '.join(BY_NAME)}.")
    return name
