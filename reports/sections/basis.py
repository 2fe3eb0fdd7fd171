"""Notes on the data: of which day, under which matrix, what is hidden and why."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext_noop as _

from reports.blocks import Block, say, sentence
from reports.catalogue.kind import Asked

DAY = "j M Y"


def notes(asked: Asked) -> list[Block]:
    """What a reader must know to use the figures rightly."""
    facts = asked.facts
    found = [
        say(
            _("Facts as they stood on %(day)s, about the time from %(first)s to %(last)s."),
            day=date_format(facts.today, DAY),
            first=date_format(asked.begins_on, DAY),
            last=date_format(asked.ends_on, DAY),
        ),
        say(_("Matrix in force: version %(number)s."), number=facts.matrix.number if facts.matrix else "–"),
        say(
            _("Figures about people stand here only as they were released; fewer than 11 people are never told apart.")
        ),
        say(_("What is not known is said as not known, and is never counted as zero.")),
    ]
    return [sentence(one) for one in found]
