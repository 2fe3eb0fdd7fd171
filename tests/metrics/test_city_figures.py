"""What a city's folder says of its figures: the shipped one as its sources print it, and a mistake named with its line."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from metrics.city.figures import Figures, read_figures
from raci.city.reading import read_city
from raci.plainyaml.reading import Mistakes

CITIES = Path(__file__).parents[2] / "equity_portal" / "cities"


def test_the_three_measures_and_the_monthly_one_of_another_office():
    city = read_city(CITIES / "anchorage")
    known = read_figures(
        CITIES / "anchorage",
        units=[unit.code for unit in city.units],
        themes=[theme.code for theme in city.references.themes],
    )
    said = {measure.label: measure for measure in known.measures}
    assert [(label, one.values) for label, one in said.items()] == [
        ("#1", (("2021 Q2", Decimal(40)),)),
        ("#2", (("2021 Q2", Decimal(50)),)),
        ("#3", (("2021 Q2", Decimal(10)),)),
        ("PVR WC", ()),
    ]
    assert said["#3"].blocked_by == (said["#1"].indicator.code,)
    assert {one.indicator.value_kind for label, one in said.items() if label.startswith("#")} == {"milestone"}
    assert (said["PVR WC"].supplier, said["PVR WC"].indicator.cadence) == ("Risk Management Division", "month")
    titles = {aim.code: aim.title for aim in known.aims}
    assert all(titles[said[label].aim] == said[label].indicator.title for label in ("#1", "#2", "#3"))
    assert {aim.below for aim in known.aims if aim.unit == "equity-justice"} == {"administrative-efficiency"}
    assert [one.name for one in known.sets] == ["Welcoming Anchorage Roadmap"]


def test_a_city_that_says_nothing_has_nothing(tmp_path: Path):
    assert read_figures(tmp_path) == Figures()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("blocked_by: [measure-1]", "blocked_by: [measure-9]", "no measure “measure-9”"),
        ("blocked_by: [measure-1]", "blocked_by: [measure-3]", "waits for this measure itself"),
        ("value: 40", "value: forty", "as 40 or 12.5"),
        ("period: 2021 Q2", "period: 2021 Q5", "a year, quarter or month"),
        ("dollars: 42901", 'dollars: "42,901"', "as 243917"),
        ("measures: how_much", "note: none", "which question it answers"),
        ("unit: equity-justice", "unit: parks", "no unit “parks”"),
        ("below: administrative-efficiency", "below: nothing", "no goal above"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, old: str, new: str, says: str):
    shutil.copy(CITIES / "anchorage" / "figures.yaml", tmp_path)
    text = (tmp_path / "figures.yaml").read_text()
    assert old in text
    (tmp_path / "figures.yaml").write_text(text.replace(old, new, 1))
    with pytest.raises(Mistakes) as caught:
        read_figures(tmp_path, units=("anchorage", "equity-justice"))
    line = text[: text.index(old)].count("\n") + 1
    found = [one.line for one in caught.value.mistakes if says in one.text]
    assert found, str(caught.value)
    assert abs(found[0] - line) <= 9
