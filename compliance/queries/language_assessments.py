"""Worksheets of four factors: one with its languages, what the rule says of each, and the rows of the law it was judged by."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from compliance.checks import lep_safe_harbour as harbour
from compliance.checks.verdicts import Result
from compliance.kinds import LANGUAGE_ASSESSMENT
from compliance.language import factors
from compliance.law.names import plainly
from compliance.models import AssessedLanguage, LanguageAssessment, PublicService
from raci.authority import Facts, Permission
from raci.keeping import may_keep, may_keep_for_the_city
from raci.models import Unit
from raci.refusals import Refused

RESULTS = {
    Result.INDICATOR_RAISED.value: gettext_lazy("Something is asked in writing"),
    Result.WATCH.value: gettext_lazy("To be watched"),
    Result.NO_INDICATION.value: gettext_lazy("Nothing is asked in writing"),
    Result.CANNOT_DETERMINE.value: gettext_lazy("Cannot be determined yet"),
}
OUTCOMES = {
    factors.TRANSLATE: gettext_lazy("translate the vital documents"),
    factors.NOTICE: gettext_lazy("a written notice of the right to a free interpreter"),
    factors.NONE: gettext_lazy("nothing in writing under this rule; spoken help is owed all the same"),
}
WATCHED = {
    "could_exceed": gettext_lazy("the margin of error reaches the threshold"),
    "near_threshold": gettext_lazy("close below the threshold"),
    "margin_not_known": gettext_lazy("a survey’s estimate without its margin of error"),
}
STATUSES = {
    "in_force": gettext_lazy("in force"),
    "superseded": gettext_lazy("replaced by a later row"),
    "proposed": gettext_lazy("proposed, not in force"),
    "rescinded": gettext_lazy("rescinded"),
    "contested": gettext_lazy("contested: whether it still stands is not settled"),
    "local_policy": gettext_lazy("the city’s own policy"),
    "practice": gettext_lazy("good practice, no law"),
    "needs_value": gettext_lazy("its value is not entered yet"),
}


@dataclass(frozen=True)
class LanguageLine:
    """One count of one language, as its page tells it."""

    row: AssessedLanguage
    population: int | None
    is_used: bool

    @property
    def share(self) -> str:
        """Of the people served, with one decimal; a count that is not used may be of other people."""
        if self.row.speakers is None or not self.population or not self.is_used:
            return "–"
        return f"{100 * self.row.speakers / self.population:.1f}\u00a0%"

    @property
    def people(self) -> str:
        """How many."""
        return _("not known") if self.row.speakers is None else f"{self.row.speakers:,}"

    @property
    def margin(self) -> str:
        """How far the estimate may be off."""
        return "–" if self.row.margin_of_error is None else f"±\u00a0{self.row.margin_of_error:,}"

    @property
    def outcome(self) -> str:
        """What the rule asks in this language."""
        if not self.is_used:
            return _("not used: the programme’s own count of this language goes before it")
        return str(OUTCOMES[self.row.outcome]) if self.row.outcome else _("cannot be determined")

    @property
    def asks(self) -> bool:
        """Whether it asks for something in writing."""
        return self.row.outcome in (factors.TRANSLATE, factors.NOTICE)

    @property
    def watched(self) -> list[str]:
        """Why it is looked at again sooner."""
        return [str(WATCHED[one]) for one in self.row.watch if one in WATCHED]

    @property
    def source(self) -> str:
        """Table, years, place."""
        said = [self.row.get_origin_display(), self.row.table, self.row.vintage, self.row.place]
        return " · ".join(one for one in said if one)

    @property
    def parts(self) -> str:
        """What was added up, and how much of it is not reliable by itself."""
        if not self.row.parts or self.row.parts == 1:
            return ""
        words = ngettext("%(n)d place added up", "%(n)d places added up", self.row.parts) % {"n": self.row.parts}
        if not self.row.weak_parts:
            return words
        return _("%(words)s; its publisher calls %(weak)d of them not reliable by themselves") % {
            "words": words, "weak": self.row.weak_parts,
        }  # fmt: skip


@dataclass(frozen=True)
class AssessmentPage:
    """One worksheet."""

    row: LanguageAssessment
    lines: list[LanguageLine]
    versions: list[LanguageAssessment]
    may_change: Permission

    @property
    def is_newest(self) -> bool:
        """Whether it is the one that counts."""
        return self.row.number == self.versions[0].number

    @property
    def result(self) -> str:
        """In words."""
        return str(RESULTS[self.row.result])

    @property
    def people(self) -> str:
        """How many are served."""
        return _("not known") if self.row.population is None else f"{self.row.population:,}"

    @cached_property
    def says(self) -> list[str]:
        """What is asked, language by language, in sentences."""
        found = [(one.row.name, one.row.outcome) for one in self.lines]
        translate, notice = factors.needing(found, factors.TRANSLATE), factors.needing(found, factors.NOTICE)
        told = []
        if translate:
            told.append(_("Translate the vital documents into: %(languages)s.") % {"languages": ", ".join(translate)})
        if notice:
            words = _("A written notice of the right to a free interpreter in: %(languages)s.")
            told.append(words % {"languages": ", ".join(notice)})
        watched = sorted({one.row.name for one in self.lines if one.watched})
        if watched:
            told.append(_("To be watched: %(languages)s.") % {"languages": ", ".join(watched)})
        return told

    @property
    def lacks(self) -> list[str]:
        """What is not known, why that matters, and who can enter it."""
        return [_said(one) for one in self.row.verdict.get("lacking", [])]

    @property
    def rules(self) -> list[dict[str, Any]]:
        """The rows of the law that it was judged by."""
        return [{**one, "standing": standing_of(one["status"])} for one in self.row.verdict.get("parameters", [])]

    @property
    def edges(self) -> str:
        """How the edges are worded in the rule followed."""
        mode = self.row.verdict.get("figures", {}).get("edge_mode")
        return {
            harbour.DOT_DOJ: _("5 percent or more counts, and fewer than 50 people get a notice"),
            harbour.HUD: _("more than 5 percent counts, and 50 people or fewer get a notice"),
        }.get(mode or "", "")

    @property
    def threshold(self) -> str:
        """The number of people that binds."""
        found = self.row.verdict.get("figures", {}).get("threshold")
        return "" if found is None else f"{found:,.0f}" if float(found).is_integer() else f"{found:,.1f}"


def standing_of(status: str) -> str:
    """How a row stands in law, in words."""
    return str(STATUSES.get(status, status))


def _said(lack: dict[str, Any]) -> str:
    who = lack["who_can_enter_it"]
    words = _("%(why)s Who can enter it: %(who)s, in activity %(activity)s.")
    return words % {"why": plainly(lack["why"]), "who": who["name"] or who["role"], "activity": who["activity"]}


def assessment_for(pk: int) -> LanguageAssessment:
    """One of them: a kept kind is read by all staff."""
    found = LanguageAssessment.objects.select_related("service__unit").filter(pk=pk).first()
    if found is None:
        raise Refused(_("There is no such language assessment."), visible=False)
    return found


def assessment_page(pk: int, facts: Facts) -> AssessmentPage:
    """For all staff (a constant number of queries)."""
    row = assessment_for(pk)
    languages = list(row.languages.order_by("order"))
    used = set(factors.used(languages))
    lines = [LanguageLine(one, row.population, at in used) for at, one in enumerate(languages)]
    versions = list(LanguageAssessment.objects.filter(service=row.service_id).order_by("-number"))
    return AssessmentPage(row, lines, versions, may_keep(facts, LANGUAGE_ASSESSMENT, row.service.unit))


def need_keeper(page: AssessmentPage) -> None:
    """`Refused` where it is not theirs to change."""
    if not page.may_change:
        raise Refused(page.may_change.reason)


def newest() -> QuerySet[LanguageAssessment]:
    """Of each programme or service the assessment that counts."""
    last = LanguageAssessment.objects.filter(service=OuterRef("service")).order_by("-number").values("pk")[:1]
    return LanguageAssessment.objects.filter(pk=Subquery(last))


def units_kept(facts: Facts, kind: Any) -> list[Unit]:
    """The units in which they keep this kind (2 queries)."""
    return [unit for unit in Unit.objects.order_by("path") if may_keep(facts, kind, unit)]


def need_unit(facts: Facts, kind: Any) -> list[Unit]:
    """The same; 403 with the reason where there is none."""
    found = units_kept(facts, kind)
    if not found:
        raise Refused(may_keep_for_the_city(facts, kind).reason)
    return found


def services_of(units: list[Unit]) -> QuerySet[PublicService]:
    """The programmes and services of these units."""
    return PublicService.objects.filter(unit__in=units).select_related("unit").order_by("unit__name", "title")
