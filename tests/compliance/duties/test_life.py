"""An obligation's whole life by acts: due, shown, assessed, found wanting, mended, seen done by somebody else; and refusals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from compliance.actions.assessments import REVIEW, assess, discard
from compliance.actions.findings import (
    add_action,
    close_finding,
    drop_action,
    owners,
    raise_finding,
    recommend,
    report_done,
    verify,
    withdraw_finding,
)
from compliance.actions.obligations import record_event, set_due
from compliance.actions.proofs import add_evidence, remove_evidence
from compliance.checks.clocks import years_later
from compliance.checks.verdicts import Result
from compliance.models import Assessment, Closure, Obligation
from compliance.queries.findings import finding_page, next_follow_up
from compliance.queries.obligations import obligation_page
from compliance.queries.status import status_of
from raci import clock, reviewing
from raci.actions.recommendations import Raised
from raci.authority import facts_for
from raci.history import acting
from raci.models import Holding, Notice, Person
from raci.queries.home import home_page
from raci.queries.waiting import waiting_on
from raci.refusals import Conflict, NotReady, Refused
from tests.city import SmallCity, small_city
from tests.compliance.duties.asked import obligation, requirement

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
PAPER = b"Tested the TTY and relay lines on all counters.\n"


@pytest.fixture
def city(settings, tmp_path) -> Iterator[SmallCity]:
    settings.EVIDENCE_ROOT = str(tmp_path)
    return small_city()


def stands(one: Obligation) -> Result:
    one.refresh_from_db()
    return status_of(one, clock.today())


def proof(one: Obligation, by: Person, **more: Any) -> Any:
    values = {"title": "Test log", "effective_on": clock.today() - timedelta(days=30), "place": "Drawer 4", **more}
    return add_evidence(one, by=by, **values)


def judged(one: Obligation, city: SmallCity, judgement: str = "EVIDENCE_CURRENT") -> Assessment:
    row = assess(one, by=city.director, judgement=judgement, words="I looked at it.")
    reviewing.hand_in(row, by=city.director)
    reviewing.accept(row, by=city.administrator)
    return row


def finding(city: SmallCity, one: Obligation | None = None) -> Any:
    values = {
        "title": "No relay line at the pool", "words": "Called three times.", "source": "audit", "weight": "high",
        "found_on": clock.today(), "requirement": one.requirement if one else None,
    }  # fmt: skip
    return raise_finding(city.parks, values, by=city.auditor, obligation=one)


def action(city: SmallCity, found: Any, **more: Any) -> Any:
    values = {
        "title": "Fit a relay line", "words": "", "owner": city.post("director-parks"),
        "due_on": clock.today() + timedelta(days=14), "effort_days": 3, **more,
    }  # fmt: skip
    return add_action(found, values, by=city.director)


def test_a_whole_life(city: SmallCity):
    today, one = clock.today(), obligation(city)
    assert stands(one) == Result.EVIDENCE_DUE
    upload = SimpleUploadedFile("log.txt", PAPER)
    last = today + timedelta(days=10)
    row = proof(one, city.director, upload=upload, place="", expires_on=last)
    assert row.blob.size == len(PAPER)
    assert row.effective_on < row.added_at.date()
    assert stands(one) == Result.EVIDENCE_DUE  # nobody has judged it yet
    assessment = judged(one, city)
    assert (assessment.evidence_judged, assessment.held_until) == ([row.pk], last)
    assert stands(one) == Result.EVIDENCE_CURRENT
    assert status_of(one, last) == Result.EVIDENCE_CURRENT
    assert status_of(one, last + timedelta(days=1)) == Result.EVIDENCE_DUE
    assert status_of(one, one.due_on + timedelta(days=1)) == Result.EVIDENCE_OVERDUE

    found = finding(city, one)
    assert Notice.objects.filter(person=city.director, line__contains="No relay line").exists()
    mending = action(city, found)
    assert [one.title for one in waiting_on(facts_for(city.director)) if one.kind == "correct"] == ["Fit a relay line"]
    with pytest.raises(NotReady, match="not verified yet"):
        close_finding(found, by=city.auditor, words="Mended.")
    closure = report_done(mending, by=city.director, done_on=today, words="Fitted and tested.")
    assert [one for one in waiting_on(facts_for(city.director)) if one.kind == "correct"] == []
    with pytest.raises(NotReady, match="how you verified it"):
        reviewing.accept(closure, by=city.administrator)
    verify(closure, by=city.administrator, how="I called the line.")
    assert closure.how_verified == "I called the line."
    close_finding(found, by=city.auditor, words="Mended and seen.")
    assert found.closed_as == "City Auditor"


def test_what_it_lacks_is_said_and_changes_nothing(city: SmallCity):
    today, one = clock.today(), obligation(city)
    with pytest.raises(NotReady, match="where it is kept"):
        proof(one, city.director, place="")
    with pytest.raises(NotReady, match="before its first"):
        proof(one, city.director, expires_on=today - timedelta(days=40))
    row = assess(one, by=city.director, judgement="EVIDENCE_CURRENT", words="Surely.")
    with pytest.raises(NotReady, match="No evidence on it is in force today"):
        reviewing.hand_in(row, by=city.director)
    proof(one, city.director, effective_on=today + timedelta(days=1))
    with pytest.raises(NotReady, match="No evidence"):
        reviewing.hand_in(row, by=city.director)
    assess(one, by=city.director, judgement="EVIDENCE_OVERDUE", words="Late.")
    with pytest.raises(NotReady, match="still to come"):
        reviewing.hand_in(row, by=city.director)
    assert Assessment.objects.get().state == "draft"
    assert stands(one) == Result.EVIDENCE_DUE


def test_evidence_taken_off_counts_no_more_and_a_later_judgement_replaces_an_earlier(city: SmallCity):
    one = obligation(city, due_in=-5)
    assert stands(one) == Result.EVIDENCE_OVERDUE
    row = proof(one, city.director)
    judged(one, city)
    assert stands(one) == Result.EVIDENCE_CURRENT
    remove_evidence(row, by=city.director, why="It is of another building.")
    assert stands(one) == Result.EVIDENCE_OVERDUE
    with pytest.raises(Conflict):
        remove_evidence(row, by=city.director, why="Again.")
    judged(one, city, "CANNOT_DETERMINE")
    assert stands(one) == Result.CANNOT_DETERMINE
    judged(one, city, "NOT_APPLICABLE")  # with its reason, and somebody else who accepts it
    assert stands(one) == Result.NOT_APPLICABLE
    last = one.assessments.first()
    assert (last.submitted_by, last.answered_by) == (city.director, city.administrator)


def test_nobody_keeps_what_is_not_theirs_and_nobody_answers_themself(city: SmallCity):
    one = obligation(city)
    for stranger in (city.elsewhere, city.reader, city.technician, city.administrator):
        with pytest.raises(Refused):
            proof(one, stranger)
    row = proof(one, city.attorney)
    with pytest.raises(Refused):
        remove_evidence(row, by=city.elsewhere, why="Mine.")
    with pytest.raises(Refused):
        assess(one, by=city.elsewhere, judgement="EVIDENCE_DUE", words="Theirs.")
    found = finding(city, one)
    with pytest.raises(Refused):
        raise_finding(city.parks, {}, by=city.director)
    with pytest.raises(Refused):
        add_action(found, {}, by=city.elsewhere)
    with pytest.raises(NotReady, match="not responsible there"):
        action(city, found, owner=city.post("director-water"))
    assert city.post("director-parks") in owners(city.parks)
    mending = action(city, found)
    closure = report_done(mending, by=city.director, done_on=clock.today(), words="Done.")
    for by in (city.director, city.manager, city.auditor, city.elsewhere):
        with pytest.raises(Refused):
            verify(closure, by=by, how="I say so.")
    itself = {"answered_by": city.director, "how_verified": "I say so."}
    with pytest.raises(IntegrityError, match="closure_is_not_answered_by_its_submitter"), transaction.atomic():
        written(closure, **itself)
    with pytest.raises(IntegrityError, match="closure_says_how_it_was_verified"), transaction.atomic():
        written(closure, answered_by=city.administrator)


def written(closure: Closure, **values: Any) -> None:
    """As no act would: the rules of the database stand behind the acts."""
    row = Closure.objects.get(pk=closure.pk)
    for name, value in {"state": "accepted", "answered_at": clock.now(), **values}.items():
        setattr(row, name, value)
    with acting(by=values["answered_by"], act="report_done"):
        row.save()


def test_a_dropped_action_waits_on_nobody_and_a_finding_is_recommended_on_for_five_years(city: SmallCity):
    found = finding(city)
    mending = action(city, found)
    drop_action(mending, by=city.auditor, why="The pool is closed for good.")
    with pytest.raises(Conflict):
        report_done(mending, by=city.director, done_on=clock.today(), words="Done.")
    due = clock.today() + timedelta(days=30)
    said = Raised(
        "Test lines", "Each quarter.", "auditor", "Audit 7", city.parks, due, source_url=f"/law/findings/{found.pk}/"
    )
    made = recommend(found, said, by=city.auditor)
    with pytest.raises(Refused):
        recommend(found, said, by=city.director)
    (row,) = finding_page(found.pk, facts_for(city.auditor)).recommended
    assert row.one == made
    assert row.is_proposed
    raised = made.raised_at.date()
    days = [next_follow_up(raised, years_later(raised, n)) for n in range(6)]
    assert [day.year - raised.year for day in days if day] == [1, 1, 2, 3, 4, 5]
    assert next_follow_up(raised, years_later(raised, 5) + timedelta(days=1)) is None
    page = finding_page(found.pk, facts_for(city.auditor))
    assert (page.may_close, page.may_withdraw) == (False, True)
    with pytest.raises(NotReady, match="somebody else closes it"):
        close_finding(found, by=city.auditor, words="Closed with the pool.")
    close_finding(found, by=city.attorney, words="Closed with the pool.")


def test_nobody_closes_a_finding_about_which_nothing_was_done_and_a_mistake_says_that_it_is_one(city: SmallCity):
    found = finding(city)
    for by in (city.auditor, city.attorney):
        with pytest.raises(NotReady, match="Nothing was done about it"):
            close_finding(found, by=by, words="Never mind.")
    mending = action(city, found)
    with pytest.raises(NotReady, match="Drop it first"):
        withdraw_finding(found, by=city.auditor, words="It was another pool.")
    drop_action(mending, by=city.auditor, why="There is nothing to mend.")
    withdraw_finding(found, by=city.auditor, words="It was another pool.")
    assert (found.is_withdrawn, found.closed_by) == (True, city.auditor)
    assert Notice.objects.filter(person=city.director, line__contains="recorded by mistake").exists()
    with pytest.raises(Conflict):
        close_finding(found, by=city.auditor, words="Again.")


def test_a_finding_waits_on_who_recorded_it_once_all_is_verified_and_nothing_was_done_before_it_was_found(
    city: SmallCity,
):
    def to_close() -> list[str]:
        return [one.title for one in waiting_on(facts_for(city.auditor)) if one.kind == "end"]

    found = finding(city)
    first, second = action(city, found), action(city, found, title="Train the counters")
    with pytest.raises(NotReady, match="on which it was found"):
        report_done(first, by=city.director, done_on=found.found_on - timedelta(days=1), words="Done.")
    for mending in (first, second):
        assert to_close() == []
        closure = report_done(mending, by=city.director, done_on=clock.today(), words="Done.")
        verify(closure, by=city.administrator, how="I saw it.")
    assert to_close() == [found.title]
    obligation(city, due_in=14)  # of the same day as what is to be done: neither is older
    action(city, finding(city))
    assert {"show", "correct"} <= {one.kind for one in waiting_on(facts_for(city.director))}
    assert Notice.objects.filter(person=city.auditor, line__contains="close the finding").count() == 1
    close_finding(found, by=city.auditor, words="Mended and seen.")
    assert to_close() == []


def test_a_finding_of_the_requirement_in_the_unit_stands_on_its_obligation_though_it_names_none(city: SmallCity):
    one, other = obligation(city), obligation(city, unit=city.water)
    proof(one, city.director)
    judged(one, city)
    values = {"words": "Seen.", "source": "check", "weight": "low", "found_on": clock.today()}
    found = raise_finding(city.parks, {**values, "title": "No relay", "requirement": one.requirement}, by=city.auditor)
    page = obligation_page(one.pk, facts_for(city.director))
    assert (page.found, page.status) == (found, Result.EVIDENCE_CURRENT)
    assert "found wanting" in page.next
    assert obligation_page(other.pk, facts_for(city.director)).findings == []
    withdraw_finding(found, by=city.auditor, words="It was Water’s.")
    assert obligation_page(one.pk, facts_for(city.director)).found is None


def test_it_stands_where_it_is_led(city: SmallCity):
    audited = obligation(city, "ADA-13")  # led by the Auditor under 3.1
    assert REVIEW.activity_of(Assessment(obligation=audited)) == "3.1"
    with pytest.raises(Refused):
        assess(audited, by=city.director, judgement="EVIDENCE_DUE", words="Mine?")
    assess(audited, by=city.auditor, judgement="EVIDENCE_DUE", words="Not looked at yet.")
    planned = obligation(city, "LA-03")  # led by the equity manager under 2.2
    proof(planned, city.manager)


def test_what_is_to_be_shown_within_thirty_days_waits_on_whoever_leads_it(city: SmallCity, client: Any) -> None:
    def waits(person: Person) -> list[tuple[str, str, Any]]:
        lines = waiting_on(facts_for(person))
        return [(one.detail.split(" · ")[0], one.reason, one.due_on) for one in lines if one.kind == "show"]

    lead = requirement("ADA-16").lead
    assert lead is not None
    leads = Holding.objects.filter(post__role=lead, post__unit=city.parks, ends_on=None).first()
    assert leads is not None
    obligation(city, due_in=31)
    assert waits(leads.person) == []
    one = obligation(city, due_in=30, begins_on=clock.today() - timedelta(days=10))
    [(count, reason, due_on)] = waits(leads.person)
    assert (count, due_on) == ("1 obligation to show", one.due_on)
    assert leads.post.title in reason
    obligation(city, due_in=-3, begins_on=clock.today() - timedelta(days=20))
    client.force_login(leads.person)
    page = client.get("/law/").content.decode()
    assert "2 obligations to show · 1 is overdue" in page
    assert client.get("/law/obligations/?whose=mine&due=soon&programme=ada").content.decode().count("ADA-16") >= 2
    water = Holding.objects.filter(post__role=lead, post__unit=city.water, ends_on=None).first()
    assert water is not None
    assert waits(water.person) == []


def test_whoever_accepts_a_judgement_has_read_the_evidence_that_it_judges(city: SmallCity, client: Any) -> None:
    one = obligation(city)
    first = proof(one, city.director)
    row = assess(one, by=city.director, judgement="EVIDENCE_CURRENT", words="I looked at it.")
    reviewing.hand_in(row, by=city.director)
    row = Assessment.objects.get(pk=row.pk)
    seen = row.as_read
    second = proof(one, city.director, title="Another log")
    client.force_login(city.administrator)
    accept = f"/reviews/assessment/{row.pk}/accept/"
    answer = client.post(accept, {"seen": seen})
    assert answer.status_code == 409
    assert "What you typed" not in answer.content.decode()
    with pytest.raises(Conflict, match="what it judges has changed"):
        reviewing.accept(row, by=city.administrator, seen=seen)
    page = obligation_page(one.pk, facts_for(city.administrator))
    assert page.changed == [(second, False)]
    assert "has changed since it was handed in" in client.get(f"/law/obligations/{one.pk}/").content.decode()
    remove_evidence(first, by=city.director, why="It is of another building.")
    page = obligation_page(one.pk, facts_for(city.administrator))
    assert [(row.pk, is_off) for row, is_off in page.changed] == [(second.pk, False), (first.pk, True)]
    row = Assessment.objects.get(pk=row.pk)
    with pytest.raises(NotReady, match="give it back"):
        reviewing.accept(row, by=city.administrator, seen=row.as_read)


def test_nobody_who_is_to_show_it_gives_themself_more_time(city: SmallCity, client: Any) -> None:
    one = obligation(city)
    rhythm = one.due_on
    with pytest.raises(NotReady, match="not yours to set") as refused:
        set_due(one, by=city.director, due_on=date(2199, 1, 1), why="We are busy.")
    assert refused.value.problems[0].field == "due_on"
    sooner, later = rhythm - timedelta(days=5), rhythm + timedelta(days=40)
    set_due(one, by=city.director, due_on=sooner, why="The agency comes then.")
    assert (one.due_on, one.rhythm_due_on) == (sooner, rhythm)
    set_due(one, by=city.administrator, due_on=later, why="The agency put its visit off.")
    assert (one.due_on, one.rhythm_due_on) == (later, rhythm)
    with pytest.raises(NotReady, match="not yours to set"):
        set_due(one, by=city.director, due_on=later - timedelta(days=1), why="A little sooner than that.")
    client.force_login(city.director)
    page = client.get(f"/law/obligations/{one.pk}/").content.decode()
    assert "The agency put its visit off." in page
    assert f"set by {city.administrator.name}" in page
    set_due(one, by=city.director, due_on=None, why="As its rhythm has it.")
    assert (one.due_on, one.rhythm_due_on, one.due_by_hand) == (rhythm, None, False)
    with pytest.raises(Refused):
        set_due(one, by=city.elsewhere, due_on=None, why="Mine?")


def test_who_takes_back_what_another_handed_in_tells_them_and_a_draft_is_thrown_away(
    city: SmallCity, client: Any
) -> None:
    one = obligation(city)
    row = assess(one, by=city.director, judgement="EVIDENCE_DUE", words="Not looked at yet.")
    reviewing.hand_in(row, by=city.director)
    assert str(row) in [other.title for other in home_page(facts_for(city.director)).others]
    reviewing.take_back(row, by=city.attorney, why="The wrong building.")
    assert Notice.objects.filter(person=city.director, line__contains="The wrong building.").count() == 1
    client.force_login(city.director)
    page = client.get(f"/law/obligations/{one.pk}/").content.decode()
    assert f"Taken back by {city.attorney.name}" in page
    assert "Throw the draft away" in page
    client.force_login(city.elsewhere)
    assert client.post(f"/law/obligations/{one.pk}/assess/discard/").status_code == 403
    client.force_login(city.director)
    assert client.post(f"/law/obligations/{one.pk}/assess/discard/").status_code == 302
    assert not Assessment.objects.exists()
    row = assess(one, by=city.director, judgement="EVIDENCE_DUE", words="Not looked at yet.")
    reviewing.hand_in(row, by=city.director)
    reviewing.give_back(row, by=city.administrator, why="Look at it.")
    with pytest.raises(Conflict, match="given back"):
        discard(row, by=city.director)


def test_the_first_page_of_the_law_says_how_each_law_stands(city: SmallCity, client: Any) -> None:
    obligation(city, due_in=-3)
    obligation(city, due_in=5, begins_on=clock.today() - timedelta(days=20))
    client.force_login(city.director)
    page = client.get("/law/").content.decode()
    address = "/law/obligations/?programme=ada&amp;status=EVIDENCE_OVERDUE"
    assert f'href="{address}">evidence overdue: 1</a>' in page
    assert "evidence due: 1</a>" in page
    assert client.get(address.replace("&amp;", "&")).content.decode().count("ADA-16") >= 1


def test_an_event_that_is_to_come_is_not_recorded(city: SmallCity):
    day = clock.today() + timedelta(days=1)
    with pytest.raises(NotReady, match="once it has happened"):
        record_event(requirement("ADA-10"), city.parks, by=city.director, event="Paving", event_on=day, due_on=day)
