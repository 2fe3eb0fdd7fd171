"""Audits of who sits on boards: counted once by the custodian, masked before anything is stored, decided like any record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.conf import settings

from boards.actions import audits as acts
from boards.actions.audit_tallies import take_tallies
from boards.models import AuditTally, Board, SelfIdentification
from boards.vault import texts
from raci.authority import Act, may
from raci.refusals import Conflict, Refused
from tests.boards.audits import all_say, approve, begun, counted, later, seat_people, second_auditor, submitted
from tests.boards.vault import custodian
from tests.city import SmallCity, small_city

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


@pytest.fixture
def city(db: None) -> SmallCity:
    city = small_city()
    custodian(city)
    return city


@pytest.fixture(autouse=True)
def keys_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PAYLOAD_KEYS", tmp_path / "keys")


def tables_of(tally: AuditTally) -> dict[str, list[object]]:
    return {one["name"]: [one["members"], one["unknown"], one["parts"]] for one in tally.tables}


def test_the_custodian_counts_once_and_nothing_small_is_stored(city: SmallCity) -> None:
    members = seat_people(city, 60, board="Large")
    all_say(members, {"woman": 24, "man": 22, "non-binary": 2, "two-spirit": 1})
    audit = counted(city, begun(city))
    tally = audit.tallies.get()
    nobody = [[["another-term"], 0], [["several"], 0]]
    together = [["man", "non-binary", "two-spirit"], 25]
    assert tables_of(tally) == {"people": [60, 11, [[["woman"], 24], *nobody, together]]}
    for row in SelfIdentification.objects.all():
        (one,) = texts.readings(row)
        assert (one.person, one.why.startswith("Counted for “Who serves on boards”")) == (city.auditor, True)
    stored = json.dumps(
        [list(AuditTally.history.values("tables", "withheld")), list(AuditTally.objects.values("tables"))]
    )
    assert '["non-binary"]' not in stored
    for other in (city.officer, city.attorney, city.administrator, city.reader):
        with pytest.raises(Refused):
            take_tallies(audit, by=other)


def test_the_auditors_own_goes_by_two_of_the_office_and_is_published(city: SmallCity) -> None:
    members = seat_people(city, 60)
    all_say(members, {"woman": 20, "man": 30})
    audit = counted(city, begun(city))
    advice = {"about": "outreach", "title": "Announce at the library", "words": "Where people are.", "unit": None}
    acts.advise(
        audit, {**advice, "board": Board.objects.get(code="board"), "answer_due_on": later(30)}, by=city.auditor
    )
    case = submitted(city, audit)
    assert not may(city.auditor, Act.APPROVE, case)
    with pytest.raises(Conflict):
        acts.publish(audit, by=city.auditor)
    for nobody in (city.administrator, city.officer, city.attorney):
        assert not may(nobody, Act.APPROVE, case)
    approve(case, second_auditor(city))
    (made,) = acts.raise_advice(audit, by=city.auditor)
    assert (made.source, made.activity_code, made.body, made.unit) == ("auditor", "4.7", "Board", city.parks)
    with pytest.raises(Conflict):
        acts.raise_advice(audit, by=city.auditor)
    acts.publish(audit, by=city.auditor)
    audit.refresh_from_db()
    assert audit.published_text == case.texts.get()


def test_the_citys_own_is_decided_by_the_administrator(city: SmallCity) -> None:
    members = seat_people(city, 60)
    all_say(members, {"woman": 20, "man": 30})
    with pytest.raises(Refused):
        begun(city, activity="3.1", by=city.officer)
    audit = counted(city, begun(city, activity="3.1", by=city.attorney))
    case = submitted(city, audit, by=city.attorney)
    approve(case, city.administrator)
    content = json.loads(case.texts.get().content)
    (question,) = content["questions"]
    woman, *_others = question["figures"]["people"]
    assert (woman["n"], woman["share"], woman["verdict"]) == (20, "0.400000", "near")
