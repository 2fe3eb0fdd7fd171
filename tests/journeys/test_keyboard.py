"""The line from an answer to a decision without a mouse: every step by keys, the focus always seen and never lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from boards.models import Application, RepresentationAudit
from compliance.models import Complaint, Evidence
from metrics.models import Batch
from raci import clock
from raci.actions import cases
from raci.models import Case, Person
from tests.boards.doors.applications import announced, applied, named
from tests.city import SmallCity, small_city
from tests.compliance.doors.languages import coordinator
from tests.compliance.duties.asked import obligation
from tests.journeys.driver import PASSWORD, Visitor, give_passwords, newest, office, written_plan
from tests.metrics.figures import FILE, choose
from tests.metrics.figures_at_work import REVERSED, departments

pytestmark = pytest.mark.django_db(transaction=True)

TITLE = "Parks equity plan 2027"
# What has the focus, whether it can be seen, and by what name a screen reader calls it. A radio button of the design
# system lies off the screen; its label shows the focus in its place.
FOCUS = """() => {
  const now = document.activeElement;
  if (!now || now === document.body || now === document.documentElement) return null;
  const shown = now.matches('.usa-radio__input, .usa-checkbox__input') ? now.labels[0] : now;
  const box = shown.getBoundingClientRect();
  const ring = getComputedStyle(shown), before = getComputedStyle(shown, '::before');
  const outlined = (style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
  const name = now.getAttribute('aria-label') || (now.labels?.length ? now.labels[0].textContent : '')
    || now.textContent || '';
  return {
    tag: now.tagName, id: now.id, name: name.replace(/\\s+/g, ' ').trim(),
    ringed: outlined(ring) || outlined(before) || ring.boxShadow !== 'none',
    inView: box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0
      && box.top < innerHeight && box.left < innerWidth,
  };
}"""
# The link past the head slides into sight.
AT_REST = "() => Promise.all(document.activeElement.getAnimations().map((one) => one.finished))"


@dataclass
class Hands:
    """Somebody who has keys alone."""

    visitor: Visitor

    @property
    def page(self) -> Any:
        return self.visitor.page

    def focus(self, *, ringed: bool = True) -> dict[str, Any]:
        """What has the focus now: something does, and it is seen."""
        self.page.evaluate(AT_REST)
        now: dict[str, Any] = self.page.evaluate(FOCUS)
        assert now, f"the focus is lost at {self.page.url}"
        assert now["inView"], f"the focus is out of sight: {now}"
        assert now["ringed"] or not ringed, f"the focus has no ring: {now}"
        return now

    def key(self, name: str, *, ringed: bool = True) -> dict[str, Any]:
        """One key that moves the focus or changes something on this page."""
        self.page.keyboard.press(name)
        return self.focus(ringed=ringed)

    def to(self, words: str, key: str = "Tab") -> dict[str, Any]:
        """On and on until the focus stands on what is called so."""
        passed: list[str] = []
        for _ in range(150):
            self.page.keyboard.press(key)
            assert self.page.evaluate(FOCUS), f"the focus is lost at {self.page.url}, looking for {words}: {passed}"
            now = self.focus()
            if now["name"].startswith(words):
                return now
            passed.append(now["name"])
        raise AssertionError(f"no way to “{words}” by {key} at {self.page.url}: {passed}")

    def types(self, words: str, text: str) -> None:
        """Into the control that is called so."""
        self.to(words)
        self.page.keyboard.type(text)

    def enter(self, words: str) -> None:
        """Follow a link or press a button, and wait for the next page."""
        self.to(words)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.page.wait_for_load_state()

    def sign_in(self, person: Person) -> Hands:
        self.page.goto("/")
        self.types("E", person.email)
        self.types("Password", PASSWORD)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.visitor.sees(person.name)
        return self


@pytest.fixture
def city(transactional_db: None) -> SmallCity:
    city = small_city()
    give_passwords(*city.people.values())
    return city


@pytest.fixture
def case(city: SmallCity) -> Case:
    """In consultation; only the Deputy has not answered."""
    record = written_plan(city, TITLE)
    cases.open_consultation(newest(record), by=city.director)
    for role, person in {"EO": city.officer, "OEHR": city.office, "CET": city.lead}.items():
        cases.answer(newest(record).consultations.get(role__code=role), by=person, answer="no_objection")
    return newest(record)


def test_line_is_walked_by_keys_alone(case: Case, city: SmallCity, browser: Any, live_server: Any) -> None:
    with office(browser, live_server.url) as meet:
        deputy = Hands(meet(None)).sign_in(city.deputy)
        skips_to_the_content(deputy)
        deputy_objects(deputy)
        director = Hands(meet(None)).sign_in(city.director)
        director_submits(director)
        administrator = Hands(meet(None)).sign_in(city.administrator)
        administrator_approves(administrator)
    case.refresh_from_db()
    assert case.state == Case.State.APPROVED


def skips_to_the_content(hands: Hands) -> None:
    hands.page.goto("/")
    assert hands.key("Tab")["name"] == "Skip to the content"
    assert hands.key("Enter", ringed=False)["id"] == "main-content"
    assert hands.key("Tab")["name"] == TITLE  # past the whole head of the page, on the first thing that waits


def deputy_objects(hands: Hands) -> None:
    hands.page.goto("/")
    hands.enter(TITLE)
    hands.visitor.sees_title("Answer for")
    hands.to("No objection")
    hands.key("ArrowDown")
    assert hands.key("ArrowDown")["name"].startswith("Objection")
    hands.enter("Answer")
    assert hands.focus(ringed=False)["name"].startswith("There is a problem")  # the focus is where the trouble is said
    hands.visitor.complaints.clear()  # the 422 was asked for
    hands.to("Your words: Write your comment")
    hands.key("Enter")
    assert hands.focus()["id"] == "id_words"
    hands.page.keyboard.type("It counts the same 6 pools twice.")
    hands.enter("Answer")
    hands.visitor.sees("Your answer is on record.")


def director_submits(hands: Hands) -> None:
    hands.enter(TITLE)
    hands.visitor.sees_title("Submit for decision")
    hands.types("What was done about it", "The second count is taken out.")
    hands.enter("Submit")
    hands.visitor.sees("It is submitted.")


def administrator_approves(hands: Hands) -> None:
    hands.enter("Queue")
    hands.enter(TITLE)
    hands.visitor.sees("Before you decide", "The second count is taken out.")
    hands.to("Approve")
    hands.key("Space")
    hands.enter("Decide")
    hands.visitor.sees("Your decision stands, and this is its receipt.")


def test_matrix_is_read_by_arrows_and_its_drawer_closed_by_escape(
    city: SmallCity, browser: Any, live_server: Any
) -> None:
    with office(browser, live_server.url) as meet:
        hands = Hands(meet(None)).sign_in(city.director)
        hands.enter("Matrix")
        hands.to("Activity")
        hands.key("ArrowDown")  # the first category
        first = hands.key("ArrowDown")
        assert first["name"].startswith("1.1 ")
        cell = hands.key("ArrowRight")
        assert cell["name"].startswith("1.1 Set Citywide Equity Standards, Equity Officer: responsible")
        assert hands.key("End")["name"].startswith("1.1 ")
        assert hands.key("Home")["name"].startswith("1.1 ")
        hands.key("Control+End")
        assert hands.key("ArrowDown") == hands.focus()  # the end of the grid keeps the focus
        hands.key("Control+Home")
        for _ in range(2):
            hands.key("ArrowDown")
        back = hands.key("ArrowRight")
        hands.page.keyboard.press("Enter")
        hands.page.wait_for_selector("#matrix-drawer:not([hidden]) h2")
        assert hands.focus(ringed=False)["id"] == "drawer-title"
        hands.visitor.sees("Who holds it today", "What stands under it")
        hands.to("Close")
        assert hands.key("Escape") == back
        assert hands.page.locator("#matrix-drawer").is_hidden()
        hands.page.keyboard.press("Enter")
        hands.page.wait_for_selector("#matrix-drawer:not([hidden]) h2")
        hands.to("Close")
        assert hands.key("Enter") == back
        hands.to("Matrix", "Shift+Tab")  # one stop back out of the grid, to the head of the page


def test_a_file_comes_in_and_its_figures_are_read_by_keys_alone(
    city: SmallCity, browser: Any, live_server: Any
) -> None:
    made = departments(city, REVERSED)
    batch = choose(city, FILE.replace(b"world-places", made.code.encode()), by=city.manager)
    with office(browser, live_server.url) as meet:
        manager = Hands(meet(None)).sign_in(city.manager)
        says_what_a_column_holds(manager, batch)
        puts_a_question(manager)
        turns_a_chart_into_its_table(manager)


def says_what_a_column_holds(hands: Hands, batch: Batch) -> None:
    """A select is changed by its first letters; the form is sent by Enter."""
    hands.page.goto(f"/figures/batches/{batch.pk}/columns/")
    hands.to("What “n” holds")
    hands.page.keyboard.type("not")
    assert hands.page.locator("[name=role-3] option:checked").inner_text().startswith("not")
    hands.page.keyboard.type("peo")
    hands.enter("Judge every row")
    hands.visitor.sees_title("Every row")
    hands.to("Bring all of it in")


def puts_a_question(hands: Hands) -> None:
    hands.page.goto("/figures/disparity/?indicator=admission")
    hands.to("by")
    hands.page.keyboard.type("Gen")
    hands.to("and within each")
    hands.page.keyboard.type("Dep")
    hands.enter("Show")
    hands.visitor.sees("Two readings", "within “Department”")


def turns_a_chart_into_its_table(hands: Hands) -> None:
    """The card's two faces are one radio group."""
    card = hands.page.locator(".chart-card").last
    table = card.locator("table")
    assert not table.is_visible()
    hands.to("All numbers")
    while hands.key("Shift+Tab")["name"] != "Chart":
        pass
    assert hands.key("ArrowRight")["name"] == "Table"
    assert table.is_visible()


def test_evidence_is_added_and_a_complaint_taken_down_by_keys_alone(
    city: SmallCity, browser: Any, live_server: Any, settings: Any, tmp_path: Path
) -> None:
    settings.EVIDENCE_ROOT = str(tmp_path / "evidence")
    paper = tmp_path / "notice.txt"
    paper.write_text("Posted at all counters.\n")
    obligation(city, "LA-07")
    coordinator(city, "title-vi")
    with office(browser, live_server.url) as meet:
        adds_evidence(Hands(meet(None)).sign_in(city.director), paper)
        takes_a_complaint_down(Hands(meet(None)).sign_in(city.office))
    assert Evidence.objects.get().effective_on == clock.today()
    row = Complaint.objects.get()
    assert (row.way, row.bases, row.event_on) == ("letter", ["title_vi"], clock.today())


def adds_evidence(hands: Hands, paper: Path) -> None:
    """From the law's first page; the file is chosen by Space, a day typed into its parts."""
    hands.page.goto("/law/")
    hands.enter("Obligations")
    hands.enter("LA-07")
    hands.enter("Add evidence")
    hands.types("What it is", "Notices at the counters")
    hands.to("File")
    with hands.page.expect_file_chooser() as chosen:
        hands.page.keyboard.press("Space")
    chosen.value.set_files(paper)
    hands.types("In force from", f"{clock.today():%m%d%Y}")
    hands.enter("Add it")
    hands.visitor.sees("Notices at the counters", "Its evidence is to be assessed")


def takes_a_complaint_down(hands: Hands) -> None:
    hands.page.goto("/law/complaints/")
    hands.enter("Write a complaint down")
    hands.to("How it came")
    hands.page.keyboard.type("let")
    hands.types("What happened", "No form in Vietnamese was to be had at the counter.")
    hands.to("Title VI")
    assert hands.key("Space")["name"].startswith("Title VI")
    hands.types("Day of the event", f"{clock.today():%m%d%Y}")
    hands.enter("Take it down")
    hands.visitor.sees("The person’s private code", "they can go elsewhere")
    hands.enter("Go to case")
    hands.visitor.sees("What the city owes, and by when")


def test_a_vacancy_is_announced_and_an_audit_begun_by_keys_alone(
    city: SmallCity, browser: Any, live_server: Any, settings: Any, tmp_path: Path
) -> None:
    settings.PAYLOAD_KEYS = tmp_path / "keys"
    at = named(city)
    waiting = applied(city, announced(city, at, "2")).application
    with office(browser, live_server.url) as meet:
        liaison = Hands(meet(None)).sign_in(city.lead)
        announces_a_vacancy(liaison)
        shortlists_an_applicant(liaison, waiting)
        begins_an_audit(Hands(meet(None)).sign_in(city.auditor))
    waiting.refresh_from_db()
    assert (waiting.state, at.seats.get(label="1").notices.count()) == ("shortlisted", 1)
    assert RepresentationAudit.objects.get().questions.get().dimension == "gender-identity"


def announces_a_vacancy(hands: Hands) -> None:
    hands.page.goto("/boards/")
    hands.enter("Water Board")
    hands.enter("Announce the vacancy of seat 1")
    hands.types("Applications until", f"{clock.today() + timedelta(days=14):%m%d%Y}")
    hands.types("Where it was posted", "Library")
    hands.enter("Announce it")
    hands.visitor.sees("Applications are open until")


def shortlists_an_applicant(hands: Hands, application: Application) -> None:
    hands.page.goto(f"/boards/applications/{application.pk}/")
    hands.enter("Shortlist")
    hands.types("Why", "Ten years of water law")
    hands.enter("Shortlist")
    hands.visitor.sees("Hand over the shortlist")


def begins_an_audit(hands: Hands) -> None:
    hands.page.goto("/boards/audits/")
    hands.enter("Begin an audit")
    hands.to("Audit")
    hands.key("Space")
    hands.types("Title", "Who serves on boards, 2027")
    hands.enter("Begin the draft")
    hands.enter("Ask one more question")
    hands.to("Race and ethnicity")
    assert hands.key("ArrowDown")["name"].startswith("Gender identity")
    hands.enter("Ask it")
    hands.visitor.sees_title("Who lives here")
