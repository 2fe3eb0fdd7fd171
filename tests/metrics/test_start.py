"""The portal starts without what computes: the libraries of the statistics take seconds and hundreds of megabytes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
COMPUTES = {"scipy", "statsmodels", "pandas", "highspy"}  # openpyxl imports numpy (0.15 s, 16 MB) wherever there is one
COMPUTING = ("metrics.statistics", "metrics.calculators", "metrics.suppression")
# plain Python, some milliseconds: the tables that checks of the law read, and from how many people on a count is told
READING = {
    f"metrics.{name}"
    for name in ("calculators", "calculators.tables", "suppression", "suppression.cells", "suppression.releases")
}
START = """
import sys
import django
django.setup()
from django.core.management import call_command
call_command("check")
import equity_portal.urls, equity_portal.wsgi, equity_portal.celery
print(*sys.modules)
"""


def test_nothing_that_computes_is_imported_at_start():
    surroundings = {**os.environ, "DJANGO_SETTINGS_MODULE": "equity_portal.settings"}
    started = subprocess.run([sys.executable, "-c", START], cwd=ROOT, env=surroundings, capture_output=True, text=True)
    assert started.returncode == 0, started.stderr
    assert "metrics.apps" in started.stdout.split()
    loaded = set(started.stdout.split())
    assert not COMPUTES & loaded
    assert not {name for name in loaded if name.startswith(COMPUTING)} - READING
