"""Training: a programme is handed in and accepted, units owe people, a cohort goes from applications to certificates."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError

from engagement.models import Applicant, Certificate, Cohort, Enrolment, Outcome, SessionAttendance, TrainingProgramme
from engagement.training import attending, certificates, cohorts, enrolling, owing, queries
from engagement.training.programmes import (
    add_material,
    ask_unit_no_more,
    begin_edition,
    begin_programme,
    edit_programme,
)
from raci import reviewing, sealed, xrays
from raci.authority import facts_for
from raci.history import acting
from raci.models import PayloadRead, Person
from raci.queries.waiting import waiting_on
from raci.refusals import Conflict, NotReady, Refused
from tests.city import SmallCity, small_city
from tests.engagement.training import SAID, accepted, ask, cohort, draft, enrolled, later, resident

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


@pytest.fixture(autouse=True)
def public(settings: Any) -> None:
    settings.PUBLIC_ACADEMY = True


@pytest.fixture
def city(db: None) -> SmallCity:
    return small_city()


@pytest.fixture
def programme(city: SmallCity) -> TrainingProgramme:
    row = draft(city)
    ask(city, row)
    return accepted(city, row)


def asked(person: Person, kind: str) -> list[tuple[str, str, Any]]:
    return [(one.title, one.detail, one.due_on) for one in waiting_on(facts_for(person)) if one.kind == kind]


def found(person: Person, code: str) -> list[tuple[str, bool]]:
    looked = xrays.looked_at(facts_for(person))
    return [(one.finding.where, one.finding.is_mine) for one in looked if one.rule.code == code]


# ---- programmes


def test_a_programme_goes_its_way_and_is_nobodys_alone(city: SmallCity) -> None:
    row = begin_programme({**SAID, "for_whom": ""}, by=city.officer)
    with pytest.raises(NotReady) as missing:
        reviewing.hand_in(row, by=city.office)
    assert len(missing.value.problems) == 2
    edit_programme(row, SAID, by=city.officer)
    add_material(row, title="Slides", place="shelf 3", by=city.officer)
    with pytest.raises(NotReady):
        begin_programme(SAID, by=city.officer)
    reviewing.hand_in(row, by=city.office)
    with pytest.raises(Refused):
        reviewing.accept(row, by=city.officer)
    reviewing.accept(row, by=city.administrator)
    with pytest.raises(Refused):
        edit_programme(row, SAID, by=city.officer)
    for person in (city.director, city.elsewhere):
        with pytest.raises(Refused):
            begin_programme({**SAID, "title": "Mine"}, by=person)


def test_the_officers_mode_asks_for_a_consultation_before_the_officer_hands_in(city: SmallCity) -> None:
    row = draft(city)
    with pytest.raises(NotReady):
        reviewing.hand_in(row, by=city.officer)  # capacity: consult and act, or a statement is named
    assert TrainingProgramme.objects.get().state == "draft"


def test_drafts_are_read_by_who_has_a_part_and_what_is_accepted_by_all_staff(city: SmallCity) -> None:
    row = draft(city)
    assert list(queries.programmes(facts_for(city.technician))) == []
    with pytest.raises(Refused):
        queries.programme_for(row.pk, facts_for(city.technician))
    assert [one.pk for one in queries.programmes(facts_for(city.auditor))] == [row.pk]
    accepted(city, row)
    assert queries.programme_page(row.pk, facts_for(city.technician)).is_in_force


def test_the_next_edition_is_in_force_once_it_is_accepted(city: SmallCity, programme: TrainingProgramme) -> None:
    nxt = begin_edition(programme, by=city.officer)
    assert begin_edition(programme, by=city.officer) == nxt
    assert (nxt.edition, nxt.materials.count(), nxt.asked.count()) == (2, 1, 1)
    ask_unit_no_more(nxt.asked.get(), by=city.officer)
    assert cohorts.in_force(programme.code) == programme
    assert len(asked(city.director, "train")) == 1
    accepted(city, nxt)
    assert cohorts.in_force(programme.code) == nxt
    assert asked(city.director, "train") == []
    assert not queries.programme_page(programme.pk, facts_for(city.officer)).is_in_force


# ---- what units owe


def test_a_unit_owes_people_until_they_hold_certificates(
    city: SmallCity, programme: TrainingProgramme, move_time: Any
) -> None:
    [(title, detail, due)] = asked(city.director, "train")
    assert (title, detail, due) == (programme.title, f"{city.parks.name}: 0 of 1 trained (Who hires)", later(30))
    assert asked(city.elsewhere, "train") == []
    finished(city, programme, move_time, city.manager)
    assert asked(city.director, "train") == []


def test_a_certificate_counts_as_long_as_the_programme_says(city: SmallCity, move_time: Any) -> None:
    row = draft(city, every_months=12)
    ask(city, row, days=500)
    accepted(city, row)
    finished(city, row, move_time, city.manager)
    [one] = owing.due(later(0))
    assert one.is_done
    [one] = owing.due(later(400))
    assert (one.trained, one.stands) == (0, "open")


def test_xrays_find_units_that_are_late(city: SmallCity, programme: TrainingProgramme, move_time: Any) -> None:
    move_time(days=30)
    assert found(city.director, "unit-untrained") == []
    move_time(days=31)
    assert found(city.director, "unit-untrained") == [(city.parks.name, True)]
    assert found(city.auditor, "unit-untrained") == [(city.parks.name, False)]


# ---- a cohort


def finished(city: SmallCity, programme: TrainingProgramme, move_time: Any, *people: Person) -> Cohort:
    """They come to both sessions and it is finished."""
    row = cohort(city, programme)
    taken = enrolled(city, row, *people)
    move_time(days=8)
    for one in row.sessions.all():
        attending.write_sheet(one, {each.pk: "came" for each in taken}, by=city.officer)
    certificates.finish_cohort(row, by=city.officer)
    return row


def test_from_applications_to_certificates(city: SmallCity, programme: TrainingProgramme, move_time: Any) -> None:
    row = cohort(city, programme, places=2)
    got = resident(row)
    staff = enrolling.apply_myself(row, by=city.manager)
    assert enrolling.apply_myself(row, by=city.manager) == staff
    third = enrolling.apply_myself(row, by=city.lead)
    with pytest.raises(NotReady):
        enrolling.decide({one.pk: "enrolled" for one in (got.enrolment, staff, third)}, row, by=city.officer)
    assert not Enrolment.objects.filter(state="enrolled").exists()
    enrolling.decide({got.enrolment.pk: "enrolled", staff.pk: "enrolled"}, row, by=city.officer)
    staff.refresh_from_db()
    got.enrolment.refresh_from_db()

    first, second = row.sessions.order_by("on")
    with pytest.raises(NotReady):
        attending.attend_by_code(first, staff, "WRONG", by=city.manager)
    with pytest.raises(Conflict):
        attending.attend_by_code(second, staff, attending.room_code(second), by=city.manager)
    attending.attend_by_code(first, got.enrolment, attending.room_code(first).lower())
    attending.attend_by_code(first, staff, attending.room_code(first), by=city.manager)
    with pytest.raises(NotReady):
        certificates.finish_cohort(row, by=city.officer)
    move_time(days=8)
    assert [detail for _t, detail, _d in asked(city.officer, "cohort")] == ["Write down who came"]
    attending.write_sheet(second, {got.enrolment.pk: "came", staff.pk: "absent"}, by=city.officer)
    made = certificates.finish_cohort(row, by=city.officer)
    assert [one.enrolment_id for one in made] == [got.enrolment.pk]
    assert {one.pk: one.state for one in Enrolment.objects.all()} == {
        got.enrolment.pk: "finished", staff.pk: "left", third.pk: "not_taken",
    }  # fmt: skip
    assert certificates.checked(made[0].number.lower().replace("-", " ")) == made[0]
    assert asked(city.officer, "cohort") == []
    with pytest.raises(Conflict):
        certificates.finish_cohort(row, by=city.officer)
    with pytest.raises(Conflict):
        attending.write_sheet(second, {staff.pk: "came"}, by=city.officer)


def test_nobody_keeps_a_cohort_without_a_part_in_it(city: SmallCity, programme: TrainingProgramme) -> None:
    row = cohort(city, programme)
    [one] = enrolled(city, row, city.manager)
    acts = (
        lambda: enrolling.decide({one.pk: "not_taken"}, row, by=city.director),
        lambda: attending.write_sheet(row.sessions.first(), {one.pk: "came"}, by=city.director),
        lambda: certificates.finish_cohort(row, by=city.director),
        lambda: queries.people_of(row, facts_for(city.auditor), why="curious"),
        lambda: enrolling.withdraw(one, by=city.director),
        lambda: attending.attend_by_code(row.sessions.first(), one, "x", by=city.director),
        lambda: enrolling.apply_myself(row, by=Person.objects.filter(is_service=True).first() or city.reader),
    )
    for act in acts[:-1]:
        with pytest.raises(Refused):
            act()
    assert not SessionAttendance.objects.exists()


def test_a_resident_is_named_by_a_sealed_text_alone(
    city: SmallCity, programme: TrainingProgramme, django_assert_num_queries: Any
) -> None:
    row = cohort(city, programme)
    got = resident(row)
    assert enrolling.of_code(got.code.lower()) == Applicant.objects.get()
    assert enrolling.of_code("ABCD-EFGH-JKLM-NPQR-STUV") is None
    [line] = queries.people_of(row, facts_for(city.officer), why="To decide")
    assert line.name == "Ada Roe"
    [reading] = PayloadRead.objects.all()
    assert (reading.person, reading.why) == (city.officer, "To decide")
    applicant = Applicant.objects.get()
    assert applicant.payload is not None
    sealed.erase(
        sealed.Sealed(applicant.payload, applicant.payload_sha256, applicant.about),
        by=city.officer,
        via=None,
        why="Asked",
    )
    assert queries.people_of(row, facts_for(city.officer), why="Again")[0].name == "name erased"


def test_a_form_sent_twice_is_one_application_and_it_closes(
    city: SmallCity, programme: TrainingProgramme, settings: Any, move_time: Any
) -> None:
    row = cohort(city, programme)
    first = resident(row)
    sending = Applicant.objects.get().sending
    assert sending is not None
    again = enrolling.receive_by_form(row, {"name": "Ada"}, sending=sending)
    assert (again.enrolment, again.code, again.is_new) == (first.enrolment, "", False)
    move_time(days=4)
    with pytest.raises(Conflict):
        resident(row)
    with pytest.raises(Conflict):
        enrolling.apply_myself(row, by=city.manager)
    move_time(days=0)
    settings.PUBLIC_ACADEMY = False
    with pytest.raises(Conflict):
        resident(row)


def test_an_outcome_is_kept_by_consent_alone(city: SmallCity, programme: TrainingProgramme, move_time: Any) -> None:
    row = finished(city, programme, move_time, city.manager)
    one = Enrolment.objects.get(cohort=row)
    certificates.tell_outcome(one, what="board", agreed_on=later(0), by=city.officer)
    certificates.tell_outcome(one, what="board", agreed_on=later(0), by=city.officer)
    assert Outcome.objects.count() == 1
    with pytest.raises(IntegrityError, match="outcome_is_kept_by_consent"), acting(by=city.officer, act="x"):
        Outcome.objects.create(enrolment=one, what="work", told_on=later(0), agreed_on=later(1))


def test_a_certificate_taken_back_counts_for_nothing(
    city: SmallCity, programme: TrainingProgramme, move_time: Any
) -> None:
    finished(city, programme, move_time, city.manager)
    row = Certificate.objects.get()
    with pytest.raises(NotReady):
        certificates.take_back(row, why=" ", by=city.officer)
    certificates.take_back(row, why="Another person", by=city.officer)
    assert asked(city.director, "train") != []
    assert [one.pk for one in queries.certificates_read(facts_for(city.manager))] == [row.pk]
    assert list(queries.certificates_read(facts_for(city.director))) == []


def test_xrays_find_a_cohort_without_certificates(
    city: SmallCity, programme: TrainingProgramme, move_time: Any
) -> None:
    cohort(city, programme)
    move_time(days=37)
    assert found(city.officer, "cohort-unfinished") == []
    move_time(days=38)
    assert found(city.officer, "cohort-unfinished") == [("Equity in hiring: Spring", True)]
    assert found(city.director, "cohort-unfinished") == [("Equity in hiring: Spring", False)]
