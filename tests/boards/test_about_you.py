"""A member's page by private link, the mails that bring it, the custodian's pages, and rounds without names."""

from __future__ import annotations

import re
import smtplib
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.urls import reverse

from boards.actions.self_id_mails import send_links
from boards.actions.self_id_rounds import ask_again, begin_round
from boards.models import Member, MemberContact, SelfIdAsk, SelfIdentification, SelfIdRound, UnlinkedCount
from boards.views.about_you import MOST_WRONG
from raci import clock
from raci.history import acting
from raci.models import PayloadRead
from raci.private_codes import new_code
from tests.boards.vault import QUESTIONS, asked, custodian, link_of, seated
from tests.city import SmallCity, small_city

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
CANARY = "heron-in-the-reeds"
RACE, DETAIL = "race-ethnicity-2024", "race-ethnicity-2024-detail"


@pytest.fixture
def city(db: None) -> SmallCity:
    found = small_city()
    custodian(found)
    return found


@pytest.fixture
def public(settings: Any) -> Iterator[Client]:
    settings.PUBLIC_SELF_IDENTIFICATION = True
    cache.clear()
    yield Client()
    cache.clear()


def asked_member(city: SmallCity) -> tuple[Member, str]:
    member = seated(city)
    asked(city)
    return member, link_of(member, city)[1]


def open_page(public: Client, code: str, **said: Any) -> Any:
    return public.post(reverse("boards:about-you"), {"code_secret": code, **said})


def test_a_member_answers_changes_and_takes_back_and_sees_who_read_it(city: SmallCity, public: Client):
    member, code = asked_member(city)
    opened = open_page(public, code)
    page = opened.content.decode()
    assert (opened.status_code, opened["Cache-Control"]) == (200, "no-store")
    assert "no effect on your seat" in page
    assert city.auditor.name in page
    assert "Parks Board" in page
    assert "Destroy what I said" not in page
    said = open_page(public, code, do="say", **{RACE: ["aian", "white"], DETAIL: CANARY, "age": "declined"})
    assert said.status_code == 200
    assert CANARY in said.content.decode()  # they see what they said
    row = SelfIdentification.objects.get(member=member)
    auditor = Client()
    auditor.force_login(city.auditor)
    ask = reverse("boards:vault-ask", args=[SelfIdAsk.objects.get(member=member).pk])
    before = PayloadRead.objects.count()
    assert CANARY not in auditor.get(ask).content.decode()
    assert auditor.post(ask, {"why": ""}).status_code == 422
    assert PayloadRead.objects.count() == before
    told = auditor.post(ask, {"why": "She asked me to look"})
    assert CANARY in told.content.decode()
    assert "no-store" in told["Cache-Control"]
    assert PayloadRead.objects.count() == before + 1
    page = open_page(public, code).content.decode()
    assert "She asked me to look" in page
    wrong = open_page(public, code, do="say", **{RACE: ["white", "declined"]})
    assert wrong.status_code == 422
    assert row.payload == SelfIdentification.objects.get().payload  # nothing was changed
    assert CANARY not in open_page(public, code, do="withdraw").content.decode()
    row.refresh_from_db()
    assert (row.state, row.payload) == ("withdrawn", None)
    assert open_page(public, code, do="decline").status_code == 200
    assert "session" not in "".join(public.cookies)


def test_a_link_that_was_handed_over_opens_nothing_that_was_said_and_the_member_sees_who_made_it(
    city: SmallCity, public: Client
):
    member, mailed = asked_member(city)
    open_page(public, mailed, do="say", **{RACE: ["aian"], DETAIL: CANARY})
    ask, before = SelfIdAsk.objects.get(member=member), PayloadRead.objects.count()
    auditor = Client()
    auditor.force_login(city.auditor)
    code = auditor.post(reverse("boards:vault-ask-hand-over", args=[ask.pk])).context["code"]
    assert open_page(public, mailed).status_code == 422
    opened = open_page(public, code)
    page = opened.content.decode()
    assert "made to be handed over" in page
    assert "answered ·" in page
    assert "Destroy what I said" in page
    assert f"{city.auditor} (City Auditor)" in page
    assert CANARY not in page
    assert "checked" not in page
    anew = open_page(public, code, do="say", **{RACE: ["white"], DETAIL: "rook"})
    assert "rook" not in anew.content.decode()
    assert "checked" not in anew.content.decode()  # whoever made the link could read it by the same link
    assert PayloadRead.objects.count() == before
    assert "is destroyed" in open_page(public, code, do="withdraw").content.decode()
    assert SelfIdentification.objects.get().state == "withdrawn"
    open_page(public, code, do="say", **{RACE: ["white"], DETAIL: "rook"})
    mailed = link_of(member, city)[1]  # who has their mail reads it again, and sees that there was a link by hand
    page = open_page(public, mailed).content.decode()
    assert "rook" in page
    assert "Made a private link to hand over" in page


def test_the_page_is_shut_until_the_city_opens_it_and_speaks_both_languages(city: SmallCity, settings: Any):
    url, nobody = reverse("boards:about-you"), Client()
    assert nobody.get(url).status_code == 404
    settings.PUBLIC_SELF_IDENTIFICATION = True
    assert "Sobre usted" in nobody.get(f"{url}?lang=es").content.decode()
    _member, code = asked_member(city)
    page = open_page(nobody, code).content.decode()  # the language was chosen before
    assert "¿Cuál es su raza u origen étnico?" in page
    assert "Indígena americano" in page
    assert "Why we ask" not in page


def test_a_right_code_opens_whatever_others_tried_and_a_link_that_ran_out_does_not(
    city: SmallCity, public: Client, move_time: Any
):
    _member, code = asked_member(city)
    tries = [open_page(public, new_code()).status_code for _try in range(MOST_WRONG + 1)]
    assert tries == [422] * MOST_WRONG + [429]
    assert open_page(public, code.lower().replace("-", " ")).status_code == 200
    move_time(days=401)
    assert open_page(public, code).status_code == 429


def test_links_go_out_once_in_both_languages_and_a_new_one_kills_the_last(
    city: SmallCity, public: Client, caplog: pytest.LogCaptureFixture, settings: Any
):
    member, without = seated(city), seated(city, "Otto Rane")
    with acting(by=city.officer, act="note_contact"):
        MemberContact.objects.create(member=member, email="nora@home.example", noted_on=clock.today())
    asked(city)
    settings.PUBLIC_SELF_IDENTIFICATION = False
    assert send_links() == 0
    settings.PUBLIC_SELF_IDENTIFICATION = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert send_links() == 0  # into a log
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert (send_links(), send_links()) == (1, 0)
    (sent,) = mail.outbox
    assert sent.to == ["nora@home.example"]
    assert "Es voluntario" in sent.body
    links = re.findall(r"https?://\S+", sent.body)
    (code,) = {urlsplit(link).fragment for link in links}
    assert all(code not in link.partition("#")[0] for link in links)
    assert open_page(public, code).status_code == 200
    assert code not in caplog.text
    assert not SelfIdAsk.objects.get(member=without).sent_at
    ask_again(SelfIdAsk.objects.get(member=member), by=city.auditor)
    assert open_page(public, code).status_code == 200  # until the new one is sent
    assert send_links() == 1
    assert open_page(public, code).status_code == 422


def test_a_mail_that_is_refused_waits_no_more_and_names_nobody_in_the_log(
    city: SmallCity, public: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    member = seated(city)
    with acting(by=city.officer, act="note_contact"):
        MemberContact.objects.create(member=member, email="nora@home.example", noted_on=clock.today())
    asked(city)

    def refuse(self: Any, messages: Any) -> int:
        raise smtplib.SMTPRecipientsRefused({"nora@home.example": (550, b"unknown")})

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)  # as a mail server would
    assert (send_links(), send_links()) == (1, 0)
    ask = SelfIdAsk.objects.get(member=member)
    assert (ask.waits, ask.sent_at, ask.code_sha256) == (False, None, "")
    assert "was refused" in caplog.text
    assert "nora@home" not in caplog.text


# ---- without names


def unlinked(city: SmallCity) -> tuple[SelfIdRound, str]:
    values = {"title": "Without names", "mode": "unlinked", "questions": QUESTIONS, "closes_on": clock.today()}
    return begin_round(values, by=city.auditor)


def everything() -> set[tuple[str, str]]:
    """Every row of every table, as the portal's own login reads it."""
    sql = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
    found = set()
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} AND has_table_privilege(oid, 'SELECT')")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found |= {(table, row) for (row,) in cursor.fetchall()}
    return found


def test_answers_without_names_leave_numbers_and_nothing_else(city: SmallCity, public: Client):
    row, code = unlinked(city)
    assert "Nothing else: not who you are" in open_page(public, code).content.decode()
    before = everything()
    sent = open_page(public, code, do="count", **{RACE: ["aian", "white"], "gender-identity": ["declined"]})
    assert "nothing of you is kept" in sent.content.decode()
    changed = everything() ^ before
    assert {table for table, _row in changed} == {"boards_unlinkedcount"}
    assert len(changed) == 6  # three numbers, before and after
    counts = {(one.question, one.option): one.count for one in UnlinkedCount.objects.filter(round=row) if one.count}
    assert counts == {(RACE, "aian"): 1, (RACE, "white"): 1, ("gender-identity", "declined"): 1}
    assert {field.name for field in UnlinkedCount._meta.get_fields()} == {"id", "round", "question", "option", "count"}
    assert not hasattr(UnlinkedCount, "history")
    with connection.cursor() as cursor:  # the database keeps no sign of which numbers rose together
        cursor.execute(
            "SELECT count(DISTINCT (xmin::text, cmin::text)) FROM boards_unlinkedcount WHERE round_id = %s", [row.pk]
        )
        assert cursor.fetchone() == (1,)
    assert open_page(public, code, do="count", **{RACE: ["nonsense"]}).status_code == 422


def test_one_link_of_all_is_no_members_link(city: SmallCity, public: Client):
    _row, code = unlinked(city)
    _member, own = asked_member(city)
    assert "Seal my answers" not in open_page(public, code).content.decode()
    assert "Count my answers" not in open_page(public, own).content.decode()
    assert not open_page(public, code, do="withdraw").context["form"].is_bound
