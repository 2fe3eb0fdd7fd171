"""Figures with known answers, where they are present, and how a computed value is held against them."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent.parent.parent / "shared" / "gold"
FILES = ("published_and_python.json", "r_reference.json", "r_reference_2.json")
NOT_KNOWN = ("NA", "NaN")


def cases() -> dict[str, dict[str, Any]]:
    """By id; those of disclosure control are bound by its own tests. Empty where the folder is absent."""
    if not FOLDER.exists():
        return {}
    found = [case for name in FILES for case in json.loads((FOLDER / name).read_text())]
    return {case["id"]: case for case in found if case["measure"] != "disclosure_audit"}


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(newline="") as file:
        return list(csv.DictReader(file))


def differences(found: Any, expected: Any, tolerance: float, at: str = "") -> list[str]:
    """Where a computed value is not the expected one; a field that was not computed is a difference."""
    if isinstance(expected, dict):
        missing = [f"{at}.{key} is not computed" for key in expected if key not in found]
        there = [key for key in expected if key in found]
        return missing + [
            one for key in there for one in differences(found[key], expected[key], tolerance, f"{at}.{key}")
        ]
    if isinstance(expected, list) and not isinstance(found, str):
        if len(found) != len(expected):
            return [f"{at}: {found} is not {expected}"]
        pairs = enumerate(zip(found, expected, strict=True))
        return [one for place, (a, b) in pairs for one in differences(a, b, tolerance, f"{at}[{place}]")]
    return [] if same(found, expected, tolerance) else [f"{at}: {found} is not {expected}"]


def same(found: Any, expected: Any, tolerance: float) -> bool:
    if expected in NOT_KNOWN or expected is None:
        return found is None or (not isinstance(found, bool | str | list) and math.isnan(float(found)))
    if expected == "Inf":
        return found is not None and math.isinf(float(found))
    if isinstance(expected, bool | str) or isinstance(found, bool):
        return bool(found == expected)
    return found is not None and abs(float(found) - expected) <= tolerance * (abs(expected) or 1.0)
