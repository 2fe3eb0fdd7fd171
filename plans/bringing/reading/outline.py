"""A plan in running text: goals, outcomes and actions by words, numbers (1.2.3) and bullets, with what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from metrics.periods import Period
from plans.bringing.reading.days import when
from plans.bringing.reading.lines import Line, Remark, Row, What
from plans.bringing.reading.money import AMOUNT, cents
from plans.bringing.reading.owners import owners
from plans.bringing.reading.words import ACTION, BULLET, GOAL, LETTERED, NOTE, NUMBERED, OUTCOME, TOTAL
from raci.evidence.verdicts import _
from raci.imports.verdicts import say

KEYS: tuple[tuple[str, str], ...] = (
    ("owner", r"leads?|leader|owners?|responsible(?: party)?|who|point person|assigned to|accountable"),
    ("partners", r"partners?|support(?:ing)?|with"),
    ("when", r"timeline|timeframe|when|dates?|schedule|timing"),
    ("due", r"due(?: date)?|deadline|by when|complete(?:d)? by|completion|target date|end"),
    ("start", r"start(?:s|ing)?(?: date)?|begins?"),
    ("money", r"budget|costs?|funding|amount"),
)
KEY = re.compile(rf"^(?:{'|'.join(f'(?P<{name}>{words})' for name, words in KEYS)})\s*[:=]\s*(?P<rest>\S.*)$", re.I)
PARTS = re.compile(r"\s*[;|]\s*|\s+[–—]\s+|(?<=\))\s*|\s*\((?=[^)]*\)\s*$)")
MARKUP = re.compile(r"^#{1,6}\s+|\*\*|__")
DETAILS = re.compile(r"^(?P<title>.*?)\s*\((?P<rest>[^()]{3,})\)\s*\.?$")


def read_outline(rows: Sequence[Row], plan: Period | None, first_month: int) -> list[Line]:
    """A line for each row."""
    reader = _Reader(plan, first_month, _levels(rows))
    return [reader.line(row) for row in rows]


@dataclass(frozen=True)
class _Levels:
    """What a number of so many parts names, and what a bullet does."""

    numbers: dict[int, What]
    bullets: What = What.ACTION


def _levels(rows: Sequence[Row]) -> _Levels:
    """By how deep the numbers of the whole text go, and whether bullets stand below them."""
    texts = [MARKUP.sub("", row.text).strip() for row in rows]
    depths = {found["n"].count(".") + 1 for text in texts if (found := NUMBERED.match(text))}
    named = any(GOAL.match(text) for text in texts)
    pairs = pairwise(texts)
    below = any(NUMBERED.match(above) and (BULLET.match(text) or ACTION.match(text)) for above, text in pairs)
    deep = sorted(depths)
    if named:  # goals say so themselves, and so does what stands below them
        deep = [one for one in deep if one > 1] or deep
        order = [What.OUTCOME, What.ACTION] if len(deep) > 1 or (below and deep) else [What.ACTION]
    elif below and deep:
        order = [What.GOAL, What.OUTCOME]
    else:
        order = {1: [What.ACTION], 2: [What.GOAL, What.ACTION]}.get(len(deep), [What.GOAL, What.OUTCOME, What.ACTION])
    numbers = {depth: order[min(at, len(order) - 1)] for at, depth in enumerate(deep)}
    return _Levels({1: What.GOAL, **numbers} if named and 1 not in numbers else numbers)


@dataclass
class _Reader:
    plan: Period | None
    first_month: int
    levels: _Levels
    goal: str = ""
    outcome: str = ""
    last: Line | None = None
    lines: list[Line] = field(default_factory=list)

    def line(self, row: Row) -> Line:
        """What a row is."""
        line = Line(row.sheet, row.number, What.UNCLEAR, row.text)
        self._told(line, MARKUP.sub("", " ".join(row.text.split())).strip())
        self.lines.append(line)
        return line

    def _told(self, line: Line, text: str) -> None:
        bare = BULLET.match(text)["rest"] if BULLET.match(text) else text  # type: ignore[index]
        if TOTAL.match(bare):
            line.what = What.TOTAL
        elif self.last is not None and KEY.match(bare):
            line.what = What.DETAIL
            self._details(self.last, bare, into=line)
        elif found := _named(text, self.levels) or _named(bare, self.levels):
            self._begin(line, *found)
        elif NOTE.match(text):
            line.what = What.NOTE
        elif not self.lines:
            line.what = What.HEADING
        elif self.last is not None and text[:1].islower() and not line.sheet:  # a line that was broken
            line.what, self.last.title = What.DETAIL, f"{self.last.title} {text}"

    def _begin(self, line: Line, what: What, text: str) -> None:
        line.what = what
        if what is What.GOAL:
            self.goal, self.outcome, self.last = text, "", None
        elif what is What.OUTCOME:
            self.outcome, self.last = text, None
        else:
            self.last = line
            line.title = self._beside(line, text)
        line.goal, line.outcome = self.goal, self.outcome

    def _beside(self, line: Line, text: str) -> str:
        """The title without what stands behind it: in brackets, or after dashes, semicolons and bars."""
        if found := DETAILS.match(text):
            self._details(line, found["rest"], into=line)
            text = found["title"]
        title, *rest = re.split(r"\s*[;|]\s*|\s+[–—]\s+", text)
        kept = [title]
        for part in rest:
            if not self._detail(line, part, line, only_known=True):
                kept.append(part)
        return "; ".join(kept).strip()

    def _details(self, action: Line, text: str, *, into: Line) -> None:
        for part in re.split(r"\s*[;|]\s*|\s+[–—]\s+", text):
            if part and not self._detail(action, part, into):
                pieces = [one for one in re.split(r",\s+(?=\D)|,\s+(?=\$)", part) if one]
                done = [len(pieces) > 1 and self._detail(action, one, into) for one in pieces]
                for one, known in zip(pieces, done, strict=True):
                    if not known:
                        into.remarks.append(Remark("", one, say(NO_PART)))

    def _detail(self, action: Line, text: str, into: Line, *, only_known: bool = False) -> bool:
        """One part of what stands beside an action; whether it is known what it is."""
        found = KEY.match(text)
        kind, rest = (found.lastgroup or "", found["rest"]) if found else ("", text)
        if found:
            kind = next(name for name, _words in KEYS if found[name])
        if not kind and (amount := AMOUNT.search(text)) and "$" in amount[0]:
            kind = "money"
        if not kind and (time := when(text, self.plan, self.first_month)) and (time.due_on or time.starts_on):
            kind = "when"
        if not kind or (only_known and not found and kind == "when" and len(text) > 40):
            return False
        self._put(action, kind, rest, into)
        return True

    def _put(self, action: Line, kind: str, text: str, into: Line) -> None:
        if kind == "owner":
            action.owner_said = action.owner_said or text
            action.owners += [one for one in owners(text) if one not in action.owners]
        elif kind == "partners":
            action.partners = ", ".join(filter(None, [action.partners, *owners(text)]))
        elif kind == "money":
            action.cents, why = cents(text)
            into.remarks += [Remark("", text, why)] if why else []
        else:
            time = when(text, self.plan, self.first_month)
            if kind != "due":
                action.starts_on = time.starts_on or action.starts_on
            if kind != "start":
                action.due_on = time.due_on or action.due_on
            into.remarks += [Remark("", text, time.why)] if time.why else []


def _named(text: str, levels: _Levels) -> tuple[What, str] | None:
    """What a row is by its word, its number or its bullet, and the words behind that."""
    for form, what in ((GOAL, What.GOAL), (OUTCOME, What.OUTCOME), (ACTION, What.ACTION)):
        found = form.match(text)
        if found and found["rest"] and found["rest"] != text and _is_labelled(text, found):
            return what, found["rest"].strip()
    if found := NUMBERED.match(text):
        depth = found["n"].count(".") + 1
        inner = _named(found["rest"], _Levels({})) if not found["rest"][:1].isdigit() else None
        return inner or (levels.numbers.get(depth, What.ACTION), found["rest"].strip())
    for form in (BULLET, LETTERED):
        if found := form.match(text):
            return levels.bullets, found["rest"].strip()
    return None


def _is_labelled(text: str, found: re.Match[str]) -> bool:
    """ "Goal 2: ..." names a goal; "Goals matter to us" does not."""
    label = text[: found.start("rest")]
    return any(sign in label for sign in ":.)–—") or any(sign.isdigit() for sign in label) or " - " in label


NO_PART = _("It was not understood what this says of the action: lead, time or money.")
