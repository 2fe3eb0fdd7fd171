"""What the pages behind counsel's gate show: the gate, the runs, one run in words, who is admitted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from compliance.checks.four_fifths import ADVERSE, CROSSED
from compliance.checks.law import Parameter
from compliance.checks.verdicts import Result
from compliance.forms.selections import DECISIONS, DIMENSIONS
from compliance.law.names import name_of, plainly
from compliance.law.standing import law_on
from compliance.models import Acknowledgement, AdverseImpactRun, RunMemo, RunReader
from compliance.queries.language_assessments import standing_of
from compliance.queries.selection_figures import Comparison, Group, card_of, comparison_of, group_of
from compliance.titlevii import gate, retention, texts
from metrics.charts.card import Card
from raci import sealed
from raci.authority import Capacity, Facts
from raci.history.things import story_of
from raci.history.timeline import Entry
from raci.models import PayloadErasure, PayloadRead

PER_PAGE = 20
KEYS = ("ai.", "eeo4.", "rec.personnel", "rec.eeo4")
RESULTS = {
    Result.INDICATOR_RAISED.value: gettext_lazy("Indicator raised"),
    Result.WATCH.value: gettext_lazy("To be watched"),
    Result.NO_INDICATION.value: gettext_lazy("No indication"),
    Result.CANNOT_DETERMINE.value: gettext_lazy("Cannot be determined"),
    Result.EVIDENCE_CURRENT.value: gettext_lazy("The tables add up"),
    Result.EVIDENCE_DUE.value: gettext_lazy("Something is to be mended"),
    Result.NOT_APPLICABLE.value: gettext_lazy("Does not apply"),
}
OPENED = gettext_lazy("opened its page")


def named_row(row: dict[str, Any]) -> dict[str, Any]:
    """A row of law as an answer keeps it, with its name and its standing in words."""
    return {**row, "name": name_of(row["key"]), "standing": standing_of(row["status"])}


@dataclass(frozen=True)
class GatePage:
    """What the module is, how its law stands, and whether it is on."""

    standing: Acknowledgement | None
    words: str  # of the acknowledgement in force
    by: str
    rules: list[Parameter]
    may_acknowledge: bool
    past: list[Acknowledgement]

    @property
    def told(self) -> list[tuple[Parameter, str, str]]:
        """The rows of law with their names and their standing in words."""
        return [(row, name_of(row.key, row.variant), standing_of(row.status.value)) for row in self.rules]


def gate_page(facts: Facts) -> GatePage:
    """For counsel; the words of the acknowledgement in force are read, on record."""
    via = gate.need_counsel(facts)
    row = gate.standing()
    said = texts.words_of(row, by=facts.person, via=via, why=_("read the acknowledgement")) if row else {}
    rules = [one for one in law_on(facts.today).parameters if one.key.startswith(KEYS) and one.on(facts.today)]
    past = list(Acknowledgement.objects.exclude(ended_on=None).select_related("post")[:PER_PAGE])
    may = gate.may_acknowledge(facts) is not None
    return GatePage(row, said.get("words", ""), said.get("by", ""), rules, may, past)


@dataclass(frozen=True)
class RunLine:
    """A run in the list; its title only where it was asked for, since each is a reading on record."""

    row: AdverseImpactRun
    title: str = ""
    result: str = ""
    may_be_over: bool = False  # by its open days; the page of the run says whether


def run_lines(facts: Facts, *, titled: bool) -> list[RunLine]:
    """The newest runs that the person reads; with `titled` each is opened, one reading a run."""
    via = gate.need_circle(facts)
    rows = list(gate.readable(facts).select_related("post", "total")[:PER_PAGE])
    law = law_on(facts.today)
    found = [_titled(row, facts, via) if titled else RunLine(row) for row in rows]
    return [replace(one, may_be_over=retention.may_be_over(one.row, law, facts.today)) for one in found]


def _titled(row: AdverseImpactRun, facts: Facts, via: Capacity) -> RunLine:
    try:
        said = texts.words_of(row, by=facts.person, via=via, why=_("looked through the runs"))
    except sealed.Erased as gone:
        return RunLine(row, str(gone))
    return RunLine(row, said["title"], str(RESULTS[said["result"]]))


@dataclass(frozen=True)
class Answer:
    """What the check says of one dimension, in words and tables."""

    told: dict[str, Any]
    pool: dict[str, Any]

    @property
    def title(self) -> str:
        """By what people are grouped."""
        return str(dict(DIMENSIONS)[self.told["dimension"]])

    @property
    def key(self) -> str:
        """For addresses on the page."""
        return str(self.told["dimension"]).replace("_", "-")

    @property
    def is_exploratory(self) -> bool:
        """Both at once: groups so small and many that nothing follows from one."""
        return bool(self.told["dimension"] == CROSSED)

    @property
    def result(self) -> str:
        """In words."""
        return str(RESULTS[self.told["result"]])

    @property
    def lacks(self) -> list[str]:
        """What is not known; the sentences say who can enter it."""
        return [plainly(one["why"]) for one in self.told["lacking"]]

    @cached_property
    def groups(self) -> list[Group]:
        """Each group of the pool; of strata their counts added, for showing alone."""
        return [group_of(one) for one in self.told["figures"].get("groups", [])]

    @cached_property
    def comparisons(self) -> list[Comparison]:
        """Each tested group against the reference."""
        return [comparison_of(one) for one in self.told["figures"].get("comparisons", [])]

    @property
    def strata(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """Each requisition or year with its groups' counts."""
        return [(one["name"], one["groups"]) for one in self.pool["strata"]]

    @property
    def tests(self) -> str:
        """How many tests were run."""
        n = self.told["figures"].get("tests_run") or len(self.comparisons)
        return ngettext("%(n)d comparison was made.", "%(n)d comparisons were made.", n) % {"n": n}

    @property
    def with_left_out(self) -> str:
        """What the run says with those who were left out, where it was made both ways."""
        other = self.told["figures"].get("with_left_out") or self.told.get("strata_with_left_out")
        return str(RESULTS[other["result"]]) if other else ""


@dataclass(frozen=True)
class RunPage:
    """One run."""

    row: AdverseImpactRun
    via: Capacity
    said: dict[str, Any]
    components: list[AdverseImpactRun]
    memos: list[tuple[RunMemo, dict[str, Any]]]
    readers: list[RunReader]
    readings: list[PayloadRead]
    story: list[Entry]
    is_counsel: bool
    may_enter: bool
    erasure: PayloadErasure | None = None

    @property
    def result(self) -> str:
        """In words."""
        return str(RESULTS[self.said["result"]])

    @property
    def decision(self) -> str:
        """In words."""
        return str(dict(DECISIONS).get(self.said["decision"], self.said["decision"]))

    @property
    def is_adverse(self) -> bool:
        """Whether the decision is one that people fear: the rates are then of those whom it spared."""
        return self.said["decision"] in ADVERSE

    @cached_property
    def answers(self) -> list[Answer]:
        """Race, sex, and both to explore."""
        return [Answer(told, pool) for told, pool in zip(self.said["answers"], self.said["pools"], strict=True)]

    @property
    def cards(self) -> list[tuple[Answer, Card | None]]:
        """Each with its chart."""
        return [
            (one, card_of(one.groups, one.title, one.key, self.said, adverse=self.is_adverse)) for one in self.answers
        ]

    @property
    def period(self) -> list[date]:
        """First and last day; one where the first is not said."""
        return [date.fromisoformat(self.said[name]) for name in ("begins_on", "decided_on") if self.said[name]]

    @property
    def rules(self) -> list[dict[str, Any]]:
        """The rows of law used, each once, with their standing."""
        rows = {row["row"]: row for one in self.said["answers"] for row in one["parameters"]}
        return [named_row(row) for row in rows.values()]

    @property
    def why_withdrawn(self) -> str:
        """What was said when it was marked as entered by mistake."""
        return next((one.why for one in self.story if one.act == "withdraw_run"), "")

    @property
    def lacks_components(self) -> bool:
        """The total process meets the screen, and no component was run (T7-06)."""
        raised = self.said["result"] == Result.INDICATOR_RAISED.value
        stands = [one for one in self.components if one.withdrawn_on is None]
        return raised and self.row.withdrawn_on is None and self.row.total is None and not stands

    @property
    def lacks_memo(self) -> bool:
        """Another method, and nothing that justifies it (T7-05)."""
        return bool(self.said["method"]) and self.row.withdrawn_on is None and not self.memos

    @property
    def kept_until(self) -> date | None:
        """The last day these records are kept at least; None where that cannot be said yet."""
        return None if self.row.is_held else retention.kept_until(self.said)


def run_page(facts: Facts, pk: int) -> RunPage:
    """One run, opened: one reading of it and of each of its papers' words is recorded."""
    row, via = gate.need_run(facts, pk)
    may = gate.reads_all(facts, enters=True) is not None
    components = list(gate.readable(facts).filter(total=row))
    readers = list(RunReader.objects.filter(Q(run=row) | Q(run=None), ended_on=None).select_related("post"))
    memos = list(row.memos.select_related("post"))
    why = str(OPENED)
    said, erasure, read = {}, None, []
    try:
        said = texts.words_of(row, by=facts.person, via=via, why=why)
        read = [(one, texts.words_of(one, by=facts.person, via=via, why=why)) for one in memos]
    except sealed.Erased:
        erasure = next(iter(sealed.erasures_of([row.payload] if row.payload else [])), None)
    payloads = [one for one in (row.payload, *(memo.payload for memo in memos), *(memo.file for memo in memos)) if one]
    is_counsel = gate.counsel(facts) is not None
    return RunPage(
        row, via, said, components, read, readers, sealed.readings_of(payloads) if is_counsel else [],
        story_of(row, *memos, to_its_readers=True) if is_counsel or row.withdrawn_on else [], is_counsel, may, erasure,
    )  # fmt: skip


def admitted() -> list[RunReader]:
    """The posts that are admitted, to all or to a run (1 query)."""
    return list(RunReader.objects.filter(ended_on=None).select_related("post__unit", "given_as", "run"))
