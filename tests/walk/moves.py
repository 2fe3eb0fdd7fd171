"""One walk for every door: each (move, state, letters, reach) as somebody of that standing, by what is sent at that door.

What the table allows happens, with exactly the history it should leave. What it does not is answered with the reason to those
who may see the record and with 404 to strangers, the same as for what is not there; it writes no row at all, not even one that
is taken back, and leaves one line in the log.
"""

from __future__ import annotations

from collections import Counter
from time import perf_counter
from typing import Any

from django.db import transaction
from django.http import HttpResponse

from raci.authority import DECIDING
from tests.test_access import plain
from tests.walk.doors import SPEAKING, Door, Sent
from tests.walk.expected import table
from tests.walk.places import Place
from tests.walk.stage import (
    ANSWERED,
    HISTORIES,
    PLANS,
    TWO_HATS,
    VISITORS,
    Walk,
    report,
    sees,
    sees_text,
    visitors,
    written,
)

REASONS = ("takes", "It is", "You are an author", "You submitted", "session", "decide")
DENIED = (401, 403, 404)


# ---- what should come of it


def movers(place: Place, door: Door) -> list[str]:
    """Where somebody wrote what they could decide or answer, or all have answered: them and two others; else visitors."""
    if place.name in (*TWO_HATS, *ANSWERED):
        return [*sorted(place.authors | {place.submitter} - {""}), "administrator", "equity_officer"]
    return visitors(place, everybody=door.everybody)


def waits(move: str, place: Place) -> bool:
    """Whether the move is theirs but not ripe: 422 says what is missing."""
    if move in DECIDING:
        return place.state == "in_review"
    if move == "submit":  # the consulted come first, but after a return
        return not place.answered if place.state.startswith("consultation") else place.state != "draft_returned"
    return False


def expected(door: Door, move: str, place: Place, persona: str) -> set[int]:
    """The status: done, 422 not ripe, 409 already done, 403 with the reason, 404."""
    rules = table()
    if persona == "anonymous" or rules.is_disabled(persona):
        return {door.nobody}
    if rules.allowed(persona, PLANS, move, place.state, place.unit, place.part(persona)):
        if move == "answer" and place.answered:
            return {409}
        return {422} if waits(move, place) else set(door.done)
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


# ---- the walk


def walk_through(walk: Walk, door: Door) -> None:
    """Everything, at one door."""
    began = perf_counter()
    walk.heads = HISTORIES.heads()
    for place in walk.places:
        for persona in movers(place, door):
            for move, sent in door.moves(place, persona):
                try_move(walk, door, move, place, persona, sent)
    report(walk, began, door.name)


def try_move(walk: Walk, door: Door, move: str, place: Place, persona: str, sent: Sent) -> None:
    """Send it, compare, and undo."""
    line = f"{door.name}: {persona} {move} “{place.name}” ({place.state}, {place.unit}, {place.part(persona)})"
    wanted = expected(door, move, place, persona)
    with transaction.atomic():
        before = written()
        walk.denials.clear()
        response = door.send(persona, sent)
        walk.check("answers", f"{line}: {response.status_code}, not {wanted}", response.status_code in wanted)
        if wanted == set(door.done):
            _check_left(walk, line, move, place, persona, HISTORIES.since(walk.heads))
        else:
            walk.check("nothing written", f"{line}: wrote {written() - before} rows", written() == before)
        check_denial(walk, door, line, persona, response)
        transaction.set_rollback(True)
    if response.status_code == 404:
        absent = as_absent(walk, door, persona, move, sent)
        walk.check("absent and hidden alike", f"{line}: differs from what is not there", plain(response) == absent)


def check_denial(walk: Walk, door: Door, line: str, persona: str, response: HttpResponse) -> None:
    """One line in the log where it is denied, none where it is not; the reason to those who may see."""
    denied = response.status_code in DENIED
    walk.check("lines in the log", f"{line}: {walk.denials}", len(walk.denials) == denied)
    if denied and walk.denials:
        nobody = persona == "anonymous" or table().is_disabled(persona)
        said = f"door={door.logged(response)} person={'-' if nobody else walk.people[persona].pk} "
        right = walk.denials[0].startswith(said) and f" status={response.status_code} " in walk.denials[0]
        walk.check("lines that name who, where and why", f"{line}: {walk.denials[0]}", right)
    if response.status_code == 403:
        text = response.content.decode()
        walk.check("reasons", f"{line}: 403 without its reason", any(words in text for words in REASONS))


def as_absent(walk: Walk, door: Door, persona: str, move: str, sent: Sent) -> tuple[int, str]:
    """What the same person is told about what is not there; asked once for each move."""
    key = (door.name, persona, f"{move} {sent.values.get('title', '')}")  # a page gives back what was typed
    if key not in walk.absent:
        with transaction.atomic():
            walk.absent[key] = plain(door.send(persona, sent.elsewhere()))
            transaction.set_rollback(True)
    return walk.absent[key]


def _check_left(walk: Walk, line: str, move: str, place: Place, persona: str, added: list[tuple[str, Any]]) -> None:
    rows = dict(Counter(name for name, _row in added))
    rows.pop("Blob +", None)  # the same bytes are kept once
    wanted = left(move, place, persona)
    wanted.pop("Blob +", None)
    walk.check("exactly these rows", f"{line}: left {rows}, not {wanted}", rows == wanted)
    named = all(
        (row.history_actor_id, row.history_act, row.history_record)
        == (walk.people[persona].pk, move, place.plan.record_id)
        and f"{PLANS}, matrix v1" in row.history_cell
        and row.history_post
        for _name, row in added
    )
    labels = {(row.history_actor, row.history_post, row.history_cell, row.history_act) for _name, row in added}
    walk.check("rows that name who, as what and by which cell", f"{line}: {labels}", named)


def walk_through_beginning(walk: Walk, door: Door) -> None:
    """Beginning a plan, of every unit."""
    began, rules = perf_counter(), table()
    walk.heads = HISTORIES.heads()
    for persona in ["anonymous", *VISITORS]:
        nobody = persona == "anonymous" or rules.is_disabled(persona)
        for unit in walk.units:
            with transaction.atomic():
                before = written()
                walk.denials.clear()
                response = door.send(persona, door.begins(walk.units[unit]))
                theirs = not nobody and rules.allowed(persona, PLANS, "create", "none", unit, "none")
                wanted = set(door.done) if theirs else {door.nobody} if nobody else {403, 422}
                line = f"{door.name}: {persona} begins one of {unit}: {response.status_code}"
                walk.check("answers", line, response.status_code in wanted)
                rows = Counter(name for name, _row in HISTORIES.since(walk.heads))
                leaves = {"Record +": 1, "Case +": 1, "Author +": 1, "Plan +": 1, "Record ~": 1} if theirs else {}
                walk.check("exactly these rows", f"{line}: {rows}", rows == Counter(leaves))
                walk.check("nothing written", line, theirs or written() == before)
                check_denial(walk, door, line, persona, response)
                transaction.set_rollback(True)
    report(walk, began, door.name)
