"""Complaints as counts, by the rule of their own page: no line tells about a few people."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext_noop as _

from compliance.queries.complaint_figures import MARK, figures
from reports.blocks import Block, say, sentence, table
from reports.catalogue.kind import Asked


def counted(asked: Asked) -> list[Block]:
    """By basis, up to the last quarter that is over."""
    found = figures(asked.facts)
    if all(one == MARK for one in (found.whole.received, found.whole.closed, found.whole.old)):
        day = date_format(found.as_of, "j M Y")
        few = _("Up to %(day)s fewer than %(k)s complaints came, so no number is told: it could tell of a person.")
        return [sentence(say(few, day=day, k=found.k))]
    columns = (_("Basis"), _("Received"), _("Closed"), _("Open for long"), _("Days, median"), _("In time"))
    rows = [
        [one.name, one.received, one.closed, one.old, one.days, one.in_time] for one in (found.whole, *found.by_basis)
    ]
    day = date_format(found.as_of, "j M Y")
    source = say(
        _("Source: the register of complaints, up to %(day)s. “s”: hidden to protect people, fewer than %(k)s."),
        day=day,
        k=found.k,
    )
    words = sentence(say(_("Counted up to %(day)s, the end of the last quarter."), day=day))
    return [words, table(say(_("Complaints")), columns, rows, source=source, numbers=range(1, 6))]
