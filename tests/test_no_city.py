"""Before a city is founded: every page that needs nothing to be opened says what is so, or who it is for; none breaks."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from raci.actions import founding as acts
from raci.models import Unit
from raci.refusals import Refused
from raci.the_city import need_city
from tests.test_access import names

pytestmark = pytest.mark.django_db


def addresses() -> list[str]:
    """Every address without a part to be filled in."""
    found = []
    for name in names():
        try:
            found.append(reverse(name))
        except NoReverseMatch:
            continue
    return found


def test_every_page_opens_or_refuses_where_no_city_is_founded() -> None:
    founder = acts.begin_founding(email="fay@bend.gov", name="Fay Founder").founder
    assert not Unit.objects.exists()
    client = Client(raise_request_exception=False)
    client.force_login(founder)
    every = addresses()
    assert sum(one.startswith("/law/") for one in every) > 30, "the pages of the law are among them"
    assert sum(one.startswith("/figures/") for one in every) > 10, "and those of figures"
    broken = [one for one in every if client.get(one).status_code >= 500]
    assert broken == []


def test_what_is_of_the_whole_city_waits_for_one() -> None:
    with pytest.raises(Refused, match="There is no city yet"):
        need_city()
