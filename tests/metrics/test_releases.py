"""Releases: the gate fails closed, nothing hidden is told at any door, and what is out is the same everywhere."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from metrics.actions.releases import ask_for_making, change_release, withdraw_release
from metrics.models import DataRelease, ReleasedTable
from metrics.queries.releases import released_cards
from metrics.queries.scorecard import scorecard
from metrics.releases import files
from metrics.releases.making import make
from metrics.releases.released import live, newest
from raci import jobs
from raci.actions import cases
from raci.authority import facts_for
from raci.history import acting
from raci.models import Job
from raci.refusals import NotReady, Refused
from tests.city import SmallCity, small_city
from tests.history.rows import LOADER
from tests.releases import (
    COUNTS,
    Figures,
    approve,
    begin,
    case_of,
    hand_in,
    made,
    make_figures,
    make_groups,
    published,
    submit,
)

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
TOTAL = (sum(n for n, _k in COUNTS.values()), sum(k for _n, k in COUNTS.values()))


@pytest.fixture
def city(db: None) -> SmallCity:
    return small_city()


@pytest.fixture
def figures(city: SmallCity) -> Figures:
    return make_figures(city)


class Killed(BaseException):
    """As a worker ends that is killed: no handler of exceptions sees it."""


# ---- the gate


def test_a_release_goes_out_masked_and_its_total_is_the_sources(city: SmallCity, figures: Figures) -> None:
    release = published(city, figures)
    (out,) = live()
    (table,) = out.tables
    cells = {cell.levels: cell for cell in table.cells}
    assert out.record == release.record_id
    assert len(cells) == 18  # 5 x 2, 5, 2, 1
    assert (cells["", ""].n, cells["", ""].k) == TOTAL
    assert cells["white", "women"].n == 220
    for small in (("aian", "women"), ("nhpi", "women")):
        assert (cells[small].n, cells[small].k, cells[small].read.value) == (None, None, None)
    assert cells["black", "men"].k is None  # 8 of 41 did not finish
    shown = [(cell.n, cell.k) for cell in table.cells]
    assert not [n for n, k in shown if n is not None and k is not None and (0 < n < 11 or 0 < k < 11 or 0 < n - k < 11)]
    assert float(cells["white", "women"].read.value or 0) == pytest.approx(100 * 160 / 220)


@pytest.mark.parametrize("stops_after", [0, 3, 40])
def test_a_worker_that_is_killed_leaves_nothing_that_could_go_out(
    city: SmallCity, figures: Figures, stops_after: int
) -> None:
    release = begin(city, figures)
    job = ask_for_making(release, by=city.office)
    told = iter(range(10**6))

    def progress(_done: int, _total: int) -> None:
        if next(told) >= stops_after:
            raise Killed

    with pytest.raises(Killed):
        make(job, progress)
    release.refresh_from_db()
    assert release.making != "ready"
    assert not ReleasedTable.objects.exists()
    with pytest.raises(NotReady, match="not made yet"):
        cases.open_consultation(case_of(release), by=city.office)
    jobs.do(job.pk)  # the next worker makes it
    release.refresh_from_db()
    assert (release.making, Job.objects.get(pk=job.pk).state) == ("ready", "done")


def test_what_would_tell_a_cell_by_its_difference_to_an_earlier_release_is_hidden(city: SmallCity) -> None:
    """Out is 305 for two groups as one, and 400 for a third; 405 for the third and one of them would tell the 5 apart."""
    counts = {
        ("asian", "women"): (300, 150),
        ("white", "women"): (400, 200),
        ("nhpi", "women"): (5, 3),
        ("aian", "women"): (60, 30),
    }
    people = make_figures(city, "classes", counts)
    published(city, people, "One cut", tables=[["race"]], merged={"race": [["asian", "nhpi"]]})
    told = {cell.levels: cell.n for cell in live()[0].tables[0].cells}
    assert (told["asian+nhpi",], told["white",], told["",]) == (305, 400, 765)
    second = made(city, begin(city, people, "Another cut", tables=[["race"]], merged={"race": [["white", "nhpi"]]}))
    assert second.making == "ready"
    cells = {cell["groups"].get("race", ""): cell["n"] for cell in ReleasedTable.objects.get(release=second).cells}
    assert (cells["white+nhpi"], cells["asian"], cells["aian"], cells[""]) == (None, None, 60, 765)


def test_a_release_is_refused_where_an_earlier_one_has_told_too_much(city: SmallCity, figures: Figures) -> None:
    """19 people were no few to the first; to the second, with a higher threshold, they are, and everybody knows them."""
    published(city, figures, "With 11", tables=[["race"]])
    second = made(city, begin(city, figures, "With 25", tables=[["race"]], threshold=25))
    assert second.making == "refused"
    assert not ReleasedTable.objects.filter(release=second).exists()
    assert {"Aian", "Nhpi"} <= set(second.audit["found_out"])
    assert not re.search(r"\d", json.dumps(second.audit)), "the audit tells a count"
    with pytest.raises(NotReady, match="The gate refused it"):
        cases.open_consultation(case_of(second), by=city.office)


def test_what_no_longer_holds_is_neither_asked_about_nor_approved(city: SmallCity, figures: Figures) -> None:
    waiting = made(city, begin(city, figures, "Waiting"))
    case = submit(city, waiting)
    draft = made(city, begin(city, figures, "Draft", tables=[["race"]]))
    hand_in(city, figures.indicator, make_groups(), {**COUNTS, ("asian", "men"): (80, 50)}, corrects=figures.batch)
    with pytest.raises(NotReady, match="no longer are those that count"):
        approve(city, case)
    with pytest.raises(NotReady, match="no longer are those that count"):
        cases.open_consultation(case_of(draft), by=city.office)
    assert live() == []


def test_two_approvals_about_the_same_people_are_not_made_in_ignorance_of_each_other(
    city: SmallCity, figures: Figures
) -> None:
    first, second = (made(city, begin(city, figures, title)) for title in ("First", "Second"))
    one, other = submit(city, first), submit(city, second)
    approve(city, one)
    with pytest.raises(NotReady, match="approved after this one was judged"):
        approve(city, other)
    assert [out.title for out in live()] == ["First"]


def test_tables_that_were_not_submitted_are_not_approved(city: SmallCity, figures: Figures) -> None:
    release = made(city, begin(city, figures))
    case = submit(city, release)
    with acting(by=LOADER, act="load"):
        forged = ReleasedTable.objects.get(release=release)
        forged.pk, forged.making, forged.cells = None, 2, [{**forged.cells[0], "n": 7, "k": 4, "hidden": False}]
        forged.save()
    with pytest.raises(NotReady, match="Integrity alarm"):
        approve(city, case)
    assert live() == []


def test_a_withdrawn_release_is_gone_from_pages_and_counted_by_later_audits(city: SmallCity, figures: Figures) -> None:
    release = published(city, figures)
    with pytest.raises(Refused):
        withdraw_release(release, by=city.office, why="A mistake.")
    withdraw_release(release, by=city.officer, why="A mistake.")
    assert live() == []
    client = Client()
    client.force_login(city.elsewhere)
    assert client.get(reverse("metrics:released-detail", args=[release.record_id])).status_code == 404
    again = made(city, begin(city, figures, "Again"))
    assert (again.making, again.audit["judged_with"]) == ("ready", [release.title])


def test_corrected_figures_go_out_once_what_was_out_is_withdrawn(city: SmallCity, figures: Figures) -> None:
    release = published(city, figures)
    corrected = {**COUNTS, ("white", "men"): (183, 123), ("asian", "men"): (95, 60)}
    hand_in(city, figures.indicator, make_groups(), corrected, corrects=figures.batch)
    second = made(city, begin(city, figures, "Corrected"))
    assert second.making == "refused"
    assert "Withdraw that release first" in second.audit["why"]
    withdraw_release(release, by=city.officer, why="Three men were counted late.")
    second = made(city, second)
    assert second.making == "ready", second.audit
    cells = {tuple(cell["groups"].items()): cell["n"] for cell in ReleasedTable.objects.get(release=second).cells}
    assert cells[("race", "white"), ("gender", "men")] is None  # 3 more than before: it would tell of them
    assert cells[()] == TOTAL[0] + 46  # 31 with the outcome and 15 without it: too many to tell of anybody


def test_another_indicator_about_the_same_people_is_judged_with_what_is_out(city: SmallCity, figures: Figures) -> None:
    published(city, figures)
    others = {key: (n, n // 3) for key, (n, _k) in COUNTS.items()}
    second = made(city, begin(city, make_figures(city, "came-back", others), "Came back"))
    assert (second.making, second.audit["judged_with"]) == ("ready", ["Swim lessons, released"])
    first, now = (
        ReleasedTable.objects.filter(release__title=title).latest("pk")
        for title in ("Swim lessons, released", "Came back")
    )
    hidden = [{tuple(cell["groups"].items()) for cell in table.cells if cell["n"] is None} for table in (first, now)]
    assert hidden[0] == hidden[1], "a count that one hides and the other prints is out"


def test_levels_shown_as_one_need_not_be_hidden(city: SmallCity, figures: Figures) -> None:
    release = made(city, begin(city, figures, tables=[["race"]]))
    apart = ReleasedTable.objects.get(release=release).hidden
    release = made(city, change_release(release, {"merged": {"race": [["aian", "nhpi"]]}}, by=city.office))
    table = ReleasedTable.objects.filter(release=release).latest("making")
    levels = [cell["groups"].get("race") for cell in table.cells]
    assert "aian+nhpi" in levels
    assert "aian" not in levels
    assert table.hidden < apart


# ---- what is told


def secrets(release: DataRelease) -> set[str]:
    """Counts that stand in no released cell, so that a page which shows one has told it."""
    shown = {str(cell[name]) for table in release.released.all() for cell in table.cells for name in ("n", "k")}
    finest = {str(count) for pair in COUNTS.values() for count in pair}
    return {one for one in finest - shown if int(one) > 30}  # smaller ones stand in dates and classes


@pytest.fixture
def out(city: SmallCity, figures: Figures) -> DataRelease:
    return published(city, figures)


def doors(city: SmallCity, release: DataRelease) -> Iterator[tuple[str, str]]:
    """Every way to read the release: what it answers, by whom."""
    pk = release.record_id
    addresses = [
        reverse("metrics:release-detail", args=[pk]),
        reverse("metrics:released-detail", args=[pk]),
        reverse("metrics:released-file", args=[pk]),
        reverse("raci:case-timeline", args=[pk]),
        reverse("raci:case-text", args=[pk, 1]),
        reverse("raci:case-text-json", args=[pk, 1]),
        reverse("raci:case-versions", args=[pk]),
    ]
    for name in ("office", "officer", "attorney", "auditor", "reader"):
        client = Client()
        client.force_login(getattr(city, name))
        for address in addresses:
            answer = client.get(address)
            assert answer.status_code == 200, (name, address)
            yield f"{name} {address}", answer.content.decode()
    for model in (DataRelease, ReleasedTable):  # what a history export holds of it
        for row in model.history.all().values():
            yield f"history of {model.__name__}", json.dumps(row, default=str)


def test_nothing_hidden_is_told_at_any_door(city: SmallCity, out: DataRelease) -> None:
    kept, asked = secrets(out), 0
    assert kept, "no count to look for"
    own = f"/releases/{out.record_id}/"  # the release's own number may happen to be one of the counts
    for door, page in doors(city, out):
        text = page.replace(own, "/")
        numbers = set(re.findall(r"(?<![\w.#-])\d{2,3}(?![\w.-])", re.sub(r"<svg.*?</svg>", _drawn, text, flags=re.S)))
        assert not kept & numbers, (door, kept & numbers)
        asked += 1
    assert asked > 30


def _drawn(svg: re.Match[str]) -> str:
    """The words of a drawing; its coordinates are compared by themselves in the tests of charts."""
    return re.sub(r"<[^>]*>", " ", svg[0])


def test_the_page_and_the_file_say_the_same(city: SmallCity, out: DataRelease, settings) -> None:
    settings.PUBLIC_RELEASES = True
    visitor = Client()
    page = visitor.get(reverse("metrics:public-detail", args=[out.record_id])).content.decode()
    file = visitor.get(reverse("metrics:public-file", args=[out.record_id])).content.decode("utf-8-sig")
    rows = [row[1:] for row in csv.reader(io.StringIO(file)) if len(row) > 1]
    said = [row[0] for row in csv.reader(io.StringIO(file[: file.index('"Table"')])) if row]
    assert [line.partition(":")[0] for line in said] == [
        "Title", "What it counts", "Of whom", "Period", "Source", "Released", "Hidden numbers",
    ]  # fmt: skip
    assert "fewer than 11" in said[-1]
    body = page[page.index("All counts:") :]
    cells = re.findall(r"<t[hd](?: [^>]*)?>(.*?)</t[hd]>", body[: body.index("</table>")], re.S)
    told = [cells[at : at + 6] for at in range(0, len(cells), 6)]
    assert told == rows
    assert sum("hidden" in row for row in rows) == ReleasedTable.objects.get(release=out).hidden


def test_nothing_is_public_unless_the_city_says_so(city: SmallCity, out: DataRelease, settings) -> None:
    visitor = Client()
    addresses = [reverse("metrics:public-list")] + [
        reverse(f"metrics:public-{name}", args=[out.record_id]) for name in ("detail", "file")
    ]
    assert [visitor.get(address).status_code for address in addresses] == [404, 404, 404]
    settings.PUBLIC_RELEASES = True
    assert [visitor.get(address).status_code for address in addresses] == [200, 200, 200]
    withdraw_release(out, by=city.officer, why="A mistake.")
    assert [visitor.get(address).status_code for address in addresses] == [200, 404, 404]


def test_a_next_version_is_not_read_before_it_is_approved(city: SmallCity, out: DataRelease) -> None:
    cases.begin_next(case_of(out), by=city.office)
    change_release(out, {"tables": [["gender"]]}, by=city.office)
    release = made(city, out)
    (shown,) = live()
    assert [table.dimensions for table in shown.tables] == [("race", "gender")]
    approve(city, submit(city, release))
    (shown,) = live()
    assert [table.dimensions for table in shown.tables] == [("gender",)]
    assert newest(release.indicator, ["gender"]) == shown.tables[0]


def test_readers_from_elsewhere_get_cards_of_what_is_out(city: SmallCity, out: DataRelease) -> None:
    client = Client()
    client.force_login(city.elsewhere)
    page = client.get(reverse("metrics:indicator-detail", args=[out.indicator_id])).content.decode()
    assert "72.7" in page
    assert reverse("metrics:released-file", args=[out.record_id]) in page
    assert not secrets(out) & set(
        re.findall(r"(?<![\w.#-])\d{2,3}(?![\w.-])", re.sub(r"<svg.*?</svg>", _drawn, page, flags=re.S))
    )
    (card,) = released_cards(out.indicator)
    assert card.n == TOTAL[0]
    assert "hidden to protect people: fewer than 11, or needed so that such a number" in card.sentence
    assert re.search(r"; (\w+) · .* against .*: ratio 0\.\d\d \(95 % interval", card.sentence), card.sentence
    assert "fewer than 11" in card.limits[0]


def test_what_is_out_is_said_to_be_on_the_scorecard(city: SmallCity, out: DataRelease) -> None:
    (line,) = scorecard(facts_for(city.elsewhere)).lines
    assert line.one.released_words == "as released"


def test_who_was_second_sees_the_choices_in_the_form_and_no_code(city: SmallCity, figures: Figures) -> None:
    release = begin(city, figures)
    url = reverse("metrics:release-edit", args=[release.record_id])
    client = Client()
    client.force_login(city.office)
    form = client.get(url).context["form"]
    sent = {**form.initial, "title": "Mine", "purpose": "For all.", "tables": ["race"]}
    change_release(release, {"title": "Theirs"}, by=city.office)
    second = client.post(url, sent)
    assert second.status_code == 409
    assert "Nothing you chose is lost" in second.text
    assert second.context["form"]["title"].value() == "Mine"
    assert client.post(url, sent | {"seen": second.context["form"]["seen"].value()}).status_code == 302
    release.refresh_from_db()
    assert (release.title, release.tables) == ("Mine", [["race"]])


def test_a_file_is_safe_in_a_spreadsheet(city: SmallCity, out: DataRelease) -> None:
    with acting(by=LOADER, act="load"):
        group = make_groups()["race", "white"]
        group.name = "=cmd|' /C calc'!A0"
        group.save()
    (shown,) = live()
    assert b"\"'=cmd" in files.written(shown)
