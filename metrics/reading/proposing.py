"""What a file's columns are, as far as its headings and first rows tell: a mapping, why, and what has to be asked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from metrics.periods import Unclear, parse
from metrics.reading.describing import refuse
from metrics.reading.files import Table
from metrics.reading.mapping import Column, Mapping, Role
from raci.evidence.verdicts import _
from raci.imports.verdicts import Sentence, say


@dataclass(frozen=True)
class Reason:
    """Why a column is held to be what it is; `at` is None for what is said of the whole file."""

    at: int | None
    heading: str
    sentence: Sentence


@dataclass(frozen=True)
class Question:
    """What the file does not say. `about` is a field of the mapping ("period") or a column's heading; the mapping goes on
    with `suggestion`, which may be ""."""

    about: str
    sentence: Sentence
    suggestion: str = ""


@dataclass(frozen=True)
class Proposal:
    """A mapping to be looked at, with the reason for each column and the questions that are left."""

    mapping: Mapping
    reasons: tuple[Reason, ...] = ()
    questions: tuple[Question, ...] = ()


@dataclass
class Draft:
    """A proposal in the making."""

    table: Table
    columns: list[Column] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def put(self, column: Column, text: str, /, **facts: object) -> None:
        """What a column is, and why."""
        self.columns.append(column)
        self.reasons.append(Reason(column.at, column.heading, say(text, **facts)))

    def note(self, text: str, /, **facts: object) -> None:
        """What is said of the whole file."""
        self.reasons.append(Reason(None, "", say(text, **facts)))

    def ask(self, about: str, text: str, /, suggestion: str = "", **facts: object) -> None:
        """What has to be asked."""
        self.questions.append(Question(about, say(text, **facts), suggestion))


def propose(table: Table, *, fiscal_first_month: int = 1) -> Proposal:
    """The mapping that fits the file best. Raises Unreadable for what describes indicators and holds no figures of them."""
    from metrics.reading.layouts import LAYOUTS

    refuse(table)
    for draw in LAYOUTS:
        draft = Draft(table)
        layout = draw(draft)
        if layout is not None:
            columns = tuple(sorted(draft.columns, key=lambda column: column.at))
            mapping = Mapping(layout, table.fingerprint, columns, fiscal_first_month=fiscal_first_month)
            if table.labels:
                mapping = replace(mapping, headings=2)
            return _fixed(draft, mapping)
    raise AssertionError("the last layout takes whatever is a table")  # pragma: no cover


def answered(
    proposal: Proposal, *, indicator: str = "", period: str = "", place: str = "", place_code: str = "", unit: str = ""
) -> Mapping:
    """The proposed mapping with what was answered for the whole file; what is "" stays as it was proposed."""
    held = proposal.mapping
    return replace(
        held,
        indicator=indicator or held.indicator,
        period=period or held.period,
        place=place or held.place,
        place_code=place_code or held.place_code,
        unit=unit or held.unit,
    )


def _fixed(draft: Draft, mapping: Mapping) -> Proposal:
    """What no column says is taken from the file's name, and asked."""
    lacks = mapping.lacks()
    if "indicator" in lacks:
        mapping = replace(mapping, indicator=_indicator(draft.table.stem))
        draft.ask("indicator", WHICH_INDICATOR, mapping.indicator)
    if "period" in lacks:
        mapping = replace(mapping, period=period_in(draft.table.stem, mapping.fiscal_first_month))
        draft.ask("period", WHICH_PERIOD, mapping.period)
    if not mapping.of(Role.PLACE, Role.PLACE_CODE):
        draft.ask("place", WHICH_PLACE)
    return Proposal(mapping, tuple(draft.reasons), tuple(draft.questions))


def _indicator(stem: str) -> str:
    """ "indicator_1-2-2" is 1-2-2."""
    return re.sub(r"^indicator[_ -]+(?=\S)", "", stem, flags=re.IGNORECASE)


def period_in(stem: str, fiscal_first_month: int = 1) -> str:
    """The one period that a file's name holds, or ""; "acs2017_5yr" is 2013-2017."""
    years = re.findall(
        r"(?<!\d)((?:19|20)\d\d(?:[-_](?:(?:19|20)?\d\d))?(?:[_ -]?[1-9][_ -]?y(?:ea)?rs?)?)(?!\d)", stem
    )
    if len(years) != 1:
        return ""
    text = re.sub(r"^(\d{4})_(\d{2,4})$", r"\1-\2", years[0]).replace("_", " ")
    try:
        parse(text, fiscal_first_month)
    except Unclear:
        return ""
    return text


WHICH_INDICATOR = _("No column names the indicator. Which one is it?")
WHICH_PERIOD = _("No column names a period. Which one are the figures of?")
WHICH_PLACE = _("No column names a place or a unit. Leave it empty if the figures are of the whole city.")
