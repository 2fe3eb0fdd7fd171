"""The same for what is the city of Anchorage's alone, in a portal of its own."""

from __future__ import annotations

import pytest

from equity_portal.demo import _person
from equity_portal.demo_initiatives import bring_initiatives
from raci.city.loading import load_city
from raci.city.reading import read_city
from tests.city import PORTLAND
from tests.plans.test_source_documents import ANCHORAGES, answered, missing
from tests.world import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.own_city]


def test_what_is_anchorages_alone_is_on_its_pages() -> None:
    folder = PORTLAND.parent / "anchorage"
    load_city(read_city(folder))
    bring_initiatives(folder, _person, "municipal-manager", answered)
    assert missing(signed_in(_person("chief-equity-officer")), ANCHORAGES) == []
