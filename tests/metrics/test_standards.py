"""The data standards that ship: complete, cited, and compared only where both can be told in the same groups."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from metrics import standards
from metrics.standards import shipped
from metrics.standards.comparing import Unlike, meet
from metrics.standards.facts import OVERLAPPING, UNANSWERED_CODES
from metrics.standards.reading import read_standards
from raci.plainyaml.reading import Mistakes


def test_every_dimension_shows_those_who_gave_no_answer_and_says_whose_rule_it_follows():
    known = shipped()
    for dimension in known.dimensions.values():
        assert (
            tuple(level.code for level in dimension.levels[-3:])
            == UNANSWERED_CODES
            == ("unknown", "declined", "not_asked")
        )
        assert not any(level.answered for level in dimension.levels[-3:])
        standard = known.standards[dimension.standard]
        assert all((standard.version, standard.citation, standard.publisher, dimension.source))
        assert str(dimension.levels[-1].name) == "Not asked"


def test_the_seven_minimum_categories_and_their_overlapping_sisters():
    known = shipped()
    race = known.dimensions["race-ethnicity-2024"]
    assert race.choices == ("aian", "asian", "black", "hispanic", "mena", "nhpi", "white")
    assert known.standard_of(race.code).citation.startswith("89 FR 22182")
    sisters = known.overlapping(race.code)
    assert tuple(one.group for one in sisters) == race.choices
    assert all(one.coding == OVERLAPPING and not one.adds_up for one in sisters)
    assert [level.code for level in sisters[0].groups] == ["yes", "no"]


def test_only_what_has_an_order_is_ordered():
    ordered = {code for code, one in shipped().dimensions.items() if one.ordered}
    assert ordered == {
        "age", "age-b01001", "age-five-years", "english-ability", "education", "income-quintile", "disability-wgss-degree"
    }  # fmt: skip


def test_survey_and_workforce_meet_in_what_both_know():
    known = shipped()
    meeting = meet(known, "race-ethnicity-acs", "race-ethnicity-1997")
    assert meeting.dimension == "race-ethnicity-common"
    assert [[step.code for step in path] for path in (meeting.one, meeting.other)] == [
        ["acs-to-common"],
        ["eeo-1997-to-common"],
    ]
    assert meeting.one[0].level("other") == "other-or-more"
    assert meeting.one[0].level("declined") == "declined"
    assert meet(known, "age-b01001", "age").dimension == "age"
    assert meet(known, "sex", "sex").one == ()


@pytest.mark.parametrize(
    ("one", "other", "says"),
    [
        (
            "race-ethnicity-2024",
            "race-ethnicity-1997",
            "count by different rules",
        ),  # of “multi” nobody knows who is Hispanic
        ("race-ethnicity-1997", "race-ethnicity-2024-combinations", ""),  # the way of sets: see below
        ("disability-acs6", "disability-wgss", "Washington Group Short Set"),
        ("age-five-years", "age", "count by different rules"),  # 15 to 19 cuts through 18
        ("race-any-white", "race-any-asian", "the same people"),
        ("sex", "gender-identity", "not about the same thing"),
    ],
)
def test_unlike_standards_are_refused_by_name(one: str, other: str, says: str):
    if not says:
        assert meet(shipped(), one, other).dimension == "race-ethnicity-1997"
        return
    with pytest.raises(Unlike) as caught:
        meet(shipped(), one, other)
    assert says in str(caught.value)


MISTAKES = (
    (
        "crosswalks",
        ", white: white}\n    several: two-or-more",
        "}\n    several: two-or-more",
        12,
        "where “white” goes",
    ),
    ("crosswalks", "two-or-more: two-or-more}", "two-or-more: several}", 35, "no such group"),
    ("race", "    standard: acs-race\n    source", "    source", 81, "“standard” is missing"),
    ("race", "{code: mena, name", "{code: unknown, name", 48, "by itself"),
    ("race", "multiple: multi", "note: none", 36, "select several"),
    ("place", "{code: owner", "{kode: owner", 53, "no field of this name"),
)


@pytest.mark.parametrize(("name", "old", "new", "line", "says"), MISTAKES)
def test_a_mistake_in_a_standard_is_named_with_its_line(
    tmp_path: Path, name: str, old: str, new: str, line: int, says: str
):
    folder = Path(shutil.copytree(standards.FOLDER, tmp_path / "standards"))
    text = (folder / f"{name}.yaml").read_text()
    assert old in text
    (folder / f"{name}.yaml").write_text(text.replace(old, new, 1))
    with pytest.raises(Mistakes) as caught:
        read_standards(folder)
    assert [(one.file, one.line) for one in caught.value.mistakes if says in one.text] == [(f"{name}.yaml", line)]
