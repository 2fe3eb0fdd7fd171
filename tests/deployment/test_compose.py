"""docker-compose.yml by its specification and by our own rules; the Dockerfile and .dockerignore beside it.

compose_spec.json is the schema that docker-compose 1.29.2 ships (Apache-2.0, PyPI), unchanged.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

from equity_portal import settings as settings_file
from equity_portal.launcher import probe
from equity_portal.launcher.place import FOLDERS
from raci.jobs import beat
from tests.deployment.files import ROOT, compose, services

SCHEMA = Path(__file__).parent / "compose_spec.json"
ONE_SHOT = {"migrate", "upkeep"}
SECRET = re.compile(r"PASSWORD|SECRET|KEY|TOKEN|DATABASE_URL|OWNER_URL|REDIS_URL")
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def named_volumes(service):
    return [each.split(":")[0] for each in service.get("volumes", []) if not each.startswith(("./", "/"))]


def test_file_is_as_the_compose_specification_has_it():
    validator = jsonschema.Draft201909Validator(json.loads(SCHEMA.read_text()))
    assert [f"{list(error.path)}: {error.message}" for error in validator.iter_errors(compose())] == []


@pytest.mark.parametrize("name", services())
def test_service_comes_back_is_looked_after_and_may_little(name):
    service = services()[name]
    assert service["restart"] == ({"migrate": "on-failure:3", "upkeep": "no"}.get(name, "unless-stopped"))
    if name in ONE_SHOT:
        assert service["healthcheck"] == {"disable": True}
    else:
        assert {"test", "interval", "timeout", "retries", "start_period"} <= set(service["healthcheck"])
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert int(service["user"].split(":")[0]) > 0
    assert "privileged" not in service


@pytest.mark.parametrize("name", services())
def test_no_secret_stands_in_an_environment(name):
    for key, value in services()[name].get("environment", {}).items():
        assert not re.search(r"://[^/]*:[^/]*@", str(value))
        if SECRET.search(key):
            assert key.endswith("_FILE"), key
            place = re.fullmatch(r"/run/secrets/(\w+)", value)
            assert place, f"{key} names no secret"
            assert place.group(1) in services()[name]["secrets"]


def test_example_environment_holds_no_secret():
    lines = (ROOT / "deploy" / "portal.env.example").read_text().splitlines()
    assert not [line for line in lines if SECRET.search(line.partition("=")[0]) and not line.startswith("#")]


def test_each_secret_is_a_file_that_the_script_makes_and_git_ignores():
    script = (ROOT / "deploy" / "make-secrets").read_text()
    for name, secret in compose()["secrets"].items():
        assert secret == {"file": f"deploy/secrets/{name}"}
        assert re.search(rf"(keep |secrets/){name}\b", script), name
    assert "/deploy/secrets/" in (ROOT / ".gitignore").read_text().splitlines()
    used = {name for service in services().values() for name in service.get("secrets", [])}
    assert used == set(compose()["secrets"])


def test_only_the_proxy_can_be_reached_and_only_the_worker_reaches_out():
    assert [name for name, service in services().items() if "ports" in service] == ["proxy"]
    open_networks = {name for name, network in compose()["networks"].items() if not network.get("internal")}
    reaching = {name for name, service in services().items() if open_networks & set(service["networks"])}
    assert reaching == {"proxy", "worker"}
    assert services()["proxy"]["networks"] == ["outside"]  # not where the database and the queue are


def test_the_owners_login_is_known_to_the_database_and_to_one_shots_alone():
    holders = {name for name, each in services().items() if any("owner" in one for one in each.get("secrets", []))}
    assert holders == {"database", *ONE_SHOT}


def test_services_wait_for_what_they_need():
    for name in ("web", "worker", "beat"):
        waits = {needed: each["condition"] for needed, each in services()[name]["depends_on"].items()}
        assert waits == {
            "migrate": "service_completed_successfully",
            "database": "service_healthy",
            "redis": "service_healthy",
        }


def test_each_volume_is_declared_and_used_and_holds_what_must_last():
    used = {volume for service in services().values() for volume in named_volumes(service)}
    assert used == set(compose()["volumes"]) == {"database", "redis", "static", "door", "keys", *FOLDERS}


def test_whatever_the_portal_keeps_on_disk_is_in_the_volumes_the_backup_and_the_image():
    roots = {key: Path(getattr(settings_file, key)) for key in dir(settings_file) if key.endswith("_ROOT")}
    kept = {path.name for key, path in roots.items() if key != "STATIC_ROOT"}
    assert kept == set(FOLDERS)
    for name in FOLDERS:
        for service in ("web", "worker", "upkeep"):
            assert f"{name}:/var/lib/equity-portal/{name}" in services()[service]["volumes"]
        assert f" /var/lib/equity-portal/{name} " in DOCKERFILE


def test_keys_of_sealed_texts_are_in_a_volume_and_never_in_the_backup():
    keys, holders = settings_file.PAYLOAD_KEYS, {"web", "worker"}
    assert keys.name not in FOLDERS
    for service in (*holders, "upkeep"):  # which takes away again what was erased before a restore
        assert f"{keys.name}:/var/lib/equity-portal/{keys.name}" in services()[service]["volumes"]
    assert f" /var/lib/equity-portal/{keys.name} " in DOCKERFILE
    assert {name for name, each in services().items() if "payload_key" in each.get("secrets", [])} == holders


def test_probe_reads_the_mark_that_the_beat_leaves():
    assert probe.LAST_SWEEP == beat.LAST_SWEEP


def test_redis_evicts_nothing_and_writes_down():
    command = services()["redis"]["command"]
    said = dict(zip(command[2::2], command[3::2], strict=True))
    assert said["--maxmemory-policy"] == "noeviction"
    assert said["--appendonly"] == "yes"


# ---- the image


def test_image_is_built_in_two_stages_from_hashes_and_runs_as_nobody_in_particular():
    assert DOCKERFILE.count("\nFROM ") == 2
    assert "--require-hashes" in DOCKERFILE
    assert re.findall(r"^USER (.*)", DOCKERFILE, re.M) == ["10001:10001"]
    assert not re.search(r"^(ADD|ENV .*(PASSWORD|SECRET|KEY))", DOCKERFILE, re.M)
    for each in re.findall(r"^FROM (\S+)", DOCKERFILE, re.M):
        assert ":" in each
        assert not each.endswith(":latest")
    assert "rm -rf /var/lib/apt/lists" in DOCKERFILE


def test_image_holds_what_the_portal_needs_and_the_context_nothing_else():
    copied = {part for line in re.findall(r"^COPY (?!--from)(.*) \S+$", DOCKERFILE, re.M) for part in line.split()}
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert copied == allowed
    assert all((ROOT / name).exists() for name in copied)
    apps = {path.parent.name for path in ROOT.glob("*/apps.py")}
    assert apps <= copied


@pytest.mark.parametrize("name", [name for name, service in services().items() if "build" not in service])
def test_image_of_others_is_named_by_its_version(name):
    assert re.search(r":\d+", services()[name]["image"])
