"""Files as their makers publish them: in small, and the files themselves where they are there."""

from __future__ import annotations

import csv
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from metrics.periods import Period, parse
from metrics.reading.describing import describe
from metrics.reading.files import open_table
from metrics.reading.mapping import Layout, Role
from metrics.reading.observations import Observation, Verdict, standard_error
from metrics.reading.proposing import answered, propose
from metrics.reading.rows import read
from metrics.reading.totals import totals_of
from raci.imports.verdicts import Unreadable
from tests.metrics.files_of_figures import figures, table, taken


def test_open_sdg_blank_is_the_headline_and_the_translation_key_is_no_part_of_a_name():
    proposal, rows = taken(
        "Year,Units,data.Sex,Ward,GeoCode,Value\n2010-11,%,,,,7.5\n2012-13,%,data.Male,Ashley,E05,8\n2012-13,%,Female,,,\n",
        "indicator_8-5-2.csv",
    )
    first, second = figures(rows)
    assert proposal.mapping.layout is Layout.OPEN_SDG
    assert (first.is_total, first.indicator, first.series, first.value) == (True, "8-5-2", "%", Decimal("7.5"))
    assert first.period == Period(date(2010, 1, 1), date(2011, 12, 31))
    assert (second.groups, second.place, second.place_code) == ((("Sex", "Male"),), "Ashley", "E05")
    assert rows[2].verdict is Verdict.EMPTY


def test_a_total_is_told_apart_and_groups_that_overlap_are_marked():
    places = "".join(
        f"{place},{race},{count}\n"
        for place in ("01", "02")
        for race, count in (("All", 100), ("White", 60), ("Black", 40), ("Hispanic or Latino", 30))
    )
    proposal, rows = taken("geoid,race,population\n" + places, "acs2022_race.csv")
    found = figures(rows)
    assert proposal.mapping.period == "2022"
    assert [one.overlapping for one in found] == [False, True, True, True] * 2
    assert [one.n for one in found if one.is_total] == [100, 100]
    assert not totals_of(found).compared()
    exclusive = figures(taken("geoid,race,population\n" + places.replace("40", "10"), "acs2022_race.csv")[1])
    assert not any(one.overlapping for one in exclusive)
    assert [(one.total, one.parts, one.count) for one in totals_of(exclusive).compared()] == [(100, 100, 3)] * 2


def about(found: list[Observation]) -> dict[tuple[str, ...], Observation]:
    """By their groups alone, of a file with one place and indicator."""
    return {tuple(group for _dimension, group in one.groups): one for one in found}


def test_two_rows_of_headings_become_levels_that_never_stand_beside_their_parts():
    ages = ["Under 18 years", "18 and over"]
    whom = [f"SEX AND AGE!!{who} population" for who in ("Total", "Male", "Female")]
    race = "RACE!!Total population"
    steps = [
        *(path for who in whom for path in (who, *(f"{who}!!{age}" for age in ages))),
        "MEDIAN AGE BY SEX!!Both sexes", "MEDIAN AGE BY SEX!!Male", race, f"{race}!!One Race", f"{race}!!One Race!!Asian [2]",
        f"{race}!!One Race!!White", f"{race}!!Two or More Races", f"{race}!!Asian alone or in combination [1]",
    ]  # fmt: skip
    cells = [100, 30, 70, 48, 14, 34, 52, 16, 36, "33.7", "(X)", 100, 90, 50, 40, 10, 57]
    codes = ["GEO_ID", "NAME", *(part for at in range(len(steps)) for part in (f"D{at}C", f"D{at}CA", f"D{at}P"))]
    labels = ["Geography", "Area", *(
        part for one in steps for part in (f"Number!!{one}", f"Annotation of Number!!{one}", f"Percent!!{one}")
    )]  # fmt: skip
    row = ["0400000US66", "Guam", *(part for one in cells for part in (one, "null", "9.9"))]
    text = "\n".join(",".join(f'"{cell}"' for cell in line) for line in (codes, labels, row))
    proposal, rows = taken(text, "DP1_2020.csv")
    found = figures(rows)
    assert (proposal.mapping.layout, proposal.mapping.headings, rows[0].line) == (Layout.CENSUS, 2, 3)
    assert len(found) == len(steps) - 2  # the total of RACE repeats the other, and one median is not given
    assert {one.period for one in found} == {parse("2020")}
    people = about([one for one in found if one.indicator == "Total population"])
    assert people[("Male population", "Under 18 years")].groups == (
        ("SEX", "Male population"),
        ("AGE", "Under 18 years"),
    )
    assert people[("Asian",)].groups == (("race › One Race", "Asian"),)
    assert [one.groups[0][1] for one in found if one.overlapping] == ["Asian alone or in combination"]
    assert next(one.value for one in found if one.indicator == "MEDIAN AGE BY SEX") == Decimal("33.7")
    compared = totals_of(found).compared()
    assert {one.where.dimension for one in compared} == {"AGE", "SEX", "race", "race › One Race"}
    assert not any(one.differs_by for one in compared)


def test_estimates_and_their_margins_are_one_figure_at_90_percent():
    origins = ("Not Hispanic or Latino:", "Hispanic or Latino:")
    paths = ["Total:", *(f"{one}{race}" for one in origins for race in ("", " - White alone", " - Asian alone"))]
    first = [
        "Id",
        "Id2",
        "Geography",
        *(part for one in paths for part in (f"Estimate; {one}", f"Margin of Error; {one}")),
    ]
    row = ["0500000US02020", "02020", "Anchorage, Alaska", 100, "", 80, "*****", 50, 12, 30, 10, 20, "", 15, 9, 5, 4]
    text = "\n".join(",".join(f'"{cell}"' for cell in line) for line in (first, row))
    proposal, rows = taken(text, "acs2017_5yr_b03002.csv")
    found = about(figures(rows))
    white = found[("Not Hispanic or Latino", "White alone")]
    assert proposal.mapping.layout is Layout.FACTFINDER
    assert (white.place_code, white.value, white.moe, white.unit) == ("02020", 50, 12, "count")
    assert standard_error(white) == pytest.approx(7.294833, rel=1e-6)
    assert standard_error(found[()]) is None
    assert white.period == parse("2013-2017")
    assert sorted((one.where.dimension, one.differs_by) for one in totals_of(found.values()).compared()) == [
        ("ethnicity", 0), ("race", 0), ("race", 0),
    ]  # fmt: skip


def test_percentages_of_a_workforce_stay_percentages():
    proposal, rows = taken(
        'Agency,# Employees,%Female,%Male,%White,%Black,%Hispanic,%SOR,check gender\nDCAS,"2,386",38,62,40,35,20,5,100\n',
        "diversity_2021.csv",
    )
    found = about(figures(rows))
    assert proposal.mapping.layout is Layout.WIDE
    assert found.keys() == {("Female",), ("Male",), ("White",), ("Black",), ("Hispanic",), ("SOR",)}
    assert {(one.n, one.k, one.base, one.unit) for one in found.values()} == {(None, None, 2386, "percent")}
    assert {dimension for one in found.values() for dimension, _group in one.groups} == {"sex", "race"}
    shares = about(figures(taken(
        "rownames,city,force_size,all,white,non_white,black,asian\n1,New York,32300,0.6,0.4,0.7,0.8,\n2,Chicago,120,1,0,1,1,0\n",
        period="2014",
    )[1][:7]))  # fmt: skip
    assert shares.keys() == {(), ("white",), ("non_white",), ("black",)}
    assert [group for group, one in shares.items() if one.overlapping] == [("non_white",)]
    assert shares[("black",)].unit == "share"


def test_headings_of_two_words_are_what_and_whom():
    _proposal, rows = taken(
        "discipline,applications_total,applications_men,applications_women,awards_total,awards_men,awards_women,rates_total,rates_men,rates_women\n"
        "Chemistry,122,83,39,32,22,10,26.2,26.5,25.6\nPhysics,76,67,9,20,18,2,26.3,26.9,22.2\n",
        period="2012",
    )
    assert [(one.groups[1:], one.n, one.k) for one in figures(rows)[:3]] == [
        ((), 122, 32), ((("sex", "men"),), 83, 22), ((("sex", "women"),), 39, 10),
    ]  # fmt: skip
    _proposal, rows = taken(
        "geoid,universe,only_english,total_spanish,spanish_and_english_very_well,spanish_and_english_less,total_french,"
        "french_and_english_very_well,french_and_english_less,total_hmong,hmong_and_english_very_well,hmong_and_english_less\n"
        "02,100.0,60.0,20.0,15.0,5.0,10.0,9.0,1.0,10.0,4.0,6.0\n41,200.0,150.0,20.0,15.0,5.0,20.0,19.0,1.0,10.0,4.0,6.0\n",
        period="2017",
    )
    compared = totals_of(figures(rows)).compared()
    assert {(one.where.dimension, one.count) for one in compared} == {
        ("language", 4),
        ("english", 2),
        ("language", 3),
    } - {("language", 3)}
    assert not any(one.differs_by for one in compared)


def test_decimal_commas_are_told_from_thousands_column_by_column():
    _proposal, rows = taken(
        'id,geography,TOT_POP,TOT_MALE,TOT_FEMALE,WA_MALE,WA_FEMALE,WAC_MALE,WAC_FEMALE,NH_MALE,NH_FEMALE,pop_density,voters\n'
        '02020,Anchorage,"1,000",480,520,300,310,350,360,400,410,"170,8494595","1,234"\n',
        "county_2018.csv",
    )  # fmt: skip
    found = figures(rows)
    named = {one.indicator: one for one in found if one.indicator != "TOT_POP"}
    assert named["pop_density"].value == Decimal("170.8494595")
    assert named["voters"].n == 1234
    people = [one for one in found if one.indicator == "TOT_POP"]
    assert [one.n for one in people if one.is_total] == [1000]
    assert [one.n for one in people if one.overlapping] == [350, 360]
    sexes = [one for one in totals_of(people).compared() if one.where.dimension == "sex" and not one.where.others]
    assert [(one.total, one.parts, one.count) for one in sexes] == [(1000, 1000, 2)]


SHEET = "\ufeffNational metadata,\nIndicator available,Poverty\nGraph type,line\nUnit of measurement,Percentage (%)\n"
LIST = "indicator,series,base_year,base_value,target,target_year,direction\n1-2-2,a,2015.0,14.5,7.25,2030.0,-1\n"


@pytest.mark.parametrize(("text", "name"), [(SHEET, "csv-meta_1-2-2.csv"), (LIST, "targets.csv")])
def test_what_describes_indicators_is_refused_as_figures_and_read_as_a_description(text, name):
    held = table(text, name)
    with pytest.raises(Unreadable, match=r"describes .* and holds no figures"):
        propose(held)
    (one,) = describe(held)
    assert one.code == "1-2-2"
    assert (one.name, one.unit) == ("Poverty", "Percentage (%)") or (one.baseline, one.target) == ("14.5", "7.25")


def test_a_year_and_its_quarter_in_two_columns_are_one_period():
    _proposal, rows = taken("Quarter,Year,Race,Complaints\n1,2021,White,4\n2,2021,White,3\n,2021,White,9\n")
    assert [one.period for one in figures(rows)] == [parse("2021 Q1"), parse("2021 Q2"), parse("2021")]
    assert {one.groups for one in figures(rows)} == {(("Race", "White"),)}


def test_numbers_of_places_are_codes_and_medians_are_no_counts():
    _proposal, rows = taken(
        "tract,total_pop,pct_white,pct_black,median_income\n0101,1000,40.5,59.5,45000\n", period="2020"
    )
    found = figures(rows)
    assert {one.place_code for one in found} == {"0101"}
    assert {one.indicator: (one.n, one.value) for one in found if one.is_total} == {"median_income": (None, 45000)}
    assert {one.base for one in found if one.unit == "percent"} == {1000}


# ---- the files themselves

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
# file > layout, rows, figures, figures that are not given; totals that are published, and those that its groups come to
PUBLISHED: dict[str, tuple[str, int, int, int, int, int]] = {
    "population/DECENNIALDPAS2020.DP1-Data.csv": ("census", 6, 878, 10, 264, 238),
    "population/DECENNIALDPGU2020.DP1-Data.csv": ("census", 2, 310, 0, 90, 76),
    "population/acs2017_5yr_b03002_county_original_layout.csv": ("factfinder", 14, 294, 0, 70, 70),
    "population/acs2017_b16001_languages_original_layout.csv": ("wide", 3, 384, 0, 129, 129),
    "population/acs2022_age_county.csv": ("long", 140, 140, 0, 14, 14),
    "population/acs2022_race_state.csv": ("long", 105, 105, 0, 0, 0),
    "population/acs2022_sex_county.csv": ("long", 42, 42, 0, 14, 14),
    "population/acs2022_sex_state.csv": ("long", 15, 15, 0, 5, 5),
    "population/county_race_sex_disability_2018_long.csv": ("long", 252, 252, 0, 0, 0),
    "population/county_race_sex_disability_2018_original_layout.csv": ("wide", 14, 2086, 0, 630, 518),
    "population/languages_lep_long.csv": ("long", 126, 378, 0, 0, 0),
    "population/portland_region_lep_by_tract_2019.csv": ("long", 13720, 13720, 0, 980, 0),
    "population/race_ethnicity_long.csv": ("long", 126, 126, 0, 14, 14),
    "indicators/bristol_sdg/indicator_1-2-2.csv": ("open_sdg", 36, 24, 12, 0, 0),
    "indicators/bristol_sdg/indicator_10-2-1.csv": ("open_sdg", 81, 71, 10, 0, 0),
    "indicators/bristol_sdg/indicator_10-3-1.csv": ("open_sdg", 23, 22, 1, 0, 0),
    "indicators/bristol_sdg/indicator_11-1-1-c.csv": ("open_sdg", 140, 140, 0, 0, 0),
    "indicators/bristol_sdg/indicator_16-1-4.csv": ("open_sdg", 148, 148, 0, 0, 0),
    "indicators/bristol_sdg/indicator_16-7-1.csv": ("open_sdg", 96, 96, 0, 0, 0),
    "indicators/bristol_sdg/indicator_16-7-2-a.csv": ("open_sdg", 148, 148, 0, 0, 0),
    "indicators/bristol_sdg/indicator_3-4-1.csv": ("open_sdg", 204, 204, 0, 0, 0),
    "indicators/bristol_sdg/indicator_4-1-1.csv": ("open_sdg", 102, 102, 0, 0, 0),
    "indicators/bristol_sdg/indicator_5-1-1.csv": ("open_sdg", 47, 47, 0, 0, 0),
    "indicators/bristol_sdg/indicator_5-5-2.csv": ("open_sdg", 6, 6, 0, 0, 0),
    "indicators/bristol_sdg/indicator_8-5-1.csv": ("open_sdg", 233, 233, 0, 0, 0),
    "indicators/bristol_sdg/indicator_8-5-2.csv": ("open_sdg", 45, 43, 2, 0, 0),
    "indicators/canada_cif/indicator_1-1-1.csv": ("open_sdg", 6041, 6041, 0, 0, 0),
    "indicators/canada_cif/indicator_4-1-1.csv": ("open_sdg", 3570, 3534, 36, 0, 0),
    "indicators/canada_cif/indicator_5-2-1.csv": ("open_sdg", 838, 838, 0, 0, 0),
    "indicators/canada_cif/indicator_5-3-1.csv": ("open_sdg", 203, 203, 0, 0, 0),
    "indicators/charlotte_pums_indicators.csv": ("long", 929, 929, 0, 0, 0),
    "indicators/who_heat_ordered.csv": ("long", 10, 10, 0, 0, 0),
    "workforce/nyc_agency_diversity_2018.csv": ("wide", 72, 504, 0, 0, 0),
    "workforce/nyc_agency_diversity_2019.csv": ("wide", 72, 504, 0, 0, 0),
    "workforce/nyc_agency_diversity_2020.csv": ("wide", 72, 504, 0, 0, 0),
    "workforce/nyc_agency_diversity_2021.csv": ("wide", 72, 504, 0, 0, 0),
    "workforce/nyc_agency_diversity_long.csv": ("long", 2016, 2016, 0, 0, 0),
    "workforce/police_locals.csv": ("wide", 75, 414, 111, 0, 0),
    "workforce/research_funding_rates.csv": ("wide", 9, 27, 0, 9, 9),
    "workforce/ucb_admissions.csv": ("persons", 24, 24, 0, 0, 0),
}
DESCRIBE = ("baseline_target_current_goals_1_7.csv", "cif_metadata.csv", "cif_metadata_fr.csv")
NUMBER = re.compile(r"-?\d+(\.\d+)?")


def files() -> list[Path]:
    folders = [DATA / name for name in ("population", "indicators", "workforce")]
    return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("path", files(), ids=lambda path: path.relative_to(DATA).as_posix())
def test_each_published_file_is_read_whole_or_refused_with_the_reason(path):
    if path.suffix == ".rds" or path.name.startswith("csv-meta") or path.name in DESCRIBE:
        with (
            path.open("rb") as file,
            pytest.raises(Unreadable, match=r"own format. Save it as CSV|holds no figures"),
        ):
            propose(open_table(file, path.name))
        return
    with path.open("rb") as file:
        held = open_table(file, path.name)
        mapping = answered(propose(held), period=propose(held).mapping.period or "1973")
        count = sum(1 for _line in held.lines())
        rows = list(read(held.lines(), mapping))
    found = figures(rows)
    compared = totals_of(found).compared()
    equal = sum(one.differs_by == 0 for one in compared)
    name = path.relative_to(DATA).as_posix()
    assert (mapping.layout, count, len(found), len(rows) - len(found), len(compared), equal) == PUBLISHED[name]
    assert not [one for one in compared if one.differs_by > 0], (
        "groups that exclude each other never come to more than all"
    )
    cells = {(one.indicator, one.series, one.period, one.place_code, one.place, one.groups) for one in found}
    assert len(cells) == len(found) or mapping.adds_up
    with path.open(encoding="utf-8-sig", newline="") as text:
        lines = [line for line in csv.reader(text) if any(line)][mapping.headings :]
    main = [one for one in mapping.columns if one.role in (Role.N, Role.VALUE, Role.COUNT)]
    assert sum(_of(line[one.at], comma=one.comma) for one in main for line in lines) == sum(
        one.n if one.n is not None else one.value or 0 for one in found
    )


def test_race_by_sex_comes_to_the_population_that_stands_beside_it():
    rows = [
        f"0{place},{group} NH,{sex},{count},race_ethnicity x sex,100"
        for place in (1, 2)
        for group, sex, count in (
            ("White", "Male", 30),
            ("White", "Female", 25),
            ("Black", "Male", 25),
            ("Black", "Female", 20),
        )
    ]
    rows.append("01,With a disability,,12,disability,")
    text = "geoid,group,sex,count,dimension,universe\n" + "\n".join(rows)
    found = figures(taken(text, period="2018")[1])
    races = [one for one in found if dict(one.groups).keys() == {"sex", "race_ethnicity"}]
    assert (len(races), {one.base for one in races}, sum(one.n or 0 for one in races)) == (8, {100}, 200)
    assert (found[-1].groups, found[-1].base) == ((("disability", "With a disability"),), None)


def _of(cell: str, *, comma: bool) -> Decimal:
    """A cell's number, read by another hand."""
    plain = cell.replace(",", ".") if comma else cell
    return Decimal(plain) if NUMBER.fullmatch(plain) else Decimal(0)


@pytest.mark.parametrize(
    ("headings", "rows", "roles"),
    [
        ("Registered,Finished", "90,40|70,70|60,12", ["n", "k"]),
        ("Finished,Registered", "40,90", ["k", "n"]),
        ("Applicants,Got a place", "90,40|70,10", ["n", "k"]),
        ("Pools,Lanes", "2,8|3,9|4,16", ["k", "n"]),  # nothing says otherwise
        ("Pools,Lanes", "2,8", ["n", "n"]),  # too little to tell
        ("Finished,Registered", "90,40|70,10|60,12", ["n", "n"]),  # the headings say otherwise
        ("Registered,Finished", "90,40|70,71|60,12", ["n", "n"]),
    ],
)
def test_two_columns_of_counts_are_people_and_how_many_of_them(headings: str, rows: str, roles: list[str]):
    lines = "".join(f"2026 Q{at},Girls,{row}\n" for at, row in enumerate(rows.split("|"), 1))
    proposal = propose(table(f"Quarter,Sex,{headings}\n{lines}", "lessons.csv"))
    held = proposal.mapping
    assert [one.role.value for one in held.columns] == ["period", "dimension", *roles]
    assert {one.name for one in held.columns[2:]} == ({""} if "k" in roles else set(headings.split(",")))
    if "k" in roles:
        assert held.indicator == "lessons"
        assert sum("no more than" in str(one.sentence) for one in proposal.reasons) == 2


def test_a_bad_period_is_a_refused_row_and_its_column_stays_the_period():
    text = (
        "Quarter,Sex,n,k\n"
        + "2026 Q1,Girls,9,4\n2026 Q1,Boys,8,3\n2026 Q1,Other,5,1\n9999 Q1,Girls,9,4\nsoon,Boys,8,3\n"
    )
    proposal, rows = taken(text, indicator="lessons")
    assert [one.role for one in proposal.mapping.columns] == [Role.PERIOD, Role.DIMENSION, Role.N, Role.K]
    assert [row.line for row in rows if row.verdict is Verdict.REFUSED] == [5, 6]
