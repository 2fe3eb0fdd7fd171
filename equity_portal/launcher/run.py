"""`make run`: the whole portal on this machine under one supervisor."""

from __future__ import annotations

import hashlib
import http.client
import os
import socket
import sys
import time
from pathlib import Path

import psycopg
from psycopg import sql

from equity_portal.launcher.home import ROOT, Home
from equity_portal.launcher.own_city import OWN, founder_of
from equity_portal.launcher.servers import URLS, named_urls, servers
from equity_portal.launcher.supervisor import Program, Supervisor, say
from equity_portal.launcher.trouble import Trouble

WORKERS, THREADS = 2, 4
# Celery warns of root and of its own next version, whoever asked.
QUIET = "ignore::RuntimeWarning:celery.platforms,ignore::DeprecationWarning:celery.worker.consumer.consumer"
CITIES = ROOT / "equity_portal" / "cities"


def run() -> None:
    """Start everything, say where it is, and stay until somebody stops it."""
    began = time.monotonic()
    os.umask(0o077)
    port = asked_port()
    city = city_folder()
    home = Home.from_environment()
    home.open()
    home.lock()
    refuse_other_city(home, city)
    door = listen(port, home)
    home.make_secrets()
    supervisor = Supervisor(home.path / "log")
    with door, servers(supervisor, home) as urls:
        address = f"http://localhost:{port}"
        environment = portal_environment(home, urls, address, city)
        home.note_running({"address": address, "process": str(os.getpid()), **urls})
        prepare(supervisor, home, environment, urls, city)
        for program in programs(home, environment, door):
            supervisor.add(program)
        supervisor.wait_until(lambda: answers(port), 90, "The portal")
        greet(home, address, time.monotonic() - began)
        try:
            while True:
                supervisor.step()
        finally:
            say("Stopping ...")


# ---- what was asked for


def asked_port() -> int:
    """PORT, as a number."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Trouble(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def city_folder() -> Path:
    """PORTAL_CITY: the name of a shipped city, or a folder."""
    asked = os.environ.get("PORTAL_CITY") or "portland"
    for folder in (CITIES / asked, Path(asked)):
        if folder.is_dir():
            return folder.absolute()
    shipped = ", ".join(sorted(path.name for path in CITIES.iterdir() if path.is_dir())) if CITIES.is_dir() else "none"
    raise Trouble(f"PORTAL_CITY names no city: {asked!r} is no folder, and the portal ships: {shipped}.")


def refuse_other_city(home: Home, city: Path) -> None:
    """A portal serves one city; its data folder remembers which."""
    loaded = home.marked("city")
    if loaded and os.environ.get("PORTAL_CITY") and loaded != city.name:
        raise Trouble(
            f"{home.path} holds the city {loaded}, not {city.name}; set PORTAL_HOME to a new folder for another city."
        )


def listen(port: int, home: Home) -> socket.socket:
    """The portal's door, opened once on loopback and handed to the web server, so that its restarts keep it."""
    door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        open_door(door, port, patience=10.0 if home.running().get("address", "").endswith(f":{port}") else 0.0)
    except PermissionError:
        raise Trouble(f"This user may not open port {port}; set PORT to a number above 1023.") from None
    except OSError as problem:
        if problem.errno in (98, 48):
            raise Trouble(
                f"Port {port} is in use by another program; stop it, or set PORT to another number."
            ) from None
        raise Trouble(
            f"Port {port} on 127.0.0.1 cannot be opened: {problem.strerror}. Is the loopback interface up?"
        ) from None
    return door


def open_door(door: socket.socket, port: int, patience: float) -> None:
    """After kill -9 the last web server may still be leaving; it is waited for, others are not."""
    end = time.monotonic() + patience
    while True:
        try:
            door.bind(("127.0.0.1", port))
            door.listen(256)
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
        else:
            return


# ---- preparing


def portal_environment(home: Home, urls: dict[str, str], address: str, city: Path) -> dict[str, str]:
    """What the portal's own processes are told: everything but the owner's login."""
    ours = {"PORTAL_AS_OWNER", *URLS, *(f"{name}_FILE" for name in URLS)}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return {
        **kept,
        "PORTAL_HOME": str(home.path),
        "PORTAL_CITY": str(city),
        "PORTAL_ADDRESS": os.environ.get("PORTAL_ADDRESS") or address,
        "DATABASE_URL": urls["DATABASE_URL"],
        "REDIS_URL": urls["REDIS_URL"],
        "DJANGO_SETTINGS_MODULE": "equity_portal.settings",
        "PYTHONUNBUFFERED": "1",
    }


def prepare(supervisor: Supervisor, home: Home, environment: dict[str, str], urls: dict[str, str], city: Path) -> None:
    """Migrate and secure as the owner; on the first start load the city and its demo as the portal itself."""
    command = [sys.executable, "-m", "equity_portal.launcher.prepare"]
    stamp = f"{sources_stamp()} {home.path}"
    if prepared(urls) != stamp or not (home.path / "static").exists():
        say("Preparing the database ...")
        supervisor.run(Program("setup", [*command, "owner"], owner_environment(environment, urls), ROOT))
        note_prepared(urls, stamp)
    if home.marked("city") == OWN:
        prepare_own(supervisor, home, environment)
        return
    if not is_empty(urls["DATABASE_URL"]):
        return
    home.mark("city", "")
    home.mark("loading", city.name)  # nobody was served yet: cut off here, the next start begins with a new database
    say(f"First start: loading {city.name} and its demo ...")
    password = os.environ.get("PORTAL_DEMO_PASSWORD") or home.secret("demo_password", 9)
    demo = {**environment, "PORTAL_DEMO_PASSWORD": password}
    lines = supervisor.run(Program("setup", [*command, "city", str(city)], demo, ROOT))
    shown = lines[lines.index("----") + 1 :] if "----" in lines else []
    home.write("demo_signins", "\n".join(shown))
    home.mark("city", city.name)


def prepare_own(supervisor: Supervisor, home: Home, environment: dict[str, str]) -> None:
    """No demo: an account for who founds the city, and their way in as long as it is not founded."""
    command = [sys.executable, "-m", "equity_portal.launcher.prepare", "own", *founder_of(home)]
    lines = supervisor.run(Program("setup", command, environment, ROOT))
    home.write("own_city", "\n".join(lines[lines.index("----") + 1 :] if "----" in lines else []))


def sources_stamp() -> str:
    """Name, size and time of all that migrations, rights and static files come from."""
    stamp = hashlib.sha256()
    skipped = {".git", ".venv", ".portal", ".own-city", "tests", "__pycache__"}
    for folder, folders, files in os.walk(ROOT):
        folders[:] = sorted(set(folders) - skipped)
        for name in sorted(files):
            if name.endswith((".py", ".sql", ".lock")) or "/static" in folder:
                stat = os.stat(os.path.join(folder, name))
                stamp.update(f"{folder}/{name}|{stat.st_size}|{stat.st_mtime_ns}\n".encode())
    return stamp.hexdigest()


def prepared(urls: dict[str, str]) -> str:
    """What the embedded database was last prepared from, as its own comment says; a database of one's own is asked nothing."""
    if "DATABASE_URL" in named_urls():
        return ""
    with psycopg.connect(urls["DATABASE_OWNER_URL"]) as connection:
        row = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    return str(row[0]) if row and row[0] else ""


def note_prepared(urls: dict[str, str], stamp: str) -> None:
    """The mark lives and dies with the database."""
    if "DATABASE_URL" in named_urls():
        return
    with psycopg.connect(urls["DATABASE_OWNER_URL"]) as connection:
        name = sql.Identifier(connection.info.dbname)
        connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, sql.Literal(stamp)))


def owner_environment(environment: dict[str, str], urls: dict[str, str]) -> dict[str, str]:
    """With the owner's login, where there is one."""
    if "DATABASE_OWNER_URL" not in urls:
        return environment
    return {**environment, "DATABASE_OWNER_URL": urls["DATABASE_OWNER_URL"], "PORTAL_AS_OWNER": "1"}


def is_empty(url: str) -> bool:
    """No city in it yet: a database of one's own that holds a city gets no demo."""
    with psycopg.connect(url) as connection:
        row = connection.execute(sql.SQL("SELECT NOT EXISTS (SELECT FROM raci_unit)")).fetchone()
    return bool(row and row[0])


# ---- serving


def programs(home: Home, environment: dict[str, str], door: socket.socket) -> list[Program]:
    """Web server, worker and beat."""
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "--app", "equity_portal.celery", "--quiet"]
    schedule = str(home.path / "beat-schedule")
    web = [
        *python, "gunicorn", "equity_portal.wsgi:application", f"--bind=fd://{door.fileno()}", f"--workers={WORKERS}",
        f"--threads={THREADS}", "--worker-class=gthread", "--preload", "--timeout=60", "--graceful-timeout=5",
        "--no-control-socket",
    ]  # fmt: skip
    pool = "prefork" if os.access("/dev/shm", os.W_OK) or sys.platform == "darwin" else "solo"  # noqa: S108
    worker = [
        *celery, "worker", "--concurrency=2", f"--pool={pool}", "--loglevel=INFO", "--without-gossip",
        "--without-mingle", "--without-heartbeat",
    ]  # fmt: skip
    beat = [*celery, "beat", "--loglevel=INFO", f"--schedule={schedule}", "--pidfile="]
    return [
        Program("web", web, environment, ROOT, patience=8, pass_fds=[door.fileno()], shown=is_news),
        Program("worker", worker, {**environment, "PYTHONWARNINGS": QUIET}, ROOT, patience=8, shown=is_news),
        Program("beat", beat, environment, ROOT, patience=5, shown=is_news),
    ]


def is_news(line: str) -> bool:
    """Complaints go to the console; the everyday, and the mails of a portal without a mail server, stay in the logs."""
    return any(word in line for word in ("ERROR", "CRITICAL", "Error:"))


def answers(port: int) -> bool:
    """Does it serve?"""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/healthz", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def greet(home: Home, address: str, seconds: float) -> None:
    """The address, and who may sign in: the demo's people, or who founds their own city."""
    say(f"\nEquity Portal serves at {address} (started in {seconds:.0f} s)")
    for name in ("demo_signins", "own_city"):
        if (home.path / name).exists() and (text := (home.path / name).read_text().strip()):
            say(f"\n{text}")
    mails = "" if os.environ.get("EMAIL_HOST") else " Mails it would send are written to log/worker.log there."
    say(f"\nData, secrets and logs: {home.path}.{mails} Ctrl-C stops it.\n")
