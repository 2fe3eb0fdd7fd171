"""What the pages of reports show."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.http import Http404

from raci.authority import Facts, Subject
from raci.models import Case, Text
from raci.queries.cases import CasePage, case_page
from raci.queries.lists import governed
from raci.refusals import Problem, Refused
from reports import content
from reports.annex import DataFile
from reports.catalogue import KINDS, ReportKind
from reports.editions import data_of
from reports.governed import REPORT, REPORTING
from reports.models import Delivery, Edition, Narrative, Report


def newest_cases(facts: Facts) -> QuerySet[Case]:
    """Of each report the newest case this person may see."""
    return governed.newest(facts, REPORT).select_related("record__scope__unit", "record__report")


def may_begin(facts: Facts) -> bool:
    """Whether they may begin a report of the city."""
    return bool(governed.begun_by(facts, [REPORT]))


@dataclass
class ReportPage:
    """A report as one person may see it."""

    page: CasePage
    report: Report

    @property
    def kind(self) -> ReportKind:
        """Its kind."""
        return KINDS[self.report.kind]

    @cached_property
    def missing(self) -> list[Problem]:
        """What a draft still lacks, for those who can mend it."""
        shown = self.page.content if self.edits else None
        return content.problems_of(shown, self.page.record.pk) if shown else []

    @property
    def edits(self) -> bool:
        """Whether they write in the draft that the page shows."""
        return self.page.shows_live and self.page.may_edit

    @cached_property
    def approved(self) -> Text | None:
        """The text in force."""
        found = Text.objects.filter(record=self.page.record, case__state=Case.State.APPROVED)
        return found.order_by("-number").first()

    @cached_property
    def editions(self) -> list[Edition]:
        """Those made and being made, of texts that they may read; newest first."""
        read = [text.pk for text in self.page.texts]
        return list(self.report.editions.filter(text__in=read).select_related("text", "asked_by"))

    @cached_property
    def made(self) -> list[tuple[Edition, list[DataFile]]]:
        """Each with the tables of its data annex."""
        return [(one, data_of(one) if one.sha256 else []) for one in self.editions]

    @cached_property
    def _subject(self) -> Subject:
        return Subject.of_scope(REPORTING, self.page.record.scope.unit)

    @property
    def may_have_made(self) -> bool:
        """Whether they may have an edition made."""
        facts = self.page.facts
        return self.approved is not None and any(facts.capacity_with(letter, self._subject) for letter in "RA")

    @property
    def may_release(self) -> bool:
        """Whether releasing the text in force is theirs and still to do."""
        if self.approved is None or self.report.released_text_id == self.approved.pk:
            return False
        return self.may_ever_release

    @property
    def may_ever_release(self) -> bool:
        """Whether releasing is theirs, now or once it is approved."""
        return self.page.facts.capacity_with("A", self._subject) is not None

    @cached_property
    def deliveries(self) -> list[Delivery]:
        """Whom the released text was sent to, and who confirmed it."""
        found = self.report.deliveries.filter(text=self.report.released_text_id).select_related("person")
        return list(found) if self.report.released_text_id else []

    @property
    def confirmed(self) -> int:
        """How many of them confirmed."""
        return sum(one.confirmed_at is not None for one in self.deliveries)

    @property
    def to_confirm(self) -> Delivery | None:
        """What was sent to this person and is not confirmed yet."""
        me = self.page.facts.person
        return next((one for one in self.deliveries if one.person_id == me.pk and one.confirmed_at is None), None)

    @cached_property
    def narratives(self) -> dict[str, list[Narrative]]:
        """Who wrote what, by section; for those who read the draft."""
        found: dict[str, list[Narrative]] = {}
        for one in self.report.narratives.exclude(words="") if self.page.shows_live else ():
            found.setdefault(one.section, []).append(one)
        return found


def report_page(pk: int, facts: Facts) -> ReportPage:
    """The report as this person may see it; 404 to strangers and for records of other kinds."""
    page = case_page(pk, facts)
    if page.record.kind != REPORT.code:
        raise Http404
    return ReportPage(page, Report.objects.select_related("record__scope__unit", "released_text").get(record=pk))


def report_to_edit(pk: int, facts: Facts) -> ReportPage:
    """The same, for who may change it now; `Refused` with the reason otherwise."""
    found = report_page(pk, facts)
    permission = found.page.options["edit"].permission
    if not permission:
        raise Refused(permission.reason)
    return found


def edition_for(pk: int, facts: Facts) -> Edition:
    """An edition of a text that this person may read."""
    found = Edition.objects.select_related("report__record", "text").filter(pk=pk).first()
    if found is None:
        raise Http404
    if found.text_id not in {text.pk for text in report_page(found.report.record_id, facts).page.texts}:
        raise Http404
    return found
