"""Two who decide at once, clicks that come twice, replays: exactly one decision stands, and the others read whose (promises P6).

Over HTTP, against gunicorn's processes and threads on the real database.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse

from plans.actions import fingerprint
from raci import clock
from raci.actions import cases
from raci.actions.posts import accept_delegation, accept_holding, begin_holding, delegate
from raci.history import acting
from raci.models import Blob, Case, Condition, Decision, Holding, Person, Submission
from raci.records import digest
from tests.chaos.checks import half_done, seal
from tests.chaos.visitors import Answer, Visitor, at_once, hidden, words
from tests.city import SmallCity, small_city
from tests.plans.conftest import ParksPlan, consult, make_plan

pytestmark = pytest.mark.django_db(transaction=True)

TRIALS = int(os.environ.get("CHAOS_TRIALS", "25"))
SHORT = max(TRIALS // 6, 2)
SEED = 20_270_101
KINDS = ("approve", "conditions", "return", "decline")
Enter = Callable[[Person], Visitor]


@pytest.fixture
def city(gunicorn: int) -> SmallCity:
    return small_city()


@pytest.fixture
def deciders(city: SmallCity, visitor: Enter) -> list[Visitor]:
    """Eight sessions that may all decide today: five who hold the City Administrator's post, two of them twice; a delegate."""
    for person in (city.mayor, city.attorney, city.technician, city.elsewhere):
        give_post(city, person)
    held = Holding.objects.get(person=city.administrator, post__code="city-administrator")
    today = clock.today()
    accept_delegation(
        delegate(
            held, to=city.lead, activity="4.1", letter="A", begins_on=today, ends_on=today + timedelta(days=9),
            by=city.administrator,
        ),
        by=city.lead,
    )  # fmt: skip
    people = (
        city.administrator, city.administrator, city.mayor, city.mayor, city.attorney, city.technician, city.elsewhere,
        city.lead,
    )  # fmt: skip
    return [visitor(person) for person in people]


def give_post(city: SmallCity, person: Person) -> None:
    """By the acts of two who fill posts for the whole city, with the giver's document."""
    with acting(by=city.officer, act="attach"):
        document, _made = Blob.objects.get_or_create(
            sha256=digest("an oath"), defaults={"size": 7, "media_type": "application/pdf"}
        )
    holding = begin_holding(
        post=city.post("city-administrator"), person=person, begins_on=clock.today(), by=city.officer,
        acting_holder=True, ground="Oath of office", document=document,
    )  # fmt: skip
    accept_holding(holding, by=city.office)


def submitted(city: SmallCity, title: str) -> tuple[ParksPlan, Submission]:
    parks = make_plan(city, title=title)
    consult(parks, city)
    return parks, cases.submit(parks.case, by=city.director)


def reviewed(submission: Submission, city: SmallCity) -> None:
    """Those who were consulted have looked at what changed since."""
    holders = {"EO": city.officer, "OEHR": city.office, "ACA_DCA": city.deputy, "CET": city.lead}
    for asked in submission.text.consultations.filter(way="review", answer="").select_related("role"):
        cases.answer(asked, by=holders[asked.role.code], answer="no_objection")


def address(submission: Submission) -> str:
    return reverse("admin:raci_submission_decide", args=[submission.pk])


def opened(visitor: Visitor, submission: Submission, kind: str, owner: int = 0) -> dict[str, object]:
    """What the page sends when it is opened now and `kind` is chosen."""
    page = visitor.get(address(submission)).text
    values: dict[str, object] = {
        "seen": hidden(page, "seen"),
        "sha256": hidden(page, "sha256"),
        "kind": kind,
        "reason": "Cost the second goal." if kind in ("return", "decline") else "",
        "c-TOTAL_FORMS": 0,
        "c-INITIAL_FORMS": 0,
    }
    return values | conditions_sent(kind, owner)


def conditions_sent(kind: str, owner: int) -> dict[str, object]:
    if kind != "conditions":
        return {}
    due = (clock.today() + timedelta(days=30)).isoformat()
    return {"c-TOTAL_FORMS": 1, "c-0-words": "Cost it.", "c-0-owner": owner, "c-0-due_on": due}


def sole_decision(submission: Submission) -> Decision:
    """The one decision of a submission, with everything that belongs to it, and its history."""
    decision = Decision.objects.get(submission=submission)
    case = Case.objects.get(pk=submission.case_id)
    after = {"approve": "approved", "conditions": "approved", "return": "draft", "decline": "declined"}
    assert case.state == after[decision.kind]
    assert Condition.objects.filter(decision=decision).count() == (decision.kind == "conditions")
    assert Decision.history.filter(id=decision.pk).count() == 1
    assert Case.history.filter(id=case.pk).latest("history_id").state == case.state
    return decision


def after(seconds: float, call: Callable[..., Answer], *given: object) -> Answer:
    time.sleep(seconds)
    return call(*given)


def judge(answers: list[Answer], decision: Decision) -> Counter[int]:
    """One was taken; every other was told who decided and when."""
    found = Counter(answer.status for answer in answers)
    assert found == {302: 1, 409: len(answers) - 1}, [(a.status, words(a.text)[:300]) for a in answers]
    day = str(decision.decided_at.year)
    for answer in answers:
        if answer.status == 302:
            assert answer.location == reverse("raci:receipt", args=[decision.pk])
        else:
            assert decision.decided_by.name in words(answer.text)
            assert day in words(answer.text)
    return found


def test_eight_deciders_at_once_make_one_decision(city: SmallCity, deciders: list[Visitor], owner_cursor):
    chance, owner = random.Random(SEED), city.post("director-parks").pk
    answers: Counter[int] = Counter()
    kinds: Counter[str] = Counter()
    people: Counter[str] = Counter()
    for trial in range(TRIALS):
        _parks, submission = submitted(city, f"Trial {trial}")
        sent = [opened(deciders[0], submission, kind, owner) for kind in KINDS]
        chosen = [chance.choice(sent) for _ in deciders]
        got = at_once(
            [partial(who.post, address(submission), values) for who, values in zip(deciders, chosen, strict=True)]
        )
        decision = sole_decision(submission)
        answers += judge(got, decision)
        kinds[decision.kind] += 1
        people[decision.decided_by.name] += 1
    assert Decision.objects.count() == TRIALS
    assert half_done(owner_cursor) == []
    assert seal(owner_cursor) == (0, 0)
    print(
        f"\nseed {SEED}: {TRIALS} trials x {len(deciders)} deciders over HTTP: {Decision.objects.count()} decisions, "
        f"answers {dict(answers)}, kinds {dict(kinds)}, won by {len(people)} people; nothing half-done, history sealed"
    )


def test_a_double_click_decides_once_and_a_replay_never(city: SmallCity, visitor: Enter):
    who, owner = visitor(city.administrator), city.post("director-parks").pk
    for trial in range(SHORT):
        _parks, submission = submitted(city, f"Clicks {trial}")
        values = opened(who, submission, "approve")
        answers = at_once([partial(who.post, address(submission), values)] * 8)
        decision = sole_decision(submission)
        judge(answers, decision)
        for kind in KINDS:  # the same form again, and the form of somebody who thinks again
            again = {**values, **conditions_sent(kind, owner), "kind": kind, "reason": "Again."}
            assert who.post(address(submission), again).status == 409
        back = who.get(address(submission))
        assert (back.status, back.location) == (302, reverse("raci:receipt", args=[decision.pk]))
        assert sole_decision(submission) == decision
    print(f"\n{SHORT} trials x 8 clicks of one person: {Decision.objects.count()} decisions; 4 replays each: none more")


def test_approving_and_withdrawing_at_once_is_one_of_the_two(city: SmallCity, deciders: list[Visitor], visitor: Enter):
    director, ends = visitor(city.director), Counter[str]()
    for trial in range(SHORT):
        parks, submission = submitted(city, f"Withdrawn {trial}")
        began = time.monotonic()
        values = opened(deciders[0], submission, "approve")
        # withdrawing asks less of the server, so by turns it sets out later, by as much as a page takes here
        later = (time.monotonic() - began) * (trial % 4)
        withdrawal = {"seen": values["seen"], "reason": "Too early."}
        url = reverse("raci:case-withdraw", args=[parks.record.pk])
        calls = [partial(who.post, address(submission), values) for who in deciders[:4]]
        calls += [partial(after, later, director.post, url, withdrawal)] * 4
        answers = at_once(calls)
        assert Counter(answer.status for answer in answers) == {302: 1, 409: 7}, [words(a.text)[:200] for a in answers]
        submission.refresh_from_db()
        state = Case.objects.get(pk=submission.case_id).state
        decided = Decision.objects.filter(submission=submission).count()
        assert (state, decided, bool(submission.withdrawn_at)) in (("approved", 1, False), ("draft", 0, True))
        ends[state] += 1
    print(f"\n{SHORT} trials x (4 approve, 4 withdraw): one of them each time, {dict(ends)}")


def test_what_was_returned_is_edited_and_never_approved_from_the_old_page(
    city: SmallCity, deciders: list[Visitor], visitor: Enter
):
    director = visitor(city.director)
    for trial in range(SHORT):
        parks, submission = submitted(city, f"Returned {trial}")
        old = opened(deciders[0], submission, "approve")
        assert deciders[0].post(address(submission), {**old, "kind": "return", "reason": "Cost it."}).status == 302
        names = ("title", "description")
        edit = {"title": f"Goal {trial}", "description": "New.", "opened": fingerprint(parks.goal, names)}
        calls = [partial(who.post, address(submission), old) for who in deciders[1:]]
        calls.append(partial(director.post, reverse("plans:goal-edit", args=[parks.goal.pk]), edit))
        answers = at_once(calls)
        assert [answer.status for answer in answers] == [409] * 7 + [302], [words(a.text)[:200] for a in answers]
        parks.goal.refresh_from_db()
        assert parks.goal.title == f"Goal {trial}"
        second = cases.submit(parks.case, by=city.director)
        reviewed(second, city)
        assert deciders[1].post(address(second), old).status == 409  # the hash of the first text
        assert deciders[1].post(address(second), opened(deciders[1], second, "approve")).status == 302
        assert sole_decision(second).sha256 == second.text.sha256
    print(f"\n{SHORT} trials: an old page approved nothing; the edit and the new submission stood")
