"""The way to a seat and out of it: nominated, appointed, confirmed, sworn in; resigned, removed, the term over.

Two people do not have a seat on one day: who comes second is refused in words (`Conflict`), unless the other's term is over;
a holdover leaves the day before their successor comes. Nor does one person have two seats of a board at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from boards.actions.changing import Values, changing, take
from boards.keepers import Posts, selecting, stepping
from boards.kinds import APPOINTMENT
from boards.models import Appointment, Board, Member, MemberContact, Seat
from raci import clock
from raci.keeping import keeping
from raci.models import Person
from raci.refusals import Conflict, NotReady, Problem

STEPS = ("nominated_on", "appointed_on", "confirmed_on", "sworn_on")  # in their order
ACTS = {"appointed_on": "appoint_to_seat", "confirmed_on": "confirm_appointment", "sworn_on": "swear_in"}
ENDS = {
    Appointment.Ended.RESIGNED: "resign_seat",
    Appointment.Ended.REMOVED: "remove_from_seat",
    Appointment.Ended.TERM_OVER: "end_term",
}
AHEAD = timedelta(days=365)  # so far ahead somebody may be given a seat
DAYS = (*STEPS, "serves_from", "term_end")


@dataclass(frozen=True)
class Who:
    """A member the portal knows, or the name of a new one; their e-mail and their account of the portal where they are told."""

    member: Member | None = None
    name: str = ""
    email: str = ""
    person: Person | None = None


def named_for(step: str, board: Board) -> Posts:
    """The posts of the board that take this step, besides whoever keeps it."""
    posts = {
        "nominated_on": selecting(board),
        "appointed_on": (board.appointing_post_id,),
        "confirmed_on": (board.confirming_post_id,),
        "sworn_on": (board.liaison_id,),
    }
    return posts[step]


def nominate(seat: Seat, who: Who, values: Values, *, by: Person) -> Appointment:
    """Somebody for a seat, with the days that are known. With `serves_from` they have the seat from that day on."""
    _check(values)
    act = "appoint_to_seat" if values.get("appointed_on") or values.get("serves_from") else "nominate_to_seat"
    posts = named_for("nominated_on" if act == "nominate_to_seat" else "appointed_on", seat.board)
    with stepping(APPOINTMENT, seat.board, posts, by=by, act=act):
        locked = Seat.objects.select_for_update(of=("self",)).select_related("board").get(pk=seat.pk)
        member = _member(who)
        if who.email:
            _keep_contact(member, who.email)
        row = Appointment(seat=locked, member=member)
        take(row, values)
        _settle(row, by_seat=locked)
        row.save()
        return row


def _member(who: Who) -> Member:
    member = who.member or Member(name=who.name.strip())
    if who.person is not None or member.pk is None:
        member.person = who.person or member.person
        member.save()
    return member


def take_step(row: Appointment, step: str, values: Values, *, by: Person, edits: int | None = None) -> None:
    """Appointed, confirmed or sworn in on a day; with `serves_from` the seat is theirs from then on."""
    posts = named_for(step, row.seat.board)
    with changing(row, by=by, act=ACTS[step], edits=edits, posts=posts) as locked:
        if locked.ended_on:
            raise Conflict(_("This is over already: %(how)s.") % {"how": locked.get_ended_how_display()})
        take(locked, {name: value for name, value in values.items() if value is not None})
        _check({name: getattr(locked, name) for name in DAYS})
        _settle(locked, by_seat=_lock_seat(locked))


def correct(row: Appointment, values: Values, *, by: Person, edits: int | None = None) -> None:
    """What was written down wrongly: role, days, how it ended."""
    _check(values)
    with changing(row, by=by, act="correct_appointment", edits=edits) as locked:
        take(locked, values)
        _settle(locked, by_seat=_lock_seat(locked))


def end_appointment(
    row: Appointment, day: date, how: str, *, by: Person, edits: int | None = None, why: str = ""
) -> None:
    """The last day in the seat, and how it came to that; of a nominee, that they never took it."""
    how = how if row.is_serving else Appointment.Ended.WITHDRAWN
    act = ENDS.get(Appointment.Ended(how), "end_appointment")
    with changing(row, by=by, act=act, edits=edits, why=why.strip()) as locked:
        if locked.ended_on:
            raise Conflict(_("This is over already: %(how)s.") % {"how": locked.get_ended_how_display()})
        if locked.serves_from and day < locked.serves_from:
            raise NotReady([Problem(_("Their last day lies before their first."), field="ended_on")])
        locked.ended_on, locked.ended_how = day, how


def keep_contact(row: Appointment, email: str, *, by: Person, person: Person | None = None) -> None:
    """How the member is reached, and whose account of the portal is theirs; an empty one is taken away."""
    with keeping(APPOINTMENT, row.seat.board.unit, by=by, act="keep_member_contact"):
        if row.member.person != person:
            row.member.person = person
            row.member.save()
        if email:
            _keep_contact(row.member, email)
        else:
            for one in MemberContact.objects.filter(member=row.member):
                one.delete()


def _keep_contact(member: Member, email: str) -> None:
    row = MemberContact.objects.filter(member=member).first() or MemberContact(member=member)
    row.email, row.noted_on = email, clock.today()
    row.save()


def _lock_seat(row: Appointment) -> Seat:
    return Seat.objects.select_for_update(of=("self",)).select_related("board").get(pk=row.seat_id)


def _settle(row: Appointment, *, by_seat: Seat) -> None:
    """Whether they have the seat, and that nobody else has it then."""
    row.is_serving = row.serves_from is not None or (row.is_serving and row.ended_how != Appointment.Ended.WITHDRAWN)
    if not row.is_serving:
        return
    first, last = row.serves_from, row.ended_on
    if by_seat.abolished_on and (last is None or last > by_seat.abolished_on):
        words = _("Seat %(seat)s has its last day on %(day)s.")
        raise NotReady([Problem(words % {"seat": by_seat, "day": _day(by_seat.abolished_on)}, field="serves_from")])
    others = Appointment.objects.filter(is_serving=True).exclude(pk=row.pk)
    for other in _between(others.filter(seat=by_seat), first, last):
        _make_room(other, first)
    same = others.filter(seat__board=by_seat.board_id, member=row.member).exclude(seat=by_seat)
    if row.member_id and (other_seat := _between(same, first, last).first()):
        words = _("%(member)s has seat %(seat)s of this board then.")
        raise Conflict(words % {"member": row.member, "seat": other_seat.seat})


def _between(rows: QuerySet[Appointment], first: date | None, last: date | None) -> QuerySet[Appointment]:
    """Those who have a seat on some of these days."""
    found = rows.select_related("member", "seat")
    if last is not None:
        found = found.filter(Q(serves_from=None) | Q(serves_from__lte=last))
    return found.filter(Q(ended_on=None) | Q(ended_on__gte=first)) if first is not None else found


def _make_room(other: Appointment, first: date | None) -> None:
    """Somebody whose term is over leaves the day before; anybody else has the seat."""
    over = first is not None and other.ended_on is None and other.term_end is not None and other.term_end < first
    begun = other.serves_from is None or (first is not None and other.serves_from < first)
    if over and begun and first is not None:
        other.ended_on, other.ended_how = first - timedelta(days=1), Appointment.Ended.REPLACED
        other.edits += 1
        other.save()
        return
    raise Conflict(_has_it(other))


def _has_it(other: Appointment) -> str:
    words = {"member": other.member, "seat": other.seat}
    if other.ended_on:
        return _("%(member)s has seat %(seat)s until %(day)s. A seat cannot hold two people on a day.") % {
            **words, "day": _day(other.ended_on)
        }  # fmt: skip
    if other.term_end:
        return _("%(member)s has seat %(seat)s; the term ends on %(day)s. End that first, or begin the day after.") % {
            **words, "day": _day(other.term_end)
        }  # fmt: skip
    return _("%(member)s has seat %(seat)s. Say first when and how that ended.") % words


def _check(values: Values) -> None:
    """Days in their order, as far as they are known. A step is written down once it happened; only a term reaches ahead."""
    if problems := list(_too_early(values)):
        raise NotReady(problems)
    days = [(name, values.get(name)) for name in STEPS]
    known = [(name, day) for name, day in days if day is not None]
    for (_before, earlier), (name, later) in pairwise(known):
        if later < earlier:
            raise NotReady([Problem(_("This day lies before the step that comes first."), field=name)])
    first, last = values.get("serves_from"), values.get("term_end")
    if first and last and last < first:
        raise NotReady([Problem(_("The term ends before it begins."), field="term_end")])
    if first and values.get("ended_on") and values["ended_on"] < first:
        raise NotReady([Problem(_("Their last day lies before their first."), field="ended_on")])
    if "ended_on" in values and bool(values["ended_on"]) != bool(values.get("ended_how")):
        raise NotReady([Problem(_("Say both on which day it ended and how, or neither."), field="ended_how")])


def _too_early(values: Values) -> Iterator[Problem]:
    """Each day that cannot be known yet, at its field."""
    today = clock.today()
    for name in STEPS:
        if (day := values.get(name)) and day > today:
            yield Problem(_("This day is still to come: write it down once it has happened."), field=name)
    first = values.get("serves_from")
    if first and first > today + AHEAD:
        words = _("Nobody takes a seat more than a year ahead: the last day that can be written today is %(day)s.")
        yield Problem(words % {"day": _day(today + AHEAD)}, field="serves_from")


def _day(day: date) -> str:
    return date_format(day, "j M Y")
