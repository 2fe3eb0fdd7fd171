"""manage.py import_observations: every file of the shared data comes in with its totals, or is refused with the reason."""

from __future__ import annotations

import csv
import io
import json
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from metrics.models import Batch, Dimension, IndicatorVersion, Layout, Place, Series
from raci.models import Unit
from tests.city import SmallCity, small_city
from tests.metrics.figures import make_groups, make_indicator

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
SHARED = Path(__file__).parents[3] / "shared" / "data"
FILES = sorted(
    path.relative_to(SHARED)
    for folder in ("population", "indicators", "workforce")
    for path in (SHARED / folder).rglob("*.*")
)
# What a file does not say itself, and a person is asked.
ANSWERS = {
    "who_heat_ordered.csv": {"period": "2015"},
    "languages_lep_long.csv": {"period": "2013-2017"},
    "police_locals.csv": {"period": "2014"},
    "research_funding_rates.csv": {"period": "2010-2012"},
    "ucb_admissions.csv": {"period": "1973"},
}
REFUSED = {"cif_metadata.csv", "cif_metadata_fr.csv", "baseline_target_current_goals_1_7.csv"}
ADD = "indicators,groups,places"


@pytest.fixture
def city() -> SmallCity:
    return small_city()


def root() -> Unit:
    return Unit.objects.get(kind="city")


def run(path: Path, city: SmallCity, **options: Any) -> dict[str, Any]:
    out = io.StringIO()
    given = {"unit": root().code, "by": city.office.email, "add": ADD} | options
    call_command("import_observations", path, json=True, stdout=out, **given)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


@pytest.mark.skipif(not FILES, reason="the shared data are not here")
@pytest.mark.parametrize("name", FILES, ids=lambda path: path.name)
def test_every_shared_file_comes_in_whole_or_is_refused(city: SmallCity, name: Path) -> None:
    began = time.perf_counter()
    if name.name.startswith("csv-meta_") or name.name in REFUSED or name.suffix == ".rds":
        with pytest.raises(CommandError, match=r"holds no figures|R's own format"):
            run(SHARED / name, city)
        assert not Batch.objects.exists()
        print(f"import: {name} | refused")
        return
    told = run(SHARED / name, city, **ANSWERS.get(name.name, {}))
    batch = Batch.objects.get(pk=told["batch"])
    seconds = time.perf_counter() - began
    assert told["refused"] == 0
    assert told["read"] > 0
    assert batch.cells == told["cells"] == sum(len(row.begins) for row in batch.series.all())
    assert stored(batch) == source(SHARED / name, told)
    agree = f"{told['totals']['agree']}/{told['totals']['compared']} totals agree"
    print(f"import: {name} | {told['rows']} rows | {batch.cells} cells | {seconds:.2f} s | {agree}")


def stored(batch: Batch) -> Counter[Decimal]:
    """Every figure of a batch, as it stands in the table."""
    found: Counter[Decimal] = Counter()
    for row in Series.objects.filter(batch=batch).values_list("n", "k", "x", "wy", "events", "value", "indicator"):
        kinds = dict(IndicatorVersion.objects.values_list("indicator_id", "value_kind"))
        n, k, x, wy, events, value, indicator = row
        if kinds[indicator] == "rate" and k:
            found.update(map(Decimal, [*n, *k]))
        else:
            main = next(values for values in (x, wy, events, value, n) if values)
            found.update(Decimal(str(one)) for one in main if one is not None)
    return Counter({number.normalize(): count for number, count in found.items()})


def source(path: Path, told: dict[str, Any]) -> Counter[Decimal]:
    """The same, read from the file by the mapping's columns alone, with another hand."""
    columns = [one for one in told["mapping"]["file"]["columns"] if one.get("role") in FIGURES]
    persons = told["mapping"]["file"]["layout"] == "persons"
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    if persons:
        return by_kind(lines, told)
    numbers = [
        number * (100 if one.get("unit") == "share" else 1)
        for line in lines
        for one in columns
        if one["at"] < len(line) and (number := text_of(line[one["at"]], comma=one.get("comma", False))) is not None
    ]
    return Counter(number.quantize(Decimal("1e-8")).normalize() for number in numbers)


FIGURES = ("n", "k", "value", "sum", "events", "weighted_sum")


def text_of(cell: str, *, comma: bool) -> Decimal | None:
    """A number as these files write it: a mark where there is none, thousands, decimal commas, a percent sign."""
    text = cell.strip().rstrip("%").replace(",", "." if comma else "")
    try:
        number = Decimal(text)
    except ArithmeticError:
        return None
    return number if number.is_finite() else None


def by_kind(lines: list[list[str]], told: dict[str, Any]) -> Counter[Decimal]:
    """Admissions: n and k of each gender and department."""
    roles = {one.get("role"): one["at"] for one in told["mapping"]["file"]["columns"]}
    words = {one for column in told["mapping"]["file"]["columns"] for one in column.get("success", ())}
    groups = [one["at"] for one in told["mapping"]["file"]["columns"] if one.get("role") == "dimension"]
    n: Counter[tuple[str, ...]] = Counter()
    k: Counter[tuple[str, ...]] = Counter()
    for line in lines[1:]:
        key, count = tuple(line[at] for at in groups), int(line[roles["count"]])
        n[key] += count
        k[key] += count * (line[roles["outcome"]].casefold() in words)
    return Counter(Decimal(one).normalize() for one in [*n.values(), *k.values()])


# ---- names


FIRST = "indicator,period,race,n,k\npool-places,2025,Black,40,10\npool-places,2025,White,60,30\n"


def file(tmp_path: Path, text: str, name: str = "figures.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def parks(path: Path, city: SmallCity, **options: Any) -> dict[str, Any]:
    return run(path, city, **({"unit": "parks", "by": city.manager.email, "add": ""} | options))


def test_nothing_is_begun_that_nobody_asked_for(city: SmallCity, tmp_path: Path) -> None:
    path = file(tmp_path, FIRST)
    make_indicator(city)
    with pytest.raises(CommandError, match="Groups that are not known: race: Black, White"):
        parks(path, city)
    assert not Batch.objects.exists()
    assert not Dimension.objects.filter(standard="").exists()
    told = parks(path, city, add="groups")
    batch = Batch.objects.get(pk=told["batch"])
    assert [(row.n, row.k) for row in batch.series.order_by("groups")] == [([40], [10]), ([60], [30])]
    assert Dimension.objects.get(standard="").code == "race"
    assert Layout.objects.get().unit == city.parks


def test_a_standard_keeps_its_groups_and_the_city_gets_a_dimension_of_its_own(city: SmallCity, tmp_path: Path) -> None:
    make_indicator(city)
    make_groups("race", "Black", "Asian", standard="OMB SPD 15", version="2024")
    parks(file(tmp_path, FIRST), city, add="groups")
    own = Dimension.objects.get(code="race-own")
    assert [group.name for group in own.groups.all()] == ["Black", "White"]
    # the sexes of the standard that every city is loaded with
    told = parks(file(tmp_path, FIRST.replace("race", "sex").replace("Black", "female").replace("White", "Male")), city)
    assert told["unknown"]["groups"] == {}
    assert Dimension.objects.filter(standard="").count() == 1


def test_groups_that_share_people_come_into_no_dimension_that_adds_up(city: SmallCity, tmp_path: Path) -> None:
    make_indicator(city)
    text = FIRST.replace("Black", "Black alone or in combination").replace("White", "White alone or in combination")
    parks(file(tmp_path, text), city, add="groups")
    assert Dimension.objects.get(standard="").overlapping


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("40,10", "40,41", "Line 2: .*41"),
        ("60,30", "sixty,30", "Line 3: n: .*sixty"),
        ("2025,White", "2025,Black", "Line 3: Line 2 holds the same already"),
        ("pool-places,2025,White", "other,2025,White", "Indicators that are not known: other"),
        ("2025,White", "someday,White", "Line 3: period: .*someday"),
    ],
)
def test_a_fault_keeps_all_of_it_out(city: SmallCity, tmp_path: Path, old: str, new: str, says: str) -> None:
    make_indicator(city)
    with pytest.raises(CommandError, match=says):
        parks(file(tmp_path, FIRST.replace(old, new)), city, add="groups")
    assert not Batch.objects.exists()
    assert not Series.objects.exists()


def test_a_dry_run_changes_nothing_and_says_what_is_missing(city: SmallCity, tmp_path: Path) -> None:
    told = parks(file(tmp_path, FIRST), city, dry_run=True)
    assert (told["batch"], told["read"], told["cells"]) == (None, 2, 2)
    assert told["unknown"] == {"indicators": ["pool-places"], "groups": {"race": ["Black", "White"]}, "places": []}
    assert not Batch.objects.exists()


def test_it_takes_somebody_responsible(city: SmallCity, tmp_path: Path) -> None:
    make_indicator(city)
    for by in ("", city.mayor.email, city.elsewhere.email):
        with pytest.raises(CommandError):
            parks(file(tmp_path, FIRST), city, by=by, add="groups")
    assert not Batch.objects.exists()


def test_the_next_file_is_read_as_the_last_one_but_for_its_period(city: SmallCity, tmp_path: Path) -> None:
    make_indicator(city)
    text = "race,n,k\nBlack,40,10\nWhite,60,30\n"
    first = parks(file(tmp_path, text, "pools_2024.csv"), city, indicator="pool-places", period="2024", add="groups")
    second = parks(file(tmp_path, text, "pools_2025.csv"), city)
    days = [Batch.objects.get(pk=told["batch"]).begins_on.year for told in (first, second)]  # type: ignore[union-attr]
    assert days == [2024, 2025]
    assert not Place.objects.exists()
