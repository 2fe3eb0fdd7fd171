"""What ships: 105 requirements of which the five laws have 83, each led by a role that is responsible in the row it cites."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from compliance.checks.catalogue import CHECKS
from compliance.checks.law import Status
from compliance.packs import EXAMPLES, FIVE_LAWS, FOLDER, PACKS, shipped
from compliance.packs.adding import law_with
from compliance.packs.facts import Cadence, Condition, Level
from compliance.packs.reading import read_pack, read_shipped
from raci.plainyaml.reading import Mistakes

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT.parent / "shared" / "domain" / "compliance.md"
MATRIX = yaml.safe_load((ROOT / "equity_portal" / "cities" / "portland" / "matrix.yaml").read_text())
CELLS = {
    activity["code"]: {role: set(codes.split("/")) for role, codes in activity["cells"].items()}
    for category in MATRIX["categories"]
    for activity in category["activities"]
}
COUNTS = {
    "title-vi": 20, "ada": 20, "language-access": 13, "section3": 15, "title-vii": 15, "boards": 12, "workers-compensation": 10,
}  # fmt: skip


def test_all_requirements_are_there_and_numbered_without_a_gap():
    packs = shipped().packs
    assert {code: len(pack.requirements) for code, pack in packs.items()} == COUNTS
    assert len(shipped().requirements) == 105
    assert sum(len(packs[code].requirements) for code in FIVE_LAWS) == 83
    for pack in packs.values():
        assert [int(id_.split("-")[1]) for id_ in pack.requirements] == list(range(1, len(pack.requirements) + 1))
    assert {code: pack.level for code, pack in packs.items() if pack.level != Level.FEDERAL} == {
        "boards": Level.LOCAL,
        "workers-compensation": Level.STATE,
    }


@pytest.mark.parametrize("requirement", shipped().requirements.values(), ids=lambda one: one.id)
def test_each_says_what_on_what_authority_with_what_proof_and_who_leads(requirement):
    assert requirement.text
    assert requirement.citation
    assert requirement.evidence
    assert requirement.applies
    assert "R" in CELLS[requirement.lead.activity][requirement.lead.role]
    assert not re.search(r"\[[VKPS]|§|\*", requirement.text + requirement.citation + requirement.evidence)


@pytest.mark.skipif(not SOURCE.exists(), reason="the reference is not in this checkout")
def test_each_lead_is_the_one_of_the_reference():
    lines = re.findall(r"^\| ([A-Z0-9]+-\d\d) \|.*\| (\w+) \((\d\.\d)\) \|$", SOURCE.read_text(), re.MULTILINE)
    assert {id_: (role, activity) for id_, role, activity in lines} == {
        one.id: (one.lead.role, one.lead.activity) for one in shipped().requirements.values()
    }


def test_audits_are_never_the_equity_officers():
    """The row of audits gives it only a say: a reminder there would be a wrong right."""
    audits = [one.lead.role for one in shipped().requirements.values() if one.lead.activity == "3.1"]
    assert Counter(audits) == {"ATTY": 4, "AUD": 4}


def test_dates_and_conditions_that_decide():
    requirements = shipped().requirements
    assert requirements["S3-15"].due.day.isoformat() == "2026-03-16"
    assert requirements["ADA-17"].due.parameter == "ada.web.date"
    assert any(one.key.startswith("ada.web.date") for one in shipped().law.parameters)
    assert requirements["T7-10"].due.cadence == Cadence.BIENNIAL_ODD_YEAR
    assert (requirements["T6-15"].due.cadence, requirements["T6-15"].due.every) == (Cadence.EVERY_N_YEARS, 3)
    by_size = {id_ for id_, one in requirements.items() if one.applies == (Condition.EMPLOYEES_50,)}
    assert by_size == {"ADA-03", "ADA-05", "ADA-06", "ADA-08", "ADA-09"}


def test_each_check_is_led_by_whom_its_requirement_names():
    assert {check.requirement for check in CHECKS} <= shipped().requirements.keys()
    assert all(check.authority and check.title for check in CHECKS)


def test_a_local_pack_stands_beside_the_federal_ones():
    base = shipped()
    pack = read_pack(FOLDER / f"{EXAMPLES[0]}.yaml", base)
    assert (pack.level, len(pack.requirements)) == (Level.LOCAL, 6)
    assert not pack.requirements.keys() & base.requirements.keys()
    for one in pack.requirements.values():
        assert "R" in CELLS[one.lead.activity][one.lead.role]
    law = law_with([FOLDER / f"{EXAMPLES[0]}.yaml"])
    assert law.lead("LO-05").role == "OEHR"
    assert {one.status for one in law.parameters if one.programme == pack.code} == {Status.LOCAL_POLICY}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("lead: ATTY\n    activity", "lead: XX\n    activity"), "no role “XX”"),
        (("cadence: per_award", "cadence: sometimes"), "sometimes"),
        (("id: T6-02", "id: T6-01"), "used twice"),
        (("    evidence: Appointment memo\n", ""), "evidence"),
        (("    evidence: Appointment memo\n", "    evidense: Appointment memo\n"), "evidense"),
        (("    every: 3\n", ""), "every_n_years needs"),
    ],
)
def test_a_pack_that_is_wrong_is_refused_with_its_place(tmp_path, change, said):
    for name in (*PACKS, "parameters"):
        (tmp_path / f"{name}.yaml").write_text((FOLDER / f"{name}.yaml").read_text())
    text = (tmp_path / "title_vi.yaml").read_text()
    assert change[0] in text
    (tmp_path / "title_vi.yaml").write_text(text.replace(*change, 1))
    with pytest.raises(Mistakes) as wrong:
        read_shipped(tmp_path, PACKS)
    assert said in str(wrong.value)
    assert "title_vi.yaml, line" in str(wrong.value)
