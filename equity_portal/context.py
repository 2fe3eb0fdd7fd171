"""What every page knows: the city, who is signed in, and where they may go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raci import doors, mailing, notices
from raci.actions.people import may_keep_accounts
from raci.authority import Facts
from raci.models import City, Person
from raci.queries.founding import prepares_city
from raci.records import Kind


@dataclass(frozen=True)
class Place:
    """A link of the primary navigation."""

    title: str | Promise
    url: str
    here: bool


PLACES: list[tuple[str | Promise, str, Callable[[Facts], bool]]] = [
    (_("Home"), "home", lambda _facts: True),
    (_("Your own city"), "raci:founding", prepares_city),
    (_("Matrix"), "raci:matrix", lambda _facts: True),
    (_("Plans"), "plans:plan-list", lambda _facts: True),
    (_("Figures"), "metrics:indicator-list", lambda _facts: True),
    (_("Law"), "compliance:home", lambda _facts: True),
    (_("Boards"), "boards:board-list", lambda _facts: True),
    (_("Training"), "engagement:programme-list", lambda _facts: True),
    (_("Partners & feedback"), "engagement:partner-list", lambda _facts: True),
    (_("Reports"), "reports:report-list", lambda _facts: True),
    (_("X-rays"), "raci:xrays", lambda _facts: True),
    (_("Aims"), "raci:objectives", lambda _facts: True),
    (_("Queue"), "admin:index", lambda facts: facts.decides),
    (_("History"), "raci:history", lambda facts: facts.exports_history),
    (_("Posts"), "raci:posts", lambda _facts: True),
    (_("Teams"), "raci:team-list", lambda _facts: True),
    (_("People"), "raci:people", may_keep_accounts),
]


# What is for everybody, without an account, where the setting says so.
PUBLIC_PLACES = [
    ("PUBLIC_REPORTS", _("Equity reports of the city"), "reports:public-list"),
    ("PUBLIC_RELEASES", _("Released figures"), "metrics:public-list"),
    ("PUBLIC_BOARDS", _("Boards and commissions"), "boards:public-list"),
    ("PUBLIC_COMMENTS", _("Drafts to comment on"), "engagement:public-comment-list"),
    ("PUBLIC_FEEDBACK", _("You said, we did"), "engagement:public-round-list"),
    ("PUBLIC_ACADEMY", _("What the city teaches"), "engagement:academy-list"),
    ("PUBLIC_COMPLAINTS", _("File a complaint"), "compliance:public-complaint"),
    ("PUBLIC_REQUESTS", _("Ask for an interpreter or another help"), "compliance:request-ask"),
]


# Addresses below these belong to a place too: the lists beside it, and the other tabs of a plan, which are the kernel's pages.
ALSO_BELOW = {
    "plans:plan-list": ("/submissions/", "/consultations/", "/evidence/", "/records/", "/receipts/", "/conditions/"),
    "engagement:partner-list": ("/engagement/rounds/", "/engagement/comments/"),
    "raci:objectives": ("/themes/", "/services/", "/directives/", "/recommendations/", "/affirmations/"),
    "engagement:programme-list": (
        "/engagement/cohorts/",
        "/engagement/sessions/",
        "/engagement/enrolments/",
        "/engagement/certificates/",
        "/engagement/toolkits/",
        "/engagement/help/",
    ),
    "raci:posts": ("/units/", "/namings/", "/structure/"),
    "raci:team-list": ("/nominations/", "/memberships/"),
    "raci:founding": ("/imports/",),
}


class Portal:
    """The city and the navigation of one page, asked only when drawn."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def city(self) -> City | None:
        """The city; none before one is loaded."""
        city: City | None = getattr(self.request, "city", None)
        return city

    @cached_property
    def person(self) -> Person | None:
        """Who is signed in."""
        user = getattr(self.request, "user", None)
        return user if isinstance(user, Person) or (user and user.is_authenticated) else None

    @cached_property
    def posts(self) -> list[str]:
        """How they act today: the posts they hold, and those they were delegated a letter of."""
        labels = [capacity.label for capacity in doors.facts(self.request).capacities] if self.person else []
        return list(dict.fromkeys(labels))

    @cached_property
    def prepares_city(self) -> bool:
        """Whether they are on their way to a founding."""
        return bool(self.person) and prepares_city(doors.facts(self.request))

    @cached_property
    def unread(self) -> int:
        """How many notices in the inbox they have not read."""
        return notices.unread_count(self.person) if self.person else 0

    @property
    def has_mail(self) -> bool:
        """Whether e-mail goes out."""
        return mailing.goes_out()

    @cached_property
    def is_fictional(self) -> bool:
        """Whether the people here are made up (then every page says so)."""
        if self.person:
            return self.person.is_fictional
        return Person.objects.filter(is_fictional=True).exists()

    @cached_property
    def places(self) -> list[Place]:
        """The primary navigation: only where they may go."""
        if not self.person or getattr(self.request, "lacks_second_factor", False):
            return []
        facts = doors.facts(self.request)
        return [place for title, name, may in PLACES if may(facts) and (place := self._place(title, name))]

    @property
    def public_places(self) -> list[tuple[str | Promise, str]]:
        """What people without an account may open, for the page where they land."""
        return [(title, reverse(name)) for setting, title, name in PUBLIC_PLACES if getattr(settings, setting)]

    def places_of(self, kind: object) -> list[Place]:
        """The navigation on a page of a record: where its kind stands, whatever the page's own address."""
        if not isinstance(kind, Kind) or not kind.place:
            return self.places
        home = reverse(kind.place)
        return [replace(place, here=place.url == home) for place in self.places]

    def _place(self, title: str | Promise, name: str) -> Place | None:
        try:
            url = reverse(name)
        except NoReverseMatch:
            return None
        path = self.request.path
        below = (*([url] if url != "/" else []), *ALSO_BELOW.get(name, ()))
        return Place(title, url, path == url or path.startswith(below))


def portal(request: HttpRequest) -> dict[str, Portal]:
    """`portal` in every template; see base.html."""
    return {"portal": Portal(request)}
