"""The walk through the pages: every move by the forms that people send."""

from __future__ import annotations

import pytest

from raci.models import Case, Consultation
from tests.walk.doors import Pages
from tests.walk.expected import table
from tests.walk.moves import walk_through, walk_through_beginning
from tests.walk.stage import Walk

pytestmark = pytest.mark.portland


def test_every_move_through_its_page(walk: Walk):
    walk_through(walk, Pages(walk.clients))


def test_beginning_a_plan_through_its_page(walk: Walk):
    walk_through_beginning(walk, Pages(walk.clients))


def test_the_places_are_what_they_say(walk: Walk):
    rules = table()
    for place in walk.places:
        case, facts = place.case, rules.states[place.state]
        assert case.state == facts["state"], place.name
        assert case.state != "draft" or case.back == facts.get("back", ""), place.name
        assert bool(Case.objects.get(pk=case.pk).submissions.exists()) == bool(facts.get("submitted")), place.name
    assert {place.state for place in walk.places} == set(rules.states) - {"none", "superseded"}
    assert Consultation.objects.filter(case__record=walk.place("city submitted").plan.record_id, way="invited").exists()
