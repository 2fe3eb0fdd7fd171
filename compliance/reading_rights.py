"""Who reads what a unit does so that the law is kept: R, A, C and I of 1.4 in its line, who is named for it, who reads all."""

from __future__ import annotations

from compliance.kinds import BARRIER, CARRYING_OUT
from raci.authority import Facts, Subject
from raci.keeping import may_keep
from raci.models import Unit

WAYS = ("line", "invited", "read")


def reads_compliance_of(facts: Facts, unit: Unit) -> bool:
    """Whether they read what this unit keeps (no query but for the namings, once a request)."""
    letters = facts.letters(Subject.of_scope(CARRYING_OUT, unit), WAYS)
    return facts.has("reads_all") or bool(letters) or bool(may_keep(facts, BARRIER, unit))


def units_read(facts: Facts) -> list[Unit]:
    """The units whose compliance they read, by name, once a request (1 query)."""
    if "compliance_units" not in facts.known:
        units = list(Unit.objects.order_by("name", "code"))
        facts.known["compliance_units"] = [one for one in units if reads_compliance_of(facts, one)]
        facts.known["compliance_all"] = len(facts.known["compliance_units"]) == len(units)
    found: list[Unit] = facts.known["compliance_units"]
    return found


def reads_every_unit(facts: Facts) -> bool:
    """Whether nothing of the register is kept from them, so that no row needs to be asked for its unit."""
    units_read(facts)
    return bool(facts.known["compliance_all"])


def units_kept(facts: Facts) -> list[Unit]:
    """The units of which they may keep barriers and digital items."""
    return [one for one in units_read(facts) if may_keep(facts, BARRIER, one)]
