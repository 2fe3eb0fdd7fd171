"""Posts that nobody can act in, though the matrix has them do or decide something."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from raci.actions.people import FILL_POSTS
from raci.actions.posts import recorder
from raci.authority import Facts, Via
from raci.matrix.findings import Level
from raci.models import Post, Role, Unit
from raci.queries.posts_today import PostToday, counting, posts_on, there_on, today_of
from raci.refusals import Refused
from raci.the_city import the_city
from raci.xrays import Finding, Look, Rule

Cells = Mapping[tuple[str, str], str]  # (activity, role) > codes


@dataclass(frozen=True)
class Vacancy:
    """A vacant post, with the letters that nobody holds by it."""

    post: PostToday
    letters: Mapping[str, str]  # activity > "A", "R" or "RA"

    @property
    def decides(self) -> bool:
        """Whether nobody decides something by it."""
        return any("A" in letters for letters in self.letters.values())

    def activities(self, letter: str) -> str:
        """ "2.1, 4.4"; nothing where it has no such letter."""
        return ", ".join(activity for activity, letters in self.letters.items() if letter in letters)


def acting_letters(cells: Cells) -> dict[str, dict[str, str]]:
    """Role > activity > its letters that do or decide (R, A), in the order of the activities."""
    found: dict[str, dict[str, str]] = {}
    for (activity, role), codes in sorted(cells.items()):
        letters = "".join(letter for letter in "RA" if letter in codes)
        if letters:
            found.setdefault(role, {})[activity] = letters
    return found


def vacancies(cells: Cells, facts: Facts) -> list[Vacancy]:
    """The vacant posts with an A or R of these cells, on the day that `facts` stand for (3 queries)."""
    letters = acting_letters(cells)
    held = Exists(counting(facts).filter(post=OuterRef("pk")))
    posts = posts_on(facts).filter(~held, role__code__in=letters).order_by("role__column", "unit__path", "title")
    return [Vacancy(today_of(post), letters[post.role.code]) for post in posts]


def without_post(cells: Cells, facts: Facts) -> list[Role]:
    """Roles with an A or R of these cells and no post at all (1 query)."""
    posts = Post.objects.filter(there_on(facts.today), role=OuterRef("pk"))
    return list(Role.objects.filter(~Exists(posts), code__in=acting_letters(cells)).order_by("column", "code"))


def allowed(ask: Callable[[], Via]) -> bool:
    """Whether they may."""
    try:
        ask()
    except Refused:
        return False
    return True


# ---- as X-rays


def _vacant(look: Look, *, decides: bool) -> Iterable[Finding]:
    facts = look.facts
    if facts.matrix is None or (look.mine and FILL_POSTS not in facts.activities_with("R")):
        return []
    found: list[Vacancy] = facts.known.get("vacancies") or vacancies(facts.matrix.cells, facts)
    facts.known["vacancies"] = found  # two rules tell of them
    return [_finding(one, facts) for one in found if one.decides is decides]


def _finding(vacancy: Vacancy, facts: Facts) -> Finding:
    post = vacancy.post.post
    return Finding(
        where=post.title,
        unit=post.unit,
        sentence=_sentence(vacancy),
        url=reverse("raci:post", args=[post.code]),
        is_mine=allowed(lambda: recorder(post, facts)),
        key=post.code,
        since=vacancy.post.held_until,
    )


def _sentence(vacancy: Vacancy) -> str:
    said = {"vacant": capfirst(vacancy.post.vacancy), "a": vacancy.activities("A"), "r": vacancy.activities("R")}
    if said["a"] and said["r"]:
        return _("%(vacant)s. By the matrix it decides %(a)s and is responsible for %(r)s.") % said
    if said["a"]:
        return _("%(vacant)s. By the matrix it decides %(a)s.") % said
    return _("%(vacant)s. By the matrix it is responsible for %(r)s.") % said


def _without_post(look: Look) -> Iterable[Finding]:
    facts = look.facts
    if facts.matrix is None or (look.mine and FILL_POSTS not in facts.activities_with("R")):
        return []
    roles = without_post(facts.matrix.cells, facts)
    city = the_city() if roles else None
    letters = acting_letters(facts.matrix.cells)
    return [_no_post(role, city, letters[role.code], facts) for role in roles if city]


def _no_post(role: Role, city: Unit, letters: Mapping[str, str], facts: Facts) -> Finding:
    return Finding(
        where=role.name,
        unit=city,
        sentence=_("No post has this role, so nobody can do or decide %(activities)s by it.")
        % {"activities": ", ".join(letters)},
        url=reverse("raci:posts") + f"?role={role.code}",
        is_mine=FILL_POSTS in facts.activities_with("R"),
        key=role.code,
    )


VACANT_A = Rule(
    code="vacant-a",
    label=gettext_lazy("A post that decides is vacant"),
    level=Level.ERROR,
    text=gettext_lazy(
        "Each post with an A (accountable) in the matrix in force is held today. Nothing approves itself: what waits for "
        "a vacant A waits until somebody holds the post or acts in it."
    ),
    mend=gettext_lazy("Fill the post"),
    counted=lambda n: ngettext("%(n)d post that decides is vacant", "%(n)d posts that decide are vacant", n) % {"n": n},
    find=lambda look: _vacant(look, decides=True),
)
VACANT_R = Rule(
    code="vacant-r",
    label=gettext_lazy("A post that is responsible is vacant"),
    level=Level.WARNING,
    text=gettext_lazy("Each post with an R (responsible) in the matrix in force is held today."),
    mend=gettext_lazy("Fill the post"),
    counted=lambda n: (
        ngettext("%(n)d post that is responsible is vacant", "%(n)d posts that are responsible are vacant", n)
        % {"n": n}
    ),
    find=lambda look: _vacant(look, decides=False),
)
NO_POST = Rule(
    code="no-post",
    label=gettext_lazy("A role that acts has no post"),
    level=Level.ERROR,
    text=gettext_lazy("Each role with an A or R in the matrix in force has a post somewhere in the city."),
    mend=gettext_lazy("See the posts"),
    counted=lambda n: ngettext("%(n)d role that acts has no post", "%(n)d roles that act have no post", n) % {"n": n},
    find=_without_post,
)
