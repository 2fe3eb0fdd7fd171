"""The pages on which a file comes in: chosen, its columns said, judged, brought in as a whole, at once or in the background."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from metrics.bringing import kept
from metrics.models import Batch, Dimension, Indicator, Layout, Series
from raci import jobs, reviewing
from raci.models import Job
from tests.city import SmallCity, small_city
from tests.metrics.figures import FILE, choose, make_batch, make_groups, make_indicator, rate
from tests.world import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
DATA = Path(__file__).parents[3] / "shared" / "data"
SHARED = DATA / "workforce" / "ucb_admissions.csv"


@pytest.fixture
def city() -> SmallCity:
    return small_city()


@pytest.fixture
def manager(city: SmallCity) -> Client:
    return signed_in(city.manager)


def address(name: str, batch: Batch) -> str:
    return reverse(f"metrics:{name}", args=[batch.pk])


def values(response: HttpResponse) -> dict[str, Any]:
    """What the form on the page would send as it stands."""
    form = response.context["form"]
    found = {field.html_name: field.value() for field in form}
    return {name: value for name, value in found.items() if value not in (None, False)}


def upload(client: Client, city: SmallCity, content: bytes, name: str = "places.csv", **more: Any) -> HttpResponse:
    file = SimpleUploadedFile(name, content)
    data = {"unit": city.parks.pk, "file": file, "source": "Registrations"} | more
    return client.post(reverse("metrics:batch-create"), data)  # type: ignore[return-value]


def test_from_the_file_to_the_page_of_the_batch(city: SmallCity, manager: Client) -> None:
    indicator = make_indicator(city, "world-places")
    response = upload(manager, city, FILE)
    batch = Batch.objects.get()
    assert response["Location"] == address("batch-columns", batch)
    columns = manager.get(response["Location"])
    sent = values(columns)
    assert [sent[f"role-{at}"] for at in range(5)] == ["indicator", "period", "dimension", "n", "k"]
    check = manager.get(manager.post(response["Location"], sent)["Location"])
    page = check.context["page"]
    assert (page.judged.gathered.read, page.refusals, page.judged.resolved.missing) == (2, [], {"groups"})
    assert "race: Blue, Green" in check.content.decode()
    refused = manager.post(address("batch-check", batch), values(check) | {"do": "bring-in"})
    assert refused.status_code == 422
    assert "Groups that are not known" in refused.content.decode()
    assert not Series.objects.exists()
    done = manager.post(address("batch-check", batch), values(check) | {"adds-groups": "on", "do": "bring-in"})
    assert done["Location"] == address("batch-detail", batch)
    batch.refresh_from_db()
    assert (batch.cells, batch.rows_in, batch.source) == (2, 2, "Registrations")
    assert sorted(row.n[0] for row in Series.objects.filter(indicator=indicator)) == [40, 60]
    assert Dimension.objects.get(standard="").name == "race"
    shown = manager.get(done["Location"]).content.decode()
    assert "25\u00a0%" in shown
    assert "50\u00a0%" in shown
    assert manager.get(address("batch-columns", batch)).status_code == 409


def test_what_was_said_is_remembered_for_the_next_file(city: SmallCity, manager: Client) -> None:
    make_indicator(city, "world-places")
    text = b"group,people,yes\nBlue,40,10\nGreen,60,30\n"
    upload(manager, city, text, "first.csv")
    batch = Batch.objects.get()
    sent = values(manager.get(address("batch-columns", batch))) | {
        "indicator": "world-places", "period": "2024", "role-0": "dimension", "role-1": "n", "role-2": "k",
    }  # fmt: skip
    manager.post(address("batch-columns", batch), sent)
    manager.post(address("batch-check", batch), {"adds-groups": "on", "do": "bring-in"})
    batch.refresh_from_db()
    assert batch.cells == 2
    upload(manager, city, text, "second.csv")
    second = Batch.objects.latest("pk")
    page = manager.get(address("batch-columns", second))
    assert "It is read as the last file with these headings was" in page.content.decode()
    again = values(page)
    assert (again["indicator"], again["period"], again["role-1"], again["role-2"]) == ("world-places", "", "n", "k")
    assert manager.post(address("batch-columns", second), again).status_code == 422
    assert Layout.objects.count() == 1


def test_an_indicator_of_the_file_is_one_that_the_portal_knows(city: SmallCity, manager: Client) -> None:
    known = make_indicator(city, "pool-places")
    batch = choose(city, by=city.manager)
    manager.post(address("batch-columns", batch), values(manager.get(address("batch-columns", batch))))
    check = manager.get(address("batch-check", batch))
    assert check.context["page"].judged.resolved.missing == {"groups", "indicators"}
    (key,) = [name for name in check.context["form"].fields if name.startswith("indicator-")]
    sent = {**values(check), key: "pool-places", "adds-groups": "on", "do": "bring-in"}
    manager.post(address("batch-check", batch), sent)
    assert set(Series.objects.filter(batch=batch).values_list("indicator", flat=True)) == {known.pk}
    assert Indicator.objects.count() == 1


def test_a_refused_row_is_named_and_all_of_it_stays_out(city: SmallCity, manager: Client) -> None:
    make_indicator(city, "world-places")
    batch = choose(city, FILE.replace(b"60,30", b"60,61"), by=city.manager)
    page = manager.get(address("batch-check", batch))
    assert [line for line, _reason in page.context["page"].refusals] == [3]
    assert 'value="bring-in"' not in page.content.decode()
    sent = {"adds-groups": "on", "do": "bring-in"}
    assert manager.post(address("batch-check", batch), sent).status_code == 422
    assert not Series.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.csv", b"", "empty"),
        ("paper.pdf", b"%PDF-1.7 ...", "is a PDF"),
        ("page.html", b"<!doctype html><table>", "is a web page"),
    ],
)
def test_what_is_no_table_is_refused_where_it_is_chosen(
    city: SmallCity, manager: Client, name: str, content: bytes, says: str
) -> None:
    response = upload(manager, city, content, name)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert not Batch.objects.exists()


def test_a_long_file_comes_in_in_the_background(city: SmallCity, manager: Client) -> None:
    make_indicator(city, "world-places")
    lines = [b"indicator,period,place_code,place,n,k"]
    lines += [f"world-places,2018,{at:05d},Place {at},60,30".encode() for at in range(5_200)]
    batch = choose(city, b"\n".join(lines), by=city.manager)
    manager.post(address("batch-columns", batch), values(manager.get(address("batch-columns", batch))))
    done = manager.post(address("batch-check", batch), {"adds-places": "on", "do": "bring-in"})
    job = Job.objects.get()
    assert done["Location"] == reverse("raci:job-detail", args=[job.pk])
    assert not Series.objects.exists()
    assert jobs.do(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == (Job.State.DONE, "")
    assert Series.objects.filter(batch=batch).count() == 5_200
    again = jobs.ask("figures-in", title="Again", arguments={"batch": batch.pk, "lines": 1}, by=city.manager)
    jobs.do(again.pk)
    again.refresh_from_db()
    assert again.state in (Job.State.DONE, Job.State.FAILED)
    assert Series.objects.filter(batch=batch).count() == 5_200


def test_a_job_whose_file_has_a_fault_brings_nothing_in(city: SmallCity) -> None:
    make_indicator(city, "world-places")
    batch = choose(city, FILE.replace(b"60,30", b"60,61"), by=city.manager)
    job = jobs.ask("figures-in", title="In", arguments={"batch": batch.pk, "lines": 2}, by=city.manager)
    jobs.do(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert "Line 3" in job.error
    assert not Series.objects.exists()


def test_a_corrected_file_says_what_it_changes(city: SmallCity, manager: Client) -> None:
    places = make_indicator(city, "world-places")
    first = make_batch(city.parks, rate(places, 60, 30), by=city.director)
    reviewing.hand_in(first, by=city.director)
    reviewing.accept(first, by=city.officer)
    link = f"{reverse('metrics:batch-create')}?unit={city.parks.pk}&amp;corrects={first.pk}"
    assert link in manager.get(address("batch-detail", first)).content.decode()
    text = b"indicator,period,n,k\nworld-places,2026 Q2,60,31\nworld-places,2026 Q1,50,20\n"
    upload(manager, city, text, corrects=first.pk)
    batch = Batch.objects.latest("pk")
    manager.post(address("batch-check", batch), {"do": "bring-in"})
    shown = manager.get(address("batch-detail", batch)).content.decode()
    assert "1 values are new, 1 are other, 0 are there no longer" in shown


def test_the_file_is_gone_after_a_week(city: SmallCity, manager: Client) -> None:
    batch = choose(city, by=city.manager)
    for path in kept.root().rglob("*"):
        if path.is_file():
            path.unlink()
    response = manager.get(address("batch-columns", batch))
    assert response.status_code == 422
    assert "kept for a week" in response.content.decode()


@pytest.mark.skipif(not SHARED.is_file(), reason="the shared data are not here")
def test_kinds_of_people_are_added_up_to_cells(city: SmallCity, manager: Client) -> None:
    batch = choose(city, SHARED.read_bytes(), "ucb_admissions.csv", by=city.manager)
    sent = values(manager.get(address("batch-columns", batch))) | {"period": "1973", "indicator": "Admission"}
    manager.post(address("batch-columns", batch), sent)
    manager.post(address("batch-check", batch), {"adds-groups": "on", "adds-indicators": "on", "do": "bring-in"})
    batch.refresh_from_db()
    assert (batch.origin, batch.cells, batch.rows_in) == ("people", 12, 24)
    rows = Series.objects.filter(batch=batch).values_list("n", "k")
    assert (sum(n[0] for n, _k in rows), sum(k[0] for _n, k in rows)) == (4526, 1755)


@pytest.mark.skipif(not DATA.is_dir(), reason="the shared data are not here")
@pytest.mark.parametrize(
    ("name", "rows", "cells"),
    [
        ("indicators/bristol_sdg/indicator_5-1-1.csv", 47, 47),
        ("population/acs2017_5yr_b03002_county_original_layout.csv", 14, 294),
        ("workforce/nyc_agency_diversity_2018.csv", 72, 504),
    ],
)
def test_files_of_publishers_come_in_as_proposed(
    city: SmallCity, manager: Client, name: str, rows: int, cells: int
) -> None:
    batch = choose(city, (DATA / name).read_bytes(), Path(name).name, by=city.manager)
    manager.post(address("batch-columns", batch), values(manager.get(address("batch-columns", batch))))
    check = manager.get(address("batch-check", batch))
    adds = {f"adds-{what}": "on" for what in check.context["page"].judged.resolved.missing}
    manager.post(address("batch-check", batch), values(check) | adds | {"do": "bring-in"})
    batch.refresh_from_db()
    assert (batch.rows_in, batch.cells) == (rows, cells)


@pytest.mark.parametrize(
    ("indicator", "group", "period", "says"),
    [
        ("world-places", "G" * 5000, "2018", "name of the group “" + "G" * 60 + "…” has 5000 letters, and at most 200"),
        ("I" * 5000, "Blue", "2018", "name of the indicator “" + "I" * 60 + "…” has 5000 letters, and at most 300"),
        ("world-places", "Blue", "2199", "2199 is not over: it ends on "),
    ],
)
def test_names_that_cannot_be_kept_and_periods_to_come_leave_nothing(
    city: SmallCity, manager: Client, indicator: str, group: str, period: str, says: str
) -> None:
    make_indicator(city, "world-places")
    batch = choose(city, f"indicator,period,race,n,k\n{indicator},{period},{group},40,10\n".encode(), by=city.manager)
    manager.post(address("batch-columns", batch), values(manager.get(address("batch-columns", batch))))
    check = manager.get(address("batch-check", batch))
    (line, why), *more = check.context["page"].refusals
    assert says in why
    assert (line, more, "G" * 61 in why, "I" * 61 in why) == (2, [], False, False)
    assert "<strong>1</strong> value<" in check.content.decode()
    sent = values(check) | {"adds-groups": "on", "adds-indicators": "on", "do": "bring-in"}
    assert manager.post(address("batch-check", batch), sent).status_code == 422
    assert (Series.objects.count(), Dimension.objects.filter(standard="").count(), Indicator.objects.count()) == (
        0,
        0,
        1,
    )


def test_people_and_those_with_the_outcome_are_of_the_one_indicator_that_was_said(
    city: SmallCity, manager: Client
) -> None:
    places = make_indicator(city, "places")
    batch = choose(city, b"Quarter,Sex,Pools,Lanes\n2026 Q1,Girls,8,2\n", by=city.manager)
    shown = values(manager.get(address("batch-columns", batch)))
    assert (shown["role-2"], shown["role-3"], shown["indicator"]) == ("n", "n", "")
    both = shown | {"indicator": "places"}  # two counts of people, called by their headings
    manager.post(address("batch-columns", batch), both)
    named = manager.get(address("batch-check", batch)).context["page"].judged.resolved.new_indicators
    assert [one.title for one in named] == ["Pools", "Lanes"]
    manager.post(address("batch-columns", batch), both | {"role-3": "k"})
    check = manager.get(address("batch-check", batch))
    assert check.context["page"].judged.resolved.new_indicators == []
    manager.post(address("batch-check", batch), values(check) | {"adds-groups": "on", "do": "bring-in"})
    held = Series.objects.get()
    assert (held.indicator, held.n, held.k) == (places, [8], [2])


def test_why_a_standard_is_not_taken_stands_beside_its_name(city: SmallCity, manager: Client) -> None:
    make_indicator(city, "world-places")
    make_groups("ages", "Under 18", "18 to 64", standard="Ages of the Census")
    batch = choose(city, b"indicator,period,Age,n,k\nworld-places,2018,Under 18,40,10\nworld-places,2018,18-64,9,1\n")
    columns = manager.get(address("batch-columns", batch))
    manager.post(address("batch-columns", batch), values(columns))
    again = {"dimension-0": "ages", "adds-groups": "on", "do": "judge"}
    page = manager.post(address("batch-check", batch), again, follow=True).content.decode()
    assert "The standard Ages of the Census has no group “18-64”." in page
    assert "Under 18”" not in page
