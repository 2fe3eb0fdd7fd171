"""From a nomination to a seat and out of it: who may do what, in which order, and exactly what a seat gives and takes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format

from raci import clock
from raci.actions import nominations as acts
from raci.actions.posts import begin_holding, end_holding
from raci.actions.terms import tell_of_ending_terms
from raci.authority import FURTHEST, Act, Facts, Subject, facts_for, may
from raci.authority.rules import RULES
from raci.grants import granted
from raci.history import acting
from raci.models import Holding, Nomination, Notice, Person, Post, Team, Unit
from raci.queries.nominations import nomination_page, reads
from raci.queries.waiting import waiting_on
from raci.queries.waits import NOMINATE, NOMINATION, WELCOME
from raci.refusals import Conflict, NotReady, Refused
from tests.city import SmallCity, small_city

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
MONTH = timedelta(days=30)


@dataclass
class Seat:
    """The Citywide Equity Team's seat for Vibrant Communities, held by the lead."""

    city: SmallCity
    team: Team
    post: Post
    held: Holding

    def nominate(self, nominee: Person | None = None, by: Person | None = None, **more) -> Nomination:
        values = {
            "begins_on": clock.today() + MONTH,
            "ends_on": clock.today() + 24 * MONTH,
            "replaces": self.held,
        } | more
        return acts.nominate(
            team=self.team,
            post=self.post,
            nominee=nominee or self.city.manager,
            words="Led the swimming lessons' plan.",
            by=by or self.city.deputy,
            **values,
        )

    def accepted(self, **more) -> Nomination:
        made = self.nominate(**more)
        acts.accept_nomination(made, by=made.nominee)
        return made


@pytest.fixture
def seat() -> Seat:
    city = small_city()
    held = Holding.objects.get(post__code="lead-vibrant-communities")
    return Seat(city, Team.objects.get(code="citywide-equity-team"), held.post, held)


def waits(person: Person, kind: str) -> list[str]:
    return [one.title for one in waiting_on(facts_for(person), [kind])]


def told(person: Person) -> list[str]:
    return [one.key for one in Notice.objects.filter(person=person).order_by("pk")]


def test_nomination_goes_from_the_deputy_to_the_nominee_to_the_officer(seat: Seat):
    city = seat.city
    made = seat.nominate()
    assert waits(city.manager, NOMINATION) == ["Citywide Equity Team"]
    assert waits(city.officer, WELCOME) == []
    acts.accept_nomination(made, by=city.manager)
    assert waits(city.manager, NOMINATION) == []
    assert waits(city.officer, WELCOME) == [f"{city.manager.name} to the Citywide Equity Team"]
    holding = acts.welcome_member(made, by=city.officer)
    assert waits(city.officer, WELCOME) == []
    assert (holding.state, holding.begins_on, holding.ends_on) == ("in_force", made.begins_on, made.ends_on)
    seat.held.refresh_from_db()
    assert seat.held.ends_on == made.begins_on - timedelta(days=1)
    days = {"before": seat.held.ends_on, "after": made.begins_on, "over": made.ends_on + timedelta(days=1)}
    sits = {
        name: set(seat.team.members_on(day).filter(post=seat.post).values_list("person", flat=True))
        for name, day in days.items()
    }
    assert sits == {"before": {city.lead.pk}, "after": {city.manager.pk}, "over": set()}
    sentences = [
        (entry.who, entry.sentence) for entry in reversed(nomination_page(made, facts_for(city.officer)).story)
    ]
    assert sentences == [
        (city.deputy.name, "nominated somebody to a team"),
        (city.manager.name, "accepted the nomination"),
        (city.officer.name, "welcomed a member"),
    ]
    assert f"nomination:{made.pk}:offered" in told(city.manager)
    assert f"nomination:{made.pk}:accepted" in told(city.officer)
    of_it = [key for key in told(city.deputy) if key.startswith("nomination:")]
    assert of_it == [f"nomination:{made.pk}:taken", f"nomination:{made.pk}:welcomed"]


def test_nomination_page_says_what_may_still_be_done_and_from_which_day(seat: Seat):
    made = seat.accepted()
    client, page = Client(), reverse("raci:nomination", args=[made.pk])
    client.force_login(made.nominee)
    text = client.get(page).content.decode()
    assert "Or decline" not in text
    assert "Decline until you are welcomed" in text
    acts.welcome_member(made, by=seat.city.officer)
    day = date_format(made.begins_on, "j M Y")
    assert f"They hold the post {made.post.title} from {day} on, not before." in client.get(page).content.decode()


def test_nomination_that_is_returned_lets_the_deputy_nominate_again(seat: Seat):
    made = seat.accepted()
    acts.return_nomination(made, by=seat.city.officer, why="The bureau needs them until spring.")
    made.refresh_from_db()
    assert (made.state, made.reason) == ("returned", "The bureau needs them until spring.")
    assert f"nomination:{made.pk}:returned" in told(seat.city.deputy)
    again = seat.nominate(seat.city.director)
    acts.decline_nomination(again, by=seat.city.director, why="No time.")
    third = seat.nominate()
    acts.withdraw_nomination(third, by=seat.city.deputy, why="Named the wrong day.")
    assert [one.state for one in Nomination.objects.order_by("pk")] == ["returned", "declined", "withdrawn"]
    assert Holding.objects.filter(post=seat.post).count() == 1


def test_nomination_is_refused_to_everybody_whose_it_is_not(seat: Seat):
    city = seat.city
    for person in (city.officer, city.administrator, city.director, city.lead, city.mayor, city.elsewhere):
        with pytest.raises(Refused):
            seat.nominate(by=person)
    elsewhere = Holding.objects.get(post__code="deputy-public-works").person
    with pytest.raises(Refused, match="over Vibrant Communities"):
        seat.nominate(by=elsewhere)
    with pytest.raises(Refused, match="Nobody nominates themself"):
        seat.nominate(city.deputy)
    assistant = Holding.objects.get(post__code="assistant-city-administrator").person
    made = seat.nominate(by=assistant)  # the Assistant's reach is the whole city
    for act in (acts.accept_nomination, lambda one, by: acts.decline_nomination(one, by=by, why="no")):
        for person in (city.officer, city.deputy, city.lead):
            with pytest.raises(Refused, match="Only the nominee"):
                act(made, by=person)
    acts.accept_nomination(made, by=city.manager)
    for person in (city.deputy, city.manager, city.administrator, city.office, assistant):
        with pytest.raises(Refused):
            acts.welcome_member(made, by=person)
        with pytest.raises(Refused):
            acts.return_nomination(made, by=person, why="no")


def test_nobody_welcomes_whom_they_nominated_or_themself(seat: Seat):
    """One person who is Deputy and, acting, the Officer."""
    city = seat.city
    post = city.post("equity-officer")
    with acting(by=city.administrator, act="test"):
        Holding.objects.create(
            post=post, person=city.deputy, begins_on=clock.today(), acting=True, proposed_by=city.officer
        )
        Holding.objects.create(
            post=post, person=city.manager, begins_on=clock.today(), acting=True, proposed_by=city.officer
        )
    made = seat.accepted()
    for person in (city.deputy, city.manager):
        with pytest.raises(Refused, match="A second person welcomes"):
            acts.welcome_member(made, by=person)
    acts.welcome_member(made, by=city.officer)


def test_nomination_says_what_is_wrong(seat: Seat):
    today = clock.today()
    cases = {
        "begins_on": {"begins_on": today - timedelta(days=1)},
        "ends_on": {"ends_on": today},
        "replaces": {"replaces": Holding.objects.get(post__code="lead-public-works")},
        "nominee": {"nominee": seat.city.lead, "replaces": None},
    }
    for name, wrong in cases.items():
        with pytest.raises(NotReady) as missing:
            seat.nominate(**wrong)
        assert name in [problem.field for problem in missing.value.problems], name
    made = seat.nominate()
    with pytest.raises(NotReady, match="nominated for this post already"):
        seat.nominate(seat.city.director)
    for act in (acts.decline_nomination, acts.withdraw_nomination):
        with pytest.raises(NotReady, match="reason"):
            act(made, by=made.nominee if act is acts.decline_nomination else seat.city.deputy, why=" ")
    with pytest.raises(Conflict):
        acts.welcome_member(made, by=seat.city.officer)  # not accepted yet


def test_term_that_passed_before_the_welcome_is_not_begun(seat: Seat, move_time):
    made = seat.accepted(ends_on=clock.today() + 2 * MONTH)
    move_time(days=61)
    with pytest.raises(NotReady, match="has passed"):
        acts.welcome_member(made, by=seat.city.officer)
    move_time(days=45)
    assert acts.welcome_member(made, by=seat.city.officer).begins_on == clock.today()


def test_nomination_is_read_in_the_posts_line_and_by_the_two_it_is_about(seat: Seat):
    made, city = seat.nominate(), seat.city
    who = {name for name, person in city.people.items() if reads(made, facts_for(person))}
    assert who == {
        "manager", "officer", "office", "deputy", "lead", "administrator", "attorney", "auditor", "reader",
    }  # fmt: skip


def test_vacant_seat_waits_on_the_deputy_until_somebody_is_nominated(seat: Seat, move_time):
    city = seat.city
    assert waits(city.deputy, NOMINATE) == []
    end_holding(seat.held, by=city.officer, ends_on=clock.today() + MONTH, why="Moves on.")
    assert waits(city.deputy, NOMINATE) == ["Equity Lead, Vibrant Communities"]  # the term ends soon
    made = seat.nominate()
    assert waits(city.deputy, NOMINATE) == []
    acts.decline_nomination(made, by=city.manager, why="No time.")
    move_time(days=40)
    assert waits(city.deputy, NOMINATE) == ["Equity Lead, Vibrant Communities"]
    assert waits(city.director, NOMINATE) == waits(city.officer, NOMINATE) == []


def test_term_that_ends_soon_is_told_once_to_the_member_the_officer_and_the_deputy(seat: Seat, move_time):
    city = seat.city
    end_holding(seat.held, by=city.officer, ends_on=clock.today() + 2 * MONTH, why="Moves on.")
    assert tell_of_ending_terms() == 0
    move_time(days=31)
    assert tell_of_ending_terms() == tell_of_ending_terms() == 1
    key = f"term:holding-{seat.held.pk}:{seat.held.ends_on}"
    people = {notice.person for notice in Notice.objects.filter(key=key)}
    assistant = Holding.objects.get(post__code="assistant-city-administrator").person
    assert people == {city.lead, city.officer, city.deputy, assistant}
    assert city.elsewhere not in people


# ---- what a seat gives, it takes away


def everything(facts: Facts, units: list[Unit]) -> dict[tuple[str, str, str, str], int]:
    """Every act on every activity in every unit that is allowed, in each state in which the rules know it, with its holding."""
    assert facts.matrix is not None
    activities = sorted({activity for activity, _role in facts.matrix.cells})
    stands = [("", ""), *((str(state), str(back)) for state, back in FURTHEST)]
    found = {}
    for activity in activities:
        for unit in units:
            plain = Subject.of_scope(activity, unit)
            for state, back in stands:
                subject = replace(plain, state=state, back=back, review_open=True)
                for act in (act for act in Act if act is Act.VIEW or state in RULES[act].states):
                    permission = may(facts, act, subject)
                    if permission:
                        via = permission.via
                        found[activity, unit.code, f"{state}/{back}", str(act)] = via.capacity.holding if via else 0
    return found


def guardian(facts: Facts) -> set[tuple[str, int, str]]:
    """The same by the grants: letter, scope and way."""
    ways = ("line", "invited", "read")
    return {
        (letter, scope, way)
        for letter in "RACI"
        for scope, way in granted(facts, letter, ways).values_list("content_object", "way")
    }


def without(holding: Holding, facts: Facts, units: list[Unit]) -> dict[tuple[str, str, str, str], int]:
    """What is allowed by everything else the person holds."""
    others = tuple(one for one in facts.capacities if one.holding != holding.pk)
    return everything(replace(facts, capacities=others), units)


def test_ending_a_members_holding_removes_exactly_what_was_attributed_to_it(seat: Seat, move_time):
    city, today = seat.city, clock.today()
    units = list(Unit.objects.order_by("path"))
    made = seat.accepted(begins_on=today, ends_on=None, replaces=None)
    holding = acts.welcome_member(made, by=city.officer)
    before = facts_for(city.manager)
    allowed, grants_before = everything(before, units), guardian(before)
    attributed = {item for item, by in allowed.items() if by == holding.pk}

    end_holding(holding, by=city.officer, ends_on=today, why="Back to the bureau.")
    assert facts_for(city.manager).capacities == before.capacities  # the last day is a day
    move_time(days=1)
    after = facts_for(city.manager)
    left = everything(after, units)

    gone = set(allowed) - set(left)
    assert {item for item in gone if item[3] != Act.VIEW} == {item for item in attributed if item[3] != Act.VIEW}
    # reading is attributed to the strongest letter; what is left of it another post gives with a weaker one
    stays = attributed - gone
    assert gone <= attributed
    assert {item[3] for item in stays} <= {Act.VIEW}
    assert {left[item] for item in stays}.isdisjoint({0, holding.pk})
    assert {item: by for item, by in allowed.items() if item not in attributed} == {
        item: by for item, by in left.items() if item not in attributed
    }
    assert len(attributed) > 100
    assert {item[0] for item in attributed} >= {"1.1", "2.3", "4.6"}
    # the grants of the seat's own group are what went, except what another of their posts has too
    seats_own = set(
        granted(
            replace(before, capacities=tuple(c for c in before.capacities if c.holding == holding.pk)), "R", ("line",)
        ).values_list("content_object", flat=True)
    )
    gone = grants_before - guardian(after)
    assert {(letter, scope) for letter, scope, way in gone if letter == "R" and way == "line"} == {
        ("R", scope) for scope in seats_own
    } - {(letter, scope) for letter, scope, way in guardian(after) if way == "line"}
    assert guardian(after) <= grants_before
    print(f"\n{len(allowed):,} acts allowed before, {len(gone):,} went with the seat, {len(left):,} left")


def test_what_two_posts_give_stays_when_the_seat_that_was_asked_first_ends(seat: Seat, move_time):
    """Attributed to the seat because it was held first; another post gives some of it too, and that stays."""
    city, today = seat.city, clock.today()
    units = list(Unit.objects.order_by("path"))
    begin_holding(post=city.post("equity-manager-parks"), person=city.lead, begins_on=today, by=city.director)
    both = everything(facts_for(city.lead), units)
    alone = facts_for(city.lead)
    others = everything(
        replace(alone, capacities=tuple(c for c in alone.capacities if c.holding != seat.held.pk)), units
    )
    end_holding(seat.held, by=city.officer, ends_on=today, why="Ends.")
    move_time(days=1)
    left = everything(facts_for(city.lead), units)
    assert left == others
    gone = {item for item, by in both.items() if by == seat.held.pk and item not in others}
    assert set(both) - set(left) == gone
    assert gone
