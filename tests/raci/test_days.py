"""Days: a mistyped year is said at every door, and what reckons with days never runs out of the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django import forms
from rest_framework import serializers

from raci.api.fields import Day
from raci.calendars import _moment, _when
from raci.clock import datetime
from raci.days import FIRST, LAST, is_meant, later
from raci.fields import DayField
from raci.tenure import Span, stretches

WRONG = ["9999-12-31", "0001-01-01", "1899-12-31", "2200-01-01"]


@pytest.mark.parametrize("said", WRONG)
def test_a_form_and_the_api_refuse_a_year_nobody_means(said):
    with pytest.raises(forms.ValidationError, match="from 1 January 1900 to 31 December 2199"):
        DayField().clean(said)
    with pytest.raises(serializers.ValidationError, match="from 1 January 1900 to 31 December 2199"):
        Day().run_validation(said)


@pytest.mark.parametrize("day", [FIRST, LAST])
def test_the_first_and_the_last_day_are_meant(day):
    assert is_meant(day)
    assert DayField().clean(day.isoformat()) == Day().run_validation(day.isoformat()) == day


def test_every_form_of_the_portal_takes_days_by_this_field():
    """A form's own DateField would let a year through; forms are found by importing what pages import."""
    from django.urls import get_resolver

    assert get_resolver().url_patterns
    loose = [
        f"{cls.__module__}.{cls.__qualname__}.{name}"
        for cls in _all_below(forms.BaseForm)
        if cls.__module__.split(".")[0]
        in ("raci", "metrics", "engagement", "boards", "compliance", "plans", "reports", "equity_portal")
        for name, field in getattr(cls, "base_fields", {}).items()
        if isinstance(field, forms.DateField | forms.DateTimeField) and not isinstance(field, DayField)
    ]
    assert loose == []


def _all_below(cls):
    for one in cls.__subclasses__():
        yield one
        yield from _all_below(one)


def test_what_is_stored_already_is_still_shown():
    last = date.max
    assert later(last) == last
    assert later(last - timedelta(days=1), 60) == last
    [span, *_rest] = stretches([Span("Nora", FIRST, last, False)])
    assert span.begins == FIRST
    assert _when(last, last=True) == ";VALUE=DATE:99991231"
    assert _moment(datetime.fromisoformat("0001-01-02T00:00:00+00:00")) == "00010102T000000Z"
