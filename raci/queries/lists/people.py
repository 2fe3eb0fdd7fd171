"""Everybody the portal knows, for those who keep accounts."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from raci.authority import Facts
from raci.lists import Action, Choice, Column, Empty, Listing
from raci.models import Holding, Person
from raci.models.city import in_force_on
from raci.queries.people import keepers_only

NO_PASSWORD = Q(password="") | Q(password__startswith="!")  # noqa: S106 - as Django marks one that nobody can use
SHOWN = {
    "active": _("May sign in"),
    "new": _("Has set no password yet"),
    "disabled": _("Disabled"),
    "holding": _("Hold a post today"),
    "none": _("Hold no post today"),
}


def _held(facts: Facts) -> QuerySet[Holding]:
    return Holding.objects.filter(in_force_on(facts.today), state=Holding.State.IN_FORCE)


def _rows(facts: Facts) -> QuerySet[Person]:
    posts = Prefetch("holdings", _held(facts).select_related("post").order_by("pk"), to_attr="held_today")
    return Person.objects.filter(is_service=False).prefetch_related(posts)


def _narrowed(code: str, facts: Facts) -> Q:
    holds = Q(Exists(_held(facts).filter(person=OuterRef("pk"))))
    return {
        "active": Q(is_active=True),
        "new": Q(is_active=True) & NO_PASSWORD,
        "disabled": Q(is_active=False),
        "holding": holds,
        "none": ~holds,
    }[code]


def _held_today(row: Person) -> list[str]:
    held: list[Holding] = row.held_today  # type: ignore[attr-defined]
    return [_now("%(post)s (acting)") % {"post": one.post.title} if one.acting else one.post.title for one in held]


def _sign_in(row: Person) -> str:
    if not row.is_active:
        return _now("disabled")
    return _now("may sign in") if row.has_usable_password() else _now("has set no password yet")


def _sign_in_shown(row: Person) -> str:
    return _sign_in(row) if row.is_active else format_html('<span class="portal-warning">{}</span>', _sign_in(row))


PEOPLE = Listing(
    code="people",
    title=_("People"),
    address="raci:people",
    may=keepers_only,
    rows=_rows,
    search=lambda word, _facts: Q(name__icontains=word) | Q(email__icontains=word),
    filters=(Choice("show", _("Who"), among=lambda _facts: SHOWN.items(), to=_narrowed, everything=_("Everybody")),),
    columns=(
        Column(
            "name",
            _("Name"),
            lambda row: row.name,
            sort=("name",),
            link=lambda row: reverse("raci:person", args=[row.pk]),
        ),
        Column("email", _("E-mail"), lambda row: row.email, sort=("email",)),
        Column("posts", _("Posts today"), _held_today, list),
        Column("state", _("Sign-in"), _sign_in, sort=("is_active", "name"), show=_sign_in_shown),
        Column("number", _("Number"), lambda row: row.pk, int, on_page=False),
    ),
    sort="name",
    count=lambda n: ngettext("%(n)s person", "%(n)s people", n) % {"n": n},
    action=lambda _facts: Action(_("Invite a person"), reverse("raci:person-invite")),
    empty=lambda _facts: Empty(_("Nobody is known yet"), _("Invite a person: they are sent a link to set a password.")),
    group="city",
    place=30,
)
