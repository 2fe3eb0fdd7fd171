"""The posts there are, with who holds them today."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from raci.authority import Facts
from raci.lists import Choice, Choices, Column, Listing
from raci.lists.pages import shown
from raci.models import Post, Role
from raci.queries.founding import comes_with_the_founding, to_the_checklist
from raci.queries.lists.filters import all_units, unit_filter
from raci.queries.posts_today import in_force, today_of, with_holders

VACANT, HELD = "1", "0"


def _rows(facts: Facts) -> QuerySet[Post]:
    return with_holders(Post.objects.filter(abolished_on=None), facts.today)


def is_held(facts: Facts) -> Exists:
    """Whether somebody can act in the row's post today."""
    return Exists(in_force(facts.today).filter(post=OuterRef("pk")))


def _holders(row: Post) -> list[str]:
    names = ((one.person.name, one.acting) for one in today_of(row).holders)
    return [_now("%(person)s (acting)") % {"person": name} if acting else name for name, acting in names]


def _shown(row: Post) -> str:
    today = today_of(row)
    if today.is_vacant:
        return format_html('<span class="portal-warning">{}</span>', today.vacancy)
    return shown(_holders(row))


def _roles(_facts: Facts) -> Choices:
    return Role.objects.filter(posts__isnull=False).distinct().values_list("code", "name")


def _search(word: str, facts: Facts) -> Q:
    holder = in_force(facts.today).filter(post=OuterRef("pk"), person__name__icontains=word)
    return Q(title__icontains=word) | Q(role__name__icontains=word) | Q(Exists(holder))


POSTS = Listing(
    code="posts",
    title=_("Posts"),
    address="raci:posts",
    rows=_rows,
    search=_search,
    filters=(
        unit_filter("unit__path", all_units),
        Choice("role", _("Role"), among=_roles, to=lambda code, _facts: Q(role__code=code), everything=_("All roles")),
        Choice(
            "vacant",
            _("Held"),
            among=lambda _facts: ((VACANT, _("vacant today")), (HELD, _("held today"))),
            to=lambda code, facts: Q(is_held(facts)) if code == HELD else ~Q(is_held(facts)),
            everything=_("All"),
        ),
    ),
    columns=(
        Column(
            "title",
            _("Post"),
            lambda row: row.title,
            sort=("title",),
            link=lambda row: reverse("raci:post", args=[row.code]),
        ),
        Column("role", _("Role"), lambda row: row.role.name, sort=("role__column", "role__name")),
        Column("unit", _("Unit"), lambda row: row.unit.name, sort=("unit__path", "role__column", "title")),
        Column("holders", _("Held today by"), _holders, list, show=_shown),
        Column("vacant", _("Vacant"), lambda row: today_of(row).is_vacant, bool, on_page=False),
        Column("code", _("Code"), lambda row: row.code, on_page=False),
    ),
    sort="unit",
    count=lambda n: ngettext("%(n)s post", "%(n)s posts", n) % {"n": n},
    empty=lambda facts: comes_with_the_founding(
        _("No post yet"), _("Posts come with the city, when it is loaded."), facts
    ),
    action=to_the_checklist,
    group="city",
    place=10,
)
