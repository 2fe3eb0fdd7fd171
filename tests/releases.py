"""Figures of one indicator by race and gender, and releases of them on their way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from metrics.actions.releases import ask_for_making, begin_release, change_release
from metrics.kinds import RELEASE
from metrics.models import (
    Batch,
    DataRelease,
    Dimension,
    Group,
    Indicator,
    IndicatorVersion,
    ReleasedTable,
    Series,
)
from metrics.releases.content import content as release_content
from raci import clock, jobs
from raci.actions import cases
from raci.actions.cases import begin_record
from raci.authority import Act
from raci.history import acting
from raci.models import Case, Decision, Job, Matrix, Submission, Text
from raci.records import canonical, digest
from raci.workflow import editing
from tests.city import SmallCity
from tests.history.rows import LOADER

QUARTER = (date(2026, 7, 1), date(2026, 9, 30))
RACES = ("asian", "black", "white", "aian", "nhpi")
GENDERS = ("women", "men")
# race, gender: people, of whom so many finished. Small: aian, nhpi, and black men in those who did not finish.
COUNTS: dict[tuple[str, str], tuple[int, int]] = {
    ("asian", "women"): (60, 41), ("asian", "men"): (52, 30), ("black", "women"): (48, 30), ("black", "men"): (41, 33),
    ("white", "women"): (220, 160), ("white", "men"): (180, 122), ("aian", "women"): (7, 4), ("aian", "men"): (12, 6),
    ("nhpi", "women"): (5, 2), ("nhpi", "men"): (14, 8),
}  # fmt: skip


@dataclass
class Figures:
    """An indicator of Parks and the batch that counts."""

    indicator: Indicator
    batch: Batch


def make_figures(
    city: SmallCity, code: str = "swim-lessons", counts: Mapping[tuple[str, str], tuple[int, int]] = COUNTS
) -> Figures:
    """Accepted, for one quarter."""
    groups = make_groups()
    with acting(by=LOADER, act="load"):
        indicator = Indicator.objects.create(code=code, kind="performance", unit=city.parks)
        IndicatorVersion.objects.create(
            indicator=indicator, number=1, title="Finished swim lessons", state="accepted", submitted_by=city.director,
            submitted_at=clock.now(), answered_by=city.officer, answered_at=clock.now(), dimensions=["race", "gender"],
            source="Registration at the pools",
        )  # fmt: skip
    return Figures(indicator, hand_in(city, indicator, groups, counts))


def make_groups() -> dict[tuple[str, str], Group]:
    """Race and gender; made once."""
    with acting(by=LOADER, act="load"):
        for order, (name, codes) in enumerate((("race", RACES), ("gender", GENDERS))):
            dimension, _new = Dimension.objects.get_or_create(
                code=name, defaults={"name": name.title(), "order": order}
            )
            for at, code in enumerate(codes):
                Group.objects.get_or_create(
                    dimension=dimension, code=code, defaults={"name": code.title(), "order": at}
                )
    return {(one.dimension.code, one.code): one for one in Group.objects.select_related("dimension")}


def hand_in(
    city: SmallCity,
    indicator: Indicator,
    groups: Mapping[tuple[str, str], Group],
    counts: Mapping[tuple[str, str], tuple[int, int]],
    period: tuple[date, date] = QUARTER,
    corrects: Batch | None = None,
) -> Batch:
    """A batch that counts."""
    with acting(by=LOADER, act="load"):
        batch = Batch.objects.create(unit=city.parks, title="Swim lessons", origin="entry", corrects=corrects)
        for (race, gender), (n, k) in counts.items():
            both = sorted((groups["race", race].pk, groups["gender", gender].pk))
            Series.objects.create(
                batch=batch, indicator=indicator, groups=both, begins=[period[0]], ends=[period[1]], n=[n], k=[k]
            )
        batch.state, batch.submitted_by, batch.answered_by = "accepted", city.director, city.officer
        batch.submitted_at = batch.answered_at = clock.now()
        batch.save()
    return batch


def begin(city: SmallCity, figures: Figures, title: str = "Swim lessons, released", **values: object) -> DataRelease:
    """A draft that says what goes out."""
    begun = begin_release(indicator=figures.indicator, title=title, purpose="For everybody.", by=city.office)
    return change_release(begun, {"tables": [["race", "gender"]], **values}, by=city.office)


def made(city: SmallCity, release: DataRelease) -> DataRelease:
    """Its tables made by a worker, or refused."""
    job: Job = ask_for_making(release, by=city.office)
    jobs.do(job.pk)
    return DataRelease.objects.get(pk=release.pk)


def case_of(release: DataRelease) -> Case:
    return release.record.cases.latest("number")


def submit(city: SmallCity, release: DataRelease) -> Case:
    """The attorney is asked and answers; the Office hands it in."""
    case = case_of(release)
    cases.open_consultation(case, by=city.office)
    for asked in case.texts.latest("number").consultations.filter(way="asked"):
        cases.answer(asked, by=city.attorney, answer="no_objection")
    cases.submit(case, by=city.office)
    return case


def approve(city: SmallCity, case: Case) -> Case:
    """By the officer."""
    cases.decide(case, by=city.officer, kind=Act.APPROVE, sha256=case.texts.latest("number").sha256)
    return case


def drafted(city: SmallCity, indicator: Indicator, title: str) -> DataRelease:
    """The row of a draft, of an indicator without figures."""
    with acting(by=city.office, act="create"):
        record, case = begin_record(RELEASE, unit=indicator.unit, title=title, by=city.office)
        with editing(case, by=city.office):
            return DataRelease.objects.create(
                record=record, title=title, indicator=indicator, begins_on=QUARTER[0], ends_on=QUARTER[1]
            )


def put_out(city: SmallCity, indicator: Indicator, title: str) -> DataRelease:
    """The rows of a release that is out, without its way there and without a cell."""
    release = drafted(city, indicator, title)
    case = case_of(release)
    with acting(by=city.officer, act="approve", record=release.record_id):
        content = canonical({**release_content(release.record), "made": {"number": 1, "from": [], "tables": []}})
        text = Text.objects.create(
            case=case, record=release.record, number=1, content=content, sha256=digest(content), frozen_at=clock.now()
        )
        handed_in = Submission.objects.create(
            case=case, text=text, submitted_by=city.office, submitted_as="Office", submitted_at=clock.now()
        )
        Decision.objects.create(
            submission=handed_in, submitted_by=city.office, kind="approve", decided_by=city.officer,
            decided_as="Officer", decided_at=clock.now(), codes="A", post=city.post("equity-officer"),
            activity_code="4.5", matrix=Matrix.objects.get(number=1), sha256=text.sha256,
        )  # fmt: skip
        ReleasedTable.objects.create(release=release, making=1, order=0, cells=[], sha256=digest(title))
        for case.state in (Case.State.SUBMITTED, Case.State.APPROVED):
            case.save()
    return release


@dataclass
class ReleasesAtWork:
    """A draft whose tables are made, and a release that is out."""

    draft: DataRelease
    out: DataRelease


def make_releases(city: SmallCity) -> ReleasesAtWork:
    """By acts, as people would."""
    figures = make_figures(city, "world-lessons")
    out = published(city, figures, "World lessons, released")
    return ReleasesAtWork(made(city, begin(city, figures, "World lessons, draft", tables=[["gender"]])), out)


def published(
    city: SmallCity, figures: Figures, title: str = "Swim lessons, released", **values: object
) -> DataRelease:
    """The whole way."""
    release = made(city, begin(city, figures, title, **values))
    approve(city, submit(city, release))
    return release
