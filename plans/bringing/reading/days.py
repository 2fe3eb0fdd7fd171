"""When something is to be done, as people write it: "Q3 FY26", "Jan-Jun", "by June 30, 2026", "ongoing".

What could mean two days is not guessed. A month without its year is one of the plan's own time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from metrics.periods import MONTHS, Period, Unclear, fiscal_year, last_day, parse
from raci.days import is_meant
from raci.evidence.verdicts import _
from raci.imports.verdicts import Sentence, say

MONTH = rf"(?:{'|'.join(MONTHS)})[a-z]*\.?"
ONGOING = re.compile(
    r"^(?:on-?going|continuous(?:ly)?|continuing|annual(?:ly)?|every year|yearly|quarterly|monthly|recurring|throughout|"
    r"as needed|all year|full term|permanent)\b"
)
OPEN = re.compile(r"^(?:tbd|tba|t\.b\.d\.|to be determined|unknown|\?+|n/?a|none|-+|pending|not set)$")
BY = re.compile(
    r"^(?:by|before|until|no later than|due|due by|end of|by (?:the )?end of|by (?:the )?close of)\s+(?P<rest>.+)$"
)
FISCAL_SPAN = re.compile(r"^(?:fy|fiscal year) ?'?(?P<a>\d{4}|\d\d) ?[-/] ?'?(?:fy ?'?)?(?P<b>\d{4}|\d\d)$")
QUARTER = re.compile(r"^q(?P<q>[1-4])(?: ?- ?q?(?P<to>[1-4]))?,? (?:of )?(?:fy|fiscal year) ?'?(?P<y>\d{4}|\d\d)$")
QUARTERS = re.compile(r"^q(?P<q>[1-4]) ?- ?q?(?P<to>[1-4]),? (?:of )?(?P<y>\d{4})$")
DAY = re.compile(rf"^(?P<m>{MONTH}) (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>\d{{4}})$")
DAY_FIRST = re.compile(rf"^(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<m>{MONTH}),? (?P<y>\d{{4}})$")
SHORT_DAY = re.compile(r"^(?P<m>\d{1,2})[/.](?P<d>\d{1,2})[/.](?P<y>\d\d)$")
RANGE = re.compile(
    r"^(?:from )?(?P<a>.+?) ?(?: - |(?<=[a-z.])-(?=[a-z])|(?<=\d)-(?=[a-z])| to | through | thru | until )(?P<b>.+)$"
)
MONTH_ALONE = re.compile(rf"^(?P<m>{MONTH})$")


@dataclass(frozen=True)
class When:
    """From when to when, as far as it was understood; `why`: what has to be looked at."""

    starts_on: date | None = None
    due_on: date | None = None
    why: Sentence | None = None


def when(text: str, plan: Period | None, first_month: int) -> When:
    """What a text says of time. `plan`: the plan's own time, `first_month`: in which the fiscal year begins."""
    plain = _plain(text)
    if not plain:
        return When()
    if OPEN.match(plain):
        return When(why=say(NOT_SET, text=text.strip()))
    if ONGOING.match(plain):
        return When(plan.begin, plan.end, say(GOES_ON)) if plan else When(why=say(GOES_ON))
    by = BY.match(plain)
    try:
        period = _period(by["rest"] if by else plain, plan, first_month)
    except Unclear as unclear:
        return When(why=unclear.sentence)
    if not (is_meant(period.begin) and is_meant(period.end)):
        return When(why=say(NO_TIME, text=text.strip()))
    return When(None if by else period.begin, period.end)


def _plain(text: str) -> str:
    plain = " ".join(text.casefold().replace("–", "-").replace("—", "-").split()).strip(" .;,")
    return re.sub(r"\bsept\b\.?", "sep", plain)


def _period(plain: str, plan: Period | None, first: int) -> Period:
    """Raises Unclear."""
    for form, read in ((FISCAL_SPAN, _fiscal_span), (QUARTER, _fiscal_quarters), (QUARTERS, _quarters)):
        if found := form.match(plain):
            return read(found, first)
    for form in (DAY, DAY_FIRST):
        if found := form.match(plain):
            return _on(int(found["y"]), _month(found["m"]), int(found["d"]), plain)
    if found := SHORT_DAY.match(plain):
        return parse(f"{found['m']}/{found['d']}/20{found['y']}", first)
    if found := MONTH_ALONE.match(plain):
        return _of_the_plan(_month(found["m"]), plan, plain)
    try:
        return parse(plain, first)
    except Unclear:
        if found := RANGE.match(plain):
            return _range(found, plan, first, plain)
        raise


def _range(found: re.Match[str], plan: Period | None, first: int, plain: str) -> Period:
    """ "Jan-Jun 2026": the year stands at the end for both; "Nov-Feb" ends in the year after."""
    a, b = found["a"].strip(), found["b"].strip()
    end = _period(b, plan, first)
    if month := MONTH_ALONE.match(a):
        number = _month(month["m"])
        year = end.end.year if number <= end.end.month else end.end.year - 1
        if MONTH_ALONE.match(b):
            begin = _of_the_plan(number, plan, plain).begin
            end = end if end.end >= begin else Period(end.begin, last_day(end.end.year + 1, end.end.month))
            return Period(begin, end.end)
        return Period(date(year, number, 1), end.end)
    begin = _period(a, plan, first).begin
    if end.end < begin:
        raise Unclear(say(BACKWARDS, text=plain))
    return Period(begin, end.end)


def _fiscal_span(found: re.Match[str], first: int) -> Period:
    a, b = _full(found["a"]), _full(found["b"])
    if b == a + 1 and len(found["a"]) >= len(found["b"]) and first != 1:
        return fiscal_year(b, first)
    if b < a:
        raise Unclear(say(BACKWARDS, text=found[0]))
    return Period(fiscal_year(a, first).begin, fiscal_year(b, first).end)


def _fiscal_quarters(found: re.Match[str], first: int) -> Period:
    y = _full(found["y"])
    begin, end = (parse(f"fy {y} q{q}", first) for q in (found["q"], found["to"] or found["q"]))
    return _forward(begin.begin, end.end, found[0])


def _quarters(found: re.Match[str], first: int) -> Period:
    begin, end = (parse(f"{found['y']} q{q}", first) for q in (found["q"], found["to"]))
    return _forward(begin.begin, end.end, found[0])


def _forward(begin: date, end: date, text: str) -> Period:
    if end < begin:
        raise Unclear(say(BACKWARDS, text=text))
    return Period(begin, end)


def _on(year: int, month: int, day: int, text: str) -> Period:
    try:
        only = date(year, month, day)
    except ValueError as error:
        raise Unclear(say(NO_TIME, text=text)) from error
    return Period(only, only)


def _of_the_plan(month: int, plan: Period | None, text: str) -> Period:
    """The first such month in the plan's time."""
    if plan is None:
        raise Unclear(say(NO_YEAR, text=text))
    year = plan.begin.year if month >= plan.begin.month else plan.begin.year + 1
    found = Period(date(year, month, 1), last_day(year, month))
    if found.begin > plan.end:
        raise Unclear(say(NO_YEAR, text=text))
    return found


def _month(name: str) -> int:
    return MONTHS.index(name[:3]) + 1


def _full(short: str) -> int:
    return int(short) + 2000 if len(short) == 2 else int(short)


NOT_SET = _("“%(text)s” sets no day. Type when it starts and when it is due.")
GOES_ON = _("It goes on: it is taken to last as long as the plan. Say so, or type its days.")
NO_TIME = _("“%(text)s” is no time that was understood. Type when it starts and when it is due.")
NO_YEAR = _("“%(text)s” names no year, and none of the plan's fits. Type when it starts and when it is due.")
BACKWARDS = _("“%(text)s” ends before it begins. Type when it starts and when it is due.")
