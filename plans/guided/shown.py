"""The sections of a plan as its page shows them: the answers of a text, what is not answered, and the remarks on each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from plans.models import PlanSection, SectionRemark
from raci.records import Content


@dataclass
class ShownSection:
    """A question, its answer in the text that is shown ("" where it has none), and what was said of it."""

    pk: int
    title: str
    question: str
    words: str
    remarks: list[SectionRemark] = field(default_factory=list)


def shown_sections(
    content: Content, sections: Iterable[PlanSection], remarks: Iterable[SectionRemark]
) -> list[ShownSection]:
    """In the order of the sections; where those are not for the reader, the answered ones alone."""
    said = {one["id"]: one for one in content.get("sections", [])}
    rows = [ShownSection(one.pk, one.title, one.question, said.get(one.pk, {}).get("words", "")) for one in sections]
    rows = rows or [ShownSection(pk, one["title"], one["question"], one["words"]) for pk, one in said.items()]
    by_pk = {one.pk: one for one in rows}
    for remark in remarks:
        if remark.section_id in by_pk:
            by_pk[remark.section_id].remarks.append(remark)
    return rows
