"""A whole list taken back, while nothing depends on it: units are removed, people disabled, changed names put back."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from raci import clock
from raci.actions.imports import ACT, ground, one_at_a_time, open_founding, set_names
from raci.authority import facts_for
from raci.city.draft import Draft
from raci.history import acting
from raci.history.bulk import bulk_delete, bulk_update_where
from raci.models import Founding, Grant, ImportBatch, ListKind, Person, Post, Record, Scope, Unit
from raci.refusals import Conflict, NotReady, Problem


def undo(batch: ImportBatch, *, by: Person) -> None:
    """Take a whole list back: units are removed, people disabled, names put back. Only while nothing depends on it."""
    held = ground(batch.kind, facts_for(by))
    with transaction.atomic():
        one_at_a_time()
        locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        founding = open_founding(lock=True)
        if locked.undone_at:
            raise Conflict(_("This list was taken back already, by %(who)s.") % {"who": locked.undone_by})
        if locked.is_draft != (founding is not None):
            raise Conflict(_("The city was founded since; the units and people of its draft are the city's own now."))
        problems = why_not_undone(locked)
        if problems:
            raise NotReady(problems)
        if founding:
            _undo_in_draft(locked, founding)
        else:
            with acting(
                by=by, post=held.post, cell=held.cell, act=f"undo_{ACT[ListKind(locked.kind)]}", why=locked.file_name
            ):
                _undo_rows(locked)
        locked.undone_at, locked.undone_by = clock.now(), by.label
        locked.save(update_fields=["undone_at", "undone_by"])
    batch.refresh_from_db()


def why_not_undone(batch: ImportBatch) -> list[Problem]:
    """What depends on what the list brought in."""
    if batch.is_draft:
        return _depends_in_draft(batch)
    if batch.kind == ListKind.PEOPLE:
        people = Person.objects.filter(email__in=batch.added)
        holding = people.filter(Q(holdings__isnull=False) | Q(delegations__isnull=False)).distinct()
        found = [Problem(_("%(name)s holds or held a post.") % {"name": one.name}) for one in holding[:5]]
        signed = [one for one in people if one.has_usable_password()]
        return found + [Problem(_("%(name)s has set a password.") % {"name": one.name}) for one in signed[:5]]
    units = Unit.objects.filter(code__in=batch.added)
    posts = Post.objects.filter(unit__in=units).select_related("unit")[:5]
    below = Unit.objects.filter(parent__in=units).exclude(code__in=batch.added).select_related("parent")[:5]
    records = Record.objects.filter(scope__unit__in=units).select_related("scope__unit")[:5]
    return [
        *(Problem(_("There is a post in %(unit)s: %(post)s.") % {"unit": one.unit, "post": one}) for one in posts),
        *(Problem(_("%(unit)s stands below %(parent)s now.") % {"unit": one, "parent": one.parent}) for one in below),
        *(Problem(_("There is a record in %(unit)s.") % {"unit": one.scope.unit}) for one in records),
    ]


def _depends_in_draft(batch: ImportBatch) -> list[Problem]:
    founding = open_founding()
    if founding is None:
        return []
    draft, added = Draft.of(founding.draft), set(batch.added)
    if batch.kind == ListKind.PEOPLE:
        named = {str(said.get("holder")) for said in draft.posts.values()} & added
        return [Problem(_("%(email)s is named for a post.") % {"email": one}) for one in sorted(named)[:5]]
    below = [one for one in draft.units if one["parent"] in added and one["code"] not in added]
    return [Problem(_("%(unit)s stands below one of them.") % {"unit": one["name"]}) for one in below[:5]]


def _undo_in_draft(batch: ImportBatch, founding: Founding) -> None:
    draft, added = Draft.of(founding.draft), set(batch.added)
    old = {key: name for key, name, _new in batch.changed}
    if batch.kind == ListKind.UNITS:
        draft.units = [
            one | {"name": old.get(one["code"], one["name"])} for one in draft.units if one["code"] not in added
        ]
    else:
        draft.people = {email: old.get(email, name) for email, name in draft.people.items() if email not in added}
    founding.draft = draft.stored()
    founding.save(update_fields=["draft"])


def _undo_rows(batch: ImportBatch) -> None:
    model, key = (Unit, "code") if batch.kind == ListKind.UNITS else (Person, "email")
    names = dict(
        model.objects.filter(**{f"{key}__in": [one for one, _o, _n in batch.changed]}).values_list(key, "name")
    )
    back = {one: old for one, old, new in batch.changed if names.get(one) == new}  # who changed it since keeps it
    if back:
        set_names(model, key, back)
    if batch.kind == ListKind.PEOPLE:
        bulk_update_where(Person.objects.filter(email__in=batch.added, is_active=True), is_active=False)
        return
    units = Unit.objects.filter(code__in=batch.added)
    bulk_delete(Grant.objects.filter(content_object__unit__in=units))
    bulk_delete(Scope.objects.filter(unit__in=units))
    levels: dict[int, list[str]] = {}
    for path in units.values_list("path", flat=True):
        levels.setdefault(path.count("/"), []).append(path)
    for _level, paths in sorted(levels.items(), reverse=True):  # those below go first
        bulk_delete(Unit.objects.filter(path__in=paths))
