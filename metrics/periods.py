"""Spans of time as people write them: 2021, FY 2025, 2021 Q2, 2021-06, 2017-2021, 2017-18, and days.

A period is its first and its last day, both counted in. FY 2025 is the fiscal year that ends in 2025, as cities of the
United States name it; the month it begins in is an argument.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from raci.evidence.verdicts import _
from raci.imports.verdicts import Sentence, say

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
FIRST_YEAR, LAST_YEAR = 1800, 2200


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """From the first day to the last, both counted in; sorts by its first day, then by its last."""

    begin: date
    end: date

    def label(self, fiscal_first_month: int = 1) -> str:
        """As it is typed and stands in addresses: the shortest form that `parse` reads back with the same first month."""
        begin, end = self.begin, self.end
        if begin.day != 1 or end != last_day(end.year, end.month):
            return begin.isoformat() if begin == end else f"{begin.isoformat()} to {end.isoformat()}"
        months = (end.year - begin.year) * 12 + end.month - begin.month + 1
        if months == 1:
            return f"{begin:%Y-%m}"
        if months == 3 and begin.month % 3 == 1:
            return f"{begin.year} Q{(begin.month + 2) // 3}"
        if begin.month == 1 and end.month == 12:
            return str(begin.year) if months == 12 else f"{begin.year}-{end.year}"
        if months == 12 and begin.month == fiscal_first_month:
            return f"FY {end.year}"
        return f"{begin:%Y-%m} to {end:%Y-%m}"


class Unclear(ValueError):
    """A text that is no period, or could be two; `sentence` says what to write."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


def parse(text: str, fiscal_first_month: int = 1, *, spans: bool = False) -> Period:
    """The period a text names. Raises Unclear. `spans`: 2011-12 is the year from 2011 to 2012, and not December 2011."""
    plain = " ".join(text.casefold().replace("–", "-").replace("—", "-").split())
    if spans and (found := SPAN.fullmatch(plain)) and is_span(plain):
        return _span(found, fiscal_first_month)
    for form, read in FORMS:
        found = form.fullmatch(plain)
        if found:
            try:
                return _checked(read(found, fiscal_first_month), text)
            except (ValueError, OverflowError) as error:
                if isinstance(error, Unclear):
                    raise
                break
    raise Unclear(say(NO_PERIOD, text=text.strip()))


def is_span(text: str) -> bool:
    """Whether a text could be a year named by the two calendar years it lies in, like 2017-18 or 2011/12."""
    found = SPAN.fullmatch(text.strip().replace("–", "-"))
    return found is not None and len(found["b"]) == 2 and int(found["b"]) == (int(found["a"]) + 1) % 100


def last_day(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def year(number: int) -> Period:
    """A calendar year."""
    return Period(date(number, 1, 1), date(number, 12, 31))


def fiscal_year(ends_in: int, first_month: int) -> Period:
    """The fiscal year that ends in this calendar year; the calendar year itself where it begins in January."""
    return year(ends_in) if first_month == 1 else _months(ends_in - 1, first_month, 12)


def _months(from_year: int, month: int, count: int) -> Period:
    """So many months from the first of one on."""
    last = from_year * 12 + month - 1 + count - 1
    return Period(date(from_year, month, 1), last_day(last // 12, last % 12 + 1))


def _checked(period: Period, text: str) -> Period:
    if period.end < period.begin:
        raise Unclear(say(BACKWARDS, text=text.strip()))
    if not FIRST_YEAR <= period.begin.year <= period.end.year <= LAST_YEAR:
        raise ValueError
    return period


# ---- the forms


def _full(short: str) -> int:
    """A year of two digits is one of this century."""
    return int(short) + 2000 if len(short) == 2 else int(short)


def _span(found: re.Match[str], first_month: int) -> Period:
    """2017-2021: whole years. 2017-18: the one year that begins in 2017, where the fiscal year is not the calendar's."""
    begin, end = int(found["a"]), found["b"]
    if len(end) == 4:
        return Period(date(begin, 1, 1), date(int(end), 12, 31))
    if int(end) != (begin + 1) % 100:
        raise ValueError  # 2017-06 is a month and comes here only as 2017-19, which is neither
    return _months(begin, first_month, 12) if first_month != 1 else Period(date(begin, 1, 1), date(begin + 1, 12, 31))


def _fiscal(found: re.Match[str], first_month: int) -> Period:
    whole = fiscal_year(_full(found["y"]), first_month)
    if not found["q"]:
        return whole
    begin = whole.begin.year * 12 + whole.begin.month - 1 + (int(found["q"]) - 1) * 3
    return _months(begin // 12, begin % 12 + 1, 3)


def _quarter(found: re.Match[str], _first: int) -> Period:
    return _months(int(found["y"]), int(found["q"]) * 3 - 2, 3)


def _half(found: re.Match[str], _first: int) -> Period:
    return _months(int(found["y"]), int(found["h"]) * 6 - 5, 6)


def _month(found: re.Match[str], _first: int) -> Period:
    return _months(int(found["y"]), int(found["m"]), 1)


def _named_month(found: re.Match[str], _first: int) -> Period:
    return _months(int(found["y"]), MONTHS.index(found["m"]) + 1, 1)


def _day(found: re.Match[str], _first: int) -> Period:
    day = date.fromisoformat(found["d"])
    return Period(day, day)


def _days(found: re.Match[str], first_month: int) -> Period:
    """From one date, month or year to another."""
    return Period(parse(found["a"], first_month).begin, parse(found["b"], first_month).end)


def _american_day(found: re.Match[str], _first: int) -> Period:
    """6/30/2021; 3/4/2021 could be two days and is asked back."""
    month, day = int(found["m"]), int(found["d"])
    if day <= 12 and day != month:
        raise Unclear(say(TWO_DAYS, text=found[0]))
    only = date(int(found["y"]), month, day)
    return Period(only, only)


def _instant(found: re.Match[str], _first: int) -> Period:
    """Five-year and one-year products of the Census name their last year: "2022 5-year" is 2018-2022."""
    end, count = int(found["y"]), int(found["n"])
    return Period(date(end - count + 1, 1, 1), date(end, 12, 31))


SPAN = re.compile(r"(?P<a>\d{4}) ?[-/] ?(?P<b>\d{4}|\d\d)(?: acs)?(?: \d[- ]?y(?:ea)?rs?)?")
FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int], Period]], ...] = tuple(
    (re.compile(form), read)
    for form, read in (
        (r"(?:cy ?)?(?P<y>\d{4})(?:\.0+)?", lambda found, _first: year(int(found["y"]))),
        (r"(?P<d>\d{4}-\d\d-\d\d)(?:[t ]00:00(?::00(?:\.0+)?)?)?", _day),
        (r"(?P<y>\d{4})[-/](?P<m>0[1-9]|1[0-2])(?!\d)", _month),
        (SPAN.pattern, _span),
        (r"(?:acs )?(?P<y>\d{4}):? ?(?:acs )?(?P<n>[1-9])[- ]?y(?:ea)?rs?(?: estimates?)?", _instant),
        (r"(?:fy|fiscal year) ?'?(?P<y>\d{4}|\d\d)(?:[ -]?(?:q(?P<q>[1-4])))?", _fiscal),
        (r"(?P<y>\d{4})[ -]?(?:q(?P<q>[1-4]))", _quarter),
        (r"(?P<y>\d{4})[ -]?(?:(?P<q>[1-4])q)", _quarter),
        (r"(?:q(?P<q>[1-4]))[ -/]?(?P<y>\d{4})", _quarter),
        (r"(?P<q>[1-4])q[ -/]?(?P<y>\d{4})", _quarter),
        (r"(?P<y>\d{4})[ -]?h(?P<h>[12])", _half),
        (rf"(?P<m>{'|'.join(MONTHS)})[a-z]*\.?,? ?(?P<y>\d{{4}})", _named_month),
        (rf"(?P<y>\d{{4}}) (?P<m>{'|'.join(MONTHS)})[a-z]*\.?", _named_month),
        (r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})", _american_day),
        (r"(?P<a>\d{4}(?:-\d\d){0,2}) (?:to|until|-) (?P<b>\d{4}(?:-\d\d){0,2})", _days),
    )
)
NO_PERIOD = _(
    "“%(text)s” is no period. Write 2021, FY 2025, 2021 Q2, 2021-06, 2017-2021, or two days: 2021-06-05 to 2021-07-04."
)
BACKWARDS = _("“%(text)s” ends before it begins. Turn the two around.")
TWO_DAYS = _("“%(text)s” could be two different days. Write the year first: 2021-06-30.")
