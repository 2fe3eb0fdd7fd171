"""Layouts as published, the particular before the general: each says what it sees in a file, or None.

A layout is a function of a `Draft`, which it fills with a column for each of the file's.
"""

from __future__ import annotations

from collections.abc import Callable

from metrics.reading.layouts import census, long, wide
from metrics.reading.mapping import Layout
from metrics.reading.proposing import Draft

LAYOUTS: tuple[Callable[[Draft], Layout | None], ...] = (
    census.draw_census,
    census.draw_factfinder,
    wide.draw,
    long.draw,
)
