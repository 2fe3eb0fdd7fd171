"""The plan's page: what each person sees of it in each state, and its print."""

from __future__ import annotations

import pytest
from django.urls import reverse

from plans.actions import change
from raci.actions import cases
from tests.city import SmallCity
from tests.plans.conftest import ParksPlan, approve, consult


def get(client, person, parks: ParksPlan, name: str = "plan-detail"):
    client.force_login(person)
    return client.get(reverse(f"plans:{name}", args=[parks.record.pk]))


def test_plan_detail_shows_goals_actions_and_who_leads_today(client, parks: ParksPlan, city: SmallCity):
    page = get(client, city.director, parks).content.decode()
    for words in ("Reduce the gap in swimming", "Free lessons at 6 pools", "$48,000.50", "Remy Zephyrine", "15 Jan 2027"):
        assert words in page
    assert "not started" in page
    assert reverse("plans:action-edit", args=[parks.action.pk]) in page
