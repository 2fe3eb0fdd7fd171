"""Naming who coordinates a programme: by R of 1.4 for the city, never oneself, since coordinators read complaints."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from compliance.kinds import COORDINATOR
from compliance.models import Coordinator
from raci.authority import Facts, facts_for
from raci.keeping import keeping, may_keep_for_the_city
from raci.models import Person, Post
from raci.refusals import NotReady, Problem, Refused
from raci.the_city import need_city

PUBLISHED = ("name", "address", "phone", "email", "source", "ends_on")


def may_name(facts: Facts) -> bool:
    """Whether they name coordinators at all."""
    return bool(may_keep_for_the_city(facts, COORDINATOR))


def name_coordinator(
    programme: str, post: Post, begins_on: date, values: Mapping[str, Any], *, by: Person
) -> Coordinator:
    """A post coordinates a programme from a day on. Raises `Refused` where it is the namer's own post."""
    with keeping(COORDINATOR, need_city(), by=by, act="name_coordinator"):
        if post.pk in {one.post for one in facts_for(by).capacities}:
            raise Refused(_("This post is yours. Coordinators read complaints, so somebody else names them."))
        _check(begins_on, values)
        row = Coordinator(programme=programme, post=post, begins_on=begins_on, **values)
        return _saved(row)


def change_coordinator(row: Coordinator, values: Mapping[str, Any], *, by: Person) -> Coordinator:
    """What is published of them, and until when; another post is another row."""
    with keeping(COORDINATOR, need_city(), by=by, act="change_coordinator"):
        locked = Coordinator.objects.select_for_update(of=("self",)).get(pk=row.pk)
        longer = values.get("ends_on") is None or (locked.ends_on is not None and values["ends_on"] > locked.ends_on)
        if locked.ends_on is not None and longer and locked.post_id in {one.post for one in facts_for(by).capacities}:
            raise Refused(_("This post is yours. Somebody else says that it coordinates for longer."))
        _check(locked.begins_on, values)
        for name in PUBLISHED:
            setattr(locked, name, values[name])
        return _saved(locked)


def _check(begins_on: date, values: Mapping[str, Any]) -> None:
    ends = values.get("ends_on")
    if ends is not None and ends < begins_on:
        raise NotReady([Problem(_("The last day lies before the first."), field="ends_on")])


def _saved(row: Coordinator) -> Coordinator:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "post_coordinates_a_programme_once_at_a_time" not in str(error):
            raise
        text = _("This post coordinates this programme on some of these days already. End that first.")
        raise NotReady([Problem(text, field="post")]) from error
    return row
