"""Who holds a post and who acts for them: two persons at the top, nobody for themself, and the pages that ask."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from raci import clock
from raci.actions import posts as acts
from raci.actions.documents import begin_holding_with
from raci.actions.people import disable_person, invite_person
from raci.authority import facts_for
from raci.models import Blob, Delegation, Holding, Notice, Person
from raci.queries.waiting import waiting_on
from raci.refusals import Conflict, NotReady, Refused
from tests.city import SmallCity, small_city

pytestmark = pytest.mark.portland

TREASURY = "equity-manager-treasury"  # vacant in the city that ships


@pytest.fixture
def city(db) -> SmallCity:
    return small_city()


@pytest.fixture
def today(db) -> date:
    return clock.today()


@pytest.fixture
def nora(city: SmallCity) -> Person:
    return invite_person(email="nora@city.example", name="Nora New", by=city.technician)


def oath() -> SimpleUploadedFile:
    return SimpleUploadedFile("oath.txt", b"I will serve.\n", "text/plain")


def begin(city: SmallCity, post: str, person: Person, by: Person, **more) -> Holding:
    more.setdefault("begins_on", clock.today())
    return begin_holding_with(more.pop("document", None), post=city.post(post), person=person, by=by, **more)


def lines(person: Person) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("line", flat=True))


def field_of(act) -> list[str]:
    with pytest.raises(NotReady) as refusal:
        act()
    return [problem.field for problem in refusal.value.problems]


# ---- an ordinary post


def test_who_fills_posts_in_the_line_begins_a_holding_and_the_holder_is_told(city: SmallCity, nora: Person):
    holding = begin(city, "equity-manager-parks", nora, city.director, acting_holder=True)
    assert holding.state == "in_force"
    assert [capacity.title for capacity in facts_for(nora).posts] == [holding.post.title]
    assert any("You hold the post" in line for line in lines(nora))
    row = Holding.history.filter(id=holding.pk).first()
    assert (row.history_act, row.history_post, row.history_cell) == (
        "begin_holding",
        "Director, Portland Parks & Recreation",
        "R 4.4, matrix v1",
    )


def test_nobody_out_of_the_line_begins_a_holding(city: SmallCity, nora: Person):
    for by in (city.elsewhere, city.manager, city.administrator, city.technician, city.mayor, city.reader):
        with pytest.raises(Refused):
            begin(city, "equity-manager-parks", nora, by)
    assert not facts_for(nora).posts


def test_nobody_records_a_holding_for_themself_nor_for_whom_they_act_for(city: SmallCity, today: date):
    with pytest.raises(Refused):
        begin(city, "equity-manager-parks", city.director, city.director)
    own = Holding.objects.get(post__code="director-parks")
    passed = acts.delegate(
        own, to=city.manager, activity="4.4", letter="R", begins_on=today, ends_on=today, by=city.director
    )
    acts.accept_delegation(passed, by=city.manager)
    with pytest.raises(Refused):
        begin(city, "equity-manager-parks", city.director, city.manager)


def test_begin_holding_says_what_is_wrong_at_its_field(city: SmallCity, nora: Person, today: date):
    def wrong(person: Person = nora, **more) -> list[str]:
        return field_of(lambda: begin(city, "equity-manager-parks", person, city.director, **more))

    assert wrong(ends_on=today - timedelta(1)) == ["ends_on"]
    assert wrong(city.manager) == ["person"]
    assert wrong(ground="x" * 501) == ["ground"]
    disable_person(nora, by=city.technician, why="Left.")
    assert wrong() == ["person"]
    assert not Holding.objects.filter(person=nora).exists()


def test_ending_takes_away_and_never_prolongs(city: SmallCity, today: date, move_time):
    holding = Holding.objects.get(post__code="equity-manager-parks")
    assert field_of(lambda: acts.end_holding(holding, by=city.director, ends_on=today, why=" ")) == ["why"]
    long_before = holding.begins_on - timedelta(1)
    assert field_of(lambda: acts.end_holding(holding, by=city.director, ends_on=long_before, why="x")) == ["ends_on"]
    with pytest.raises(Refused):
        acts.end_holding(holding, by=city.elsewhere, ends_on=today, why="x")
    acts.end_holding(holding, by=city.director, ends_on=today, why="Moved away.")
    assert any("last day" in line for line in lines(city.manager))
    later = today + timedelta(400)
    for by in (city.director, city.manager):
        assert field_of(lambda by=by: acts.end_holding(holding, by=by, ends_on=later, why="x")) == ["ends_on"]
    assert facts_for(city.manager).posts
    move_time(days=1)
    assert not facts_for(city.manager).posts


# ---- posts that decide: a second person


def test_a_post_that_decides_waits_for_the_second_person(city: SmallCity, nora: Person):
    holding = begin(city, "equity-officer", nora, city.office)
    assert holding.state == "proposed"
    assert not facts_for(nora).posts
    assert any("second person is asked" in line for line in lines(city.administrator))
    for by in (city.office, city.officer, city.director, city.technician, nora):
        with pytest.raises(Refused):
            acts.accept_holding(holding, by=by)
    acts.accept_holding(holding, by=city.administrator)
    assert [capacity.role for capacity in facts_for(nora).posts] == ["EO"]
    assert any("You hold the post Equity Officer" in line for line in lines(nora))
    assert any("is answered" in line for line in lines(city.office))
    with pytest.raises(Conflict):
        acts.accept_holding(holding, by=city.administrator)
    with pytest.raises(Conflict):
        acts.refuse_holding(holding, by=city.administrator, why="Too late.")


def test_counsels_holding_is_reviewed_too_and_can_be_refused_with_a_reason(city: SmallCity, nora: Person):
    holding = begin(city, "city-attorney", nora, city.officer)
    assert holding.state == "proposed"
    with pytest.raises(NotReady):
        acts.refuse_holding(holding, by=city.administrator, why="")
    acts.refuse_holding(holding, by=city.administrator, why="No directive.")
    assert not facts_for(nora).posts
    assert begin(city, "city-attorney", nora, city.officer).state == "proposed"  # it may be proposed again


@pytest.mark.parametrize("post", ["city-administrator", "city-auditor"])
def test_the_top_takes_two_persons_for_the_city_and_the_document(city: SmallCity, nora: Person, post: str):
    assert field_of(lambda: begin(city, post, nora, city.officer)) == ["ground"]
    assert field_of(lambda: begin(city, post, nora, city.officer, ground="Oath")) == ["ground"]
    assert not Blob.objects.exists()
    for by in (city.director, city.administrator, city.technician, city.auditor):
        with pytest.raises(Refused):
            begin(city, post, nora, by, ground="Oath", document=oath())
    holding = begin(city, post, nora, city.officer, ground="Oath of 1 Nov", document=oath())
    assert holding.document.media_type.startswith("text/plain")
    for by in (city.officer, city.administrator, city.director, city.deputy, city.auditor):
        with pytest.raises(Refused):
            acts.accept_holding(holding, by=by)
    acts.accept_holding(holding, by=city.office)
    assert facts_for(nora).posts


def test_the_second_person_at_the_top_holds_a_post_and_is_no_delegate(city: SmallCity, nora: Person, today: date):
    own = Holding.objects.get(post__code="equity-officer")
    passed = acts.delegate(
        own, to=city.manager, activity="4.4", letter="R", begins_on=today, ends_on=today, by=city.officer
    )
    acts.accept_delegation(passed, by=city.manager)
    with pytest.raises(Refused):
        begin(city, "city-administrator", nora, city.manager, ground="Oath", document=oath())
    holding = begin(city, "city-administrator", nora, city.office, ground="Oath", document=oath())
    with pytest.raises(Refused):
        acts.accept_holding(holding, by=city.manager)


def test_a_hostile_document_leaves_nothing_behind(city: SmallCity, nora: Person):
    bad = SimpleUploadedFile("oath.pdf", b"MZ\x90\x00 not a pdf", "application/pdf")
    fields = field_of(lambda: begin(city, "city-administrator", nora, city.officer, ground="Oath", document=bad))
    assert fields == ["document"]
    assert not Holding.objects.filter(person=nora).exists()
    assert not Blob.objects.exists()


def test_nobody_alone_unseats_the_top_and_an_a_is_ended_by_who_accepts_it(city: SmallCity, today: date):
    for code in ("city-administrator", "city-auditor"):
        holding = Holding.objects.get(post__code=code)
        for by in (city.officer, city.office, city.administrator, city.technician):
            if by.pk != holding.person_id:
                with pytest.raises(Refused):
                    acts.end_holding(holding, by=by, ends_on=today, why="Out.")
    officer = Holding.objects.get(post__code="equity-officer")
    with pytest.raises(Refused):
        acts.end_holding(officer, by=city.office, ends_on=today, why="Out.")
    acts.end_holding(officer, by=city.administrator, ends_on=today, why="Term is over.")
    acts.end_holding(Holding.objects.get(post__code="city-auditor"), by=city.auditor, ends_on=today, why="Retires.")


# ---- delegation


def passing(city: SmallCity, **more) -> Delegation:
    day = clock.today()
    given = {"to": city.deputy, "activity": "4.1", "letter": "A", "begins_on": day, "ends_on": day, **more}
    return acts.delegate(Holding.objects.get(post__code="city-administrator"), **{"by": city.administrator, **given})


def test_a_delegation_is_in_force_once_accepted_and_until_it_is_ended(city: SmallCity):
    passed = passing(city)
    assert not facts_for(city.deputy).activities_with("A")
    assert any("asks you to act for them" in line for line in lines(city.deputy))
    with pytest.raises(Refused):
        acts.accept_delegation(passed, by=city.administrator)
    acts.accept_delegation(passed, by=city.deputy)
    assert facts_for(city.deputy).activities_with("A") == {"4.1"}
    assert any("acts for you" in line for line in lines(city.administrator))
    with pytest.raises(Conflict):
        acts.accept_delegation(passed, by=city.deputy)
    with pytest.raises(Refused):
        acts.end_delegation(passed, by=city.officer)
    acts.end_delegation(passed, by=city.administrator)
    assert not facts_for(city.deputy).activities_with("A")
    assert any("has ended" in line for line in lines(city.deputy))


def test_a_delegate_cannot_pass_it_on_and_nobody_passes_to_themself(city: SmallCity):
    acts.accept_delegation(passing(city), by=city.deputy)
    with pytest.raises(Refused):
        passing(city, to=city.officer, by=city.deputy)
    with pytest.raises(Refused):
        passing(city, to=city.administrator)


def test_delegate_passes_one_letter_that_is_held(city: SmallCity, today: date):
    for letter in ("R", "", "I", "RA", "AC", "x"):
        assert field_of(lambda letter=letter: passing(city, letter=letter)) == ["letter"], letter
    assert field_of(lambda: passing(city, activity="4.7")) == ["letter"]
    assert field_of(lambda: passing(city, ends_on=today - timedelta(1))) == ["ends_on"]
    passing(city)
    assert field_of(lambda: passing(city)) == ["to"]


def test_a_delegation_ends_with_the_holding_that_made_it(city: SmallCity, today: date, move_time):
    passed = passing(city, ends_on=today + timedelta(30))
    late = passing(city, to=city.officer, ends_on=today + timedelta(30))
    acts.accept_delegation(passed, by=city.deputy)
    holding = Holding.objects.get(post__code="city-administrator")
    acts.end_holding(holding, by=city.administrator, ends_on=today, why="Retires.")
    assert facts_for(city.deputy).activities_with("A")
    move_time(days=1)
    assert not facts_for(city.deputy).activities_with("A")
    with pytest.raises(Conflict):
        acts.accept_delegation(late, by=city.officer)


# ---- waiting on me


def test_proposals_and_offers_wait_on_whom_they_ask(city: SmallCity, nora: Person):
    begin(city, "equity-officer", nora, city.office)
    begin(city, "city-auditor", nora, city.officer, ground="Oath", document=oath())
    passing(city)
    waiting = {
        name: {one.kind for one in waiting_on(facts_for(person), ("holding", "delegation"))}
        for name, person in city.people.items()
    }
    assert {name: kinds for name, kinds in waiting.items() if kinds} == {
        "administrator": {"holding"},
        "office": {"holding"},
        "deputy": {"delegation"},
    }


# ---- the pages


def get(client, person: Person, url: str, status: int = 200, **query) -> str:
    client.force_login(person)
    response = client.get(url, query)
    assert response.status_code == status, url
    return response.content.decode()


def test_posts_filters_by_unit_words_and_vacancy(client, city: SmallCity):
    assert ">1 post<" in get(client, city.mayor, "/posts/", vacant="1")
    assert "Equity Manager, Portland Treasury" in get(client, city.mayor, "/posts/", vacant="1")
    parks = get(client, city.mayor, "/posts/", unit="parks")
    assert "2 posts" in parks
    assert city.director.name in get(client, city.mayor, "/posts/", q=city.director.name)
    assert "Nothing fits" in get(client, city.mayor, "/posts/", q="%%")
    for odd in ({"q": "\0"}, {"unit": "\0x"}, {"page": "x"}):
        get(client, city.mayor, "/posts/", **odd)


def test_post_page_begins_and_ends_a_holding(client, city: SmallCity, nora: Person, today: date):
    url = reverse("raci:holding-begin", args=[TREASURY])
    get(client, city.director, url, 403)
    client.force_login(city.officer)
    wrong = client.post(
        url, {"person": nora.pk, "begins_on": "2027-02-01", "ends_on": "2027-01-01", "ground": "Letter"}
    )
    assert wrong.status_code == 422
    assert "The last day is before the first." in wrong.content.decode()
    assert 'value="Letter"' in wrong.content.decode()
    done = client.post(url, {"person": nora.pk, "begins_on": today}, follow=True).content.decode()
    assert "Nora New holds Equity Manager, Portland Treasury." in done
    holding = Holding.objects.get(person=nora)
    end = reverse("raci:holding-end", args=[holding.pk])
    assert end in done
    get(client, city.director, end, 403)
    client.force_login(city.officer)
    assert client.post(end, {"ends_on": today, "why": ""}).status_code == 422
    assert "ends." in client.post(end, {"ends_on": today, "why": "A mistake."}, follow=True).content.decode()


def test_post_page_of_the_top_asks_for_the_document_and_the_second_person(client, city, nora: Person, today: date):
    url = reverse("raci:holding-begin", args=["city-administrator"])
    given = {"person": nora.pk, "begins_on": today, "ground": "Oath of 1 Nov"}
    client.force_login(city.officer)
    assert client.post(url, given).status_code == 422
    done = client.post(url, {**given, "document": oath()}, follow=True).content.decode()
    assert "A second person is asked to accept." in done
    holding = Holding.objects.get(person=nora)
    answer, accept, document = (
        reverse(f"raci:holding-{name}", args=[holding.pk]) for name in ("answer", "accept", "document")
    )
    get(client, city.officer, answer, 403)
    get(client, city.mayor, answer, 404)
    get(client, city.mayor, document, 404)
    get(client, city.elsewhere, document, 404)
    assert answer in get(client, city.office, "/posts/")
    assert "Oath of 1 Nov" in get(client, city.office, answer)
    assert b"".join(client.get(document).streaming_content) == b"I will serve.\n"
    assert client.post(reverse("raci:holding-refuse", args=[holding.pk]), {"why": ""}).status_code == 422
    assert "Nora New holds City Administrator." in client.post(accept, follow=True).content.decode()
    assert client.post(accept).status_code == 409


def test_proposals_are_read_by_those_with_a_letter_of_filling_posts(client, city: SmallCity, nora: Person):
    begin(city, "equity-officer", nora, city.office)
    reads = {name for name, who in city.people.items() if "Nora New" in get(client, who, "/posts/equity-officer/")}
    assert {"office", "officer", "administrator", "attorney", "auditor", "reader"} <= reads
    assert not {"mayor", "technician"} & reads
    get(client, city.mayor, "/posts/no-such-post/", 404)


def test_delegations_page_passes_accepts_and_ends(client, city: SmallCity, today: date):
    holding = Holding.objects.get(post__code="city-administrator")
    client.force_login(city.administrator)
    given = {"to": city.deputy.pk, "begins_on": today, "ends_on": today}
    wrong = client.post("/delegations/", {**given, "letter": f"{holding.pk}:4.7:A"})
    assert wrong.status_code == 422
    done = client.post("/delegations/", {**given, "letter": f"{holding.pk}:4.1:A"}, follow=True).content.decode()
    assert "offered, not accepted yet" in done
    passed = Delegation.objects.get()
    accept, end = (reverse(f"raci:delegation-{name}", args=[passed.pk]) for name in ("accept", "end"))
    client.force_login(city.officer)
    assert client.post(accept).status_code == 404
    assert client.post(end).status_code == 404
    client.force_login(city.deputy)
    assert "You act for them" in client.post(accept, follow=True).content.decode()
    assert "Give it back" in get(client, city.deputy, "/delegations/")
    assert "has ended" in client.post(end, follow=True).content.decode()
    assert "there is nothing to pass on" in get(client, city.mayor, "/delegations/")
