"""The help desk and the toolkit library: a request of each state, a tool with its file, an older version."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from engagement.desk import acts as desk
from engagement.models import HelpRequest, Tool
from engagement.toolkits import acts as toolkits
from raci import clock
from raci.history import acting
from tests.city import SmallCity
from tests.engagement.training import later

SAID: dict[str, Any] = {"topic": "plan", "title": "How do we cost a goal?", "words": "By hours?", "due_on": None}
TOOL = {"title": "Lens of the doors", "version": "1", "step": "plan", "about": "Eight questions.", "place": ""}


def furnish(city: SmallCity) -> dict[str, dict[str, Any]]:
    """Asked by the director of Parks: one new, one given to the manager's post, one answered."""
    said = {**SAID, "due_on": later(14)}
    new, given, answered = (desk.ask_for_help(said, by=city.director) for _ in range(3))
    desk.assign(given, city.post("city-attorney"), later(7), by=city.officer)
    desk.answer(answered, "By hours and by hands.", 90, by=city.officer)
    sheet = SimpleUploadedFile("lens.txt", b"Who gains, and who does not?", "text/plain")
    first = toolkits.add_tool(TOOL, upload=sheet, by=city.office)
    second = toolkits.add_tool({**TOOL, "version": "2", "place": "shelf 3"}, replaces=first, by=city.office)
    toolkits.use_tool(first, {"used_on": later(0), "used_for": "Budget", "learned": ""}, by=city.director)
    return {
        "help-new": {"pk": new.pk},
        "help-given": {"pk": given.pk},
        "help-answered": {"pk": answered.pk},
        "tool": {"pk": second.pk},
        "tool-older": {"pk": first.pk},
    }


LISTS = {"engagement:tool-list": ("officer", dict), "engagement:help-list": ("officer", dict)}
EXPORTS = {"toolkits": "officer", "help-requests": "officer"}
FULL = {"toolkits": 2, "help-requests": 2}


def grow(city: SmallCity, number: int) -> None:
    """A tool and a request more."""
    _row(city, f"Help {number}", number)


def plant(city: SmallCity, number: int, payload: str) -> None:
    """The same, whose texts are the payload."""
    _row(city, payload, 500 + number)


def _row(city: SmallCity, text: str, number: int) -> None:
    with acting(by=city.officer, act="create"):
        tool = Tool.objects.create(
            title=text, version=str(number), step="plan", about=text, place=text, added_on=clock.today()
        )
        tool.uses.create(unit=city.parks, used_on=clock.today(), used_for=text, by=city.officer, by_as="x")
        HelpRequest.objects.create(
            number=f"G-{number}", topic="plan", title=text, partner=text, asked_by=city.officer, asked_as="x",
            asked_at=clock.now(), due_on=clock.today(),
        )  # fmt: skip


ONE_THING = [
    "engagement:tool-create", "engagement:tool-detail", "engagement:tool-edit", "engagement:tool-next",
    "engagement:tool-withdraw", "engagement:tool-use", "engagement:tool-file", "engagement:help-ask",
    "engagement:help-ask-partner", "engagement:help-capacity", "engagement:help-detail", "engagement:help-assign",
    "engagement:help-answer", "engagement:help-rate",
]  # fmt: skip
LOOKS: list[dict[str, Any]] = [
    {"name": "engagement:tool-list", "who": "office"},
    {"name": "engagement:tool-create", "who": "office"},
    {"name": "engagement:tool-create", "who": "office", "press": "Add it", "status": 422},
    {"name": "engagement:tool-detail", "args": "tool", "who": "office"},
    {"name": "engagement:tool-detail", "args": "tool-older"},
    {"name": "engagement:tool-edit", "args": "tool", "who": "office"},
    {"name": "engagement:tool-next", "args": "tool", "who": "office"},
    {"name": "engagement:tool-use", "args": "tool"},
    {"name": "engagement:help-list"},
    {"name": "engagement:help-ask"},
    {"name": "engagement:help-ask", "press": "Ask", "status": 422},
    {"name": "engagement:help-ask-partner", "who": "officer"},
    {"name": "engagement:help-capacity", "who": "officer"},
    {"name": "engagement:help-detail", "args": "help-new", "who": "officer"},
    {"name": "engagement:help-detail", "args": "help-answered"},
    {"name": "engagement:help-assign", "args": "help-new", "who": "officer"},
    {"name": "engagement:help-answer", "args": "help-new", "who": "officer"},
    {"name": "engagement:help-rate", "args": "help-answered"},
]
NO_PAGE = [
    ("engagement:tool-withdraw", "a button of the tool's page"),
    ("engagement:tool-file", "a file"),
]
