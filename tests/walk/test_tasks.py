"""The tasks' door: Redis may be lost, replayed or forged (promises B4), so a task trusts nothing that it is rung for.

Every task of the portal is found in Celery's registry. Each is called with forged numbers, and for work that somebody asked
for without the right: no row of history is written, nothing is made, nothing is told, and the refusal stands in the log.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import pytest
from celery import current_app
from django.core import mail
from django.db import transaction

from raci import jobs
from raci.jobs import kinds
from raci.models import Job, Person
from tests.walk.stage import HISTORIES, listening, written
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.portland]

# A task > whether it takes the number of a row. One that took more (a name, a text, an address) would trust its bell.
TASKS = {
    "raci.tasks.do_job": True,
    "raci.tasks.finish_erasures": False,
    "raci.tasks.forget_first_answers": False,
    "raci.tasks.forget_jobs": False,
    "raci.tasks.seal_history": False,
    "raci.tasks.send_notices": False,
    "raci.tasks.sweep_evidence": False,
    "raci.tasks.sweep_jobs": False,
    "raci.tasks.tell_of_vacancies": False,
    "raci.tasks.tell_of_ending_terms": False,
    "raci.tasks.tell_of_the_week": False,
    "raci.tasks.supersede_versions": False,
    "metrics.tasks.ask_suppliers": False,
    "engagement.tasks.count_answers": False,
    "boards.tasks.erase_after_leaving": False,
    "boards.tasks.send_links": False,
    "boards.tasks.tell_of_boards": False,
    "plans.tasks.tend_progress": False,
    "compliance.tasks.take_up_packs": False,
    "compliance.tasks.make_obligations": False,
}
WORK = ("history-export", "list-export", "print", "release-making", "figures-in", "survey-in", "roster-in", "edition")
OF_A_ROW = [name for name, takes in TASKS.items() if takes]
# These do once what its day asks for, as the portal's own program: rung for again, they change nothing more.
DUE = ["compliance.tasks.take_up_packs", "compliance.tasks.make_obligations", "plans.tasks.tend_progress"]
SWEEPING = [name for name, takes in TASKS.items() if not takes and name not in ("raci.tasks.seal_history", *DUE)]
FORGED: list[Any] = [
    0, -1, 10**6, 10**18, 10**30, True, None, "1", "1 OR 1=1", "\0", "../../etc/passwd", 1.5, [1], {"pk": 1}, {"pk__gt": 0},
]  # fmt: skip


def tasks() -> dict[str, Any]:
    """The portal's own."""
    current_app.loader.import_default_modules()
    ours = ("raci.", "metrics.", "boards.", "engagement.", "compliance.", "plans.", "reports.", "equity_portal.")
    return {name: task for name, task in current_app.tasks.items() if name.startswith(ours)}


@pytest.fixture
def lines() -> Iterator[list[str]]:
    said: list[str] = []
    with listening(said):
        yield said


def test_no_task_is_missing_from_the_table():
    assert {name: bool(inspect.signature(task.run).parameters) for name, task in tasks().items()} == TASKS


@pytest.mark.parametrize("name", TASKS)
def test_a_task_takes_numbers_at_most(name: str):
    taken = {one.annotation for one in inspect.signature(tasks()[name].run).parameters.values()}
    assert taken <= {"int", int}


@pytest.mark.parametrize("name", OF_A_ROW)
@pytest.mark.parametrize("forged", FORGED, ids=repr)
def test_a_forged_number_does_nothing(world: World, name: str, forged: Any):
    Job.objects.all().delete()
    before, rows, sent = HISTORIES.heads(), written(), len(mail.outbox)
    try:
        answer = tasks()[name](forged)
    except (TypeError, ValueError, OverflowError):  # the task ends there, as a bell that means nothing
        answer = False
    assert not answer
    assert (HISTORIES.heads(), written(), len(mail.outbox)) == (before, rows, sent)


@pytest.mark.parametrize("name", SWEEPING)
def test_a_task_that_sweeps_writes_no_history(world: World, name: str):
    """Rung for at will: what it finds to do is what its rows say, and it changes nothing that is governed."""
    before = HISTORIES.heads()
    with transaction.atomic():
        tasks()[name]()
        told = {address for one in mail.outbox for address in one.to}
        assert HISTORIES.heads() == before
        assert told <= set(Person.objects.filter(is_active=True, is_service=False).values_list("email", flat=True))
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", DUE)
def test_a_task_that_does_what_is_due_does_it_once(world: World, name: str):
    with transaction.atomic():
        tasks()[name]()
        before = HISTORIES.heads()
        tasks()[name]()
        assert HISTORIES.heads() == before
        transaction.set_rollback(True)


# ---- work that somebody asked for, and may not have (any more)


def asked_for(world: World) -> dict[str, list[tuple[str, Person, dict[str, Any]]]]:
    """For each kind of work: what is asked, by whom; rows as a forged request, or a lost right, would leave them."""
    city, draft = world.city, {"kind": "plan", "subject": world.draft.record.pk}
    history, people = ({"list": code, "file": "csv", "params": {}} for code in ("history", "people"))
    receipt = {"kind": "receipt", "subject": world.decision.pk}
    return {
        "history-export": [
            ("a director", city.director, {}),
            ("the technician", city.technician, {}),
            ("somebody disabled", world.disabled, {}),
        ],
        "list-export": [
            ("a director, of the history", city.director, history),
            ("the auditor, of the people", city.auditor, people),
            ("somebody disabled, of the history", world.disabled, history),
            ("a director, of a list that is not there", city.director, {**people, "list": "nothing"}),
        ],
        "print": [
            ("a stranger, of a draft", city.elsewhere, draft),
            ("somebody disabled, of what they wrote", world.disabled, draft),
            ("the decider, of a draft", city.administrator, draft),
            ("the technician, of a receipt", city.technician, receipt),
            ("a director, of what is not there", city.director, {"kind": "plan", "subject": 999_999_999}),
        ],
        "release-making": [
            ("a stranger, of a draft", city.elsewhere, {"release": world.releases.draft.pk}),
            ("who decides, of a draft", city.officer, {"release": world.releases.draft.pk}),
            ("who reads it, of what is out", city.director, {"release": world.releases.out.pk}),
            ("the Office, of what is out", city.office, {"release": world.releases.out.pk}),
            ("the Office, of what is not there", city.office, {"release": 999_999_999}),
        ],
        "figures-in": [
            ("a stranger, of a draft", city.elsewhere, {"batch": world.figures.chosen.pk}),
            ("who accepts, of a draft", city.officer, {"batch": world.figures.chosen.pk}),
            ("the auditor, of a draft", city.auditor, {"batch": world.figures.chosen.pk}),
            ("the director, of what is not there", city.director, {"batch": 999_999_999}),
        ],
        "survey-in": [
            ("a stranger, of a survey", city.elsewhere, {"batch": world.law["law-survey"]["pk"]}),
            ("who reads it", city.auditor, {"batch": world.law["law-survey"]["pk"]}),
            ("the director, of what is not there", city.director, {"batch": 999_999_999}),
        ],
        "edition": [
            ("a stranger, of a draft's", city.elsewhere, {"edition": 999_999_999}),
            ("the technician, of what is approved", city.technician, {"edition": world.law["report-edition"]["pk"]}),
            ("somebody disabled, of what is approved", world.disabled, {"edition": world.law["report-edition"]["pk"]}),
        ],
        "roster-in": [
            ("a stranger, of a roster", city.elsewhere, {"batch": world.law["board-roster"]["pk"]}),
            ("who accepts, of a roster", city.officer, {"batch": world.law["board-roster"]["pk"]}),
            ("the director, of what is not there", city.director, {"batch": 999_999_999}),
        ],
    }


def test_no_kind_of_work_is_missing():
    found = {code for code, kind in kinds._kinds.items() if not kind.work.__module__.startswith("tests.")}
    assert found == set(WORK), "say in `asked_for` who may not have it"


@pytest.mark.parametrize("code", WORK)
def test_work_without_the_right_is_refused_when_it_is_made(world: World, lines: list[str], code: str):
    heads = HISTORIES.heads()
    for who, person, arguments in asked_for(world)[code]:
        lines.clear()
        job = jobs.ask(code, title="Asked", arguments=arguments, by=person)
        tasks()["raci.tasks.do_job"](job.pk)
        job.refresh_from_db()
        assert (job.state, job.sha256, job.file_name) == (Job.State.FAILED, "", ""), who
        assert world.draft.plan.title not in job.error, who
        assert len(lines) == 1, (who, lines)
        assert lines[0].startswith(f"door=task person={person.pk} at=job:{code} on=pk:{job.pk} status=40"), lines
        tasks()["raci.tasks.do_job"](job.pk)  # rung again: it is ended
        assert len(lines) == 1, who
    assert HISTORIES.heads() == heads


def test_work_of_a_kind_that_nobody_makes_ends_in_words(world: World, lines: list[str]):
    job = Job.objects.create(
        kind="forged", title="Forged", person=world.city.director, key="0", asked_at=world.submission.submitted_at
    )
    assert tasks()["raci.tasks.do_job"](job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert len(lines) == 1
