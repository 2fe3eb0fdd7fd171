"""Writing a plan: every form, what it says when something is wrong, two editors at once, typing that is never lost."""

from __future__ import annotations

import re
from datetime import date
from itertools import zip_longest

import pytest
from django.urls import reverse

from plans.actions import change, fingerprint, remove
from plans.forms import WordsField
from plans.models import LONG, Action, Goal, Outcome, Plan
from raci import typing as unsaved
from tests.city import SmallCity
from tests.plans.conftest import ParksPlan
from tests.plans.naughty import STRINGS


def url(name: str, pk: int) -> str:
    return reverse(f"plans:{name}", args=[pk])


def hidden(page: str, name: str = "opened") -> str:
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', page)
    assert found, f"no hidden {name}"
    return found[1]


def opened(client, address: str) -> str:
    return hidden(client.get(address).content.decode())


ACTION = {
    "title": "Pools open late",
    "partners": "",
    "starts_on": "2027-02-01",
    "due_on": "2027-03-01",
    "budget_cents": "0",
}


def action_form(city: SmallCity, **values: str) -> dict:
    return {**ACTION, "lead": str(city.post("director-parks").pk), **values}


# ---- every form saves what was typed


def test_goal_create_outcome_create_and_action_create_lead_back_to_the_plan(client, parks: ParksPlan, city: SmallCity):
    client.force_login(city.manager)
    sent = client.post(url("goal-create", parks.record.pk), {"title": " Fair hiring ", "description": "a\r\nb"})
    goal = Goal.objects.get(title="Fair hiring")
    assert goal.description == "a\nb"
    assert sent.url == url("plan-detail", parks.record.pk) + f"#goal-{goal.pk}"
    client.post(url("outcome-create", goal.pk), {"title": "Staff mirror the city"})
    outcome = Outcome.objects.get(goal=goal)
    form = action_form(city, budget_cents="48,000.50")
    client.post(url("action-create", outcome.pk), form)
    action = Action.objects.get(outcome=outcome)
    assert action.budget_cents == 4_800_050
    assert (action.lead.code, str(action.due_on), action.status) == ("director-parks", "2027-03-01", "pending")
    again = client.post(url("action-create", outcome.pk), {**form, "title": "Second", "again": "1"})
    assert again.url == url("action-create", outcome.pk)
    assert [one.order for one in outcome.actions.all()] == [1, 2]


def test_plan_edit_renames_the_plan_and_the_record(client, parks: ParksPlan, city: SmallCity):
    client.force_login(city.manager)
    address = url("plan-edit", parks.record.pk)
    sent = {
        "opened": opened(client, address),
        "title": "Parks for all",
        "begins_on": "2027-01-01",
        "ends_on": "2028-12-31",
        "summary": "New.",
    }
    assert client.post(address, sent).status_code == 302
    parks.record.refresh_from_db()
    assert (parks.record.title, Plan.objects.get(record=parks.record).summary) == ("Parks for all", "New.")
    assert parks.case.authors.filter(person=city.manager).exists()


def test_plan_opinion_keeps_yes_no_and_not_said(client, parks: ParksPlan, city: SmallCity):
    client.force_login(city.director)
    address = url("plan-opinion", parks.record.pk)
    for typed, kept in (("no", False), ("", None), ("yes", True)):
        sent = {"opinion_sought": typed, "opinion_why_not": "No time.", "opened": opened(client, address)}
        assert client.post(address, sent).status_code == 302
        assert Plan.objects.get(pk=parks.plan.pk).opinion_sought is kept


def test_part_edit_that_changes_nothing_writes_nothing_and_makes_no_author(client, parks: ParksPlan, city: SmallCity):
    client.force_login(city.manager)
    address = url("goal-edit", parks.goal.pk)
    before = parks.goal.history.count()
    sent = {"title": parks.goal.title, "description": parks.goal.description, "opened": opened(client, address)}
    assert client.post(address, sent).status_code == 302
    assert parks.goal.history.count() == before
    assert not parks.case.authors.filter(person=city.manager).exists()


def test_action_edit_offers_a_lead_whose_post_was_abolished_and_says_who_holds_each(client, parks, city):
    client.force_login(city.director)
    page = client.get(url("action-edit", parks.action.pk)).content.decode()
    assert f"Director, Portland Parks &amp; Recreation · {city.director.name}" in page
    assert page.index("<optgroup") < page.index(f'value="{parks.action.lead_id}" selected')
    assert 'value="48,000.50"' in page


# ---- what is wrong is said, and what was typed stays


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("budget_cents", "48.000,50", "Budget: Write an amount such as 48,000 or 48,000.50."),
        ("budget_cents", "48,000.505", "Budget: Write an amount such as 48,000 or 48,000.50."),
        ("budget_cents", "-1", "An amount must not be below zero."),
        ("budget_cents", "1e9", "Write an amount such as"),
        ("budget_cents", "9" * 40, "larger than the portal keeps"),
        ("budget_cents", "", "Fill in: Budget."),
        ("due_on", "2027-01-31", "An action must not be due before it starts."),
        ("due_on", "31.12.2027", "Enter a valid date."),
        ("title", "x" * 301, "Write at most 300 characters (there are 301)."),
        ("title", "   ", "Fill in: Action."),
        ("title", "a\x00b", "This has a character that cannot be kept (NUL)."),
        ("partners", "x" * 501, "Write at most 500 characters"),
        ("lead", "", "Choose: Lead."),
        ("lead", "999999", "Select a valid choice."),
    ],
)
def test_action_create_says_what_is_wrong_and_keeps_the_rest(client, parks, city, field: str, typed: str, message: str):
    client.force_login(city.director)
    address = url("action-create", parks.outcome.pk)
    response = client.post(address, action_form(city, partners="Libraries") | {field: typed})
    page = response.content.decode()
    assert response.status_code == 422
    assert message in page
    assert f"#id_{field}" in page, "the summary links to the field"
    assert parks.outcome.actions.count() == 1
    if field != "partners":
        assert "Libraries" in page
        assert "Libraries" in client.get(address).content.decode(), "and it is there on coming back, without script"


@pytest.mark.parametrize("typed", ["0", "0.01", "$48,000", "48000", "48,000.50", "48000.5", "9007199254740.93"])
def test_action_budget_is_whole_cents_exactly(client, parks: ParksPlan, city: SmallCity, typed: str):
    client.force_login(city.director)
    address = url("action-create", parks.outcome.pk)
    assert client.post(address, action_form(city, budget_cents=typed)).status_code == 302
    cents = parks.outcome.actions.get(title="Pools open late").budget_cents
    plain = typed.replace("$", "").replace(",", "")
    whole, _, part = plain.partition(".")
    assert cents == int(whole) * 100 + int(part.ljust(2, "0") or 0)


def test_words_have_no_limit_in_the_browser_that_would_cut_what_is_pasted(client, parks: ParksPlan, city: SmallCity):
    client.force_login(city.director)
    assert "maxlength" not in client.get(url("plan-edit", parks.record.pk)).content.decode()
    address = url("plan-opinion", parks.record.pk)
    long = {"opinion_said": "é" * (LONG + 1)}
    response = client.post(address, long)
    assert "Write at most 20000 characters (there are 20001)" in response.content.decode()
    fits = {"opinion_said": ("é" * 99 + "\r\n") * 200, "opened": opened(client, address)}
    assert client.post(address, fits).status_code == 302, "a line end counts once, however the browser sends it"


# ---- text survives as it was typed


def test_text_fields_survive_the_naughty_strings(client, parks: ParksPlan, city: SmallCity):
    client.force_login(city.director)
    address = url("plan-edit", parks.record.pk)
    field = WordsField(label="x")
    for other, text in zip_longest(STRINGS[::2], STRINGS[1::2], fillvalue=""):  # two at a time, each in a field
        sent = {
            "title": "Plan " + other[:200],
            "begins_on": "2027-01-01",
            "ends_on": "2027-12-31",
            "summary": text,
            "opened": fingerprint(Plan.objects.get(pk=parks.plan.pk), ("title", "begins_on", "ends_on", "summary")),
        }
        response = client.post(address, sent)
        if "\x00" in text + other:
            assert response.status_code == 422
            continue
        assert response.status_code == 302, repr(text)
        plan = Plan.objects.get(pk=parks.plan.pk)
        assert plan.summary == one_kind_of_line_end(text)
        assert plan.title == one_kind_of_line_end(sent["title"].strip())
        assert field.clean(plan.summary or "x") == (plan.summary or "x"), "once through is enough"
    page = client.get(url("plan-detail", parks.record.pk))
    assert page.status_code == 200


def one_kind_of_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def test_plan_pages_show_each_naughty_string_as_text(client, parks: ParksPlan, city: SmallCity):
    change(parks.plan, {"summary": "\n".join(text for text in STRINGS if "\x00" not in text)[:LONG]}, by=city.director)
    for name in ("plan-detail", "plan-print", "plan-edit"):
        client.force_login(city.director)
        page = client.get(url(name, parks.record.pk)).content.decode()
        main = page.split("<main")[1].split("</main>")[0]
        assert "<script" not in main.lower()
        assert "<img" not in main.lower()
        assert "onerror=" not in re.sub(r"&lt;.*?&gt;", "", main.replace("\n", " ")).split(">")[0]


# ---- two editors at once


def test_part_edit_shows_the_second_of_two_editors_both_texts_and_saves_their_choice(client, parks, city):
    address = url("goal-edit", parks.goal.pk)
    client.force_login(city.director)
    first = opened(client, address)
    change(parks.goal, {"title": "Theirs", "description": "Same"}, by=city.manager)
    response = client.post(address, {"title": "Mine", "description": "Same", "opened": first})
    page = response.content.decode()
    assert response.status_code == 409
    assert city.manager.name in page
    for words in ("Mine", "Theirs", "Goal", "Put the saved text into the form"):
        assert words in page
    assert "Description" not in page.split("plan-apart")[1].split("</table>")[0], "only where the two differ"
    assert Goal.objects.get(pk=parks.goal.pk).title == "Theirs", "nothing is overwritten"
    again = client.post(address, {"title": "Mine", "description": "Same", "opened": hidden(page)})
    assert again.status_code == 302
    assert Goal.objects.get(pk=parks.goal.pk).title == "Mine"


def test_part_edit_puts_the_saved_text_into_one_field_at_a_press(client, parks: ParksPlan, city: SmallCity):
    address = url("goal-edit", parks.goal.pk)
    client.force_login(city.director)
    first = opened(client, address)
    change(parks.goal, {"title": "Their title", "description": "Their words"}, by=city.manager)
    mine = {"title": "My title", "description": "My words"}
    page = client.post(address, {**mine, "opened": first}).content.decode()
    taken = client.post(address, {**mine, "opened": hidden(page), "take": "title"}).content.decode()
    assert 'value="Their title"' in taken
    assert "My words</textarea>" in taken
    sent = {"title": "Their title", "description": "My words", "opened": hidden(taken)}
    assert client.post(address, sent).status_code == 302
    goal = Goal.objects.get(pk=parks.goal.pk)
    assert (goal.title, goal.description) == ("Their title", "My words")


@pytest.mark.parametrize("field", ["starts_on", "budget_cents", "lead"])
def test_part_edit_shows_days_money_and_leads_in_words(client, parks: ParksPlan, city: SmallCity, field: str):
    address = url("action-edit", parks.action.pk)
    client.force_login(city.director)
    first = opened(client, address)
    theirs = {
        "starts_on": date(2027, 1, 20),
        "budget_cents": 100,
        "lead_id": city.post("equity-manager-parks").pk,
    }
    change(parks.action, theirs, by=city.manager)
    page = client.post(address, action_form(city, opened=first)).content.decode()
    expected = {"starts_on": "2027-01-20", "budget_cents": "1.00", "lead": "Equity Manager"}[field]
    assert expected in page.split("plan-apart")[1].split("</table>")[0]
    taken = client.post(address, action_form(city, opened=hidden(page), take=field)).content.decode()
    assert expected not in taken.split("plan-apart")[1].split("</table>")[0]


def test_two_forms_on_the_same_plan_do_not_stand_in_each_others_way(client, parks: ParksPlan, city: SmallCity):
    client.force_login(city.director)
    address = url("plan-opinion", parks.record.pk)
    first = opened(client, address)
    change(parks.plan, {"summary": "Changed meanwhile"}, by=city.manager)
    sent = {"opinion_sought": "no", "opinion_why_not": "No time.", "opened": first}
    assert client.post(address, sent).status_code == 302
    plan = Plan.objects.get(pk=parks.plan.pk)
    assert (plan.summary, plan.opinion_why_not) == ("Changed meanwhile", "No time.")


def test_part_edit_of_what_somebody_removed_says_who_and_keeps_what_was_typed(client, parks, city):
    client.force_login(city.director)
    address = url("action-edit", parks.action.pk)
    first = opened(client, address)
    remove(parks.action, by=city.manager)
    response = client.post(address, action_form(city, title="My long text", opened=first))
    page = response.content.decode()
    assert response.status_code == 409
    assert city.manager.name in page
    assert "My long text" in page
    client.force_login(city.elsewhere)
    assert client.get(address).status_code == 404


# ---- typing is never lost


def test_part_edit_restores_unsaved_typing_and_saving_drops_it(client, parks: ParksPlan, city: SmallCity):
    client.force_login(city.director)
    address = url("goal-edit", parks.goal.pk)
    first = opened(client, address)
    key = f"goal:{parks.goal.pk}"
    typed = {"title": "Half typed", "description": "More", "opened": first}
    assert client.post(reverse("raci:typing-keep", args=[key]), typed).status_code == 200
    page = client.get(address).content.decode()
    assert 'value="Half typed"' in page
    assert "We kept what you typed" in page
    assert hidden(page) == first
    client.post(address, {**typed, "opened": hidden(page)})
    assert unsaved.kept(city.director, key) is None


def test_part_edit_restored_typing_still_notices_who_saved_meanwhile(client, parks: ParksPlan, city: SmallCity):
    client.force_login(city.director)
    address = url("goal-edit", parks.goal.pk)
    key = f"goal:{parks.goal.pk}"
    unsaved.keep(city.director, key, {"title": ["Mine"], "description": [""], "opened": [opened(client, address)]})
    change(parks.goal, {"title": "Theirs"}, by=city.manager)
    page = client.get(address).content.decode()
    response = client.post(address, {"title": "Mine", "description": "", "opened": hidden(page)})
    assert response.status_code == 409
