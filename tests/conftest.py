"""What every test stands on: the real settings with a few quick ones, the database, the queue, the browser, the clock.

Tests run as the portal's own login, which cannot alter history, so the guard in the database is met by every one of them.
Run by `make test`; or by pytest with DATABASE_URL, DATABASE_OWNER_URL (a superuser) and REDIS_URL set.
"""

from __future__ import annotations

import fcntl
import gc
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
import redis
import simple_history.models
from celery import current_app
from django.conf import settings
from django.db import transaction
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as drawing

from equity_portal.launcher.install import browser as browser_path
from raci import clock
from tests.city import small_city
from tests.database import TestDatabase, connect_as_owner
from tests.world import World, make_world

HOME = Path(tempfile.mkdtemp(prefix="portal-tests-"))
CHROMIUM_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-quic",
]  # fmt: skip

# Files of a minute and more; each is worked through by one process. Those that wait for what they killed go first. A process is
# given its next file as soon as it has two tests left: whoever begins with the looks, which are one long test, gets the fourth
# file of a run of three along with it, so that one is short, and its eight tests leave the fifth to whoever is free.
LONGEST = (
    "journeys/test_axe.py", "test_queries.py", "chaos/test_jobs.py", "raci/test_days.py", "walk/test_moves.py",
    "chaos/test_postgres_killed.py", "test_access.py",
    "walk/test_reading.py", "walk/test_api_shut.py", "api/test_fuzz.py", "walk/test_api_moves.py",
    "api/test_truth.py", "test_hostile.py", "walk/test_authority.py", "chaos/test_deciders.py",
    "machine/test_machine.py", "deployment/test_restore.py", "api/test_twins.py", "raci/test_matrix_pages.py",
    "raci/test_posts.py", "journeys/test_team_quarter.py", "journeys/test_matrix_journey.py", "test_shut_out.py",
    "plans/test_editing.py", "journeys/test_journey.py", "journeys/test_own_city.py",
)  # fmt: skip
# Tests whose printed figures end every run, and the lock of who may use the one queue.
FIGURES = re.compile(
    r"tests/(walk|chaos|machine|metrics/test_attack|boards/test_disclosure|metrics/test_import_command|history/test_bypasses|raci/test_grants|test_access|test_queries|test_hostile|raci/test_lists)\b"
)
TURN = Path(tempfile.gettempdir()) / f"portal-tests-queue-{os.getuid()}.lock"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
if WORKER:  # a bell rung in one process is not counted in another
    current_app.conf.task_default_queue = f"celery-{WORKER}"
    settings.CACHES["default"]["KEY_PREFIX"] += f"-{WORKER}"  # nor are the tries of one counted in another

# How fast a machine draws examples is no rule of ours.
drawing.register_profile("portal", deadline=None, suppress_health_check=[HealthCheck.too_slow])
drawing.load_profile("portal")

settings.SECRET_KEY = os.environ.get("SECRET_KEY") or "for-tests-only"
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.STORAGES = {
    **settings.STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
settings.STATIC_ROOT = HOME / "static"
settings.EVIDENCE_ROOT = HOME / "evidence"
settings.JOBS_ROOT = HOME / "jobs"
settings.PAYLOAD_KEYS = HOME / "keys"
settings.PAYLOAD_KEY = "for-tests-only"
settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
settings.STATIC_ROOT.mkdir()
# Playwright's synchronous form keeps an event loop in this thread, which Django would take for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Which modules' stories happen in the demonstration city; the longest first, so that no core waits for one at the end."""
    _mark(items)
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> tuple[int, bool, str]:
    """Each module as a whole; those that begin with the same rows stand together, since exchanging them costs a second."""
    module = item.getparent(pytest.Module)
    name = item.nodeid.split("::")[0].removeprefix("tests/")
    place = LONGEST.index(name) if name in LONGEST else len(LONGEST)
    return place, module is None or module.get_closest_marker("portland") is None, name


def _mark(items: list[pytest.Item]) -> None:
    for item in items:
        module = item.getparent(pytest.Module)
        folders = ("plans", "walk", "journeys", "chaos", "api")
        in_portland = module is not None and module.path.parent.name in folders
        if module is not None and in_portland and not module.get_closest_marker("own_city"):
            module.add_marker("portland")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The figures that tests print (how many checks, how many surprises), also when they pass and wherever they ran."""
    reports = [report for found in terminalreporter.stats.values() for report in found if hasattr(report, "capstdout")]
    lines = {
        line for report in reports if FIGURES.match(report.nodeid) for line in report.capstdout.splitlines() if line
    }
    if lines:
        terminalreporter.section("figures")
    for line in sorted(lines):
        terminalreporter.line(line)


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: the collector need not walk through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def pytest_unconfigure() -> None:
    """Files that tests wrote go with them."""
    shutil.rmtree(HOME, ignore_errors=True)


# ---- the database


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, django_db_keepdb: bool
) -> Iterator[TestDatabase]:
    """Instead of pytest-django's: the owner makes it, the portal's login uses it (promises c1)."""
    database = TestDatabase()
    with django_db_blocker.unblock():
        database.create(keep=django_db_keepdb)
    # A test that commits is followed by a reset as the owner; the portal's login may not empty a table.
    teardown = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda self: database.reset()
    yield database
    TransactionTestCase._fixture_teardown = teardown
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            database.destroy()


@pytest.fixture(scope="module", autouse=True)
def first_rows(request: pytest.FixtureRequest, django_db_setup: TestDatabase, django_db_blocker: Any) -> None:
    """A module marked `portland` finds the demonstration city in place, loaded once a run; any other an empty database."""
    with django_db_blocker.unblock():
        django_db_setup.stand_on(portland=request.node.get_closest_marker("portland") is not None)


@pytest.fixture(autouse=True)
def in_the_first_language() -> None:
    """Whoever asked last, and in which language, is nothing to the next test."""
    translation.deactivate()


@pytest.fixture(scope="module")
def world(first_rows: None, django_db_blocker: Any) -> Iterator[World]:
    """The city at work, made once a module: what a test does to it in a transaction of its own is taken back, as is all of it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world(small_city())
        transaction.set_rollback(True)


@pytest.fixture
def owner_cursor(django_db_setup: TestDatabase) -> Iterator[psycopg.Cursor[Any]]:
    """A cursor of the owner's on the test database, each statement committed; sees nothing of the test's transaction."""
    with connect_as_owner(django_db_setup.name) as owner, owner.cursor() as cursor:
        yield cursor


@pytest.fixture
def move_time(owner_cursor: psycopg.Cursor[Any]) -> Iterator[Callable[..., None]]:
    """`move_time(days=30)`: the database's clock, the only one rules use, is that far from now until the test ends."""

    def move(**distance: float) -> None:
        owner_cursor.execute("UPDATE trial.clock SET ahead = %s", [timedelta(**distance)])

    yield move
    move(days=0)


@pytest.fixture
def dated(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """History is dated by the clock that `move_time` moves, as outside of tests there is one clock only."""
    monkeypatch.setattr(simple_history.models, "timezone", SimpleNamespace(now=clock.now))


# ---- the queue


@pytest.fixture
def redis_server() -> Iterator[redis.Redis]:
    """The Redis-protocol server, empty; tests of other processes that ask for it wait meanwhile."""
    client: redis.Redis = redis.Redis.from_url(settings.CELERY_BROKER_URL.replace("redis+socket://", "unix://"))
    with TURN.open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        for key in client.scan_iter():
            if not key.startswith(b"portal-cache"):  # what other processes count meanwhile is theirs
                client.delete(key)
        yield client
    client.close()


# ---- the browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One headless Chromium for the run (playwright's Browser)."""
    from playwright.sync_api import sync_playwright

    path = browser_path()
    if not path:
        pytest.fail("No Chromium: install it, or set CHROMIUM to a browser's path.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Any, live_server: Any) -> Iterator[Any]:
    """A fresh page of a fresh visitor; relative addresses lead to the live server (`page.goto("/plans/")`)."""
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()
