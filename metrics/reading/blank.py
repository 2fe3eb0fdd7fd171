"""Our own template: the file a clerk downloads, fills in and hands in; `metrics.reading` reads it without a question."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.reading.mapping import Role

FIGURES: dict[str, tuple[Role, ...]] = {
    "counts": (Role.N, Role.K),
    "value": (Role.VALUE, Role.SE),
    "survey": (Role.VALUE, Role.MOE),
    "mean": (Role.N, Role.SUM, Role.SUM_OF_SQUARES),
    "events": (Role.EVENTS, Role.EXPOSURE),
    "weighted": (
        Role.N, Role.K, Role.WEIGHT_SUM, Role.WEIGHTED_SUM, Role.WEIGHT_SQUARES, Role.WEIGHTED_SQUARES,
    ),
}  # fmt: skip


def headings(dimensions: Sequence[str], figures: str = "counts") -> list[str]:
    """The first row of the template: what, when, where, whom, and the figures of one kind of measure (a key of FIGURES)."""
    return ["indicator", "period", "place", *dimensions, *(role.value for role in FIGURES[figures])]
