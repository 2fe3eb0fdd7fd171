"""The doors a move is tried at: by a form's post, and by a request with a token. Each asks the same table.

A new door is a class here: how a move is addressed, what is sent with it, and what is answered when it is made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from raci import tokens
from raci.authority import DECIDING
from raci.models import ApiToken, Person, Post, Unit
from tests.api.caller import Caller
from tests.walk.places import Place

ABSENT = 999_999_999
CREATE = {"title": "Another", "begins_on": "2028-01-01", "ends_on": "2028-12-31"}
PLAN = {"begins_on": "2027-01-01", "ends_on": "2027-12-31", "summary": "Changed."}
REASON = "A page is missing."
MINUTES = b"Who came, and what they said."
SPEAKING = {
    "office": "OEHR", "director_and_office": "OEHR", "deputy": "ACA_DCA", "deputy_elsewhere": "ACA_DCA",
    "assistant": "ACA_DCA", "delegate_of_C": "ACA_DCA", "lead": "CET", "lead_elsewhere": "CET",
}  # fmt: skip
MOVES = ("edit", "attach", "open", "revise", "submit", "withdraw", "next", *(kind.value for kind in DECIDING), "answer")


@dataclass(frozen=True)
class Sent:
    """A request: to the address `name` of the row `pk`, with these values."""

    name: str
    pk: int
    values: dict[str, Any] = field(default_factory=dict)

    def elsewhere(self) -> Sent:
        """The same about what is not there."""
        return Sent(self.name, ABSENT, self.values)


class Door:
    """One way in."""

    name: str
    done: tuple[int, ...]  # what is answered when the move is made
    nobody: int  # what is answered to whoever is not signed in, or disabled
    everybody = False  # whether all come to one place, also those of the same standing

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, str], Sent | None] = {}

    def sent(self, move: str, place: Place, persona: str) -> Sent | None:
        """The move as it is sent here; none where the place has nothing to send it about."""
        key = (move, place.name, SPEAKING.get(persona, "EO") if move == "answer" else "")
        if key not in self._known:
            pk = self._asked_about(move, place, persona)
            self._known[key] = Sent(self.address(move), pk, self.values(move, place)) if pk else None
        return self._known[key]

    def moves(self, place: Place, persona: str) -> Iterator[tuple[str, Sent]]:
        """Everything that can be sent about a place."""
        for move in MOVES:
            if sent := self.sent(move, place, persona):
                yield move, sent

    def _asked_about(self, move: str, place: Place, persona: str) -> int | None:
        if move == "answer":
            question = place.question(SPEAKING.get(persona, "EO"))
            return question.pk if question else None
        if move in DECIDING:
            return place.submission.pk if place.submission else None
        return place.plan.record_id

    # ---- what each door says itself

    def address(self, move: str) -> str:
        raise NotImplementedError

    def values(self, move: str, place: Place) -> dict[str, Any]:
        raise NotImplementedError

    def begins(self, unit: Unit) -> Sent:
        """Beginning a plan of a unit."""
        raise NotImplementedError

    def send(self, persona: str, sent: Sent) -> HttpResponse:
        raise NotImplementedError

    def logged(self, response: HttpResponse) -> str:
        """How the log calls it."""
        return self.name


class Pages(Door):
    """The forms that people send."""

    name, done, nobody = "page", (302,), 403
    everybody = True

    def __init__(self, clients: dict[str, Client]) -> None:
        super().__init__()
        self.clients = clients

    def address(self, move: str) -> str:
        other = {
            "edit": "plans:plan-edit",
            "attach": "raci:evidence",
            "answer": "raci:consultation-answer",
            **dict.fromkeys(DECIDING, "admin:raci_submission_decide"),
        }
        return other.get(move, f"raci:case-{move}")

    def values(self, move: str, place: Place) -> dict[str, Any]:
        seen = {"seen": place.record.edits}
        match move:
            case "edit":
                return {"title": place.plan.title, **PLAN}
            case "attach":
                return {"file": ("minutes.txt", MINUTES), "caption": "Minutes"}
            case "answer":
                return {"answer": "no_objection", "words": ""}
            case "open":
                return {**seen, "due_on": "2099-01-05"}
            case "revise":
                return {**seen, "why": REASON}
            case "submit":
                return {**seen, "note": "Here it is."}
            case "withdraw":
                return {**seen, "reason": REASON}
            case "next":
                return seen
        rows: dict[str, Any] = {"c-TOTAL_FORMS": 1, "c-INITIAL_FORMS": 0}
        if move == "conditions":
            rows |= {"c-0-words": "Cost it.", "c-0-owner": _owner(place).pk, "c-0-due_on": "2099-01-05"}
        reason = REASON if move in ("return", "decline") else ""
        return {**seen, **rows, "kind": move, "sha256": _frozen(place), "reason": reason}

    def begins(self, unit: Unit) -> Sent:
        return Sent("plans:plan-create", 0, {"unit": unit.pk, **CREATE})

    def send(self, persona: str, sent: Sent) -> HttpResponse:
        url = reverse(sent.name, args=[sent.pk] if sent.pk else [])
        return self.clients[persona].post(url, _with_file(sent.values))

    def logged(self, response: HttpResponse) -> str:
        return "admin" if "admin" in response.resolver_match.namespaces else self.name


class Api(Door):
    """Requests with a bearer's token, in JSON."""

    name, done, nobody = "api", (200, 201), 401

    def __init__(self, people: dict[str, Person]) -> None:
        super().__init__()
        self.callers = {name: Caller(key=_token(person)) for name, person in people.items()}
        self.callers["anonymous"] = Caller()

    def address(self, move: str) -> str:
        other = {
            "edit": "plan-detail",
            "attach": "evidence-list",
            "answer": "consultation-answer",
            **dict.fromkeys(DECIDING, "submission-decision"),
        }
        return other.get(move, f"record-{move}")

    def values(self, move: str, place: Place) -> dict[str, Any]:
        match move:
            case "edit":
                return PLAN
            case "attach":
                return {"file": ("minutes.txt", MINUTES), "caption": "Minutes"}
            case "answer":
                return {"answer": "no_objection"}
            case "open":
                return {"due_on": "2099-01-05"}
            case "revise":
                return {"why": REASON}
            case "submit":
                return {"note": "Here it is."}
            case "withdraw":
                return {"reason": REASON}
            case "next":
                return {}
        sent: dict[str, Any] = {"kind": move, "sha256": _frozen(place)}
        if move == "conditions":
            sent["conditions"] = [{"words": "Cost it.", "owner": _owner(place).code, "due_on": "2099-01-05"}]
        return {**sent, **({"reason": REASON} if move in ("return", "decline") else {})}

    def begins(self, unit: Unit) -> Sent:
        return Sent("plan-list", 0, {"unit": unit.code, **CREATE})

    def send(self, persona: str, sent: Sent) -> HttpResponse:
        url = reverse(f"api:{sent.name}", args=[sent.pk] if sent.pk else [])
        caller = self.callers[persona]
        if "file" in sent.values:
            return caller.upload(url.removeprefix("/api/v1/"), **_with_file(sent.values))
        return caller.ask("PATCH" if sent.name == "plan-detail" else "POST", url, sent.values)


def _owner(place: Place) -> Post:
    """The post that the plan's action is led by."""
    return place.plan.goals.get().outcomes.get().actions.get().lead


def _frozen(place: Place) -> str:
    """The hash of the text that was handed in last."""
    return place.submission.text.sha256 if place.submission else ""


def _with_file(values: dict[str, Any]) -> dict[str, Any]:
    return {name: SimpleUploadedFile(*one) if isinstance(one, tuple) else one for name, one in values.items()}


def _token(person: Person) -> str:
    """A key of theirs, used a moment ago; that of a disabled person was made before they were."""
    key, now = tokens.draw(), timezone.now()
    until = now + timedelta(days=1)
    ApiToken.objects.create(person=person, name="Walk", digest=tokens.digest(key), used_at=now, expires_at=until)
    return key
