"""Brings a city's statements, objectives, themes and services into the portal, beside its structure (see `loading`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import gettext as _

from raci.city.references import Named, References, ServiceFacts, StatementFacts
from raci.models import Objective, Role, Service, Statement, Theme, Unit, Wording

Put = Callable[..., None]
Left = Callable[[str, str, str], None]


def load_references(
    references: References, *, put: Put, left: Left, roles: Mapping[str, Role], units: Mapping[str, Unit]
) -> None:
    """Put each in place (`put`); what the folder no longer names stays and is reported (`left`)."""
    _statements(references, put, left, roles)
    _named("objective", Objective, "text", references.objectives, put, left)
    _named("theme", Theme, "name", references.themes, put, left)
    _services(references, put, left, units)


def _statements(references: References, put: Put, left: Left, roles: Mapping[str, Role]) -> None:
    known = {one.code: one for one in Statement.objects.all()}
    for facts in references.statements:
        values = {
            "role": roles[facts.role],
            "mode": facts.mode,
            "text": facts.text,
            "activities": list(facts.activities),
            "shared_with": list(facts.shared_with),
            "noted_by": list(facts.noted_by),
            "source": facts.source,
            "order": facts.order,
        }
        put("statement", facts.code, known.get(facts.code) or Statement(code=facts.code), values)
    _report("statement", known, references.statements, left)


def _named(what: str, model: type[Objective | Theme], field: str, named: Iterable[Named], put: Put, left: Left) -> None:
    known = {one.code: one for one in model._default_manager.all()}
    for facts in named:
        values = {field: facts.words, "source": facts.source, "order": facts.order}
        put(what, facts.code, known.get(facts.code) or model(code=facts.code), values)
    _report(what, known, named, left)


def _services(references: References, put: Put, left: Left, units: Mapping[str, Unit]) -> None:
    known = {one.code: one for one in Service.objects.all()}
    worded = {(one.service.code, one.place): one for one in Wording.objects.select_related("service")}
    for facts in references.services:
        service = known.get(facts.code) or Service(code=facts.code)
        put("service", facts.code, service, {"unit": units[facts.unit], "kind": facts.kind, "order": facts.order})
        for place, (source, text) in enumerate(facts.wordings, start=1):
            wording = worded.get((facts.code, place)) or Wording(service=service, place=place)
            put("wording", f"{facts.code} {place}", wording, {"source": source, "text": text})
    _report("service", known, references.services, left)


def _report(
    what: str, known: Mapping[str, object], named: Iterable[Named | ServiceFacts | StatementFacts], left: Left
) -> None:
    for code in sorted(known.keys() - {facts.code for facts in named}):
        left(what, code, _("is not in the folder any more; it stays"))
