"""Requests for interpreters and accommodations, from the first word to the last. History holds codes, days and posts; words are
sealed. Nobody refuses but the head of the city or whom they designated, with reasons in writing (28 CFR 35.150(a)(3), 35.164)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from compliance.accommodations import readers, texts
from compliance.models import Accommodation, AccommodationText
from raci import clock, restricted
from raci.authority import Capacity, Facts, facts_for
from raci.history import acting
from raci.models import Person, Post
from raci.notices import tell
from raci.private_codes import digest, new_code
from raci.public_doors import the_public
from raci.refusals import Conflict, NotReady, Problem

State, Ground, Text = Accommodation.State, Accommodation.Ground, AccommodationText.Kind
NOT_YOURS = gettext_noop(
    "This is not yours to do: a refusal and its appeal are for the head, all else for the coordinator."
)
OPEN = (State.RECEIVED, State.ARRANGING, State.OFFERED)


def receive_request(
    values: Mapping[str, Any], who: Mapping[str, str], need: Mapping[str, str], *, by: Person | None
) -> tuple[Accommodation, str]:
    """A request as it came in, and the code that its person follows it by, told once. `by`: None for the public form."""
    if not "".join(need.values()).strip():
        raise NotReady([Problem(_("Say what is needed."), field="need")])
    today, code = clock.today(), new_code()
    person = by or the_public()
    with acting(by=person, act="receive_request"):
        row = Accommodation.objects.create(code_sha256=digest(code), **{"received_on": today, **values})
        texts.keep(row, Text.WHO, dict(who), on=today)
        texts.keep(row, Text.NEED, dict(need), on=today)
        _tell(row, readers.told(row, today), "received")
    return row, code


def arrange(row: Accommodation, provider: Post, *, by: Person) -> None:
    """Who must provide it; they are told, and see what is needed."""
    with _leading(row, "arrange_request", by) as (locked, today, _via):
        _in_state(locked, (State.RECEIVED, State.ARRANGING, State.OFFERED))
        locked.provider, locked.state, locked.arranged_on = provider, State.ARRANGING, today
        locked.save()
        _tell(locked, [provider], f"provide-{provider.pk}")


def offer(row: Accommodation, words: str, *, own_choice: bool, why: str, by: Person) -> None:
    """What is offered. What the person asked for comes first; another means is offered only with why it serves as well."""
    _need(words, "words", _("Say what is offered, when and where."))
    if not own_choice:
        _need(
            why, "why", _("It is not what the person asked for. Say why it serves as well, or is all that can be had.")
        )
    with _serving(row, "offer_request", by) as (locked, today, _via):
        _in_state(locked, OPEN)
        locked.state, locked.offered_on, locked.own_choice = State.OFFERED, today, own_choice
        locked.save()
        texts.keep(locked, Text.OFFER, {"words": words.strip(), "why": why.strip()}, on=today)


def provide(row: Accommodation, *, by: Person) -> None:
    """It was provided."""
    with _serving(row, "provide_request", by) as (locked, today, _via):
        _in_state(locked, OPEN)
        locked.state, locked.provided_on, locked.closed_on = State.PROVIDED, today, today
        locked.save()


def withdraw(row: Accommodation, *, by: Person) -> None:
    """The person needs it no more."""
    with _leading(row, "withdraw_request", by) as (locked, today, _via):
        _in_state(locked, (*OPEN, State.TO_HEAD, State.APPEALED))
        locked.state, locked.closed_on = State.WITHDRAWN, today
        locked.save()


def bring_before_head(row: Accommodation, words: str, *, by: Person) -> None:
    """Ask the head whether it may be refused, with why."""
    _need(words, "words", _("Say why it cannot be given, and what else was looked for."))
    with _serving(row, "ask_refusal", by) as (locked, today, _via):
        _in_state(locked, OPEN)
        locked.state = State.TO_HEAD
        locked.save()
        texts.keep(locked, Text.CASE, {"words": words.strip()}, on=today)
        _tell(locked, readers.heads(today), "head")


def refuse(row: Accommodation, ground: str, reasons: str, *, by: Person) -> None:
    """By the head of the city or whom they designated alone, on one of two grounds, with reasons in writing."""
    if ground not in (Ground.BURDEN, Ground.ALTERATION):
        raise NotReady([Problem(_("Choose the ground: there are only these two."), field="ground")])
    _need(reasons, "words", _("Write the reasons: the person is given them."))
    with _heading(row, "refuse_request", by) as (locked, today, via):
        _in_state(locked, (State.TO_HEAD,))
        locked.state, locked.ground, locked.refused_on = State.REFUSED, ground, today
        locked.refused_by_id = via.post
        locked.save()
        texts.keep(locked, Text.REFUSAL, {"words": reasons.strip(), "ground": str(Ground(ground).label)}, on=today)
        _tell(locked, readers.told(locked, today), "refused")


def grant(row: Accommodation, *, by: Person) -> None:
    """The head does not refuse it: it is arranged."""
    with _heading(row, "grant_request", by) as (locked, today, _via):
        _in_state(locked, (State.TO_HEAD, State.APPEALED))
        locked.state, locked.ground, locked.arranged_on = State.ARRANGING, Ground.NONE, today
        locked.save()
        _tell(locked, readers.told(locked, today), "granted")


def appeal(row: Accommodation, words: str, *, by: Person | None) -> None:
    """The person asks for another look; late ones are taken too, and show as late. `by`: None by their code."""
    _need(words, "words", _("Say why you ask for another look."))
    person = by or the_public()
    if by is not None:
        readers.need(readers.reach(facts_for(by)).leads(row))
    with acting(by=person, act="appeal_request"):
        locked, today = _locked(row), clock.today()
        _in_state(locked, (State.REFUSED,))
        locked.state, locked.appealed_on = State.APPEALED, today
        locked.save()
        texts.keep(locked, Text.APPEAL, {"words": words.strip()}, on=today)
        _tell(locked, readers.heads(today), "appeal")


def uphold(row: Accommodation, words: str, *, by: Person) -> None:
    """The head stays with the refusal after the appeal, with reasons in writing."""
    _need(words, "words", _("Write the reasons: the person is given them."))
    with _heading(row, "uphold_refusal", by) as (locked, today, _via):
        _in_state(locked, (State.APPEALED,))
        locked.state, locked.closed_on = State.UPHELD, today
        locked.save()
        texts.keep(locked, Text.ANSWER, {"words": words.strip()}, on=today)
        _tell(locked, readers.told(locked, today), "upheld")


# ---- what each act has around it

Around = tuple[Accommodation, date, Capacity]


@contextmanager
def _leading(row: Accommodation, act: str, by: Person) -> Iterator[Around]:
    """The coordinator, or counsel."""
    with _acting(row, act, by, lambda facts, fresh: readers.reach(facts).leads(fresh)) as around:
        yield around


@contextmanager
def _serving(row: Accommodation, act: str, by: Person) -> Iterator[Around]:
    """... or the post that must provide it."""
    with _acting(row, act, by, _serves) as around:
        yield around


def _serves(facts: Facts, row: Accommodation) -> Capacity | None:
    return readers.reach(facts).leads(row) or readers.provides(facts, row)


@contextmanager
def _heading(row: Accommodation, act: str, by: Person) -> Iterator[Around]:
    """The head of the city or whom they designated, of what came before the head."""
    with _acting(row, act, by, lambda facts, fresh: readers.reach(facts).decides(fresh)) as around:
        yield around


@contextmanager
def _acting(
    row: Accommodation, act: str, by: Person, capacity: Callable[[Facts, Accommodation], Capacity | None]
) -> Iterator[Around]:
    """One transaction, by the row as it stands now."""
    facts = facts_for(by)
    with transaction.atomic():
        locked = _locked(row)
        via = capacity(facts, locked)
        if via is None and readers.reads(facts, locked) is not None:
            readers.need(None, _(NOT_YOURS))
        found = readers.need(via)
        with acting(by=by, post=found.label, act=act):
            yield locked, facts.today, found


def _locked(row: Accommodation) -> Accommodation:
    return Accommodation.objects.select_for_update(of=("self",)).get(pk=row.pk)


def _in_state(row: Accommodation, states: tuple[str, ...]) -> None:
    if row.state not in states:
        raise Conflict(_("Meanwhile it is %(state)s. Open it again.") % {"state": row.get_state_display()})


def _need(words: str, field: str, problem: str) -> None:
    if not words.strip():
        raise NotReady([Problem(problem, field=field)])


def _tell(row: Accommodation, posts: list[Post], what: str) -> None:
    """Whoever holds these posts, without a word of what it is about."""
    people = restricted.holders(facts_for(the_public()), posts)
    url = reverse("compliance:request-detail", args=[row.uid])
    tell(people, record=None, key=f"request:{row.uid}:{what}", line=_("A request waits for you."), url=url)
