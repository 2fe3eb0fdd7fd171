"""Runs and EEO-4 tables as they are kept: what the check said, sealed with the law of the day, read by few and on record."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from compliance.actions import selections as acts
from compliance.kinds import RUN
from compliance.law.standing import law_on
from compliance.models import AdverseImpactRun, Eeo4Report, RunReader
from compliance.queries.selections import run_page
from compliance.queries.workforce_reports import report_page
from compliance.titlevii import files, gate, pools
from compliance.titlevii.pools import Line
from metrics.calculators.tables import Unreadable
from raci.authority import facts_for
from raci.keeping import may_keep
from raci.models import Payload, PayloadRead
from raci.refusals import Conflict, NotReady, Refused
from tests.city import SmallCity, small_city
from tests.compliance.doors.selections import COUNT, YEAR, entered, lines, turned_on
from tests.world import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


@pytest.fixture
def city() -> SmallCity:
    found = small_city()
    turned_on(found)
    return found


@pytest.fixture(scope="module", autouse=True)
def first_rows() -> None:
    """These tests do ask the database."""


def page(city: SmallCity, run: AdverseImpactRun) -> Any:
    return run_page(facts_for(city.attorney), run.pk)


# ---- counsel's gate


def test_only_a_holder_of_counsels_post_turns_it_on_and_off() -> None:
    city = small_city()
    for person in set(city.people.values()) - {city.attorney}:
        with pytest.raises(Refused) as refusal:
            acts.acknowledge("mine", by=person)
        assert refusal.value.visible is False
    with pytest.raises(Refused):
        entered(city)  # off: not even counsel
    acts.acknowledge("I direct it", by=city.attorney)
    with pytest.raises(Conflict):
        acts.acknowledge("again", by=city.attorney)
    run = entered(city)
    acts.take_back("The rule is gone", by=city.attorney)
    with pytest.raises(Refused):
        page(city, run)
    acts.acknowledge("A court said so", by=city.attorney)
    assert page(city, run).said["job"] == "Police officer"


def test_admitted_posts_read_what_they_are_admitted_to(city: SmallCity) -> None:
    one, other = entered(city), entered(city)
    analyst, post = facts_for(city.office), city.post("equity-policy")
    assert not gate.readable(analyst).exists()
    reader = acts.admit(post, one, may_enter=True, by=city.attorney)
    assert list(gate.readable(analyst)) == [one]
    assert reader.may_enter is False  # of a run, nobody enters anything
    assert run_page(analyst, one.pk).readings == []  # who read is for counsel
    with pytest.raises(Refused):
        run_page(analyst, other.pk)
    for refused in (lambda: acts.enter_run(acts.Entry({}, []), by=city.office), lambda: gate.need_report(analyst, 1)):
        with pytest.raises(Refused):
            refused()
    acts.admit(post, None, may_enter=True, by=city.attorney)
    assert set(gate.readable(analyst)) == {one, other}
    assert acts.enter_report(YEAR, [COUNT], by=city.office).post == post
    for row in RunReader.objects.all():
        acts.end_admission(row.pk, by=city.attorney)
    assert not gate.readable(analyst).exists()
    with pytest.raises(Refused):
        acts.admit(post, one, may_enter=False, by=city.office)


def test_whoever_takes_part_in_the_decision_never_reads_its_run(city: SmallCity) -> None:
    post = city.post("equity-policy")
    run = entered(city, selectors=[post])
    acts.admit(post, None, may_enter=True, by=city.attorney)
    assert not gate.readable(facts_for(city.office)).exists()
    with pytest.raises(NotReady, match="takes part"):
        acts.admit(post, run, may_enter=False, by=city.attorney)
    with pytest.raises(NotReady, match="yours"):
        entered(city, selectors=[city.post("city-attorney")])


# ---- what is kept


def test_the_stored_run_says_what_the_reference_says_with_the_law_of_its_day(city: SmallCity) -> None:
    run = entered(city, (14, 50), (45, 100))  # AI-7
    found = page(city, run)
    (told,) = found.said["answers"]
    (pair,) = told["figures"]["comparisons"]
    assert (found.said["result"], pair["reads"], pair["group"]) == ("INDICATOR_RAISED", "z", "Women")
    assert pair["z_pooled"] == pytest.approx(-2.0092, abs=5e-5)
    assert pair["fisher_two_sided"] == pytest.approx(0.0521, abs=5e-5)
    shown = dict(found.answers[0].comparisons[0].figures)
    assert (shown["Impact ratio"], shown["mid-p, two-sided"], shown["Persons short of four fifths"]) == (
        "0.622", "0.0426", "4",
    )  # fmt: skip
    assert {row["key"]: row["standing"] for row in found.rules}["ai.four_fifths"].startswith("contested")
    assert found.kept_until is None  # until the impact is eliminated
    assert found.lacks_components
    component = entered(city, (12, 25), (36, 60), total=run)
    assert page(city, run).components == [component]
    other = page(city, component)
    assert dict(other.answers[0].comparisons[0].figures)["Impact ratio"] == "0.800"
    assert (other.said["result"], other.kept_until) == ("NO_INDICATION", date(2028, 6, 30))


def test_strata_race_and_sex_apart_and_both_only_to_explore(city: SmallCity) -> None:
    simpson = [*lines((40, 50), (150, 200), stratum="A"), *lines((12, 150), (4, 80), stratum="B")]
    race = [Line("race_ethnicity", "White", 100, 45), Line("race_ethnicity", "Black", 50, 30)]
    crossed = [Line("race_by_sex", "Black women", 40, 1), Line("race_by_sex", "White men", 80, 70)]
    found = page(city, entered(city, lines=[*simpson, *race, *crossed]))
    answers = {one.told["dimension"]: one for one in found.answers}
    within = answers["sex"].told["figures"]["comparisons"][0]
    assert within["z_mh"] == pytest.approx(1.0891, abs=5e-5)  # added up first it would be -6.3
    assert answers["sex"].told["result"] == "NO_INDICATION"
    assert answers["race_by_sex"].told["result"] == "INDICATOR_RAISED"
    assert answers["race_by_sex"].is_exploratory
    assert found.said["result"] == answers["race_ethnicity"].told["result"]  # what explores does not count


def test_two_percent_of_both_bases_and_both_ways(city: SmallCity) -> None:
    small = Line("race_ethnicity", "Tiny", 20, 20, "", None, Decimal("0.01"), Decimal("0.019"))
    rest = [Line("race_ethnicity", "White", 100, 50, "", 20), Line("race_ethnicity", "Black", 100, 45)]
    unknown = Line("race_ethnicity", "Unknown", 9, 9)
    (answer,) = page(city, entered(city, lines=[small, *rest, unknown])).answers
    assert {one.name: one.is_tested for one in answer.groups} == {
        "Tiny": False, "White": True, "Black": True, "Unknown": False,
    }  # fmt: skip
    assert answer.told["figures"]["reference"] == "White"
    assert answer.told["figures"]["with_left_out"]["reference"] == "Black"
    strata = [
        Line("sex", name, 100, n, year, out)
        for year in ("2025", "2026") for name, n, out in (("Women", 30, 0), ("Men", 60, 100))
    ]  # fmt: skip
    (within,) = page(city, entered(city, lines=strata)).answers
    assert (within.told["result"], within.with_left_out) == ("INDICATOR_RAISED", "No indication")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [(lines((1, 2)) * 2, "stands twice"),
     ([*lines((1, 2), stratum="A"), Line("sex", "Men", 3, 1)], "this one does not")],
)  # fmt: skip
def test_lines_that_contradict_each_other_are_refused(city: SmallCity, wrong: list[Line], says: str) -> None:
    with pytest.raises(NotReady, match=says):
        entered(city, lines=wrong)
    assert not AdverseImpactRun.objects.exists()


def test_rows_hold_no_word_and_each_opening_is_on_record(city: SmallCity) -> None:
    run = entered(city, title="heron-title")
    acts.attach_memo(
        run.pk, {"title": "heron-memo", "words": ""},
        SimpleUploadedFile("heron.txt", b"heron in the file", "text/plain"), by=city.attorney,
    )  # fmt: skip
    acts.withdraw_run(run.pk, "heron-why", by=city.attorney)
    acts.hold_run(run.pk, True, "heron-charge", by=city.attorney)
    for row in (*AdverseImpactRun.objects.values(), *run.memos.values(), *Payload.objects.values()):
        assert "heron" not in str(
            {name: bytes(one) if isinstance(one, memoryview) else one for name, one in row.items()}
        )
    before = PayloadRead.objects.count()
    found = page(city, run)
    assert PayloadRead.objects.count() == before + 2  # the run and its paper's words
    assert found.said["title"] == "heron-title"
    assert "heron-why" in repr(found.story)
    (memo,) = run.memos.all()
    answer = signed_in(city.attorney).get(reverse("compliance:memo-file", args=[run.pk, memo.pk]))
    assert (answer.content, answer["Cache-Control"]) == (b"heron in the file", "no-store")
    with pytest.raises(ValueError, match="restricted"):
        may_keep(facts_for(city.administrator), RUN, city.parks)  # no letter gives it


def test_a_run_entered_by_mistake_counts_for_nothing_and_says_why_to_its_readers(city: SmallCity) -> None:
    total = entered(city)
    part = entered(city, total=total)
    assert not page(city, total).lacks_components
    acts.withdraw_run(part.pk, "The wrong list", by=city.attorney)
    assert page(city, total).lacks_components  # its one component does not count
    mistaken = entered(city, method="Standard deviations")
    assert page(city, mistaken).lacks_memo
    acts.withdraw_run(mistaken.pk, "The wrong year", by=city.attorney)
    found = page(city, mistaken)
    assert (found.lacks_components, found.lacks_memo) == (False, False)
    form = signed_in(city.attorney).get(reverse("compliance:run-create")).context["form"]
    assert list(form.fields["total"].queryset) == [total]
    acts.admit(city.post("equity-policy"), mistaken, may_enter=False, by=city.attorney)
    address = reverse("compliance:run-detail", args=[mistaken.pk])
    shown = signed_in(city.office).get(address)
    assert b"The wrong year" in shown.content
    assert signed_in(city.director).get(address).status_code == 404


# ---- pages and files


def test_a_file_is_read_or_said_to_be_wrong_where_it_is(city: SmallCity) -> None:
    good = b"group,applicants,selected,stratum,labor_area_share\nWomen,30,6,2025,0.5\nMen,60,20,2025,\n"
    (women, men) = files.read_lines("f.csv", good, "sex")
    assert (women.applicants, women.stratum, women.labor_area_share) == (30, "2025", Decimal("0.5"))
    assert men.labor_area_share is None
    for text, says in (
        (b"group,applicants\nA,1\n", "no column selected"),
        (b"group,applicants,selected\nA,1,2\n", "row 2, column selected"),
        (b"group,applicants,selected,dimension\nA,2,1,age\n", "row 2, column dimension"),
        (b"group,applicants,selected,labor_area_share\nA,2,1,6\n", "0.06"),
        (b"group,applicants,selected\nA,many,1\n", "row 2, column applicants"),
    ):
        with pytest.raises(Unreadable, match=says):
            files.read_lines("f.csv", text, "sex")


def test_entering_on_the_page_by_rows_and_by_file(city: SmallCity) -> None:
    client, url = signed_in(city.attorney), reverse("compliance:run-create")
    blank = client.get(url).context["rows"]
    sent = {f"{form.prefix}-{name}": form[name].value() or "" for form in blank for name in form.fields}
    assert sent["groups-11-dimension"] == "race_ethnicity"  # what a browser sends of a row that nobody touched
    sent |= {f"groups-{name}": value for name, value in blank.management_form.initial.items()}
    sent |= {
        "title": "By rows", "decision": "hire", "job": "Clerk", "decided_on": "2026-06-30", "pool": "All", "source": "HR",
        "groups-6-applicants": "40", "groups-6-selected": "12", "groups-7-applicants": "80", "groups-7-selected": "48",
        "groups-7-labor_area": "49.5",
    }  # fmt: skip
    assert client.post(url, sent).status_code == 302
    by_rows = page(city, AdverseImpactRun.objects.latest("pk"))
    assert [one.name for one in by_rows.answers[0].groups] == ["Women", "Men"]
    assert by_rows.said["pools"][0]["groups"][1]["labor_area_share"] == "0.495"
    shown = client.get(reverse("compliance:run-detail", args=[by_rows.row.pk]))
    assert b"Indicator raised" in shown.content
    assert "no-store" in shown["Cache-Control"]

    file = SimpleUploadedFile("f.csv", b"group,applicants,selected\nWomen,40,12\nMen,8,48\n")
    answer = client.post(url, sent | {"file": file, "dimension": "sex"})
    assert answer.status_code == 422
    assert b"row 3, column selected" in answer.content
    assert b"By rows" in answer.content  # nothing typed is lost


def test_eeo4_tables_by_the_bands_of_the_year(city: SmallCity) -> None:
    text = b"status,category,salary,sex,race,count\nfull_time,2,70000,F,asian,2\nfull_time,Professionals,69999.99,male,white,1\n"
    counts = files.read_headcounts("h.csv", text)
    head = {**YEAR, "full_time": 3}
    report = acts.enter_report(head, counts, by=city.attorney)
    found = report_page(facts_for(city.attorney), report.pk, why="test")
    assert (found.answer["result"], [one["row"] for one in found.lines]) == ("EVIDENCE_CURRENT", [15, 16, 65, 74, 83])
    assert found.lines[1]["title"] == "Full-time: Professionals, $70,000 and more"  # the edge is the upper band's
    assert found.lines[2] | {"title": ""} == {"row": 65, "title": "", "men": 1, "women": 2, "total": 3}
    assert found.csv.splitlines()[2].startswith('16,"Full-time: Professionals, $70,000 and more"')
    assert "69999" not in str(found.said)  # single employees are not kept
    unlike = acts.enter_report({**head, "full_time": 4}, counts, by=city.attorney)
    assert report_page(facts_for(city.attorney), unlike.pk, why="test").answer["result"] == "EVIDENCE_DUE"
    unknown = acts.enter_report({**head, "bands": "v2"}, counts, by=city.attorney)
    told = report_page(facts_for(city.attorney), unknown.pk, why="test").answer
    assert (told["result"], told["lacking"][0]["what"]) == ("CANNOT_DETERMINE", "eeo4.bands.v2")
    for pk in Eeo4Report.objects.values_list("pk", flat=True):
        assert signed_in(city.attorney).get(reverse("compliance:eeo4-detail", args=[pk])).status_code == 200


def test_years_kept_are_the_law_of_the_day(city: SmallCity) -> None:
    day = date(2026, 6, 30)
    assert pools.years_kept(law_on(day), day) == 2
