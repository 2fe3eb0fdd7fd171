"""What decision modes and directives make wait on somebody: a voice, a directive to accept, report on or close."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from raci.actions.voices import OPEN
from raci.authority import Facts, Subject
from raci.models import Directive, Text, Voice
from raci.queries.waits import CLOSE, INSTRUCTED, REPORT, VOICE, Waiting

REMIND = timedelta(days=14)  # before its day, a directive waits for a report


def voices_asked(facts: Facts) -> list[Waiting]:
    """Texts that wait for their signature, note or answer (1 query)."""
    newer = Text.objects.filter(case=OuterRef("case"), number__gt=OuterRef("text__number"))
    found = Voice.objects.filter(
        ~Exists(newer),
        given_at=None,
        case__state__in=OPEN,
        role__code__in=[post.role for post in facts.posts],
    ).exclude(Q(way=Voice.Way.NONE) | Q(asked_by=facts.person))
    related = found.select_related("case__record__scope__unit", "role", "text", "asked_by").defer("text__content")
    return [waiting for one in related if (waiting := _voice(facts, one))]


def _voice(facts: Facts, voice: Voice) -> Waiting | None:
    record = voice.case.record
    subject = Subject.of_scope(record.scope.activity_code, record.scope.unit)
    post = next((one for one in facts.posts if one.role == voice.role.code and one.covers(subject)), None)
    if post is None:
        return None
    notes = {Voice.Way.SIGN: _("Silence passes with the day."), Voice.Way.NOTE: _("Nobody waits for your note.")}
    return Waiting(
        VOICE,
        voice.case.title,
        f"{voice.text} · {record.scope.unit}",
        voice.asked_at,
        voice.due_on,
        _("As %(post)s you are asked by %(person)s.") % {"post": post.label, "person": voice.asked_by.name},
        reverse("raci:voice-give", args=[voice.pk]),
        facts.today,
        notes.get(Voice.Way(voice.way), ""),
    )


def instructed(facts: Facts) -> list[Waiting]:
    """Directives to accept, to report on (from two weeks before their day on), and to close (1 query)."""
    posts = {post.post: post.label for post in facts.posts}
    roles = {post.role: post.label for post in facts.posts}
    soon = facts.today + REMIND
    mine = Q(post__in=posts) & (Q(accepted_at=None) | Q(done_at=None, due_on__lte=soon))
    given = Q(giver__code__in=roles) & (Q(done_at__isnull=False) | Q(due_on__lt=facts.today))
    found = Directive.objects.filter(mine | given, closed_at=None).select_related("giver", "post")
    return [one for directive in found.order_by("due_on", "pk") for one in _directive(facts, directive, posts, roles)]


def _directive(facts: Facts, one: Directive, posts: dict[int, str], roles: dict[str, str]) -> list[Waiting]:
    found = []
    if one.post_id in posts and one.accepted_at is None and one.recorded_by_id != facts.person.pk:
        found.append(_line(facts, one, INSTRUCTED, one.recorded_at, _falls_to(posts[one.post_id])))
    elif one.post_id in posts and one.accepted_at and one.done_at is None and one.due_on <= facts.today + REMIND:
        found.append(_line(facts, one, REPORT, one.accepted_at, _falls_to(posts[one.post_id])))
    if one.giver.code in roles and (one.done_at or one.due_on < facts.today):
        why = _("As %(post)s you gave it and close it.") % {"post": roles[one.giver.code]}
        found.append(_line(facts, one, CLOSE, one.done_at or one.recorded_at, why))
    return found


def _falls_to(post: str) -> str:
    return _("As %(post)s it falls to you.") % {"post": post}


def _line(facts: Facts, one: Directive, kind: str, since: datetime, why: str) -> Waiting:
    detail = _("given by %(giver)s to %(post)s") % {"giver": one.giver.name, "post": one.post.title}
    note = _("Overdue: its day has passed.") if one.due_on < facts.today else ""
    return Waiting(
        kind, one.title, detail, since, one.due_on, why, reverse("raci:directive", args=[one.pk]), facts.today, note
    )
