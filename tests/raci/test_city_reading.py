"""A city's folder is read as a whole: every mistake is named with file, line and field; hostile YAML gets one sentence."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from raci.city.facts import CityReading
from raci.city.reading import read_city
from raci.plainyaml.reading import Mistake, Mistakes, read_bytes

CITIES = Path(__file__).parents[2] / "equity_portal" / "cities"
Edit = Callable[[str, str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of a shipped city, to break."""
    return Path(shutil.copytree(CITIES / "portland", tmp_path / "city"))


@pytest.fixture
def edit(folder: Path) -> Edit:
    def replace(name: str, old: str, new: str) -> None:
        path = folder / f"{name}.yaml"
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))

    return replace


def mistakes_of(folder: Path) -> list[Mistake]:
    with pytest.raises(Mistakes) as caught:
        read_city(folder)
    return caught.value.mistakes


def lines_of(path: Path, words: str) -> list[int]:
    return [number for number, line in enumerate(path.read_text().splitlines(), 1) if words in line]


@pytest.mark.parametrize("name", ["portland", "anchorage"])
def test_city_reading_of_the_shipped_cities_finds_no_mistake(name: str) -> None:
    reading = read_city(CITIES / name)
    assert reading.units[0].kind == "city"
    assert {row.code for row in reading.matrix.activities} >= {"1.1", "3.3", "4.1", "4.8"}
    assert all(person.is_fictional and person.name.endswith(" (fictional)") for person in reading.people)
    assert all(person.email.endswith("@example.org") for person in reading.people)
    assert all(day.weekday() < 5 for day in reading.city.holidays)
    assert {day.year for day in reading.city.holidays} == {2024, 2025, 2026, 2027, 2028}
    assert len(reading.city.holidays) == len(set(reading.city.holidays)) == 55


def holders(reading: CityReading, role: str) -> list[set[str]]:
    posts = [post.code for post in reading.posts if post.role == role]
    return [{holding.person for holding in reading.holdings if holding.post == code} for code in posts]


@pytest.mark.parametrize("name", ["portland", "anchorage"])
def test_city_reading_of_the_shipped_cities_leaves_nobody_alone_at_the_top(name: str) -> None:
    reading = read_city(CITIES / name)
    bureaus = [unit.code for unit in reading.units if unit.kind == "bureau"]
    assert all(any(post.role == "DIR" and post.unit == bureau for post in reading.posts) for bureau in bureaus)
    for role in ("ATTY", "AUD"):
        people = set().union(*holders(reading, role))
        assert len(people) >= 2, role
    assert sum(not held for column in reading.matrix.columns for held in holders(reading, column.code)) == 1


def test_city_reading_says_what_is_wrong_where_and_all_of_it(folder: Path, edit: Edit) -> None:
    edit("units", "kind: bureau", "kind: burough")
    edit("roles", "    reach: unit", "    reech: unit")
    edit("posts", "unit: parks", "unit: porks")
    edit("people", "name: Alma Appleyard (fictional)", "name: [Alma]")
    edit("matrix", "{EO: R, OEHR: R, CAO: A,", "{EO: R, OEHR: X, CAO: A, XYZ: R,")
    edit("relations", "line: operational", "line: other")
    edit("city", "2024-07-04", "2024-07-44")
    found = {(mistake.file, mistake.field) for mistake in mistakes_of(folder)}
    assert found >= {
        ("units.yaml", "units[1].units[8].units[2].kind"),
        ("roles.yaml", "roles[6].reech"),
        ("roles.yaml", "roles[6].reach"),
        ("people.yaml", "people[1].name"),
        ("matrix.yaml", "categories[1].activities[1].cells.OEHR"),
        ("matrix.yaml", "categories[1].activities[1].cells.XYZ"),
        ("relations.yaml", "relations[1].line"),
        ("city.yaml", "holidays[6]"),
    }
    assert any(file == "posts.yaml" and field.endswith(".unit") for file, field in found)


@pytest.mark.parametrize(
    ("name", "old", "new", "at", "words"),
    [
        ("units", "code: water", "code: parks", "code: parks", "used twice"),
        ("units", "kind: city", "kind: bureau", "code: portland", "is the city"),
        ("roles", "column: 2", "column: 1", "column: 1", "Another role has column 1"),
        ("roles", "column: 2", "column: two", "column: two", "whole number"),
        ("roles", "[2.3]", "[9.9]", "[9.9]", "no activity “9.9”"),
        ("roles", "reads_all: true", "reads_all: perhaps", "perhaps", "not one of"),
        ("roles", "    name: Mayor\n", "    name: Mayor\n    column: 10\n", "columns:", "does not list it"),
        ("posts", "role: EO", "role: OE", "role: OE", "There is no role “OE”"),
        ("posts", "holders: []", "holders: nobody", "nobody", "list is expected"),
        ("people", "@example.org", "@example", "@example\n", "cannot stand here"),
        ("matrix", "CAO: A,", "CAO: R,", '- code: "1.1"', "exactly one A"),
        ("matrix", "ACA_DCA: C,", "ACA_DCA: A,", '- code: "1.1"', "2 A instead of one"),
        ("procedures", "EO: A/R,", "EO: RRA,", "RRA", "no set of codes"),
        ("procedures", 'code: "4.8"', 'code: "1.1"', '"1.1"', "used twice"),
        ("procedures", 'code: "4"', 'code: "3"', 'code: "3"', "used twice"),
        ("city", "America/Los_Angeles", "America/Los_Diablos", "time_zone:", "time zone"),
        ("city", "07-01", "13-01", "13-01", "cannot stand here"),
        ("city", "name: City of Portland", "name:", "name:", "missing"),
        ("city", '"#00594c"', "green", "green", "cannot stand here"),
    ],
)
def test_city_reading_names_line_and_mend(
    folder: Path, edit: Edit, name: str, old: str, new: str, at: str, words: str
) -> None:
    edit(name, old, new)
    found = mistakes_of(folder)
    said = [mistake for mistake in found if words in mistake.text]
    assert said, [str(mistake) for mistake in found]
    path = folder / said[0].file
    assert said[0].line in lines_of(path, at.strip())


def test_city_reading_misses_files_with_one_sentence_each(folder: Path) -> None:
    (folder / "roles.yaml").unlink()
    (folder / "posts.yaml").unlink()
    assert [mistake.file for mistake in mistakes_of(folder)] == ["posts.yaml", "roles.yaml"]


def test_city_reading_does_without_procedures(folder: Path, edit: Edit) -> None:
    (folder / "procedures.yaml").unlink()
    for name in ("namings.yaml", "modes.yaml"):  # they speak of activities of the procedures
        (folder / name).unlink()
    edit("roles", "[1.1, 2.3, 4.6]", "[1.1, 2.3]")
    assert len(read_city(folder).matrix.activities) == 10


LAUGHS = b"a: &a [x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n"


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"a: !!python/object/apply:os.system ['true']\n", 1, "Tags"),
        (b"a: 1\nb: !thing x\n", 2, "Tags"),
        (LAUGHS, 1, "aliases"),
        (b"a: 1\nb: *nowhere\n", 2, "aliases"),
        (b"a: 1\nb: " + b"[" * 100_000, 2, "nested"),
        (b"a: " * 50, 1, "YAML"),
        (b"a: 1\nb: x\0y\n", 2, "does not allow"),
        (b"a: 1\nb: \xff\n", 2, "UTF-8"),
        (b"x" * (10 * 1024 * 1024), 0, "larger than"),
        (b"", 0, "empty"),
        (b"a: 1\n---\nb: 2\n", 2, "second document"),
        (b"a: 1\nb: 2\na: 3\n", 3, "twice"),
        (b"a: 'unclosed\n", 2, "well-formed"),
        (b"a: 1\n\tb: 2\n", 2, "well-formed"),
        (b"a: 1\n b: 2\n", 2, "well-formed"),
        (b"? [a, b]\n: 1\n", 1, "plain text"),
        (b"%YAML 9.9\n---\na: 1\n", 1, "well-formed"),
        (b"\xef\xbb\xbf\xef\xbb\xbfa: 1\xff", 1, "UTF-8"),
    ],
)
def test_city_reading_of_hostile_yaml_says_one_clear_thing(content: bytes, line: int, words: str) -> None:
    begun = time.monotonic()
    with pytest.raises(Mistakes) as caught:
        read_bytes(content, file="hostile.yaml")
    mistake = caught.value.mistakes[0]
    assert (mistake.file, mistake.line) == ("hostile.yaml", line)
    assert words in mistake.text
    assert time.monotonic() - begun < 5


def test_city_reading_keeps_text_as_typed() -> None:
    node = read_bytes(b"a: 4.10\nb: no\nc: 07-01\nd: ~\ne: ''\n", file="x.yaml")
    assert isinstance(node.value, dict)
    assert [child.value for child in node.value.values()] == ["4.10", "no", "07-01", None, ""]
