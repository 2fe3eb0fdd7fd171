"""What plans put into the calendar: actions that are due, quarters to report on, standards to answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.models import Action
from plans.portfolio.queries import actions_in_force
from plans.progress.queries import reports_read, reports_written
from plans.standards.queries import bureaus_asked
from raci.authority import Facts
from raci.occasions import Occasion, Source


def _actions(facts: Facts, first: date, last: date) -> Iterable[Occasion]:
    own = {one.post for one in facts.posts}
    rows = actions_in_force(facts).filter(due_on__range=(first, last)).exclude(status__in=Action.OVER)
    for one in rows.order_by("due_on", "pk"):
        url = reverse("plans:plan-detail", args=[one.record_id])
        detail = f"{one.unit.name} · {one.lead_title}"
        yield Occasion(one.due_on, f"{one.number} {one.title}", detail, url, str(one.action), one.lead_id in own)


def _quarters(facts: Facts, first: date, last: date) -> Iterable[Occasion]:
    own = {one.pk for one in reports_written(facts)}
    for one in reports_read(facts).filter(due_on__range=(first, last), handed_in_on=None).order_by("due_on", "pk"):
        url = reverse("plans:progress-detail", args=[one.pk])
        yield Occasion(one.due_on, _("Report on %(what)s") % {"what": one}, "", url, str(one.pk), one.pk in own)


def _standards(facts: Facts, first: date, last: date) -> Iterable[Occasion]:
    for unit, standard, _text, stands in bureaus_asked(facts):
        if stands.due_on is not None and first <= stands.due_on <= last:
            url = reverse("plans:adoption-answer", args=[standard.record_id, unit.code])
            title = _("Answer: %(title)s") % {"title": standard.title}
            yield Occasion(stands.due_on, title, unit.name, url, f"{standard.pk}-{unit.code}", is_mine=True)


SOURCES = (
    Source("actions", gettext_lazy("Actions of plans that are due"), _actions),
    Source("quarters", gettext_lazy("Quarters to report on"), _quarters),
    Source("standards", gettext_lazy("Standards to answer"), _standards),
)
