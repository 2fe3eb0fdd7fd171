"""`make run`: the whole portal on this machine under one supervisor."""

from __future__ import annotations

import http.client
import json
import os
import socket
import sys
import time
from pathlib import Path

import psycopg
from psycopg import sql

from equity_portal.launcher.home import ROOT, Home
from equity_portal.launcher.servers import URLS, servers
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
    door = listen(port)
    home.secret("secret_key", 64)
    supervisor = Supervisor(home.path / "log")
    with door, servers(supervisor, home) as urls:
        address = f"http://localhost:{port}"
        environment = portal_environment(home, urls, address, city)
        home.write("running.json", json.dumps({"address": address, "process": str(os.getpid()), **urls}))
        say("Preparing the database ...")
        prepare(supervisor, home, environment, urls, city)
        for program in programs(home, environment, door):
            supervisor.add(program)
        supervisor.wait_until(lambda: answers(port), 90, "The portal")
        greet(home, address, time.monotonic() - began)
        try:
            while True:
                supervisor.step()
        finally:
            (home.path / "running.json").unlink(missing_ok=True)
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


def listen(port: int) -> socket.socket:
    """The portal's door, opened once on loopback and handed to the web server, so that its restarts keep it."""
    door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind(("127.0.0.1", port))
        door.listen(256)
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


# ---- preparing


def portal_environment(home: Home, urls: dict[str, str], address: str, city: Path) -> dict[str, str]:
    """What the portal's own processes are told: everything but the owner's login."""
    kept = {name: value for name, value in os.environ.items() if name not in (*URLS, "PORTAL_AS_OWNER")}
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
    owner = owner_environment(environment, urls)
    command = [sys.executable, "-m", "equity_portal.launcher.prepare"]
    supervisor.run(Program("setup", [*command, "owner"], owner, ROOT))
    if home.marked("city") or not is_empty(urls["DATABASE_URL"]):
        return
    say(f"First start: loading {city.name} and its demo ...")
    password = os.environ.get("PORTAL_DEMO_PASSWORD") or home.secret("demo_password", 9)
    demo = {**environment, "PORTAL_DEMO_PASSWORD": password}
    lines = supervisor.run(Program("setup", [*command, "city", str(city)], demo, ROOT))
    shown = lines[lines.index("----") + 1 :] if "----" in lines else []
    home.write("demo_signins", "\n".join(shown))
    home.mark("city", city.name)


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
        *celery, "worker", "--concurrency=1", f"--pool={pool}", "--loglevel=INFO", "--without-gossip",
        "--without-mingle", "--without-heartbeat",
    ]  # fmt: skip
    beat = [*celery, "beat", "--loglevel=INFO", f"--schedule={schedule}", "--pidfile="]
    return [
        Program("web", web, environment, ROOT, patience=8, pass_fds=[door.fileno()], shown=is_news),
        Program("worker", worker, {**environment, "PYTHONWARNINGS": QUIET}, ROOT, patience=8, shown=is_news),
        Program("beat", beat, environment, ROOT, patience=5, shown=is_news),
    ]


def is_news(line: str) -> bool:
    """Mails and complaints go to the console; the everyday stays in the logs."""
    everyday = ("[INFO]", ": INFO/", " INFO ", "[DEBUG]", "celery beat v", "superuser privileges", "User information")
    return bool(line.strip()) and not any(each in line for each in everyday)


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
    """The address and the demo sign-ins."""
    signins = home.path / "demo_signins"
    say(f"\nEquity Portal serves at {address} (started in {seconds:.0f} s)")
    if signins.exists() and (text := signins.read_text().strip()):
        say(f"\n{text}")
    say(f"\nData, secrets and logs: {home.path}. Ctrl-C stops it.\n")
