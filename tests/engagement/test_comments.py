"""Public comment: read by a person before it is shown, refused with the day after closing, nobody locked out, answered."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.cache import cache

from engagement.commenting import acts
from engagement.commenting.waiting import waits
from engagement.models import Comment
from raci import occasions, xrays
from raci.authority import facts_for
from raci.refusals import Conflict, NotReady, Refused
from tests.engagement.comments import announced, commented, said
from tests.engagement.partners import later
from tests.engagement.rounds import written
from tests.world import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


@pytest.fixture(autouse=True)
def _open(settings):
    cache.clear()  # what was counted of other tests' forms
    settings.PUBLIC_COMMENTS = True


def send(client, row, words="Ask renters too.", **more):
    return client.post(f"/engagement/public/comments/{row.pk}/", {"words": words, **more})


def test_a_comment_is_read_by_a_person_before_it_is_shown(city, client):
    row = announced(city)
    assert "We have your comment" in send(client, row, name="Ana").content.decode()
    url = f"/engagement/public/comments/{row.pk}/"
    assert "Ask renters too." not in client.get(url).content.decode()
    one = Comment.objects.get()
    with pytest.raises(Refused):
        acts.judge_comment(one, state="shown", by=city.director)
    acts.judge_comment(one, state="shown", answer="We ask them in May.", by=city.office)
    page = client.get(url).content.decode()
    assert "Ask renters too." in page
    assert "We ask them in May." in page


def test_what_is_hidden_stays_on_record_with_its_reason(city, client):
    row = announced(city)
    one = commented(row, "Names a neighbor.")
    with pytest.raises(NotReady, match="Say why"):
        acts.judge_comment(one, state="hidden", by=city.office)
    acts.judge_comment(one, state="hidden", reason="Names a private person.", by=city.office)
    assert "Names a neighbor." not in client.get(f"/engagement/public/comments/{row.pk}/").content.decode()
    address = f"/engagement/comments/{row.pk}/"
    assert "Names a neighbor." not in signed_in(city.director).get(address).content.decode()
    assert "Names a private person." in signed_in(city.office).get(address).content.decode()
    assert Comment.objects.filter(state="hidden").count() == 1


def test_after_closing_a_comment_is_refused_with_the_day_and_its_words_come_back(city, client, move_time):
    row = announced(city, closes_on=later(2))
    move_time(days=3)
    answer = send(client, row, "Too late, <but> kept.")
    assert answer.status_code == 409
    assert "Comments were taken until" in answer.content.decode()
    assert "Too late, &lt;but&gt; kept." in answer.content.decode()
    assert not Comment.objects.exists()
    values = {"way": "mail", "received_on": later(-4), "words": "x", "name": ""}  # before it opened
    with pytest.raises(NotReady, match="another day"):
        acts.record_comment(row, values, by=city.office)
    acts.record_comment(row, {**values, "received_on": row.closes_on}, by=city.office)  # it came in time


def test_nobody_is_locked_out_and_a_program_is_answered_as_if_all_were_well(city, client):
    row = announced(city)
    for number in range(22):
        assert send(client, row, f"Comment {number}").status_code == 200
    assert Comment.objects.count() == 22
    assert Comment.objects.filter(is_one_of_many=True).count() == 2
    assert "We have your comment" in send(client, row, "Buy now", website="x").content.decode()
    assert Comment.objects.count() == 22
    sending = uuid4()
    for _twice in range(2):
        acts.comment_by_form(row, words="Once", name="", sending=sending)
    assert Comment.objects.count() == 23


def test_the_draft_stays_as_people_read_it(city):
    row = announced(city)
    acts.change_round(row, said(draft="Another text."), by=city.office, edits=0)
    commented(row)
    with pytest.raises(NotReady, match="stays as they read it"):
        acts.change_round(row, said(draft="A third."), by=city.office, edits=1)
    acts.change_round(row, said(draft="Another text.", closes_on=later(40)), by=city.office, edits=1)
    with pytest.raises(Conflict):
        acts.change_round(row, said(draft="Another text."), by=city.office, edits=1)


def found(city):
    rows = xrays.looked_at(facts_for(city.reader))
    return [one.finding.where for one in rows if one.rule.code == "comments-unanswered"]


def test_what_waits_and_what_is_silent(city, move_time):
    announced(city, "Nobody commented")
    row = announced(city)
    assert waits(facts_for(city.office)) == []
    acts.judge_comment(commented(row), state="shown", by=city.office)
    move_time(days=50)  # closed for 30
    assert [one.title for one in waits(facts_for(city.office))] == [row.title]
    assert found(city) == []
    move_time(days=51)
    assert found(city) == [row.title]
    acts.say_outcome(row, {"said": "Renters", "said_es": "", "did": "We ask.", "did_es": ""}, by=city.office)
    assert found(city) == []
    assert waits(facts_for(city.office)) == []


def test_it_is_shut_until_the_city_opens_it(city, client, settings):
    row = announced(city)
    settings.PUBLIC_COMMENTS = False
    assert client.get("/engagement/public/comments/").status_code == 404
    assert send(client, row).status_code == 404


def test_a_round_points_to_what_it_is_a_draft_of_and_stands_in_the_calendar(city):
    about = written(city, "Round that is commented on")
    office = signed_in(city.office)
    page = office.get("/engagement/comments/new/").content.decode()
    assert "Round that is commented on" in page
    row = announced(city, record=about.record)
    shown = office.get(f"/engagement/comments/{row.pk}/").content.decode()
    assert f'href="/engagement/rounds/{about.record_id}/"' in shown
    hidden = signed_in(city.director).get(f"/engagement/comments/{row.pk}/").content.decode()
    assert "Round that is commented on" not in hidden, "whoever may not read the draft does not learn of it here"
    found = occasions.between(facts_for(city.director), row.opens_on, row.closes_on, ["comment-rounds"])
    assert [one.on for _source, one in found] == [row.opens_on, row.closes_on]
