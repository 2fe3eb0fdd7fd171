"""Boards and commissions: their seats together. Nothing about who sits is told here; published audits tell it."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext_noop as _

from boards.models import Seat
from boards.queries.standing import there_on, with_standing
from boards.standing import State
from reports.blocks import Block, gap, say, sentence, table
from reports.catalogue.kind import Asked

SOURCE = say(
    _("Source: the register of boards (activity 4.8). A body of a few members says nothing certain about any group.")
)
STATES = (State.FILLED, State.HOLDOVER, State.EXPIRED, State.VACANT)


def seats(asked: Asked) -> list[Block]:
    """Seats by board: filled, held over, expired, vacant."""
    today = asked.facts.today
    found = with_standing(Seat.objects.filter(there_on(today)), today).values_list("board__name", "stands")
    counted: dict[str, Counter[str]] = {}
    for name, stands in found:
        counted.setdefault(name, Counter())[stands] += 1
    if not counted:
        return [gap(say(_("No board is in the register yet.")))]
    columns = (_("Board"), _("Seats"), _("Filled"), _("Held over"), _("Term over"), _("Vacant"))
    rows = [
        [name, str(sum(n.values())), *(str(n[state.value]) for state in STATES)] for name, n in sorted(counted.items())
    ]
    vacant = sum(n[State.VACANT.value] for n in counted.values())
    words = sentence(say(_("%(n)s seat is vacant."), _("%(n)s seats are vacant."), n=vacant))
    return [words, table(say(_("Seats by board")), columns, rows, source=SOURCE, numbers=range(1, 6))]
