"""A file of figures brought into a draft batch: all of it or nothing, with the names that it needs and somebody allowed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import PurePath

from django.core.files.base import File
from django.db import connection
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from metrics.actions.batches import About, begin_batch, kinds_of_values, need_reach, said, settle, store_series
from metrics.bringing import kept
from metrics.bringing.amounts import cell_of
from metrics.bringing.fitting import unfit
from metrics.bringing.gathering import Gathered, gather
from metrics.bringing.long_files import LongFile, Summary, read_long
from metrics.bringing.naming import (
    Choices,
    NewDimension,
    NewIndicator,
    Resolved,
    kind_of_group,
    kind_of_place,
    place_code,
    resolve,
)
from metrics.bringing.people_files import read_people
from metrics.bringing.plain_files import LONG, is_long
from metrics.kinds import BATCH, INDICATOR, LAYOUT, activity_of
from metrics.models import Batch, Dimension, Group, Indicator, IndicatorVersion, Layout, Place, Series
from metrics.reading.files import Table, open_table
from metrics.reading.mapping import Layout as How
from metrics.reading.mapping import Mapping
from metrics.reading.observations import Row
from metrics.reading.proposing import propose
from metrics.reading.rows import read
from metrics.series import Fault, NewSeries, faults
from raci import clock, jobs, reviewing
from raci.actions.imports import spoken
from raci.authority import facts_for
from raci.history.bulk import bulk_create
from raci.imports.verdicts import Unreadable
from raci.keeping import keeping
from raci.models import Job, Person, Unit
from raci.refusals import NotReady, Problem, Refused

MOST_SAID = 20
Progress = Callable[[int], object]


@dataclass
class Judged:
    """A file as it would come in: verdicts, names, and the series of those names that are known."""

    gathered: Gathered
    resolved: Resolved
    faults: list[Fault]
    long: LongFile | None = None  # the rows themselves, where it was read in blocks

    @property
    def comes_in(self) -> bool:
        """Whether nothing stands against it but names that may be begun."""
        return bool(self.gathered.read) and not self.gathered.refused and not self.faults


def judge(
    table: Table,
    mapping: Mapping,
    choices: Choices,
    progress: Progress = lambda lines: None,
    long_from: int = LONG,
) -> Judged:
    """The dry run: nothing is written. A plain file of more than `long_from` lines is read in blocks."""
    judged = _judged_in_blocks(table, mapping, choices, progress) if is_long(table, long_from) else None
    if judged is not None:
        return judged
    gathered = gather(read(table.lines(), mapping), mapping, progress)
    resolved = resolve(gathered, choices)
    return Judged(gathered, resolved, _faults(gathered, resolved))


def _judged_in_blocks(table: Table, mapping: Mapping, choices: Choices, progress: Progress) -> Judged | None:
    """None for a file that has to be read row by row."""
    if mapping.layout is How.PERSONS:
        people = read_people(table, mapping, progress)
        if people is None:
            return None
        resolved = resolve(people, choices)
        return Judged(people, resolved, _faults(people, resolved))
    found = read_long(table, mapping, progress)
    if found is None:
        return None
    resolved = resolve(found if isinstance(found, Summary) else found.summary, choices)
    if isinstance(found, Summary) or not found.summary.read:
        return Judged(found if isinstance(found, Summary) else found.summary, resolved, [])
    if not found.fits(resolved):
        return None
    found.check({kind for kind, _scale in resolved.values.values()})
    against = list(unfit(found.summary, resolved, clock.today(), found.rows.periods))
    return Judged(found.summary, resolved, against, found)


def bring_in(
    batch: Batch,
    table: Table,
    mapping: Mapping,
    choices: Choices,
    *,
    by: Person,
    progress: Progress = lambda lines: None,
    long_from: int = LONG,
) -> Judged:
    """The whole file becomes the batch's values. Raises NotReady that says what stands against it; then nothing changed."""
    with reviewing.writing(batch, by=by, act="bring_in_figures") as locked:
        if locked.cells:
            raise NotReady([Problem(_("This batch holds its values already."))])
        judged = judge(table, mapping, choices, progress, long_from)
        problems = why_not(judged, choices)
        if problems:
            raise NotReady(problems)
        _begin_names(judged.resolved, choices, locked, by)
        resolved = resolve(judged.gathered, choices)
        if judged.long:
            _store_long(locked, judged.long, resolved)
        else:
            store_series(locked, list(series_of(judged.gathered, resolved)), by=by)
        locked.refresh_from_db()
        if not locked.cells or locked.cells != judged.gathered.cells:
            raise NotReady([Problem(_("Not every value of the file would be in, so none is."))])
        locked.rows_in = judged.gathered.lines
        locked.origin = Batch.Origin.PEOPLE if mapping.layout is How.PERSONS else Batch.Origin.FILE
        locked.mapping = {"file": mapping.plain(), "names": choices.plain()}
        locked.save()
        remember(locked.unit, table, mapping, choices, by=by)
    batch.refresh_from_db()
    return judged


def why_not(judged: Judged, choices: Choices) -> list[Problem]:
    """What stands against bringing it in."""
    gathered, missing = judged.gathered, judged.resolved.missing - choices.adds
    problems = [_problem(row) for row in gathered.faults[:MOST_SAID]]
    if gathered.refused > len(problems):
        more = gathered.refused - len(problems)
        problems.append(Problem(ngettext("And %(n)d more row.", "And %(n)d more rows.", more) % {"n": more}))
    if not gathered.read and not gathered.refused:
        problems.append(Problem(_("The file holds no figure.")))
    problems += said(judged.faults)
    words = {
        "indicators": _("Indicators that are not known: %(names)s. Choose known ones, or let them be begun as drafts."),
        "groups": _("Groups that are not known: %(names)s. Let them be added to dimensions of your own."),
        "places": _("Places that are not known: %(names)s. Let them be added."),
    }
    return problems + [
        Problem(words[one] % {"names": named(judged.resolved, one)}, field=one) for one in sorted(missing)
    ]


def _problem(row: Row) -> Problem:
    return Problem(f"{_('Line %(line)d: ') % {'line': row.line}}{said_of(row)}")


def said_of(row: object) -> str:
    """A refused row's column and reason, in the reader's language."""
    field, reason = getattr(row, "field", ""), getattr(row, "reason", None)
    words = spoken(reason) if reason else _("It cannot be read.")
    return f"{field}: {words}" if field else words


def named(resolved: Resolved, what: str, most: int = 8) -> str:
    """The missing names of one sort, the first of them."""
    names = {
        "indicators": [one.title for one in resolved.new_indicators],
        "groups": [f"{one.name}: {', '.join(one.groups)}" for one in resolved.dimensions.values()],
        "places": [name or code for code, name in resolved.new_places],
    }[what]
    more = ngettext("and %(n)d more", "and %(n)d more", len(names) - most) % {"n": len(names) - most}
    return "; ".join(names[:most]) + (f"; {more}" if len(names) > most else "")


# ---- a file chosen, and how it is read


def choose_file(
    *, by: Person, unit: Unit, file: File[bytes], title: str, source: str, corrects: Batch | None = None
) -> Batch:
    """A draft with the file beside it, which is looked at before anything comes in. Raises NotReady where it is no table."""
    name = PurePath(file.name or "figures").name[:255]
    try:
        table = open_table(BytesIO(file.read()), name) if file.size else None
        if table is None:
            raise NotReady([Problem(_("The file is empty."), field="file")])
        propose(table)
    except Unreadable as problem:
        raise NotReady([Problem(spoken(problem.sentence), field="file")]) from problem
    file.seek(0)
    sha256 = kept.keep(file.chunks())
    about = About(title or table.stem, Batch.Origin.FILE, source.strip(), file_name=name, file_sha256=sha256)
    return begin_batch(unit, about, by=by, corrects=corrects)


def say_mapping(batch: Batch, mapping: Mapping, choices: Choices, *, by: Person) -> None:
    """How the batch's file is read, kept with it until it comes in."""
    told = {"file": mapping.plain(), "names": choices.plain()}
    if batch.mapping != told:
        with reviewing.writing(batch, by=by, act="say_mapping") as locked:
            locked.mapping = told
            locked.save()


def ask_to_bring_in(batch: Batch, lines: int, *, by: Person) -> Job:
    """Have a long file brought in in the background."""
    permission = reviewing.may_write(facts_for(by), batch)
    if not permission:
        raise Refused(permission.reason)
    title = _("Figures of “%(file)s”") % {"file": batch.file_name}
    return jobs.ask("figures-in", title=title, arguments={"batch": batch.pk, "lines": lines}, by=by)


# ---- series


def series_of(gathered: Gathered, resolved: Resolved) -> list[NewSeries]:
    """The series of the names that are known, with the line of each cell."""
    found = []
    for subject, periods in gathered.figures.items():
        indicator = resolved.indicators[subject.label]
        pair = (subject.place_code, subject.place)
        place = resolved.places.get(pair) if any(pair) else None
        groups = [resolved.groups.get(one) for one in subject.groups]
        if isinstance(indicator, NewIndicator) or (any(pair) and place is None) or None in groups:
            continue
        kind, scale = resolved.values[subject.label]
        order = sorted(periods)
        found.append(
            NewSeries(
                indicator.pk,
                place.pk if place else None,
                tuple(sorted(group.pk for group in groups if group)),
                tuple(cell_of(periods[one].observation, one, kind, scale) for one in order),
                tuple(periods[one].line for one in order),
            )
        )
    return found


def _store_long(batch: Batch, found: LongFile, resolved: Resolved) -> None:
    """What `store_series` does, of a file that was read in blocks and checked there."""
    from metrics.storing import store_gathered

    indicators = {one.pk for one in resolved.indicators.values() if isinstance(one, Indicator)}
    kinds = kinds_of_values(indicators)
    if len(kinds) < len(indicators) or found.kept(set(kinds.values())) != tuple(found.rows.sums):
        raise NotReady([Problem(_("What its indicators keep was changed meanwhile: bring the file in again."))])
    need_reach(batch, indicators)
    found.name(resolved, set(kinds.values()))
    if found.summary.faults:
        raise NotReady([_problem(row) for row in found.summary.faults[:MOST_SAID]])
    with connection.wrap_database_errors:
        store_gathered(connection.connection, Series._meta.db_table, batch.pk, found.rows, found.order)
    settle(batch)


def _faults(gathered: Gathered, resolved: Resolved) -> list[Fault]:
    """What stands against the cells, also of names that would be begun: these have numbers of their own for as long."""
    indicators = {label: -at for at, label in enumerate(gathered.measures, 1)}
    groups: dict[tuple[str, str], int] = {}
    places: dict[tuple[str, str], int] = {}
    dimensions: dict[str, int] = {}
    kinds = {indicators[label]: resolved.values[label][0] for label in gathered.measures}
    of_group: dict[int, int] = {}
    rows = []
    for subject, periods in gathered.figures.items():
        kind, scale = resolved.values[subject.label]
        for name, group in subject.groups:
            number = groups.setdefault((name, group), len(groups) + 1)
            of_group[number] = dimensions.setdefault(name, len(dimensions) + 1)
        pair = (subject.place_code, subject.place)
        order = sorted(periods)
        rows.append(
            NewSeries(
                indicators[subject.label],
                places.setdefault(pair, len(places) + 1) if any(pair) else None,
                tuple(sorted(groups[one] for one in subject.groups)),
                tuple(cell_of(periods[one].observation, one, kind, scale) for one in order),
                tuple(periods[one].line for one in order),
            )
        )
    return [*faults(rows, kinds, of_group), *unfit(gathered, resolved, clock.today())]


# ---- names that are begun


def _begin_names(resolved: Resolved, choices: Choices, batch: Batch, by: Person) -> None:
    """Indicators as drafts, groups in dimensions of the city's own, places: named in the history of the batch's act."""
    source = batch.source or batch.file_name or batch.title
    if "indicators" in choices.adds:
        for one in resolved.new_indicators:
            _begin_indicator(one, batch.unit, by, source)
    if "groups" in choices.adds and resolved.dimensions:
        with keeping(BATCH, batch.unit, by=by, act="add_groups", why=source):
            for wanted in resolved.dimensions.values():
                _add_groups(wanted, source)
    if "places" in choices.adds and resolved.new_places:
        with keeping(BATCH, batch.unit, by=by, act="add_places", why=source):
            several = {code or place_code(name): (code, name) for code, name in resolved.new_places}
            bulk_create(Place, [_place(code, *pair, source) for code, pair in several.items()])


def _begin_indicator(new: NewIndicator, unit: Unit, by: Person, source: str) -> None:
    is_city = unit.kind == Unit.Kind.CITY
    kind = Indicator.Kind.POPULATION if is_city else Indicator.Kind.PERFORMANCE
    indicator = Indicator(code=new.code, kind=kind, unit=unit, cadence=Indicator.Cadence.IRREGULAR)
    with keeping(INDICATOR, unit, by=by, act="begin_indicator", activity=activity_of(indicator)):
        indicator.save()
        IndicatorVersion.objects.create(
            indicator=indicator,
            number=1,
            title=new.title,
            value_kind=new.kind,
            unit_label=new.unit_label,
            scale=new.scale,
            source=source,
        )


def _add_groups(wanted: NewDimension, source: str) -> None:
    dimension = wanted.dimension or Dimension.objects.create(
        code=wanted.code, name=wanted.name[:200], source=source, overlapping=wanted.overlapping, order=1000
    )
    first = (dimension.groups.aggregate(last=Max("order"))["last"] or 0) + 1
    taken = set(dimension.groups.values_list("code", flat=True))
    for at, name in enumerate(wanted.groups, first):
        code = _code_in(taken, name)
        Group.objects.create(dimension=dimension, code=code, name=name[:200], kind=kind_of_group(name), order=at)


def _code_in(taken: set[str], name: str) -> str:
    code, number = place_code(name), 2
    while code in taken:
        code, number = f"{place_code(name)[:55]}-{number}", number + 1
    taken.add(code)
    return code


def _place(key: str, code: str, name: str, source: str) -> Place:
    return Place(code=key, name=(name or code)[:200], kind=kind_of_place(code, name), source=source)


# ---- how files with these headings are read


def remember(unit: Unit, table: Table, mapping: Mapping, choices: Choices, *, by: Person) -> None:
    """The next file with these headings is read so in this unit."""
    kept = {"file": replace(mapping, period="").plain(), "names": choices.plain()}  # the period is the file's own
    with keeping(LAYOUT, unit, by=by, act="remember_layout"):
        layout = Layout.objects.filter(unit=unit, fingerprint=table.fingerprint).first()
        if layout is None:
            Layout.objects.create(unit=unit, fingerprint=table.fingerprint, name=table.name[:200], mapping=kept)
        elif layout.mapping != kept:
            layout.mapping = kept
            layout.save()


def remembered(unit: Unit, table: Table) -> tuple[dict[str, object], Choices] | None:
    """How the last file with these headings was read in this unit: its mapping as JSON, and what was said of names."""
    layout = Layout.objects.filter(unit=unit, fingerprint=table.fingerprint).first()
    if layout is None:
        return None
    return layout.mapping.get("file", {}), Choices.of(layout.mapping.get("names"))
