"""What checks need no database: these modules begin without one, unless marked `portland` or `own_city` (an empty one)."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module", autouse=True)
def first_rows(request: pytest.FixtureRequest) -> None:
    """Instead of the first rows of the database: nothing, so that a pure module which asked for one would fail here."""
    module = request.node
    if module.get_closest_marker("portland") or module.get_closest_marker("own_city"):
        database, blocker = (request.getfixturevalue(name) for name in ("django_db_setup", "django_db_blocker"))
        with blocker.unblock():
            database.stand_on(portland=module.get_closest_marker("portland") is not None)
