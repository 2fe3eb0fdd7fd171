"""Applications: the public form, who reads and brings them on, what each step leaves, how long they are kept."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from boards.actions import applications as acts
from boards.actions import appointments, receiving, telling, vacancies
from boards.actions.appointments import Who
from boards.actions.audit_tallies import take_tallies
from boards.actions.self_id_mails import send_links
from boards.actions.self_id_rounds import begin_round
from boards.applying.waiting import waits
from boards.forms.applications import PublicApplication
from boards.models import Application, UnlinkedCount, VacancyNotice
from boards.queries.applications import own_page
from boards.queries.boards import board_page
from boards.queries.funnel import Funnel, funnel_of_city, funnels
from boards.queries.seats import seat_page
from boards.views.public_applications import MOST_WRONG
from raci import clock
from raci.authority import facts_for
from raci.history import acting
from raci.models import Notice, PayloadRead
from raci.private_codes import new_code
from raci.refusals import Conflict, NotReady, Refused
from raci.sealed import Erased
from raci.xrays import looked_at
from tests.boards.audits import GENDER, begun, seat_people
from tests.boards.doors.applications import SAID, announced, applied, by_form, named, shortlisted
from tests.boards.vault import custodian
from tests.city import SmallCity, small_city
from tests.world import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
CANARY = "heron in the reeds"


@pytest.fixture
def city(settings: Any) -> SmallCity:
    settings.PUBLIC_BOARDS = True
    cache.clear()
    return small_city()


def sent(notice: VacancyNotice, **more: Any) -> Any:
    said = {**SAID, "sending": str(uuid4()), "website": "", **more}
    return Client().post(reverse("boards:public-apply", args=[notice.pk]), said)


def code_on(page: Any) -> str:
    found = re.search(r"(?:[A-Z2-9]{4}-){4}[A-Z2-9]{4}", page.content.decode())
    assert found
    return found[0]


def follow(code: str, **more: Any) -> Any:
    return Client().post(reverse("boards:public-application-follow"), {"code_secret": code, **more})


def everything() -> str:
    """Every row of every table, as the portal's own login reads it."""
    sql = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} AND has_table_privilege(oid, 'SELECT')")
        tables = [table for (table,) in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found += [row for (row,) in cursor.fetchall()]
    return "\n".join(found)


# ---- the public form


def test_the_form_opens_with_the_notice_and_keeps_what_was_typed(
    city: SmallCity, settings: Any, move_time: Any
) -> None:
    notice = announced(city)
    url = reverse("boards:public-apply", args=[notice.pk])
    page = Client().get(f"{url}?lang=es").content.decode()
    assert "Enviar la solicitud" in page
    wrong = sent(notice, email="", phone="", brings=CANARY)
    assert wrong.status_code == 422
    assert CANARY in wrong.content.decode()
    assert "Write an e-mail address or a telephone number" in wrong.content.decode()
    assert sent(notice, website="http://spam.example").status_code == 200
    assert not Application.objects.exists()
    for name, value in (("is_public", False), ("dissolved_on", date(2020, 1, 1))):
        copy = VacancyNotice.objects.get(pk=notice.pk)
        setattr(copy.seat.board, name, value)
        assert not receiving.is_open(copy, clock.today())
    move_time(days=8)
    assert sent(notice).status_code == 409
    with pytest.raises(Conflict, match="over"):
        by_form(notice)
    settings.PUBLIC_BOARDS = False
    assert Client().get(url).status_code == 404


def test_the_same_form_twice_is_one_application_whose_code_opens_it_and_takes_it_back(city: SmallCity) -> None:
    notice, number = announced(city), str(uuid4())
    first = sent(notice, sending=number)
    code = code_on(first)
    assert "sent before" in sent(notice, sending=number).content.decode()
    row = Application.objects.get()
    assert row.number.startswith(f"A-{clock.today().year}-")
    acts.open_application(row, by=city.director)
    page = follow(code.lower().replace("-", " ")).content.decode()
    assert city.director.name in page
    assert "Take my application back" in page
    assert "Take my application back" not in follow(code, do="withdraw").content.decode()
    row.refresh_from_db()
    assert (row.state, row.ended_on) == ("withdrawn", clock.today())
    assert acts.open_application(row, by=city.director) == ({}, {})
    assert follow(code, do="withdraw").status_code == 409
    assert follow("ABCD-EFGH-JKLM-NPQR-STUV").status_code == 422


def test_what_a_seat_asks_is_shown_as_text(city: SmallCity) -> None:
    at = named(city)
    with acting(by=city.director, act="change_seat"):
        for one in at.seats.all():
            one.qualification = "<img src=x>"
            one.save()
    page = sent(announced(city, at), name="").content.decode()
    assert "&lt;img src=x&gt;" in page
    assert "<img src=x>" not in page


def test_a_right_code_opens_whatever_others_tried(city: SmallCity) -> None:
    code = by_form(announced(city)).code
    tries = [follow(new_code()).status_code for _try in range(MOST_WRONG + 1)]
    assert tries == [422] * MOST_WRONG + [429]
    assert follow(code).status_code == 200


def test_no_field_asks_who_somebody_is_nor_a_qualification_that_speaks_of_it(city: SmallCity) -> None:
    notice = announced(city)
    page = sent(notice, name="")
    fields = set(page.context["form"].fields)
    assert fields == {"name", "email", "phone", "qualification", "why", "brings", "website", "sending"}
    notice.seat.qualification_for_counsel = True
    assert "qualification" not in PublicApplication(seat=notice.seat).fields


def test_what_people_write_stands_in_no_row(city: SmallCity) -> None:
    notice = announced(city)
    row = by_form(notice, name=CANARY, why=CANARY, email="heron@reeds.example").application
    acts.take_step(row, "pass-over", clock.today(), CANARY, by=city.director)
    assert CANARY not in (found := everything())
    assert "heron@reeds" not in found
    said, reasons = acts.open_application(row, by=city.director)
    assert (said["name"], said["why"]) == (CANARY, CANARY)
    assert CANARY in reasons.values()


# ---- who reads, who acts


def test_who_keeps_the_board_stands_beside_it_appoints_or_confirms_reads_and_nobody_else(city: SmallCity) -> None:
    row = applied(city, announced(city)).application
    reading = {"director", "manager", "office", "lead", "mayor"}
    for name, person in city.people.items():
        if name in reading:
            assert acts.open_application(row, by=person)[0]
            continue
        with pytest.raises(Refused) as refused:
            acts.open_application(row, by=person)
        assert not refused.value.visible
    assert PayloadRead.objects.filter(payload=str(row.contact)).count() == len(reading)


def test_who_confirms_reads_and_brings_nobody_on(city: SmallCity) -> None:
    board = named(city, confirming_post=city.post("city-attorney"))
    row = applied(city, announced(city, board)).application
    with pytest.raises(Refused, match="bring applications on") as refused:
        shortlisted(city, row, by=city.attorney)
    assert refused.value.visible
    assert shortlisted(city, row, by=city.lead).state == "shortlisted"


def test_each_step_has_its_reason_and_its_day(city: SmallCity) -> None:
    row = applied(city, announced(city)).application
    with pytest.raises(NotReady):
        acts.take_step(row, "shortlist", clock.today(), " ", by=city.director)
    with pytest.raises(Conflict):
        acts.take_step(row, "interview", clock.today(), "She came", by=city.director)
    acts.take_step(row, "pass-over", clock.today(), "Knows no water law", by=city.director)
    shortlisted(city, row)
    assert row.ended_on is None
    with pytest.raises(Conflict, match="elsewhere"):
        acts.take_step(row, "pass-over", clock.today(), "No", by=city.director, seen="received")


# ---- to the seat


def test_a_post_that_the_board_names_takes_its_own_step_and_no_other(city: SmallCity) -> None:
    notice = announced(city, named(city, confirming_post=city.post("city-attorney")))
    row = shortlisted(city, applied(city, notice).application, by=city.lead)
    made = acts.nominate_applicant(row, clock.today(), None, by=city.lead)
    for person in (city.lead, city.attorney, city.auditor):
        with pytest.raises(Refused):
            appointments.take_step(made, "appointed_on", {"appointed_on": clock.today()}, by=person)
    appointments.take_step(made, "appointed_on", {"appointed_on": clock.today()}, by=city.mayor)
    with pytest.raises(Refused):
        appointments.take_step(made, "confirmed_on", {"confirmed_on": clock.today()}, by=city.mayor)
    appointments.take_step(made, "confirmed_on", {"confirmed_on": clock.today()}, by=city.attorney)
    days = {"sworn_on": clock.today(), "serves_from": clock.today()}
    appointments.take_step(made, "sworn_on", days, by=city.lead)
    with pytest.raises(Refused):
        appointments.end_appointment(made, clock.today(), "removed", by=city.mayor)
    page = seat_page(notice.seat_id, facts_for(city.director))
    assert page.now is not None
    assert page.now.appointment == made
    own = own_page(Application.objects.select_related("appointment").get())
    assert own.seat == "taken"
    assert (made.member.name, made.member.contact.email) == (SAID["name"], SAID["email"])


def test_the_funnel_counts_itself_and_papers_that_are_not_here(city: SmallCity) -> None:
    board = named(city)
    notice = announced(city, board)
    rows = [applied(city, notice, name=f"Nr {n}").application for n in range(4)]
    for row in rows[:3]:
        shortlisted(city, row)
    acts.take_step(rows[1], "interview", clock.today(), "She came", by=city.director)
    acts.take_step(rows[2], "pass-over", clock.today(), "Not enough", by=city.director)
    made = acts.nominate_applicant(rows[1], clock.today(), None, by=city.director)
    counted = Funnel(4, 3, 1, 1, 0, 0, 1, 2)
    assert funnels([notice])[notice.pk] == counted
    appointments.take_step(made, "appointed_on", {"appointed_on": clock.today()}, by=city.director)
    assert funnels([notice])[notice.pk].appointed == 1
    other = announced(city, board, "2", applications_received=9)
    applied(city, other)
    assert funnels([other])[other.pk].received == 9
    assert funnel_of_city(notice.announced_on, clock.today()).received == 13
    assert acts.close_others(notice, "The seat is filled", by=city.director) == 2
    assert set(notice.applications.values_list("state", flat=True)) == {"closed", "not_taken", "nominated"}


def test_a_board_shows_a_vacancy_as_long_as_somebody_is_in_the_running(city: SmallCity, move_time: Any) -> None:
    notice = announced(city)
    row = applied(city, notice).application

    def step() -> str:
        (shown,) = (one for one in board_page("water-board", facts_for(city.lead)).rows if one.seat.label == "1")
        return getattr(shown.notice, "step", "")

    assert step().startswith("announced, applications until")
    assert step().endswith(": 1 came")
    move_time(days=8)
    shortlisted(city, row)
    assert step() == "applications over: 1 came, 1 shortlisted"
    acts.close_others(notice, "Not filled now", by=city.director)
    assert step() == ""


def test_each_step_waits_on_the_post_that_the_board_names_for_it(city: SmallCity, move_time: Any) -> None:
    people = {"liaison": city.lead, "appoints": city.mayor, "confirms": city.attorney, "stranger": city.director}

    def waiting() -> dict[str, list[str]]:
        found = {name: [one.detail for one in waits(facts_for(person))] for name, person in people.items()}
        return {name: lines for name, lines in found.items() if lines}

    notice = announced(city, named(city, confirming_post=city.post("city-attorney")))
    assert waiting() == {}
    row = applied(city, notice).application
    assert waiting() == {"liaison": ["Open 1 application"]}
    acts.open_application(row, by=city.lead)
    assert waiting() == {}
    move_time(days=8)
    assert waiting() == {"liaison": ["Shortlist, and say that the shortlist is ready"]}
    shortlisted(city, row, by=city.lead)
    vacancies.hand_over_shortlist(notice, by=city.lead)
    assert waiting() == {"appoints": ["Choose from the shortlist whom to nominate"]}
    made = acts.nominate_applicant(row, clock.today(), None, by=city.mayor)
    assert waiting() == {"appoints": ["Ada Roe: Appoint, or say that they are not appointed"]}
    appointments.take_step(made, "appointed_on", {"appointed_on": clock.today()}, by=city.mayor)
    assert waiting() == {"confirms": ["Ada Roe: Confirm"]}
    appointments.take_step(made, "confirmed_on", {"confirmed_on": clock.today()}, by=city.attorney)
    assert waiting() == {"liaison": ["Ada Roe: Swear in"]}
    days = {"sworn_on": clock.today(), "serves_from": clock.today()}
    appointments.take_step(made, "sworn_on", days, by=city.lead)
    assert waiting() == {}


def test_who_appoints_is_told_when_they_are_over_and_when_the_shortlist_is_ready(
    city: SmallCity, move_time: Any
) -> None:
    notice = announced(city)
    row = applied(city, notice, name=CANARY).application
    with pytest.raises(NotReady):
        vacancies.hand_over_shortlist(notice, by=city.lead)
    shortlisted(city, row)
    vacancies.hand_over_shortlist(notice, by=city.lead)
    telling.tell_of_applications()
    assert Notice.objects.filter(person=city.mayor, line__startswith="The shortlist").count() == 1
    assert not Notice.objects.filter(line__contains="is over").exists()
    move_time(days=8)
    for _round in range(2):
        telling.tell_of_applications()
    told = Notice.objects.filter(line__contains="is over")
    assert set(told.values_list("person", flat=True)) == {city.mayor.pk, city.lead.pk}
    assert told.count() == 2
    assert not Notice.objects.filter(line__contains=CANARY).exists()


def test_a_filled_seat_takes_no_applications_and_a_seat_has_one_open_notice(city: SmallCity, move_time: Any) -> None:
    notice = announced(city)
    seat, code = notice.seat, by_form(notice).code
    with pytest.raises(NotReady, match="announced already") as refused:
        announced(city, seat.board)
    first = reverse("boards:vacancy-detail", args=[notice.pk])
    assert refused.value.problems[0].url == first
    director = signed_in(city.director)
    again = director.post(reverse("boards:vacancy-announce", args=[seat.pk]), {"announced_on": clock.today()})
    assert again.status_code == 422
    assert first in again.content.decode()
    vacant = reverse("boards:public-vacancies")
    apply = reverse("boards:public-apply", args=[notice.pk])
    assert apply in Client().get(vacant).content.decode()

    made = appointments.nominate(seat, Who(name="Cy Lane"), {"serves_from": clock.today()}, by=city.director)
    assert apply not in Client().get(vacant).content.decode()
    assert "the seat is filled" in Client().get(apply).content.decode()
    assert sent(notice).status_code == 409
    with pytest.raises(Conflict, match="The seat is filled: Cy Lane"):
        applied(city, notice)
    assert "The seat is filled: Cy Lane has it. Close what is still open" in director.get(first).content.decode()
    one = reverse("boards:application-detail", args=[Application.objects.get().pk])
    assert "The seat is filled." in director.get(one).content.decode()
    assert "The seat is filled." in follow(code).content.decode()
    move_time(days=1)
    appointments.end_appointment(made, clock.today(), "resigned", by=city.director)
    move_time(days=2)
    assert apply not in Client().get(vacant).content.decode()  # who left makes a vacancy of its own
    other = announced(city, seat.board, announced_on=clock.today())
    assert reverse("boards:public-apply", args=[other.pk]) in Client().get(vacant).content.decode()
    held = {"announced_on": notice.announced_on, "closes_on": notice.closes_on, "is_held": True}
    vacancies.change_notice(notice, held, by=city.director)  # one that is over is still corrected
    day_before = clock.today() - timedelta(days=1)
    past = announced(city, seat.board, announced_on=day_before, closes_on=day_before)
    with pytest.raises(NotReady, match="announced already"):
        vacancies.change_notice(past, {"announced_on": clock.today(), "closes_on": None}, by=city.director)


# ---- how long they are kept


def test_nothing_is_erased_before_its_day_or_under_a_hold_and_then_for_good(city: SmallCity, move_time: Any) -> None:
    notice = announced(city)
    gone, held = applied(city, notice).application, applied(city, announced(city, notice.seat.board, "2")).application
    for row in (gone, held):
        acts.take_step(row, "pass-over", clock.today(), CANARY, by=city.director)
    other = held.notice
    values = {"announced_on": other.announced_on, "closes_on": other.closes_on, "is_held": True}
    vacancies.change_notice(other, values, by=city.director)
    move_time(days=729)
    with pytest.raises(NotReady, match="may be erased yet"):
        acts.erase_over(notice, "Over", by=city.director)
    move_time(days=733)
    with pytest.raises(NotReady, match="a legal hold"):
        acts.erase_over(other, "Over", by=city.director)
    assert acts.erase_over(notice, "Over", by=city.director) == 1
    gone.refresh_from_db()
    assert (gone.erased_on, gone.code_sha256) == (clock.today(), "")
    with pytest.raises(Erased):
        acts.open_application(gone, by=city.director)
    assert acts.open_application(held, by=city.director)[0]["name"] == SAID["name"]


def test_xrays_tell_of_what_nobody_opened_and_of_what_is_kept_too_long(city: SmallCity, move_time: Any) -> None:
    notice = announced(city)
    unread, read = applied(city, notice).application, applied(city, notice).application
    acts.open_application(read, by=city.director)

    def seen() -> set[tuple[str, str, bool]]:
        found = looked_at(facts_for(city.director))
        ours = [one for one in found if one.rule.code.startswith("board-applications")]
        return {(one.rule.code, one.finding.sentence, one.finding.is_mine) for one in ours}

    move_time(days=21)
    assert seen() == set()  # 14 days after the last day: not yet over
    move_time(days=22)
    assert seen() == {("board-applications-unopened", "1 application that nobody opened.", True)}
    acts.open_application(unread, by=city.lead)
    acts.close_others(notice, "Not filled now", by=city.director)
    assert seen() == set()
    move_time(days=22 + 732)
    assert seen() == {("board-applications-kept", "2 applications need no longer be kept.", True)}


# ---- the separate link


def test_applicants_are_sent_the_link_by_a_mail_of_its_own_and_nothing_joins_them_to_it(
    city: SmallCity, settings: Any
) -> None:
    settings.PUBLIC_SELF_IDENTIFICATION = True
    notice = announced(city)
    by_form(notice), by_form(notice, email="")
    over = by_form(notice, email="over@home.example").application  # is asked nothing any more
    acts.take_step(over, "pass-over", clock.today(), "Knows no water law", by=city.director)
    assert send_links() == 0  # no round asks applicants
    custodian(city)
    values: dict[str, Any] = {
        "title": "Applicants",
        "whom": "applicants",
        "mode": "unlinked",
        "questions": ["age", GENDER],
    }
    values["closes_on"] = clock.today()
    made, code = begin_round(values, by=city.auditor)
    with pytest.raises(NotReady):
        begin_round({**values, "mode": "linked"}, by=city.auditor)
    assert (send_links(), send_links()) == (1, 0)
    (letter,) = mail.outbox
    assert letter.to == [SAID["email"]]
    links = re.findall(r"https?://\S+", str(letter.body))
    assert {urlsplit(link).fragment for link in links} == {code}
    before = list(Application.objects.values())
    url = reverse("boards:about-you")
    page = Client().post(url, {"code_secret": code})
    assert "Who applies for our boards" in page.content.decode()
    Client().post(url, {"code_secret": code, "do": "count", "age": "35-44"})
    assert UnlinkedCount.objects.get(round=made, option="35-44").count == 1
    seat_people(city, 3)
    with pytest.raises(NotReady, match="did not ask it"):  # it counts nobody who serves
        take_tallies(begun(city), rounds={GENDER: made}, by=city.auditor)
    assert list(Application.objects.values()) == before  # also who was sent no link looks the same
