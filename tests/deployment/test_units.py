"""The systemd units: the same programs as in docker-compose.yml, with little that they may and secrets as credentials."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import pytest

from tests.deployment.files import ROOT, UNITS, services, unit, unit_names

LASTING = ("web", "worker", "beat", "proxy")
PYTHON = "/opt/equity-portal/.venv/bin/python"


@pytest.mark.parametrize("name", ["web", "worker", "beat", "migrate"])
def test_unit_runs_the_command_of_the_compose_file(name):
    command = unit(f"equity-portal-{name}.service").one("Service.ExecStart").replace("%%", "%").split()
    assert command == [PYTHON, *services()[name]["command"][1:]]


@pytest.mark.parametrize("name", ["web", "worker", "beat", "migrate"])
def test_unit_is_told_what_the_compose_file_tells(name):
    found = unit(f"equity-portal-{name}.service")
    told = {key: value for key, value in found.environment.items() if key.endswith("_FILE")}
    wanted = services()[name]["environment"]
    assert told == {key: v.replace("/run/secrets", "%d") for key, v in wanted.items() if key.endswith("_FILE")}
    assert set(found.credentials) == set(services()[name]["secrets"])
    assert found.environment["PORTAL_HTTPS"] == "1"
    assert found.environment.get("PORTAL_AS_OWNER") == wanted.get("PORTAL_AS_OWNER")


@pytest.mark.parametrize("name", unit_names())
def test_unit_holds_no_secret_and_names_only_those_that_are_made(name):
    script = (ROOT / "deploy" / "make-secrets").read_text()
    found = unit(name)
    for credential, place in found.credentials.items():
        assert place == f"/etc/equity-portal/secrets/{credential}"
        assert re.search(rf"(keep |secrets/){credential}\b", script), credential
    for key, value in found.environment.items():
        if re.search(r"PASSWORD|SECRET|KEY|_URL", key):
            assert value.startswith("%d/"), key


@pytest.mark.parametrize("name", LASTING)
def test_unit_comes_back_however_often_it_dies(name):
    found = unit(f"equity-portal-{name}.service")
    assert found.one("Service.Restart") == "always"
    assert found.one("Unit.StartLimitIntervalSec") == "0"
    assert f"equity-portal-{name}.service" in unit("equity-portal.target").one("Unit.Wants")


@pytest.mark.parametrize("name", unit_names())
def test_unit_may_little(name):
    found = unit(name)
    for key, value in {
        "NoNewPrivileges": "yes",
        "ProtectSystem": "strict",
        "PrivateTmp": "yes",
        "ProtectHome": "yes",
    }.items():
        assert found.one(f"Service.{key}") == value
    assert found.one("Service.User") == ("www-data" if "proxy" in name else "equity-portal")
    assert found.one("Service.CapabilityBoundingSet") == ("CAP_NET_BIND_SERVICE" if "proxy" in name else "")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd's own reader is not on this machine")
def test_systemd_reads_the_units_without_a_word_and_finds_them_closed():
    environment = {**os.environ, "SYSTEMD_UNIT_PATH": f"{UNITS}:"}
    files = [str(path) for kind in ("service", "target", "timer") for path in sorted(UNITS.glob(f"*.{kind}"))]
    read = subprocess.run(["systemd-analyze", "verify", *files], env=environment, capture_output=True, text=True)
    words = [line for line in read.stderr.splitlines() if "equity-portal" in line and "is not executable" not in line]
    assert words == []
    for name in unit_names():
        command = ["systemd-analyze", "security", "--offline=true", "--threshold=25", str(UNITS / name)]
        judged = subprocess.run(command, env=environment, capture_output=True, text=True)
        assert judged.returncode == 0, judged.stdout[-400:]
