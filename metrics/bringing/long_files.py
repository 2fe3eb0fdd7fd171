"""A long file of observations read in blocks, a million rows in seconds: judged like any other, stored by one COPY.

Only where each of its columns is plainly one thing (`plain_files`); every other file is read row by row. Numbers are doubles:
whole numbers stay exact, others have fifteen digits. Totals in the file are not compared with their groups.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, Any

from metrics.bringing import gathering
from metrics.bringing.gathering import Label, Subject
from metrics.bringing.naming import Resolved
from metrics.bringing.plain_files import plain_layout, unit_of
from metrics.periods import Period, Unclear, parse
from metrics.reading.files import Table
from metrics.reading.groups import means_all, overlaps, plain
from metrics.reading.mapping import Mapping as How
from metrics.reading.mapping import Role
from metrics.reading.numbers import number
from metrics.reading.observations import Row, Verdict
from metrics.reading.rows import read
from metrics.series import NO_PERIOD, PUBLISHED, SUMS_OF
from raci.days import is_meant
from raci.imports.verdicts import Sentence, Unreadable, say
from raci.spreadsheets import plain_cell

if TYPE_CHECKING:  # numpy comes where a file is read, and not at the portal's start
    from metrics.finest.fields import Fault
    from metrics.finest.observations import Codes, Gathered, Layout

FIRST = 20  # lines that are read as any other file's, to be shown
SAID = {"x": "sum", "w": "weight_sum"} | {name: name for name in ("n", "k", "value", "se", "events")}


class Names(Mapping[str, int]):
    """The names in a column, numbered as they come; `begun` is what an empty cell means, if it means something."""

    def __init__(self, begun: str = "", about: str = "", known: dict[tuple[str, str], int] | None = None) -> None:
        self.begun, self.about = begun, about
        self.known: dict[tuple[str, str], int] = {} if known is None else known

    def __getitem__(self, text: str) -> int:
        name = plain(plain_cell(text)) if self.about else plain_cell(text).strip()
        if not (name or self.begun):
            raise KeyError(text)
        return self.known.setdefault((self.about, name or self.begun), len(self.known))

    def __iter__(self) -> Iterator[str]:
        return (name for _about, name in self.known)

    def __len__(self) -> int:
        return len(self.known)


@dataclass
class Summary(gathering.Gathered):
    """What is said of a long file: each name stands in it once, and the first lines with their figures."""

    values: int = 0
    combinations: int = 0

    @property
    def cells(self) -> int:
        """How many values it comes to."""
        return self.values

    @property
    def series(self) -> int:
        """Of how many indicators in a place, of a combination of groups."""
        return self.combinations

    def blame(self, faults: Collection[Fault]) -> None:
        """Rows that are refused."""
        for fault in faults:
            self.refuse(Row(fault.line, Verdict.REFUSED, fault.reason, fault.column))


@dataclass
class LongFile:
    """A long file that was read: its rows by numbers, and the names that these stand for."""

    summary: Summary
    rows: Gathered
    labels: list[Label]
    places: list[tuple[str, str]]
    groups: list[tuple[str, str]]
    order: Any = field(default=None)

    def fits(self, resolved: Resolved) -> bool:
        """Whether all of its indicators keep the same sums, and none of them works one out of another."""
        dimensions = {name: resolved.known_dimensions.get(name) for name, _group in self.groups}
        known = [one.pk for one in dimensions.values() if one is not None]
        return (
            len(set(known)) == len(known) and self.kept({kind for kind, _scale in resolved.values.values()}) is not None
        )

    def kept(self, kinds: Collection[str]) -> tuple[str, ...] | None:
        """The sums that indicators of these kinds keep of it; None where they keep different ones."""
        found = {(_kept(kind, self.rows.sums), kind in PUBLISHED) for kind in kinds}
        sums = next(iter(found))[0] if len(found) == 1 else ()
        return sums or None

    def check(self, kinds: Collection[str]) -> None:
        """Leave only what is kept, and find what stands in it twice: refused in the summary."""
        import numpy as np

        from metrics.finest.fields import Fault, Faulty
        from metrics.finest.observations import MOST_FAULTS, NOTHING, ordered

        self.rows.sums = {name: self.rows.sums[name] for name in self.kept(kinds) or ()}
        nothing = np.logical_and.reduce([np.isnan(each) for each in self.rows.sums.values()])
        self.summary.blame([Fault(int(line), "", say(NOTHING)) for line in self.rows.line[nothing][:MOST_FAULTS]])
        try:
            self.order = ordered(self.rows, published=set(kinds) <= set(PUBLISHED))
        except Faulty as faulty:
            self.summary.blame(faulty.faults)

    def name(self, resolved: Resolved, kinds: Collection[str]) -> None:
        """The portal's numbers instead of the file's; what two names of one thing hold twice is refused in the summary."""
        import numpy as np

        numbers: dict[str, int] = {}
        coded = _coder(self, resolved)
        places = [numbers.setdefault(coded(one), len(numbers)) for one in self.rows.series]
        merged = len(numbers) < len(places)
        self.rows.series = list(numbers)
        if merged:
            self.rows.of_series = np.array(places, dtype=np.int32)[self.rows.of_series]
            self.check(kinds)


def _coder(found: LongFile, resolved: Resolved) -> Callable[[str], str]:
    """A series by the numbers of the file > by those of the portal, as COPY takes it."""
    indicators = [getattr(resolved.indicators[one], "pk", None) for one in found.labels]
    places = [getattr(resolved.places[one], "pk", None) for one in found.places]
    groups = [resolved.groups[one].pk for one in found.groups]

    def coded(one: str) -> str:
        indicator, place, inside = one.split("\t")
        where = place if place == "\\N" else places[int(place)]
        named = sorted(groups[int(group)] for group in inside[1:-1].split(",") if group)
        return f"{indicators[int(indicator)]}\t{where}\t{{{','.join(map(str, named))}}}"

    return coded


def _kept(kind: str, sums: Collection[str]) -> tuple[str, ...]:
    """What is kept of these; nothing where the kind would take one for another (`amounts.cell_of`)."""
    if kind == "milestone" or (kind == "count" and "value" in sums) or (kind == "estimate" and "n" in sums):
        return ()
    return tuple(name for name in SUMS_OF[kind] if name in sums)


# ---- read


def read_long(table: Table, mapping: How, progress: Callable[[int], object]) -> LongFile | Summary | None:
    """Read a file whole: only its summary where rows are refused; None for one that has to be read row by row."""
    layout = plain_layout(table, mapping)
    if layout is None or table.plain is None:
        return None
    from metrics.finest.fields import Faulty
    from metrics.finest.observations import gathered_from

    codes, indicators, places, groups = _codes(layout, mapping)
    summary = Summary(adds_up=False)
    table.plain.seek(0)
    try:
        rows = gathered_from(table.plain, layout, codes, progress)
    except Faulty as faulty:
        summary.blame(faulty.faults)
    except Unreadable as problem:
        summary.refuse(unreadable(problem.sentence))
    labels = [Label(name, "", unit_of(mapping)) for _about, name in indicators.known]
    where = [_pair(mapping, name) for _about, name in places.known]
    if summary.refused:
        _summarise(summary, labels, where, list(groups))
        return summary
    if any(_is_more(mapping, *one) for one in groups):
        return None
    found = LongFile(summary, rows, labels, where, list(groups))
    _count(found, table, mapping)
    return found


def unreadable(sentence: Sentence) -> Row:
    """A file that cannot be read to its end, as a refused row."""
    line = sentence.facts.get("line", 1)
    return Row(line if isinstance(line, int) else 1, Verdict.REFUSED, sentence)


def _codes(layout: Layout, mapping: How) -> tuple[Codes, Names, Names, dict[tuple[str, str], int]]:
    from metrics.finest.observations import Codes

    indicators, places = Names(mapping.indicator), Names(mapping.place_code or mapping.place)
    groups: dict[tuple[str, str], int] = {}
    dimensions = zip(layout.groups, mapping.of(Role.DIMENSION), strict=True)
    by_heading = {heading: Names(about=column.name, known=groups) for heading, column in dimensions}
    return Codes(indicators, places, by_heading, partial(_period, mapping), _number), indicators, places, groups


def _period(mapping: How, text: str) -> Period:
    columns = mapping.of(Role.PERIOD)
    spans = columns[0].spans if columns else False
    found = parse(text if columns else mapping.period, mapping.fiscal_first_month, spans=spans)
    if not (is_meant(found.begin) and is_meant(found.end)):
        raise Unclear(say(NO_PERIOD, begins=found.begin.isoformat(), ends=found.end.isoformat()))
    return found


def _number(text: str) -> float:
    found = number(text)
    return float("nan") if found is None else float(found)


def _pair(mapping: How, name: str) -> tuple[str, str]:
    """A place as (code, name)."""
    if not mapping.of(Role.PLACE, Role.PLACE_CODE):
        return mapping.place_code, mapping.place
    return (name, "") if mapping.of(Role.PLACE_CODE) else ("", name)


def _is_more(mapping: How, name: str, group: str) -> bool:
    """Whether a group is a total, or shares people with others."""
    return any(
        means_all(column, group) or overlaps(column, group)
        for column in mapping.of(Role.DIMENSION)
        if column.name == name
    )


def _count(found: LongFile, table: Table, mapping: How) -> None:
    """How many rows there are, which sums each indicator has, which names stand in rows that have any; the first of them."""
    summary, rows = found.summary, found.rows
    summary.empty, summary.values, summary.combinations = rows.empty, len(rows.line), len(rows.series)
    summary.read, summary.lines = summary.values, summary.values + rows.empty
    summary.figures |= gathering.gather(read(islice(table.sample, FIRST), mapping), mapping).figures
    labels, places, groups = found.labels, found.places, found.groups
    if rows.empty:
        parts = [one.split("\t") for one in rows.series]
        labels = [labels[int(at)] for at in dict.fromkeys(one for one, _place, _groups in parts)]
        places = [places[int(at)] for at in dict.fromkeys(one for _i, one, _groups in parts if one != "\\N")]
        inside = dict.fromkeys(at for _i, _place, one in parts for at in one[1:-1].split(",") if at)
        groups = [groups[int(at)] for at in inside]
    _summarise(summary, labels, places, groups)
    _measures(found)


def _summarise(
    summary: Summary, labels: list[Label], places: list[tuple[str, str]], groups: list[tuple[str, str]]
) -> None:
    """Each name once, for whoever looks for them in the portal (`naming.resolve`)."""
    for label in labels:
        summary.measures.setdefault(label, set())
    for label, place, group in zip_longest(labels, places, groups):
        if labels:
            code, name = place or ("", "")
            summary.figures.setdefault(Subject(label or labels[0], code, name, (group,) if group else ()), {})


def _measures(found: LongFile) -> None:
    """Which sums are known of each indicator."""
    import numpy as np

    indicator = np.array([int(one.partition("\t")[0]) for one in found.rows.series], dtype=np.int32)
    of_rows = indicator[found.rows.of_series]
    for name, values in found.rows.sums.items():
        for at in np.unique(of_rows[~np.isnan(values)]).tolist() if name in SAID else ():
            found.summary.measures[found.labels[at]].add(SAID[name])
