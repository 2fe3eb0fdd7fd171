"""The posts there are, with who holds them today."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from raci.authority import Facts
from raci.lists import AS_OF, Choice, Choices, Column, Listing
from raci.lists.pages import shown
from raci.models import Post, Role
from raci.queries.founding import comes_with_the_founding, to_the_checklist
from raci.queries.lists.filters import all_units, unit_filter
from raci.queries.posts_today import counting, posts_on, today_of

VACANT, HELD = "1", "0"


def _rows(facts: Facts) -> QuerySet[Post]:
    return posts_on(facts)


def is_held(facts: Facts) -> Exists:
    """Whether somebody can act in the row's post on the day that is asked for."""
    return Exists(counting(facts).filter(post=OuterRef("pk")))


def _title(row: Post) -> str:
    return getattr(row, "title_then", row.title)


def _link(row: Post) -> str:
    then = getattr(row, "day_then", None)  # the post's own page looks back to the same day
    return reverse("raci:post", args=[row.code]) + (f"?on={then.isoformat()}" if then else "")


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
    holder = counting(facts).filter(post=OuterRef("pk"), person__name__icontains=word)
    title = Q(title_then__icontains=word) if facts.looks_back else Q(title__icontains=word)
    return title | Q(role__name__icontains=word) | Q(Exists(holder))


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
            among=lambda _facts: ((VACANT, _("vacant")), (HELD, _("held"))),
            to=lambda code, facts: Q(is_held(facts)) if code == HELD else ~Q(is_held(facts)),
            everything=_("All"),
        ),
        AS_OF,
    ),
    columns=(
        Column(
            "title",
            _("Post"),
            _title,
            sort=("title",),
            link=_link,
        ),
        Column("role", _("Role"), lambda row: row.role.name, sort=("role__column", "role__name")),
        Column("unit", _("Unit"), lambda row: row.unit.name, sort=("unit__path", "role__column", "title")),
        Column("holders", _("Held by"), _holders, list, show=_shown),
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
