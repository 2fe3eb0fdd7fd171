"""What a report rests on: the day, the matrix, the releases whose figures it tells, the rows of law it used; plain values."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from raci.models import Matrix

Plain = dict[str, Any]


class Basis:
    """Noted while facts are gathered: whoever tells a released figure or uses a row of the law says so here, each once."""

    def __init__(self) -> None:
        self._releases: dict[int, Plain] = {}
        self._parameters: dict[int, Plain] = {}

    def release(self, record: int, title: str, period: str, sha256: str) -> None:
        """A release whose figures are told, by the hash of its text."""
        self._releases[record] = {"record": record, "title": title, "period": period, "sha256": sha256}

    def parameter(self, row: int, name: str, value: str, citation: str) -> None:
        """A row of the law that was used."""
        self._parameters[row] = {"row": row, "name": name, "value": value, "citation": citation}

    def plain(self, today: date, matrix: Matrix | None, about: str) -> Plain:
        """To be frozen with the facts."""
        return {
            "as_of": today.isoformat(),
            "about": about,
            "matrix": None if matrix is None else {"number": matrix.number, "title": matrix.title},
            "releases": [self._releases[key] for key in sorted(self._releases)],
            "parameters": [self._parameters[key] for key in sorted(self._parameters)],
        }
