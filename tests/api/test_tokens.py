"""Tokens: made on a page or by the command, shown once, dead when they should be, and slow to guess."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from raci.actions.people import disable_person, enable_person
from raci.actions.tokens import make_token, take_back
from raci.history import acting
from raci.models import ApiToken, Notice, Person
from tests.api.caller import Caller
from tests.city import SmallCity

pytestmark = pytest.mark.django_db
PASSWORD = "a long password for a token"


def status(caller: Caller) -> int:
    return caller.get("me/").status_code


def test_only_the_hash_is_kept(city: SmallCity):
    made, key = make_token(city.director, by=city.director, name="Import")
    assert key.startswith("ep_")
    assert len(key) >= 3 + 43
    row = ApiToken.objects.filter(pk=made.pk).values().get()
    assert key not in str(row)
    assert timedelta(days=89) < made.expires_at - timezone.now() < timedelta(days=91)


def test_its_owner_is_told_and_history_says_so(city: SmallCity):
    made, key = make_token(city.director, by=city.director, name="Import")
    notice = Notice.objects.filter(person=city.director).first()
    assert "Import" in notice.line
    assert key not in notice.line
    take_back(made.pk, by=city.director)
    acts = Person.history.filter(id=city.director.pk).order_by("-history_id").values_list("history_act", flat=True)
    assert list(acts[:2]) == ["take_back_token", "make_token"]


def test_dead_tokens_read_alike(city: SmallCity):
    dead = {"wrong": Caller(key="ep_" + "x" * 43), "other": Caller(key="sk_123"), "none": Caller()}
    taken = Caller(city.manager)
    take_back(ApiToken.objects.get(person=city.manager).pk, by=city.manager)
    expired = Caller(city.deputy)
    ApiToken.objects.filter(person=city.deputy).update(expires_at=timezone.now() - timedelta(seconds=1))
    disabled = Caller(city.lead)
    assert status(disabled) == 200
    disable_person(city.lead, by=city.technician, why="Left.")
    dead |= {"taken": taken, "expired": expired, "disabled": disabled}
    answers = {name: caller.get("me/") for name, caller in dead.items()}
    assert {one.status_code for one in answers.values()} == {401}
    assert len({str({**one.json(), "instance": ""}) for one in answers.values()}) == 1
    assert {one["WWW-Authenticate"] for one in answers.values()} == {'Bearer realm="Equity Portal"'}
    enable_person(city.lead, by=city.technician)
    assert status(disabled) == 401  # a token of before does not come back


def test_a_session_is_no_token(city: SmallCity):
    client = Client()
    client.force_login(city.director)
    assert client.get("/api/v1/me/").status_code == 401
    assert client.get("/api/v1/schema/").status_code == 200
    assert Client().get("/api/v1/schema/").status_code == 401
    assert Caller(city.director).get("schema/?format=yaml").content.startswith(b"openapi: 3.1.0")


def test_where_to_begin(city: SmallCity):
    client = Client()
    assert client.get("/api/v1/").status_code == 401
    client.force_login(city.director)
    told = client.get("/api/v1/").json()
    assert told == Caller(city.director).get("").json()
    assert (told["name"], told["version"], told["me"]) == ("Equity Portal", "1", "/api/v1/me/")
    assert told["lists"]["plan-list"] == "/api/v1/plans/"
    for address in (told["docs"], told["schema"], told["me"], *told["lists"].values()):
        assert resolve(address).url_name != "nowhere", address
    assert Caller(city.director).post("", {}).status_code == 405


def test_a_token_that_only_reads(city: SmallCity):
    caller = Caller(city.director, reads_only=True)
    assert status(caller) == 200
    refused = caller.patch("me/", {"name": "Another"})
    assert refused.status_code == 403
    assert refused.json()["detail"] == "This token only reads."


def test_the_second_factor_a_city_asks_for(city: SmallCity, settings):
    settings.DEMAND_SECOND_FACTOR = True
    answer = Caller(city.director).get("me/")
    assert answer.status_code == 403
    assert "second factor" in answer.json()["detail"]


def test_wrong_tokens_are_slowed_and_nobody_is_locked_out(city: SmallCity):
    right = Caller(city.director)
    codes = [Caller(key=f"ep_{number}").get("me/").status_code for number in range(70)]
    assert codes[0] == 401
    assert codes[-1] == 429
    assert Caller(key="ep_more").get("me/")["Retry-After"]
    assert status(right) == 200


def test_use_is_noted_to_the_hour(city: SmallCity):
    caller = Caller(city.director)
    status(caller)
    first = ApiToken.objects.get(person=city.director).used_at
    status(caller)
    assert ApiToken.objects.get(person=city.director).used_at == first is not None


def test_the_command(city: SmallCity, capsys):
    call_command("api_token", city.director.email, "--name", "Cron", "--days", "7", "--reads-only")
    key = capsys.readouterr().out.strip()
    assert status(Caller(key=key)) == 200
    assert ApiToken.objects.get(person=city.director).reads_only
    with pytest.raises(CommandError, match="1 to 365 days"):
        call_command("api_token", city.director.email, "--days", "400")
    with pytest.raises(CommandError, match="Nobody"):
        call_command("api_token", "nobody@city.example")


# ---- the pages


@pytest.fixture
def signed(city: SmallCity) -> Client:
    with acting(by=city.director, act="password"):
        city.director.password = make_password(PASSWORD)
        city.director.save(update_fields=["password"])
    client = Client()
    client.force_login(city.director)
    return client


def test_making_one_asks_for_the_password_again(signed: Client, city: SmallCity):
    new = reverse("raci:token-create")
    sent_away = signed.get(new)
    assert sent_away["Location"].startswith(reverse("account_reauthenticate"))
    signed.post(sent_away["Location"], {"password": PASSWORD})
    assert signed.get(new).status_code == 200
    assert signed.post(new, {"name": "", "days": "9"}).status_code == 422
    made = signed.post(new, {"name": "Import", "days": "30"})
    token = ApiToken.objects.get(person=city.director)
    assert made["Location"] == reverse("raci:token-made", args=[token.pk])
    assert keys_on(signed.head(made["Location"])) == []  # nobody has seen it yet
    shown = signed.get(made["Location"])
    assert "no-store" in shown["Cache-Control"]
    [key] = keys_on(shown)
    again = signed.get(made["Location"])
    assert keys_on(again) == []
    assert "It was shown already" in again.content.decode()
    assert key not in str(dict(signed.session))
    assert status(Caller(key=key)) == 200
    page = signed.get(reverse("raci:token-list")).content.decode()
    assert "Import" in page
    assert key not in page
    assert signed.post(reverse("raci:token-end", args=[token.pk])).status_code == 302
    assert status(Caller(key=key)) == 401


def keys_on(answer: HttpResponse) -> list[str]:
    return re.findall(r"ep_[\w-]+", answer.content.decode())


def test_a_form_sent_twice_makes_one(signed: Client, city: SmallCity):
    new, asked = reverse("raci:token-create"), {"name": "Import", "days": "30"}
    signed.post(f"{reverse('account_reauthenticate')}?next={new}", {"password": PASSWORD})
    first, second = signed.post(new, asked), signed.post(new, asked)
    assert first["Location"] == second["Location"]
    assert len(keys_on(signed.get(second["Location"]))) == 1
    signed.post(new, asked | {"name": "Another"})
    signed.post(new, asked | {"days": "7"})
    assert ApiToken.objects.filter(person=city.director).count() == 3
    ApiToken.objects.filter(name="Import").update(made_at=timezone.now() - timedelta(minutes=2))
    signed.post(new, asked)
    assert ApiToken.objects.filter(person=city.director).count() == 4


def test_nobody_takes_back_anothers(signed: Client, city: SmallCity):
    Caller(city.manager)
    theirs = ApiToken.objects.get(person=city.manager)
    assert signed.post(reverse("raci:token-end", args=[theirs.pk])).status_code == 404


def test_the_page_of_the_api(signed: Client):
    page = signed.get(reverse("api-docs")).content.decode()
    for words in ("Submit for decision", "/api/v1/records/{id}/submit/", "curl", "not-found"):
        assert words in page
