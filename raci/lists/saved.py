"""Saved views: a person's own names for what they filter and sort a list by."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from raci.lists.asking import Asked
from raci.models import Person, SavedView
from raci.refusals import NotReady, Problem, Refused

MOST = 20  # of one list: more would be a list themselves


def views_of(person: Person, code: str) -> list[SavedView]:
    """Their views of a list, by name."""
    return list(SavedView.objects.filter(person=person, listing=code).order_by("name"))


def view_for(pk: int, person: Person) -> SavedView:
    """One of their own; nobody knows of another's."""
    view = SavedView.objects.filter(pk=pk, person=person).first()
    if view is None:
        raise Refused(_("There is no such view."), visible=False)
    return view


@transaction.atomic
def save_view(asked: Asked, *, name: str, is_default: bool, by: Person) -> SavedView:
    """Keep what is asked for under a name; a name they have already then means this."""
    code = asked.listing.code
    others = SavedView.objects.select_for_update().filter(person=by, listing=code).exclude(name=name)
    if others.count() >= MOST:
        text = _("A list holds %(most)d views of yours. Delete one that you no longer open.")
        raise NotReady([Problem(text % {"most": MOST})])
    if is_default:
        others.update(is_default=False)
    values = {"query": asked.query, "is_default": is_default}
    return SavedView.objects.update_or_create(person=by, listing=code, name=name, defaults=values)[0]


@transaction.atomic
def rename_view(view: SavedView, *, name: str, by: Person) -> None:
    """Call it otherwise."""
    if SavedView.objects.filter(person=by, listing=view.listing, name=name).exclude(pk=view.pk).exists():
        raise NotReady([Problem(_("You have another view of this name here. Choose another."), "name")])
    SavedView.objects.filter(pk=view.pk, person=by).update(name=name)


@transaction.atomic
def open_with(view: SavedView, *, is_default: bool, by: Person) -> None:
    """Say whether the list opens with it; at most one does."""
    SavedView.objects.filter(person=by, listing=view.listing, is_default=True).update(is_default=False)
    SavedView.objects.filter(pk=view.pk, person=by).update(is_default=is_default)


def delete_view(view: SavedView, *, by: Person) -> None:
    """Forget it."""
    SavedView.objects.filter(pk=view.pk, person=by).delete()
