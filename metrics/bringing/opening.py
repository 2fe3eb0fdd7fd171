"""How a file is read: as somebody said, as the last one with these headings was in the unit, or as it is proposed."""

from __future__ import annotations

from collections.abc import Mapping as Facts
from dataclasses import dataclass, replace
from typing import Any

from metrics.actions.choosing import remembered
from metrics.bringing.naming import Choices
from metrics.reading.files import Table
from metrics.reading.mapping import Mapping, mapping_of
from metrics.reading.proposing import Proposal, propose
from raci.models import Unit


@dataclass(frozen=True)
class Opened:
    """A file with the way in which it is read. `known`: it is the way of an earlier file."""

    table: Table
    proposal: Proposal
    mapping: Mapping
    choices: Choices
    known: bool = False


def opened(table: Table, unit: Unit, said: Facts[str, Any] | None = None) -> Opened:
    """`said`: {"file": mapping, "names": choices} as JSON, or only the mapping. Raises ValueError where it is neither; Unreadable
    for what holds no figures."""
    proposal = propose(table)
    if said:
        return Opened(table, proposal, _mapping(said.get("file", said)), Choices.of(said.get("names")))
    before = remembered(unit, table)
    if before is None:
        return Opened(table, proposal, proposal.mapping, Choices())
    plain, choices = before
    mapping = _mapping(plain)
    if not mapping.period:  # of the file, not of its layout
        mapping = replace(mapping, period=proposal.mapping.period)
    return Opened(table, proposal, mapping, choices, known=True)


def _mapping(plain: Facts[str, Any]) -> Mapping:
    try:
        return mapping_of(plain)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("This is no mapping of a file.") from error
