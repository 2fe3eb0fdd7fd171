"""Small parts of the walk, quick enough to be asked again under each trap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from raci import clock
from raci.actions.evidence import attach_evidence
from raci.city.loading import loader
from raci.history import acting
from raci.models import Job, Person, Scope
from tests.test_access import plain
from tests.walk.doors import Api, Pages
from tests.walk.moves import try_move
from tests.walk.places import Place
from tests.walk.stage import Walk
from tests.walk.test_reading import read_lists, read_shut_rooms
from tests.world import signed_in


@dataclass
class Ground:
    """A small stage: few people and places, both doors."""

    walk: Walk
    pages: Pages
    api: Api

    def person(self, name: str) -> Person:
        return self.walk.people[name]

    def place(self, name: str) -> Place:
        return self.walk.place(name)

    def check(self, line: str, is_so: bool) -> None:
        self.walk.check("traps", line, is_so)

    def surprises(self) -> list[str]:
        """What surprised since they were read last."""
        found = list(self.walk.surprises)
        self.walk.surprises.clear()
        return found


Ask = Callable[[Ground], None]


def moves(door: str, *tries: tuple[str, str, str]) -> Ask:
    """(persona, move, place) at a door."""

    def ask(ground: Ground) -> None:
        way = getattr(ground, door)
        for persona, move, name in tries:
            place = ground.place(name)
            sent = way.sent(move, place, persona)
            assert sent is not None
            try_move(ground.walk, way, move, place, persona, sent)

    return ask


def lists_of(persona: str) -> Ask:
    return lambda ground: read_lists(ground.walk, persona)


def rooms_of(persona: str) -> Ask:
    return lambda ground: read_shut_rooms(ground.walk, persona)


def moved(ground: Ground) -> None:
    """The record goes to another unit: its old director is a stranger from the next request on."""
    place = ground.place("new")
    record = place.record
    with acting(by=loader(), act="test"):
        record.scope = Scope.objects.get(activity_code="4.1", unit=ground.walk.units["other_area"])
        record.save()
    for persona, wanted in (("director", 404), ("director_elsewhere", 302)):
        sent = ground.pages.sent("edit", place, persona)
        assert sent is not None
        status = ground.pages.send(persona, sent).status_code
        ground.check(f"{persona} edits what has moved to Water: {status}, not {wanted}", status == wanted)


def other_methods(ground: Ground) -> None:
    """A stranger's HEAD is answered as their GET, every other method with 405 or as for what is not there."""
    pk, client = ground.place("new").plan.record_id, signed_in(ground.person("nobody"))
    for name in ("plans:plan-detail", "raci:case-timeline", "raci:evidence"):
        for method in ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"):
            status = client.generic(method, reverse(name, args=[pk])).status_code
            ground.check(f"{method} {name} by nobody: {status}", status in (404, 405))
    for method in ("HEAD", "OPTIONS", "PUT", "TRACE"):
        status = ground.api.callers["nobody"].ask(method, f"plans/{pk}/").status_code
        ground.check(f"API {method} by nobody: {status}", status in (404, 405))


def searching(ground: Ground) -> None:
    """Who may not read a draft's words finds for them what they find for words that are nowhere."""
    url = reverse("plans:plan-list")
    for persona in ("administrator", "mayor", "nobody", "director_elsewhere"):
        asked = {word: ground.walk.clients[persona].get(url, {"q": word}) for word in ("Zebrafish", "Quokkafur")}
        found = {plain(answer)[1].replace(word, "") for word, answer in asked.items()}
        ground.check(f"{persona}'s search tells of a draft", len(found) == 1)
        rows = {ground.api.callers[persona].get(f"plans/?q={word}").json().get("count") for word in asked}
        ground.check(f"{persona}'s search by API tells of a draft: {rows}", rows == {0})


def parts_of_others(ground: Ground) -> None:
    """Goals, outcomes and actions of another unit's plan, by number."""
    goal = ground.place("new").plan.goals.get()
    outcome = goal.outcomes.get()
    client, caller = ground.walk.clients["director_elsewhere"], ground.api.callers["director_elsewhere"]
    for noun, pk in (("goal", goal.pk), ("outcome", outcome.pk), ("action", outcome.actions.get().pk)):
        url = reverse(f"plans:{noun}-edit", args=[pk])
        answers = {
            "page": client.get(url),
            "form": client.post(url, {"title": "Mine"}),
            "API GET": caller.get(f"{noun}s/{pk}/"),
            "API PATCH": caller.patch(f"{noun}s/{pk}/", {"title": "Mine"}),
            "API DELETE": caller.delete(f"{noun}s/{pk}/"),
        }
        for how, answer in answers.items():
            ground.check(f"{how} of another unit's {noun}: {answer.status_code}", answer.status_code == 404)


def state_by_patch(ground: Ground) -> None:
    """`state` and `status` are no fields of anything that is sent: whoever sends them is told, and nothing is changed."""
    plan = ground.place("new").plan
    goal = plan.goals.get()
    action = goal.outcomes.get().actions.get()
    for name in ("state", "status", "unit", "record", "case", "is_active", "approved"):
        for url in (f"plans/{plan.record_id}/", f"goals/{goal.pk}/", f"actions/{action.pk}/"):
            answer = ground.api.callers["director"].patch(url, {name: "approved"})
            ground.check(f"PATCH {url} with {name}: {answer.status_code}", answer.status_code == 422)


def evidence_by_number(ground: Ground) -> None:
    """The file of a draft is its readers' alone."""
    upload = SimpleUploadedFile("minutes.txt", b"Who came.")
    pk = attach_evidence(ground.place("new").case, upload, "Minutes", by=ground.person("director")).pk
    for persona, wanted in (("director", 200), ("administrator", 404), ("nobody", 404)):
        page = ground.walk.clients[persona].get(reverse("raci:evidence-file", args=[pk])).status_code
        api = ground.api.callers[persona].get(f"evidence/{pk}/file/").status_code
        ground.check(f"{persona} fetches the file of a draft: {page}, {api}", page == api == wanted)


def pdf_by_number(ground: Ground) -> None:
    """A print is read by whoever asked for it."""
    arguments = {"kind": "plan", "subject": ground.place("new").plan.record_id}
    asked = {"kind": "print", "title": "Plan new", "person": ground.person("director"), "arguments": arguments}
    job = Job.objects.create(**asked, key="0", asked_at=clock.now())
    for persona, wanted in (("director", 200), ("administrator", 404), ("nobody", 404)):
        page = ground.walk.clients[persona].get(reverse("raci:job-detail", args=[job.pk])).status_code
        api = ground.api.callers[persona].get(f"jobs/{job.pk}/").status_code
        ground.check(f"{persona} reads the print of the director: {page}, {api}", page == api == wanted)
