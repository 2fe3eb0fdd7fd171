"""A method is a draft, is asked about, decided on, and only the text that was approved counts."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from django.test import Client
from django.urls import reverse

from metrics.actions.methods import begin_method, change_method
from metrics.methods.in_force import Method, index_in_force, method_in_force
from metrics.models import DisparityMethod, IndexDefinition, Indicator
from raci.actions import cases
from raci.history import acting
from raci.models import Person
from raci.refusals import Conflict, NotReady, Refused
from tests.city import SmallCity, small_city
from tests.history.rows import LOADER
from tests.metrics.methods_at_work import approve, case_of, index_draft, method_draft

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


@pytest.fixture
def city() -> SmallCity:
    return small_city()


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_only_the_approved_text_counts_and_it_is_named(city: SmallCity) -> None:
    assert method_in_force() == Method()
    assert not Method().is_adopted
    row = method_draft(city, threshold_numerator=3, threshold_denominator=4, min_people=20)
    assert method_in_force() == Method()  # a draft counts for nothing
    decision = approve(city, row.record)
    found = method_in_force()
    assert (found.threshold, found.min_people, found.alpha) == (Fraction(3, 4), 20, Decimal("0.05"))
    assert found.label.startswith("Disparity method v1, approved ")
    assert found.label.endswith(f"by {decision.decided_by.name}, City Administrator")
    cases.begin_next(case_of(row.record), by=city.office)
    row.refresh_from_db()
    change_method(row, {"threshold_numerator": 1, "min_people": 5}, by=city.office)
    assert method_in_force() == found  # the next version is only on its way
    approve(city, row.record)
    assert (method_in_force().threshold, method_in_force().approval.number) == (Fraction(1, 4), 2)  # type: ignore[union-attr]


def test_a_method_is_begun_once_and_only_by_those_responsible(city: SmallCity) -> None:
    with pytest.raises(Refused):
        begin_method(title="Ours", by=city.director)
    method_draft(city)
    with pytest.raises(NotReady):
        begin_method(title="Another", by=city.officer)
    assert DisparityMethod.objects.count() == 1


def test_what_is_missing_is_said_before_anybody_is_asked(city: SmallCity) -> None:
    row = begin_method(title="How we compare groups", by=city.office)
    with pytest.raises(NotReady, match="what the method is for"):
        cases.open_consultation(case_of(row.record), by=city.office)
    page = browser(city.office).get(reverse("metrics:method-detail", args=[row.record_id])).content.decode()
    assert "Say on what the method rests" in page


def test_two_editors_lose_nothing(city: SmallCity) -> None:
    row = method_draft(city)
    url = reverse("metrics:method-edit", args=[row.record_id])
    client = browser(city.office)
    form = client.get(url).context["form"]
    sent = {name: form[name].value() for name in form.fields} | {"seen": row.record.edits, "purpose": "Mine, typed."}
    change_method(row, {"purpose": "Saved by the officer."}, by=city.officer)
    answer = client.post(url, sent)
    assert answer.status_code == 409
    assert "Mine, typed." in answer.content.decode()
    row.refresh_from_db()
    assert row.purpose == "Saved by the officer."
    with pytest.raises(Conflict):
        change_method(row, {"purpose": "Late."}, by=city.office, seen=0)


def test_the_form_saves_the_rules_and_says_what_is_wrong(city: SmallCity) -> None:
    row = method_draft(city)
    url, client = reverse("metrics:method-edit", args=[row.record_id]), browser(city.office)
    form = client.get(url).context["form"]
    sent = {name: form[name].value() for name in form.fields} | {"adjusts": ""}
    wrong = client.post(url, sent | {"reference": "named", "threshold_numerator": 6})
    assert wrong.status_code == 422
    assert set(wrong.context["form"].errors) == {"named", "threshold_numerator"}
    assert client.post(url, sent | {"reference": "rest", "alpha": "0.01"}).status_code == 302
    row.refresh_from_db()
    assert (row.reference, row.alpha, row.adjusts) == ("rest", Decimal("0.0100"), False)


def test_an_index_is_defined_by_its_lines(city: SmallCity) -> None:
    with acting(by=LOADER, act="load"):
        Indicator.objects.create(code="swim", kind="performance", unit=city.parks)
    row = index_draft(city, [])
    url, client = reverse("metrics:method-edit", args=[row.record_id]), browser(city.office)
    page = client.get(url)
    form = page.context["form"]
    sent = {name: form[name].value() for name in form.fields} | {
        "parts-TOTAL_FORMS": "3", "parts-INITIAL_FORMS": "0", "parts-0-indicator": "swim", "parts-0-domain": "Health",
        "parts-0-weight": "2", "parts-0-floor": "10", "parts-0-ceiling": "10", "parts-0-score": "level",
        "parts-1-score": "both", "parts-2-score": "both",  # as a browser sends lines that are left empty
    }  # fmt: skip
    assert client.post(url, sent).status_code == 422  # goalposts that are one
    assert client.post(url, sent | {"parts-0-ceiling": "90.50"}).status_code == 302
    saved = IndexDefinition.objects.get().parts
    assert saved == [
        {"indicator": "swim", "domain": "Health", "weight": "2", "floor": "10", "ceiling": "90.5", "score": "level", "by": ""}
    ]  # fmt: skip
    assert index_in_force() is None
    approve(city, row.record)
    found = index_in_force()
    assert found is not None
    assert (found.parts, found.least_coverage_percent) == (saved, 70)


def test_the_page_says_what_is_not_adopted_and_offers_to_propose_it(city: SmallCity) -> None:
    url, propose = reverse("metrics:method-list"), reverse("metrics:method-create")
    for person, offered in ((city.office, True), (city.director, False), (city.technician, False)):
        page = browser(person).get(url).content.decode()
        assert "not adopted by this city" in page
        assert (propose in page) is offered
    row = method_draft(city)
    approve(city, row.record)
    page = browser(city.technician).get(url).content.decode()
    assert "Disparity method v1, approved" in page
    assert "not adopted" not in page
    assert reverse("metrics:method-detail", args=[row.record_id]) not in page  # no link to what is not theirs
