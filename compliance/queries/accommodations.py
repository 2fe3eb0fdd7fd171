"""Requests for interpreters and accommodations, for whom they concern: the list, one, and what can be done with it now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.accommodations import clocks, readers, texts
from compliance.accommodations.clocks import Clock, clock_of
from compliance.law.standing import law_on
from compliance.models import Accommodation, AccommodationText
from raci.authority import Capacity, Facts
from raci.drawing import day
from raci.models import Person, Post
from raci.refusals import Refused

State = Accommodation.State
MOST = 500  # rows of a page
FIELDS = {
    "name": gettext_lazy("Name"),
    "reach": gettext_lazy("How to reach them"),
    "language": gettext_lazy("Language to answer in"),
    "helper": gettext_lazy("Helped by"),
    "need": gettext_lazy("What is needed"),
    "where": gettext_lazy("For which service, meeting or office"),
    "words": gettext_lazy("Words"),
    "why": gettext_lazy("Why another means"),
    "ground": gettext_lazy("Ground"),
    "gone": gettext_lazy("Erased"),
}


@dataclass(frozen=True)
class RequestLine:
    """One request in the list: codes and days."""

    row: Accommodation
    clock: Clock
    today: date

    @property
    def is_late(self) -> bool:
        """Whether its day has passed."""
        return self.clock.is_late(self.today)

    @property
    def due(self) -> str:
        """By when, in words."""
        if not self.clock.key:
            return ""
        if self.clock.day is None:
            return _("no number of days entered")
        words = {
            clocks.ANSWER: _("answer by %(day)s"),
            clocks.APPEAL: _("may be appealed until %(day)s"),
            clocks.APPEAL_ANSWER: _("answer the appeal by %(day)s"),
        }
        return words[self.clock.key] % {"day": day(self.clock.day)}


@dataclass(frozen=True)
class OpenedText:
    """One sealed text, opened."""

    title: str
    written_on: date
    words: list[tuple[str, str]]


@dataclass(frozen=True)
class RequestPage:
    """One request: what it is, what is asked of this reader, and, once opened, its words."""

    line: RequestLine
    via: Capacity
    acts: list[tuple[str, str]]  # code, in words; the first is the next step
    opened: list[OpenedText]
    coordinators: list[Post]
    steps: list[tuple[str, date]]

    @property
    def row(self) -> Accommodation:
        """The request."""
        return self.line.row


def requests_seen(facts: Facts) -> list[RequestLine]:
    """Those that this person may know of, open ones first (a constant number of queries)."""
    rows = readers.seen(facts).select_related("unit", "provider").order_by("closed_on", "received_on", "pk")[:MOST]
    law = law_on(facts.today)
    found = [RequestLine(row, clock_of(row, law), facts.today) for row in rows]
    return sorted(found, key=lambda one: (one.row.closed_on is not None, one.clock.day or date.max, one.row.pk))


def request_for(uid: UUID, facts: Facts) -> tuple[Accommodation, Capacity]:
    """One of them, and by what they may know of it; to strangers there is none."""
    row = Accommodation.objects.select_related("unit", "provider", "refused_by").filter(uid=uid).first()
    via = readers.need(readers.reads(facts, row) if row is not None else None)
    assert row is not None
    return row, via


def request_page(uid: UUID, facts: Facts, *, opening: str = "") -> RequestPage:
    """One request. `opening`: why its words are opened; "" where they are not."""
    row, via = request_for(uid, facts)
    opened = _opened(row, facts, via, opening) if opening else []
    return RequestPage(
        line=RequestLine(row, clock_of(row, law_on(facts.today)), facts.today), via=via, acts=acts_of(row, facts), opened=opened,
        coordinators=readers.told(row, facts.today), steps=steps_of(row),
    )  # fmt: skip


def _opened(row: Accommodation, facts: Facts, via: Capacity, why: str) -> list[OpenedText]:
    kinds = tuple(AccommodationText.Kind)
    if not readers.reach(facts).leads(row) and not readers.reach(facts).decides(row):
        kinds = texts.TO_PROVIDER
    return told(texts.opened(row, kinds, by=facts.person, via=via, why=why))


def told(found: list[tuple[AccommodationText, dict[str, str]]]) -> list[OpenedText]:
    """Texts as a page shows them; what nobody filled in is left out."""
    return [
        OpenedText(
            one.get_kind_display(), one.written_on,
            [(str(FIELDS.get(name, name)), _said(name, value)) for name, value in words.items() if value.strip()],
        )
        for one, words in found
    ]  # fmt: skip


def _said(name: str, value: str) -> str:
    """A ground was sealed in the city's language, and is one of two: it is told in the reader's."""
    return _(value) if name == "ground" else value


def acts_of(row: Accommodation, facts: Facts) -> list[tuple[str, str]]:
    """What this person can do with it now."""
    reach = readers.reach(facts)
    leads = reach.leads(row) is not None
    serves = leads or readers.provides(facts, row) is not None
    is_open = row.state in (State.RECEIVED, State.ARRANGING, State.OFFERED)
    found = [
        ("arrange", _("Say who must provide it"), leads and is_open),
        ("offer", _("Write what is offered"), serves and is_open),
        ("provide", _("It was provided"), serves and is_open),
        ("ask-refusal", _("Bring it before the head of the city"), serves and is_open),
        ("refuse", _("Refuse it, with reasons"), reach.head is not None and row.state == State.TO_HEAD),
        ("uphold", _("Stay with the refusal, with reasons"), reach.head is not None and row.state == State.APPEALED),
        ("grant", _("Have it arranged"), reach.head is not None and row.state in (State.TO_HEAD, State.APPEALED)),
        ("appeal", _("Write down an appeal"), leads and row.state == State.REFUSED),
        ("withdraw", _("The person needs it no more"), leads and row.closed_on is None and row.state != State.REFUSED),
    ]
    return [(code, words) for code, words, may in found if may]


def need_act(page: RequestPage, act: str) -> str:
    """What the act is called; `Refused` with the reason where it is not theirs, or not now."""
    words = dict(page.acts).get(act)
    if words is None:
        raise Refused(
            _("This is not yours to do now: a refusal and its appeal are for the head, all else for the coordinator.")
        )
    return words


def steps_of(row: Accommodation) -> list[tuple[str, date]]:
    """What happened, by day."""
    steps = [
        (_("received"), row.received_on), (_("being arranged"), row.arranged_on), (_("offered"), row.offered_on),
        (_("refused"), row.refused_on), (_("appealed"), row.appealed_on), (_("provided"), row.provided_on),
    ]  # fmt: skip
    return sorted(((words, on) for words, on in steps if on is not None), key=lambda one: one[1])


def by_code(code_sha256: str) -> Accommodation | None:
    """The request that a code is of."""
    return Accommodation.objects.filter(code_sha256=code_sha256).first() if code_sha256 else None


def for_subject(row: Accommodation, person: Person) -> list[OpenedText]:
    """What its person is told by their code; `person`: the public."""
    return told(texts.opened(row, texts.TO_SUBJECT, by=person, via=None, why="followed by its code"))
