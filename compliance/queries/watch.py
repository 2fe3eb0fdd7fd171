"""What the law watch shows, in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass

from compliance.actions.parameters import may_enter
from compliance.law.standing import counting
from compliance.law.watch import INTERVAL, ToLookUp, interval, to_look_up
from compliance.models import Parameter
from raci.authority import Facts

UNSETTLED = (Parameter.Status.CONTESTED, Parameter.Status.PROPOSED)


@dataclass(frozen=True)
class Watch:
    """What is due, what has no value, what is contested or only proposed; and after how long anything is due again."""

    due: list[ToLookUp]
    empty: list[Parameter]
    unsettled: list[Parameter]
    months: int | None
    rule: Parameter | None  # the row that says so
    may_enter: bool


def watch_page(facts: Facts) -> Watch:
    """The page."""
    rows = counting().select_related("programme").order_by("key", "variant", "effective_from")
    return Watch(
        due=to_look_up(facts.today),
        empty=[one for one in rows if one.value is None],
        unsettled=[one for one in rows if one.status in UNSETTLED],
        months=interval(facts.today),
        rule=next((one for one in rows if one.key == INTERVAL), None),
        may_enter=bool(may_enter(facts)),
    )
