"""The acts of the desk: asked in a post one holds, assigned by R of 2.1, answered by the post, rated by who asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from engagement.kinds import HELP_REQUEST
from engagement.models import HelpRequest
from engagement.training.enrolling import post_of
from raci import clock
from raci.authority import Capacity, Facts, facts_for
from raci.drawing import day
from raci.history import acting
from raci.keeping import keeping, may_keep_for_the_city
from raci.models import Holding, Person, Post, Unit
from raci.models.city import in_force_on
from raci.notices import tell
from raci.refusals import Conflict, NotReady, Problem, Refused
from raci.the_city import need_city

NUMBERS = 5_202_631  # advisory lock: one number at a time
SAID = ("topic", "title", "words", "due_on")


def help_url(row: HelpRequest) -> str:
    """Its page."""
    return reverse("engagement:help-detail", args=[row.pk])


def ask_for_help(said: Mapping[str, Any], *, by: Person) -> HelpRequest:
    """For the unit of the post they hold."""
    capacity = post_of(by)
    _check(said)
    with acting(by=by, post=capacity.label, act="ask_for_help"):
        return _made(said, by, capacity.label, unit=Unit.objects.get(path=capacity.unit_path))


def ask_for_partner(said: Mapping[str, Any], partner: str, *, by: Person) -> HelpRequest:
    """What an outside partner asks, written down by who keeps the desk."""
    _check(said)
    if not partner.strip():
        raise NotReady([Problem(_("Say who asks."), field="partner")])
    with keeping(HELP_REQUEST, need_city(), by=by, act="ask_for_help") as via:
        return _made(said, by, via.capacity.label, partner=partner.strip())


def _made(said: Mapping[str, Any], by: Person, label: str, **asker: Any) -> HelpRequest:
    values = {name: said[name] for name in SAID}
    return HelpRequest.objects.create(
        **values, **asker, number=_next_number(clock.today()), asked_by=by, asked_as=label, asked_at=clock.now()
    )


def _check(said: Mapping[str, Any]) -> None:
    if said["due_on"] < clock.today():
        raise NotReady([Problem(_("An answer cannot be due in the past."), field="due_on")])


def _next_number(today: date) -> str:
    """H-2026-00007: by the year, one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NUMBERS])
    stem = f"H-{today.year}-"
    rows = HelpRequest.objects.filter(number__startswith=stem).order_by("-number")
    last = rows.values_list("number", flat=True).first()
    return f"{stem}{int(last.removeprefix(stem)) + 1 if last else 1:05d}"


def assign(row: HelpRequest, post: Post, due_on: date, *, by: Person) -> None:
    """Give it to a post, by a day; whoever holds the post is told."""
    if due_on < clock.today():
        raise NotReady([Problem(_("An answer cannot be due in the past."), field="due_on")])
    with keeping(HELP_REQUEST, need_city(), by=by, act="assign_help"):
        locked = _locked(row)
        locked.post, locked.due_on = post, due_on
        locked.save()
        line = _("“%(title)s” (%(number)s) waits for your answer until %(day)s.")
        said = {"title": locked.title, "number": locked.number, "day": day(due_on)}
        _tell(locked, _holders(post), f"assigned-{post.pk}", line % said, by)


def answers(facts: Facts, row: HelpRequest) -> Capacity | None:
    """As what this person answers it: in the post it was given to, or as who keeps the desk."""
    own = next((one for one in facts.posts if one.post == row.post_id), None)
    if own is not None:
        return own
    via = may_keep_for_the_city(facts, HELP_REQUEST).via
    return via.capacity if via else None


def answer(row: HelpRequest, words: str, minutes: int, *, by: Person) -> None:
    """What was answered, and how long it took; who asked is told."""
    if not words.strip():
        raise NotReady([Problem(_("Give the answer."), field="answer")])
    with transaction.atomic():
        locked = _locked(row)
        capacity = answers(facts_for(by), locked)
        if capacity is None:
            raise Refused(_("It is answered by the post it was given to, or by who keeps the desk."))
        with acting(by=by, post=capacity.label, act="answer_help"):
            locked.answer, locked.minutes = words.strip(), minutes
            locked.answered_at, locked.answered_as = clock.now(), capacity.label
            locked.save()
            line = _("“%(title)s” (%(number)s) is answered. Say whether it helped.")
            _tell(locked, [locked.asked_by], "answered", line % {"title": locked.title, "number": locked.number}, by)
    row.refresh_from_db()


def rate(row: HelpRequest, rating: int, words: str, *, by: Person) -> None:
    """Who asked says whether it helped, once."""
    if row.asked_by_id != by.pk:
        raise Refused(_("Whoever asked says whether it helped."))
    with acting(by=by, post=row.asked_as, act="rate_help"):
        locked = HelpRequest.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if locked.answered_at is None or locked.rating is not None:
            raise Conflict(_("It is rated once, when it is answered."))
        locked.rating, locked.rated_words = rating, words.strip()
        locked.save()


def _locked(row: HelpRequest) -> HelpRequest:
    """One that is not answered yet."""
    locked = HelpRequest.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if locked.answered_at is not None:
        raise Conflict(_("It has been answered."))
    return locked


def _holders(post: Post) -> list[Person]:
    held = Holding.objects.filter(in_force_on(clock.today()), post=post, state=Holding.State.IN_FORCE)
    return [one.person for one in held.select_related("person").order_by("pk")]


def _tell(row: HelpRequest, people: Iterable[Person], what: str, line: str, by: Person) -> None:
    others = [one for one in people if one.pk != by.pk]
    tell(others, record=None, key=f"help:{row.pk}:{what}", line=line, url=help_url(row))
