"""Indicators: their activity, versions, targets, dependencies and stories; and what readers see of them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from metrics.actions import goals
from metrics.actions.indicators import (
    begin_indicator,
    begin_version,
    change_version,
    keep_indicator,
    retire_indicator,
    version_in_force,
    wait_for,
)
from metrics.actions.sets import adopt
from metrics.models import Dimension, Group, Indicator, IndicatorVersion
from metrics.queries.followed import followed
from metrics.queries.groups_of import ByGroup, Gap, all_cells, by_group
from metrics.queries.indicator_cards import gap_told, largest, turned
from metrics.queries.indicators import indicator_page
from metrics.queries.scorecard import scorecard
from metrics.series import Cell, NewSeries
from metrics.standards.catalogue import catalogue
from metrics.trends import against_forecast
from metrics.values import Reading
from raci import reviewing
from raci.authority import facts_for
from raci.models import Citation, Person, Unit
from raci.refusals import Conflict, NotReady, Refused
from tests.city import SmallCity, small_city
from tests.metrics.figures import Q1, Q2, accepted, make_batch, rate, value
from tests.world import accepted_measure, begin_measure

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
SAID = {"title": "People who rent", "definition": "Of households.", "source": "ACS", "value_kind": "rate"}
YEAR = {"begins_on": date(2026, 7, 1), "ends_on": date(2026, 9, 30)}


@pytest.fixture
def city() -> SmallCity:
    return small_city()


def page_of(person: Person, indicator: Indicator, by: str = "") -> str:
    client = Client()
    client.force_login(person)
    response = client.get(reverse("metrics:indicator-detail", args=[indicator.pk]), {"by": by} if by else {})
    assert response.status_code == 200
    return str(response.text)


def shown(person: Person, indicator: Indicator):
    return next(one for one in followed(facts_for(person)) if one.pk == indicator.pk)


def statement_of(text: str) -> str:
    return re.search(r'name="statement"[^>]*value="([^"]+)"', text)[1]


# ---- acts


def test_a_population_indicator_stands_under_3_2_and_a_measure_under_4_2(city: SmallCity) -> None:
    whole = Unit.objects.get(kind="city")
    with pytest.raises(Refused, match=r"3\.2"):
        begin_indicator(unit=city.parks, kind="population", said=SAID, kept={}, by=city.director)
    with pytest.raises(Refused, match=r"4\.2"):
        begin_indicator(unit=city.water, kind="performance", said=SAID, kept={}, by=city.director)
    indicator = begin_indicator(
        unit=whole, kind="population", said={**SAID, "measures": "how_well"}, kept={}, by=city.office
    )
    version = indicator.versions.get()
    assert version.measures == "", "a population indicator answers no question of performance"
    reviewing.hand_in(version, by=city.office)
    client, url = Client(), reverse("raci:review-accept", args=["indicator", version.pk])
    client.force_login(city.officer)  # named for it, and bound to consult before they act
    read = {"seen": version.fingerprint}
    asked = client.post(url, read)
    assert asked.status_code == 422
    assert "Say below whom you consulted." in asked.text
    cited = {"statement": statement_of(asked.text), "consulted": "The Bureau of Housing"}
    for unread in ({}, {"seen": "0" * 64}):
        assert client.post(url, unread).status_code == 409, "nobody writes what cannot be taken"
        refused = client.post(url, {**cited, **unread})
        assert refused.status_code == 409
    assert client.post(url, {**cited, **read}).status_code == 302
    assert version_in_force(indicator) == version
    assert Citation.objects.get(kind="indicator", number=version.pk).consulted == "The Bureau of Housing"


def test_a_version_lacks_nothing_when_handed_in_and_stands_until_the_next_is_accepted(city: SmallCity) -> None:
    indicator = begin_measure(city, "Places")
    version = indicator.versions.get()
    change_version(version, {"definition": " ", "source": "", "measures": ""}, by=city.manager)
    with pytest.raises(NotReady) as lacking:
        reviewing.hand_in(version, by=city.manager)
    assert {problem.field for problem in lacking.value.problems} == {"definition", "source", "measures"}
    change_version(version, {"definition": "Counted.", "source": "Registers", "measures": "how_much"}, by=city.manager)
    reviewing.hand_in(version, by=city.manager)
    with pytest.raises(Refused):
        reviewing.accept(version, by=city.manager)
    reviewing.accept(version, by=city.officer)
    following = begin_version(indicator, by=city.director)
    assert (following.number, following.source) == (2, "Registers")
    change_version(following, {"title": "Places at pools"}, by=city.director)
    with pytest.raises(NotReady, match="what changed"):
        reviewing.hand_in(following, by=city.director)
    assert shown(city.elsewhere, indicator).title == "Places", "a draft changes nothing for others"
    with pytest.raises(Conflict):
        begin_version(indicator, by=city.director)
    change_version(following, {"why_changed": "It is about pools."}, by=city.director)
    reviewing.hand_in(following, by=city.director)
    reviewing.accept(following, by=city.officer)
    assert shown(city.elsewhere, indicator).title == "Places at pools"


def test_what_a_value_is_cannot_change_once_there_are_values(city: SmallCity) -> None:
    indicator = accepted_measure(city, "Places")
    accepted(make_batch(city.parks, rate(indicator, 60, 30), by=city.director), city)
    version = begin_version(indicator, by=city.manager)
    with pytest.raises(NotReady, match="cannot change"):
        change_version(version, {"value_kind": "mean"}, by=city.manager)


def test_an_adopted_entry_is_a_draft_once(city: SmallCity) -> None:
    entry = next(one for one in catalogue().indicators.values() if one.kind == "performance")
    made = adopt(entry, unit=city.parks, by=city.director)
    version = made.versions.get()
    assert (version.state, version.title, version.dimensions) == ("draft", entry.title, list(entry.dimensions))
    with pytest.raises(NotReady, match="already"):
        adopt(entry, unit=city.parks, by=city.director)


def test_measures_wait_for_each_other_but_never_in_a_circle(city: SmallCity) -> None:
    one, two, three = (accepted_measure(city, name) for name in ("One", "Two", "Three"))
    wait_for(two, one, by=city.manager, why="")
    wait_for(three, two, by=city.manager, why="")
    with pytest.raises(NotReady, match="circle"):
        wait_for(one, three, by=city.manager, why="")
    with pytest.raises(NotReady, match="already"):
        wait_for(two, one, by=city.manager, why="")
    assert shown(city.manager, three).is_blocked
    assert not shown(city.elsewhere, three).is_blocked, "whether the other one is complete is not theirs to know"
    accepted(make_batch(city.parks, rate(two, 10, 9), by=city.director), city)
    target = goals.set_target(two, {**YEAR, "value": Decimal(90)}, by=city.manager)
    assert shown(city.manager, three).is_blocked, "a target that nobody accepted is reached by nobody"
    reviewing.hand_in(target, by=city.manager)
    reviewing.accept(target, by=city.officer)
    assert not shown(city.manager, three).is_blocked


def test_a_retired_indicator_changes_no_more(city: SmallCity) -> None:
    indicator = accepted_measure(city, "Places")
    with pytest.raises(NotReady):
        retire_indicator(indicator, by=city.manager, why=" ")
    retire_indicator(indicator, by=city.manager, why="Nobody asks for it.")
    for act in (
        lambda: keep_indicator(indicator, {"label": "#1"}, by=city.manager),
        lambda: goals.set_target(Indicator.objects.get(pk=indicator.pk), {**YEAR, "value": 1}, by=city.manager),
        lambda: begin_version(Indicator.objects.get(pk=indicator.pk), by=city.manager),
    ):
        with pytest.raises(Conflict, match="retired"):
            act()
    assert scorecard(facts_for(city.manager), "").lines == []


# ---- what readers see


@pytest.fixture
def swimming(city: SmallCity) -> Indicator:
    """The measure of the chart card: 61 % of 412 women, 70 % of 388 men, and some who did not say."""
    made = accepted_measure(city, "Children who finish swimming lessons")
    groups = {one.code: one for one in Group.objects.filter(dimension__code="sex")}
    counts = {"female": ((400, 228), (412, 251)), "male": ((360, 250), (388, 272)), "declined": ((20, 11), (25, 14))}
    rows = [
        NewSeries(
            made.pk,
            None,
            (groups[code].pk,),
            tuple(Cell(*period, n=n, k=k) for period, (n, k) in zip((Q1, Q2), of, strict=True)),
        )
        for code, of in counts.items()
    ]
    accepted(make_batch(city.parks, *rows, by=city.director), city)
    return made


def test_everybody_is_the_sum_of_the_groups_and_those_who_did_not_say_are_shown(
    city: SmallCity, swimming: Indicator
) -> None:
    one = shown(city.manager, swimming)
    assert (one.n, one.reading.k, one.period, one.value_words) == (825, 537, "2026 Q2", "65.1\u00a0%")
    found = by_group(one, *all_cells(one), Group.objects.get(dimension__code="sex", code="male").dimension)
    assert [(name, read.n, read.k) for name, read in found.named] == [
        ("Female", 412, 251), ("Male", 388, 272), ("Declined to answer", 25, 14),
    ]  # fmt: skip
    assert found.unknown_share == 25 / 825
    gap = found.gaps[0]
    assert (found.reference, gap.group, len(found.gaps)) == ("Male", "Female", 1), (
        "who did not say is compared with nobody"
    )
    assert gap.difference == pytest.approx(100 * (251 / 412 - 272 / 388))
    assert gap.difference_ci == pytest.approx((-15.6, -2.6), abs=0.1)
    assert (gap.ratio, *gap.ratio_ci) == pytest.approx((0.869, 0.787, 0.960), abs=0.002)


def test_who_may_not_read_live_figures_reads_the_definition_alone(city: SmallCity, swimming: Indicator) -> None:
    for person in (city.elsewhere, city.mayor):
        text = page_of(person, swimming, "sex")
        assert "Of those who began, the share who finished." in text
        assert "65.1" not in text
        assert "412" not in text
        assert "You read what is released" in text
        assert shown(person, swimming).value is None
        assert [(line.one.value_words, line.one.released_words) for line in scorecard(facts_for(person)).lines] == [
            ("", "not released yet")
        ]
    client = Client()
    client.force_login(city.elsewhere)
    assert len(client.get(reverse("metrics:indicator-csv", args=[swimming.pk])).text.splitlines()) == 1
    assert "65.1" in page_of(city.manager, swimming)


def test_a_change_within_chance_is_no_clear_change(city: SmallCity, swimming: Indicator) -> None:
    assert shown(city.manager, swimming).changed.verdict == "unclear"
    milestone = accepted_measure(city, "Pools opened")
    version = begin_version(milestone, by=city.manager)
    change_version(version, {"value_kind": "milestone", "scale": 1, "why_changed": "Steps."}, by=city.manager)
    reviewing.hand_in(version, by=city.manager)
    reviewing.accept(version, by=city.officer)
    accepted(make_batch(city.parks, value(milestone, "40", Q1), by=city.director, title="First"), city)
    accepted(make_batch(city.parks, value(milestone, "50", Q2), by=city.director), city)
    assert shown(city.manager, milestone).changed.verdict == "better"


def test_the_curve_turns_where_the_value_is_better_than_was_forecast(city: SmallCity, swimming: Indicator) -> None:
    goals.tell_story(swimming, by=city.manager, words="Evenings.", forecast=[("2026 Q2", "62")])
    page = indicator_page(swimming.pk, facts_for(city.manager))
    assert turned(page) == "", "two points are no curve"
    later = (date(2026, 7, 1), date(2026, 9, 30))
    accepted(make_batch(city.parks, rate(swimming, 800, 400, later), by=city.director, title="Third"), city)
    goals.tell_story(swimming, by=city.manager, words="Evenings.", forecast=[("2026 Q3", "62")])
    assert "has not turned" in turned(indicator_page(swimming.pk, facts_for(city.manager)))
    goals.tell_story(swimming, by=city.manager, words="Evenings.", forecast=[("2026 Q3", "48.5")])
    unsure = turned(indicator_page(swimming.pk, facts_for(city.manager)))
    assert "cannot be told apart from the 48.5\u00a0% that was to be expected" in unsure, "its interval is 46.5 to 53.5"
    with pytest.raises(Refused):
        goals.tell_story(swimming, by=city.elsewhere, words="Not mine.")


@pytest.mark.parametrize(
    ("low", "high", "expected", "direction", "verdict"),
    [
        (62.1, 68.1, "62.5", "up", "unclear"),
        (62.1, 68.1, "62.0", "up", "better"),
        (62.1, 68.1, "68.2", "up", "worse"),
        (62.1, 68.1, "68.2", "down", "better"),
        (None, None, "65.0", "up", "better"),
        (None, None, "65.1", "up", "unclear"),
    ],
)
def test_a_curve_has_turned_only_beyond_chance(
    low: float | None, high: float | None, expected: str, direction: str, verdict: str
) -> None:
    assert against_forecast(Reading(Decimal("65.1"), low, high), Decimal(expected), direction) == verdict


def test_title_and_sentence_of_groups_are_about_one_pair() -> None:
    gaps = [Gap("B", -1.2, None, 0.98, None), Gap("F", -58.0, None, 0.2, None)]
    found = ByGroup(Dimension(), [], [], [], Reading(None), "A", gaps, Cell(*Q2), None)
    widest = largest(found)
    assert widest is not None
    version = IndicatorVersion(unit_label="%", value_kind="rate")
    assert gap_told(found, widest, version) == "F against A: \u221258 points, ratio 0.20."


def test_no_unit_is_graded_by_a_population_indicator(city: SmallCity) -> None:
    whole = Unit.objects.get(kind="city")
    indicator = begin_indicator(unit=whole, kind="population", said=SAID, kept={}, by=city.office)
    reviewing.hand_in(indicator.versions.get(), by=city.office)
    reviewing.accept(indicator.versions.get(), by=city.administrator)
    measure = accepted_measure(city, "Places")
    card = scorecard(facts_for(city.manager))
    assert ([line.one.pk for line in card.lines], [line.one.pk for line in card.indicators]) == (
        [measure.pk],
        [indicator.pk],
    )
    parks = scorecard(facts_for(city.manager), "parks")
    assert ([line.one.pk for line in parks.lines], parks.indicators) == ([measure.pk], [])


def test_open_versions_are_unique_and_drafts_are_hidden_from_strangers(city: SmallCity) -> None:
    indicator = begin_measure(city, "Secret plans")
    client = Client()
    client.force_login(city.elsewhere)
    assert client.get(reverse("metrics:indicator-detail", args=[indicator.pk])).status_code == 404
    assert "Secret plans" not in client.get(reverse("metrics:indicator-list")).text
    assert IndicatorVersion.objects.filter(indicator=indicator).count() == 1


def test_the_second_of_two_windows_replaces_nothing_unseen(city: SmallCity) -> None:
    version = begin_measure(city, "Swimming").versions.get()
    opened = version.fingerprint
    change_version(version, {"title": "First"}, by=city.manager, opened=opened)
    with pytest.raises(NotReady, match="Somebody else saved it"):
        change_version(version, {"title": "Second"}, by=city.director, opened=opened)
    version.refresh_from_db()
    assert version.title == "First"
    change_version(version, {"title": "Second"}, by=city.director, opened=version.fingerprint)


def test_what_was_handed_in_anew_is_read_before_it_is_accepted(city: SmallCity) -> None:
    version = begin_measure(city, "Swimming").versions.get()
    reviewing.hand_in(version, by=city.manager)
    seen = version.fingerprint
    reviewing.take_back(version, by=city.manager, why="A word is missing.")
    change_version(version, {"title": "Something else"}, by=city.manager)
    reviewing.hand_in(version, by=city.manager)
    with pytest.raises(Conflict, match="handed in anew"):
        reviewing.accept(version, by=city.officer, seen=seen)
    with pytest.raises(Conflict, match="did not say what you read"):
        reviewing.accept(version, by=city.officer, seen="")
    reviewing.accept(version, by=city.officer, seen=version.fingerprint)
    assert version.state == "accepted"
