"""The kinds of the room of initiatives (2.2)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from plans.initiatives import content
from plans.models import Initiative, InitiativeUpdate
from raci.models import Record
from raci.records import Kind, Life


def _url(record: Record) -> str:
    return reverse("plans:initiative-detail", args=[record.pk])


INITIATIVE = Kind(
    code="initiative", model=Initiative, activity="2.2", life=Life.GOVERNED, label=_("Initiative"), url=_url,
    content=content.content, problems=content.problems, differences=content.differences, facts=content.facts,
    place="plans:plan-list", begin="plans:initiative-create", template="plans/initiatives/content.html",
)  # fmt: skip
INITIATIVE_UPDATE = Kind(
    code="initiative_update", model=InitiativeUpdate, activity="2.2", life=Life.KEPT, label=_("Update of an initiative")
)
