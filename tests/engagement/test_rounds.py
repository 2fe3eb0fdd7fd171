"""Feedback rounds: who writes them, coding by two, what is small is hidden, and what the public reads."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError

from engagement.models import Coding, FeedbackRound, Quote
from engagement.rounds import acts, content
from raci import clock, xrays
from raci.authority import facts_for
from raci.history import acting
from raci.refusals import Conflict, NotReady, Refused
from tests.engagement.rounds import published, written
from tests.world import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


def test_r_of_reporting_writes_a_round_and_a_strangers_change_is_refused(city):
    row = written(city)
    with pytest.raises(Refused):
        acts.change(row.themes.first(), {"title": "Mine", "words": ""}, by=city.director)
    with pytest.raises(NotReady, match="More answered"):
        acts.change(row.heard.get(), {"title": "x", "way": "survey", "asked": 3, "answered": 4}, by=city.office)
    with pytest.raises(Conflict):
        acts.change(row.themes.first(), {"title": "New", "words": ""}, by=city.office, opened="0" * 64)
    assert content.problems(row.record) == []


def coded(city, row, first, second):
    acts.code_answers(row, dict(enumerate(first, 1)), by=city.office)
    acts.code_answers(row, dict(enumerate(second, 1)), by=city.officer)
    return content.content(row.record)


def test_two_people_code_and_their_agreement_shows(city):
    row = written(city)
    alone = acts.code_answers(row, {1: 1, 2: None}, by=city.office)
    assert alone is None
    assert content.content(row.record)["coding"]["coders"] == 1
    said = coded(city, row, [1] * 40 + [2] * 40, [1] * 40 + [2] * 20 + [1] * 20)
    assert said["coding"] | {"answers": 80, "same": 75, "kappa": "0.50"} == said["coding"]
    acts.code_answers(row, {7: 2}, by=city.office)  # instead of the earlier one
    assert Coding.objects.filter(coder=city.office).count() == 1
    with pytest.raises(NotReady, match="no theme 9"):
        acts.code_answers(row, {1: 9}, by=city.office)


def test_what_few_people_said_is_hidden_and_cannot_be_worked_out(city):
    """Of 60, both put 50 under the first theme, 4 under the second, and were apart on 6: none of 4 and 6 is told."""
    row = written(city)
    said = coded(city, row, [1] * 50 + [2] * 10, [1] * 50 + [2] * 4 + [1] * 6)
    shown = [theme["answers"] for theme in said["themes"]]
    assert shown[1] is None
    told = said["coding"]["answers"], said["coding"]["same"]
    assert shown[0] is None or None in told  # else 4 were total less the rest


def test_a_small_group_that_was_heard_is_hidden_with_what_would_tell_it(city):
    row = written(city)
    acts.add(row, type(row.heard.get()), {"title": "Elders", "way": "group", "asked": 9, "answered": 7}, by=city.office)
    heard = content.content(row.record)["heard"]
    elders = heard["groups"][1]
    assert (elders["answered"], elders["asked"]) == (None, None)
    assert heard["answered"] is None or heard["groups"][0]["answered"] is None


def test_a_quote_takes_consent(city):
    row = written(city)
    with pytest.raises(IntegrityError, match="quote_is_shown_by_consent"), acting(by=city.office, act="edit"):
        Quote.objects.create(theme=row.themes.first(), order=9, words="x", consent="")


def test_the_public_reads_what_was_approved_and_what_was_done(city, settings, client):
    settings.PUBLIC_FEEDBACK = True
    draft, row = written(city, "Not yet"), published(city, written(city))
    acts.say_what_was_done(row, said="Ask earlier.", did="We ask in May now.", by=city.officer)
    page = client.get(f"/engagement/public/rounds/{row.record_id}/?lang=es").content.decode()
    for words in ("285", "We were asked.", "We ask in May now."):
        assert words in page
    assert "Ticked the box" not in page  # how they allowed it is nobody else's
    assert client.get(f"/engagement/public/rounds/{draft.record_id}/").status_code == 404
    assert "Not yet" not in client.get("/engagement/public/rounds/").content.decode()
    settings.PUBLIC_FEEDBACK = False
    assert client.get("/engagement/public/rounds/").status_code == 404


def test_its_page_is_a_lists_row_for_those_who_may_read_it(city):
    row = written(city)
    assert signed_in(city.director).get(f"/engagement/rounds/{row.record_id}/").status_code == 404
    page = signed_in(city.office).get(f"/engagement/rounds/{row.record_id}/").content.decode()
    assert "Add a theme" in page
    assert "not coded yet" in page


def found(code, person):
    return [one.finding.where for one in xrays.looked_at(facts_for(person)) if one.rule.code == code]


def test_silence_about_rounds_is_noticed(city, move_time):
    late, waits, alone = written(city, "Late"), written(city, "In time"), written(city, "Coded alone")
    with acting(by=city.office, act="edit"):
        for row, days in ((late, 61), (waits, 60)):
            row.ends_on = clock.today() - timedelta(days=days)
            row.save()
    acts.code_answers(alone, {1: 1}, by=city.office)
    coded(city, waits, [1], [1])
    told, quiet = published(city, written(city, "Told")), published(city, written(city, "Quiet"))
    acts.say_what_was_done(told, said="x", did="y", by=city.officer)
    assert found("round-untold", city.reader) == ["Late"]
    assert found("round-coded-alone", city.reader) == ["Coded alone"]
    assert found("round-without-we-did", city.reader) == []
    move_time(days=31)
    assert found("round-without-we-did", city.reader) == ["Quiet"]
    assert FeedbackRound.objects.get(pk=quiet.pk).we_did.count() == 0
