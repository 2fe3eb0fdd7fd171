"""A version of the matrix on its way: proposed, edited, consulted on, published for a day, in force on that day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from raci import clock, grants
from raci.actions import cases
from raci.actions import matrix as acts
from raci.authority import Act, Subject, facts_for, matrix_in_force, may
from raci.matrix.content import before, content_of
from raci.matrix.differences import cell_changes, in_force_words, text_changes
from raci.matrix.kind import MATRIX
from raci.matrix.rows import table_of
from raci.models import Case, Grant, Matrix, Person, Text
from raci.refusals import Conflict, NotReady, Refused
from tests.city import SmallCity, small_city
from tests.plans.conftest import make_plan
from tests.raci.test_grants import drift

pytestmark = [pytest.mark.django_db, pytest.mark.portland]

FIVE = {
    ("4.1", "CAO"): "C", ("4.1", "ATTY"): "A", ("4.1", "AUD"): "", ("1.4", "EM"): "R", ("2.1", "AUD"): "C/I",
}  # fmt: skip
SOON = 40


@pytest.fixture
def city() -> SmallCity:
    return small_city()


def change(case: Case, cells: dict[tuple[str, str], str], by: Person) -> None:
    for (activity, role), codes in cells.items():
        acts.set_cell(case, activity=activity, role=role, codes=codes, by=by)


def proposed(city: SmallCity, cells: dict[tuple[str, str], str] = FIVE, days: int = 0) -> Case:
    """A draft by the Equity Officer, for so many days from now."""
    case = acts.propose_matrix(by=city.officer, wished_on=clock.today() + timedelta(days=days) if days else None)
    change(case, cells, city.officer)
    return case


def consult(case: Case, city: SmallCity, objecting: tuple[str, ...] = ()) -> None:
    """Everybody asked answers; roles in `objecting` object."""
    cases.open_consultation(case, by=city.officer)
    people = {"ATTY": city.attorney, "AUD": city.auditor, "ACA_DCA": city.deputy, "CET": city.lead}
    for one in case.consultations.exclude(way="not_asked"):
        answer = "objection" if one.role.code in objecting else "no_objection"
        cases.answer(one, by=people[one.role.code], answer=answer, words="No." if answer == "objection" else "")


def submit(case: Case, city: SmallCity) -> None:
    done = {one.pk: "Noted." for one in case.consultations.exclude(words="")}
    cases.submit(case, by=city.officer, done=done)


def publish(case: Case, city: SmallCity) -> Matrix:
    consult(case, city)
    submit(case, city)
    cases.decide(case, by=city.administrator, kind=Act.APPROVE)
    return Matrix.objects.get(case=case)


def test_the_difference_names_exactly_the_five_cells_that_changed(city: SmallCity):
    case = proposed(city)
    old, new = (table_of(Matrix.objects.get(number=number)) for number in (1, 2))
    assert [change.words for change in cell_changes(old, new)] == [
        "Equity Managers on 1.4: R, was I",
        "City Auditor on 2.1: C/I, was I",
        "City Admin. on 4.1: C, was A",
        "City Attorney on 4.1: A, was I",
        "City Auditor on 4.1: nothing, was I",
    ]
    assert text_changes(old, new) == []
    for_decider = MATRIX.differences(content_of(before(case.matrix), old), MATRIX.content(case.record))
    assert [f"{one.what}: {one.new}, was {one.old}" for one in for_decider] == [
        change.words for change in cell_changes(old, new)
    ]
    assert in_force_words(cell_changes(old, new)) == (
        "A of 4.1 is City Attorney, was City Admin.; Equity Managers on 1.4: R, was I; City Auditor on 2.1: C/I, was I; "
        "City Admin. on 4.1: C, was A; City Attorney on 4.1: A, was I; City Auditor on 4.1: nothing, was I"
    )


# ---- proposing


def test_the_first_proposal_puts_the_founding_version_on_record(city: SmallCity):
    case = acts.propose_matrix(by=city.officer)
    first = Matrix.objects.get(number=1)
    assert (first.case.state, first.case.number, first.case.state_by) == ("approved", 1, "loaded by City loader")
    assert Text.objects.get(case=first.case).number == 1
    assert not first.case.authors.exists()
    assert {str(one.history_actor).split(" <")[0] for one in Case.history.filter(id=first.case_id)} == {"City loader"}
    second = Matrix.objects.get(case=case)
    assert (second.number, second.effective_on, case.state, case.begun_from) == (2, None, "draft", first.case)
    assert table_of(second) == table_of(first)
    assert [one.person for one in case.authors.all()] == [city.officer]
    assert before(second) == first


def test_one_version_is_under_way_at_a_time_and_only_those_responsible_propose(city: SmallCity):
    for stranger in (city.director, city.administrator, city.attorney, city.technician, city.reader):
        with pytest.raises(Refused):
            acts.propose_matrix(by=stranger)
    acts.propose_matrix(by=city.office)
    with pytest.raises(NotReady, match="under way already"):
        acts.propose_matrix(by=city.officer)


def test_a_draft_left_by_a_later_load_is_adopted_as_it_is(city: SmallCity):
    from tests.raci.test_matrix_pages import another_version

    left = another_version(5)
    case = acts.propose_matrix(by=city.officer, adopt=left)
    left.refresh_from_db()
    assert left.case == case
    assert case.record.title == "Matrix v5: " + left.title
    with pytest.raises((Conflict, NotReady)):
        acts.propose_matrix(by=city.officer, adopt=left)


# ---- editing


def test_an_edit_writes_what_differs_and_no_more_and_its_writer_is_an_author(city: SmallCity):
    case = proposed(city, {})
    matrix = Matrix.objects.get(case=case)
    acts.set_cell(case, activity="1.4", role="EM", codes="R", was="I", by=city.office)
    rows = [row for model in (Matrix, Case) for row in model.history.filter(history_act="edit")]
    cells = list(matrix.activities.get(code="1.4").assignments.model.history.filter(history_act="edit"))
    assert (len(rows), [(row.history_type, row.codes) for row in cells]) == (0, [("~", "R")])
    assert {author.person for author in case.authors.all()} == {city.officer, city.office}


def test_the_second_of_two_editors_of_a_cell_is_told_who_was_first(city: SmallCity):
    case = proposed(city, {})
    acts.set_cell(case, activity="1.4", role="EM", codes="R", was="I", by=city.office)
    with pytest.raises(Conflict, match=rf"says R by now; {re.escape(city.office.name)}"):
        acts.set_cell(case, activity="1.4", role="EM", codes="C", was="I", by=city.officer)


def test_rows_categories_and_facts_change_and_go(city: SmallCity):
    case = proposed(city, {})
    by, matrix = city.officer, Matrix.objects.get(case=case)
    acts.set_category(case, code="5", title="Language access", is_procedure=True, by=by)
    acts.add_activity(case, code="5.1", title="Translate vital documents", category="5", by=by)
    acts.set_row(case, activity="5.1", cells={"EO": "A", "OEHR": "R"}, title="Translate documents", by=by)
    acts.set_row(case, activity="4.8", category="5", by=by)
    table = table_of(matrix)
    assert next((row.code, row.title) for row in table.rows_of("5")) == ("5.1", "Translate documents")
    assert [row.code for row in table.rows_of("5")] == ["5.1", "4.8"]
    assert table.cells["5.1", "EO"] == "A"
    with pytest.raises(NotReady, match="Remove or move"):
        acts.remove_category(case, code="5", by=by)
    with pytest.raises(NotReady, match="used already"):
        acts.add_activity(case, code="5.1", title="Again", category="5", by=by)
    acts.remove_activity(case, activity="5.1", by=by)
    acts.set_row(case, activity="4.8", category="4", by=by)
    acts.remove_category(case, code="5", by=by)
    acts.set_facts(case, {"title": "Matrix of 2027", "adopted_by": "Council"}, wished_on=date(2027, 7, 1), by=by)
    matrix.refresh_from_db()
    assert (matrix.title, matrix.adopted_by, matrix.wished_on) == ("Matrix of 2027", "Council", date(2027, 7, 1))
    case.record.refresh_from_db()
    assert case.record.title == "Matrix v2: Matrix of 2027"
    assert cell_changes(table_of(Matrix.objects.get(number=1)), table_of(matrix)) == []


def test_what_could_not_be_stored_is_refused_with_its_place(city: SmallCity):
    case = proposed(city, {})
    wrong = [
        lambda: acts.set_cell(case, activity="1.4", role="DIR", codes="X", by=city.officer),
        lambda: acts.set_cell(case, activity="9.9", role="DIR", codes="R", by=city.officer),
        lambda: acts.set_cell(case, activity="1.4", role="NOBODY", codes="R", by=city.officer),
        lambda: acts.set_facts(case, {"title": " "}, wished_on=None, by=city.officer),
        lambda: acts.add_activity(case, code="a b", title="A", category="4", by=city.officer),
    ]
    for one in wrong:
        with pytest.raises(NotReady):
            one()


def test_nobody_edits_what_is_not_a_draft_and_nobody_else_at_all(city: SmallCity):
    case = proposed(city)
    with pytest.raises(Refused):
        acts.set_cell(case, activity="1.4", role="DIR", codes="R", by=city.director)
    consult(case, city)
    with pytest.raises(Refused, match="only while it is draft"):
        acts.set_cell(case, activity="1.4", role="DIR", codes="I", by=city.officer)


def test_a_draft_may_be_broken_and_is_not_put_before_others_so(city: SmallCity):
    case = proposed(city, {("4.1", "CAO"): "", ("2.1", "EO"): "A", ("4.8", "OEHR"): ""})
    acts.remove_activity(case, activity="4.2", by=city.officer)
    with pytest.raises(NotReady) as refused:
        cases.open_consultation(case, by=city.officer)
    assert "Activity 4.1 has 0 A instead of one" in str(refused.value)


def test_an_activity_under_which_records_stand_cannot_go(city: SmallCity):
    case = proposed(city, {})
    acts.remove_activity(case, activity="4.1", by=city.officer)
    with pytest.raises(NotReady, match=r"4\.1 is missing: Equity plan"):
        cases.open_consultation(case, by=city.officer)


def test_comments_are_kept_and_make_nobody_an_author(city: SmallCity):
    case = proposed(city)
    acts.comment(case, words="Why not the Auditor?", activity="2.1", by=city.office)
    with pytest.raises(Refused) as hidden:  # the consulted do not read a draft
        acts.comment(case, words="Hm", by=city.attorney)
    assert not hidden.value.visible
    consult(case, city)
    acts.comment(case, words="Counsel agrees.", by=city.attorney)
    with pytest.raises(Refused, match="Those comment"):
        acts.comment(case, words="Seen.", by=city.reader)
    assert [one.by_as for one in Matrix.objects.get(case=case).comments.all()] == [
        "Equity Policy Analyst",
        "City Attorney",
    ]
    assert not case.authors.filter(person__in=[city.office, city.attorney]).exists()


# ---- publishing


def test_published_at_once_it_decides_from_the_next_request_on(city: SmallCity):
    matrix = publish(proposed(city), city)
    assert matrix.effective_on == clock.today()
    assert matrix.published_by == f"{city.administrator.name}, City Administrator"
    first = Matrix.objects.get(number=1)
    first.case.refresh_from_db()
    assert first.case.state == "superseded"
    assert matrix_in_force().number == 2
    compared, wrong = drift()
    assert compared > 100_000
    assert wrong == []


def test_the_proposer_never_publishes(city: SmallCity):
    """Not even who holds the A as well: an author never decides."""
    case = proposed(city)
    acts.set_cell(case, activity="1.4", role="OEHR", codes="C", by=city.officer)
    consult(case, city)
    submit(case, city)
    for one in (city.officer, city.office, city.director, city.attorney):
        with pytest.raises(Refused):
            cases.decide(case, by=one, kind=Act.APPROVE)


def test_a_later_day_takes_effect_by_itself_and_the_round_only_tidies_up(
    city: SmallCity, move_time: Callable[..., None]
):
    matrix = publish(proposed(city, days=SOON), city)
    first, case = Matrix.objects.get(number=1).case, matrix.case
    plan = Subject.of_scope("4.1", city.parks)
    assert (first.state, case.state, case.is_coming(clock.today())) == ("approved", "approved", True)
    assert cases.supersede_where_the_day_has_come() == 0
    assert facts_for(city.administrator).letters(plan) == "A"
    assert facts_for(city.attorney).letters(plan) == "I"
    assert Grant.objects.filter(matrix=matrix).exists()
    move_time(days=SOON)
    assert facts_for(city.administrator).letters(plan) == "C"
    assert facts_for(city.attorney).letters(plan) == "A"
    assert first.state == "approved"  # nobody came round yet, and it decides all the same
    assert cases.supersede_where_the_day_has_come() == 1
    assert cases.supersede_where_the_day_has_come() == 0
    first.refresh_from_db()
    case.refresh_from_db()
    assert (first.state, case.state, case.is_coming(clock.today())) == ("superseded", "approved", False)
    assert drift()[1] == []


def test_a_version_comes_after_all_that_are_published(city: SmallCity):
    publish(proposed(city, days=SOON), city)
    again = proposed(city, {("1.4", "DIR"): "I"}, days=SOON)
    with pytest.raises(NotReady, match="for a later day"):
        cases.open_consultation(again, by=city.officer)
    acts.set_facts(again, {}, wished_on=clock.today() + timedelta(days=SOON + 1), by=city.officer)
    third = publish(again, city)
    assert table_of(third).cells["4.1", "ATTY"] == "A"  # it was begun from the version that is coming
    assert [one.state for one in Case.objects.filter(record=again.record).order_by("number")] == ["approved"] * 3


def test_a_version_that_changes_the_auditors_row_is_not_published_over_the_auditors_objection(city: SmallCity):
    case = proposed(city, {("4.7", "EO"): "I"})
    consult(case, city, objecting=("AUD",))
    submit(case, city)
    with pytest.raises(NotReady, match=r"changes 4\.7"):
        cases.decide(case, by=city.administrator, kind=Act.APPROVE)
    cases.decide(case, by=city.administrator, kind=Act.RETURN, reason="Heed the Auditor.")
    acts.set_cell(case, activity="4.7", role="EO", codes="C", by=city.officer)
    cases.submit(case, by=city.officer)
    for one in case.consultations.filter(way="review", answer="", role__code="ATTY"):
        cases.answer(one, by=city.attorney, answer="no_objection")
    for one in case.consultations.filter(way="review", answer="", role__code="AUD"):
        cases.answer(one, by=city.auditor, answer="objection", words="Still no.")
    cases.decide(case, by=city.administrator, kind=Act.APPROVE)  # it changes the auditor's row no more


def test_others_objection_or_the_auditors_to_another_row_does_not_bar(city: SmallCity):
    case = proposed(city, {("1.4", "EM"): "R"})
    consult(case, city, objecting=("AUD", "ATTY"))
    submit(case, city)
    cases.decide(case, by=city.administrator, kind=Act.APPROVE)
    assert matrix_in_force().number == 2


def test_a_declined_version_is_where_the_next_begins(city: SmallCity):
    case = proposed(city)
    consult(case, city)
    submit(case, city)
    cases.decide(case, by=city.administrator, kind=Act.DECLINE, reason="Not now.")
    again = acts.propose_matrix(by=city.officer)
    matrix = Matrix.objects.get(case=again)
    assert matrix.number == 3
    assert before(matrix).number == 1
    assert table_of(matrix).cells == table_of(Matrix.objects.get(number=2)).cells
    assert grants.with_letter(facts_for(city.attorney), "A").count() == 0
    assert may(facts_for(city.officer), Act.EDIT, again)


def test_what_was_asked_stays_asked_and_who_answers_follows_the_new_version(
    city: SmallCity, move_time: Callable[..., None]
):
    plan = make_plan(city)
    cases.open_consultation(plan.case, by=city.director, due_on=clock.today() + timedelta(days=SOON + 10))
    publish(proposed(city, {("4.1", "EO"): "I", ("4.1", "ATTY"): "C"}, days=SOON), city)
    move_time(days=SOON)
    question = plan.case.consultations.get(role__code="EO")
    assert (question.way, question.answer) == ("asked", "")
    with pytest.raises(Refused, match="takes C"):
        cases.answer(question, by=city.officer, answer="no_objection")
    assert not plan.case.consultations.filter(role__code="ATTY").exists()
    with pytest.raises(NotReady, match="Equity Officer has not answered yet"):
        cases.submit(plan.case, by=city.director)
    move_time(days=SOON + 11)
    cases.submit(plan.case, by=city.director)


def test_the_workflows_own_next_version_begins_a_draft_too(city: SmallCity):
    first = publish(proposed(city), city)
    case = cases.begin_next(first.case, by=city.office)
    third = Matrix.objects.get(case=case)
    assert (third.number, third.effective_on, third.wished_on) == (3, None, None)
    assert table_of(third) == table_of(first)
    assert case.authors.get().person == city.office
