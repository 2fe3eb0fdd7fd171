"""The table's personas as people of a loaded city: each somebody of their own, with exactly what the table says they hold."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import Group

from raci import clock, grants
from raci.city.loading import loader
from raci.history import acting
from raci.models import Delegation, Holding, Person, Post, Role, Unit
from tests.walk.expected import Table

DAY = timedelta(days=1)


def people_of(table: Table, names: Iterable[str] = ()) -> dict[str, Person]:
    """Everybody (or those who are named), by the name the table gives them."""
    with acting(by=loader(), act="test"):
        found = {name: _person(table, name) for name in names or table.personas}
        grants.regrant()  # for posts the city did not have
    return found


def _person(table: Table, name: str) -> Person:
    person = _somebody(name)
    for entry in table.entries(name):
        _give(person, _post(table, entry), entry)
    if table.is_disabled(name):
        person.is_active = False
        person.save()
    return person


def _somebody(name: str) -> Person:
    person = Person(name=name.replace("_", " ").capitalize(), email=f"{name.lower()}@walk.example")
    person.set_unusable_password()
    person.save()
    return person


def _post(table: Table, entry: dict[str, Any]) -> Post:
    posts = Post.objects.filter(role__code=entry["role"])
    if "unit" in entry or "post_of" in entry:
        posts = posts.filter(unit__path=table.post_path(entry))
    return posts.order_by("pk").first() or _new_post(entry["role"], table.post_path(entry))


def _new_post(role: str, path: str) -> Post:
    """A post the shipped city does not have, such as a director of the city itself."""
    unit = Unit.objects.filter(path=path).first() or Unit.objects.get(kind="city")
    code = f"{role.lower()}-{unit.code}"
    group = Group.objects.create(name=code)
    return Post.objects.create(code=code, role=Role.objects.get(code=role), unit=unit, title=code, group=group)


def _give(person: Person, post: Post, entry: dict[str, Any]) -> None:
    passed = entry.get("for")
    if passed:
        _pass_on(person, post, passed)
    else:
        hold(person, post, entry.get("held", "today"))


def hold(person: Person, post: Post, held: str) -> Holding:
    today = clock.today()
    begins_on, ends_on = {
        "ended": (today - 30 * DAY, today - DAY),
        "last_day": (today - 30 * DAY, today),
        "later": (today + DAY, None),
    }.get(held, (today, None))
    state = held if held in ("proposed", "refused") else Holding.State.IN_FORCE
    return Holding.objects.create(
        post=post, person=person, begins_on=begins_on, ends_on=ends_on, state=state, acting=held == "acting",
        proposed_by=loader(),
    )  # fmt: skip


def _pass_on(person: Person, post: Post, passed: dict[str, str]) -> None:
    when, today = passed["when"], clock.today()
    giver = _somebody(f"giver_to_{person.pk}")
    holding = hold(giver, post, "ended" if when == "giver_gone" else "today")
    begins_on, ends_on = _days(when, today)
    Delegation.objects.create(
        holding=holding, delegate=person, activity_code=passed["activity"], letter=passed["letter"],
        begins_on=begins_on, ends_on=ends_on,
        accepted_at=None if when == "unaccepted" else clock.now(), ended_at=clock.now() if when == "ended" else None,
    )  # fmt: skip


def _days(when: str, today: date) -> tuple[date, date]:
    if when == "expired":
        return today - 3 * DAY, today - DAY
    return (today + DAY, today + 3 * DAY) if when == "later" else (today - DAY, today + DAY)
