"""Vital documents: the languages each is required in, and how its translations stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.kinds import VITAL_DOCUMENT
from compliance.language import factors
from compliance.language.coverage import Language, Standing, coverage, worst
from compliance.models import AssessedLanguage, Translation, VitalDocument
from compliance.queries.language_assessments import newest
from raci.authority import Facts, Permission
from raci.keeping import may_keep
from raci.models import Unit
from raci.refusals import Refused

STANDINGS = {
    Standing.MISSING: gettext_lazy("missing"),
    Standing.STALE: gettext_lazy("stale: the source changed after it"),
    Standing.UNCHECKED: gettext_lazy("by a machine, not checked by a person"),
    Standing.CURRENT: gettext_lazy("current"),
}


@dataclass(frozen=True)
class Document:
    """One document with its languages. `assessed`: whether an assessment says in which languages it is required."""

    row: VitalDocument
    languages: list[Language]
    translations: dict[str, Translation]
    assessed: bool

    @property
    def pk(self) -> int:
        """As lists of what is worked out number their rows."""
        return self.row.pk

    @property
    def unit(self) -> Unit:
        """Whose it is."""
        return self.row.unit

    @property
    def title(self) -> str:
        """What it is called."""
        return self.row.title

    @property
    def required(self) -> list[str]:
        """The languages it is required in."""
        return [one.name for one in self.languages if one.required]

    @property
    def there(self) -> list[str]:
        """The languages it can be read in."""
        return [one.name for one in self.languages if one.standing is not Standing.MISSING]

    def standing(self, wanted: Standing) -> list[str]:
        """The languages that stand so: missing ones are required ones."""
        return [one.name for one in self.languages if one.standing is wanted]

    @property
    def missing(self) -> list[str]:
        """Required, and not there."""
        return self.standing(Standing.MISSING)

    @property
    def stale(self) -> list[str]:
        """Translated before the source changed."""
        return self.standing(Standing.STALE)

    @property
    def unchecked(self) -> list[str]:
        """By a machine, looked at by nobody."""
        return self.standing(Standing.UNCHECKED)

    @property
    def code(self) -> str:
        """What stands for it: retired, unknown, or the worst of its languages."""
        if self.row.retired_on:
            return "retired"
        found = worst(self.languages)
        if self.stale and found in (None, Standing.CURRENT):
            return Standing.STALE.value
        if found is None:
            return "none" if self.assessed else "unknown"
        return found.value

    @property
    def stands(self) -> str:
        """The same in words."""
        return str(STANDS[self.code])

    @property
    def changed_on(self) -> date:
        """When its source last changed."""
        return self.row.changed_on


STANDS = {
    "missing": gettext_lazy("a translation is missing"),
    "stale": gettext_lazy("a translation is stale"),
    "unchecked": gettext_lazy("a machine’s translation was not checked"),
    "current": gettext_lazy("all translations are current"),
    "none": gettext_lazy("no translation is asked for"),
    "unknown": gettext_lazy("not known: no assessment says in which languages"),
    "retired": gettext_lazy("no longer used"),
}


@dataclass(frozen=True)
class LanguageLine:
    """One language of a document's page."""

    language: Language
    translation: Translation | None

    @property
    def stands(self) -> str:
        """In words."""
        return str(STANDINGS[self.language.standing])

    @property
    def is_wanting(self) -> bool:
        """Whether somebody has to do something."""
        return self.language.standing is not Standing.CURRENT


@dataclass(frozen=True)
class DocumentPage:
    """One document."""

    document: Document
    may_change: Permission

    @property
    def row(self) -> VitalDocument:
        """The document itself."""
        return self.document.row

    @cached_property
    def lines(self) -> list[LanguageLine]:
        """Its languages."""
        return [LanguageLine(one, self.document.translations.get(one.name)) for one in self.document.languages]


def documents(rows: Iterable[VitalDocument] | None = None) -> list[Document]:
    """All documents with how their translations stand (3 queries): a kept kind is read by all staff."""
    if rows is None:
        rows = (
            VitalDocument.objects.select_related("unit", "service")
            .prefetch_related("translations")
            .order_by("title", "pk")
        )
    needed = _needed()
    found = []
    for row in rows:
        required = needed.get(("service", row.service_id)) if row.service_id else needed.get(("unit", row.unit_id))
        translations = list(row.translations.all())
        languages = coverage(required or (), translations, row.changed_on)
        found.append(Document(row, languages, {one.language: one for one in translations}, required is not None))
    return found


def _needed() -> dict[tuple[str, int], set[str]]:
    """The languages to translate into, by service and by unit (over its services), of what was assessed (2 queries)."""
    found: dict[tuple[str, int], set[str]] = {}
    for service, unit in newest().values_list("service", "service__unit"):
        found.setdefault(("service", service), set())
        found.setdefault(("unit", unit), set())
    counted = AssessedLanguage.objects.filter(assessment__in=newest(), outcome=factors.TRANSLATE)
    for name, service, unit in counted.values_list("name", "assessment__service", "assessment__service__unit"):
        found[("service", service)].add(name)
        found[("unit", unit)].add(name)
    return found


def document_page(pk: int, facts: Facts) -> DocumentPage:
    """For all staff (a constant number of queries)."""
    rows = list(VitalDocument.objects.select_related("unit", "service").prefetch_related("translations").filter(pk=pk))
    if not rows:
        raise Refused(_("There is no such vital document."), visible=False)
    return DocumentPage(documents(rows)[0], may_keep(facts, VITAL_DOCUMENT, rows[0].unit))


def need_keeper(page: DocumentPage) -> None:
    """`Refused` where it is not theirs to change."""
    if not page.may_change:
        raise Refused(page.may_change.reason)
