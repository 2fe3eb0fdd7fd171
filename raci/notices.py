"""Notices: one line in somebody's inbox and one e-mail, written with the act and sent after it is committed.

The row is the job; Redis is only the bell that wakes a worker early. Without it the beat's next round sends.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raci import bell
from raci.models import InboxOnly, Notice, Person, Record
from raci.tasks import send_notices


@dataclass(frozen=True)
class Kind:
    """A kind of notice: how its readers call it, and why it always comes by e-mail ("" where they choose)."""

    title: str | Promise
    must: str | Promise = ""


YOURS = Kind(
    _("Your password, second factor or account is changed, or a link to change it is asked for"),
    _("If it was not you, you have to know at once."),
)
# Code > kind; how the key of a notice begins. One that is missing here always comes by e-mail.
KINDS: dict[str, Kind] = {
    "answered": Kind(_("Somebody answered about a record you are responsible for")),
    "decided": Kind(_("A record of yours, or one you were asked about or told of, was decided")),
    "digest": Kind(_("Once a week, what waits on you")),
    "job": Kind(_("What you had made in the background is ready after more than a minute, or failed")),
    "holding": Kind(_("You were given a post, or a holding of yours ends")),
    "delegation": Kind(_("A delegation of yours was accepted or has ended")),
    "nomination": Kind(_("What became of a nomination that you made, or that named you")),
    "membership": Kind(_("You were named to a team, or your membership ends")),
    "term": Kind(_("A term on a team ends within 30 days")),
    "reviewed": Kind(_("What you handed in was accepted")),
    "reviewed:handed-in": Kind(_("Something waits for you to accept it"), _("Nobody else may accept it.")),
    "reviewed:returned": Kind(_("What you handed in was given back"), _("It waits for you to mend it.")),
    "reviewed:vacant": Kind(
        _("Something waits to be accepted and the post is vacant"), _("It waits until somebody fills the post.")
    ),
    "naming": Kind(_("A post of yours was named by another, or a naming was taken back")),
    "meeting": Kind(_("A team of yours meets, or a meeting of it is moved or called off")),
    "action": Kind(_("A meeting gave you something to do"), _("It is to be done by a day.")),
    "asked": Kind(_("You are asked to answer about a record"), _("After the due day it goes on without your answer.")),
    "submitted": Kind(_("A record waits for your decision"), _("Nobody else may decide it.")),
    "vacant": Kind(
        _("A record waits for a decision and the post is vacant"), _("It waits until somebody fills the post.")
    ),
    "vacancy": Kind(
        _("A post below yours that decides or is responsible is vacant"), _("It stays so until somebody fills it.")
    ),
    "condition": Kind(_("A condition of an approval is yours to meet"), _("It is to be met by a day.")),
    "holding:proposed": Kind(_("You are asked to be the second person for a post"), _("It waits for a second person.")),
    "nomination:offered": Kind(_("You are nominated to a team"), _("It waits for your yes or no.")),
    "nomination:accepted": Kind(_("A nominee waits for your welcome"), _("Nobody else may welcome them.")),
    "delegation:offered": Kind(_("Somebody asks you to act for them"), _("It waits for your yes or no.")),
    "voice": Kind(
        _("You are asked to sign, to note or to be consulted because of a decision mode"),
        _("After the due day it goes on without you."),
    ),
    "directive": Kind(_("A directive of yours was accepted, reported on or closed")),
    "directive:received": Kind(_("A directive falls to a post of yours"), _("It waits for you to accept it.")),
    "recommendation": Kind(_("A recommendation that concerns you was followed up or closed")),
    "recommendation:raised": Kind(_("A recommendation waits for your answer"), _("It is to be answered by a day.")),
    "figures": Kind(_("Figures that you handed in, accepted or answer for were taken out, or are asked of you")),
    "complaint": Kind(_("A complaint that you read was received or written to"), _("It is to be answered by a day.")),
    "information": Kind(_("Your office is asked for information"), _("It is to be answered by a day.")),
    "finding": Kind(_("Something was found wanting in a unit that you answer for, or that finding is closed")),
    "corrective": Kind(_("A corrective action is given to a post of yours"), _("It is to be done by a day.")),
    "board": Kind(
        _("A board that your post stands beside or appoints to: a term ends, a seat is vacant, applications came")
    ),
    "progress:above": Kind(
        _("A unit below yours did not report on its quarter in time"), _("It stays so until somebody reports.")
    ),
    "progress": Kind(_("A quarter of a unit of yours is to be reported on"), _("It is to be handed in by a day.")),
    "law": Kind(_("The law that a check or a duty of yours reads has changed")),
    "request": Kind(
        _("A request for an interpreter or an accommodation waits for you"), _("It is to be answered by a day.")
    ),
    "report": Kind(_("A report was released, or sent to you by name")),
    "help": Kind(_("The help desk gives you a request, or answered yours"), _("It is to be answered by a day.")),
    "history-export": Kind(
        _("The checksum of history you exported"), _("The e-mail is your proof outside the portal.")
    ),
    "account": YOURS,
    "password": YOURS,
    "invitation": YOURS,
}


def kind_of(key: str) -> str:
    """The kind that a notice of this key is; "" where none is known, and then it always comes by e-mail."""
    first, _number, what = [*key.split(":"), "", ""][:3]
    return next((code for code in (f"{first}:{what}", first) if code in KINDS), "")


def optional_kinds() -> dict[str, Kind]:
    """The kinds whose e-mail is its reader's to choose."""
    return {code: kind for code, kind in KINDS.items() if not kind.must}


def mailed_kinds(person: Person) -> list[str]:
    """Of the optional kinds, those that come to them by e-mail."""
    unwanted = set(person.inbox_only.values_list("kind", flat=True))
    return [kind for kind in optional_kinds() if kind not in unwanted]


def choose_mailed(person: Person, kinds: Iterable[str]) -> None:
    """Of the optional kinds, have these by e-mail and the others in the inbox alone. Ungoverned: writes no history."""
    unwanted = set(optional_kinds()) - set(kinds)
    person.inbox_only.exclude(kind__in=unwanted).delete()
    rows = [InboxOnly(person=person, kind=kind) for kind in sorted(unwanted)]
    InboxOnly.objects.bulk_create(rows, ignore_conflicts=True)


def tell(
    people: Iterable[Person], *, record: Record | None, key: str, line: str, url: str = "", by_mail: bool = True
) -> None:
    """Give each of them this notice once (`key`), in the running transaction; e-mail follows after commit.

    Told again under the same key, they notice nothing. Programs and disabled people are not told. Whoever chose to read
    this kind in the inbox alone gets no e-mail, nor does anybody where the act says so.
    """
    rows = {
        person.pk: Notice(person=person, record=record, key=key, line=line[:500], url=url, by_mail=by_mail)
        for person in people
        if person.is_active and not person.is_service
    }
    if rows:
        for person_pk in _readers_of_the_inbox_alone(key, rows):
            rows[person_pk].by_mail = False
        Notice.objects.bulk_create(rows.values(), ignore_conflicts=True)
        transaction.on_commit(ring, robust=True)


def _readers_of_the_inbox_alone(key: str, people: Iterable[int]) -> Iterable[int]:
    kind = kind_of(key)
    if kind not in optional_kinds():
        return []
    return InboxOnly.objects.filter(person__in=list(people), kind=kind).values_list("person_id", flat=True)


def ring() -> None:
    """Wake a worker to send the mail."""
    bell.ring(send_notices)


def unread_count(person: Person) -> int:
    """How many notices they have not read."""
    return Notice.objects.filter(person=person, read_at=None).count()


def inbox_of(person: Person) -> QuerySet[Notice]:
    """Their notices, newest first."""
    return Notice.objects.filter(person=person).select_related("record")


def mark_read(notices: QuerySet[Notice], *, by: Person) -> int:
    """Mark these of one's own notices as read; how many were not. Ungoverned: writes no history."""
    return notices.filter(person=by, read_at=None).update(read_at=timezone.now())
