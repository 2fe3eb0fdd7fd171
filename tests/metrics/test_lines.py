"""A table of lines with its total: what is withheld, and that no more is."""

from __future__ import annotations

import pytest

from metrics.suppression.audit import audit
from metrics.suppression.lines import withheld
from metrics.suppression.releases import Rule

RULE = Rule(11, group_threshold=11)


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({"a": 20, "b": 15, "c": 3}, {"b", "c"}),  # c could be worked out from the total without b
        ({"a": 20, "b": 6, "c": 3}, {"a", "b", "c"}),  # b and c together are few as well
        ({"a": 20, "b": 0}, set()),
        ({"a": 30, "b": 20}, set()),
        ({"a": 3}, {"a", None}),  # the total of one line is that line
        ({}, set()),
    ],
)
def test_small_counts_and_what_would_tell_them_are_withheld_and_no_more(
    counts: dict[str, int], hidden: set[str | None]
) -> None:
    told = withheld(counts, rule=RULE)
    assert {line for line in (*counts, None) if told.hides(line)} == hidden
    assert audit(told.release).passes


def test_of_a_part_both_what_it_counts_and_what_is_left_may_be_small() -> None:
    told = withheld({"a": 40, "b": 30, "c": 25}, {"closed": {"a": 20, "b": 28, "c": 12}}, RULE)
    assert not any(told.hides(line) for line in "abc")
    assert {line for line in "abc" if told.hides(line, "closed")} == {"b", "c"}  # two of b are open
    assert not told.hides(None, "closed")
    assert audit(told.release).passes
