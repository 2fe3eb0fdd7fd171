"""The pages of a record's way: what each shows before it is done, and that sending it does it once."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from plans.actions import change
from raci import clock
from raci.actions import cases
from raci.authority import Act
from raci.models import Case, Condition, Consultation, Decision, Notice, Person, Record, UnsavedTyping
from raci.refusals import NotReady
from tests.city import SmallCity, small_city
from tests.plans.conftest import ParksPlan, approve, consult, make_plan

pytestmark = pytest.mark.portland


@pytest.fixture
def city(db) -> SmallCity:
    return small_city()


@pytest.fixture
def parks(city: SmallCity) -> ParksPlan:
    return make_plan(city)


@pytest.fixture
def see(client):
    """`see(person, "case-open", pk)`: the response to a GET."""

    def get(reader: Person, name: str, *args: int, **query: str):
        client.force_login(reader)
        return client.get(reverse(f"raci:{name}", args=args), query)

    return get


@pytest.fixture
def send(client):
    """`send(person, "case-open", pk, due_on=...)`: the response to a POST; `seen` is the record's present state."""

    def post(person: Person, name: str, pk: int, **values: object):
        client.force_login(person)
        return client.post(reverse(f"raci:{name}", args=[pk]), values)

    return post


def seen(parks: ParksPlan) -> int:
    return Record.objects.get(pk=parks.record.pk).edits


def question(case: Case, role: str) -> Consultation:
    return case.consultations.filter(role__code=role).latest("text__number")


def submitted(parks: ParksPlan, city: SmallCity) -> Case:
    case = consult(parks, city)
    cases.submit(case, by=city.director)
    return case


def returned(parks: ParksPlan, city: SmallCity) -> Case:
    case = submitted(parks, city)
    cases.decide(case, by=city.administrator, kind=Act.RETURN, reason="Cost the second goal.")
    return case


# ---- opening


def test_case_open_says_who_is_asked_and_until_when(see, parks: ParksPlan, city: SmallCity):
    page = see(city.director, "case-open", parks.record.pk).content.decode()
    for words in ("Equity Officer", "ACA &amp; DCAs", city.officer.name, "frozen as v1", 'type="date"'):
        assert words in page
    assert "As Director, Portland Parks &amp; Recreation you hold R for 4.1" in page or "you hold R for 4.1" in page


def test_case_open_opens_once_however_often_it_is_sent(send, parks: ParksPlan, city: SmallCity):
    values = {"seen": seen(parks), "due_on": "2099-01-05"}
    assert send(city.director, "case-open", parks.record.pk, **values).status_code == 302
    again = send(city.director, "case-open", parks.record.pk, **values)
    assert again.status_code == 409
    assert city.director.name in again.content.decode()
    assert parks.case.state == "consultation"
    assert parks.case.texts.count() == 1


def test_case_open_keeps_what_was_typed_and_says_what_is_wrong(send, parks: ParksPlan, city: SmallCity):
    sent = send(city.director, "case-open", parks.record.pk, seen=seen(parks), due_on="2001-01-01")
    assert sent.status_code == 422
    assert "two working days at least" in sent.content.decode()
    assert "2001-01-01" in sent.content.decode()
    assert parks.case.state == "draft"


def test_case_open_lists_problems_with_links_to_mend(see, parks: ParksPlan, city: SmallCity):
    change(parks.plan, {"summary": ""}, by=city.director)
    page = see(city.director, "case-open", parks.record.pk).content.decode()
    assert "The plan has no summary." in page
    assert f"/plans/{parks.record.pk}/edit/#id_summary" in page


def test_case_open_is_refused_with_the_reason_and_hidden_from_strangers(see, parks: ParksPlan, city: SmallCity):
    assert see(city.elsewhere, "case-open", parks.record.pk).status_code == 404
    assert see(city.officer, "case-open", parks.record.pk).status_code == 404  # a draft is nobody's but R's
    refused = see(city.auditor, "case-open", parks.record.pk)
    assert refused.status_code == 403
    assert "takes R" in refused.content.decode()


# ---- consultation


def test_case_consultation_shows_answers_silence_and_what_was_done(see, parks: ParksPlan, city: SmallCity, move_time):
    cases.open_consultation(parks.case, by=city.director)
    case = parks.case
    cases.answer(question(case, "EO"), by=city.officer, answer="objection", words="Double counts.")
    move_time(days=40)
    cases.submit(case, by=city.director, done={question(case, "EO").pk: "Moved to 2028."})
    page = see(city.administrator, "case-consultation", parks.record.pk).content.decode()
    for words in ("Double counts.", "Moved to 2028.", "no answer by", "1 of 4 answered"):
        assert words in page


def test_consultation_answer_shows_the_text_and_takes_one_answer(see, send, parks: ParksPlan, city: SmallCity):
    cases.open_consultation(parks.case, by=city.director)
    asked = question(parks.case, "EO")
    page = see(city.officer, "consultation-answer", asked.pk).content.decode()
    assert "Free lessons at 6 pools" in page
    assert "you hold C for 4.1" in page
    values = {"answer": "comment", "words": "Say by when."}
    assert send(city.officer, "consultation-answer", asked.pk, **values).status_code == 302
    assert send(city.officer, "consultation-answer", asked.pk, **values).status_code == 409
    asked.refresh_from_db()
    assert (asked.answer, asked.words, asked.answered_by) == ("comment", "Say by when.", city.officer)


def test_consultation_answer_needs_words_for_an_objection_and_keeps_them(send, parks: ParksPlan, city: SmallCity):
    cases.open_consultation(parks.case, by=city.director)
    sent = send(city.officer, "consultation-answer", question(parks.case, "EO").pk, answer="objection", words=" ")
    assert sent.status_code == 422
    assert "the reason of your objection" in sent.content.decode()


def test_consultation_answer_is_for_the_role_that_was_asked(see, send, parks: ParksPlan, city: SmallCity):
    cases.open_consultation(parks.case, by=city.director)
    asked = question(parks.case, "EO").pk
    assert see(city.deputy, "consultation-answer", asked).status_code == 403
    assert send(city.deputy, "consultation-answer", asked, answer="no_objection").status_code == 403
    assert see(city.elsewhere, "consultation-answer", asked).status_code == 404
    assert see(city.administrator, "consultation-answer", asked).status_code == 404  # A sees from submitted


def test_consultation_answer_of_a_reopened_text_may_stand(see, send, parks: ParksPlan, city: SmallCity):
    cases.open_consultation(parks.case, by=city.director)
    cases.answer(question(parks.case, "EO"), by=city.officer, answer="comment", words="Say by when.")
    cases.revise(parks.case, by=city.director, why="Too vague.")
    change(parks.plan, {"summary": "Everybody learns to swim by June."}, by=city.director)
    cases.open_consultation(parks.case, by=city.director)
    asked = question(parks.case, "EO")
    page = see(city.officer, "consultation-answer", asked.pk).content.decode()
    assert "Let this answer stand" in page
    assert "<ins>Everybody learns to swim by June.</ins>" in page
    assert send(city.officer, "consultation-answer", asked.pk, stand="1").status_code == 302
    asked.refresh_from_db()
    assert (asked.answer, asked.words, asked.stands_from.text.number) == ("comment", "Say by when.", 1)


def test_consultation_list_is_the_one_list_filtered(see, parks: ParksPlan, city: SmallCity):
    assert "Nobody waits for your answer" in see(city.officer, "consultation-list").content.decode()
    cases.open_consultation(parks.case, by=city.director)
    page = see(city.officer, "consultation-list").content.decode()
    assert "Parks equity plan 2027" in page
    assert reverse("raci:consultation-answer", args=[question(parks.case, "EO").pk]) in page


# ---- the other moves of those responsible


def test_case_revise_makes_it_a_draft_again(see, send, parks: ParksPlan, city: SmallCity):
    cases.open_consultation(parks.case, by=city.director)
    assert "stays on record" in see(city.director, "case-revise", parks.record.pk).content.decode()
    assert send(city.director, "case-revise", parks.record.pk, seen=seen(parks), why="Too vague.").status_code == 302
    assert (parks.case.state, parks.case.back, parks.case.state_note) == ("draft", "revised", "Too vague.")


def test_case_submit_asks_what_was_done_about_each_comment(see, send, parks: ParksPlan, city: SmallCity, move_time):
    cases.open_consultation(parks.case, by=city.director)
    cases.answer(question(parks.case, "EO"), by=city.officer, answer="objection", words="Double counts.")
    page = see(city.director, "case-submit", parks.record.pk).content.decode()
    assert "has not answered yet and has until" in page
    move_time(days=40)
    asked = question(parks.case, "EO")
    page = see(city.director, "case-submit", parks.record.pk).content.decode()
    assert "Double counts." in page
    assert f"done_{asked.pk}" in page
    assert city.administrator.name in page
    bare = send(city.director, "case-submit", parks.record.pk, seen=seen(parks), note="Please.")
    assert bare.status_code == 422
    assert "Please." in bare.content.decode()
    assert ">Fill in: What was done about it (Equity Officer, v1).</a>" in bare.content.decode()
    values = {"seen": seen(parks), "note": "Please.", f"done_{asked.pk}": "Moved to 2028."}
    assert send(city.director, "case-submit", parks.record.pk, **values).status_code == 302
    assert send(city.director, "case-submit", parks.record.pk, **values).status_code == 409
    assert parks.case.submissions.count() == 1
    asked.refresh_from_db()
    assert asked.done_about_it == "Moved to 2028."


def test_case_submit_again_after_a_return_is_direct(see, send, parks: ParksPlan, city: SmallCity):
    returned(parks, city)
    page = see(city.director, "case-submit", parks.record.pk).content.decode()
    assert "Submit again" in page
    assert "2 working days to object" in page
    assert send(city.director, "case-submit", parks.record.pk, seen=seen(parks)).status_code == 302
    assert parks.case.state == "submitted"


def test_case_withdraw_needs_its_reason(send, parks: ParksPlan, city: SmallCity):
    submitted(parks, city)
    assert send(city.director, "case-withdraw", parks.record.pk, seen=seen(parks), reason="").status_code == 422
    sent = send(city.director, "case-withdraw", parks.record.pk, seen=seen(parks), reason="A mistake.")
    assert sent.status_code == 302
    assert (parks.case.state, parks.case.back) == ("draft", "withdrawn")


def test_case_next_begins_one_version(see, send, parks: ParksPlan, city: SmallCity):
    approve(parks, city)
    assert "stays in force" in see(city.director, "case-next", parks.record.pk).content.decode()
    values = {"seen": seen(parks)}
    assert send(city.director, "case-next", parks.record.pk, **values).status_code == 302
    assert send(city.director, "case-next", parks.record.pk, **values).status_code == 409
    assert [case.state for case in parks.record.cases.order_by("number")] == ["approved", "draft"]


def test_typing_is_shown_again_and_forgotten_on_saving(see, send, parks: ParksPlan, city: SmallCity):
    submitted(parks, city)
    UnsavedTyping.objects.create(
        person=city.director, form=f"case-withdraw:{parks.record.pk}", values={"reason": ["Half a sent"], "seen": ["0"]}
    )
    page = see(city.director, "case-withdraw", parks.record.pk).content.decode()
    assert "Half a sent" in page
    assert f'name="seen" value="{seen(parks)}"' in page
    send(city.director, "case-withdraw", parks.record.pk, seen=seen(parks), reason="A mistake.")
    assert not UnsavedTyping.objects.exists()


# ---- reading


def test_case_versions_and_texts_are_read_as_far_as_the_letter_goes(see, parks: ParksPlan, city: SmallCity):
    approve(parks, city)
    cases.begin_next(parks.case, by=city.director)
    change(parks.plan, {"title": "A secret title"}, by=city.director)
    for person in (city.attorney, city.mayor, city.administrator, city.officer):
        page = see(person, "case-versions", parks.record.pk)
        assert page.status_code == 200
        assert "A secret title" not in page.content.decode()
        assert see(person, "case-text", parks.record.pk, 1).status_code == 200
        assert "A secret title" not in see(person, "case-timeline", parks.record.pk).content.decode()
        assert see(person, "case-text", parks.record.pk, 2).status_code == 404
    assert see(city.elsewhere, "case-versions", parks.record.pk).status_code == 404
    assert "A secret title" in see(city.director, "case-timeline", parks.record.pk).content.decode()


def test_case_text_shows_what_is_different_from_the_one_before(see, parks: ParksPlan, city: SmallCity):
    cases.open_consultation(parks.case, by=city.director)
    cases.revise(parks.case, by=city.director)
    change(parks.plan, {"summary": "By June."}, by=city.director)
    cases.open_consultation(parks.case, by=city.director)
    page = see(city.officer, "case-text", parks.record.pk, 2).content.decode()
    assert "What is different from v1" in page
    assert "<ins>By June.</ins>" in page


def test_case_timeline_tells_the_story_filters_and_exports(see, parks: ParksPlan, city: SmallCity):
    approve(parks, city)
    page = see(city.director, "case-timeline", parks.record.pk).content.decode()
    assert "approved it with conditions" in page
    filtered = see(city.director, "case-timeline", parks.record.pk, person=str(city.officer.pk)).content.decode()
    assert "approved it with conditions" not in filtered
    taken = see(city.director, "case-timeline", parks.record.pk, format="csv")
    assert taken["Content-Type"].startswith("text/csv")
    assert b"submitted it for decision" in b"".join(taken.streaming_content)


def test_receipt_names_who_by_what_right_and_the_exact_text(see, parks: ParksPlan, city: SmallCity):
    approve(parks, city)
    decision = Decision.objects.get()
    banner = see(city.director, "case-consultation", parks.record.pk).content.decode()
    assert f'href="{reverse("raci:receipt", args=[decision.pk])}">Receipt of the decision' in banner
    assert '<a href="/plans/" aria-current="page">Plans</a>' in banner
    page = see(city.director, "receipt", decision.pk).content.decode()
    for words in (city.administrator.name, "City Administrator", "matrix v1", decision.sha256, "Cost the second goal."):
        assert words in page
    taken = see(city.director, "case-text-json", parks.record.pk, 1)
    assert hashlib.sha256(taken.content).hexdigest() == decision.sha256
    assert see(city.elsewhere, "receipt", decision.pk).status_code == 404


def test_receipt_of_a_return_is_not_for_those_who_read_what_is_approved(see, parks: ParksPlan, city: SmallCity):
    case = returned(parks, city)
    first = Decision.objects.get()
    change(parks.plan, {"summary": "Costed."}, by=city.director)
    cases.submit(case, by=city.director)
    for asked in case.consultations.filter(way="review").select_related("role"):
        holders = {"EO": city.officer, "OEHR": city.office, "ACA_DCA": city.deputy, "CET": city.lead}
        cases.answer(asked, by=holders[asked.role.code], answer="no_objection")
    cases.decide(case, by=city.administrator, kind=Act.APPROVE)
    assert see(city.attorney, "receipt", first.pk).status_code == 404
    assert see(city.attorney, "receipt", Decision.objects.latest("pk").pk).status_code == 200
    assert see(city.officer, "receipt", first.pk).status_code == 200


def test_condition_close_is_the_owners_and_happens_once(see, send, parks: ParksPlan, city: SmallCity):
    approve(parks, city)
    condition = Condition.objects.get()
    assert see(city.officer, "condition-close", condition.pk).status_code == 403
    assert see(city.elsewhere, "condition-close", condition.pk).status_code == 404
    assert send(city.director, "condition-close", condition.pk, note=" ").status_code == 422
    assert send(city.director, "condition-close", condition.pk, note="Costed at $31,500.").status_code == 302
    assert send(city.director, "condition-close", condition.pk, note="Again.").status_code == 409
    receipt = see(city.director, "receipt", condition.decision_id).content.decode()
    assert "Costed at $31,500." in receipt


def test_every_page_of_the_way_is_closed_to_those_not_signed_in(client, parks: ParksPlan):
    for name in ("case-open", "case-consultation", "case-submit", "case-versions", "case-timeline"):
        answer = client.get(reverse(f"raci:{name}", args=[parks.record.pk]))
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))


def test_condition_owner_is_told_and_its_day_is_not_past(parks: ParksPlan, city: SmallCity):
    consult(parks, city)
    cases.submit(parks.case, by=city.director)
    yesterday = clock.today() - timedelta(days=1)
    asked = cases.ConditionAsked("Cost the second goal.", city.post("equity-manager-parks"), yesterday)
    with pytest.raises(NotReady, match="in the past"):
        cases.decide(parks.case, by=city.administrator, kind=Act.CONDITIONS, conditions=[asked])
    later = replace(asked, due_on=clock.today())
    cases.decide(parks.case, by=city.administrator, kind=Act.CONDITIONS, conditions=[later])
    assert Notice.objects.filter(person=city.manager, key__startswith="condition:").exists()
