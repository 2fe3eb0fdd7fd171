"""What the lists of governed records share: a row is a case, of each record the newest version that its reader may see."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raci.authority import Facts
from raci.drawing import day, state_tag, time
from raci.lists import Choice, Column
from raci.models import Case, Unit
from raci.queries.lists.filters import unit_filter

UNIT = Column("unit", _("Unit"), lambda row: row.record.scope.unit.name, sort=("record__scope__unit__name",))
STATE = Column(
    "state",
    _("State"),
    lambda row: row.get_state_display(),
    sort=("state",),
    show=lambda row: state_tag(row.state, row.back),
)
SINCE = Column(
    "since",
    _("Since"),
    lambda row: row.state_since,
    datetime,
    sort=("state_since",),
    show=lambda row: time(row.state_since, day),
)
NUMBER = Column("record", _("Number"), lambda row: row.record_id, int, on_page=False)


def filters(units: Callable[[Facts], Iterable[Unit]]) -> tuple[Choice, Choice]:
    """By the record's unit with all below it, and by the case's state."""
    state = Choice(
        "state",
        _("State"),
        among=lambda _facts: Case.State.choices,
        to=lambda state, _facts: Q(state=state),
        everything=_("All states"),
    )
    return unit_filter("record__scope__unit__path", units), state
