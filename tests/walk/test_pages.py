"""The walk through the pages: each (move, state, letters, reach) as a signed-in person, by the forms that people send.

What the table allows happens, with exactly the history it should leave; what it does not is answered 403 with the reason to
those who may see the record and 404 to strangers, and nothing is changed, not even tried.
"""

from __future__ import annotations

import csv
import gc
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from time import perf_counter
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from raci.actions.evidence import attach_evidence
from raci.models import Attachment, Case, Consultation, Decision, Person, Unit
from tests.city import small_city
from tests.walk.expected import table
from tests.walk.people import people_of
from tests.walk.places import FROZEN, LIVE, Maker, Place, places

pytestmark = pytest.mark.portland
PLANS = "4.1"
DECIDING = ("approve", "conditions", "return", "decline")
SPEAKING = {
    "office": "OEHR", "director_and_office": "OEHR", "deputy": "ACA_DCA", "deputy_elsewhere": "ACA_DCA",
    "assistant": "ACA_DCA", "delegate_of_C": "ACA_DCA", "lead": "CET", "lead_elsewhere": "CET",
}  # fmt: skip
TWO_HATS = ("written by a consulted", "written by the decider", "handed in by the decider")
ANSWERED = ("answered", "put forward again")
REASONS = ("takes", "It is", "You are an author", "You submitted", "session", "decide")
VISITORS = (
    "director", "manager", "equity_officer", "deputy", "deputy_elsewhere", "assistant", "lead_elsewhere", "attorney",
    "auditor", "outside_auditor", "mayor", "administrator", "delegate_of_A", "delegate_of_R", "delegate_of_C",
    "director_and_administrator", "director_and_office", "director_of_the_city", "director_elsewhere",
    "technical_administrator", "nobody", "disabled_administrator", "was_administrator_until_yesterday",
    "administrator_from_tomorrow", "administrator_proposed", "delegate_of_A_expired", "delegate_of_A_unaccepted",
)  # fmt: skip


# ---- what stands where


@dataclass
class Walk:
    """The people, the places, and what was counted."""

    people: dict[str, Person]
    units: dict[str, Unit]
    places: list[Place]
    checks: Counter[str] = field(default_factory=Counter)
    surprises: list[str] = field(default_factory=list)
    clients: dict[str, Client] = field(default_factory=dict)
    heads: dict[str, int] = field(default_factory=dict)  # of the histories, before anything was tried

    def check(self, what: str, line: str, is_so: bool) -> None:
        """Count it, and keep the line when it surprises."""
        self.checks[what] += 1
        if not is_so:
            self.surprises.append(line)

    @property
    def to_read(self) -> list[Place]:
        """Without those that differ only in who wrote or answered."""
        return [one for one in self.places if one.name not in (*TWO_HATS, *ANSWERED)]

    def place(self, name: str) -> Place:
        """By its name."""
        return next(place for place in self.places if place.name == name)


@pytest.fixture(scope="module")
def staged(django_db_setup: None, django_db_blocker: Any) -> Iterator[Walk]:
    with django_db_blocker.unblock(), transaction.atomic():
        small_city()
        rules = table()
        people = people_of(rules)
        units = {name: Unit.objects.get(path=path) for name, path in rules.units.items()}
        made = list(places(Maker(people, units)))
        gc.freeze()  # thousands of requests follow: what stands by now is not looked through each time
        yield Walk(people, units, made)
        gc.unfreeze()
        transaction.set_rollback(True)


@pytest.fixture
def walk(staged: Walk, db: None) -> Walk:
    staged.checks.clear()
    staged.surprises.clear()
    staged.clients = {"anonymous": Client(), **{name: signed_in(staged.people[name]) for name in VISITORS}}
    return staged


def signed_in(person: Person) -> Client:
    """A browser of theirs."""
    client = Client()
    client.force_login(person)
    return client


def report(walk: Walk, began: float) -> None:
    counts = ", ".join(f"{count} {what}" for what, count in sorted(walk.checks.items()))
    print(
        f"\n{walk.checks.total():,} checks through the pages ({counts}) in {perf_counter() - began:.0f} s: "
        f"{len(walk.surprises)} surprises"
    )
    for line in walk.surprises[:100]:
        print("  " + line)
    assert len(walk.surprises) == 0


# ---- who is distinct


def stands(persona: str, unit: str) -> tuple[Any, ...]:
    """What a persona's answer can depend on: letters and how they reach there, and what is seen by none."""
    rules = table()
    sees = {rules.roles[one.role].get("sees") for one in rules.capacities(persona) if one.passed is None}
    return rules.letters(persona, PLANS, unit), frozenset(sees - {None}), rules.is_disabled(persona)


def visitors(place: Place) -> list[str]:
    """One persona for each distinct standing towards a place; at the submitted one, everybody."""
    if place.name == "submitted":
        return ["anonymous", *VISITORS]
    found: dict[Any, str] = {}
    for persona in VISITORS:
        held, sees, _disabled = stands(persona, place.unit)
        acts_on_it = any(one.letter in "AC" for one in held)  # what they wrote matters to those who decide or answer
        found.setdefault((held, sees, place.part(persona) if acts_on_it else "any"), persona)
    return ["anonymous", *found.values()]


def movers(place: Place) -> list[str]:
    """Where somebody wrote what they could decide or answer, or all have answered: them and two others; else visitors."""
    if place.name in (*TWO_HATS, *ANSWERED):
        return [*sorted(place.authors | {place.submitter} - {""}), "administrator", "equity_officer"]
    return visitors(place)


# ---- the moves as forms


def _seen(place: Place) -> dict[str, Any]:
    return {"seen": place.record.edits}


def _deciding(kind: str) -> Callable[[Place], tuple[str, dict[str, Any]] | None]:
    def form(place: Place) -> tuple[str, dict[str, Any]] | None:
        submission = place.submission
        if submission is None:
            return None
        rows = {"c-TOTAL_FORMS": 1, "c-INITIAL_FORMS": 0}
        if kind == "conditions":
            owner = place.plan.goals.get().outcomes.get().actions.get().lead_id
            rows |= {"c-0-words": "Cost it.", "c-0-owner": owner, "c-0-due_on": "2099-01-05"}
        sent = {**_seen(place), **rows, "kind": kind, "sha256": submission.text.sha256}
        url = reverse("admin:raci_submission_decide", args=[submission.pk])
        return url, {**sent, "reason": "The costs are missing." if kind in ("return", "decline") else ""}

    return form


def _move(name: str, **values: Any) -> Callable[[Place], tuple[str, dict[str, Any]]]:
    return lambda place: (reverse(f"raci:{name}", args=[place.plan.record_id]), {**_seen(place), **values})


def _edit(place: Place) -> tuple[str, dict[str, Any]]:
    values = {"title": place.plan.title, "begins_on": "2027-01-01", "ends_on": "2027-12-31", "summary": "Changed."}
    return reverse("plans:plan-edit", args=[place.plan.record_id]), values


def _attach(place: Place) -> tuple[str, dict[str, Any]]:
    file = SimpleUploadedFile("minutes.txt", b"Who came, and what they said.")
    return reverse("raci:evidence", args=[place.plan.record_id]), {"file": file, "caption": "Minutes"}


FORMS: dict[str, Callable[[Place], tuple[str, dict[str, Any]] | None]] = {
    "edit": _edit,
    "attach": _attach,
    "open": _move("case-open", due_on="2099-01-05"),
    "revise": _move("case-revise", why="A page is missing."),
    "submit": _move("case-submit", note="Here it is."),
    "withdraw": _move("case-withdraw", reason="A page is missing."),
    "next": _move("case-next"),
    **{kind: _deciding(kind) for kind in DECIDING},
}


def _rewind(values: dict[str, Any]) -> None:
    """A file is sent from its beginning each time."""
    if file := values.get("file"):
        file.seek(0)


def _answering(place: Place, persona: str) -> tuple[str, dict[str, Any]] | None:
    question = place.question(SPEAKING.get(persona, "EO"))
    if question is None:
        return None
    return reverse("raci:consultation-answer", args=[question.pk]), {"answer": "no_objection", "words": ""}


# ---- what should come of it


def sees(place: Place, persona: str) -> bool:
    rules = table()
    states = [place.state, *([place.also] if place.also else [])]
    return any(rules.seen(persona, PLANS, place.unit, state) for state in states)


def waits(move: str, place: Place) -> bool:
    """Whether the move is theirs but not ripe: 422 says what is missing."""
    if move in DECIDING:
        return place.state == "in_review"
    if move == "submit":  # the consulted come first, but after a return
        return not place.answered if place.state.startswith("consultation") else place.state != "draft_returned"
    return False


def expected(move: str, place: Place, persona: str) -> set[int]:
    """The status: 302 done, 422 not ripe, 409 already done, 403 with the reason, 404."""
    rules = table()
    if persona == "anonymous" or rules.is_disabled(persona):
        return {403}  # the session has ended: the page keeps what was typed
    if rules.allowed(persona, PLANS, move, place.state, place.unit, place.part(persona)):
        if move == "answer" and place.answered:
            return {409}
        return {422} if waits(move, place) else {302}
    question = place.question(SPEAKING.get(persona, "EO")) if move == "answer" else None
    if not (sees_text(place, persona, question.text) if question else sees(place, persona)):
        return {404}
    rule = rules.moves[move]
    too_late = move in DECIDING and place.state not in rule["from"] + rule["waits"]
    return {403, 409} if too_late else {403}  # 409 says who moved it and when


# What each move leaves in history: which rows, all by this act and this person, on this record.
LEAVES: dict[str, dict[str, int]] = {
    "edit": {"Plan ~": 1, "Record ~": 1},
    "attach": {"Attachment +": 1, "Blob +": 1, "Record ~": 1},
    "open": {"Text +": 1, "Consultation +": 4, "Case ~": 1, "Record ~": 1},
    "answer": {"Consultation ~": 1, "Record ~": 1},
    "revise": {"Case ~": 1, "Record ~": 1},
    "submit": {"Submission +": 1, "Case ~": 1, "Record ~": 1},
    "withdraw": {"Submission ~": 1, "Case ~": 1, "Record ~": 1},
    "approve": {"Decision +": 1, "Case ~": 1, "Record ~": 1},
    "conditions": {"Decision +": 1, "Condition +": 1, "Case ~": 1, "Record ~": 1},
    "return": {"Decision +": 1, "Case ~": 1, "Record ~": 1},
    "decline": {"Decision +": 1, "Case ~": 1, "Record ~": 1},
    "next": {"Case +": 1, "Record ~": 1},
}


def left(move: str, place: Place, persona: str) -> dict[str, int]:
    rows = Counter(LEAVES[move])
    if move in ("edit", "attach") and place.part(persona) == "none":
        rows["Author +"] = 1
    if (
        move == "submit" and place.state == "draft_returned"
    ):  # changed since: frozen anew, the consulted see what changed
        rows += Counter({"Text +": 1, "Consultation +": 4})
    return dict(rows)


class Histories:
    """All history tables, read in one statement."""

    @cached_property
    def models(self) -> list[Any]:
        """Every model's history."""
        return [model for model in apps.get_models() if model.__name__.startswith("Historical")]

    def heads(self) -> dict[str, int]:
        """The newest row of each."""
        ask = " UNION ALL ".join(
            f"SELECT '{each._meta.db_table}', coalesce(max(history_id), 0) FROM {each._meta.db_table}"
            for each in self.models
        )
        with connection.cursor() as cursor:
            cursor.execute(ask)
            return dict(cursor.fetchall())

    def since(self, before: dict[str, int]) -> list[tuple[str, Any]]:
        """What was added, as "Plan ~" with its row."""
        now, found = self.heads(), []
        for model in self.models:
            table_name = model._meta.db_table
            if now[table_name] != before[table_name]:
                for row in model.objects.filter(history_id__gt=before[table_name]):
                    found.append((f"{model.__name__.removeprefix('Historical')} {row.history_type}", row))
        return found


HISTORIES = Histories()


def standing(place: Place) -> tuple[Any, ...]:
    """What could change without history, were it possible: the row version of all that a move writes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.edits, r.xmin, p.xmin, c.pk_state FROM raci_record r JOIN plans_plan p ON p.record_id = r.id"
            " JOIN LATERAL (SELECT string_agg(id || state || back || xmin, ',') AS pk_state FROM raci_case"
            " WHERE record_id = r.id) c ON true WHERE r.id = %s",
            [place.plan.record_id],
        )
        return tuple(cursor.fetchone() or ())


# ---- the walk


def try_move(
    walk: Walk, move: str, place: Place, persona: str, sent: tuple[str, dict[str, Any]], before: tuple[Any, ...]
) -> None:
    """Send the form, compare, and undo."""
    line = f"{persona} {move} “{place.name}” ({place.state}, {place.unit}, {place.part(persona)})"
    with transaction.atomic():
        response = walk.clients[persona].post(*sent)
        wanted = expected(move, place, persona)
        walk.check("answers", f"{line}: {response.status_code}, not {wanted}", response.status_code in wanted)
        added = HISTORIES.since(walk.heads)
        if wanted == {302}:
            _check_left(walk, line, move, place, persona, added)
        else:
            walk.check("nothing changed", f"{line}: left {added}", not added and standing(place) == before)
        if response.status_code == 403:
            text = response.content.decode()
            walk.check("reasons", f"{line}: 403 without its reason", any(words in text for words in REASONS))
        transaction.set_rollback(True)


def _check_left(walk: Walk, line: str, move: str, place: Place, persona: str, added: list[tuple[str, Any]]) -> None:
    rows = dict(Counter(name for name, _row in added))
    rows.pop("Blob +", None)  # the same bytes are kept once
    wanted = left(move, place, persona)
    wanted.pop("Blob +", None)
    walk.check("exactly these rows", f"{line}: left {rows}, not {wanted}", rows == wanted)
    act = {"conditions": "conditions"}.get(move, move)
    named = all(
        (row.history_actor_id, row.history_act, row.history_record)
        == (walk.people[persona].pk, act, place.plan.record_id)
        and f"{PLANS}, matrix v1" in row.history_cell
        and row.history_post
        for _name, row in added
    )
    labels = {(row.history_actor, row.history_post, row.history_cell, row.history_act) for _name, row in added}
    walk.check("rows that name who, as what and by which cell", f"{line}: {labels}", named)


def test_every_move_through_its_page(walk: Walk):
    began = perf_counter()
    walk.heads = HISTORIES.heads()
    for place in walk.places:
        before, forms = standing(place), {move: form(place) for move, form in FORMS.items()}
        for persona in movers(place):
            for move, sent in [*forms.items(), ("answer", _answering(place, persona))]:
                if sent:
                    _rewind(sent[1])
                    try_move(walk, move, place, persona, sent, before)
    report(walk, began)


def test_beginning_a_plan_through_its_page(walk: Walk):
    began, rules = perf_counter(), table()
    for persona in ["anonymous", *VISITORS]:
        for unit in walk.units:
            values = {
                "unit": walk.units[unit].pk,
                "title": "Another",
                "begins_on": "2028-01-01",
                "ends_on": "2028-12-31",
            }
            with transaction.atomic():
                heads = HISTORIES.heads()
                response = walk.clients[persona].post(reverse("plans:plan-create"), values)
                theirs = persona != "anonymous" and rules.allowed(persona, PLANS, "create", "none", unit, "none")
                line = f"{persona} begins one of {unit}: {response.status_code}"
                walk.check(
                    "answers", line, response.status_code == 302 if theirs else response.status_code in (403, 422)
                )
                rows = Counter(name for name, _row in HISTORIES.since(heads))
                wanted = {"Record +": 1, "Case +": 1, "Author +": 1, "Plan +": 1, "Record ~": 1} if theirs else {}
                walk.check("exactly these rows", f"{line}: {rows}", rows == Counter(wanted))
                transaction.set_rollback(True)
    report(walk, began)


# ---- reading


def reads_live(place: Place, persona: str) -> bool:
    """Whether drafts may be shown to them: R in any way, and auditors."""
    rules = table()
    return rules.seen(persona, PLANS, place.unit, "draft_new")


def readings(place: Place) -> dict[str, str]:
    """Every page about a place that a guessed number leads to; each shows only what its reader may know."""
    pk = place.plan.record_id
    return {
        "plan": reverse("plans:plan-detail", args=[pk]),
        "print": reverse("plans:plan-print", args=[pk]),
        "consultation": reverse("raci:case-consultation", args=[pk]),
        "versions": reverse("raci:case-versions", args=[pk]),
        "timeline": reverse("raci:case-timeline", args=[pk]),
        "timeline as CSV": reverse("raci:case-timeline", args=[pk]) + "?format=csv",
        "evidence": reverse("raci:evidence", args=[pk]),
    }


def body(response: HttpResponseBase) -> str:
    parts = response.streaming_content if response.streaming else [response.content]  # type: ignore[attr-defined]
    return b"".join(parts).decode(errors="replace")


def test_reading_by_guessed_numbers(walk: Walk):
    began = perf_counter()
    for place in walk.to_read:
        for persona in visitors(place):
            gone = persona == "anonymous" or table().is_disabled(persona)
            wanted = 302 if gone else 200 if sees(place, persona) else 404
            heads = HISTORIES.heads()
            for name, url in readings(place).items():
                response = walk.clients[persona].get(url)
                line = f"{persona} reads {name} of “{place.name}” ({place.state}, {place.unit})"
                walk.check("answers", f"{line}: {response.status_code}, not {wanted}", response.status_code == wanted)
                text = body(response)
                hidden = place.has_live and not (wanted == 200 and reads_live(place, persona))
                walk.check("live drafts kept in", f"{line}: shows the live draft", not hidden or LIVE not in text)
                told = wanted == 200 or (place.plan.title not in text and FROZEN not in text)
                walk.check("nothing told", f"{line}: {response.status_code} tells of it", told)
            walk.check("nothing changed", f"{persona} reading “{place.name}”", not HISTORIES.since(heads))
    report(walk, began)


def sees_text(place: Place, persona: str, text: Any) -> bool:
    """R, C and auditors read every frozen text of a case they see, A what was handed in, the others what was approved."""
    rules = table()
    states = {text.case_id: place.also or place.state, place.case.pk: place.state}
    if not rules.seen(persona, PLANS, place.unit, states[text.case_id]):
        return False
    letters = {one.letter for one in rules.letters(persona, PLANS, place.unit)}
    if letters & {"R", "C"} or any(rules.roles[one.role].get("sees") == "all" for one in rules.capacities(persona)):
        return True
    decisions = Decision.objects.filter(submission__text=text)
    return (
        text.submissions.exists() if "A" in letters else decisions.filter(kind__in=("approve", "conditions")).exists()
    )


def test_frozen_texts_and_receipts_by_guessed_numbers(walk: Walk):
    began = perf_counter()
    for place in walk.to_read:
        record = place.record
        for persona in visitors(place):
            gone = persona == "anonymous" or table().is_disabled(persona)
            urls: dict[str, bool] = {}
            for text in record.texts.all():
                may = not gone and sees_text(place, persona, text)
                urls[reverse("raci:case-text", args=[record.pk, text.number])] = may
                urls[reverse("raci:case-text-json", args=[record.pk, text.number])] = may
                for decision in Decision.objects.filter(submission__text=text):
                    urls[reverse("raci:receipt", args=[decision.pk])] = may
            urls[reverse("raci:case-text-json", args=[record.pk, 99])] = False
            for url, may in urls.items():
                response = walk.clients[persona].get(url)
                wanted = 302 if gone else 200 if may else 404
                line = f"{persona} reads {url} of “{place.name}” ({place.state}): {response.status_code}, not {wanted}"
                walk.check("answers", line, response.status_code == wanted)
    report(walk, began)


def test_lists_show_exactly_what_may_be_seen(walk: Walk):
    began = perf_counter()
    for persona in VISITORS:
        if table().is_disabled(persona):
            continue
        pages = [walk.clients[persona].get(reverse("plans:plan-list"), {"page": page}) for page in (1, 2)]
        shown = "".join(body(page) for page in pages)
        exported = body(walk.clients[persona].get(reverse("plans:plan-csv"))).removeprefix("\ufeff")
        titles = {row[0] for row in csv.reader(exported.splitlines())}
        for place in walk.places:
            seen = sees(place, persona)
            line = f"{persona}'s list and “{place.name}” ({place.state}, {place.unit})"
            url = reverse("plans:plan-detail", args=[place.plan.record_id])
            walk.check("lists", f"{line}: {not seen}", (f'href="{url}"' in shown) == seen)
            walk.check("CSV lists", f"{line} as CSV: {not seen}", (f"Plan {place.name}" in titles) == seen)
    report(walk, began)


def test_evidence_files_by_guessed_numbers(walk: Walk):
    """A file is read by those who may see the version it came with; one of an open draft by those who read drafts."""
    began = perf_counter()
    with transaction.atomic():
        for name in ("new", "returned", "next"):
            place = walk.place(name)
            upload = SimpleUploadedFile(f"{name}.txt", f"Evidence of {name}.".encode())
            attach_evidence(place.case, upload, "Minutes", by=walk.people["director"])
        for attachment in Attachment.objects.all():
            place = next(one for one in walk.places if one.plan.record_id == attachment.record_id)
            for persona in ["anonymous", *VISITORS]:
                gone = persona == "anonymous" or table().is_disabled(persona)
                wanted = 302 if gone else 200 if table().seen(persona, PLANS, place.unit, place.state) else 404
                response = walk.clients[persona].get(reverse("raci:evidence-file", args=[attachment.pk]))
                line = f"{persona} fetches the file of “{place.name}”: {response.status_code}, not {wanted}"
                walk.check("answers", line, response.status_code == wanted)
                removal = walk.clients[persona].post(reverse("raci:evidence-remove", args=[attachment.pk]), {"why": ""})
                walk.check("nothing taken off", line, removal.status_code in (403, 404, 422))
        transaction.set_rollback(True)
    report(walk, began)


def test_prints_are_made_for_those_who_see_and_read_by_whoever_asked(walk: Walk):
    from reports.models import Print

    began = perf_counter()
    place = walk.place("submitted")
    for persona in VISITORS:
        if table().is_disabled(persona):
            continue
        with transaction.atomic():
            response = walk.clients[persona].post(reverse("reports:print-request", args=["plan", place.plan.record_id]))
            seen = sees(place, persona)
            walk.check(
                "answers",
                f"{persona} asks for a print: {response.status_code}",
                response.status_code == (302 if seen else 404),
            )
            job = Print.objects.order_by("-pk").first() if seen else None
            for other in ("administrator", "nobody", "auditor"):
                if job and other != persona:
                    stranger = walk.clients[other].get(reverse("reports:print-detail", args=[job.pk]))
                    walk.check("prints of others", f"{other} reads the print of {persona}", stranger.status_code == 404)
            transaction.set_rollback(True)
    report(walk, began)


def test_the_places_are_what_they_say(walk: Walk):
    rules = table()
    for place in walk.places:
        case, facts = place.case, rules.states[place.state]
        assert case.state == facts["state"], place.name
        assert case.state != "draft" or case.back == facts.get("back", ""), place.name
        assert bool(Case.objects.get(pk=case.pk).submissions.exists()) == bool(facts.get("submitted")), place.name
    assert {place.state for place in walk.places} == set(rules.states) - {"none", "superseded"}
    assert Consultation.objects.filter(case__record=walk.place("city submitted").plan.record_id, way="invited").exists()
