"""The queue: who comes in, what waits for whom, and that exactly one decision stands."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from raci import clock
from raci.actions import cases
from raci.admin import queue
from raci.authority import facts_for
from raci.history import acting
from raci.models import Case, Condition, Decision, Delegation, Holding, Person, Record, Submission, UnsavedTyping
from raci.queries.waiting import DECIDE, waiting_on
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
def submission(parks: ParksPlan, city: SmallCity) -> Submission:
    cases.open_consultation(parks.case, by=city.director)
    holders = {"EO": city.officer, "OEHR": city.office, "ACA_DCA": city.deputy, "CET": city.lead}
    for asked in parks.case.consultations.select_related("role"):
        objects = asked.role.code == "EO"
        words = "Double counts." if objects else ""
        answer = "objection" if objects else "no_objection"
        cases.answer(asked, by=holders[asked.role.code], answer=answer, words=words)
    done = {asked.pk: "Moved to 2028." for asked in parks.case.consultations.filter(answer="objection")}
    return cases.submit(parks.case, by=city.director, note="On time.", done=done)


def url(submission: Submission) -> str:
    return reverse("admin:raci_submission_decide", args=[submission.pk])


def form(submission: Submission, kind: str, rows: int = 0, **values: object) -> dict[str, object]:
    return {
        "seen": Record.objects.get(pk=submission.case.record_id).edits,
        "sha256": submission.text.sha256,
        "kind": kind,
        "reason": "",
        "c-TOTAL_FORMS": rows,
        "c-INITIAL_FORMS": 0,
        **values,
    }


# ---- who comes in


def test_queue_sends_those_not_signed_in_to_the_one_sign_in(client, db):
    for address in ("/admin/", "/admin/login/", "/admin/raci/submission/"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("name", "status"),
    [("administrator", 200), ("technician", 200), ("director", 403), ("mayor", 403), ("reader", 403)],
)
def test_queue_is_for_those_who_decide_or_keep_accounts(client, city: SmallCity, name: str, status: int):
    client.force_login(getattr(city, name))
    assert client.get("/admin/").status_code == status


def test_queue_changes_nothing_but_by_acts(client, city: SmallCity):
    client.force_login(city.administrator)
    for model, options in queue._registry.items():
        assert not any(
            (options.has_add_permission(None), options.has_change_permission(None), options.has_delete_permission(None))
        )
        base = f"/admin/{model._meta.app_label}/{model._meta.model_name}"
        assert client.get(f"{base}/").status_code == 200
        for address in (f"{base}/add/", f"{base}/1/delete/", f"{base}/1/history/"):
            assert client.get(address).status_code == 404
            assert client.post(address, {"post": "yes"}).status_code == 404
    for address in ("/admin/password_change/", "/admin/jsi18n/", "/admin/autocomplete/"):
        assert client.get(address).status_code == 404


def test_queue_shows_reference_data_to_read(client, city: SmallCity):
    client.force_login(city.technician)
    page = client.get(f"/admin/raci/person/{city.director.pk}/change/")
    assert page.status_code == 200
    assert city.director.email in page.content.decode()
    assert client.post(f"/admin/raci/person/{city.director.pk}/change/", {"name": "Nobody"}).status_code == 403
    held = client.get("/admin/raci/holding/").content.decode()
    assert '<td class="field-is_acting">no</td>' in held
    assert "icon-no" not in held + page.content.decode()
    assert client.get("/admin/raci/submission/").status_code == 403  # keeps accounts, decides nothing


# ---- what waits


def test_queue_lists_what_waits_for_this_person_as_home_does(client, submission: Submission, city: SmallCity):
    client.force_login(city.administrator)
    for address in ("/admin/", "/admin/raci/submission/"):
        page = client.get(address).content.decode()
        for words in ("Parks equity plan 2027", "4 of 4", "1 objection", city.director.name, url(submission)):
            assert words in page
    assert [one.url for one in waiting_on(facts_for(city.administrator), [DECIDE])] == [url(submission)]
    client.force_login(city.officer)  # an A of other activities
    assert "Parks equity plan 2027" not in client.get("/admin/").content.decode()


def test_queue_costs_the_same_with_one_and_with_many(client, city: SmallCity, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def add(title: str) -> None:
        plan = make_plan(city, title=title)
        consult(plan, city)
        cases.submit(plan.case, by=city.director)

    client.force_login(city.administrator)
    add("One")
    client.get("/admin/")
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get("/admin/")
    add("Two")
    add("Three")
    with CaptureQueriesContext(connection) as many:
        client.get("/admin/")
    assert len(many) == len(one)


# ---- deciding


def test_submission_decide_shows_both_columns(client, submission: Submission, city: SmallCity):
    client.force_login(city.administrator)
    page = client.get(url(submission)).content.decode()
    for words in (
        "Asked 4 · answered 4",
        "Double counts.",
        "Moved to 2028.",
        "Money: $48,000.50 in 1 action<",
        "sought from 42 organisations; what changed: Lessons moved to evenings.",
        "On time.",
        "you hold A for 4.1",
        submission.text.sha256[:4],
        "posts are told",
        "Free lessons at 6 pools",
    ):
        assert words in page


def test_submission_decide_approves_once_and_leads_to_the_receipt(client, submission: Submission, city: SmallCity):
    client.force_login(city.administrator)
    values = form(submission, "approve")
    answer = client.post(url(submission), values)
    decision = Decision.objects.get()
    assert answer["Location"] == reverse("raci:receipt", args=[decision.pk])
    assert (decision.kind, decision.decided_by) == ("approve", city.administrator)
    again = client.post(url(submission), values)
    assert again.status_code == 409
    assert city.administrator.name in again.content.decode()
    assert client.get(url(submission)).status_code == 302
    assert Decision.objects.count() == 1


def test_submission_decide_with_conditions_keeps_what_was_typed(client, submission: Submission, city: SmallCity):
    client.force_login(city.administrator)
    bare = client.post(url(submission), form(submission, "conditions", rows=1))
    assert bare.status_code == 422
    assert "Name at least one condition" in bare.content.decode()
    row = {"c-0-words": "Cost the second goal.", "c-0-owner": city.post("director-parks").pk}
    half = client.post(url(submission), form(submission, "conditions", rows=1, **row))
    assert half.status_code == 422
    assert "Cost the second goal." in half.content.decode()
    more = client.post(url(submission), form(submission, "approve", rows=1, more="1", **row))
    for answer, opened in ((client.get(url(submission)), False), (bare, True), (half, True), (more, True)):
        assert ('<details id="conditions" open>' in answer.content.decode()) is opened
    bad = client.post(url(submission), form(submission, "return", rows=1))  # no reason, and no condition asked for
    assert '<details id="conditions">' in bad.content.decode()
    assert more.status_code == 200
    assert "c-2-words" in more.content.decode()
    assert "Cost the second goal." in more.content.decode()
    assert not Decision.objects.exists()
    day = clock.today() + timedelta(days=30)
    answer = client.post(
        url(submission), form(submission, "conditions", rows=1, **row, **{"c-0-due_on": day.isoformat()})
    )
    assert answer.status_code == 302
    condition = Condition.objects.get()
    assert (condition.words, condition.owner.code, condition.due_on) == ("Cost the second goal.", "director-parks", day)


@pytest.mark.parametrize("kind", ["return", "decline"])
def test_submission_decide_gives_a_reason_to_say_no(client, submission: Submission, city: SmallCity, kind: str):
    client.force_login(city.administrator)
    bare = client.post(url(submission), form(submission, kind, reason="  "))
    assert bare.status_code == 422
    assert "Give the reason." in bare.content.decode()
    assert client.post(url(submission), form(submission, kind, reason="Cost it.")).status_code == 302
    assert Decision.objects.get().reason == "Cost it."


def test_submission_decide_is_refused_to_those_who_may_only_see_it(client, submission: Submission, city: SmallCity):
    for person, words in ((city.director, "takes A"), (city.auditor, "takes A")):
        client.force_login(person)
        for answer in (client.get(url(submission)), client.post(url(submission), form(submission, "approve"))):
            assert answer.status_code == 403
            assert words in answer.content.decode()
    client.force_login(city.elsewhere)
    assert client.get(url(submission)).status_code == 404
    assert client.post(url(submission), form(submission, "approve")).status_code == 404
    assert not Decision.objects.exists()


def test_submission_decide_is_refused_to_an_author_with_an_a(client, submission: Submission, city: SmallCity):
    with acting(by=city.technician, act="test"):
        Holding.objects.create(
            post=city.post("city-administrator"),
            person=city.director,
            begins_on=clock.today(),
            proposed_by=city.technician,
        )
    client.force_login(city.director)
    answer = client.get(url(submission))
    assert answer.status_code == 403
    assert "somebody else decides" in answer.content.decode()
    assert client.post(url(submission), form(submission, "approve")).status_code == 403
    assert "Parks equity plan 2027" not in client.get("/admin/").content.decode()


def test_submission_decide_by_a_delegate_says_for_whom(client, submission: Submission, city: SmallCity):
    client.force_login(city.mayor)
    assert client.get("/admin/").status_code == 403
    holding = Holding.objects.get(person=city.administrator, post__code="city-administrator")
    with acting(by=city.administrator, act="delegate"):
        Delegation.objects.create(
            holding=holding, delegate=city.mayor, activity_code="4.1", letter="A",
            begins_on=clock.today(), ends_on=clock.today(), accepted_at=clock.now(),
        )  # fmt: skip
    assert "Parks equity plan 2027" in client.get("/admin/").content.decode()
    assert client.post(url(submission), form(submission, "approve")).status_code == 302
    assert Decision.objects.get().decided_as == f"City Administrator, for {city.administrator.name}"


def test_submission_decide_needs_the_text_that_was_shown(client, submission: Submission, city: SmallCity):
    client.force_login(city.administrator)
    stale = form(submission, "approve", seen=0)
    assert client.post(url(submission), stale).status_code == 409
    assert client.post(url(submission), form(submission, "approve", sha256="0" * 64)).status_code == 409
    assert Case.objects.get(pk=submission.case_id).state == "submitted"


def test_submission_decide_shows_what_changed_since_the_approved_version(client, parks: ParksPlan, city: SmallCity):
    from plans.actions import change

    approve(parks, city)
    cases.begin_next(parks.case, by=city.director)
    change(parks.action, {"budget_cents": 3_150_000}, by=city.director)
    consult(parks, city)
    second = cases.submit(parks.case, by=city.director)
    client.force_login(city.administrator)
    page = client.get(url(second)).content.decode()
    assert "What changed since v1 was approved" in page
    assert "<del>$48,000.50</del>" in page
    assert "<ins>$31,500</ins>" in page
    assert "Show all" in page


def test_submission_decide_keeps_typing_until_it_is_decided(client, submission: Submission, city: SmallCity):
    UnsavedTyping.objects.create(
        person=city.administrator,
        form=f"decide:{submission.pk}",
        values={"reason": ["Half a"], "seen": ["0"], "c-2-words": ["A third condition"]},
    )
    client.force_login(city.administrator)
    page = client.get(url(submission)).content.decode()
    assert "Half a" in page
    assert "A third condition" in page
    assert 'name="seen" value="0"' not in page
    client.post(url(submission), form(submission, "approve"))
    assert not UnsavedTyping.objects.exists()


def test_people_have_no_other_rights(city: SmallCity):
    for person in Person.objects.all():
        assert not person.is_staff
        assert not hasattr(person, "is_superuser")
