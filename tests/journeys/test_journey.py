"""The whole line through real browsers: written, consulted, returned, approved, begun again, exported, checked."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core import mail
from django.core.management import call_command

from raci import jobs, mailing
from raci.actions import cases
from raci.models import Decision, Job, Notice
from tests.city import SmallCity, small_city
from tests.journeys.driver import Meet, Visitor, give_passwords, newest, office, written_plan

pytestmark = pytest.mark.django_db(transaction=True)

TITLE = "Parks & Recreation equity plan 2027"
CONDITION = "Report the number of interpreters by June."


@pytest.fixture
def city(transactional_db: None) -> SmallCity:
    city = small_city()
    give_passwords(*city.people.values())
    return city


def small_pdf() -> bytes:
    made, file = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.save(file)
    return file.getvalue()


def test_plan_goes_from_draft_to_decision_and_its_history_proves_itself(
    city: SmallCity, browser: Any, live_server: Any, move_time: Any, tmp_path: Path
) -> None:
    with office(browser, live_server.url) as meet:
        director = meet(city.director)
        plan_is_written(director)
        consultation_is_opened(director)
        objection = consulted_answer(city, meet)
        time_passes(move_time, director)
        director_submits(director)
        administrator = meet(city.administrator)
        administrator_returns(administrator)
        director_submits_again(director)
        consulted_see_the_difference(objection)
        administrator_waits(administrator)
        move_time(days=24)
        administrator_approves(administrator, city)
        informed_are_told(city, meet)
        owner_closes_the_condition(director)
        next_version_shows_what_changes(director)
        export = auditor_exports(city, meet, tmp_path)
    export_proves_itself(export)
    every_change_of_a_byte_is_named(export)
    command_writes_the_same(export, tmp_path)


# ---- the chapters


def plan_is_written(director: Visitor) -> None:
    director.sees_title("Nothing waits on you")
    director.follow("Plans")
    director.sees("No plan yet")
    director.follow("Begin a plan")
    director.fill(Title=TITLE, First_day="2027-01-01", Last_day="2027-12-31")
    director.choose("Begin it from the city’s template")  # takes it off
    director.press("Begin the plan")
    director.sees("The plan is begun, as a draft", "yours to edit as R (4.1)", "things are missing")

    director.follow("Edit title, period and summary")
    director.fill(Summary="Everybody learns to swim, in every district.")
    director.press("Save")
    director.follow("Add a goal")
    director.fill(Goal="Halve the gap in swimming lessons", Description="Between the districts.")
    director.press("Add")
    director.follow(re.compile("Add an outcome"))
    director.fill(Outcome="Children of every district swim")
    director.press("Add")
    director.follow(re.compile("Add an action"))
    fill_action(director, "Free lessons at 6 pools", "$48,000")
    director.press("Add, then another")
    director.sees("Added: Free lessons at 6 pools")
    fill_action(director, "Interpreters at hearings", "31,500.50")
    director.press("Add")
    director.sees("$48,000", "$31,500.50", "$79,500.50 in all actions")

    director.follow("Edit this card")
    director.choose("Yes")
    director.fill(
        **{
            "If yes: from whom": "42 organisations and 310 families",
            "If yes: what was said": "Evenings suit families.",
            "If yes: what changed": "Lessons moved to evenings.",
        }
    )
    director.press("Save")
    director.sees("42 organisations and 310 families")
    director.sees_not("missing")

    director.follow("Evidence (0)")
    director.field("File").set_input_files(
        {"name": "survey of families.pdf", "mimeType": "application/pdf", "buffer": small_pdf()}
    )
    director.fill(What_it_shows="What 310 families said")
    director.press("Attach")
    director.sees("“survey of families.pdf” is attached.", "What 310 families said")


def fill_action(director: Visitor, title: str, budget: str) -> None:
    director.fill(Action=title, Partners="School districts", Start="2027-01-15", Due="2027-06-30", Budget=budget)
    director.fill(Lead="Director, Portland Parks & Recreation")


def consultation_is_opened(director: Visitor) -> None:
    director.follow(TITLE)
    director.follow("Open consultation")
    director.sees("Who is asked", "Equity Officer", "Citywide Equity Team", "Answers are due on")
    director.press("Open consultation")
    director.sees("Consultation is open. Those who are asked were told.", "0 of 4 answered")


def consulted_answer(city: SmallCity, meet: Meet) -> dict[str, Visitor]:
    """Three answer; the lead of the Citywide Equity Team stays silent."""
    officer, deputy, office = meet(city.officer), meet(city.deputy), meet(city.office)
    for visitor in (officer, deputy, office):
        visitor.sees("Answer: 1")
        visitor.follow(TITLE)
        visitor.sees("The text you are asked about", "Free lessons at 6 pools", "Why you")
    officer.choose("No objection")
    officer.press("Answer")
    deputy.choose(re.compile("^Objection"))
    deputy.press("Answer")
    deputy.sees("There is a problem", "the reason of your objection")
    deputy.complaints.clear()  # the 422 was asked for
    deputy.fill(Your_words="It counts the same 6 pools twice.")
    deputy.press("Answer")
    office.choose(re.compile("^Comment"))
    office.fill(Your_words="Say which languages.")
    office.press("Answer")
    for visitor in (officer, deputy, office):
        visitor.sees("Your answer is on record. Those responsible were told.")
        visitor.go("/")
        visitor.sees_not("Answer: 1")
    return {"officer": officer, "deputy": deputy, "office": office}


def time_passes(move_time: Any, director: Visitor) -> None:
    director.page.reload()
    director.sees("3 of 4 answered")
    director.sees_not("You are asked to submit it")
    move_time(days=18)
    director.go("/")
    director.sees_title("1 thing waits on you")
    director.follow(TITLE)
    director.sees_title("Submit for decision")
    director.follow("See the consultation")
    director.sees("You are asked to submit it.")
    director.sees("no answer by", "It counts the same 6 pools twice.", "Say which languages.")


def director_submits(director: Visitor) -> None:
    director.follow("Submit")
    director.sees_title("Submit for decision")
    director.press("Submit")
    director.sees("There are 2 problems")
    director.complaints.clear()  # the 422 was asked for
    for group, words in (("ACA", "The second count is taken out."), ("Office", "Spanish and Vietnamese, in goal 1.")):
        question = director.page.get_by_role("group", name=re.compile(group))
        director.fill(question, What_was_done_about_it=words)
    director.fill(Note_to_the_decider="As agreed with the districts.")
    director.press("Submit")
    director.sees("It is submitted. Those who decide were told.", "to decide")


def administrator_returns(administrator: Visitor) -> None:
    administrator.sees_title("1 thing waits on you")
    administrator.follow("Queue")
    administrator.sees("3 of 4 · 1 objection")
    administrator.follow(TITLE)
    administrator.sees(
        "Before you decide", "Asked 4 · answered 3 · silent 1", "It counts the same 6 pools twice.",
        "The second count is taken out.", "You are deciding exactly", "As agreed with the districts.",
    )  # fmt: skip
    administrator.choose("Return")
    administrator.press("Decide")
    administrator.sees("Give the reason.")
    administrator.complaints.clear()  # the 422 was asked for
    administrator.fill(Reason="Cost the interpreters by hearing.")
    administrator.press("Decide")
    administrator.sees("Your decision stands, and this is its receipt.", "Cost the interpreters by hearing.")


def director_submits_again(director: Visitor) -> None:
    director.go("/")
    director.follow(TITLE)
    director.sees("Returned by", "Cost the interpreters by hearing.", "It may be submitted again directly.")
    director.follow("Content")
    director.follow(re.compile("Edit action 1.2|Edit.*1\\.1\\.2|Edit.*action.*2$"))
    director.fill(Budget="28,000")
    director.press("Save")
    director.sees("$28,000")
    director.follow("Submit again")
    director.sees_title("Submit again for decision")
    director.press("Submit again")
    director.sees("It is submitted.", "The consulted may object to what changed until")


def consulted_see_the_difference(consulted: dict[str, Visitor]) -> None:
    deputy = consulted["deputy"]
    deputy.go("/")
    deputy.sees("Only about what changed.")
    deputy.follow(TITLE)
    deputy.sees("which your role answered about", "$31,500.50", "$28,000", "It counts the same 6 pools twice.")
    deputy.press("Let this answer stand")
    deputy.sees("Your answer is on record.", "lets the answer about v1 stand")


def administrator_waits(administrator: Visitor) -> None:
    administrator.go("/admin/")
    administrator.sees(TITLE)
    administrator.follow(TITLE)
    administrator.sees("It cannot be decided yet")
    administrator.choose(re.compile("^Approve$"))
    administrator.press("Decide")
    administrator.sees("There is a problem")
    administrator.complaints.clear()  # the 422 was asked for


def administrator_approves(administrator: Visitor, city: SmallCity) -> None:
    administrator.go("/")
    administrator.follow(TITLE)
    administrator.sees_not("It cannot be decided yet")
    administrator.choose("Approve with conditions")
    administrator.unfold("Conditions, for “Approve with conditions”")
    first = administrator.page.get_by_role("group", name="Condition 1")
    owner = city.post("director-parks").title
    administrator.fill(first, Condition=CONDITION, Owner_post=owner, Due="2027-06-30")
    administrator.press("Decide")
    administrator.sees("Your decision stands, and this is its receipt.", Decision.objects.latest("pk").sha256)
    administrator.sees("approved with conditions", CONDITION, city.administrator.name)


def informed_are_told(city: SmallCity, meet: Meet) -> None:
    attorney = meet(city.attorney)
    attorney.sees(f"{TITLE} was approved with conditions by")
    attorney.go("/inbox/")
    attorney.sees("Unread")
    attorney.follow(re.compile(f"^{re.escape(TITLE)} was approved"))
    attorney.sees("approved", "Free lessons at 6 pools")
    mail.outbox.clear()
    mailing.send_waiting()
    letters = [one for one in mail.outbox if one.to == [city.attorney.email]]
    assert [one.subject.startswith(f"Equity Portal: {TITLE} was approved") for one in letters] == [True]
    assert "/plans/" in letters[0].body
    assert not Notice.objects.filter(mailed_at=None, person__is_active=True).exists()


def owner_closes_the_condition(director: Visitor) -> None:
    director.go("/")
    director.follow(CONDITION)
    director.sees_title("Close a condition")
    director.fill(How_it_was_met="14 interpreters at 14 hearings.")
    director.press("Close the condition")
    director.sees("The condition is closed; your note stands on the receipt.", "14 interpreters at 14 hearings.")


def next_version_shows_what_changes(director: Visitor) -> None:
    director.go("/plans/")
    director.follow(TITLE)
    director.follow("Begin the next version")
    director.press("Begin the next version")
    director.sees("The next version is a draft. What is approved stays in force.", "Nothing yet: it says what")
    director.follow(re.compile("Edit.*action.*2$"))
    director.fill(Due="2027-09-30")
    director.press("Save")
    director.sees("Changed since v2 was approved", "1 change", "30 Jun 2027", "30 Sep 2027")


# ---- the export


def auditor_exports(city: SmallCity, meet: Meet, where: Path) -> Path:
    auditor = meet(city.auditor)
    auditor.follow("History")
    auditor.sees("Take everything away and check it", "Every change")
    auditor.page.get_by_role("button", name="Export everything").click()
    auditor.sees("The whole history")
    assert jobs.do(Job.objects.get(kind="history-export").pk)  # as a worker does
    auditor.page.reload()
    with auditor.page.expect_download() as waiting:
        auditor.page.get_by_role("link", name="Download").click()
    with zipfile.ZipFile(waiting.value.path()) as packed:
        packed.extractall(where / "history")
    auditor.go("/history/")
    auditor.sees("Your exports")
    return next((where / "history").rglob("verify.py")).parent


def verify(folder: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-I", "verify.py"], cwd=folder, capture_output=True, text=True, check=False, timeout=60
    )
    return done.returncode, done.stdout + done.stderr


def export_proves_itself(folder: Path) -> None:
    assert verify(folder) == (0, "Everything is as exported.\n")


def every_change_of_a_byte_is_named(folder: Path) -> None:
    ledger = folder / "ledger.jsonl"
    whole = ledger.read_bytes()
    places = [0, 13, len(whole) // 3, len(whole) // 2, len(whole) * 4 // 5, len(whole) - 2]
    for place in places:
        ledger.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        code, said = verify(folder)
        entry = whole.count(b"\n", 0, place) + 1
        assert code == 1, place
        assert re.search(rf"ledger\.jsonl: entry {entry}\b", said), (place, entry, said)
    ledger.write_bytes(whole)
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and path.name not in ("ledger.jsonl",)):
        spoiled(folder, file)
    export_proves_itself(folder)


def spoiled(folder: Path, file: Path) -> None:
    """One byte of any other file (verify.py itself included, run from a clean copy) is named by its file."""
    whole, name = file.read_bytes(), file.relative_to(folder).as_posix()
    if not whole or name == "verify.py":
        return
    middle = len(whole) // 2
    file.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
    code, said = verify(folder)
    assert code == 1, name
    assert name in said, (name, said)
    file.write_bytes(whole)


def command_writes_the_same(folder: Path, where: Path) -> None:
    """The command line gives the same entries as the button, and more that were made since."""
    out = where / "by-command"
    call_command("export_history", out=out, verbosity=0)
    export_proves_itself(out)
    first = (folder / "ledger.jsonl").read_bytes()
    assert (out / "ledger.jsonl").read_bytes().startswith(first)
    assert {path.name for path in out.iterdir()} == {path.name for path in folder.iterdir()}


# ---- without script


def test_reading_answering_and_deciding_work_without_script(city: SmallCity, browser: Any, live_server: Any) -> None:
    record = written_plan(city)
    cases.open_consultation(newest(record), by=city.director)
    for role, person in {"EO": city.officer, "OEHR": city.office, "CET": city.lead}.items():
        cases.answer(newest(record).consultations.get(role__code=role), by=person, answer="no_objection")
    with office(browser, live_server.url, java_script_enabled=False) as meet:
        deputy = meet(city.deputy)
        deputy.follow("Parks equity plan 2027")
        deputy.sees("Free lessons at 6 pools", "Everybody learns to swim.")
        deputy.choose(re.compile("^Comment"))
        deputy.fill(Your_words="Good; say when.")
        deputy.press("Answer")
        deputy.sees("Your answer is on record.", "Good; say when.")

        director = meet(city.director)
        director.follow("Parks equity plan 2027")
        director.sees_title("Submit for decision")
        director.fill(What_was_done_about_it="From January.")
        director.press("Submit")
        director.sees("It is submitted.")

        administrator = meet(city.administrator)
        administrator.follow("Parks equity plan 2027")
        administrator.sees("Good; say when.", "From January.")
        administrator.choose(re.compile("^Approve$"))
        administrator.press("Decide")
        administrator.sees("Your decision stands, and this is its receipt.", "SHA-256")
