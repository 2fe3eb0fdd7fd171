"""Set-up: the virtual environment from a lock file, and what the system must bring. Standard library only.

Run as a script by the system's Python (`python3 equity_portal/launcher/install.py [--dev]`), before anything is installed.
Safe to interrupt and to repeat; a finished set-up needs no network.
"""

# ruff: noqa: S603, S606

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed"  # hashes of the lock files this environment satisfies; written last
UNFINISHED = VENV / "unfinished"  # there while packages are being changed
LOCKS = {"run": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}
OLDEST = (3, 11)

# WeasyPrint opens these at run time; any one name of a line will do.
LIBRARIES = (
    ("libgobject-2.0.so.0", "gobject-2.0"),
    ("libpango-1.0.so.0", "pango-1.0"),
    ("libpangoft2-1.0.so.0", "pangoft2-1.0"),
    ("libharfbuzz.so.0", "harfbuzz"),
    ("libfontconfig.so.1", "fontconfig"),
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
PANGO = {
    "apt-get": "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libfontconfig1 fonts-dejavu-core",
    "dnf": "pango harfbuzz fontconfig dejavu-sans-fonts",
    "apk": "pango harfbuzz fontconfig font-dejavu",
    "brew": "pango",
}
CHROMIUM = {"apt-get": "chromium", "dnf": "chromium", "apk": "chromium", "brew": "--cask chromium"}
ENSUREPIP = {"apt-get": "python3-venv"}
INSTALL = {
    "apt-get": ["apt-get", "install", "-y", "--no-install-recommends"],
    "dnf": ["dnf", "install", "-y"],
    "apk": ["apk", "add"],
    "brew": ["brew", "install"],
}


def main(arguments: Sequence[str]) -> int:
    """Do the whole set-up; `--dev` adds what tests and checks need."""
    newer_python(arguments)
    dev = "--dev" in arguments
    try:
        with alone():
            environment("dev" if dev else "run")
    except Unable as problem:
        print(f"Set-up stopped: {problem}", file=sys.stderr)
        return 1
    if not pango_is_there():
        system_packages(
            PANGO, "Pango, which prints PDFs (the portal runs without it, but makes no PDFs)", pango_is_there
        )
    if dev and not browser():
        system_packages(CHROMIUM, "Chromium, which the browser tests drive (or set CHROMIUM to a browser)", browser)
    return 0


class Unable(Exception):
    """Set-up cannot go on; `str()` is the sentence for the person at the keyboard."""


def newer_python(arguments: Sequence[str]) -> None:
    """Where `python3` is too old, go on under a newer one from PATH."""
    if sys.version_info >= OLDEST:
        return
    for minor in range(14, OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            os.execv(found, [found, __file__, *arguments])
    sys.exit(f"Equity Portal needs Python 3.{OLDEST[1]} or newer; this is {sys.version.split()[0]} ({sys.executable}).")


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Two set-ups at once would trip over each other: the second waits. Where nothing may be written, nothing is locked."""
    try:
        VENV.mkdir(exist_ok=True)
        lock = open(VENV / "setup.lock", "w")  # noqa: SIM115
    except OSError:
        yield
        return
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# ---- the virtual environment


def environment(kind: str) -> None:
    """Make `.venv` hold exactly what the lock file says, unless it does already."""
    if installed(kind):
        return
    lock = LOCKS[kind]
    print(f"Setting up .venv from {lock.name} (once; a minute or so) ...", flush=True)
    try:
        make_venv()
        UNFINISHED.touch()
        STAMP.unlink(missing_ok=True)
        fill(lock)
    except OSError as problem:
        raise Unable(f".venv cannot be written ({problem.strerror}: {problem.filename}).") from problem
    write_stamp(kind)
    UNFINISHED.unlink()


def installed(kind: str) -> bool:
    """Was this lock file, as it is now, installed to the end, and does the environment's Python still start?"""
    try:
        stamps = STAMP.read_text().split()
    except OSError:
        return False
    return digest(LOCKS[kind]) in stamps and not UNFINISHED.exists() and works(PYTHON)


def write_stamp(kind: str) -> None:
    """The development lock holds all run-time packages too."""
    kinds = ["run", "dev"] if kind == "dev" else ["run"]
    draft = STAMP.with_suffix(".new")
    draft.write_text("\n".join(digest(LOCKS[each]) for each in kinds))
    draft.replace(STAMP)


def digest(path: Path) -> str:
    """What a lock file says, in one word."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def works(python: Path) -> bool:
    """An environment whose base Python was removed or replaced does not start."""
    try:
        return subprocess.run([python, "-c", "import sys"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def make_venv() -> None:
    """A fresh environment where there is none, or where the last set-up was cut off in the middle."""
    if works(PYTHON) and not UNFINISHED.exists():
        return
    for each in VENV.iterdir():
        if each.name != "setup.lock":
            shutil.rmtree(each) if each.is_dir() and not each.is_symlink() else each.unlink()
    if venv_made():
        return
    if not (may_install() and package_manager() == "apt-get" and system_install(ENSUREPIP["apt-get"]) and venv_made()):
        raise Unable("this Python cannot make virtual environments. Install its venv module (Debian: python3-venv).")


def venv_made() -> bool:
    """Python's own way first; uv, if the machine has it, second."""
    if quiet([sys.executable, "-m", "venv", str(VENV)]):
        return True
    uv = shutil.which("uv")
    return bool(uv and quiet([uv, "venv", "--allow-existing", "--python", sys.executable, str(VENV)]))


def fill(lock: Path) -> None:
    """uv takes seconds, pip a minute; uv reads no pip configuration, so pip is asked where uv fails."""
    uv = accelerator()
    if uv and quiet([uv, "pip", "sync", "--require-hashes", "--python", str(PYTHON), str(lock)]):
        return
    quiet([str(PYTHON), "-m", "ensurepip"])
    pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--quiet", "--require-hashes"]
    if subprocess.run([*pip, "-r", str(lock)], check=False).returncode:
        raise Unable(f"the packages of {lock.name} could not be installed (pip's words are above). Is there a network?")


def accelerator() -> str:
    """uv from PATH, or fetched by pip to a folder of its own; empty where neither works."""
    own = VENV / "uv" / "bin" / "uv"
    if own.exists() or (found := shutil.which("uv")) is None:
        pip = [
            str(PYTHON),
            "-m",
            "pip",
            "install",
            "--disable-pip-version-check",
            "--no-deps",
            "--target",
            str(VENV / "uv"),
        ]
        return str(own) if own.exists() or (quiet([*pip, "uv"], seconds=60) and own.exists()) else ""
    return found


def quiet(command: Sequence[str], seconds: int = 900) -> bool:
    """Run to the end without a word; did it succeed?"""
    try:
        return subprocess.run(command, capture_output=True, check=False, timeout=seconds).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


# ---- what the system brings


def pango_is_there() -> bool:
    """Can WeasyPrint's libraries be opened?"""
    return all(any(opens(name) for name in names) for names in LIBRARIES)


def opens(name: str) -> bool:
    """Does the loader find this library?"""
    try:
        ctypes.CDLL(name if ".so" in name else ctypes.util.find_library(name) or name)
    except OSError:
        return False
    return True


def browser() -> str:
    """The browser the tests drive: CHROMIUM, or the first of the usual names on PATH."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), "")


def package_manager() -> str:
    """The system's package manager, if we know it."""
    return next((each for each in INSTALL if shutil.which(each)), "")


def may_install() -> bool:
    """Root of the machine, not of a user namespace with one mapped user."""
    try:
        users = sum(int(line.split()[2]) for line in Path("/proc/self/uid_map").read_text().splitlines())
    except OSError:
        users = 2
    return os.geteuid() == 0 and users > 1


def system_packages(names: dict[str, str], what: str, there: object) -> None:
    """Install where we may; otherwise say exactly what to type. Either way set-up goes on."""
    manager = package_manager()
    if manager and may_install() and manager != "brew":
        print(f"Installing {names[manager]} ...", flush=True)
        if system_install(names[manager]) and callable(there) and there():
            return
    command = " ".join([*INSTALL[manager], names[manager]]) if manager else "your system's packages: Pango, Chromium"
    sudo = "" if os.geteuid() == 0 or manager == "brew" else "sudo "
    print(f"Missing: {what}.\n  To get it: {sudo}{command}", flush=True)


def system_install(names: str) -> bool:
    """Ask the package manager, without questions."""
    manager = package_manager()
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    commands = [[*INSTALL[manager], *names.split()]]
    if manager == "apt-get":
        commands.insert(0, ["apt-get", "update"])
    try:
        runs = [subprocess.run(each, env=environ, capture_output=True, check=False, timeout=600) for each in commands]
    except (OSError, subprocess.TimeoutExpired):
        return False
    return runs[-1].returncode == 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
