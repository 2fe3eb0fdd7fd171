"""What the progress report alone tells: its period, and by whose authority it is given."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext_noop as _

from raci.models import Assignment
from reports.blocks import Block, gap, listed, say
from reports.catalogue.kind import Asked

REPORTING = "3.3"
DAY = "j M Y"
LETTERS = (("R", _("Responsible for it")), ("A", _("Accountable for it")), ("C", _("Consulted")), ("I", _("Informed")))


def authority(asked: Asked) -> list[Block]:
    """The period, and the cell of the matrix by which the report is given."""
    matrix = asked.facts.matrix
    period = say(
        _("%(first)s to %(last)s"), first=date_format(asked.begins_on, DAY), last=date_format(asked.ends_on, DAY)
    )
    if matrix is None:
        return [
            listed([(_("Period"), period)]),
            gap(say(_("No matrix is in force, so nobody is accountable for reporting."))),
        ]
    cells = Assignment.objects.filter(activity__matrix=matrix.pk, activity__code=REPORTING)
    roles: dict[str, list[str]] = {}
    title = ""
    for cell in cells.select_related("role", "activity").order_by("role__column"):
        title = cell.activity.title
        for letter in cell.codes:
            roles.setdefault(letter, []).append(cell.role.name)
    words = _("Activity %(code)s (%(title)s), matrix version %(number)s")
    by = say(words, code=REPORTING, title=title, number=matrix.number)
    told = [(words, ", ".join(roles[letter])) for letter, words in LETTERS if letter in roles]
    return [listed([(_("Period"), period), (_("By authority of"), by), *told])]
