"""`make test` and `manage`: a command beside servers of its own, or beside those of the running portal."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from equity_portal.launcher.home import ROOT, Home
from equity_portal.launcher.identity import die_with
from equity_portal.launcher.install import browser
from equity_portal.launcher.run import city_folder, owner_environment, portal_environment, prepare
from equity_portal.launcher.servers import URLS, servers
from equity_portal.launcher.supervisor import Stopped, Supervisor

# Commands that read a file and print what it comes to: for them no server is started, and no data folder is made.
ALONE = (
    "matrix_check", "disparity", "inequality", "progress", "index", "suppress", "representation", "seats",
)  # fmt: skip


def test(arguments: Sequence[str]) -> int:
    """pytest beside a throw-away database and queue; neither touches PORTAL_HOME."""
    folder = Path(tempfile.mkdtemp(prefix="portal-test-"))
    home = Home(folder)
    try:
        home.open()
        supervisor = Supervisor(folder / "log")
        with servers(supervisor, home, throwaway=True) as urls:
            environment = {
                **{name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")},
                **urls,
                "PORTAL_HOME": str(folder),
                "SECRET_KEY": secrets.token_urlsafe(48),
                "CHROMIUM": browser(),
            }
            return beside(supervisor, [sys.executable, "-m", "pytest", *arguments], environment)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def manage(arguments: Sequence[str]) -> int:
    """manage.py on the portal's data, whether it runs or not."""
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    if arguments and arguments[0] in ALONE:
        return subprocess.run(command, check=False).returncode  # noqa: S603
    home = Home.from_environment()
    home.open()
    if home.is_running() and "DATABASE_URL" in (found := home.running()):
        urls = {name: found[name] for name in URLS if name in found}
        return subprocess.run(command, env=_managing(home, urls, found["address"]), check=False).returncode  # noqa: S603
    home.lock()
    home.make_secrets()
    supervisor = Supervisor(home.path / "log")
    with servers(supervisor, home) as urls:
        environment = portal_environment(home, urls, "http://localhost:8000", city_folder())
        if needs_city(arguments):
            prepare(supervisor, home, environment, urls, city_folder())
        return beside(supervisor, command, _managing(home, urls, "http://localhost:8000"))


def needs_city(arguments: Sequence[str]) -> bool:
    """Commands that look at the portal's data need them to be there; `help` and the like do not."""
    return bool(arguments) and arguments[0] not in ("help", "check", "makemigrations", "migrate", "secure_database")


def _managing(home: Home, urls: dict[str, str], address: str) -> dict[str, str]:
    """Some commands change tables; they are the owner's. All others run as the portal itself."""
    environment = portal_environment(home, urls, address, city_folder())
    needs_owner = {"migrate", "secure_database", "sqlmigrate", "showmigrations"} & set(sys.argv)
    return owner_environment(environment, urls) if needs_owner else environment


def beside(supervisor: Supervisor, command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run a command on this console while the supervisor keeps the servers; asked to stop, it ends first."""
    parent = os.getpid()
    process = subprocess.Popen(  # noqa: S603
        command,
        env=dict(environment),
        preexec_fn=lambda: die_with(parent, signal.SIGTERM),
    )
    try:
        while process.poll() is None:
            supervisor.step()
    except Stopped:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.send_signal(signal.SIGINT)
            process.wait(20)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    return process.returncode
