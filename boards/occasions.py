"""What boards put into the calendar: terms that end. Seats and days, no names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boards.queries.calendar import ending
from raci.authority import Facts
from raci.occasions import Occasion, Source


def _terms(facts: Facts, first: date, last: date) -> Iterable[Occasion]:
    own = set(ending(facts, mine=True).values_list("pk", flat=True))
    for one in ending(facts, late=True).filter(term_end__range=(first, last)):
        if one.term_end is None:
            continue
        board = one.seat.board
        title = _("Term ends: %(board)s, seat %(seat)s") % {"board": board.name, "seat": one.seat.label}
        url = reverse("boards:seat-detail", args=[one.seat_id])
        yield Occasion(one.term_end, title, board.unit.name, url, str(one.pk), one.pk in own, edits=one.edits)


SOURCE = Source("terms", gettext_lazy("Terms on boards that end"), _terms)
