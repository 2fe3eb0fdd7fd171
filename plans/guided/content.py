"""The answers as part of what is decided about a plan: those that say something, with their questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from plans.models import PlanSection
from raci.records import Content, Difference
from raci.refusals import Problem


def answered(record: int) -> list[Content]:
    """The answered sections of a plan, in order (1 query)."""
    rows = PlanSection.objects.filter(plan__record=record).exclude(words="")
    return [
        {"id": one.pk, "title": one.title, "question": one.question, "words": one.words}
        for one in rows
        if one.words.strip()
    ]


def sections_of(record: int) -> list[PlanSection]:
    """All sections of a plan, in order (1 query)."""
    return list(PlanSection.objects.filter(plan__record=record))


def write_url(section: int) -> str:
    """Where a section is written."""
    return reverse("plans:section-write", args=[section])


def unanswered(sections: Iterable[PlanSection]) -> list[Problem]:
    """Each section that is needed and says nothing."""
    text = _("“%(section)s” is not answered: %(question)s")
    return [
        Problem(
            text % {"section": one.title, "question": one.question},
            field=f"section-{one.pk}",
            url=f"{write_url(one.pk)}#id_words",
        )
        for one in sections
        if one.is_required and not one.words.strip()
    ]


def differences(old: Content, new: Content) -> Iterator[Difference]:
    """Answers that changed, came or went, in the order of the newer text."""
    before = {one["id"]: one for one in old.get("sections", [])}
    after = {one["id"]: one for one in new.get("sections", [])}
    for pk, one in {**after, **before}.items():
        was, now = before.get(pk, {}).get("words", ""), after.get(pk, {}).get("words", "")
        if was != now:
            yield Difference(_("Section: %(title)s") % {"title": one["title"]}, was, now)
