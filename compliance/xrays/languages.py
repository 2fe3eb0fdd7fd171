"""X-rays of language access: translations that are missing or stale, and assessments whose review is due."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from compliance.kinds import LANGUAGE_ASSESSMENT, VITAL_DOCUMENT
from compliance.queries.language_assessments import newest
from compliance.queries.vital_documents import Document, documents
from raci.authority import Facts
from raci.drawing import day
from raci.keeping import may_keep
from raci.matrix.findings import Level
from raci.xrays import MOST, Finding, Look, Rule


def _documents(facts: Facts) -> list[Document]:
    """Those in use, once a request (4 queries)."""
    if "vital_documents" not in facts.known:
        facts.known["vital_documents"] = [one for one in documents() if not one.row.retired_on]
    found: list[Document] = facts.known["vital_documents"]
    return found


def _finding(one: Document, sentence: str, facts: Facts) -> Finding:
    return Finding(
        where=one.title, unit=one.unit, sentence=sentence, url=reverse("compliance:vital-document-detail", args=[one.pk]),
        is_mine=bool(may_keep(facts, VITAL_DOCUMENT, one.unit)), key=str(one.pk), since=one.changed_on,
    )  # fmt: skip


def _looking(languages: Callable[[Document], list[str]], words: str) -> Callable[[Look], Iterator[Finding]]:
    def find(look: Look) -> Iterator[Finding]:
        for one in _documents(look.facts)[:MOST]:
            if names := languages(one):
                yield _finding(one, _(words) % {"languages": ", ".join(names)}, look.facts)

    return find


def _overdue(look: Look) -> Iterator[Finding]:
    facts = look.facts
    due = newest().filter(review_on__lt=facts.today, service__ended_on=None).select_related("service__unit")
    for row in due.order_by("review_on")[:MOST]:
        yield Finding(
            where=row.service.title,
            unit=row.service.unit,
            sentence=_("It was to be looked at again by %(day)s.") % {"day": day(row.review_on)},
            url=reverse("compliance:language-assessment-detail", args=[row.pk]),
            is_mine=bool(may_keep(facts, LANGUAGE_ASSESSMENT, row.service.unit)),
            key=str(row.pk),
            since=row.review_on,
        )


MISSING = Rule(
    code="translation-missing",
    label=gettext_lazy("A vital document without a translation"),
    level=Level.WARNING,
    text=gettext_lazy("Each vital document is there in every language that the assessment of its service asks for."),
    mend=gettext_lazy("See which"),
    counted=lambda n: ngettext("%(n)d document lacks a translation", "%(n)d documents lack translations", n) % {"n": n},
    find=_looking(lambda one: one.missing, "It is not there in: %(languages)s."),
)
STALE = Rule(
    code="translation-stale",
    label=gettext_lazy("A stale translation"),
    level=Level.WARNING,
    text=gettext_lazy("When the source of a vital document changes, its translations are made anew."),
    mend=gettext_lazy("See which"),
    counted=lambda n: (
        ngettext("%(n)d document has stale translations", "%(n)d documents have stale translations", n) % {"n": n}
    ),
    find=_looking(lambda one: one.stale, "The source changed after it was translated into: %(languages)s."),
)
OVERDUE = Rule(
    code="languages-not-reviewed",
    label=gettext_lazy("A language assessment past its review"),
    level=Level.WARNING,
    text=gettext_lazy("Whom a service serves, and in which languages, is looked at again every three years or sooner."),
    mend=gettext_lazy("Begin the next version"),
    counted=lambda n: (
        ngettext("%(n)d assessment is past its review", "%(n)d assessments are past their review", n) % {"n": n}
    ),
    find=_overdue,
)
RULES = (MISSING, STALE, OVERDUE)
