"""People at browsers of their own, and what their browsers complain about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password
from playwright.sync_api import expect

from plans.actions import add, begin_plan, change
from raci.city.loading import loader
from raci.history import acting
from raci.models import Case, Person, Record, Unit
from tests.city import SmallCity

PASSWORD = "pool lane morning bread"
KINDLY = 30_000  # milliseconds: enough on a busy machine
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
# A keeping of what is typed is given up when the form is sent; a page of work that asks again, when its reader goes on; a
# download is no page.
GIVEN_UP = re.compile(
    r"/typing/|/work/\d+/$|/history/export/|/file/$|/evidence/\d+/$|/editions/\d+/$|\.(json|csv)$|/csv/$"
)


def give_passwords(*people: Person) -> None:
    """The same one to everybody, hashed once."""
    hashed = make_password(PASSWORD)
    with acting(by=loader(), act="load_demo"):
        for person in people:
            person.password = hashed
            person.save()


@dataclass
class Visitor:
    """One person at one browser. `complaints` is what its console, its policy and its network said."""

    page: Any
    person: Person | None = None
    complaints: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(KINDLY)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._answered)

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"console: {message.text}")

    def _failed(self, request: Any) -> None:
        if not (GIVEN_UP.search(request.url) and "ERR_ABORTED" in (request.failure or "")):
            self.complaints.append(f"failed: {request.method} {request.url} {request.failure}")

    def _answered(self, answer: Any) -> None:
        if answer.request.resource_type == "document":
            self.seen.append(f"{answer.status} {answer.request.method} {answer.url}")
        if answer.status >= 400:
            self.complaints.append(f"{answer.status}: {answer.request.method} {answer.url}")

    # ---- what a person does

    def sign_in(self, person: Person) -> Visitor:
        """By the real page, with a password."""
        self.person = person
        self.page.goto("/")
        self.page.get_by_label(re.compile("mail", re.I)).fill(person.email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.press("Sign in")
        self.sees(person.name)
        self.page.wait_for_load_state()
        return self

    def go(self, address: str) -> None:
        """Type an address, as people do: once the page they read is there."""
        self.page.wait_for_load_state()
        self.page.goto(address)

    def follow(self, name: str | re.Pattern[str], within: Any = None) -> None:
        """A link, by its words."""
        (within or self.page.locator("body")).get_by_role("link", name=name, exact=isinstance(name, str)).first.click()
        self.page.wait_for_load_state()

    def press(self, name: str | re.Pattern[str]) -> None:
        """A button, by its words."""
        self.page.get_by_role("button", name=name, exact=isinstance(name, str)).first.click()
        self.page.wait_for_load_state()

    def field(self, label: str, within: Any = None) -> Any:
        """A control by the beginning of its label's words."""
        words = re.compile(rf"^\s*{re.escape(label)}(\s|\?|$)", re.I)
        return (within or self.page).get_by_label(words).and_(self.page.locator("input, select, textarea")).first

    def fill(self, within: Any = None, **fields: str) -> None:
        """Controls by their labels, with underscores for blanks; an option of a select by a part of its words."""
        for label, value in fields.items():
            control = self.field(label.replace("_", " "), within)
            if control.evaluate("e => e.tagName") == "SELECT":
                control.select_option(control.locator("option", has_text=value).first.get_attribute("value"))
            else:
                control.fill(value)

    def choose(self, label: str | re.Pattern[str]) -> None:
        """A radio button, as people do: by its label."""
        self.page.locator("label", has_text=label).first.click()

    def unfold(self, summary: str) -> None:
        """What is folded away under these words."""
        self.page.locator("details:not([open]) > summary", has_text=summary).first.click()

    # ---- what a person sees

    def sees(self, *texts: str | re.Pattern[str]) -> None:
        """All of it stands on the page."""
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text, timeout=KINDLY)

    def sees_not(self, *texts: str) -> None:
        """None of it does."""
        for text in texts:
            expect(self.page.locator("body")).not_to_contain_text(text, timeout=KINDLY)

    def sees_title(self, text: str) -> None:
        """The page's one heading says it."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(text, timeout=KINDLY)

    def last_seen(self) -> str:
        """The page as it is now, for whoever reads a failure."""
        text = re.sub(r"\s*\n\s*", "\n", self.page.locator("body").inner_text())
        return f"---- {self.person} at {self.page.url}\n{text}\n{self.complaints}"

    def has_nothing_to_complain_about(self) -> None:
        """No error on any page so far."""
        assert self.complaints == [], self.complaints


Meet = Callable[[Person | None], Visitor]


@contextmanager
def office(browser: Any, address: str, **options: Any) -> Iterator[Meet]:
    """`meet(person)` opens a browser of that person's own, signed in; at the end nobody may complain."""
    visitors: list[Visitor] = []

    def meet(person: Person | None) -> Visitor:
        context = browser.new_context(base_url=address, viewport=WIDE, accept_downloads=True, **options)
        visitors.append(Visitor(context.new_page()))
        return visitors[-1].sign_in(person) if person else visitors[-1]

    try:
        yield meet
        for visitor in visitors:
            visitor.has_nothing_to_complain_about()
    except BaseException:
        for visitor in visitors:
            print(visitor.last_seen())  # pytest shows it with the failure
        raise
    finally:
        for visitor in visitors:
            visitor.page.context.close()


# ---- a plan that stands already, for stories that begin later

WHOLE = {
    "summary": "Everybody learns to swim.",
    "opinion_sought": True,
    "opinion_from": "42 organisations",
    "opinion_said": "Evenings suit families.",
    "opinion_changed": "Lessons moved to evenings.",
}


def written_plan(
    city: SmallCity, title: str = "Parks equity plan 2027", *, unit: Unit | None = None, by: Person | None = None
) -> Record:
    """A plan of Parks (or another unit, by its head), complete, in draft."""
    by = by or city.director
    plan = begin_plan(
        unit=unit or city.parks, title=title, begins_on=date(2027, 1, 1), ends_on=date(2027, 12, 31), by=by
    )
    change(plan, WHOLE, by=by)
    goal = add(plan, {"title": "Halve the gap in swimming", "description": "Between districts."}, by=by)
    outcome = add(goal, {"title": "Children of every district swim"}, by=by)
    values = {
        "title": "Free lessons at 6 pools",
        "lead_id": city.post("director-parks").pk,
        "partners": "School districts",
        "starts_on": date(2027, 1, 15),
        "due_on": date(2027, 6, 30),
        "budget_cents": 4_800_000,
    }
    add(outcome, values, by=by)
    return plan.record


def newest(record: Record) -> Case:
    """The open case of a record."""
    return record.cases.latest("number")
