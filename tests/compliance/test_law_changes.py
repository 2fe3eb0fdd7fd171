"""The law as people change it: packs by the whole workflow, parameters by one who enters and another who accepts."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from compliance.actions import packs as acts
from compliance.actions import parameters as entering
from compliance.checks import section3_benchmark
from compliance.checks.catalogue import CHECKS
from compliance.checks.facts import read_facts
from compliance.checks.law import Law
from compliance.checks.verdicts import Result
from compliance.forms.parameters import ParameterForm
from compliance.law.standing import law_on
from compliance.law.touched import READS, checks_reading, touched_by
from compliance.models import Obligation, Pack, Parameter, Requirement
from compliance.packs import EXAMPLES, FOLDER, shipped
from compliance.queries.packs import examples
from raci import clock, reviewing
from raci.actions import cases
from raci.authority import Act, facts_for
from raci.history import acting
from raci.models import Case, Notice
from raci.refusals import Conflict, NotReady, Refused
from raci.reviewing import accept, hand_in
from tests.city import SmallCity, small_city
from tests.world import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
THRESHOLD = {"key": "s3.threshold.hcd", "value": None, "state": Parameter.State.ACCEPTED, "replaced_at": None}


@pytest.fixture
def city() -> SmallCity:
    return small_city()


def entered(city: SmallCity, row: Parameter, way: str, **values: object) -> Parameter:
    said = {name: getattr(row, name) for name in entering.SAID} | values
    made = entering.follow(row, way, said, by=city.attorney)
    hand_in(made, by=city.attorney)
    return made


def judged(day: str) -> tuple[Result, str]:
    facts = read_facts(section3_benchmark.Facts, {**section3_benchmark.EXAMPLE, "committed_on": day})
    verdict = section3_benchmark.judge(facts, law_on(clock.today()))
    return verdict.result, verdict.parameters[0].row


# ---- parameters


def test_a_value_counts_once_another_has_accepted_it_and_who_reads_it_is_told(city):
    row = Parameter.objects.get(**THRESHOLD)
    made = entered(city, row, "fills", value="250000", status="in_force")
    assert judged("2026-03-16")[0] == Result.CANNOT_DETERMINE
    with pytest.raises(Refused):
        accept(made, by=city.attorney)
    accept(made, by=city.administrator)
    assert judged("2026-03-16")[0] == Result.BENCHMARK_MET
    assert judged("2026-03-15") == (Result.BENCHMARK_MET, "s3.threshold.hcd@2020-11-30")
    row.refresh_from_db()
    assert row.replaced_at is not None
    assert Notice.objects.filter(key=f"law:{made.pk}:changed").exists()


def test_a_later_value_ends_the_older_row_the_day_before_and_past_events_keep_theirs(city):
    row = Parameter.objects.get(key="cmp.t6")
    first = date(2027, 1, 1)
    made = entered(city, row, "supersedes", value="365", effective_from=first)
    accept(made, by=city.administrator)
    row.refresh_from_db()
    assert (row.effective_to, row.status) == (first - timedelta(days=1), "superseded")
    law = law_on(clock.today())
    assert [law.find("cmp.t6", first - timedelta(days=n)).value for n in (0, 1)] == ["365", "180"]


def test_a_second_row_for_the_same_days_is_not_handed_in(city):
    values = {name: getattr(Parameter.objects.get(key="cmp.t6"), name) for name in (*entering.SAID, *entering.NAMES)}
    made = entering.begin_parameter(values | {"value": "90"}, by=city.attorney)
    with pytest.raises(NotReady, match="already"):
        hand_in(made, by=city.attorney)
    assert not reviewing.may_read(facts_for(city.technician), made)


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"value": "ten"}, "value", "“ten” is not a number of business days"),
        ({"value": "0"}, "value", "leaves no time at all"),
        ({"value": "10", "status": "rescinded"}, "status", "has a last day"),
    ],
)
def test_a_value_that_makes_no_sense_is_asked_about_at_its_field(city, said, field, words):
    values = {"status": "local_policy", "citation": "City policy", "basis": "practice", **said}
    form = ParameterForm(values, unit="business days", way="fills")
    assert not form.is_valid()
    assert words in str(form.errors[field])


def test_what_no_law_says_is_the_citys_policy_and_nobody_looked_up_what_nobody_entered(city):
    row, client = Parameter.objects.get(key="cmp.ack"), signed_in(city.attorney)
    page = client.get(reverse("compliance:parameter-follow", args=[row.pk, "fills"]))
    assert page.context["form"]["status"].value() == "local_policy"
    assert "I looked this citation up" not in client.get(reverse("compliance:parameter-detail", args=[row.pk])).text
    with pytest.raises(Conflict, match="Nobody has entered"):
        entering.verify(row, by=city.attorney)


def test_what_a_check_reads_is_declared(city):
    """Each key that a check asks for, with any of its facts, is in the table that says what a change touches."""

    class Asked(Law):
        def find(self, key, day, variant=""):
            asked.add(key)
            return super().find(key, day, variant)

    base = shipped().law
    for check in CHECKS:
        asked: set[str] = set()
        law = Asked(base.parameters, base.keeper, base.leads)
        example = json.loads(json.dumps(check.example), parse_float=Decimal)
        variations = [example, *({k: v for k, v in example.items() if k != left} for left in example)]
        for name, one in check.schema["properties"].items():
            variations += [{**example, name: choice} for choice in one.get("enum", ()) if choice]
        for facts in variations:
            check.judge(read_facts(check.facts, facts), law)
        missing = [key for key in asked if check.code not in checks_reading(key)]
        assert not missing, (check.code, missing)
    assert READS.keys() == {check.code for check in CHECKS}


def test_a_change_of_a_date_names_the_obligations_it_touches(city):
    found = Requirement.objects.get(code="ADA-17")
    with acting(by=city.attorney, act="test"):
        Obligation.objects.create(requirement=found, unit=city.parks, begins_on=date(2026, 1, 1))
    touched = touched_by("ada.web.date.ge_50k", clock.today())
    named = " ".join(one.name for one in touched)
    assert "ADA-17" in named
    assert "Web rule" in named
    owed = next(one for one in touched if one.name.startswith("1 · ADA-17"))
    assert found.lead_code != "DIR" or city.director in owed.owners


# ---- packs


def test_a_pack_is_taken_over_changed_consulted_on_and_approved_and_its_requirements_follow(city):
    pack = acts.adopt_pack(examples()[0], by=city.attorney)
    assert not Requirement.objects.filter(pack=pack).exists()
    assert Parameter.objects.filter(programme=pack.programme, state="draft").count() == 4
    line = {**pack.draft["requirements"][0], "text": "Each department names a liaison and a deputy"}
    acts.put_requirement(pack, line, by=city.attorney)
    acts.take_out(pack, "LO-06", by=city.attorney)
    approve(city, pack)
    rows = {row.code: row for row in Requirement.objects.filter(pack=pack)}
    assert sorted(rows) == ["LO-01", "LO-02", "LO-03", "LO-04", "LO-05"]
    assert rows["LO-01"].text == line["text"]
    assert rows["LO-01"].in_force_from == clock.today()
    assert rows["LO-01"].lead.code == "DIR"


def test_the_next_version_shows_in_words_what_it_changes_and_waits_for_its_day(city, move_time):
    pack = Pack.objects.select_related("record").get(programme__code="title-vi")
    case = cases.begin_next(pack.record.cases.get(), by=city.attorney)
    day = clock.today() + timedelta(days=30)
    line = next(one for one in pack.draft["requirements"] if one["code"] == "T6-02")
    acts.put_requirement(pack, {**line, "cadence": "annual"}, by=city.attorney)
    acts.put_requirement(pack, {**line, "code": "T6-99", "text": "Something new"}, by=city.attorney)
    acts.take_out(pack, "T6-01", by=city.attorney)
    acts.change_head(pack, {"wished_on": day.isoformat()}, by=city.attorney)
    page = signed_in(city.attorney).get(reverse("compliance:pack-detail", args=[pack.record_id])).content.decode()
    for said in ("T6-99 added", "T6-01 retired", "T6-02: when it is due", "at all times, reviewed every year"):
        assert said in page
    approve(city, pack)
    case.refresh_from_db()
    assert case.effective_on == day
    assert acts.take_up_what_has_come() == 0
    assert Requirement.objects.get(code="T6-02").cadence == "continuous"
    move_time(days=30)
    assert acts.take_up_what_has_come() == 1
    assert Requirement.objects.get(code="T6-02").cadence == "annual"
    assert Requirement.objects.get(code="T6-01").retired_on == day - timedelta(days=1)
    assert Requirement.objects.get(code="T6-99").in_force_from == day
    assert acts.take_up_what_has_come() == 0


def test_who_leads_is_responsible_or_the_pack_goes_nowhere(city):
    pack = acts.adopt_pack(examples()[0], by=city.attorney)
    acts.put_requirement(pack, {**pack.draft["requirements"][0], "lead": "AUD"}, by=city.attorney)
    with pytest.raises(NotReady, match=r"LO-01: City Auditor is not responsible for activity 1\.4"):
        cases.open_consultation(pack.record.cases.get(), by=city.attorney)


def test_a_file_with_mistakes_says_line_and_field_and_changes_nothing(city):
    pack = acts.adopt_pack(examples()[0], by=city.attorney)
    url = reverse("compliance:pack-upload", args=[pack.record_id])
    text = (FOLDER / f"{EXAMPLES[0]}.yaml").read_text()

    def sent(content: str):
        client = signed_in(city.attorney)
        return client.post(url, {"file": SimpleUploadedFile("pack.yaml", content.encode())})

    answer = sent(text.replace("cadence: annual", "cadence: yearly", 1))
    assert answer.status_code == 422
    line = text[: text.index("cadence: annual")].count("\n") + 1
    assert f"pack.yaml, line {line}, field" in answer.content.decode()
    assert "requirements[2].cadence" in answer.content.decode()
    assert sent(text.replace("LO-03", "LO-33")).status_code == 302
    pack.refresh_from_db()
    assert "LO-33" in {one["code"] for one in pack.draft["requirements"]}


def approve(city: SmallCity, pack: Pack) -> None:
    """Consulted on; the day for answers passes by everybody answering; submitted and approved."""
    case = pack.record.cases.latest("number")
    cases.open_consultation(case, by=city.attorney)
    holders = {"CAO": city.administrator, "ACA_DCA": city.deputy, "CET": city.lead, "EO": city.officer}
    for asked in case.consultations.filter(way="asked"):
        cases.answer(asked, by=holders.get(asked.role.code, city.office), answer="no_objection")
    cases.submit(case, by=city.attorney)
    submission = case.submissions.get()
    cases.decide(case, by=city.administrator, kind=Act.APPROVE, sha256=submission.text.sha256)
    assert case.state == Case.State.APPROVED


# ---- asking


def test_a_clerk_asks_a_check_and_reads_verdict_figures_and_citations(city):
    client: Client = signed_in(city.director)
    url = reverse("compliance:check-ask", args=["section3_benchmark"])
    assert "850000" in client.get(f"{url}?example=1").content.decode().replace(",", "")
    facts = {
        "project": "Library", "kind": "housing_community_development", "committed_on": "2024-05-01", "assistance": "$850,000",
        "period_end": "2025-12-31", "total_hours": "18,400", "professional_hours": "1200", "section3_hours": "4460",
        "targeted_hours": "905", "certified_priorities": "true", "efforts-lines": "1", "efforts-0-kind": "job_fairs",
        "efforts-0-done": "true",
    }  # fmt: skip
    before = client.post(url, facts).content.decode()
    assert "Benchmark met" in before
    assert "24 CFR 75.3" in before
    after = client.post(url, facts | {"committed_on": "2026-03-16"}).content.decode()
    assert "Cannot be determined" in after
    assert "91 FR 6752" in after
    assert "City Attorney (activity 1.3)" in after
    wrong = client.post(url, facts | {"assistance": "much"})
    assert wrong.status_code == 422
    assert "Write a number" in wrong.content.decode()
    assert client.get(reverse("compliance:check-ask", args=["four_fifths"])).status_code == 404
    for check in CHECKS:
        if check.code not in ("four_fifths", "representation"):
            page = client.get(reverse("compliance:check-ask", args=[check.code]) + "?example=1")
            assert page.status_code == 200, check.code
