"""Where somebody is signed in, as they see it: which browser, since when, last seen; and how a session is ended.

A row of allauth's UserSession stands beside each of Django's sessions. Ungoverned: it belongs to one person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from raci.models import Person

FRESH = timedelta(minutes=5)  # last seen is written no more often
# What a browser calls itself > its name; the first that is found, since most name others too.
BROWSERS = {
    r"Edg(e|A|iOS)?/": "Edge", r"OPR/|Opera": "Opera", r"SamsungBrowser": "Samsung Internet", r"Firefox|FxiOS": "Firefox",
    r"Chrome|CriOS|Chromium": "Chrome", r"Safari": "Safari",
}  # fmt: skip
SYSTEMS = {
    r"iPhone": "iPhone", r"iPad": "iPad", r"Android": "Android", r"Windows": "Windows", r"CrOS": "ChromeOS",
    r"Mac OS X|Macintosh": "Mac", r"Linux|X11": "Linux",
}  # fmt: skip


@dataclass(frozen=True)
class SessionShown:
    """One place somebody is signed in."""

    pk: int
    device: str  # "Firefox on Windows"
    address: str
    since: datetime
    last_seen: datetime
    is_this: bool


def device(user_agent: str) -> str:
    """A browser's long name in plain words; never more than a hint, since a browser may say what it likes."""
    browser = _first(BROWSERS, user_agent) or _("A browser")
    system = _first(SYSTEMS, user_agent)
    return _("%(browser)s on %(system)s") % {"browser": browser, "system": system} if system else browser


def _first(names: dict[str, str], text: str) -> str:
    return next((name for pattern, name in names.items() if re.search(pattern, text)), "")


def sessions_of(person: Person, this: str | None) -> list[SessionShown]:
    """Where they are signed in now, this one first, then the newest (2 queries); `this` is the key of the one that asks."""
    mine = {one.session_key: one for one in UserSession.objects.filter(user=person).order_by("-last_seen_at", "-pk")}
    alive = Session.objects.filter(pk__in=mine, expire_date__gt=timezone.now()).in_bulk()
    shown = [_shown(one, this) for key, one in mine.items() if key in alive and _is_theirs(alive[key], person)]
    return sorted(shown, key=lambda one: not one.is_this)


def _is_theirs(session: Session, person: Person) -> bool:
    """Whether it is still signed in: a change of the password ends it without a trace in its row."""
    return constant_time_compare(session.get_decoded().get(HASH_SESSION_KEY, ""), person.get_session_auth_hash())


def _shown(one: UserSession, this: str | None) -> SessionShown:
    here = one.session_key == this
    return SessionShown(one.pk, device(one.user_agent), one.ip, one.created_at, one.last_seen_at, here)


def end(person: Person, pk: int) -> bool:
    """End one of their sessions: its next request is signed out. Whether there was one."""
    ended = UserSession.objects.filter(user=person, pk=pk)
    found = bool(ended)
    _end(ended)
    return found


def end_others(person: Person, this: str | None) -> int:
    """End all of their sessions but this; how many were."""
    others = [one.pk for one in sessions_of(person, this) if not one.is_this]
    _end(UserSession.objects.filter(user=person).exclude(session_key=this or ""))
    return len(others)


def end_all(person: Person) -> None:
    """End all of their sessions."""
    _end(UserSession.objects.filter(user=person))


def _end(ended: Iterable[Any]) -> None:
    for one in ended:
        one.end()


def note_seen(request: HttpRequest) -> None:
    """Note, every few minutes, that a signed-in session is used, and from where."""
    key = request.session.session_key
    if key is None:
        return
    row = UserSession.objects.filter(session_key=key).only("last_seen_at").first()
    if row is None or row.last_seen_at < timezone.now() - FRESH:
        UserSession.objects.create_from_request(request)
