"""The walk through the API: every move by a request with a bearer's token."""

from __future__ import annotations

import pytest

from tests.walk.doors import Api
from tests.walk.moves import walk_through, walk_through_beginning
from tests.walk.stage import VISITORS, Walk

pytestmark = pytest.mark.portland


@pytest.fixture
def api(walk: Walk) -> Api:
    return Api({name: walk.people[name] for name in VISITORS})


def test_every_move_through_the_api(walk: Walk, api: Api):
    walk_through(walk, api)


def test_beginning_a_plan_through_the_api(walk: Walk, api: Api):
    walk_through_beginning(walk, api)
