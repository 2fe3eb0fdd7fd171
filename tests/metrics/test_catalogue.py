"""The starter catalogue can be adopted as it is: complete, cited, and by dimensions and themes that there are."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from metrics import standards
from metrics.standards import shipped
from metrics.standards.catalogue import catalogue, read_catalogue
from metrics.standards.indicators import MEASURES, PERFORMANCE, POPULATION
from raci.city.reading import read_city
from raci.plainyaml.reading import Mistakes

CITIES = Path(__file__).parents[2] / "equity_portal" / "cities"


def test_every_shipped_city_has_the_themes_of_the_catalogue_and_no_city_is_named_in_it():
    used = {one.theme for one in catalogue().indicators.values()} - {""}
    for folder in sorted(one for one in CITIES.iterdir() if one.is_dir()):
        assert used <= {theme.code for theme in read_city(folder).references.themes}, folder.name
        for file in standards.FOLDER.glob("*.yaml"):
            assert folder.name not in file.read_text().lower()


def test_it_holds_both_kinds_and_all_three_questions():
    known = catalogue()
    assert 25 <= len(known.indicators) <= 40
    kinds = {one.kind for one in known.indicators.values()}
    assert kinds == {POPULATION, PERFORMANCE}
    assert {one.measures for one in known.indicators.values() if one.kind == PERFORMANCE} == set(MEASURES)
    assert known.sets["starter"].indicators == tuple(known.indicators)
    assert all(known.sets_of(code) for code in known.indicators)


def test_what_is_about_people_is_told_by_dimensions_that_can_be_added_up():
    known, dimensions = catalogue(), shipped().dimensions
    for one in known.indicators.values():
        assert all(dimensions[code].adds_up for code in one.dimensions), one.code
        assert one.dimensions or one.value_kind in ("estimate", "events") or one.code.startswith("equity-training")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("dimensions: [language, census-tract]", "dimensions: [speech]", "no dimension “speech”"),
        ("indicators: [claims-per-fte", "indicators: [claims", "no indicator “claims”"),
        ("    source: OSHA 300 log (29 CFR 1904); hours worked from payroll\n", "", "“source” is missing"),
        ("measures: how_well", "measures: how_fast", "not one of"),
        ("kind: population", "kind: population\n    measures: how_much", "answers none of them"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, old: str, new: str, says: str):
    shutil.copy(standards.FOLDER / "catalogue.yaml", tmp_path)
    text = (tmp_path / "catalogue.yaml").read_text()
    assert old in text
    (tmp_path / "catalogue.yaml").write_text(text.replace(old, new, 1))
    with pytest.raises(Mistakes) as caught:
        read_catalogue(tmp_path)
    assert says in str(caught.value)
    assert all(one.line for one in caught.value.mistakes)
