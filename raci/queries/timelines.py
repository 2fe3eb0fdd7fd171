"""The story of a record, as far as its reader may know it."""

from __future__ import annotations

from dataclasses import replace

from raci.history.timeline import Change, Entry, Story, story
from raci.models import Case
from raci.queries import changes_of_authority
from raci.queries.cases import CasePage

BEGINS = ("create", "next")  # acts with which a case begins; what they wrote is a draft's content
MOVES = (
    "open",
    "answer",
    "revise",
    "submit",
    "withdraw",
    "approve",
    "conditions",
    "return",
    "decline",
    "close_condition",
)


def readable_story(page: CasePage, *, person: str = "", field: str = "") -> Story:
    """Those who read drafts read it all; the others the moves, up to the newest version they may see."""
    told = story(page.record.pk, person_filter=person, field_filter=field)
    if page.sees_drafts:
        return told if person or field else replace(told, entries=with_authority(told.entries, page))
    entries = [
        replace(entry, changes=[] if entry.act in BEGINS else [_titled(change, page) for change in entry.changes])
        for entry in _until(told.entries, page)
        if entry.act in BEGINS or entry.act in MOVES
    ]
    if not person and not field:
        entries = with_authority(entries, page)
    keys = {change.key for entry in entries for change in entry.changes}
    people = {entry.person for entry in entries if entry.person}
    return Story(
        entries=entries,
        people={key: name for key, name in told.people.items() if key in people or key == person},
        fields={key: name for key, name in told.fields.items() if key in keys or key == field},
    )


def with_authority(newest_first: list[Entry], page: CasePage) -> list[Entry]:
    """The story with each day on which another version of the matrix changed who answers and decides here."""
    if not newest_first:
        return newest_first
    changed = changes_of_authority.entries(
        page.record.scope.activity_code, since=newest_first[-1].at, today=page.facts.today
    )
    return sorted([*newest_first, *changed], key=lambda entry: entry.at, reverse=True)


def _titled(change: Change, page: CasePage) -> Change:
    """Things are named after the record: by the title the reader may know, not by a draft's."""
    about, old, new = (text.replace(page.record.title, page.title) for text in (change.about, change.old, change.new))
    return replace(change, about=about, old=old, new=new)


def _until(newest_first: list[Entry], page: CasePage) -> list[Entry]:
    """The entries before a version began that the reader may not see."""
    if page.is_newest:
        return newest_first
    later = Case.history.filter(record_id=page.record.pk, number__gt=page.case.number, history_type="+")
    begins = later.order_by("history_date").values_list("history_date", flat=True).first()
    return [entry for entry in newest_first if begins is None or entry.at < begins]
