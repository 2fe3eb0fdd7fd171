"""What stands today beside the ties of a plan: the value of an indicator, the state of what is waited for, the money of a line.

What a tie says itself is frozen with its plan, as a quotation: words and number. What is told here is live, and only to who may
read where it comes from.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from metrics import showing
from metrics.models import Indicator
from metrics.queries.followed import Followed, followed
from metrics.releases import words as released_words
from metrics.releases.released import Released, live
from plans.budgets.queries import lines_read
from plans.content import actions_of, money
from plans.models import Action, BudgetReviewLine
from plans.portfolio.queries import actions_in_force
from plans.ties.words import MEASURE, SERVES, Kind
from raci.authority import Facts
from raci.grants import visible
from raci.models import Attachment, Case, Text
from raci.records import Content

Key = tuple[str, int]  # a kind, and a number of it


@dataclass(frozen=True)
class Note:
    """What is told beside a tie. `url`: where it leads; `warns`: what it is tied to is gone."""

    words: str = ""
    url: str = ""
    warns: bool = False


@dataclass
class Beside:
    """By tie what is told beside it, and by action the lines of budget reviews that name it."""

    notes: dict[Key, Note] = field(default_factory=dict)
    paid: dict[int, list[Note]] = field(default_factory=dict)


def beside(content: Content, record: int, facts: Facts) -> Beside:
    """For one plan's content as its reader may know it (a constant number of queries, none for kinds that it has none of)."""
    ties = [(kind, one) for _number, action in actions_of(content) for kind, one in _ties(action)]
    by_kind: dict[str, dict[int, int | None]] = {}
    for kind, one in ties:
        if one["number"] is not None:
            by_kind.setdefault(kind, {})[one["number"]] = one.get("about")
    found = Beside()
    if measured := by_kind.get(MEASURE):
        found.notes |= _measured(measured, facts)
    for goal in content["goals"]:
        if "serves" in goal:
            by_kind.setdefault(SERVES, {})[goal["serves"]["number"]] = goal["serves"]["about"]
    wholes = {about for kind in (Kind.CLAUSE, Kind.NEEDS, SERVES) for about in by_kind.get(kind, {}).values() if about}
    seen = set(visible(facts).filter(record__in=wholes).values_list("record", flat=True)) if wholes else set()
    if clauses := by_kind.get(Kind.CLAUSE):
        found.notes |= _clauses(clauses, seen)
    if needed := by_kind.get(Kind.NEEDS):
        found.notes |= _needed(needed, content, record, seen, facts)
    for number, about in by_kind.get(SERVES, {}).items():
        if about in seen:
            url = reverse("plans:plan-detail", args=[about])
            found.notes[SERVES, number] = Note("", f"{url}#goal-{number}")
    if files := by_kind.get(Kind.EVIDENCE):
        found.notes |= _evidence(files, record)
    _money(found, by_kind.get(Kind.LINE, {}), {action["id"] for _number, action in actions_of(content)}, facts)
    return found


def _ties(action: Content) -> Iterable[tuple[str, Content]]:
    return [(kind, one) for kind, ties in action.get("ties", {}).items() for one in ties]


# ---- measures


def _measured(numbers: Collection[int], facts: Facts) -> dict[Key, Note]:
    among = Indicator.objects.filter(pk__in=numbers)
    out: dict[int, Released] = {}
    for one in live(list(among)):
        out.setdefault(one.indicator.pk, one)  # the newest period first
    return {(MEASURE, one.pk): _value(one, out.get(one.pk)) for one in followed(facts, among=among)}


def _value(one: Followed, released: Released | None) -> Note:
    parts = [_released(one, released) or _unreleased(one)]
    if one.target_words and one.target_by:
        told = {"target": one.target_words, "day": date_format(one.target_by)}
        parts.append(_("the indicator’s own target: %(target)s by %(day)s") % told)
    return Note(" · ".join(parts), reverse("metrics:indicator-detail", args=[one.pk]))


def _released(one: Followed, released: Released | None) -> str:
    table = released.tables[0] if released and released.tables else None
    if released is None or table is None or table.everyone is None:
        return ""
    period = released.period
    told = {"value": released_words.value(released, table.everyone), "period": _period(one, period.begin, period.end)}
    return _("last released: %(value)s (%(period)s)") % told


def _period(one: Followed, begins: date, ends: date) -> str:
    return showing.period(begins, ends, one.first_month)


def _unreleased(one: Followed) -> str:
    if not one.value_words:
        return _("no value released yet")
    return _("last value, not released: %(value)s (%(period)s)") % {"value": one.value_words, "period": one.period}


# ---- standards


def _clauses(clauses: dict[int, int | None], seen: Collection[int]) -> dict[Key, Note]:
    """Told to who may read the standard: whether its text in force still asks it."""
    records = [about for about in clauses.values() if about in seen]
    texts = Text.objects.filter(record__in=records, case__state=Case.State.APPROVED).order_by("number")
    asked = {text.record_id: {one["id"] for one in json.loads(text.content)["clauses"]} for text in texts}
    found = {}
    for number, about in clauses.items():
        if about is not None and about in seen:
            url = reverse("plans:standard-detail", args=[about])
            gone = about in asked and number not in asked[about]
            words = _("not asked any more") if gone else ""
            found[str(Kind.CLAUSE), number] = Note(words, url if gone else f"{url}#clause-{number}", gone)
    return found


# ---- what is waited for


def _needed(
    needed: dict[int, int | None], content: Content, record: int, seen: Collection[int], facts: Facts
) -> dict[Key, Note]:
    own = {action["id"]: (number, action) for number, action in actions_of(content)}
    away = [number for number, about in needed.items() if about != record]
    others = {one.action: one for one in actions_in_force(facts).filter(action__in=away)} if away else {}
    found = {}
    for number, about in needed.items():
        if number in own:
            at, action = own[number]
            words = _("%(number)s, due %(day)s") % {"number": at, "day": _day(action["due_on"])}
            found[str(Kind.NEEDS), number] = Note(words, f"#action-{number}")
        elif number in others:
            other = others[number]
            told = {"day": date_format(other.due_on), "status": Action.Status(other.status).label}
            url = reverse("plans:plan-detail", args=[other.record_id]) + f"#action-{number}"
            found[str(Kind.NEEDS), number] = Note(_("due %(day)s, %(status)s") % told, url)
        elif about == record or about in seen:
            found[str(Kind.NEEDS), number] = Note(_("not in that plan any more"), "", True)
    return found


def _day(value: str) -> str:
    return date_format(date.fromisoformat(value)) if value else "–"


# ---- evidence and money


def _evidence(files: Collection[int], record: int) -> dict[Key, Note]:
    there = Attachment.objects.filter(pk__in=files, record=record, removed_at=None).values_list("pk", flat=True)
    kept = set(there)
    return {
        (str(Kind.EVIDENCE), pk): Note("", reverse("raci:evidence-file", args=[pk]))
        if pk in kept
        else Note(_("taken off"), "", True)
        for pk in files
    }


def _money(found: Beside, tied: Collection[int], actions: Collection[int], facts: Facts) -> None:
    """Lines that the plan names, and lines that name an action of it (2 queries where a line may be read)."""
    for line in lines_read(facts).filter(Q(pk__in=tied) | Q(action__in=actions)).order_by("review__year", "order"):
        note = Note(line_said(line), reverse("plans:budget-review-detail", args=[line.review_id]))
        if line.pk in tied:
            found.notes[str(Kind.LINE), line.pk] = note
        elif line.action_id is not None:
            label = f"{line.review.year}: {line.label}"
            found.paid.setdefault(line.action_id, []).append(Note(f"{label} · {note.words}", note.url))


def line_said(line: BudgetReviewLine) -> str:
    """ "requested $48,000, adopted $40,000, 1.5 full-time equivalents"."""
    said = [_("requested %(sum)s") % {"sum": money(line.requested_cents)}]
    if line.adopted_cents is not None:
        said.append(_("adopted %(sum)s") % {"sum": money(line.adopted_cents)})
    if line.spent_cents is not None:
        said.append(_("spent %(sum)s") % {"sum": money(line.spent_cents)})
    if line.fte is not None:
        said.append(_("%(n)s full-time equivalents") % {"n": f"{line.fte.normalize():f}"})
    return ", ".join(said)
