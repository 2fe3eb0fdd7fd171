"""The law in a city's database: it loads whole with the founding act, again without a change, and is read as of the day asked."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from compliance.checks import ada_web_dates, section3_benchmark
from compliance.checks.facts import read_facts
from compliance.checks.verdicts import Result
from compliance.law.leads import leads
from compliance.law.standing import law_on
from compliance.models import Pack, Parameter, Programme, Requirement
from compliance.packs import FIVE_LAWS, shipped
from raci import clock
from raci.city.loading import load_city
from raci.city.reading import read_city
from raci.history import acting
from raci.models import Case, Record
from raci.service import service_person
from tests.city import PORTLAND

CITIES = Path(__file__).parents[2] / "equity_portal" / "cities"
pytestmark = [pytest.mark.django_db, pytest.mark.own_city]


def test_issue_6_line_2_the_packs_load_each_lead_is_responsible_and_what_has_no_value_says_who_enters_it():
    load_city(read_city(PORTLAND))
    found = leads()
    rows = list(Requirement.objects.select_related("programme", "lead"))
    assert len(rows) == 105
    assert sum(row.programme.code in FIVE_LAWS for row in rows) == 83
    for row in rows:
        assert row.citation, row.code
        assert row.evidence, row.code
        assert row.cadence, row.code
        assert row.lead is not None, row.code
        assert "R" in found.matrix.codes(row.activity_code, row.lead.code), row.code
    assert Parameter.objects.count() == len(shipped().law.parameters)
    law = law_on(clock.today())
    assert {replace(one, who=None) for one in law.parameters} == {
        replace(one, who=None) for one in shipped().law.parameters
    }
    assert law.leads == shipped().law.leads
    facts = read_facts(section3_benchmark.Facts, {**section3_benchmark.EXAMPLE, "committed_on": "2026-03-16"})
    verdict = section3_benchmark.judge(facts, law)
    assert verdict.result == Result.CANNOT_DETERMINE
    assert "Who can enter it: City Attorney (activity 1.3)" in " ".join(map(str, verdict.why))


def test_a_second_load_changes_nothing_and_what_is_new_later_is_a_draft(settings):
    load_city(read_city(PORTLAND))
    before = [model.objects.count() for model in (Programme, Pack, Requirement, Parameter, Record, Case)]
    assert load_city(read_city(PORTLAND)) == []
    assert before == [model.objects.count() for model in (Programme, Pack, Requirement, Parameter, Record, Case)]
    with acting(by=service_person("test", "Test"), act="test"):
        Parameter.objects.get(key="cmp.t6").delete()
        pack = Pack.objects.get(programme__code="ada")
        pack.version = "2025-01"
        pack.save()
    said = {(change.what, change.name) for change in load_city(read_city(PORTLAND))}
    assert said == {("parameters of law", "1"), ("edition of a pack", "ada")}
    assert Parameter.objects.get(key="cmp.t6").state == Parameter.State.DRAFT
    assert Case.objects.filter(record=pack.record).latest("number").state == Case.State.DRAFT
    assert law_on(clock.today()).find("cmp.t6", clock.today()).value == "180"  # the shipped row, until it is accepted


def test_a_city_of_other_roles_leads_by_its_own_matrix():
    load_city(read_city(CITIES / "anchorage"))
    found = leads()
    rows = list(Requirement.objects.select_related("lead"))
    assert len(rows) == 105
    for row in rows:
        responsible = found.is_responsible(row.lead_code, row.activity_code)
        assert responsible == (row.lead is not None), row.code
    print(sorted((row.code, row.lead_code, row.activity_code) for row in rows if row.lead is None))
    assert {row.lead.code for row in rows if row.lead} >= {"EJ", "ATTY", "DIR"}


def test_two_values_of_one_day_are_refused_by_the_database():
    load_city(read_city(PORTLAND))
    row = Parameter.objects.get(key="s3.bench.all")
    for changed in ({"effective_from": date(2024, 1, 1)}, {"effective_from": None, "applies_to": "others"}):
        twin = Parameter.objects.get(pk=row.pk)
        twin.pk, twin._state.adding = None, True
        for name, value in changed.items():
            setattr(twin, name, value)
        with (
            pytest.raises(IntegrityError, match="parameter_has_one_value_on_a_day"),
            transaction.atomic(),
            acting(by=service_person("test", "Test"), act="test"),
        ):
            twin.save()


def test_issue_6_line_3_the_same_question_before_and_after_the_day_has_its_own_answer_and_citation():
    started = time.monotonic()
    load_city(read_city(PORTLAND))
    print(f"load: {time.monotonic() - started:.1f} s")
    law = law_on(clock.today())

    def project(day: str):
        facts = read_facts(section3_benchmark.Facts, {**section3_benchmark.EXAMPLE, "committed_on": day})
        return section3_benchmark.judge(facts, law)

    def web(day: str):
        return ada_web_dates.judge(read_facts(ada_web_dates.Facts, {**ada_web_dates.EXAMPLE, "as_of": day}), law)

    before, after = project("2026-03-15"), project("2026-03-16")
    assert (before.result, after.result) == (Result.BENCHMARK_MET, Result.CANNOT_DETERMINE)
    assert "24 CFR 75.3" in before.parameters[0].citation
    assert "91 FR 6752" in after.parameters[0].citation
    before, after = web("2026-04-19"), web("2026-04-20")
    assert (before.figures["due"], after.figures["due"]) == (date(2026, 4, 24), date(2027, 4, 26))
    cited = [
        next(row.citation for row in verdict.parameters if row.key.startswith("ada.web.date"))
        for verdict in (before, after)
    ]
    assert ["89 FR 31320" in cited[0], "91 FR 20902" in cited[1]] == [True, True]
