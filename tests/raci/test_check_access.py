"""What somebody may do, and why: the command's words, the page, and that neither tells what its reader may not know."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from raci.actions import cases
from raci.authority import Act, Subject, facts_for, imagine, may
from raci.models import Holding
from raci.queries.access import record_checked
from raci.refusals import Refused
from tests.city import SmallCity, small_city
from tests.plans.conftest import ParksPlan, make_plan

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


@pytest.fixture(scope="module")
def stage(first_rows: None, django_db_blocker) -> Iterator[tuple[SmallCity, ParksPlan, ParksPlan]]:
    """A draft, and a plan in consultation; taken back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        city = small_city()
        draft, asked = make_plan(city, title="Secret draft"), make_plan(city, title="Asked")
        cases.open_consultation(asked.case, by=city.director)
        yield city, draft, asked
        transaction.set_rollback(True)


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("check_access", *arguments, stdout=out)
    return out.getvalue()


# ---- the command


def test_without_a_record_it_says_posts_letters_and_reach(stage):
    city, _draft, _asked = stage
    text = said(city.director.email.upper())
    assert "Director, Portland Parks & Recreation (DIR; reaches its own unit, reads its own unit)" in text
    assert "4.1 Prepare bureau equity plans and report on them\n  R as Director" in text
    assert "counts; parks\n" in text
    assert "everywhere" in said(city.administrator.email)


def test_on_a_record_it_says_each_act_the_reason_and_the_way(stage):
    city, _draft, asked = stage
    text = said(city.director.email, "--record", str(asked.record.pk))
    assert f"{asked.record.pk} “Asked” (4.1, Portland Parks & Recreation, in consultation):" in text, text
    assert "yes submit" in text
    assert "by Director, Portland Parks & Recreation · R 4.1, matrix v1" in text
    assert "waits: Equity Officer has not answered yet" in text
    assert "no  approve     Approving: Approving takes A (accountable) for 4.1 in this unit; you hold R." in text
    for act in Act:
        assert (f" {act.value} " in text) == (act is not Act.CREATE), act


def test_in_an_activity_it_says_each_act(stage):
    city, _draft, _asked = stage
    text = said(city.elsewhere.email, "--activity", "4.1", "--unit", "parks")
    assert "4.1 Prepare bureau equity plans and report on them, in Portland Parks & Recreation:" in text
    assert "\n  yes" not in text
    imagined = said(city.elsewhere.email, "--activity", "4.1", "--unit", "parks", "--as-if", "director-parks")
    assert "yes create" in imagined
    assert "imagined" in imagined
    assert Holding.objects.filter(person=city.elsewhere, post__code="director-parks").count() == 0


def test_a_delegated_letter_names_its_giver(stage):
    from tests.world import _delegate

    city, _draft, _asked = stage
    with transaction.atomic():
        made = _delegate(city)
        from raci.actions.posts import accept_delegation

        accept_delegation(made, by=city.attorney)
        text = said(city.attorney.email, "--activity", "4.1", "--unit", "parks")
        assert f"by City Administrator, for {city.administrator.name}" in text
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nobody@nowhere.example",), "Nobody signs in as"),
        (("{director}", "--record", "999999"), "There is no such record."),
        (("{director}", "--activity", "4.1"), "Name both"),
        (("{director}", "--activity", "9.9", "--unit", "parks"), "There is no activity 9.9 in matrix v1."),
        (("{director}", "--as-if", "king"), "There is no post king."),
    ],
)
def test_what_it_cannot_answer_it_says(stage, arguments: tuple[str, ...], words: str):
    city, *_rest = stage
    with pytest.raises(CommandError, match=words):
        said(*(one.format(director=city.director.email) for one in arguments))


# ---- imagined posts


def test_an_imagined_post_counts_as_a_held_one_would(stage):
    city, _draft, asked = stage
    imagined = imagine(facts_for(city.elsewhere), city.post("director-parks"))
    subject = Subject.of_case(asked.case)
    for act in Act:
        held, here = may(facts_for(city.director), act, subject), may(imagined, act, subject)
        if here.allowed != held.allowed:  # the only difference between the two: who wrote it
            assert "author" in held.reason or "submitted" in held.reason, act
    assert not may(imagine(facts_for(city.mayor), city.post("director-parks")), Act.APPROVE, subject)


def test_somebody_disabled_may_nothing_even_imagined(stage):
    city, *_rest = stage
    city.mayor.is_active = False  # not saved
    assert imagine(facts_for(city.mayor), city.post("director-parks")).capacities == ()
    city.mayor.is_active = True


# ---- the page


def page(client, viewer, person, query: str = ""):
    client.force_login(viewer)
    return client.get(f"/people/{person.pk}/access/{query}")


def test_the_page_answers_by_unit_activity_record_and_imagined_post(client, stage):
    city, _draft, asked = stage
    assert "Director, Portland Parks" in page(client, city.officer, city.director).content.decode()
    text = page(client, city.officer, city.director, "?unit=parks&activity=4.1").content.decode()
    assert "As Director, Portland Parks &amp; Recreation you hold R for 4.1 (matrix v1)." in text
    text = page(client, city.officer, city.director, f"?record={asked.record.pk}").content.decode()
    assert "Equity Officer has not answered yet" in text
    post = city.post("city-administrator").pk
    text = page(client, city.officer, city.mayor, f"?unit=parks&activity=4.1&post={post}").content.decode()
    assert "As City Administrator you hold A for 4.1 (matrix v1)." in text


def test_a_record_hidden_from_the_reader_is_a_record_that_is_not_there(client, stage):
    city, draft, asked = stage
    hidden = page(client, city.officer, city.director, f"?record={draft.record.pk}")
    absent = page(client, city.officer, city.director, "?record=99999999")
    assert hidden.status_code == absent.status_code == 404
    listed = page(client, city.officer, city.director, "?unit=parks").content.decode()
    assert "Secret draft" not in listed
    assert "Asked" in listed
    assert page(client, city.elsewhere, city.director, f"?record={asked.record.pk}").status_code == 404


def test_a_draft_taken_back_does_not_tell_what_it_waits_for(stage):
    """C reads a case from its consultation on, but not the open draft, and so not what that draft lacks."""
    city, _draft, asked = stage
    with transaction.atomic():
        cases.revise(asked.case, by=city.director)
        shown = record_checked(facts_for(city.director), asked.record.pk, facts_for(city.officer))
        assert not shown.tells_waits
        assert not any(one.waits for one in shown.acts)
        told = record_checked(facts_for(city.director), asked.record.pk, facts_for(city.manager))
        assert told.tells_waits
        transaction.set_rollback(True)


def test_only_those_who_fill_posts_ask(client, stage):
    city, *_rest = stage
    assert page(client, city.technician, city.director).status_code == 404
    assert page(client, city.attorney, city.director).status_code == 404
    with pytest.raises(Refused):
        record_checked(facts_for(city.director), 99_999_999, None)
