"""What standards make wait on somebody: a bureau's answer, which is to be given by a day."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.models import Standard
from plans.standards.adopting import Standing, Stands
from plans.standards.queries import bureaus_asked
from raci.authority import Facts
from raci.models import Text, Unit
from raci.queries.waits import Waiting

ADOPT = gettext_lazy("Answer a standard")
ASKING = (Standing.ASKED, Standing.OVERDUE, Standing.OUTDATED)


def waits(facts: Facts) -> list[Waiting]:
    """Standards in force that a bureau of theirs has not answered (3 queries where they answer for one)."""
    return [_line(facts, *one) for one in bureaus_asked(facts) if one[3].standing in ASKING]


def _line(facts: Facts, unit: Unit, standard: Standard, text: Text, stands: Stands) -> Waiting:
    url = reverse("plans:adoption-answer", args=[standard.record_id, unit.code])
    why = _("You are responsible (R) for what %(unit)s answers.") % {"unit": unit.name}
    detail = f"{unit.name} · v{text.number}"
    return Waiting("adopt", standard.title, detail, text.frozen_at, stands.due_on, why, url, facts.today)
