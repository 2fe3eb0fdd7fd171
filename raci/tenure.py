"""Who held a post through time, as stretches with gaps and overlaps, in words and as a picture. Pure: no database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raci.days import later

DAY = timedelta(days=1)
LEAST_DAYS = 60  # of a picture, so that a post filled yesterday is no sliver
MARGIN = 0.04  # of the picture's length, after today or the last day that is known


@dataclass(frozen=True)
class Span:
    """A holding: whose, from when to when (both days included; no end: it goes on), acting or not."""

    name: str
    begins: date
    ends: date | None
    acting: bool = False

    @property
    def label(self) -> str:
        """ "Nora New (acting)"."""
        return _("%(person)s (acting)") % {"person": self.name} if self.acting else self.name

    def covers(self, day: date) -> bool:
        """Whether it holds on this day."""
        return self.begins <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True)
class Stretch:
    """Days in which the same people hold the post, or nobody."""

    begins: date
    ends: date | None
    holders: tuple[Span, ...]

    @property
    def is_gap(self) -> bool:
        """Whether nobody holds it."""
        return not self.holders

    @property
    def is_overlap(self) -> bool:
        """Whether several do."""
        return len(self.holders) > 1

    @property
    def days(self) -> int | None:
        """How many days; none where no end is known."""
        return (self.ends - self.begins).days + 1 if self.ends else None

    @property
    def sentence(self) -> str:
        """ "vacant 3 Nov to 8 Dec 2026 (36 days)", "two holders 1 to 5 May 2026: ...", "Nora New (acting) from 9 Dec 2026"."""
        names = ", ".join(span.label for span in self.holders)
        words = {"names": names, "when": between(self.begins, self.ends), "n": len(self.holders)}
        if self.is_gap and self.days is not None:
            words["n"] = self.days
            return ngettext("vacant %(when)s (%(n)d day)", "vacant %(when)s (%(n)d days)", self.days) % words
        if self.is_gap:
            return _("vacant %(when)s") % words
        return _("%(n)d holders %(when)s: %(names)s") % words if self.is_overlap else _("%(names)s %(when)s") % words


def between(first: date, last: date | None) -> str:
    """ "3 Nov to 8 Dec 2026", "1 to 5 May 2026", "on 5 May 2026", "from 9 Dec 2026"."""
    if last is None:
        return _("from %(day)s") % {"day": date_format(first, "j M Y")}
    if first == last:
        return _("on %(day)s") % {"day": date_format(first, "j M Y")}
    same_year = first.year == last.year
    shape = "j" if same_year and first.month == last.month else "j M" if same_year else "j M Y"
    return _("%(first)s to %(last)s") % {"first": date_format(first, shape), "last": date_format(last, "j M Y")}


def stretches(spans: Sequence[Span]) -> list[Stretch]:
    """The stretches between the first day somebody held it and the last that is known, oldest first; then the gap, if any."""
    if not spans:
        return []
    edges = sorted({span.begins for span in spans} | {later(span.ends) for span in spans if span.ends})
    found = []
    for begins, following in zip(edges, [*edges[1:], None], strict=True):
        holders = tuple(span for span in spans if span.covers(begins))
        found.append(Stretch(begins, following - DAY if following else None, holders))
    return found


# ---- the picture: each line's bars in hundredths of its length


@dataclass(frozen=True)
class Bar:
    """A stretch of a line: where it begins, how long it is, and what it stands for."""

    left: float
    width: float
    kind: str  # "holder", "acting" or "gap"
    words: str


@dataclass(frozen=True)
class Line:
    """One person, or "Vacant"."""

    name: str
    bars: tuple[Bar, ...]

    @property
    def words(self) -> str:
        """What the line shows, for who cannot see it."""
        return "; ".join(bar.words for bar in self.bars)


@dataclass(frozen=True)
class Picture:
    """Lines over one stretch of time; `today` in hundredths of it."""

    first: date
    last: date
    today: float
    lines: tuple[Line, ...]


def picture(spans: Sequence[Span], today: date) -> Picture | None:
    """A line a person in the order they began, and one for the gaps; nothing where nobody ever held it."""
    if not spans:
        return None
    first = min(span.begins for span in spans)
    known = [day for span in spans for day in (span.begins, span.ends) if day]
    last = max([*known, today, later(first, LEAST_DAYS)])
    last = later(last, max(1, round((last - first).days * MARGIN)))
    people = list(dict.fromkeys(span.name for span in sorted(spans, key=lambda one: one.begins)))
    lines = [_line(name, [span for span in spans if span.name == name], first, last) for name in people]
    gaps = [one for one in stretches(spans) if one.is_gap and one.begins <= last]
    if gaps:
        bars = tuple(_bar(one.begins, one.ends, first, last, "gap", one.sentence) for one in gaps)
        lines.append(Line(_("Vacant"), bars))
    return Picture(first, last, _place(today, first, last), tuple(lines))


def _line(name: str, spans: Sequence[Span], first: date, last: date) -> Line:
    return Line(name, tuple(_held(one, first, last) for one in spans))


def _held(span: Span, first: date, last: date) -> Bar:
    words = f"{span.label} {between(span.begins, span.ends)}"
    return _bar(span.begins, span.ends, first, last, "acting" if span.acting else "holder", words)


def _bar(begins: date, ends: date | None, first: date, last: date, kind: str, words: str) -> Bar:
    left = _place(begins, first, last)
    right = _place(later(min(ends or last, last)), first, last)
    return Bar(left, max(round(right - left, 2), 0.5), kind, words)


def _place(day: date, first: date, last: date) -> float:
    return min(round(100 * (day - first).days / ((last - first).days + 1), 2), 100.0)
