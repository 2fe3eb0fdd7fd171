"""Asking members: rounds, private links, counts without names. All of it is the custodian's; nobody else learns who was asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, When
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from boards.models import Appointment, Member, SelfIdAsk, SelfIdRound, UnlinkedCount
from boards.vault.custody import need_custodian
from boards.vault.questions import DECLINED, asked, offered
from raci import clock
from raci.authority import Capacity, facts_for
from raci.history import acting
from raci.history.bulk import bulk_create
from raci.models import Person
from raci.private_codes import as_code, digest, new_code
from raci.refusals import NotReady, Problem

WORKS_FOR = timedelta(days=400)  # a link, from the day it was sent: also for taking back what was said
LINK = "self-identification"  # what the codes open


def begin_round(values: Mapping[str, Any], *, by: Person) -> tuple[SelfIdRound, str]:
    """A round, and for one without names the code of its one link, told once. Who serves on a board today is asked by mail; and
    where it asks applicants, whoever applies for a seat while it is open, always without names.
    """
    via = need_custodian(facts_for(by))
    unlinked = values["mode"] == SelfIdRound.Mode.UNLINKED
    _check(values)
    with _acting(by, via, "begin_self_identification"):
        row = SelfIdRound.objects.create(opens_on=clock.today(), **values)
        code = _one_link(row) if unlinked else ""
        if unlinked:
            _at_zero(row)
        else:
            bulk_create(SelfIdAsk, (SelfIdAsk(round=row, member=member) for member in serving()))
    return row, code


def _one_link(row: SelfIdRound) -> str:
    """The code of the one link of all. Applicants are sent it as they come, so it can be made again (`applicants_code`)."""
    is_for_applicants = row.whom == SelfIdRound.Whom.APPLICANTS
    code = _derived(row, settings.SECRET_KEY) if is_for_applicants else new_code()
    row.code_sha256 = digest(code, LINK)
    row.save()
    return code


def applicants_code() -> str:
    """The code of the round that asks applicants today; "" where none does. It follows from the portal's secret, kept nowhere."""
    today = clock.today()
    rounds = SelfIdRound.objects.filter(whom=SelfIdRound.Whom.APPLICANTS, opens_on__lte=today, closes_on__gte=today)
    row = rounds.first()
    if row is None:
        return ""
    codes = (_derived(row, secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))
    return next((code for code in codes if digest(code, LINK) == row.code_sha256), "")


def _derived(row: SelfIdRound, secret: str) -> str:
    return as_code(salted_hmac("boards.applicants", f"round {row.pk}", secret=secret, algorithm="sha256").digest())


def serving() -> Iterable[Member]:
    """Whoever has a seat today, once each."""
    today = clock.today()
    held = Appointment.objects.filter(is_serving=True).exclude(serves_from__gt=today).exclude(ended_on__lt=today)
    return Member.objects.filter(pk__in=held.values("member")).order_by("pk")


def ask_again(ask: SelfIdAsk, *, by: Person) -> None:
    """A new link by mail; the last one opens nothing any more once it is sent."""
    with _acting(by, need_custodian(facts_for(by)), "ask_self_identification_again"):
        locked = SelfIdAsk.objects.select_for_update(of=("self",)).get(pk=ask.pk)
        locked.waits = True
        locked.save()


def hand_over_link(ask: SelfIdAsk, *, by: Person) -> str:
    """A new code, told once, for a member who has no e-mail. Whoever made it knows it, so it opens nothing that was said."""
    with _acting(by, need_custodian(facts_for(by)), "hand_over_self_identification"):
        return with_new_code(SelfIdAsk.objects.select_for_update(of=("self",)).get(pk=ask.pk), by_hand=True)


def with_new_code(ask: SelfIdAsk, *, by_hand: bool = False) -> str:
    """Give a locked request a new code, of which its hash is kept; the old one is dead."""
    code, now = new_code(), clock.now()
    ask.code_sha256, ask.waits, ask.sent_at = digest(code, LINK), False, now
    ask.expires_on, ask.by_hand = clock.today() + WORKS_FOR, by_hand
    ask.save()
    return code


def count_answers(row: SelfIdRound, answers: Mapping[str, Mapping[str, Any]]) -> None:
    """One person's answers, added to the counts: nothing else is written, not even when. Every number of the round is written
    anew, also by nothing, so that the database cannot tell which of them rose together."""
    chosen = {(code, option) for code, one in answers.items() for option in one.get("said", ())}
    chosen |= {(code, DECLINED) for code, one in answers.items() if one.get("declined")}
    with transaction.atomic():
        SelfIdRound.objects.select_for_update().get(pk=row.pk)  # one after the other
        counts = UnlinkedCount.objects.filter(round=row)
        rising = [one.pk for one in counts if (one.question, one.option) in chosen]
        counts.update(count=F("count") + Case(When(pk__in=rising, then=1), default=0))


def _at_zero(row: SelfIdRound) -> None:
    """Every count there can be stands there from the start, so that no row tells that it was the first."""
    UnlinkedCount.objects.bulk_create(
        UnlinkedCount(round=row, question=one.code, option=option)
        for one in asked(row.questions)
        for option in (*(code for code, _name in one.options), DECLINED)
    )


def _check(values: Mapping[str, Any]) -> None:
    if not values["questions"] or set(values["questions"]) - {code for code, _name in offered()}:
        raise NotReady([Problem(_("Choose what is asked."), field="questions")])
    if values.get("whom") == SelfIdRound.Whom.APPLICANTS and values["mode"] != SelfIdRound.Mode.UNLINKED:
        raise NotReady(
            [Problem(_("Applicants are asked without names: nothing is kept of them one by one."), field="mode")]
        )
    if values["closes_on"] < clock.today():
        raise NotReady([Problem(_("The last day lies before the first."), field="closes_on")])


def _acting(by: Person, via: Capacity, act: str) -> AbstractContextManager[None]:
    return acting(by=by, post=via.label, act=act)
