"""Figures at every place on their way, for looking at pages: measures with all that hangs on them, batches, methods, places."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from metrics.actions.goals import set_benchmark, set_target, tell_story
from metrics.actions.indicators import begin_indicator, begin_version, change_version, wait_for
from metrics.actions.places import draw_places
from metrics.actions.reconciliations import begin_reconciliation
from metrics.due import last_ended, period_of
from metrics.models import Batch, Group, Indicator, Place
from metrics.series import Cell, NewSeries
from metrics.suppliers import ask_suppliers
from raci import clock, reviewing
from raci.actions import cases
from tests.city import SmallCity
from tests.metrics import figures as batches
from tests.metrics.figures_at_work import dimension
from tests.metrics.methods_at_work import approve, case_of, index_draft, method_draft

STORY = {
    "words": "Free places were taken by those who read the letter first.\n\nIn spring we wrote in five languages.",
    "partners": "Schools of the east side, the libraries.",
    "what_works": "A place that is held for whoever is on the list of a school.",
}
# gender, pool: began, of whom finished. Women are ahead at both pools and behind when these are added up.
REVERSED = {("men", "indoor"): (400, 240), ("women", "indoor"): (50, 34), ("men", "outdoor"): (100, 10),
            ("women", "outdoor"): (450, 60)}  # fmt: skip
RACES = "race-ethnicity-2024"
PEOPLE = {"asian": (120, 84), "black": (90, 52), "white": (410, 312), "aian": (21, 9), "nhpi": (14, 12)}
TRACTS = {"41051000100": ("Tract 1", 12.5), "41051000200": ("Tract 2", 7), "41051000300": ("Tract 3", 21.25),
          "41051000400": ("Tract 4", 3), "41051000500": ("Tract 5", None)}  # fmt: skip
BUDGET = (
    ("opening", "2025 Revised Budget", 12_500_00, (4, 1, 0), {}),
    ("change", "Debt service", -1_200_00, (0, 0, 0), {}),
    ("change", "Swim lessons move to the Water Bureau, with whoever teaches them", -3_300_00, (-2, 0, 0),
     {"transfer_to": "Water", "note": "From 1 July"}),
    ("change", "Interpreters", 400_00, (0, 1, 3), {"fund": "General Fund"}),
)  # fmt: skip


def make_figures(city: SmallCity) -> dict[str, Any]:
    """By acts, as people would; the numbers of what was made, by name."""
    numbers = _batches(city) | _measures(city) | _asked(city) | _places(city) | _budgets(city)
    ask_suppliers()
    return numbers | {"catalogue_entry": "complaints-on-time", "races": RACES}


def decide_methods(city: SmallCity) -> dict[str, int]:
    """A disparity method and an index that are in force, each with its next version begun."""
    found = {"method": method_draft(city).record, "index": index_draft(city, _parts()).record}
    for record in found.values():
        approve(city, record)
        cases.begin_next(case_of(record), by=city.office)
    return {name: record.pk for name, record in found.items()}


def _parts() -> list[dict[str, Any]]:
    common = {"weight": "1", "floor": "0", "ceiling": "100"}
    less = {"floor": "60", "ceiling": "0"}  # days
    return [
        {"indicator": "children-who-finish-swim-lessons", "domain": "Parks", "score": "both", "by": RACES, **common},
        {"indicator": "wait-for-a-place-in-a-course", "domain": "Access", "score": "level", "by": "", **common, **less},
    ]


def _batches(city: SmallCity) -> dict[str, int]:
    """One of each state."""
    made = batches.make_figures(city)
    refused = batches.choose(city, batches.FILE.replace(b",30", b",90"), "pools.csv")
    return {
        "batch_begun": made.draft.pk, "batch_waiting": made.waiting.pk, "batch": made.counted.pk,
        "batch_returned": made.returned.pk, "batch_undone": made.undone.pk, "lock": made.lock.pk,
        "batch_chosen": made.chosen.pk, "batch_refused": refused.pk,
    }  # fmt: skip


def _measure(city: SmallCity, title: str, *, begun: bool = False, **more: Any) -> Indicator:
    """Of Parks, written by its equity manager and accepted by the Officer, as one who asks would want it written."""
    said = {
        "title": title, "definition": "Of those who began, the share who came to the last lesson.",
        "measures": "better_off", "source": "Registers of six pools.", **more,
    }  # fmt: skip
    kept = {"owner": city.post("director-parks"), **{key: said.pop(key) for key in ("supplier",) if key in said}}
    made = begin_indicator(unit=city.parks, kind=Indicator.Kind.PERFORMANCE, said=said, kept=kept, by=city.manager)
    if not begun:
        _accept(city, made.versions.get())
    return made


def _accept(city: SmallCity, row: Any) -> None:
    reviewing.hand_in(row, by=city.manager)
    reviewing.accept(row, by=city.officer)


def quarters(count: int) -> list[tuple[date, date]]:
    """The newest that are over, the oldest first."""
    found = [last_ended("quarter", clock.today())]
    while len(found) < count:
        found.insert(0, period_of("quarter", found[0].begin - timedelta(days=1)))
    return [(one.begin, one.end) for one in found]


def _bring(city: SmallCity, title: str, *rows: NewSeries) -> Batch:
    batch = batches.make_batch(city.parks, *rows, by=city.manager, title=title)
    _accept(city, batch)
    return batch


def _measures(city: SmallCity) -> dict[str, int]:
    """One with all that hangs on it, one that is written, one whose pools tell another story than their sum."""
    main = _measure(
        city, "Children who finish swim lessons", dimensions=[RACES], baseline=68, baseline_year=2024,
        baseline_comment="Counted by hand.",
    )  # fmt: skip
    groups = {one.code: one for one in Group.objects.filter(dimension__code=RACES)}
    _bring(city, "Lessons of five quarters", *(_of_group(main, groups[code], *sums) for code, sums in PEOPLE.items()))
    target, waits, benchmark = _goals(city, main, groups["black"])
    later = begin_version(main, by=city.manager)
    change_version(later, {"why_changed": "Two pools began to count evenings."}, by=city.manager)
    tell_story(main, by=city.manager, forecast=[("2027", "73"), ("2028", "72.5")], **STORY)
    _reversed(city)
    begun = _measure(city, "Lessons held in a language other than English", begun=True)
    return {
        "measure": main.pk, "begun": begun.pk, "target": target, "target_waits": waits, "benchmark": benchmark,
        "dependency": _dependency(city, main),
    }  # fmt: skip


def _of_group(of: Indicator, group: Group, n: int, k: int) -> NewSeries:
    cells = (Cell(*span, n=n + 6 * at, k=k + 5 * at) for at, span in enumerate(quarters(5)))
    return NewSeries(of.pk, None, (group.pk,), tuple(cells))


def _goals(city: SmallCity, main: Indicator, group: Group) -> tuple[int, int, int]:
    """Accepted ones, a draft of a target, one that waits, a draft of a benchmark."""
    year = {"begins_on": date(clock.today().year + 1, 1, 1), "ends_on": date(clock.today().year + 1, 12, 31)}
    peer = {"series": "Seattle", "kind": "peer", "source": "Its report on swimming, 2025."}
    _accept(city, set_target(main, {"value": 85, "why": "As many as finish in Seattle.", **year}, by=city.manager))
    _accept(city, set_benchmark(main, {"value": 81, **year, **peer}, by=city.manager))
    draft = set_target(main, {"value": 80, "group": group, **year}, by=city.manager)
    waits = set_target(main, {"value": 82, **year}, by=city.manager)
    reviewing.hand_in(waits, by=city.manager)
    other = set_benchmark(
        main, {"value": 70, **year, **peer, "series": "The whole state", "kind": "census"}, by=city.manager
    )
    return draft.pk, waits.pk, other.pk


def _dependency(city: SmallCity, main: Indicator) -> int:
    steps = _measure(city, "Pools that keep a list", value_kind="milestone", scale=1, measures="how_much")
    cells = (Cell(*span, value=value) for span, value in zip(quarters(3), map(Decimal, (20, 40, 60)), strict=True))
    _bring(city, "Lists of pools", NewSeries(steps.pk, None, (), tuple(cells)))
    return wait_for(main, steps, by=city.manager, why="Who began is known from the lists.").pk


def _asked(city: SmallCity) -> dict[str, int]:
    """What another office sends, and owes for the newest quarter."""
    waits = _measure(
        city, "Wait for a place in a course", value_kind="mean", unit_label="days", scale=1, direction="down",
        measures="how_well", supplier=city.post("equity-policy"),
    )  # fmt: skip
    cells = [
        Cell(*span, n=60, x=60.0 * days, x2=60.0 * days**2 + 900)
        for span, days in zip(quarters(5)[:4], (31, 29, 30, 24), strict=True)
    ]
    _bring(city, "Waits", NewSeries(waits.pk, None, (), tuple(cells)))
    return {"waits": waits.pk}


def _reversed(city: SmallCity) -> None:
    dimension("pool", {"indoor": "Indoor pool", "outdoor": "Outdoor pool"}, order=90)
    one = _measure(city, "Places given to those who asked", measures="how_well", dimensions=["gender", "pool"])
    of = Group.objects.filter(dimension__code__in=("gender", "pool"))
    found = {group.code.removeprefix("pool-"): group for group in of}
    rows = [
        batches.rate(one, n, k, quarters(1)[0], found[gender], found[pool])
        for (gender, pool), (n, k) in REVERSED.items()
    ]
    _bring(city, "Places", *rows)


def outlines() -> bytes:
    """A row of tracts."""

    def square(at: int) -> list[list[list[float]]]:
        west, south = -122.7 + at % 3 / 10, 45.5 + at // 3 / 14
        east, north = west + 0.1, south + 1 / 14
        return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]

    features = [
        {
            "type": "Feature",
            "properties": {"GEOID": code, "NAME": name},
            "geometry": {"type": "Polygon", "coordinates": square(at)},
        }
        for at, (code, (name, _value)) in enumerate(TRACTS.items())
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def _places(city: SmallCity) -> dict[str, int]:
    """Tracts with a measure over three years; of one nothing is known."""
    draw_places(outlines(), kind="tract", code="GEOID", name="NAME", source="Census TIGER 2019", by=city.officer)
    one = _measure(
        city, "People who speak English less than very well", value_kind="estimate", scale=1, direction="down"
    )
    places, year = {place.code: place for place in Place.objects.filter(kind="tract")}, clock.today().year
    rows = []
    for code, (_name, value) in TRACTS.items():
        if value is None:
            continue
        spans = ((at, date(year - at, 1, 1), date(year - at, 12, 31)) for at in (4, 3, 2))
        cells = (Cell(a, b, value=Decimal(value) - Decimal(at) / 2, se=Decimal("1.5")) for at, a, b in spans)
        rows.append(NewSeries(one.pk, places[code].pk, (), tuple(cells)))
    _bring(city, "Languages by tract", *rows)
    return {"place": places["41051000100"].pk, "place_unknown": places["41051000500"].pk}


def _budgets(city: SmallCity) -> dict[str, int]:
    """One that adds up, and one with a changed digit."""
    lines, names = [], ("full_time", "part_time", "seasonal")
    for kind, label, cents, positions, more in BUDGET:
        of = dict(zip(names, positions, strict=True))
        lines.append(
            {"kind": kind, "label": label, "cents": cents, **of, "fund": "", "transfer_to": "", "note": "", **more}
        )
    sums = {name: sum(line[name] for line in lines) for name in (*names, "cents")}
    end = {"kind": "subtotal", "label": "2026 Proposed Budget", "fund": "", "transfer_to": "", "note": ""}
    ends = [{**end, **sums, "cents": sums["cents"] + more} for more in (0, 10_00)]
    told = {"title": "From 2025 to 2026", "source": "The budget office"}
    good = begin_reconciliation(city.parks, told, [*lines, ends[0]], by=city.officer)
    bad = begin_reconciliation(city.parks, {**told, "title": "From 2026 to 2027"}, [*lines, ends[1]], by=city.officer)
    return {"budget": good.pk, "budget_broken": bad.pk}
