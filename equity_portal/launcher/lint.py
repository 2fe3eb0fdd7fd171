"""`make lint`: every check, all of them even when one fails."""

from __future__ import annotations

import os
import subprocess
import sys

from equity_portal.launcher.home import ROOT

PYTHON = [sys.executable, "-m"]
IMPORTS = "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())"
CHECKS = {
    "ruff": [*PYTHON, "ruff", "check", "."],
    "format": [*PYTHON, "ruff", "format", "--check", "."],
    "types": [*PYTHON, "mypy", "."],
    "imports": [sys.executable, "-c", IMPORTS],
    "templates": [*PYTHON, "djlint", "--lint", "--quiet", "templates"],
    "migrations": [
        sys.executable,
        "-W",
        "ignore::RuntimeWarning",
        "manage.py",
        "makemigrations",
        "--check",
        "--dry-run",
    ],
    "deploy": [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
}


def lint() -> int:
    """Run them beside each other's results; the number of those that failed."""
    environment = {
        **os.environ,
        "PORTAL_HTTPS": "1",
        "SECRET_KEY": "lint-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    }
    failed = []
    for name, command in CHECKS.items():
        print(f"== {name}", flush=True)
        if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:  # noqa: S603
            failed.append(name)
    print(f"lint: {', '.join(failed)} failed" if failed else "lint: clean", flush=True)
    return len(failed)
