"""Worksheets of four factors: kept by R of 1.4 in the unit; what they come to is judged and stored each time one is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from compliance.checks.clocks import years_later
from compliance.kinds import LANGUAGE_ASSESSMENT
from compliance.language import factors, reviewed
from compliance.language.counting import Counts
from compliance.language.names import key, named
from compliance.law.standing import law_on
from compliance.models import AssessedLanguage, LanguageAssessment, PublicService
from raci.keeping import keeping
from raci.models import Person, Unit
from raci.refusals import Conflict, NotReady, Problem

MOST_LANGUAGES = 100
ACT = "keep_language_assessment"
FIELDS = (
    "made_on", "begins_on", "ends_on", "review_on", "policy", "edge_mode", "population", "universe", "frequency",
    "frequency_note", "importance", "importance_note", "resources", "yearly_cents", "conclusion",
)  # fmt: skip
COUNTED = ("name", "speakers", "margin_of_error", "origin", "table", "vintage", "place", "note", "parts", "weak_parts")
Lines = Sequence[Mapping[str, Any]]


def begin_assessment(
    unit: Unit, service: str, values: Mapping[str, Any], lines: Lines, *, by: Person
) -> LanguageAssessment:
    """The first of a programme or service, or the next one of a service that has some."""
    said = _in_order(lines)
    with keeping(LANGUAGE_ASSESSMENT, unit, by=by, act=ACT):
        of = _service(unit, service)
        newest = LanguageAssessment.objects.filter(service=of).order_by("-number").first()
        row = LanguageAssessment(service=of, number=newest.number + 1 if newest else 1)
        _take(row, values)
        row.save()
        _save_languages(row, said)
        return row


def change_assessment(
    row: LanguageAssessment, values: Mapping[str, Any], lines: Lines, *, by: Person, edits: int
) -> None:
    """What the newest says; `edits`: what the form was opened on."""
    said = _in_order(lines)
    with keeping(LANGUAGE_ASSESSMENT, row.service.unit, by=by, act=ACT):
        locked = _newest(row, edits)
        _take(locked, values)
        _save_languages(locked, said)


def next_assessment(row: LanguageAssessment, *, by: Person, on: date) -> LanguageAssessment:
    """The next of its service, begun with what the newest one says; the earlier stays as it was."""
    lines = [_line(one) for one in row.languages.order_by("order")]
    values = {name: getattr(row, name) for name in FIELDS}
    values |= {"made_on": on, "begins_on": on, "ends_on": years_later(on, reviewed.years()), "review_on": None}
    _newest(row, None)
    return begin_assessment(row.service.unit, row.service.title, values, lines, by=by)


def bring_in_counts(
    row: LanguageAssessment, counts: Counts, source: Mapping[str, str], *, by: Person, edits: int | None = None
) -> list[AssessedLanguage]:
    """The languages of a file as a survey's counts: all of it, or nothing while a row is refused. The same file again changes
    nothing; counts that it does not name stay. `source`: table, vintage and place, as each count keeps them."""
    if counts.refused:
        raise NotReady(
            [Problem(_("Line %(line)d: %(why)s") % {"line": one.line, "why": one.sentence}) for one in counts.faults]
        )
    with keeping(LANGUAGE_ASSESSMENT, row.service.unit, by=by, act=ACT):
        locked = _newest(row, edits)
        lines = [_line(one) for one in locked.languages.order_by("order")]
        lines = _in_order(_with_counts(lines, counts, source))
        if counts.population is not None:
            locked.population = counts.population
        _save_languages(locked, lines)
        return list(locked.languages.order_by("order"))


def _with_counts(lines: list[dict[str, Any]], counts: Counts, source: Mapping[str, str]) -> list[dict[str, Any]]:
    acs = AssessedLanguage.Origin.ACS.value
    at = {(key(one["name"]), one["origin"]): place for place, one in enumerate(lines)}
    for one in counts.languages:
        if named(one.name) == "English" or key(one.name).replace("_", " ") in ("only english", "english only"):
            continue
        line: dict[str, Any] = {
            "name": named(one.name.replace("_", " ")), "speakers": one.speakers, "margin_of_error": one.margin_of_error,
            "origin": acs, "parts": one.parts, "weak_parts": one.weak_parts, **source,
        }  # fmt: skip
        place = at.get((key(line["name"]), acs))
        if place is None:
            lines.append(line)
        else:
            lines[place] = {**lines[place], **line}
    return lines


def _service(unit: Unit, title: str) -> PublicService:
    said = " ".join(title.split())
    if not said:
        raise NotReady([Problem(_("Say of which programme or service."), field="service")])
    found = PublicService.objects.select_for_update().filter(unit=unit, title__iexact=said).first()
    return found or PublicService.objects.create(unit=unit, title=said)


def _newest(row: LanguageAssessment, edits: int | None) -> LanguageAssessment:
    locked = LanguageAssessment.objects.select_for_update(of=("self",)).select_related("service__unit").get(pk=row.pk)
    if LanguageAssessment.objects.filter(service=locked.service_id, number__gt=locked.number).exists():
        raise Conflict(
            _("A later assessment of this service was begun, so this one stays as it is. Change the later one.")
        )
    if edits is not None and locked.edits != edits:
        raise Conflict(
            _("Somebody else saved this worksheet while you wrote. Open it again and look at what they changed.")
        )
    return locked


def _take(row: LanguageAssessment, values: Mapping[str, Any]) -> None:
    for name in FIELDS:
        if name in values:
            setattr(row, name, values[name])
    if row.begins_on and row.ends_on and row.ends_on < row.begins_on:
        raise NotReady([Problem(_("The last day of the period comes before its first."), field="ends_on")])
    if not row.review_on:
        row.review_on = years_later(row.made_on, reviewed.years())


def _in_order(lines: Lines) -> list[dict[str, Any]]:
    """The counts with their names in one spelling; each language once from each source."""
    if len(lines) > MOST_LANGUAGES:
        raise NotReady([Problem(_("A worksheet has at most %(most)d counts.") % {"most": MOST_LANGUAGES})])
    said = [{**line, "name": named(str(line["name"]))} for line in lines]
    seen: set[tuple[str, str]] = set()
    for line in said:
        at = (key(line["name"]), line["origin"])
        if at in seen:
            words = _("%(language)s stands here twice from the same source. Keep one of them.")
            raise NotReady([Problem(words % {"language": line["name"]})])
        seen.add(at)
    return said


def _line(one: AssessedLanguage) -> dict[str, Any]:
    return {name: getattr(one, name) for name in COUNTED}


def _save_languages(row: LanguageAssessment, lines: Sequence[Mapping[str, Any]]) -> None:
    """Count by count, so that history tells what changed in each; judged as they then stand."""
    known: dict[tuple[str, str], AssessedLanguage | None] = {
        (key(one.name), one.origin): one for one in row.languages.all()
    }
    found = [known.pop((key(line["name"]), line["origin"]), None) or AssessedLanguage(assessment=row) for line in lines]
    for gone in known.values():
        if gone is not None:
            gone.delete()
    before = [None if one.pk is None else _kept(one) for one in found]
    for order, (one, line) in enumerate(zip(found, lines, strict=True), start=1):
        one.order = order
        for name in COUNTED:
            if name in line:
                setattr(one, name, line[name])
    judged = judge(row, found)
    row.verdict, row.result = judged.verdict, judged.result
    row.edits += 1
    row.save()
    for one, was, (outcome, watch) in zip(found, before, judged.outcomes, strict=True):
        one.outcome, one.watch = outcome, list(watch)
        if was != _kept(one):
            one.save()


def _kept(one: AssessedLanguage) -> tuple[Any, ...]:
    return (one.order, *(getattr(one, name) for name in COUNTED), one.outcome, list(one.watch))


def judge(row: LanguageAssessment, languages: Sequence[AssessedLanguage]) -> factors.Judged:
    """By the rows of the law of the day it was made."""
    return factors.judge(
        languages, law_on(row.made_on), on=row.made_on, policy=row.policy, edge_mode=row.edge_mode,
        population=row.population, universe=row.universe,
    )  # fmt: skip
