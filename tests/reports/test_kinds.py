"""Every kind of report on paper: drawn from the demonstration, read through its tags, whole in its annex."""

from __future__ import annotations

import csv
import io
import json
import re
import threading
from http.server import HTTPServer
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.conf import settings

from equity_portal.demo import load_demo
from metrics.releases import files
from metrics.releases.released import live
from raci import agenda, bell
from raci.actions.meetings import agenda as items
from raci.actions.meetings.minutes import approve_minutes
from raci.authority import facts_for
from raci.history import acting
from raci.models import City, Person, Team
from raci.spreadsheets import is_risky
from reports import acts, editions
from reports.blocks import MOST_ROWS, say, table
from reports.catalogue import KINDS
from reports.models import Report
from tests.boards.audits import all_say, counted, seat_people, second_auditor
from tests.boards.audits import approve as approve_audit
from tests.boards.audits import begun as begun_audit
from tests.boards.audits import submitted as submitted_audit
from tests.boards.vault import custodian
from tests.city import PORTLAND, SmallCity, small_city
from tests.meetings import handed_in, meet
from tests.releases import make_figures, published
from tests.reports.made import asked, edition_of
from tests.reports.paper import Paper, Tag
from tests.reports.test_prints import Listening
from tests.world import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
HOSTILE = Path(settings.BASE_DIR).parent / "shared" / "data" / "text" / "blns.json"
RUNS = ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/URI")
NUMBER = re.compile(r"\d[\d,.]*\d|\d")


@pytest.fixture(autouse=True)
def apart(settings: Any, tmp_path: Path) -> None:
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    settings.PAYLOAD_KEYS = tmp_path / "keys"
    bell._bell["silent_until"] = 0.0


@pytest.fixture
def city() -> SmallCity:
    return small_city()


def rows_of(content: bytes) -> list[list[str]]:
    """A table of the annex below what it says of itself."""
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    return lines[lines.index([]) + 1 :]


# ---- all kinds, from the demonstration


def furnished(city: SmallCity) -> None:
    """The demonstration, with what takes others to come about: a release, approved minutes, an approved audit."""
    load_demo(PORTLAND, password="not used")
    published(city, make_figures(city))
    team = Team.objects.get(code="citywide-equity-team")
    minutes = handed_in(team, city.office, -9)
    later = meet(team, city.officer)
    items.add_proposals(later, agenda.proposals(team, facts_for(city.office)), by=city.office)
    approve_minutes(minutes, meeting=later, by=city.officer, corrections="Pat, not Pam.")
    custodian(city)
    all_say(seat_people(city, 60, board="Large"), {"woman": 24, "man": 22, "non-binary": 2})
    audit = counted(city, begun_audit(city))
    approve_audit(submitted_audit(city, audit), second_auditor(city))


def test_every_kind_reads_right_on_paper_and_is_whole_in_its_annex(city: SmallCity) -> None:
    furnished(city)
    office = Person.objects.get(pk=city.office.pk)  # with the password of the demonstration
    for code, kind in KINDS.items():
        report = asked(city, code, title=f"{kind.label}: drawn")
        assert all(report.facts.values()), code
        _charts_have_their_tables(report)
        edition = edition_of(report)
        pdf = editions.pdf_of(edition)
        paper = Paper(pdf)
        assert paper.faults() == [], code
        headings = [one.whole for one in paper.named("/H2")]
        numbered = [f"{at}. {one.title}" for at, one in enumerate(kind.sections, 1)]
        assert [one for one in headings if one in numbered] == (numbered if len(numbered) > 1 else [])
        assert edition.ledger_hash in paper.tree.whole.replace(" ", "")
        assert all(edition.ledger_hash[:12] in foot for foot in paper.artifacts if "ledger" in foot)
        data = editions.data_of(edition)
        assert paper.files == {one.name: one.content for one in data}
        assert signed_in(office).get(f"/reports/{report.record_id}/").status_code == 200
        if len(paper.pdf.pages) < 8:
            assert editions.pdf_of(edition) == pdf, code
    assert {len(KINDS["mayor"].sections), len(KINDS["leadership"].sections)} == {12, 8}


def _charts_have_their_tables(report: Report) -> None:
    """The figures of a picture stand in the table right after it."""
    for blocks in report.facts.values():
        for at, block in enumerate(blocks):
            assert block["block"] != "chart" or blocks[at + 1]["block"] == "table"


# ---- figures come from a release, or not at all


def numbers_in(text: str) -> set[str]:
    return {one.replace(",", "").rstrip(".") for one in NUMBER.findall(text)}


def said_under(paper: Paper, heading: str) -> list[Tag]:
    """The tags of a section, up to the next heading of its level; of a picture its alternative."""
    tags, found, there = list(paper.tree.all()), list[Tag](), False
    for one in tags:
        there = one.whole == heading if one.name == "/H2" else there
        if there and one.name != "/H2":
            found.append(one)
    return found


def test_an_edition_made_from_a_release_tells_no_figure_that_is_not_in_it(city: SmallCity) -> None:
    release = published(city, make_figures(city))
    report = asked(city, "mayor", title="Progress")
    acts.change_report(report, {"sections": ["measures"]}, by=city.office)
    edition = edition_of(Report.objects.select_related("record").get(pk=report.pk))
    paper = Paper(editions.pdf_of(edition))
    assert paper.faults() == []
    (out,) = live(record=release.record_id)
    lines = list(csv.reader(io.StringIO(files.written(out).decode("utf-8-sig"))))
    in_release = numbers_in(" ".join(cell for line in lines for cell in line))
    section = said_under(paper, "How the city does")
    told = [str(one.row.Alt) if one.name == "/Figure" else one.text for one in section]
    ages = numbers_in(" ".join(text for text in told if text.endswith("old")))
    frame = numbers_in("95 % interval, activities 3.2, 4.2, 4.5")
    assert len(numbers_in(" ".join(told)) & in_release) > 20
    assert numbers_in(" ".join(told)) <= in_release | ages | frame
    rows = [row for file in editions.data_of(edition) for row in rows_of(file.content)]
    assert numbers_in(" ".join(cell for row in rows for cell in row)) <= in_release | ages | frame
    hidden = [line for line in lines if "hidden" in line]
    assert len(hidden) > 4
    for line in hidden:  # each row of a hidden cell says so in the annex and in the table
        names = [name for name in line[1:3] if name]
        assert any(row[: len(names)] == names and "hidden" in row for row in rows)
    spanish = Paper(editions.pdf_of(edition_of(edition.report, "es")))
    assert (spanish.faults(), str(spanish.pdf.Root.Lang)) == ([], "es")
    assert "Cómo lo hace la ciudad" in [one.whole for one in spanish.named("/H2")]
    basis = edition.report.basis["releases"]
    assert [one["record"] for one in basis] == [release.record_id]
    assert basis[0]["sha256"] in paper.tree.whole.replace(" ", "")


# ---- whatever people write


def test_hostile_names_words_and_cells_break_reach_and_run_nothing(city: SmallCity) -> None:
    server = HTTPServer(("127.0.0.1", 0), Listening)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    reach = f'"><img src="http://127.0.0.1:{server.server_port}/x"><link rel=attachment href="file:///etc/passwd">'
    strings = [one.replace("\0", "") for one in json.loads(HOSTILE.read_text())] + [reach, "%s %(n)s {{ 1 }} {% now %}"]
    with acting(by=city.officer, act="edit_city"):
        row = City.objects.get()
        row.name = f"City of {reach}"[:200]
        row.save()
    report = asked(city, "leadership", title=f"Progress {reach}"[:300])
    acts.write_section(report, "decisions", "en", "\n".join(strings), by=city.office)
    rows = [[one or "–", one, str(at)] for at, one in enumerate(strings * 10)]
    with acting(by=city.office, act="edit", record=report.record_id):
        source = say("Source: %(source)s", source=reach)
        report.facts["decisions"] = [
            table(say("%(name)s", name=reach), ("Name", "Words", "Place"), rows, source=source)
        ]
        report.save()
    edition = edition_of(report)
    paper = Paper(editions.pdf_of(edition))
    server.shutdown()
    assert Listening.hits == []
    assert paper.faults() == []
    assert {"/OpenAction", "/AA", "/AcroForm"}.isdisjoint(paper.pdf.Root.keys())
    assert not [one for one in paper.pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") in RUNS]
    first = paper.files["01-" + editions.data_of(edition)[0].name[3:]]
    kept = rows_of(first)
    assert len(kept) == len(rows) + 1
    assert not [cell for line in kept for cell in line if is_risky(cell) and not cell.startswith("'")]
    assert b"root:" not in paper.content
    assert all(name.endswith(".csv") for name in paper.files)
    biggest = max(paper.named("/Table"), key=lambda one: len(one.below[-1].below))
    assert len([one for one in biggest.all() if one.name == "/TR"]) == MOST_ROWS + 1
    assert f"{len(rows) - MOST_ROWS} rows more are in the data annex" in paper.tree.whole
    page = signed_in(city.office).get(f"/reports/{report.record_id}/").text
    assert "<img src=" not in page
    assert "<script>alert" not in page
