"""The command itself: what it lists, what it refuses, and that no check passes by what it does not know."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from compliance.checks.catalogue import CHECKS, find
from compliance.checks.facts import read_facts, read_text
from compliance.checks.law import Law, Status
from compliance.checks.showing import percent, probability, ratio, rounded
from compliance.checks.verdicts import GRAVEST, Result, gravest, say
from compliance.law.names import NAMES, name_of, plainly
from compliance.packs import shipped
from metrics.calculators.tables import Unreadable
from tests.compliance.asking import FORBIDDEN, ask

CODES = [check.code for check in CHECKS]
# What decides nothing in the example: without it the answer is the same, and never a better one.
NEEDLESS_ROWS = ("t6.effects_basis", "ada.priority.severity", "ada.priority.location", "rec.grievance")
NOT_YET = {"met_on"}  # a step without a day has not been taken: that is a fact, and the answer is another
POLICY = {"t6.fta.di_pp": "5", "t6.fta.di_ratio": "1.1", "t6.fta.major_change": "1/4"}


def law() -> Law:
    """As shipped, with a city's transit policy, so that every example can be determined."""
    found = shipped().law
    told = [
        replace(one, value=POLICY[one.key], status=Status.LOCAL_POLICY) if one.key in POLICY else one
        for one in found.parameters
    ]
    return Law(tuple(told), found.keeper, found.leads)


def listed(*arguments: str) -> Any:
    out = io.StringIO()
    call_command("check_law", *arguments, "--list", "--json", stdout=out)
    return json.loads(out.getvalue())["checks"]


def test_the_list_tells_each_check_with_schema_and_example():
    found = listed()
    assert [one["check"] for one in found] == CODES
    for one in found:
        assert one["facts"]["additionalProperties"] is False
        assert all(each["description"] for each in one["facts"]["properties"].values())
        assert one["results"] == [result.value for result in Result]
        assert set(one["example"]) <= set(one["facts"]["properties"])
        assert one["authority"]
    assert [one["check"] for one in listed("section3_benchmark")] == ["section3_benchmark"]


@pytest.mark.parametrize("check", CHECKS, ids=CODES)
def test_each_example_is_answered_with_the_rows_it_used(check):
    answer = ask(check.code, dict(check.example))
    assert list(answer) == ["check", "title", "result", "why", "lacking", "figures", "parameters", "authority"]
    assert answer["parameters"]
    assert all(
        {"row", "value", "citation", "status", "effective_from", "effective_to"} <= one.keys()
        for one in answer["parameters"]
    )
    expected = check.code == "service_equity"  # its policy is the city's to enter
    assert (answer["result"] == "CANNOT_DETERMINE") is expected


def test_the_vocabulary_is_the_one_of_the_engine():
    assert {one.value for one in Result} == {
        "NOT_APPLICABLE", "CANNOT_DETERMINE", "NO_INDICATION", "WATCH", "INDICATOR_RAISED", "BENCHMARK_MET",
        "BENCHMARK_NOT_MET", "EVIDENCE_CURRENT", "EVIDENCE_DUE", "EVIDENCE_OVERDUE",
    }  # fmt: skip
    assert not any(word in " ".join(Result).lower() for word in FORBIDDEN)
    assert gravest([Result.WATCH, Result.CANNOT_DETERMINE]) == Result.CANNOT_DETERMINE
    assert gravest([Result.INDICATOR_RAISED, Result.CANNOT_DETERMINE]) == Result.INDICATOR_RAISED
    assert gravest([]) == Result.CANNOT_DETERMINE


@pytest.mark.parametrize("check", CHECKS, ids=CODES)
def test_without_any_fact_nothing_is_determined(check):
    verdict = check.judge(read_facts(check.facts, {}), law())
    assert verdict.result == Result.CANNOT_DETERMINE
    assert verdict.lacking
    assert all(one.who.role and str(one.why) for one in verdict.lacking)


@pytest.mark.parametrize("check", CHECKS, ids=CODES)
def test_a_fact_that_is_not_known_never_makes_an_answer(check):
    """Each fact of the example in turn: the answer stays, or it cannot be determined and says which fact is missing."""
    whole = check.judge(read_text(check.facts, json.dumps(check.example)), law()).result
    assert whole != Result.CANNOT_DETERMINE
    for name in set(check.example) - NOT_YET:
        verdict = check.judge(read_text(check.facts, json.dumps({**check.example, name: None})), law())
        assert verdict.result in (whole, Result.CANNOT_DETERMINE), name
        assert verdict.result == whole or verdict.lacking, name


@pytest.mark.parametrize("check", CHECKS, ids=CODES)
def test_a_parameter_that_nobody_entered_never_makes_an_answer(check):
    """Each row the example uses, taken away in turn: it cannot be determined, and who can enter it is named."""
    facts, whole = read_text(check.facts, json.dumps(check.example)), law()
    used = [one for one in check.judge(facts, whole).parameters if one.key not in NEEDLESS_ROWS]
    assert used
    for row in used:
        waits = replace(row, value=None, status=Status.NEEDS_VALUE)
        others = tuple(waits if one is row else one for one in whole.parameters)
        if check.code == "service_equity" and row.key.startswith("t6.fta.di_"):
            others = tuple(
                replace(one, value=None, status=Status.NEEDS_VALUE) if one.key.startswith("t6.fta.di_") else one
                for one in others
            )
        verdict = check.judge(facts, Law(others, whole.keeper, whole.leads))
        assert GRAVEST.index(verdict.result) <= GRAVEST.index(Result.CANNOT_DETERMINE), row.row
        assert verdict.result == Result.CANNOT_DETERMINE or check.code == "complaint_deadlines"  # another clock is past
        lack = next(one for one in verdict.lacking if one.what == row.key)
        assert (lack.kind, lack.who) == ("parameter", row.who)
        assert any(str(row.who) in str(said) for said in verdict.why)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not JSON"),
        ("[]", "in braces"),
        ('{"as_of": "2026-06-30", "as_of": "2026-07-01"}', "given twice"),
        ('{"populaton": 5}', "populaton: there is no such fact"),
        ('{"population": "many"}', "population"),
        ('{"population": 5.5}', "a whole number"),
        ('{"population": true}', "a whole number"),
        ('{"population": -1}', "below 0"),
        ('{"population": NaN}', "not JSON"),
        ('{"population": 1e400}', "a whole number"),
        ('{"population": 1e999999999}', "a whole number"),
        ('{"as_of": "2026-02-30"}', "a day in quotation marks"),
        ('{"as_of": "20260630"}', "a day in quotation marks"),
        ('{"special_district": "yes"}', "true or false"),
        ('{"exception_claimed": "because"}', "is not one of"),
        ("[" * 100000, "not JSON"),
    ],
)
def test_facts_that_cannot_be_used_are_refused_with_their_place(text, said):
    with pytest.raises(CommandError) as wrong:
        ask("ada_web_dates", text)
    assert said in str(wrong.value)
    assert wrong.value.returncode == 1


def test_everything_that_is_wrong_is_said_at_once():
    text = json.dumps({"routes": [{"route": 1, "on_time": 2}, {"headway": "x"}], "mode": 5})
    with pytest.raises(Unreadable) as wrong:
        read_text(find("route_monitoring").facts, text)
    assert [line.split(":")[0] for line in str(wrong.value).splitlines()] == [
        "mode", "routes[1].route", "routes[1].on_time", "routes[2].headway",
    ]  # fmt: skip


def test_a_check_that_is_not_there_and_a_file_that_is_not(tmp_path):
    with pytest.raises(CommandError, match="There is no check nothing"):
        call_command("check_law", "nothing", str(tmp_path / "facts.json"))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("check_law", "wc_rates", str(tmp_path / "facts.json"))
    with pytest.raises(CommandError, match="ask --list"):
        call_command("check_law")


def test_people_read_a_sentence_a_line(tmp_path):
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(find("section3_benchmark").example))
    out = io.StringIO()
    call_command("check-law".replace("-", "_"), "section3-benchmark", str(path), stdout=out)
    lines = out.getvalue().splitlines()
    assert "result: BENCHMARK_MET" in lines
    assert any(line.strip().startswith("2.: Section 3: 25.9 %") for line in lines)


@pytest.mark.parametrize(
    ("value", "digits", "against", "shown"),
    [("0.7996", 3, "0.8", "0.7996"), ("0.79996", 3, "0.8", "0.79996"), ("0.8", 3, "0.8", "0.800"), ("0.0005", 3, None, "0.001"),
     ("-0.0005", 3, None, "−0.001"), ("1.23449", 3, None, "1.234"), ("2.5", 0, None, "3"), ("0.8004", 3, "0.8", "0.8004"),
     ("17200", 0, None, "17,200"), ("1234567.5", 1, None, "1,234,567.5")],
)  # fmt: skip
def test_rounding_is_half_up_and_never_crosses_a_threshold(value, digits, against, shown):
    assert rounded(Fraction(value), digits, None if against is None else Fraction(against)) == shown
    assert percent(Fraction("0.0499"), Fraction("0.05")) == "4.99 %"
    assert ratio(Fraction(1, 2)) == "0.500"
    assert (probability(0.00009), probability(0.00015)) == ("<0.0001", "0.0002")


def test_people_read_a_parameters_name_and_thousands_apart():
    for key in NAMES:
        assert (
            plainly(f"The value of {key} (dot) is not entered yet.")
            == f"The value of “{name_of(key, 'dot')}” is not entered yet."
        )
        assert key not in plainly(f"No value of {key} is in force.")
    assert plainly("Read it in 24 CFR 75.3; see lep.counted.") == "Read it in 24 CFR 75.3; see lep.counted."
    said = say("%(people)s people from %(least)s in %(year)s", people=1250, least=Fraction(200000), year=2026)
    assert str(said) == "1,250 people from 200,000 in 2026"
