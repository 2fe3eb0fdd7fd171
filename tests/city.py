"""A small city with named people: the Portland that ships, and who stands where around one of its bureaus, Parks."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from raci.city.loading import load_city
from raci.city.reading import read_city
from raci.models import City, Holding, Person, Post, Unit

PORTLAND = settings.BASE_DIR / "equity_portal" / "cities" / "portland"


@dataclass(frozen=True)
class SmallCity:
    """Who stands where to a plan of Parks (activity 4.1)."""

    parks: Unit
    water: Unit
    director: Person  # R, Parks
    manager: Person  # R, Parks: its equity manager
    officer: Person  # C: the Equity Officer
    office: Person  # C: the Office of Equity
    deputy: Person  # C: the service area's Deputy City Administrator
    lead: Person  # C: the service area's lead, on the Citywide Equity Team
    administrator: Person  # A: the City Administrator
    attorney: Person  # I
    auditor: Person  # I, and reads everything
    reader: Person  # the outside auditor: reads everything, changes nothing
    mayor: Person  # reads what is approved
    elsewhere: Person  # R, but of Water: a stranger to Parks
    technician: Person  # keeps accounts; a stranger to every plan

    @property
    def people(self) -> dict[str, Person]:
        """Everybody by name, for tables."""
        return {name: value for name, value in vars(self).items() if isinstance(value, Person)}

    def post(self, code: str) -> Post:
        """A post by its code."""
        return Post.objects.get(code=code)


POSTS = {
    "director": "director-parks",
    "manager": "equity-manager-parks",
    "officer": "equity-officer",
    "office": "equity-policy",
    "deputy": "deputy-vibrant-communities",
    "lead": "lead-vibrant-communities",
    "administrator": "city-administrator",
    "attorney": "city-attorney",
    "auditor": "city-auditor",
    "reader": "outside-auditor",
    "mayor": "mayor",
    "elsewhere": "director-water",
    "technician": "technical-administrator",
}


def small_city() -> SmallCity:
    """Load it where it is not there yet (mark a module `portland` and it is), and name its people."""
    if not City.objects.exists():
        load_city(read_city(PORTLAND))
    held = Holding.objects.filter(post__code__in=POSTS.values()).select_related("person").order_by("-pk")
    by_post = {holding.post.code: holding.person for holding in held.select_related("post", "person")}
    people = {name: by_post[code] for name, code in POSTS.items()}
    return SmallCity(parks=Unit.objects.get(code="parks"), water=Unit.objects.get(code="water"), **people)
