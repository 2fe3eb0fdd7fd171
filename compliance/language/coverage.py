"""Which languages a vital document is required in, and how each of its translations stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from compliance.language.names import key


class Standing(StrEnum):
    """A language of one document, the worst first."""

    MISSING = "missing"
    STALE = "stale"  # the source changed after it was translated
    UNCHECKED = "unchecked"  # by a machine, and nobody who knows the language has looked at it
    CURRENT = "current"


class Translated(Protocol):
    """One translation (compliance.models.Translation)."""

    language: str
    translated_on: date
    by_machine: bool
    human_checked: bool


@dataclass(frozen=True)
class Language:
    """One language of one document: whether it is required, and its translation if there is one."""

    name: str
    required: bool
    standing: Standing
    translated_on: date | None = None


def stands(one: Translated, changed_on: date) -> Standing:
    """A translation against the day its source last changed; of the same day it counts as made from the new text."""
    if one.translated_on < changed_on:
        return Standing.STALE
    return Standing.UNCHECKED if one.by_machine and not one.human_checked else Standing.CURRENT


def coverage(required: Iterable[str], translations: Iterable[Translated], changed_on: date) -> list[Language]:
    """Every language that is required or there, required ones first, each by name."""
    wanted = {key(name): name for name in required}
    there: Mapping[str, Translated] = {key(one.language): one for one in translations}
    found = [
        Language(one.language, code in wanted, stands(one, changed_on), one.translated_on)
        for code, one in there.items()
    ]
    found += [Language(name, True, Standing.MISSING) for code, name in wanted.items() if code not in there]
    return sorted(found, key=lambda one: (not one.required, one.name))


def worst(languages: Iterable[Language]) -> Standing | None:
    """What stands for the document: the worst of its required languages; None where none is required."""
    order = list(Standing)
    return min((one.standing for one in languages if one.required), key=order.index, default=None)
