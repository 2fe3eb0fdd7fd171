"""The walk through the pages: each (move, state, letters, reach) as a signed-in person, by the forms that people send.

What the table allows happens, with exactly the history it should leave; what it does not is answered 403 with the reason to
those who may see the record and 404 to strangers, and nothing is changed, not even tried.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from time import perf_counter
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.urls import reverse

from raci.models import Case, Consultation
from tests.walk.expected import table
from tests.walk.places import Place
from tests.walk.stage import ANSWERED, HISTORIES, PLANS, TWO_HATS, VISITORS, Walk, report, sees, sees_text, visitors

pytestmark = pytest.mark.portland
DECIDING = ("approve", "conditions", "return", "decline")
SPEAKING = {
    "office": "OEHR", "director_and_office": "OEHR", "deputy": "ACA_DCA", "deputy_elsewhere": "ACA_DCA",
    "assistant": "ACA_DCA", "delegate_of_C": "ACA_DCA", "lead": "CET", "lead_elsewhere": "CET",
}  # fmt: skip
REASONS = ("takes", "It is", "You are an author", "You submitted", "session", "decide")


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


def movers(place: Place) -> list[str]:
    """Where somebody wrote what they could decide or answer, or all have answered: them and two others; else visitors."""
    if place.name in (*TWO_HATS, *ANSWERED):
        return [*sorted(place.authors | {place.submitter} - {""}), "administrator", "equity_officer"]
    return visitors(place)


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


def test_the_places_are_what_they_say(walk: Walk):
    rules = table()
    for place in walk.places:
        case, facts = place.case, rules.states[place.state]
        assert case.state == facts["state"], place.name
        assert case.state != "draft" or case.back == facts.get("back", ""), place.name
        assert bool(Case.objects.get(pk=case.pk).submissions.exists()) == bool(facts.get("submitted")), place.name
    assert {place.state for place in walk.places} == set(rules.states) - {"none", "superseded"}
    assert Consultation.objects.filter(case__record=walk.place("city submitted").plan.record_id, way="invited").exists()
