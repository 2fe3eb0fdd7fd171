"""The vault: a custodian (the City Auditor) and one proposed, a round by private links and one without names, an answer."""

from __future__ import annotations

from typing import Any

from boards.actions.custodians import propose_custodian
from boards.actions.self_id_rounds import begin_round
from boards.actions.self_identification import say_who_i_am
from boards.models import Custodian, MemberContact
from raci import clock
from raci.history import acting
from raci.models import Holding
from tests.boards.vault import QUESTIONS, asked, custodian, link_of, seated
from tests.city import SmallCity

CANARY = "kingfisher-at-dawn"  # what somebody said of themself: shown by no address to anybody


def furnish(city: SmallCity) -> dict[str, dict[str, Any]]:
    """One of each."""
    named = custodian(city)
    proposed = propose_custodian(
        Holding.objects.filter(person=city.mayor).earliest("pk"), clock.today(), None, by=city.officer
    )
    member = seated(city, "Iris Moon", "vault-board")
    with acting(by=city.officer, act="note_contact"):
        MemberContact.objects.create(member=member, email="iris@home.example", noted_on=clock.today())
    made = asked(city)
    ask, _code = link_of(member, city)
    say_who_i_am(ask, {"race-ethnicity-2024": {"said": ["aian"], "detail": CANARY}, "age": {"said": ["35-44"]}})
    values = {"title": "Without names", "mode": "unlinked", "questions": QUESTIONS, "closes_on": clock.today()}
    unlinked, _code = begin_round(values, by=city.auditor)
    return {
        "custodian": {"pk": named.pk},
        "custodian-proposed": {"pk": proposed.pk},
        "vault-round": {"pk": made.pk},
        "vault-unlinked": {"pk": unlinked.pk},
        "vault-ask": {"pk": ask.pk},
    }


LISTS = {"boards:vault": ("auditor", dict), "boards:custodian-list": ("officer", dict)}


def grow(city: SmallCity, number: int) -> None:
    """A round more, and somebody proposed."""
    if not Custodian.objects.exclude(accepted_by=None).exists():
        custodian(city)
    asked(city, title=f"Round {number}")
    # somebody without a part in 4.8: in growing lists the mayor holds a director’s post as well
    held = Holding.objects.filter(person=city.attorney).earliest("pk")
    propose_custodian(held, clock.today(), None, by=city.officer)


ONE_THING = [
    "boards:about-you", "boards:custodian-create", "boards:custodian-accept", "boards:custodian-end",
    "boards:vault-retention",
    "boards:vault-round-create", "boards:vault-round", "boards:vault-tally", "boards:vault-ask", "boards:vault-ask-again",
    "boards:vault-ask-hand-over",
]  # fmt: skip
LOOKS = [
    {"name": "boards:about-you"},
    {"name": "boards:custodian-list", "who": "officer"},
    {"name": "boards:custodian-create", "who": "officer"},
    {"name": "boards:custodian-end", "args": "custodian", "who": "officer"},
    {"name": "boards:vault-retention", "who": "auditor"},
    {"name": "boards:vault", "who": "auditor"},
    {"name": "boards:vault-round-create", "who": "auditor"},
    {"name": "boards:vault-round", "args": "vault-round", "who": "auditor"},
    {"name": "boards:vault-round", "args": "vault-unlinked", "who": "auditor"},
    {"name": "boards:vault-tally", "args": "vault-round", "who": "auditor"},
    {"name": "boards:vault-ask", "args": "vault-ask", "who": "auditor"},
]
NO_PAGE = [
    ("boards:custodian-accept", "a button of the list"),
    ("boards:vault-ask-again", "a button of the member's page"),
    ("boards:vault-ask-hand-over", "a button of the member's page: it answers with the code, once"),
]
