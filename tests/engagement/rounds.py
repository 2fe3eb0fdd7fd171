"""Feedback rounds on their way, for tests."""

from __future__ import annotations

from engagement.models import FeedbackRound, FeedbackTheme, HeardGroup, Quote
from engagement.rounds import acts
from raci.actions import cases
from raci.authority import Act
from raci.the_city import need_city
from tests.city import SmallCity


def written(city: SmallCity, title: str = "What staff told us", themes: int = 2) -> FeedbackRound:
    """A complete draft of the Office."""
    row = acts.begin_round(need_city(), title, by=city.office)
    acts.change(
        row, {"title": title, "asked": "What should change?", "begins_on": None, "ends_on": None}, by=city.office
    )
    group = {"title": "Employees", "way": "survey", "asked": None, "answered": 285}
    acts.add(row, HeardGroup, group, by=city.office)
    for number in range(themes):
        theme = acts.add(row, FeedbackTheme, {"title": f"Theme {number + 1}", "words": "Said."}, by=city.office)
    acts.add(theme, Quote, {"words": "We were asked.", "consent": "Ticked the box"}, by=city.office)
    return FeedbackRound.objects.get(pk=row.pk)


def published(city: SmallCity, row: FeedbackRound) -> FeedbackRound:
    """Consulted on, submitted, approved."""
    case = acts.open_case(row)
    cases.open_consultation(case, by=city.office)
    people = {"EO": city.officer, "ATTY": city.attorney, "CAO": city.administrator}
    for asked in case.texts.latest("number").consultations.filter(way="asked").select_related("role"):
        cases.answer(asked, by=people[asked.role.code], answer="no_objection")
    cases.submit(case, by=city.office)
    cases.decide(case, by=city.administrator, kind=Act.APPROVE, sha256=case.texts.latest("number").sha256)
    return FeedbackRound.objects.get(pk=row.pk)
