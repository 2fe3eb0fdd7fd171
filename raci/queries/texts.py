"""One frozen text of a record, and what is different from the one before."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from raci.authority import Facts
from raci.models import Decision, Text
from raci.queries.case_parts import content_of
from raci.queries.cases import CasePage, case_page
from raci.records import Content, Difference
from raci.refusals import Refused


@dataclass(frozen=True)
class TextPage:
    """A frozen text: its content, its decisions, the one before it."""

    page: CasePage
    text: Text
    content: Content
    earlier: Text | None
    differences: list[Difference]
    decisions: list[Decision]


def text_page(record_pk: int, number: int, facts: Facts) -> TextPage:
    """Text `number` of the record, if the person may read it; else 404."""
    page = case_page(record_pk, facts)
    readable = [one for one in page.texts if one.number <= number]
    if not readable or readable[0].number != number:
        raise Refused(_("There is nothing here that you may read."), visible=False)
    text, earlier = readable[0], readable[1] if len(readable) > 1 else None
    content = content_of(text)
    found = page.kind.differences(content_of(earlier), content) if earlier else []
    return TextPage(page, text, content, earlier, found, [one for one in page.decisions if one.sha256 == text.sha256])
