"""docs/a_year_by_api.py, as it stands there, against a live portal with the demonstration city."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from plans.models import Plan
from raci import jobs
from raci.actions.tokens import make_token
from raci.models import Attachment, Case, Condition, Decision, Job, Text
from tests.city import small_city

SCRIPT = Path(settings.BASE_DIR) / "docs" / "a_year_by_api.py"
ACTORS = ("director", "officer", "office", "deputy", "lead", "administrator", "auditor")


@pytest.fixture
def worker(transactional_db: None) -> Iterator[None]:
    """Makes what is asked for in the background."""
    over = threading.Event()

    def work() -> None:
        while not over.wait(0.3):
            for pk in list(Job.objects.filter(state="waiting").values_list("pk", flat=True)):
                jobs.do(pk)
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    yield
    over.set()
    thread.join()


def test_it_is_short_and_needs_nothing():
    lines = SCRIPT.read_text().splitlines()
    assert len(lines) < 150
    imported = {line.split()[1].partition(".")[0] for line in lines if line.startswith(("import ", "from "))}
    assert imported <= set(sys.stdlib_module_names)


@pytest.mark.django_db(transaction=True)
def test_a_year_by_api_alone(live_server, worker: None, tmp_path: Path):
    city = small_city()
    people = {name: getattr(city, name) for name in ACTORS}
    tokens = {name: make_token(one, by=one, name="A year")[1] for name, one in people.items()}
    (tmp_path / "tokens.json").write_text(json.dumps(tokens))
    ran = subprocess.run(
        [sys.executable, str(SCRIPT), str(tmp_path / "tokens.json")],
        env={**os.environ, "PORTAL": live_server.url},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    plan = Plan.objects.get()
    assert list(plan.record.cases.order_by("number").values_list("state", flat=True)) == ["approved", "draft"]
    assert Text.objects.filter(record=plan.record).count() == 3
    assert list(Decision.objects.order_by("pk").values_list("kind", flat=True)) == ["return", "conditions"]
    assert Condition.objects.get().closing_note == "Costed: $12,000."
    assert Attachment.objects.get().file_name == "minutes.txt"
    assert Job.objects.get(kind="history-export").state == "done"
    receipt = Decision.objects.get(kind="conditions")
    assert receipt.sha256 == Text.objects.get(record=plan.record, number=3).sha256
    objection = Case.objects.filter(record=plan.record).earliest("number").consultations.get(answer="objection")
    assert objection.done_about_it == "Four districts now."
    assert plan.goals.get().outcomes.get().actions.get().status == "done"
    for words in (
        "It has changed since",
        "Still missing",
        "submitted it for decision",
        "fits its text: True",
        "history: done",
    ):
        assert words in ran.stdout, ran.stdout
