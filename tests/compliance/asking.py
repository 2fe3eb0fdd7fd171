"""Facts in a file, and what `check_law` answers of them, as a program reads it."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path
from typing import Any

from django.core.management import call_command

from tests.metrics.tables import no_constant

FORBIDDEN = ("compliant", "violation", "discrimination")


def ask(check: str, facts: Any, *, rows: str = "", pack: Path | None = None) -> dict[str, Any]:
    """The answer; `rows`: a city's own parameters as YAML."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.json"
        path.write_text(facts if isinstance(facts, str) else json.dumps(facts))
        options = []
        if rows:
            own = Path(folder) / "own.yaml"
            own.write_text(rows)
            options += ["--parameters", str(own)]
        if pack:
            options += ["--parameters", str(pack)]
        out = io.StringIO()
        call_command("check_law", check, str(path), "--json", *options, stdout=out)
    answer: dict[str, Any] = json.loads(out.getvalue(), parse_constant=no_constant)
    assert_words(answer)
    return answer


def assert_words(answer: dict[str, Any]) -> None:
    """No answer judges: these words appear nowhere but in what an authority calls itself."""
    said = json.dumps([answer[part] for part in ("result", "why", "lacking", "figures")]).lower()
    assert not any(word in said for word in FORBIDDEN), said


def row(key: str, value: str, begins: str = "2020-01-01", **more: str) -> str:
    """One row of a city's own parameters."""
    fields = {
        "key": key, "value": f'"{value}"', "unit": "as shipped", "programme": "all", "applies_to": "city",
        "citation": "Resolution 1", "begins": begins, "status": "local_policy", **more,
    }  # fmt: skip
    return "  - {" + ", ".join(f"{name}: {one}" for name, one in fields.items() if one) + "}\n"


def rows(*lines: str) -> str:
    return "parameters:\n" + "".join(lines)


def lacks(answer: dict[str, Any]) -> list[str]:
    return [one["what"] for one in answer["lacking"]]
