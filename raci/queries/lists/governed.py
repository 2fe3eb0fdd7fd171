"""What the lists of governed records share: a row is a case, of each record the newest version that its reader may see."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from raci.authority import Act, Facts, Subject, may
from raci.drawing import day, state_tag, time
from raci.grants import seen, visible
from raci.lists import Choice, Column
from raci.models import Case, Unit
from raci.queries.lists.filters import unit_filter
from raci.records import Kind
from raci.the_city import the_city

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


def newest(facts: Facts, *kinds: Kind) -> QuerySet[Case]:
    """Of each record of these kinds the newest case this person may see."""
    activities = tuple(sorted({kind.activity for kind in kinds}))
    activity = activities[0] if len(activities) == 1 else activities
    cases = visible(facts, activity).filter(record__kind__in=[kind.code for kind in kinds])
    later = Case.objects.filter(record=OuterRef("record"), number__gt=OuterRef("number"))
    # first whether there is a later one at all: most records have none, and that is told by the index of numbers alone
    return cases.filter(~(Q(Exists(later)) & Q(Exists(later.filter(seen(facts, activity))))))


def begun_by(facts: Facts, kinds: Iterable[Kind]) -> list[Kind]:
    """Which of these kinds they may begin a record of the whole city of."""
    city = the_city()
    if city is None:
        return []
    return [kind for kind in kinds if may(facts, Act.CREATE, Subject.of_scope(kind.activity, city))]


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
