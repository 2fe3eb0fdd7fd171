"""What stands against a file besides its numbers: periods that are not over, and names longer than the portal keeps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from metrics.bringing.gathering import Gathered, Subject
from metrics.bringing.naming import NewIndicator, Resolved
from metrics.in_the_way import running_sentence
from metrics.models import Dimension, Group, IndicatorVersion, Place
from metrics.periods import Period
from metrics.series import Fault, NewSeries
from raci.evidence.verdicts import _
from raci.imports.verdicts import Sentence, say

SHOWN = 60  # letters of a name that is too long


def unfit(gathered: Gathered, resolved: Resolved, today: date, periods: Iterable[Period] = ()) -> Iterator[Fault]:
    """Each name with the first line that holds it. `periods`: of a file that was read in blocks, whose lines are not known."""
    said: set[str] = set()
    for subject, figures in gathered.figures.items():
        line = min((figure.line for figure in figures.values()), default=None)
        for sentence in _long_names(subject, resolved):
            if str(sentence) not in said:
                said.add(str(sentence))
                yield _fault(line, sentence)
        for period, figure in figures.items():
            if period.end >= today and not periods:
                yield _fault(figure.line, running_sentence(period.begin, period.end))
    for period in sorted(set(periods)):
        if period.end >= today:
            yield _fault(None, running_sentence(period.begin, period.end))


def _fault(line: int | None, sentence: Sentence) -> Fault:
    return Fault(NewSeries(0, None, (), (), () if line is None else (line,)), None, sentence)


def _long_names(subject: Subject, resolved: Resolved) -> Iterator[Sentence]:
    """Of what the portal does not know, and would begin under these names."""
    if isinstance(resolved.indicators[subject.label], NewIndicator):
        yield from _too_long(INDICATOR, subject.label.text, _longest(IndicatorVersion, "title"))
    for name, group in subject.groups:
        if (name, group) not in resolved.groups:
            yield from _too_long(DIMENSION, name, _longest(Dimension, "name"))
            yield from _too_long(GROUP, group, _longest(Group, "name"))
    pair = (subject.place_code, subject.place)
    if any(pair) and resolved.places.get(pair) is None:
        yield from _too_long(PLACE_CODE, subject.place_code, _longest(Place, "code"))
        yield from _too_long(PLACE, subject.place, _longest(Place, "name"))


def _longest(model: type[Dimension | Group | IndicatorVersion | Place], field: str) -> int:
    return int(getattr(model._meta.get_field(field), "max_length", None) or 0)


def _too_long(text: str, name: str, most: int) -> Iterator[Sentence]:
    if len(name) > most:
        yield say(text, name=name[:SHOWN] + "…", length=len(name), most=most)


INDICATOR = _(
    "The name of the indicator “%(name)s” has %(length)d letters, and at most %(most)d can be kept. Shorten it."
)
DIMENSION = _(
    "The name of the dimension “%(name)s” has %(length)d letters, and at most %(most)d can be kept. Shorten it."
)
GROUP = _("The name of the group “%(name)s” has %(length)d letters, and at most %(most)d can be kept. Shorten it.")
PLACE = _("The name of the place “%(name)s” has %(length)d letters, and at most %(most)d can be kept. Shorten it.")
PLACE_CODE = _("The code of the place “%(name)s” has %(length)d letters, and at most %(most)d can be kept. Shorten it.")
