"""What ships for a deployment, read for tests and for the trial: docker-compose.yml and the systemd units."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
UNITS = ROOT / "deploy" / "systemd"


def compose() -> dict[str, Any]:
    """The compose file, its anchors followed."""
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def services() -> dict[str, dict[str, Any]]:
    return compose()["services"]


@dataclass
class Unit:
    """A unit with the drop-ins that systemd reads after it."""

    name: str
    values: dict[str, list[str]] = field(default_factory=dict)  # "Service.ExecStart" -> all that was said, in order

    def all(self, key: str) -> list[str]:
        return self.values.get(key, [])

    def one(self, key: str, default: str = "") -> str:
        return (self.all(key) or [default])[-1]

    @property
    def environment(self) -> dict[str, str]:
        pairs = [pair for line in self.all("Service.Environment") for pair in line.split()]
        return dict(pair.split("=", 1) for pair in pairs)

    @property
    def credentials(self) -> dict[str, str]:
        return dict(each.split(":", 1) for each in self.all("Service.LoadCredential"))


def unit(name: str) -> Unit:
    """`equity-portal-web.service` and the files under `equity-portal-.service.d` and its own folder."""
    found = Unit(name)
    folders = ["equity-portal-.service.d", f"{name}.d"] if name.endswith(".service") else []
    dropped = sorted((path for each in folders for path in (UNITS / each).glob("*.conf")), key=lambda path: path.name)
    for path in [UNITS / name, *dropped]:
        section = ""
        for line in path.read_text().splitlines():
            if match := re.fullmatch(r"\[(\w+)\]", line):
                section = match.group(1)
            elif line and not line.startswith("#"):
                key, value = line.split("=", 1)
                named = found.values.setdefault(f"{section}.{key}", [])
                if not value:
                    named.clear()
                named.append(value)
    return found


def unit_names(kind: str = "service") -> list[str]:
    return sorted(path.name for path in UNITS.glob(f"*.{kind}"))
