"""The traps that an authorisation falls into (promises, section b), each as a mutant of the running portal.

A mutant breaks one rule, function or row on purpose and is put back; what the walk then asks must surprise it. `plant` takes the
ground and pytest's monkeypatch; `ask` is the small part of the walk that must turn red.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from equity_portal.middleware import Refusals
from plans import editing
from raci import grants, lists
from raci.admin import QueueSite
from raci.api.contract import Door as ApiAddress
from raci.api.fields import Body
from raci.authority import Facts, Permission, Subject, Via, capacities
from raci.city.loading import loader
from raci.history import acting
from raci.models import Case, Grant, Job, Person, Post, Scope
from raci.queries import evidence as evidence_queries
from raci.queries import jobs as job_queries
from tests.walk import asking
from tests.walk.asking import Ask, Ground, lists_of, moves, rooms_of


@dataclass(frozen=True)
class Trap:
    """A way in that a portal may leave open."""

    name: str
    mutant: str
    plant: Callable[[Ground, pytest.MonkeyPatch], None]
    ask: Ask
    asked: str  # which part of the walk


# ---- flags of Django's own


def _is_nobody(ground: Ground) -> Callable[[Person], bool]:
    pk = ground.person("nobody").pk
    return lambda person: person.pk == pk


def superuser(ground: Ground, patch: pytest.MonkeyPatch) -> None:
    """A flag opens everything: whoever has it holds each letter, everywhere."""
    boss = capacities.facts_for(ground.person("administrator"))
    real, is_super = Facts.capacity_with, _is_nobody(ground)

    def careless(facts: Facts, letter: str, subject: Subject, ways: Any = ("line",)) -> Via | None:
        if is_super(facts.person) and facts.matrix:
            return Via(boss.capacities[0], subject.activity, letter, facts.matrix.number)
        return real(facts, letter, subject, ways)

    patch.setattr(Facts, "capacity_with", careless)


def is_staff(ground: Ground, patch: pytest.MonkeyPatch) -> None:
    """Django's own question opens the admin."""
    patch.setattr(Person, "is_staff", property(_is_nobody(ground)))
    real = QueueSite.has_permission
    patch.setattr(QueueSite, "has_permission", lambda site, request: request.user.is_staff or real(site, request))


# ---- guardian


def global_permission(_ground: Ground, patch: pytest.MonkeyPatch) -> None:
    """A permission on the model counts for every object (accept_global_perms)."""

    patch.setattr(grants, "_theirs", lambda facts, letters: Grant.objects.filter(matrix=facts.matrix.pk))


def orphaned_grant(ground: Ground, _patch: pytest.MonkeyPatch) -> None:
    """A grant that follows from no cell: as left behind by a post or a scope whose number was given out again."""
    scope = Scope.objects.get(activity_code="4.1", unit=ground.walk.units["own"])
    stray = Post.objects.get(code="director-water").group
    example = Grant.objects.filter(permission__codename="responsible", content_object=scope).first()
    with acting(by=loader(), act="test"):
        Grant.objects.create(
            permission=example.permission, group=stray, content_object=scope, matrix=example.matrix, way="line"
        )


# ---- days, records that move, authors who decide


def any_day(_ground: Ground, patch: pytest.MonkeyPatch) -> None:
    """Nobody asks whether a holding or a delegation runs today."""
    patch.setattr(capacities, "runs", lambda row: "TRUE")


def remembered_unit(ground: Ground, patch: pytest.MonkeyPatch) -> None:
    """The unit is read once and kept, while the record moves on."""
    real = Subject.of_case
    known = {ground.place("new").case.record_id: ground.walk.units["own"].path}

    def careless(case: Case) -> Subject:
        subject = real(case)
        return replace(subject, unit_path=known.get(case.record_id, subject.unit_path))

    patch.setattr(Subject, "of_case", careless)


def authors_forgotten(_ground: Ground, patch: pytest.MonkeyPatch) -> None:
    """Who edited is forgotten: an approver changes a comma, and approves their own text."""
    real = Subject.of_case
    patch.setattr(Subject, "of_case", lambda case: replace(real(case), authors=frozenset(), submitter=None))


def auditors_alike(_ground: Ground, patch: pytest.MonkeyPatch) -> None:
    """The outside auditor's reading account (AUDX) counts as the City Auditor (AUD)."""
    real = capacities._counted

    def careless(*given: Any) -> Any:
        found = real(*given)
        return replace(found, role="AUD") if found.role == "AUDX" else found

    patch.setattr(capacities, "_counted", careless)


# ---- methods


def head_unasked(_ground: Ground, patch: pytest.MonkeyPatch) -> None:
    """HEAD and OPTIONS are taken for harmless and not asked about."""
    real = Refusals.process_exception

    def careless(self: Refusals, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return HttpResponse() if request.method in ("HEAD", "OPTIONS") else real(self, request, exception)

    patch.setattr(Refusals, "process_exception", careless)


def options_described(_ground: Ground, patch: pytest.MonkeyPatch) -> None:
    """OPTIONS describes the fields of what may not be read."""
    patch.setattr(ApiAddress, "http_method_names", [*ApiAddress.http_method_names, "options"])
    patch.setattr(ApiAddress, "options", lambda self, request, **named: HttpResponse("title, summary"))


# ---- lists, numbers, fields


def oracle(_ground: Ground, patch: pytest.MonkeyPatch) -> None:
    """The search looks at the title of the draft, whoever searches."""
    patch.setitem(vars(lists.get("plans")), "search", lambda word, _facts: Q(record__title__icontains=word))


def parts_unasked(_ground: Ground, patch: pytest.MonkeyPatch) -> None:
    """A part is found by its own number, and nobody asks whose plan it is of."""
    patch.setattr(editing, "_allow", lambda request, record: None)


def unknown_fields_pass(_ground: Ground, patch: pytest.MonkeyPatch) -> None:
    """What a body holds beyond its fields is taken in silence."""
    real = Body.taken

    def careless(self: Body) -> dict[str, Any]:
        self.initial_data = {name: value for name, value in self.initial_data.items() if name in self.fields}
        return real(self)

    patch.setattr(Body, "taken", careless)


# ---- what lies at an address that can be guessed


def history_open(_ground: Ground, patch: pytest.MonkeyPatch) -> None:
    """Whoever has a post reads the history."""
    patch.setattr(Facts, "exports_history", property(lambda facts: bool(facts.posts)))


def evidence_open(_ground: Ground, patch: pytest.MonkeyPatch) -> None:
    """A file's number is enough."""
    patch.setattr(evidence_queries, "may", lambda *_asked: Permission(True, ""))


def jobs_open(_ground: Ground, patch: pytest.MonkeyPatch) -> None:
    """A job's number is enough."""
    patch.setattr(job_queries, "own_job", lambda pk, person: Job.objects.get(pk=pk))


NOBODY = (("nobody", "approve", "submitted"), ("nobody", "edit", "new"))
PAST_HOLDER = ("was_administrator_until_yesterday", "approve", "submitted")
PAST_DELEGATE = ("delegate_of_A_expired", "approve", "submitted")
AUTHOR = ("director_and_administrator", "approve", "written by the decider")

TRAPS = [
    Trap("superuser flag", "a flag holds every letter", superuser, moves("pages", *NOBODY), "moves by page"),
    Trap("superuser flag, API", "the same", superuser, moves("api", *NOBODY), "moves by API"),
    Trap("is_staff", "is_staff opens the admin", is_staff, rooms_of("nobody"), "shut rooms"),
    Trap("guardian global permission", "no group is asked", global_permission, lists_of("nobody"), "lists"),
    Trap("orphaned grant, reused pk", "a grant of no cell", orphaned_grant, lists_of("director_elsewhere"), "lists"),
    Trap("role ended yesterday", "days unasked", any_day, moves("pages", PAST_HOLDER), "moves by page"),
    Trap("role ended yesterday, API", "days unasked", any_day, moves("api", PAST_HOLDER), "moves by API"),
    Trap("delegation expired", "days unasked", any_day, moves("pages", PAST_DELEGATE), "moves by page"),
    Trap("moved to another unit", "the unit is remembered", remembered_unit, asking.moved, "a record moved"),
    Trap("approver edits a comma", "authors forgotten", authors_forgotten, moves("pages", AUTHOR), "moves by page"),
    Trap("AUD mixed up with AUDX", "AUDX counts as AUD", auditors_alike, rooms_of("outside_auditor"), "shut rooms"),
    Trap("HEAD", "HEAD and OPTIONS unasked", head_unasked, asking.other_methods, "other methods"),
    Trap("OPTIONS", "OPTIONS describes fields", options_described, asking.other_methods, "other methods"),
    Trap("list filter oracle", "search in drafts", oracle, asking.searching, "searching"),
    Trap("nested id of other unit", "parts unasked", parts_unasked, asking.parts_of_others, "parts of others"),
    Trap("status in PATCH", "unknown fields pass", unknown_fields_pass, asking.state_by_patch, "state by PATCH"),
    Trap("history and export", "any post reads history", history_open, rooms_of("director"), "shut rooms"),
    Trap("evidence by guessed URL", "files unasked", evidence_open, asking.evidence_by_number, "evidence by number"),
    Trap("PDF by guessed URL", "jobs unasked", jobs_open, asking.pdf_by_number, "PDF by number"),
]
