"""What checks need no database: these modules begin without one, unless they ask for it."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module", autouse=True)
def first_rows() -> None:
    """Instead of the first rows of the database: nothing, so that a pure module which asked for one would fail here."""
