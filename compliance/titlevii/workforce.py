"""EEO-4 tables of a survey year: headcounts put to the check. Pure; of the employees only the tables are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from compliance.checks import eeo4_tables
from compliance.checks.facts import read_facts
from compliance.checks.law import Law
from compliance.checks.shape import check_of
from compliance.checks.telling import told

CHECK = check_of(eeo4_tables)


def judged(head: Mapping[str, Any], headcounts: Sequence[Mapping[str, Any]], law: Law) -> dict[str, Any]:
    """What the check says, with the form's rows and the rows of law used."""
    facts = read_facts(CHECK.facts, {**head, "headcounts": list(headcounts)})
    return told(CHECK, CHECK.judge(facts, law))
