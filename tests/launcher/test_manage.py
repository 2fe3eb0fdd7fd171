"""Commands that read a file answer at once, with their answer alone on standard output, and leave no data folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands

from equity_portal.launcher.home import ROOT
from equity_portal.launcher.trial import ALONE

MATRIX = "Task,Lead,Mayor\nWrite the plan,R,A\n"
TABLE = "group,n,k\nwomen,412,251\nmen,388,272\n"


@pytest.mark.parametrize(("name", "content"), [("matrix_check", MATRIX), ("disparity", TABLE)])
def test_what_needs_no_database_starts_none(tmp_path: Path, name: str, content: str) -> None:
    file, home = tmp_path / "given.csv", tmp_path / "home"
    file.write_text(content)
    done = subprocess.run(
        [sys.executable, "-m", "equity_portal.launcher", "manage", "--", name, str(file), "--json"],
        cwd=ROOT, env={**os.environ, "PORTAL_HOME": str(home)}, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)
    assert not home.exists()


def test_each_of_them_is_a_command() -> None:
    assert set(ALONE) <= set(get_commands())
