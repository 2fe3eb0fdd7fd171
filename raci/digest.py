"""Once a week, one e-mail of what waits on a person, each line with a link of their own that leads exactly there.

A link (`link_to`) names its reader and one page, is signed and runs out after eight days. It signs nobody in: whoever opens it
signs in as that person and is led on, to a page that asks again who may. To decide or accept, they sign in anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raci import clock
from raci.authority import facts_for
from raci.models import Holding, Notice, Person
from raci.models.city import in_force_on
from raci.notices import mailed_kinds, tell
from raci.queries.waiting import waiting_on
from raci.queries.waits import DECIDE, REVIEW, Waiting

KIND = "digest"  # a code of `raci.notices.KINDS`
SALT, WORKS_FOR = "raci.digest.link", timedelta(days=8)
MONDAY, FIRST_HOUR, LAST_DAY = 0, 6, 1  # Monday from six o'clock on; where the portal was down, Tuesday
MOST = 25  # lines of one mail
FRESH = (DECIDE, REVIEW)  # what takes a fresh sign-in


# ---- the round


def is_time(now: datetime) -> bool:
    """Whether the week's mail goes out at this moment of the city's clock."""
    return now.weekday() <= LAST_DAY and (now.weekday() > MONDAY or now.hour >= FIRST_HOUR)


def tell_of_the_week() -> int:
    """Give everybody on whom something waits one notice this week, which goes out by mail; how many have one."""
    now = clock.now().astimezone(clock.zone())
    if not is_time(now):
        return 0
    year, week, _day = now.isocalendar()
    key, told = f"{KIND}:{year}-W{week:02d}", 0
    known = set(Notice.objects.filter(key=key).values_list("person", flat=True))
    for person in _readers():
        if person.pk in known or KIND not in mailed_kinds(person):
            continue
        if count := len(waiting_on(facts_for(person))):
            words = ngettext("%(n)s thing waits on you this week.", "%(n)s things wait on you this week.", count)
            tell([person], record=None, key=key, line=words % {"n": count}, url=reverse("home"))
            told += 1
    return told


def _readers() -> Iterator[Person]:
    """Whoever holds a post today."""
    held = Holding.objects.filter(in_force_on(clock.today()), state=Holding.State.IN_FORCE)
    return (
        Person.objects.filter(pk__in=held.values("person"), is_active=True, is_service=False).order_by("pk").iterator()
    )


# ---- the mail


@dataclass(frozen=True)
class Line:
    """One thing that waits, with its own address."""

    one: Waiting
    address: str


def message(notice: Notice) -> EmailMessage:
    """What waits at the moment of sending; nothing of it is kept."""
    waiting = waiting_on(facts_for(notice.person))
    lines = [Line(one, f"{settings.PORTAL_ADDRESS}{link_to(notice.person, one)}") for one in waiting[:MOST]]
    body = render_to_string(
        "raci/mail/digest.txt",
        {
            "notice": notice, "lines": lines, "more": max(len(waiting) - MOST, 0), "address": settings.PORTAL_ADDRESS,
            "days": WORKS_FOR.days,
        },
    )  # fmt: skip
    host = urlsplit(settings.PORTAL_ADDRESS).hostname or "localhost"
    headers = {"Message-ID": f"<notice-{notice.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(
        _("Equity Portal: %(line)s") % {"line": notice.line}, body, to=[notice.person.email], headers=headers
    )


# ---- the links


@dataclass(frozen=True)
class Link:
    """What a link says: for whom, to which page, and whether they sign in anew for it."""

    person: int
    path: str
    is_fresh: bool


class RunOut(Exception):
    """The link was one, and its time is over."""


def link_to(person: Person, one: Waiting) -> str:
    """The path of a link to what waits."""
    said = [person.pk, one.url, int(one.kind in FRESH)]
    return reverse("raci:waiting-link", args=[signing.dumps(said, salt=SALT, compress=True)])


def read_link(token: str) -> Link | None:
    """What a link says; None where nobody of us signed it. Raises `RunOut`."""
    try:
        person, path, is_fresh = signing.loads(token, salt=SALT, max_age=WORKS_FOR)
    except signing.SignatureExpired as late:
        raise RunOut from late
    except signing.BadSignature:
        return None
    return Link(int(person), str(path), bool(is_fresh))
