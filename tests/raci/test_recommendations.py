"""A recommendation: raised under the activity of what raised it, answered, the answer accepted, followed up, closed."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from raci import clock
from raci.actions.recommendations import (
    Raised,
    close_recommendation,
    follow_up,
    raise_recommendation,
    submit_answer,
)
from raci.authority import facts_for
from raci.models import Citation, Notice, Recommendation, Unit
from raci.queries.recommendations import recommendation_page
from raci.queries.waiting import REVIEW, waiting_on
from raci.queries.waits import ADVICE, FOLLOW
from raci.refusals import Conflict, NotReady, Refused
from raci.reviewing import accept, give_back, take_back
from raci.statements import Citing
from tests.api.caller import Caller
from tests.city import SmallCity, small_city
from tests.raci.test_modes import directive

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


@pytest.fixture
def city() -> SmallCity:
    return small_city()


def advice(city: SmallCity, by: str = "auditor", source: str = "audit", body: str = "") -> Recommendation:
    said = Raised(
        "Translate it", "By June.", source, "Language audit", city.parks, clock.today() + timedelta(9), body=body
    )
    return raise_recommendation(said, by=city.people[by])


@pytest.mark.parametrize(
    ("source", "who", "activity"),
    [
        ("audit", "attorney", "3.1"),
        ("board_audit", "auditor", "3.1"),
        ("report", "officer", "3.3"),
        ("auditor", "auditor", "4.7"),
    ],
)
def test_it_takes_the_activity_of_what_raised_it(city: SmallCity, source: str, who: str, activity: str):
    made = advice(city, who, source)
    assert made.activity_code == activity
    assert Notice.objects.filter(person=city.director, key=f"recommendation:{made.pk}:raised").exists()
    with pytest.raises(Refused):
        advice(city, "director", source)


def test_from_being_raised_to_being_closed(city: SmallCity):
    made = advice(city)
    assert [one.title for one in waiting_on(facts_for(city.director), [ADVICE])] == [made.title]
    assert waiting_on(facts_for(city.elsewhere), [ADVICE]) == []
    with pytest.raises(NotReady, match="no answer that was accepted"):
        close_recommendation(made, by=city.auditor, words="Done.")
    answer = submit_answer(made, by=city.director, position="agree", words="By May.")
    with pytest.raises(Refused):
        accept(answer, by=city.director)
    assert made.title in [one.title.split(": ")[-1] for one in waiting_on(facts_for(city.administrator), [REVIEW])]
    give_back(answer, by=city.administrator, why="Say which languages.")
    again = submit_answer(made, by=city.manager, position="partly", words="Spanish and Vietnamese, by May.")
    accept(again, by=city.administrator)
    follow_up(made, by=city.auditor, words="Spanish is out.", next_on=clock.today() + timedelta(30))
    assert made.follow_up_on == clock.today() + timedelta(30)
    assert waiting_on(facts_for(city.director), [ADVICE]) == waiting_on(facts_for(city.auditor), [FOLLOW]) == []
    close_recommendation(made, by=city.auditor, words="Both are out.")
    with pytest.raises(Conflict):
        follow_up(made, by=city.director, words="More.")
    assert recommendation_page(made.pk, facts_for(city.mayor)).waits_for == "It is closed."


def test_others_neither_answer_nor_close(city: SmallCity):
    made = advice(city)
    for person in (city.elsewhere, city.officer, city.administrator, city.auditor):
        with pytest.raises(Refused):
            submit_answer(made, by=person, position="agree", words="Yes.")
    accept(submit_answer(made, by=city.director, position="agree", words="Yes."), by=city.administrator)
    for person in (city.director, city.officer, city.mayor):
        with pytest.raises(Refused):
            close_recommendation(made, by=person, words="Done.")


def test_a_bodys_answer_stands_under_4_8(city: SmallCity):
    made = advice(city, body="Parks Board")
    answer = submit_answer(made, by=city.director, position="agree", words="The board agrees.")
    with pytest.raises(Refused):
        accept(answer, by=city.administrator)  # A of 4.1, not of 4.8
    with pytest.raises(NotReady, match="Cite the directive"):
        accept(answer, by=city.officer)  # who liaises with boards as instructed
    told = directive(city, "4.8")
    accept(answer, by=city.officer, citing=Citing(directive=told.pk))
    cited = Citation.objects.get(kind="recommendation_answer", number=answer.pk)
    assert (cited.mode, cited.directive, cited.act) == ("instruction", told, "accept")


def test_an_answer_handed_in_anew_is_neither_accepted_nor_given_back_unread(city: SmallCity):
    made = advice(city)
    answer = submit_answer(made, by=city.director, position="agree", words="By May.")
    browser, by_api = Client(), Caller(city.administrator)
    browser.force_login(city.administrator)
    page, address = reverse("raci:recommendation", args=[made.pk]), f"recommendations/{made.pk}/"
    (read,) = set(re.findall(r'name="seen" value="([0-9a-f]{64})"', browser.get(page).text))
    assert by_api.get(address).json()["answer"]["fingerprint"] == read
    take_back(answer, by=city.director, why="By June, rather.")
    submit_answer(made, by=city.director, position="agree", words="By June.")
    for move, more in (("accept", {}), ("return", {"why": "Say which languages."})):
        for unread in ({}, {"seen": read}):
            assert (
                browser.post(reverse(f"raci:recommendation-{move}", args=[made.pk]), more | unread).status_code == 409
            )
        assert by_api.post(f"{address}{move}/", {**more, "seen": read}).status_code == 409
    now = {"seen": by_api.get(address).json()["answer"]["fingerprint"]}
    assert (
        browser.post(reverse("raci:recommendation-return", args=[made.pk]), {"why": "When?"} | now).status_code == 302
    )
    submit_answer(made, by=city.director, position="agree", words="By 30 June.")
    now = {"seen": by_api.get(address).json()["answer"]["fingerprint"]}
    assert by_api.post(f"{address}accept/", now).json()["answer"]["state"] == "accepted"


def test_the_officers_own_answer_says_who_shared_the_lead(city: SmallCity):
    office = Unit.objects.get(code="equity")
    made = raise_recommendation(
        Raised("Publish it", "By June.", "audit", "Audit", office, clock.today() + timedelta(9)), by=city.auditor
    )
    values = {"position": "agree", "words": "By May."}
    with pytest.raises(NotReady, match="who shared the lead"):
        submit_answer(made, by=city.officer, **values)
    assert not hasattr(Recommendation.objects.get(pk=made.pk), "answer")
    submit_answer(made, by=city.officer, citing=Citing(consulted="City Attorney, 28 November: agreed."), **values)
    assert Citation.objects.get().mode == "shared"


def test_an_answer_is_read_in_its_line_and_by_who_raised_it(city: SmallCity):
    made = advice(city)
    submit_answer(made, by=city.director, position="agree", words="Yes.")
    reads = {name for name, who in city.people.items() if recommendation_page(made.pk, facts_for(who)).answer}
    assert {"director", "manager", "officer", "administrator", "auditor", "attorney"} <= reads
    assert not {"mayor", "elsewhere", "technician"} & reads
