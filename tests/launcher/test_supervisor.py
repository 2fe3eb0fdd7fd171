"""One supervisor: what dies is started again, what is stopped leaves nothing behind, however it was told."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from equity_portal.launcher.home import LONGEST_SOCKET, Home, socket_folder
from equity_portal.launcher.run import asked_port, city_folder, listen
from equity_portal.launcher.supervisor import Program, Supervisor
from equity_portal.launcher.trouble import Trouble

ROOT = Path(__file__).resolve().parent.parent.parent
# A child with a child of its own that ignores the polite signals.
FAMILY = "(trap '' TERM INT HUP; sleep 300) & echo started; wait"


@pytest.fixture
def supervisor(tmp_path):
    supervisor = Supervisor(tmp_path)
    yield supervisor
    supervisor.stop()


@pytest.fixture
def home(tmp_path):
    home = Home(tmp_path / "home")
    home.open()
    return home


def program(name: str, script: str, folder: Path) -> Program:
    return Program(name, ["/bin/sh", "-c", script], {"PATH": os.defpath, "MARK": str(folder)}, folder, patience=1)


def family(folder: Path) -> list[int]:
    """The living processes that were started with this MARK."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and f"MARK={folder}\0".encode() in entry.joinpath("environ").read_bytes():
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def until(true: Callable[[], object], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_supervisor_starts_again_what_dies_and_its_orphans_go(supervisor, tmp_path):
    child = supervisor.add(program("one", FAMILY, tmp_path))
    supervisor.wait_until(lambda: len(family(tmp_path)) >= 2, 5, "the family")
    first, before = child.process, set(family(tmp_path))
    os.kill(first.pid, signal.SIGKILL)
    began = time.monotonic()
    supervisor.wait_until(lambda: child.process is not first and child.process.poll() is None, 5, "the next")
    assert time.monotonic() - began < 2
    until(lambda: not before & set(family(tmp_path)))


def test_supervisor_waits_longer_for_what_keeps_dying(supervisor, tmp_path):
    child = supervisor.add(program("one", "exit 3", tmp_path))
    supervisor.wait_until(lambda: child.deaths == 4, 10, "four deaths")
    assert child.due - time.monotonic() > 0.5


def test_supervisor_leaves_nothing_behind(supervisor, tmp_path):
    with supervisor.watching():
        supervisor.add(program("one", FAMILY, tmp_path))
        supervisor.add(program("two", FAMILY, tmp_path))
        supervisor.wait_until(lambda: len(family(tmp_path)) >= 4, 5, "both families")
    until(lambda: not family(tmp_path), 2)


def test_supervisor_stops_in_the_opposite_order(supervisor, tmp_path):
    script = "trap 'echo %s >> order; exit' TERM; echo up; while :; do sleep 0.05; done"
    with supervisor.watching():
        for name in ("postgres", "valkey", "web"):
            child = supervisor.add(program(name, script % name, tmp_path))
            supervisor.wait_until(lambda child=child: child.last_lines, 5, name)
    assert (tmp_path / "order").read_text().split() == ["web", "valkey", "postgres"]


def test_supervisor_writes_down_what_they_say(supervisor, tmp_path):
    assert supervisor.run(program("setup", "echo first; printf 'no end'", tmp_path))[0] == "first"
    assert "first" in (tmp_path / "setup.log").read_text()


def test_supervisor_says_why_a_step_failed(supervisor, tmp_path):
    with pytest.raises(Trouble, match="the disk is full"):
        supervisor.run(program("setup", "echo the disk is full; exit 1", tmp_path))


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's word for this is Linux's")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_no_process_is_left_whatever_ends_the_supervisor(tmp_path, number):
    code = (
        "import sys; from pathlib import Path; from equity_portal.launcher.supervisor import Program, Supervisor\n"
        "folder = Path(sys.argv[1]); s = Supervisor(folder)\n"
        "with s.watching():\n"
        "    s.add(Program('one', ['/bin/sh', '-c', 'echo up; exec sleep 300'], {'MARK': str(folder)}, folder))\n"
        "    while True: s.step()\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, stderr=subprocess.DEVNULL)
    until(lambda: family(tmp_path), 20)
    process.send_signal(number)
    process.wait(10)
    until(lambda: not family(tmp_path), 5)


# ---- its folder


def test_secrets_are_made_once_and_private(home):
    first = home.secret("secret_key", 64)
    assert home.secret("secret_key", 64) == first
    assert stat.S_IMODE((home.path / "secret_key").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.path.stat().st_mode) == 0o700


def test_a_second_portal_in_the_same_folder_is_told_where_the_first_is(home):
    home.lock()
    home.note_running({"address": "http://localhost:8000", "process": "7"})
    with pytest.raises(Trouble, match=r"already runs .* at http://localhost:8000"):
        Home(home.path).lock()


def test_sockets_have_short_paths_whatever_the_folders_are_called(home, tmp_path, monkeypatch):
    deep = tmp_path / ("d" * 100)
    deep.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(deep))
    folder = socket_folder(home)
    assert len(os.fsencode(folder / "pg" / ".s.PGSQL.5432.lock")) <= LONGEST_SOCKET
    assert socket_folder(home) != folder  # what a killed one left is cleared
    assert not folder.exists()
    os.rmdir(home.running()["sockets"])


# ---- what was asked for


@pytest.mark.parametrize("port", ["0", "65536", "eighty", "-1", "80 80"])
def test_a_port_that_is_none_is_said(monkeypatch, port):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(Trouble, match="PORT must be a number"):
        asked_port()


def test_a_busy_port_is_said(home):
    free = listen(0, home)
    with free, pytest.raises(Trouble, match="in use by another program"):
        listen(free.getsockname()[1], home)


def test_a_city_that_is_none_is_said(monkeypatch):
    monkeypatch.setenv("PORTAL_CITY", "atlantis")
    with pytest.raises(Trouble, match="atlantis"):
        city_folder()
