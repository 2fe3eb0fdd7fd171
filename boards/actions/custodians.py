"""Naming who may open the vault: proposed by R of 4.4, accepted by A of 4.4; never oneself, never who helps to fill seats."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from boards.kinds import CUSTODIAN
from boards.models import Custodian
from boards.vault.custody import chosen_by, keeping_boards
from raci import clock
from raci.keeping import keeping
from raci.models import Holding, Person
from raci.refusals import Conflict, NotReady, Problem, Refused
from raci.the_city import need_city


def propose_custodian(holding: Holding, begins_on: date, ends_on: date | None, *, by: Person) -> Custodian:
    """A holding of a post, to read what members say of themselves. It counts once a second person accepts it."""
    with keeping(CUSTODIAN, need_city(), by=by, act="propose_custodian"):
        if holding.person_id == by.pk:
            raise Refused(_("Nobody proposes themself as custodian."))
        _check(holding, begins_on, ends_on)
        return Custodian.objects.create(holding=holding, begins_on=begins_on, ends_on=ends_on, proposed_by=by)


def accept_custodian(row: Custodian, *, by: Person) -> None:
    """The second person: neither who proposed it nor who is named."""
    with keeping(CUSTODIAN, need_city(), by=by, act="accept_custodian", letter="A"):
        locked = _locked(row)
        if locked.accepted_by_id is not None:
            raise Conflict(_("This custodian is accepted already."))
        if by.pk in (locked.proposed_by_id, locked.holding.person_id):
            raise Refused(_("A second person accepts: not who proposed it, and not who is named."))
        _check(locked.holding, locked.begins_on, locked.ends_on)
        locked.accepted_by = by
        locked.save()


def end_custodian(row: Custodian, ends_on: date, *, by: Person) -> None:
    """Until when; by whoever may propose one. It never makes it longer."""
    with keeping(CUSTODIAN, need_city(), by=by, act="end_custodian"):
        locked = _locked(row)
        if ends_on < locked.begins_on:
            raise NotReady([Problem(_("The last day lies before the first."), field="ends_on")])
        if locked.ends_on is not None and ends_on > locked.ends_on:
            raise NotReady([Problem(_("Propose them anew, so that a second person accepts it."), field="ends_on")])
        locked.ends_on = ends_on
        locked.save()


def _check(holding: Holding, begins_on: date, ends_on: date | None) -> None:
    """Who appoints, confirms, stands beside a board or keeps its seats sees nothing of who anybody is: they choose."""
    if holding.state != Holding.State.IN_FORCE:
        raise NotReady([Problem(_("This holding is not in force."), field="holding")])
    if ends_on is not None and ends_on < begins_on:
        raise NotReady([Problem(_("The last day lies before the first."), field="ends_on")])
    if keeping_boards(clock.today()).filter(pk=holding.person_id).exists():
        words = _("%(person)s keeps boards and seats (4.8). Whoever has a part in choosing reads nothing.")
        raise NotReady([Problem(words % {"person": holding.person}, field="holding")])
    board = chosen_by(Holding.objects.filter(person=holding.person_id).values("post")).first()
    if board is not None:
        words = _(
            "%(person)s appoints, confirms or is liaison for %(board)s. Whoever has a part in choosing reads nothing."
        )
        raise NotReady([Problem(words % {"person": holding.person, "board": board}, field="holding")])


def _locked(row: Custodian) -> Custodian:
    return Custodian.objects.select_for_update(of=("self",)).select_related("holding__person").get(pk=row.pk)
