"""PostgreSQL, a web process and the worker are killed under people who save: nothing acknowledged is lost (promises P5).

A portal started by its launcher; four people write over HTTP and note down each save that was acknowledged. Everything else
(a 503, a cut connection) may have happened or not, but never by half.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.chaos.checks import half_done, one, seal
from tests.chaos.conftest import free_port
from tests.chaos.portals import Portal, running_portal
from tests.chaos.visitors import Visitor, words

ROUNDS = int(os.environ.get("CHAOS_ROUNDS", "3"))
SEED = 20_261_105
SHORTEST, LONGEST = 2.0, 4.0  # seconds of writing before each kill
WRITERS = {
    "director-parks": "parks",
    "equity-manager-parks": "parks",
    "director-water": "water",
    "equity-manager-water": "water",
}


@pytest.fixture(scope="module")
def portal() -> Iterator[Portal]:
    with running_portal(free_port()) as found:
        yield found


@dataclass
class Writer:
    """Somebody who saves as fast as the portal answers: a new outcome, then a new text of their goal, and so on."""

    visitor: Visitor
    name: str
    goal: int
    stop: threading.Event
    saves: list[tuple[str, str, float]] = field(default_factory=list)  # table, unique text, when it was acknowledged
    refused: int = 0
    strange: list[str] = field(default_factory=list)

    def begin(self) -> None:
        self.thread = threading.Thread(target=self._save, daemon=True)
        self.thread.start()

    def _save(self) -> None:
        number = 0
        while not self.stop.is_set():
            number += 1
            adds = number % 2
            path = f"/plans/goals/{self.goal}/outcomes/new/" if adds else f"/plans/goals/{self.goal}/edit/"
            text = f"{self.name} {number}"
            try:
                answer = self.visitor.post(path, {"title": text, "description": text})
            except (OSError, http.client.HTTPException):
                self._refused()
                continue
            if answer.status == 302 and answer.location.startswith("/plans/"):
                self.saves.append(("outcome" if adds else "goal", text, time.monotonic()))
            elif answer.status == 503:
                self._refused()
            else:
                self.strange.append(f"{answer.status} {answer.location} {words(answer.text)[:200]}")
                self._refused()

    def _refused(self) -> None:
        self.refused += 1
        time.sleep(0.05)


def begin_writers(portal: Portal, stop: threading.Event) -> list[Writer]:
    """Two bureaus, a plan each, a goal for each writer; all of it over HTTP."""
    found, plans = [], {}
    with portal.owner() as owner:
        for post, unit in WRITERS.items():
            visitor = Visitor(portal.port, post)
            visitor.sign_in(email_of(owner, post), portal.password)
            plans[unit] = plans.get(unit) or made(visitor, "/plans/new/", {
                "unit": one(owner, "SELECT id FROM raci_unit WHERE code = %s", unit), "title": f"Chaos in {unit}",
                "begins_on": "2027-01-01", "ends_on": "2027-12-31",
            })  # fmt: skip
            place = made(visitor, f"{plans[unit]}goals/new/", {"title": f"Goal of {post}", "description": ""})
            found.append(Writer(visitor, post, int(urlsplit(place).fragment.removeprefix("goal-")), stop))
    return found


def email_of(owner: psycopg.Connection, post: str) -> str:
    return one(
        owner,
        "SELECT p.email FROM raci_person p JOIN raci_holding h ON h.person_id = p.id JOIN raci_post o ON o.id = h.post_id "
        "WHERE o.code = %s AND h.state = 'in_force' ORDER BY h.id DESC LIMIT 1",
        post,
    )


def made(visitor: Visitor, path: str, values: dict[str, object]) -> str:
    answer = visitor.post(path, values)
    assert answer.status == 302, (path, answer.status, words(answer.text)[:400])
    return answer.location


def test_no_acknowledged_save_is_lost_when_postgres_is_killed(portal: Portal):
    chance, stop = random.Random(SEED), threading.Event()
    writers = begin_writers(portal, stop)
    for writer in writers:
        writer.begin()
    took = []
    try:
        for _round in range(ROUNDS):
            had = [len(writer.saves) for writer in writers]
            portal.until(lambda had=had: all(len(w.saves) > n for w, n in zip(writers, had, strict=True)), "saves")
            time.sleep(chance.uniform(SHORTEST, LONGEST))
            took.append(kill_postgres(portal, writers))
    finally:
        stop.set()
        for writer in writers:
            writer.thread.join(90)
    with portal.owner() as owner:
        lost = [text for writer in writers for table, text, _ in writer.saves if not is_saved(owner, table, text)]
        half = half_done(owner)
        unsealed, gaps = seal(owner)
    saves, refused = sum(len(writer.saves) for writer in writers), sum(writer.refused for writer in writers)
    print(
        f"\nseed {SEED}: kill -9 of PostgreSQL under {len(writers)} writers, {ROUNDS} rounds: {saves} saves acknowledged, "
        f"{len(lost)} lost, {len(half)} half-done, {refused} refused meanwhile; it served again by itself after "
        f"{', '.join(f'{ready:.1f}' for ready, _ in took)} s, and saved again after "
        f"{', '.join(f'{saved:.1f}' for _, saved in took)} s"
    )
    assert not [line for writer in writers for line in writer.strange]
    assert (lost, half, unsealed, gaps) == ([], [], 0, 0)
    assert saves > 4 * ROUNDS


def kill_postgres(portal: Portal, writers: list[Writer]) -> tuple[float, float]:
    """Kill it; how long until the portal is ready by itself, and until every writer's next save is acknowledged."""
    portal.kill_postgres()
    began = time.monotonic()
    visitor = Visitor(portal.port, timeout=5)

    def ready() -> bool:
        try:
            return portal.serves() and visitor.get("/readyz").status == 200
        except (OSError, http.client.HTTPException):
            return False

    portal.until(ready, "ready again")
    is_ready = time.monotonic()
    portal.until(lambda: all(w.saves and w.saves[-1][2] > is_ready for w in writers), "saving again")
    return is_ready - began, max(min(at for _, _, at in w.saves if at > is_ready) for w in writers) - began


def is_saved(owner: psycopg.Connection, table: str, text: str) -> bool:
    """An outcome is there with its history row; a goal's text was overwritten since, and its history row is there."""
    history = "SELECT count(*) FROM plans_historical{} WHERE title = %s"
    counts = [one(owner, history.format(table), text)]
    if table == "outcome":
        counts.append(one(owner, "SELECT count(*) FROM plans_outcome WHERE title = %s", text))
    return counts == [1] * len(counts)


def test_the_history_still_proves_itself(portal: Portal, tmp_path: Path):
    out = tmp_path / "export"
    done = portal.manage("export_history", "--out", str(out))
    assert done.returncode == 0, done.stdout + done.stderr
    checked = subprocess.run(
        [sys.executable, str(out / "verify.py"), str(out)], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout
    assert checked.stdout.startswith(
        "Everything is as exported."
    )  # some entries bare: the demonstration has complaints
    print(f"\n{done.stdout.splitlines()[0].split(' are in')[0]} exported; verify.py: {checked.stdout.strip()}")


def test_a_killed_web_process_and_a_killed_worker_come_back(portal: Portal):
    web = working(portal, "gunicorn")[-1]
    os.kill(web, signal.SIGKILL)
    took = portal.until(lambda: len(working(portal, "gunicorn")) == 3 and portal.serves(), "the web process")
    master = working(portal, "gunicorn")[0]
    os.kill(master, signal.SIGKILL)
    whole = portal.until(
        lambda: len(found := working(portal, "gunicorn")) == 3 and master not in found and portal.serves(), "the web"
    )
    worker = working(portal, "celery --app equity_portal.celery --quiet worker")[0]
    os.kill(worker, signal.SIGKILL)
    killed = time.time()
    again = portal.until(lambda: swept_since(portal, killed), "the worker")
    print(
        f"\nkill -9: a web process was back after {took:.1f} s, the whole web server after {whole:.1f} s, "
        f"the worker had done its next round after {again:.1f} s"
    )
    assert worker not in portal.processes()


def working(portal: Portal, words: str) -> list[int]:
    """Numbers of its processes with these words in their command, the oldest first."""
    return sorted(number for number, command in portal.processes().items() if words in command)


def swept_since(portal: Portal, moment: float) -> bool:
    """Whether the worker did a round after that: the portal says how long ago the last one was."""
    try:
        ago = json.loads(Visitor(portal.port, timeout=5).get("/readyz").text)["seconds_since_last_sweep"]
    except (OSError, http.client.HTTPException, ValueError):
        return False
    return ago is not None and time.time() - ago > moment + 1


def test_it_stops_and_leaves_no_process(portal: Portal):
    before = portal.processes()
    assert len(before) > 8, before
    began = time.monotonic()
    portal.process.send_signal(signal.SIGTERM)
    assert portal.process.wait(120) == 0, portal.said()
    left, buried_by = before, time.monotonic() + 5  # who is killed with the group stands there until buried
    while left and time.monotonic() < buried_by:
        left = {number: command for number, command in left.items() if Path(f"/proc/{number}").exists()}
        time.sleep(0.05)
    assert not left
    assert not (portal.home / "running.json").exists()
    print(f"\nSIGTERM: {len(before)} processes ended in {time.monotonic() - began:.1f} s, none left")
