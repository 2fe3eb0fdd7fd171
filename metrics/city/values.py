"""The values that a city's folder gives, as one batch a unit; inside the load of the folder."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from metrics.city.figures import NAME, MeasureFacts
from metrics.models import Batch, Indicator, IndicatorVersion, Series
from metrics.periods import parse
from raci.city.parts import Loading
from raci.models import Reviewed

Value = IndicatorVersion.Value
SUMS = {Value.COUNT: "n", Value.EVENTS: "events"}  # a number alone; other kinds keep it as published


def load_values(
    measures: Sequence[MeasureFacts], known: Mapping[str, Indicator], source: str, loading: Loading
) -> None:
    """A batch for each unit; at the founding it is accepted at once, afterwards it waits as a draft."""
    for unit in dict.fromkeys(one.unit for one in measures):
        _batch([one for one in measures if one.unit == unit], unit, known, source, loading)


def _batch(
    measures: Sequence[MeasureFacts], unit: str, known: Mapping[str, Indicator], source: str, loading: Loading
) -> None:
    from metrics.city.loading import standing

    periods = [parse(words) for one in measures for words, _value in one.values]
    batch = Batch.objects.create(
        unit=loading.units[unit],
        title=_("Values of the city's documents"),
        origin=Batch.Origin.FILE,
        source=source,
        file_name=f"{NAME}.yaml",
        rows_in=len(periods),
        cells=len(periods),
        begins_on=min(one.begin for one in periods),
        ends_on=max(one.end for one in periods),
    )
    series = [_series(batch, known[one.indicator.code], one) for one in measures]
    Series.objects.bulk_create(series)
    if loading.is_first:
        batch.sha256 = sha256(json.dumps(_said(measures)).encode()).hexdigest()
        for name, value in standing(loading).items():
            setattr(batch, name, value)
        batch.save()
    state = Reviewed.State(batch.state).label
    loading.added("batch", str(batch), str(state))


def _series(batch: Batch, indicator: Indicator, facts: MeasureFacts) -> Series:
    spans = [(parse(words), value) for words, value in facts.values]
    spans.sort(key=lambda one: one[0])
    column = SUMS.get(Value(facts.indicator.value_kind), "value")
    return Series(
        batch=batch,
        indicator=indicator,
        groups=[],
        begins=[period.begin for period, _value in spans],
        ends=[period.end for period, _value in spans],
        **{column: [value if column == "value" else int(value) for _period, value in spans]},
    )


def _said(measures: Sequence[MeasureFacts]) -> list[Any]:
    return [[one.indicator.code, [[words, _plain(value)] for words, value in one.values]] for one in measures]


def _plain(value: Decimal) -> str:
    return f"{value:f}"
