"""What the law puts into the calendar: what is to be shown or done, a line a requirement and day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy

from compliance.queries.duty_calendar import due
from raci.authority import Facts
from raci.occasions import Occasion, Source


def _duties(facts: Facts, first: date, last: date) -> Iterable[Occasion]:
    own = {one.key for one in due(facts, last, mine=True, late=True)}
    for one in due(facts, last, late=True):
        if one.due_on >= first:
            yield Occasion(one.due_on, one.title, one.detail, one.url, one.key, one.key in own)


SOURCE = Source("law", gettext_lazy("What the law asks"), _duties)
