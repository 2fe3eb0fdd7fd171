"""X-rays of standards: a bureau that did not answer by its day."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from plans.standards.adopting import Standing
from plans.standards.queries import bureaus_asked, bureaus_read, units_to_answer
from raci.drawing import day
from raci.matrix.findings import Level
from raci.xrays import Finding, Look, Rule


def _unanswered(look: Look) -> Iterator[Finding]:
    """Told to those who read the bureau's answers; whoever answers for it mends it."""
    mine = {unit.pk for unit in units_to_answer(look.facts)}
    found = bureaus_asked(look.facts) if look.mine else bureaus_read(look.facts)
    for unit, standard, text, stands in found:
        if stands.standing is not Standing.OVERDUE or stands.due_on is None:
            continue
        said = {"title": standard.title, "number": text.number, "day": day(stands.due_on)}
        yield Finding(
            where=unit.name,
            unit=unit,
            sentence=_("It was to answer “%(title)s”, version %(number)s, by %(day)s.") % said,
            url=reverse("plans:adoption-answer", args=[standard.record_id, unit.code]),
            is_mine=unit.pk in mine,
            key=f"{standard.pk}-{unit.pk}",
            since=stands.due_on,
        )


UNANSWERED = Rule(
    code="standard-unanswered",
    label=gettext_lazy("A bureau has not answered a standard"),
    level=Level.WARNING,
    text=gettext_lazy("Each bureau said by its day whether it adopts each standard and policy that is in force."),
    mend=gettext_lazy("Answer it"),
    counted=lambda n: (
        ngettext("%(n)d standard is not answered in time", "%(n)d standards are not answered in time", n) % {"n": n}
    ),
    find=_unanswered,
)
