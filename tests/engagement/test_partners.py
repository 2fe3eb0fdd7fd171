"""Partners: who keeps them, who notes a contact, what waits on whom, and what X-rays say of silence."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from engagement.models import Agreement, Partner, PartnerContact
from engagement.partners import acts
from engagement.partners.waiting import waits
from raci import xrays
from raci.authority import facts_for
from raci.history import acting
from raci.refusals import Conflict, NotReady, Refused
from tests.engagement.partners import contact, later, partner, said
from tests.world import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


def test_r_of_alignment_keeps_partners_and_nobody_else(city):
    made = partner(city)
    acts.change_partner(made, said(city, purpose="Swimming."), by=city.office, edits=0)  # named for 2.3
    assert made.purpose == "Swimming."
    for person in (city.administrator, city.director, city.reader):
        with pytest.raises(Refused):
            acts.change_partner(made, said(city), by=person, edits=1)
    with pytest.raises(Conflict):
        acts.change_partner(made, said(city), by=city.officer, edits=0)  # opened before the office saved
    with pytest.raises(NotReady, match="of this name already"):
        partner(city)


def test_the_post_that_owns_the_relationship_notes_contacts_and_no_more(city):
    made = partner(city, owner=city.post("director-water"))
    noted = acts.note_contact(made, contact(), by=city.elsewhere)
    assert noted.noted_as == city.post("director-water").title
    made.refresh_from_db()
    assert made.contact_due_on == later(90)
    with pytest.raises(Refused):
        acts.note_contact(made, contact(), by=city.director)
    with pytest.raises(Refused):
        acts.end_partner(made, why="Moved away.", by=city.elsewhere)


def test_the_newest_contact_says_when_the_next_is_due(city):
    made = partner(city)
    newest = acts.note_contact(made, contact(1, 60), by=city.officer)
    acts.note_contact(made, contact(40, 5), by=city.officer)  # noted late, of an earlier day
    assert Partner.objects.get().contact_due_on == later(60)
    acts.correct_contact(newest, contact(1, 20), by=city.officer)
    assert Partner.objects.get().contact_due_on == later(20)
    with pytest.raises(NotReady, match="still to come"):
        acts.note_contact(made, {**contact(), "on": later(1)}, by=city.officer)
    with pytest.raises(NotReady, match="due after this one"):
        acts.note_contact(made, contact(0, 0), by=city.officer)


def test_what_ended_is_closed_and_waits_on_nobody(city):
    made = partner(city, owner=city.post("director-parks"), contact_due_on=later(14))
    assert [one.title for one in waits(facts_for(city.director))] == [made.name]
    partner(city, "Not yet", owner=city.post("director-parks"), contact_due_on=later(15))
    assert len(waits(facts_for(city.director))) == 1
    acts.end_partner(made, why="It closed its doors.", by=city.officer)
    assert waits(facts_for(city.director)) == []
    with pytest.raises(Conflict):
        acts.note_contact(made, contact(), by=city.officer)


def found(code, person):
    return [one.finding.where for one in xrays.looked_at(facts_for(person)) if one.rule.code == code]


def test_silence_of_half_a_year_is_told_once_the_contact_is_due(city):
    silent, spoken, patient = (partner(city, name) for name in ("Silent", "Spoken to", "Not due"))
    with acting(by=city.officer, act="begin_partner"):
        for one, days in ((silent, 183), (spoken, 182), (patient, 400)):
            day = {"on": later(-days), "next_due_on": later(-1)}
            PartnerContact.objects.create(partner=one, words="x", noted_by=city.officer, noted_as="EO", **day)
            one.contact_due_on = later(0) if one == patient else later(-1)
            one.save()
    assert found("partner-silent", city.reader) == ["Silent"]


def test_an_agreement_that_ends_is_told_unless_another_follows(city):
    with acting(by=city.officer, act="add_agreement"):
        for name, days, follows in (("Ends", 60, False), ("Ends later", 61, False), ("Followed", 10, True)):
            made = partner(city, name)
            Agreement.objects.create(partner=made, title="First", begins_on=later(-300), ends_on=later(days))
            if follows:
                Agreement.objects.create(partner=made, title="Next", begins_on=later(11), ends_on=later(300))
    assert found("agreement-ends", city.reader) == ["Ends"]


def test_the_paper_of_an_agreement_is_handed_out(city):
    made = partner(city)
    values = {"title": "Listening", "words": "", "begins_on": later(-9), "ends_on": None}
    paper = SimpleUploadedFile("agreed.txt", b"We listen.")
    agreement = acts.add_agreement(made, values, paper, by=city.officer)
    client = signed_in(city.elsewhere)
    answer = client.get(f"/engagement/partners/agreements/{agreement.pk}/document/")
    assert b"".join(answer.streaming_content) == b"We listen."
    page = client.get(f"/engagement/partners/{made.pk}/").content.decode()
    assert "the paper" in page
    assert "Listening" in page
