"""What the reference pages show: objectives with who affirmed them, themes, services in the words of each source."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from raci.authority import Facts, Permission
from raci.keeping import keeper, may_keep_for_the_city
from raci.kinds import OBJECTIVE
from raci.models import Affirmation, Objective, Service, Theme, Unit
from raci.refusals import Refused
from raci.the_city import need_city
from raci.wordings import Stretch, side_by_side


@dataclass(frozen=True)
class ObjectivesPage:
    """The objectives, each with its affirmations, newest first."""

    objectives: list[Objective]
    keeping: Permission  # whether the reader records affirmations, and why

    @property
    def source(self) -> str:
        """Where they come from."""
        return next((one.source for one in self.objectives if one.source), "")


def objectives_page(facts: Facts) -> ObjectivesPage:
    """For all staff (3 queries)."""
    found = Objective.objects.prefetch_related("affirmations__recorded_by")
    return ObjectivesPage(list(found), _may_keep(facts))


def _may_keep(facts: Facts) -> Permission:
    return may_keep_for_the_city(facts, OBJECTIVE)


def need_keeper(facts: Facts) -> str:
    """By what the person records affirmations; `Refused` where they do not."""
    return keeper(facts, OBJECTIVE, need_city()).sentence


def objective_for(code: str) -> Objective:
    """One of them."""
    found = Objective.objects.filter(code=code).first()
    if found is None:
        raise Refused(_("There is no such objective."), visible=False)
    return found


def affirmation_for(pk: int) -> Affirmation:
    """One of them."""
    found = Affirmation.objects.select_related("objective").filter(pk=pk).first()
    if found is None:
        raise Refused(_("There is no such affirmation."), visible=False)
    return found


def themes_page() -> list[Theme]:
    """All themes."""
    return list(Theme.objects.all())


@dataclass(frozen=True)
class Worded:
    """A service in the words of each source, what differs marked."""

    service: Service
    wordings: list[list[Stretch]]

    @property
    def is_same(self) -> bool:
        """Whether the sources agree."""
        return not any(stretch.differs for wording in self.wordings for stretch in wording)


@dataclass(frozen=True)
class ServicesPage:
    """The services of the city's units, and the sources that word them."""

    unit: Unit | None
    sources: list[str]
    missions: list[Worded]
    services: list[Worded]


def services_page() -> ServicesPage:
    """For all staff (2 queries)."""
    found = list(Service.objects.select_related("unit").prefetch_related("wordings"))
    sources: dict[int, str] = {}
    for one in found:
        sources |= {wording.place: wording.source for wording in one.wordings.all()}
    worded = [Worded(one, _stretches([wording.text for wording in one.wordings.all()])) for one in found]
    return ServicesPage(
        unit=found[0].unit if found else None,
        sources=[sources[place] for place in sorted(sources)],
        missions=[one for one in worded if one.service.kind == Service.Kind.MISSION],
        services=[one for one in worded if one.service.kind == Service.Kind.SERVICE],
    )


def _stretches(texts: list[str]) -> list[list[Stretch]]:
    if len(texts) == 2:
        return list(side_by_side(*texts))
    return [[Stretch(text, differs=False)] for text in texts]
