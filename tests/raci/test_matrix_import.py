"""A matrix from a file, by page and by program: read, mapped by the person, compared, and made the draft of a version."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from raci.actions import cases
from raci.actions import matrix as acts
from raci.matrix.differences import cell_changes
from raci.matrix.files import to_csv, to_xlsx, to_yaml
from raci.matrix.markdown import to_markdown
from raci.matrix.reading.proposing import Proposal, Wish, matched_roles, propose
from raci.matrix.reading.reading import read_matrix_file
from raci.matrix.rows import table_of
from raci.matrix.table import Column, Heading, MatrixTable, Row, says_the_same
from raci.models import Case, Matrix, MatrixFile
from tests.api.caller import Caller
from tests.city import SmallCity, small_city

SHARED = Path(__file__).resolve().parent.parent.parent.parent / "shared" / "data" / "raci"
real = pytest.mark.skipif(not SHARED.exists(), reason="the files others wrote are not in this checkout")
pytestmark = [pytest.mark.django_db, pytest.mark.portland]
MIXED = "Activity,City Admin.,Director,Sheriff\nSet Citywide Equity Standards,A,Boss,C\nCount the pools,A,R,I\n"


# ---- the rules alone

OURS = MatrixTable(
    title="Ours", source="Here", label="Example",
    columns=(Column("CAO", "City Administrator", "City Admin."), Column("DIR", "Directors", "Directors")),
    categories=(Heading("1", "Rules"), Heading("4", "Own", is_procedure=True)),
    activities=(Row("1.1", "Set rules", "1"), Row("1.2", "Keep them", "1"), Row("4.1", "Plan", "4")),
    cells={("1.1", "CAO"): "A", ("1.1", "DIR"): "R", ("1.2", "CAO"): "A", ("4.1", "DIR"): "R", ("4.1", "CAO"): "A"},
)  # fmt: skip
COLUMNS = [*OURS.columns, Column("AUD", "City Auditor", "City Auditor")]


def proposed(text: str, *, keeps: bool = True, current: MatrixTable | None = OURS, **terms: str) -> Proposal:
    (table,) = read_matrix_file(text.encode(), "new.csv", terms).tables
    return propose(table, current, Wish(matched_roles(table, COLUMNS), keeps), COLUMNS)


def test_roles_are_known_by_code_name_short_name_and_number() -> None:
    text = "Activity,CAO,directors,The City-Auditor,Sheriff\nSet,A,R,C,I\n"
    (table,) = read_matrix_file(text.encode(), "x.csv").tables
    assert matched_roles(table, COLUMNS) == {"CAO": "CAO", "directors": "DIR", "The City-Auditor": "AUD", "Sheriff": ""}
    (table,) = read_matrix_file(b"Activity,Director,Directors\nSet,A,R\n", "x.csv").tables
    assert matched_roles(table, COLUMNS) == {"Director": "", "Directors": "DIR"}


def test_a_file_changes_what_it_names_and_the_rest_stays() -> None:
    found = proposed("Activity,City Admin.,City Auditor\nset RULES,A,C\nCount,A,R\n")
    assert found.codes == {"1": "1.1", "2": "5.1"}
    assert found.table.cells == {
        **OURS.cells, ("1.1", "AUD"): "C", ("5.1", "CAO"): "A", ("5.1", "AUD"): "R",
    }  # fmt: skip
    assert (found.new, found.dropped, found.left_out) == (("5.1",), (), ())
    assert found.table.title == "Ours"
    assert found.table.categories[-1] == Heading("5", "From new.csv", is_procedure=True)


def test_a_known_activity_stays_in_its_category_where_the_file_has_others() -> None:
    text = "Phase,Activity,City Admin.,Directors\nFirst,Set rules,A,R\n,Keep them,A,R\nOwn,Keep them all,A,R\n"
    rows = {row.code: row.category for row in proposed(text).table.activities}
    assert rows == {"1.1": "1", "1.2": "1", "4.1": "4", "4.2": "4"}
    assert {row.category for row in proposed(text, keeps=False).table.activities} == {"4", "5"}


def test_a_file_that_is_the_whole_drops_the_rest_and_says_so() -> None:
    found = proposed("Activity,City Admin.,Directors\nRules,,\nSet rules,A,R\nCount,A,R\n", keeps=False)
    assert [row.code for row in found.table.activities] == ["1.1", "1.2"]
    assert found.dropped == ("4.1",)
    assert found.table.source == "The file “new.csv”"


def test_cells_that_were_not_understood_stay_as_they_are() -> None:
    found = proposed("Activity,City Admin.,Directors\nSet rules,A,Boss\nKeep them,A,R\n")
    assert found.table.cells["1.1", "DIR"] == "R"
    assert proposed("Activity,City Admin.,Directors\nSet rules,A,\nKeep them,A,R\n").table.row("1.1") == ["A", ""]


def test_a_column_left_out_is_said_with_its_cells() -> None:
    found = proposed("Activity,City Admin.,Sheriff\nSet rules,A,R\nKeep them,A,I\n")
    assert found.left_out == (("Sheriff", 2),)


@pytest.mark.parametrize("keeps", [True, False])
@pytest.mark.parametrize("write", [to_csv, to_xlsx, to_yaml])
def test_what_was_exported_changes_nothing(write, keeps: bool) -> None:
    name = {to_csv: "x.csv", to_xlsx: "x.xlsx", to_yaml: "x.yaml"}[write]
    (table,) = read_matrix_file(write(OURS), name).tables
    found = propose(table, OURS, Wish(matched_roles(table, COLUMNS), keeps), COLUMNS)
    assert says_the_same(found.table, OURS)
    assert (found.new, found.dropped, found.left_out) == ((), (), ())


@pytest.mark.parametrize("keeps", [True, False])
def test_what_was_exported_as_a_page_changes_no_cell_and_no_category(keeps: bool) -> None:
    (table,) = read_matrix_file(to_markdown(OURS), "x.md").tables
    found = propose(table, OURS, Wish(matched_roles(table, COLUMNS), keeps), COLUMNS)
    for name in ("cells", "categories", "activities"):
        assert getattr(found.table, name) == getattr(OURS, name)


def test_without_a_matrix_the_file_is_the_whole() -> None:
    found = proposed("Ref,Activity,City Admin.,Directors\nA-1,Set,A,R\nA-2,Keep,A,R\n", current=None)
    assert [row.code for row in found.table.activities] == ["A-1", "A-2"]


# ---- by page


@pytest.fixture
def city() -> SmallCity:
    return small_city()


@pytest.fixture
def officer(city: SmallCity) -> Client:
    client = Client()
    client.force_login(city.officer)
    return client


def choose(client: Client, content: bytes | str, name: str = "matrix.csv") -> None:
    body = content.encode() if isinstance(content, str) else content
    answer = client.post("/matrix/import/", {"file": SimpleUploadedFile(name, body)})
    assert (answer.status_code, answer["Location"]) == (302, "/matrix/import/check/")


def say(client: Client, status: int = 302, **said: str) -> str:
    """Send the form of meanings as the page has it, with what is said."""
    form = client.get("/matrix/import/check/").context["form"]
    sent = {name: form[name].initial or "" for name in form.fields} | said
    answer = client.post("/matrix/import/check/", sent)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def take_in(client: Client, status: int = 302) -> str:
    page = client.get("/matrix/import/check/").context["page"]
    answer = client.post("/matrix/import/apply/", {"seen": page.on.print})
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def draft() -> MatrixTable:
    return table_of(Matrix.objects.get(case__state=Case.State.DRAFT))


def test_an_export_with_five_cells_changed_becomes_a_draft_with_exactly_these(officer: Client, city: SmallCity):
    old = table_of(Matrix.objects.get(number=1))
    five = {("4.1", "CAO"): "C", ("4.1", "ATTY"): "A", ("1.4", "EM"): "R", ("2.1", "AUD"): "CI", ("3.1", "CET"): "C"}
    new = MatrixTable(**{**vars(old), "cells": {**old.cells, **five}})
    choose(officer, to_xlsx(new), "matrix-v1.xlsx")
    page = officer.get("/matrix/import/check/").content.decode()
    assert "5 cells say something else than in v1" in page
    take_in(officer)
    assert {(one.activity, one.role): one.new for one in cell_changes(old, draft())} == five
    assert not MatrixFile.objects.exists()


def test_what_is_not_understood_is_asked_and_nothing_is_lost_between_the_steps(officer: Client, city: SmallCity):
    choose(officer, MIXED)
    page = officer.get("/matrix/import/check/").content.decode()
    assert "matrix.csv, line 2, column 3" in page
    assert "leave it out: Sheriff" in page
    assert 'action="/matrix/import/apply/"' not in page
    take_in(officer, status=422)
    assert "Choose: Sheriff" in say(officer, status=422)
    say(officer, role_2="-", term_0="R")
    page = officer.get("/matrix/import/check/").content.decode()
    assert "The column “Sheriff” is left out, with 2 cells" in page
    assert "not understood" not in page
    take_in(officer)
    assert (draft().cells["1.1", "DIR"], draft().cells["5.1", "DIR"]) == ("R", "R")
    assert draft().cells["1.1", "CET"] == "R"  # what the file does not name


def test_two_columns_for_one_role_are_refused_with_both_names(officer: Client, city: SmallCity):
    choose(officer, MIXED)
    page = say(officer, status=422, role_2="CAO")
    assert "“Sheriff” and “City Admin.” stand for the same role" in page
    assert MatrixFile.objects.get().told == {}


def test_a_second_file_changes_the_draft_that_is_under_way(officer: Client, city: SmallCity):
    case = acts.propose_matrix(by=city.officer)
    acts.set_cell(case, activity="4.1", role="AUD", codes="C", by=city.officer)
    choose(officer, "Activity,City Admin.,Directors\nSet Citywide Equity Standards,A,R\nCount,A,R\n")
    assert "What the draft v2 would say" in officer.get("/matrix/import/check/").content.decode()
    take_in(officer)
    assert draft().cells["1.1", "DIR"] == "R"
    assert draft().cells["4.1", "AUD"] == "C"
    assert Case.objects.filter(record__kind="matrix").count() == 2


def test_a_draft_that_somebody_changed_meanwhile_is_looked_at_again(officer: Client, city: SmallCity):
    case = acts.propose_matrix(by=city.officer)
    choose(officer, "Activity,City Admin.,Directors\nSet Citywide Equity Standards,A,R\nCount,A,R\n")
    seen = officer.get("/matrix/import/check/").context["page"].on.print
    acts.set_cell(case, activity="4.1", role="AUD", codes="C", by=city.officer)
    answer = officer.post("/matrix/import/apply/", {"seen": seen})
    assert answer.status_code == 409
    assert "Somebody changed the matrix since you looked" in answer.content.decode()
    assert draft().cells["1.1", "DIR"] == "I"


def test_a_version_before_others_is_not_changed(officer: Client, city: SmallCity):
    case = acts.propose_matrix(by=city.officer)
    acts.set_cell(case, activity="4.1", role="AUD", codes="C", by=city.officer)
    cases.open_consultation(case, by=city.officer)
    choose(officer, "Activity,City Admin.,Directors\nSet Citywide Equity Standards,A,R\nCount,A,R\n")
    page = officer.get("/matrix/import/check/").content.decode()
    assert "A version is before those who answer or decide" in page
    assert f"/matrix/proposals/{case.record_id}/" in page
    take_in(officer, status=422)


def test_a_file_without_a_matrix_says_what_to_do(officer: Client, city: SmallCity):
    choose(officer, b"A letter to the Mayor.\n", "letter.txt")
    page = officer.get("/matrix/import/check/").content.decode()
    assert "There is no matrix in “letter.txt”" in page
    assert "Choose another file" in page
    take_in(officer, status=422)


def test_several_matrices_of_a_file_are_chosen_from(officer: Client, city: SmallCity):
    one = "| Activity | City Admin. | Directors |\n|-|-|-|\n| {} | A | R |\n| Other | A | R |\n"
    choose(officer, f"## One\n{one.format('First')}\n## Two\n{one.format('Second')}", "page.md")
    say(officer, table="1")
    assert "Second" in officer.get("/matrix/import/check/").content.decode()
    take_in(officer)
    assert "Second" in [row.title for row in draft().activities]


def test_hostile_words_of_a_file_are_text(officer: Client, city: SmallCity):
    choose(officer, "Activity,City Admin.,<img src=x onerror=1>\n<script>x</script>,A,<b>R\n=cmd|x,A,R\n")
    page = officer.get("/matrix/import/check/").content.decode()
    assert "<script>x" not in page
    assert "<img" not in page
    assert "<b>R" not in page


@real
@pytest.mark.parametrize(
    ("name", "terms"),
    [
        ("iso27001_raci_en.csv", {}),
        ("ocp_ci_raci.md", {}),
        ("packt_raci.xlsx", {}),
        ("packt_tpm_raci.xlsx", {}),
        ("portland_seed_raci.txt", {}),
        ("rykaj_agile_responsibility.md", {"owns": "A", "helps": "C", "execute": "R", "coordinates": "R"}),
    ],
)
def test_files_that_others_wrote_become_drafts(name: str, terms: dict[str, str], officer: Client, city: SmallCity):
    choose(officer, (SHARED / name).read_bytes(), name)
    form = officer.get("/matrix/import/check/").context["form"]
    told = {f"term_{at}": terms[term.casefold()] for at, term in enumerate(form.terms)}
    roles = [one for one, _label in form.fields["role_0"].choices if len(one) > 1]
    guessed = {f"role_{at}": form[f"role_{at}"].initial for at in range(len(form.names))}
    free = [one for one in roles if one not in guessed.values()]
    say(officer, **told, **{field: code or (free.pop(0) if free else "-") for field, code in guessed.items()})
    page = officer.get("/matrix/import/check/")
    assert page.context["page"].problems == []
    assert not page.context["page"].table.not_understood
    take_in(officer)
    codes = page.context["page"].proposal.codes.values()
    assert {row.code for row in draft().activities} >= set(codes)


@real
def test_the_source_itself_changes_nothing_of_its_ten_rows(officer: Client, city: SmallCity):
    choose(officer, (SHARED / "portland_seed_raci.txt").read_bytes(), "portland_seed_raci.txt")
    page = officer.get("/matrix/import/check/").context["page"]
    assert (page.changes, page.proposal.new, page.proposal.dropped) == ([], (), ())


# ---- by program


def test_a_program_reads_and_proposes(city: SmallCity):
    caller = Caller(city.officer)
    read = caller.upload("matrix/read/", file=SimpleUploadedFile("m.csv", MIXED.encode()))
    assert read.status_code == 200, read.content
    assert read.json()["roles"] == ["City Admin.", "Director", "Sheriff"]
    assert [one["raw"] for one in read.json()["not_understood"]] == ["Boss"]
    refused = caller.upload("matrix/drafts/file/", file=SimpleUploadedFile("m.csv", MIXED.encode()))
    assert refused.status_code == 422
    assert "Sheriff" in refused.json()["detail"]
    made = caller.upload(
        "matrix/drafts/file/", file=SimpleUploadedFile("m.csv", MIXED.encode()), terms="Boss=R", roles="Sheriff="
    )
    assert made.status_code == 201, made.content
    assert draft().cells["1.1", "DIR"] == "R"


def test_a_program_that_may_not_is_refused_with_the_reason(city: SmallCity):
    answer = Caller(city.director).upload("matrix/read/", file=SimpleUploadedFile("m.csv", MIXED.encode()))
    assert answer.status_code == 403
    assert "4.3" in answer.json()["detail"]
