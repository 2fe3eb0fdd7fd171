"""The rows of law: all of the reference's table, each day with one value, and none where nobody has entered one."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import date, timedelta

import pytest

from compliance.checks.law import Law, Lead, Parameter, Status
from compliance.packs import FOLDER, shipped
from compliance.packs.reading import read_parameters
from raci.plainyaml.reading import Mistakes
from tests.compliance.asking import row, rows

# key, variant: rows as value, first day, last day, status (compliance.md 18)
TABLE = {
    ("ai.four_fifths", ""): [("4/5", "1978-09-25", None, "contested")],
    ("ai.group_min_share", ""): [("0.02", "1978-09-25", None, "contested")],
    ("ai.sd", ""): [("1.96", "1977-03-23", None, "practice")],
    ("ai.alpha", ""): [("0.05", None, None, "practice")],
    ("ai.fisher_min_expected", ""): [("5", None, None, "practice")],
    ("ai.fisher_n", ""): [("30", None, None, "practice")],
    ("ai.cadence", ""): [("12", "1978-09-25", None, "in_force")],
    ("eeo4.file_min", ""): [("100", "1993-09-30", None, "in_force")],
    ("eeo4.keep_min", ""): [("15", None, None, "in_force")],
    ("eeo4.bands.v2", ""): [(None, None, None, "needs_value")],
    ("ada.employee_min", ""): [("50", "1992-01-26", None, "in_force")],
    ("ada.web.standard", ""): [("WCAG 2.1 A+AA", "2024-06-24", None, "in_force")],
    ("ada.web.date.ge_50k", ""): [
        ("2026-04-24", "2024-06-24", "2026-04-19", "superseded"),
        ("2027-04-26", "2026-04-20", None, "in_force"),
    ],
    ("ada.web.date.lt_50k", ""): [
        ("2027-04-26", "2024-06-24", "2026-04-19", "superseded"),
        ("2028-04-26", "2026-04-20", None, "in_force"),
    ],
    ("ada.grievance.file", ""): [("60", None, None, "local_policy")],
    ("ada.grievance.meet", ""): [("15", None, None, "local_policy")],
    ("ada.grievance.respond", ""): [("15", None, None, "local_policy")],
    ("ada.grievance.appeal", ""): [("15", None, None, "local_policy")],
    **{
        (f"lep.{name}", variant): [(value, *days)]
        for variant, days in {
            "doj": ("2002-06-18", "2025-04-15", "rescinded"),
            "hud": ("2007-02-21", None, "contested"),
            "dot": ("2005-12-14", None, "contested"),
        }.items()
        for name, value in (("share", "0.05"), ("count", "1000"), ("small", "50"))
    },
    **{(f"lep.{name}", "local"): [(None, None, None, "needs_value")] for name in ("share", "count", "small")},
    ("s3.threshold.hcd", ""): [
        ("200000", "2020-11-30", "2026-03-15", "superseded"),
        (None, "2026-03-16", None, "needs_value"),
    ],
    ("s3.threshold.lead", ""): [
        ("100000", "2020-11-30", "2026-03-15", "superseded"),
        (None, "2026-03-16", None, "needs_value"),
    ],
    ("s3.bench.all", ""): [("0.25", "2020-11-30", None, "in_force")],
    ("s3.bench.targeted", ""): [("0.05", "2020-11-30", None, "in_force")],
    ("s3.status_years", ""): [("5", "2020-11-30", None, "in_force")],
    ("s3.business_doc_months", ""): [("6", "2020-11-30", None, "in_force")],
    ("t6.fta.cycle", ""): [("3", "2012-10-01", None, "in_force")],
    ("t6.fta.large_uza", ""): [("200000", "2012-10-01", None, "in_force")],
    ("t6.fta.large_vehicles", ""): [("50", "2012-10-01", None, "in_force")],
    **{(f"t6.fta.{name}", ""): [(None, None, None, "needs_value")] for name in ("di_pp", "di_ratio", "major_change")},
    ("t6.effects_basis", "DOJ"): [("false", "2025-12-10", None, "in_force")],
    ("t6.effects_basis", "DOT"): [("true", "1970-06-18", None, "contested")],
    ("cmp.t6", ""): [("180", None, None, "in_force")],
    ("cmp.ada", ""): [("180", None, None, "in_force")],
    ("cmp.t7", ""): [("180", None, None, "in_force")],
    ("cmp.t7_fepa", ""): [("300", None, None, "in_force")],
    ("cmp.t7_sue", ""): [("90", None, None, "in_force")],
    ("cmp.ack", ""): [(None, None, None, "needs_value")],
    ("cmp.close", ""): [(None, None, None, "needs_value")],
    ("wc.base_hours", ""): [("200000", None, None, "in_force")],
    ("wc.contact_hours", ""): [("24", None, None, "local_policy")],
    ("priv.k", ""): [("11", None, None, "local_policy")],
    ("priv.zero_shown", ""): [("true", None, None, "local_policy")],
    ("bc.min_response", ""): [("0.60", None, None, "local_policy")],
    ("bc.min_n", ""): [("30", None, None, "local_policy")],
    ("bc.cycle", ""): [("24", None, None, "local_policy")],
    ("race.standard", ""): [("SPD15-2024", "2024-03-28", None, "in_force")],
    ("rec.personnel", ""): [("2", None, None, "in_force")],
    ("rec.eeo4", ""): [("3", None, None, "in_force")],
}
WHO = Lead("ATTY", "1.3", "City Attorney")


def made(value: str | None, begins: str | None, ends: str | None = None, status: Status = Status.IN_FORCE) -> Parameter:
    first, last = (date.fromisoformat(one) if one else None for one in (begins, ends))
    return Parameter("key", value, "people", "all", "1 CFR 1", status, WHO, begins=first, ends=last)


@pytest.mark.parametrize("key", TABLE, ids=str)
def test_the_table_of_the_reference(key):
    there = [
        (one.value, one.begins and one.begins.isoformat(), one.ends and one.ends.isoformat(), one.status.value)
        for one in shipped().law.parameters
        if (one.key, one.variant) == key
    ]
    assert there == TABLE[key]


def test_every_row_is_cited_and_somebody_can_enter_it():
    for one in shipped().law.parameters:
        assert one.citation, one.row
        assert one.unit, one.row
        assert one.applies_to, one.row
        assert one.who.role in shipped().roles, one.row
        assert (one.value is None) == (one.status == Status.NEEDS_VALUE), one.row
    assert shipped().law.clashes() == []


def test_each_day_has_its_row():
    law = Law((made("1", "2020-01-01", "2020-12-31"), made("2", "2021-01-01"), made("3", None, "2019-12-31")), WHO)
    for day, value in (
        ("2019-12-31", "3"),
        ("2020-01-01", "1"),
        ("2020-12-31", "1"),
        ("2021-01-01", "2"),
        ("2199-01-01", "2"),
    ):
        found = law.find("key", date.fromisoformat(day))
        assert found is not None
        assert found.value == value
    assert law.find("other", date(2020, 1, 1)) is None
    assert law.find("key", date(2020, 1, 1), "doj") is None


def test_two_rows_of_one_day_are_refused_but_not_one_that_waits_or_is_only_proposed():
    one, other = made("1", "2020-01-01", "2020-12-31"), made("2", "2020-12-31")
    assert Law((one, other), WHO).clashes() == [(one, other)]
    assert Law((one, replace(other, begins=date(2021, 1, 1))), WHO).clashes() == []
    assert Law((one, made(None, None, status=Status.NEEDS_VALUE)), WHO).clashes() == []
    assert Law((one, made("9", None, status=Status.PROPOSED)), WHO).clashes() == []
    waits = made(None, "2020-01-01", status=Status.NEEDS_VALUE)
    assert Law((waits, replace(waits, begins=None)), WHO).clashes()


def test_what_is_proposed_is_not_law_and_what_waits_gives_way():
    waits, proposed = made(None, None, status=Status.NEEDS_VALUE), made("9", None, status=Status.PROPOSED)
    law = Law((waits, proposed, made("1", "2020-01-01")), WHO)
    assert law.find("key", date(2020, 1, 1)).value == "1"
    before = law.find("key", date(2019, 12, 31))
    assert before is waits
    assert not before.known


def test_a_citys_row_takes_its_place_and_ends_the_one_before_it():
    law = Law((made("1", "2020-01-01"),), WHO).with_rows([made("2", "2024-07-01")])
    assert law.find("key", date(2024, 7, 1)).value == "2"
    before = law.find("key", date(2024, 6, 30))
    assert (before.value, before.ends) == ("1", date(2024, 7, 1) - timedelta(days=1))
    assert (
        Law((made("1", "2020-01-01"),), WHO).with_rows([made("2", "2020-01-01")]).find("key", date(2030, 1, 1)).value
        == "2"
    )
    with pytest.raises(ValueError, match="in force on one day"):
        Law((made("1", "2020-01-01"),), WHO).with_rows([made("2", "2019-01-01")])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (row("a.b", "1", status="needs_value"), "needs_value"),
        (row("a.b", "many", operator='">"'), "is not a"),
        (row("a.b", "2026-02-30", unit="date"), "is not a"),
        (row("a.b", "1/0", operator='">"'), "is not a"),
        (row("a.b", "1.5", unit="days"), "is not a"),
        (row("a.b", "99999999", unit="business days"), "is not a"),
        (row("a.b", "1", ends="2019-01-01"), "before the first"),
        (row("a.b", "1") + row("a.b", "1"), "twice"),
        (row("a.b", "1", colour="red"), "colour"),
        (row("a.b", "1", who="{lead: NOBODY, activity: '1.3'}"), "NOBODY"),
    ],
)
def test_a_row_that_is_wrong_is_refused_with_its_place(tmp_path, wrong, said):
    path = tmp_path / "own.yaml"
    path.write_text(rows(wrong))
    with pytest.raises(Mistakes, match=r"own\.yaml, line") as refused:
        read_parameters(path, shipped())
    assert said in str(refused.value)


def test_no_threshold_stands_in_a_checks_code():
    """What the law says is a row: its numbers are in examples and in what is cited, never in what judges."""
    numbers = {
        "200000",
        "100000",
        "50000",
        "1.96",
        "0.25",
        "0.05",
        "0.8",
        "0.02",
        "180",
        "300",
        "60",
        "15",
        "1000",
        "50",
        "11",
    }
    for path in (FOLDER.parent / "checks").glob("*.py"):
        tree = ast.parse(path.read_text())
        judging = [one for one in tree.body if isinstance(one, ast.FunctionDef)]
        judging += [
            each
            for one in tree.body
            if isinstance(one, ast.ClassDef)
            for each in one.body
            if isinstance(each, ast.FunctionDef)
        ]
        found = {str(one.value) for body in judging for one in ast.walk(body) if isinstance(one, ast.Constant)}
        assert not found & numbers, path.name
