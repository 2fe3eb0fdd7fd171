"""How long what a complaint says is kept: from the day it was closed, by the longest of its bases, as the law says today.

Nothing is erased by itself. An open case, a legal hold or a lawsuit keeps it whatever the day: a charge is kept until it is
finally disposed of (29 CFR 1602.31).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from compliance.checks.clocks import years_later
from compliance.checks.law import Law
from compliance.law.names import name_of
from compliance.models import Basis, Complaint
from raci.drawing import day

OTHERS = "rec.complaint"  # the city's own schedule: no law says how long
RULES = {
    Basis.ADA: "rec.grievance", Basis.SECTION_504: "rec.grievance", Basis.TITLE_VII: "rec.personnel",
    Basis.AGE: "rec.personnel",
}  # fmt: skip


def keys_of(bases: Iterable[str]) -> list[str]:
    """The rows of law that say how long."""
    return sorted({RULES.get(Basis(one), OTHERS) for one in bases} or {OTHERS})


def years(key: str, law: Law, today: date) -> int | None:
    """What a row says; None where nobody entered it."""
    row = law.find(key, today)
    return int(row.number) if row is not None and row.known else None


def kept_until(row: Complaint, law: Law, today: date) -> date | None:
    """The last day it is kept at least; None while it is open, or where a row is not known."""
    found = [years(key, law, today) for key in keys_of(row.bases)]
    if row.closed_on is None or None in found:
        return None
    return years_later(row.closed_on, max(one for one in found if one is not None))


def stands_against(row: Complaint, law: Law, today: date) -> str:
    """Why its texts are not to be erased, in a sentence; "" where nothing stands against it."""
    if row.is_held:
        return _("There is a legal hold on it: it is kept until that is lifted.")
    if row.has_lawsuit:
        return _("There is a lawsuit: it is kept until that is over.")
    if row.state != Complaint.State.CLOSED or row.closed_on is None:
        return _("It is not closed: how long it is kept is counted from the day it is.")
    until = kept_until(row, law, today)
    if until is None:
        lacking = [name_of(key) for key in keys_of(row.bases) if years(key, law, today) is None]
        return _("How long it is kept is not known: “%(rows)s” has no value.") % {"rows": "”, “".join(lacking)}
    if until >= today:
        return _("It is kept at least until %(day)s.") % {"day": day(until)}
    return ""


def over(law: Law, today: date) -> Q:
    """The cases whose texts are due to be erased: `stands_against` as a question to the database."""
    found = Q(state=Complaint.State.CLOSED, is_held=False, has_lawsuit=False, erased_on=None)
    for basis in Basis:
        found &= ~Q(bases__contains=[basis.value]) | _past(keys_of([basis])[0], law, today)
    return found & (~Q(bases=[]) | _past(OTHERS, law, today))


def _past(key: str, law: Law, today: date) -> Q:
    count = years(key, law, today)
    return Q(closed_on__lt=years_later(today, -count)) if count is not None else Q(pk__in=[])
