"""The demonstration's partners, what was agreed with them and when they were spoken to, by the same acts as everybody's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from engagement.models import Partner
from engagement.partners.acts import add_agreement, begin_partner, note_contact
from raci import clock
from raci.models import Person, Post
from raci.the_city import need_city

FILE, KEEPER = "partners.yaml", "equity-officer"
Holder = Callable[[str], Person]


def bring_partners(folder: Path, person: Holder) -> None:
    """What the city's folder tells, if it tells something."""
    path = folder / FILE
    if path.exists():
        for told in yaml.safe_load(path.read_text(encoding="utf-8"))["partners"]:
            _brought(told, person(KEEPER))


def _brought(told: dict[str, Any], by: Person) -> None:
    said = {name: told[name] for name in ("name", "kind", "purpose", "reach")}
    owner = Post.objects.get(code=told["owner"])
    more = {"unit": need_city(), "owner": owner, "address": "", "contact_due_on": _day(30)}
    row = begin_partner({**said, **more}, by=by)
    for one in told["contacts"]:
        days = {"on": _day(-one["days_ago"]), "next_due_on": _day(one["due_in"])}
        note_contact(row, {**days, "words": one["words"]}, by=by)
    for one in told.get("agreements", ()):
        _agreed(row, one, by)


def _agreed(row: Partner, told: dict[str, Any], by: Person) -> None:
    days = {"begins_on": _day(-told["from_days_ago"]), "ends_on": _day(told["ends_in"])}
    add_agreement(row, {"title": told["title"], "words": told["words"], **days}, None, by=by)


def _day(days: int) -> date:
    return clock.today() + timedelta(days=days)
