"""Tables in files, and what the commands make of them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.core.management import call_command

# Berkeley, autumn 1973: applicants and admitted men, then women (Bickel, Hammel and O'Connell 1975, Science 187:398)
ADMISSIONS = {
    "A": (825, 512, 108, 89), "B": (560, 353, 25, 17), "C": (325, 120, 593, 202), "D": (417, 138, 375, 131),
    "E": (191, 53, 393, 94), "F": (373, 22, 341, 24),
}  # fmt: skip


def admissions() -> list[tuple[Any, ...]]:
    """department, group, n, k."""
    rows = [(name, "men", *four[:2]) for name, four in ADMISSIONS.items()]
    return rows + [(name, "women", *four[2:]) for name, four in ADMISSIONS.items()]


def write(path: Path, header: str, lines: Iterable[Sequence[Any]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header.split(","))
        writer.writerows(lines)
    return path


def told(command: str, path: Path, header: str, lines: Iterable[Sequence[Any]], *options: str) -> Any:
    """What the command prints of a table, as a program reads it: JSON, so neither NaN nor Infinity."""
    out = io.StringIO()
    call_command(command, str(write(path, header, lines)), "--json", *options, stdout=out)
    return json.loads(out.getvalue(), parse_constant=no_constant)


def no_constant(word: str) -> None:
    raise AssertionError(f"{word} is no JSON")
