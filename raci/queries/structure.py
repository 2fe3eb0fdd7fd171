"""The hybrid structure: who answers to whom, in the words of its source (H1-H6) and by the tree of units; and its chart.

A post has an operational line (who is its superior) and may have a functional one (whom it answers to for equity). Lines come
from the city's relations between roles. Where those say nothing, a post that counts for a unit stands below who fills posts in
that unit (R of 4.4), and that one below the nearest above it, up to who decides on posts (A of 4.4). Posts that count for the
whole city stand in no line but those the relations name: nobody is set over an auditor by a tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raci import chart
from raci.actions.people import FILL_POSTS
from raci.asof import AsOf
from raci.authority import MatrixInForce, matrix_in_force
from raci.chart import Drawing, Place
from raci.models import Post, Relation, Role, Unit
from raci.queries.posts_today import PostToday, as_they_stood, today_of, with_holders
from raci.refusals import Refused

Line = Relation.Line
ABOVE_ITS_OBJECT = ("directly_supervises", "select", "convenes_and_leads")  # the subject stands over the object
MUTUAL = "dual_accountability"


@dataclass(frozen=True)
class Said:
    """One relation, with the posts of the other side and who holds them on the day."""

    relation: Relation
    other: str  # the other side, in the source's words
    posts: list[PostToday]

    @property
    def holders(self) -> list[str]:
        """Who holds those posts."""
        return [holding.person.name for post in self.posts for holding in post.holders]


class Structure:
    """The relations and posts of a day (5 queries), ready to be asked."""

    def __init__(self, day: date, *, looks_back: bool = False) -> None:
        self.day = day
        self.matrix: MatrixInForce | None = matrix_in_force(day)
        self.relations = list(Relation.objects.select_related("subject_role", "object_role").order_by("code", "pk"))
        posts: QuerySet[Post] = Post.objects.select_related("role", "unit").order_by(
            "unit__path", "role__column", "title"
        )
        there = as_they_stood(posts, day) if looks_back else with_holders(posts.filter(abolished_on=None), day)
        self.posts = [today_of(post) for post in there]
        self.by_role: dict[str, list[PostToday]] = {}
        self.heads: dict[str, list[PostToday]] = {}  # by the path of their unit
        for one in self.posts:
            self.by_role.setdefault(one.post.role.code, []).append(one)
            if self._heads(one.post):
                self.heads.setdefault(one.post.unit.path, []).append(one)

    # ---- H1 to H6

    def reports_to(self, role: str) -> list[Said]:
        """H1: to whom the role reports."""
        return self._forward(role, "reports_to")

    def member_of(self, role: str) -> list[Said]:
        """H2: the bodies it is part of."""
        return self._forward(role, "member_of")

    def supervises(self, role: str) -> list[Said]:
        """H3: whom it supervises."""
        return self._forward(role, "directly_supervises")

    def selected_by(self, role: str) -> list[Said]:
        """H4: who selects its holders."""
        return self._backward(role, "select")

    def convened_by(self, role: str) -> list[Said]:
        """H5: who convenes and leads it."""
        return self._backward(role, "convenes_and_leads")

    def accountable_with(self, role: str) -> list[Said]:
        """H6: with whom it is accountable both ways."""
        return self._forward(role, MUTUAL) + self._backward(role, MUTUAL)

    def _forward(self, role: str, relation: str) -> list[Said]:
        found = [one for one in self.relations if _code(one.subject_role) == role and one.relation == relation]
        return [Said(one, one.object, self.by_role.get(_code(one.object_role), [])) for one in found]

    def _backward(self, role: str, relation: str) -> list[Said]:
        found = [one for one in self.relations if _code(one.object_role) == role and one.relation == relation]
        return [Said(one, one.subject, self.by_role.get(_code(one.subject_role), [])) for one in found]

    # ---- lines of a post

    def above(self, post: Post) -> list[PostToday]:
        """Its operational superiors: by the relations, else by the tree of units."""
        return self._by_relations(post, Line.OPERATIONAL) or self._by_tree(post)

    def answers_to(self, post: Post) -> list[PostToday]:
        """Whom it answers to besides (the functional line)."""
        return self._by_relations(post, Line.FUNCTIONAL)

    def is_named(self, post: Post) -> bool:
        """Whether its superior comes from the relations, not from the tree."""
        return bool(self._by_relations(post, Line.OPERATIONAL))

    def _by_relations(self, post: Post, line: str) -> list[PostToday]:
        found: list[PostToday] = []
        for one in self.relations:
            subject, other = _code(one.subject_role), _code(one.object_role)
            if one.line != line or not subject or not other:
                continue
            if one.relation == "reports_to" and subject == post.role.code:
                found += self._over(post, other)
            elif one.relation in (*ABOVE_ITS_OBJECT, MUTUAL) and other == post.role.code:
                found += self._over(post, subject)
        return list({one.post.pk: one for one in found}.values())

    def _over(self, post: Post, role: str) -> list[PostToday]:
        """The posts of a role that reach this one: of those that count for a unit, the nearest above."""
        posts = [one for one in self.by_role.get(role, []) if one.post.pk != post.pk]
        if any(one.post.role.reach not in (Role.Reach.SUBTREE, Role.Reach.UNIT) for one in posts):
            return posts
        covering = [one for one in posts if post.unit.path.startswith(one.post.unit.path)]
        deepest = max((len(one.post.unit.path) for one in covering), default=0)
        return [one for one in covering if len(one.post.unit.path) == deepest]

    def _by_tree(self, post: Post) -> list[PostToday]:
        if post.role.reach not in (Role.Reach.SUBTREE, Role.Reach.UNIT):
            return []
        paths = list(_upwards(post.unit.path))
        if self._heads(post):
            paths = paths[1:]
        return next((self.heads[path] for path in paths if path in self.heads), self.tops)

    @cached_property
    def tops(self) -> list[PostToday]:
        """Who decides on posts: where the operational lines end."""
        return [one for one in self.posts if "A" in self._codes(one.post)]

    def _heads(self, post: Post) -> bool:
        """Whether it fills the posts of its unit, and so stands over them; the unit that is the city has no such head."""
        is_local = post.role.reach in (Role.Reach.SUBTREE, Role.Reach.UNIT) and post.unit.kind != Unit.Kind.CITY
        return is_local and "R" in self._codes(post)

    def _codes(self, post: Post) -> str:
        return self.matrix.codes(FILL_POSTS, post.role.code) if self.matrix else ""


def _upwards(path: str) -> Iterable[str]:
    """ "/city/area/bureau/", "/city/area/", "/city/"."""
    while path.count("/") > 1:
        yield path
        path = path[: path.rstrip("/").rfind("/") + 1]


def _code(role: Role | None) -> str:
    return role.code if role else ""


# ---- the page


@dataclass(frozen=True)
class Row:
    """A line of the chart's table: a post, or several in one."""

    place: Place
    unit: str
    holders: list[str]
    above: list[str]
    answers_to: list[str]


@dataclass(frozen=True)
class StructurePage:
    """The chart as a picture, as a table and in sentences."""

    as_of: AsOf
    unit: Unit | None  # the part of the city that is shown; none: all of it
    parts: list[Unit]  # what can be shown closer
    drawing: Drawing
    rows: list[Row]
    said: list[Said]
    outside: list[PostToday]  # in no line, by what the city's relations say


def structure_page(as_of: AsOf, unit: str = "") -> StructurePage:
    """The whole city with what stands below its service areas in one box each; or one unit in full (6 queries)."""
    found = Structure(as_of.day, looks_back=not as_of.is_today)
    part = _part(unit) if unit else None
    below = {one.post.pk: found.above(one.post) for one in found.posts}
    tree = _Tree(found, below, whole=part is None)
    roots = found.tops if part is None else _heads_of(found, part)
    tree.grow(roots)
    shown = {one.post.pk for one in tree.drawn} | tree.counted
    return StructurePage(
        as_of=as_of,
        unit=part,
        parts=list(Unit.objects.filter(kind=Unit.Kind.SERVICE_AREA).order_by("name")),
        drawing=chart.draw([row.place for row in tree.rows], tree.lines, _functional(found, tree.drawn)),
        rows=tree.rows,
        said=[_both(found, one) for one in found.relations],
        outside=[one for one in found.posts if one.post.pk not in shown] if part is None else [],
    )


def _part(code: str) -> Unit:
    found = Unit.objects.filter(code=code).first()
    if found is None:
        raise Refused(_("There is no such unit."), visible=False)
    return found


def _heads_of(found: Structure, unit: Unit) -> list[PostToday]:
    """The posts of a unit whose superior stands outside it: where its part of the chart begins."""
    inside = [one for one in found.posts if one.post.unit.path.startswith(unit.path)]
    keys = {one.post.pk for one in inside}
    return [one for one in inside if not any(upper.post.pk in keys for upper in found.above(one.post))]


def _both(found: Structure, relation: Relation) -> Said:
    subject, other = _code(relation.subject_role), _code(relation.object_role)
    return Said(relation, relation.object, [*found.by_role.get(subject, []), *found.by_role.get(other, [])])


class _Tree:
    """Rows of the chart, upper posts first; in the whole city's, what stands below a unit's head by the tree is one box."""

    def __init__(self, found: Structure, above: dict[int, list[PostToday]], *, whole: bool) -> None:
        self.found, self.above, self.whole = found, above, whole
        self.rows: list[Row] = []
        self.drawn: list[PostToday] = []
        self.lines: list[tuple[str, str]] = []
        self.seen: set[int] = set()
        self.counted: set[int] = set()
        self.below: dict[int, list[PostToday]] = {}
        for one in found.posts:
            for upper in above[one.post.pk]:
                self.below.setdefault(upper.post.pk, []).append(one)

    def grow(self, roots: Sequence[PostToday], depth: int = 0) -> None:
        for one in roots:
            if one.post.pk in self.seen:
                continue
            self._add(one, depth)
            lower = self.below.get(one.post.pk, [])
            folded = [each for each in lower if self._folds(one, each, depth)]
            shown = [each for each in lower if each not in folded]
            shown.sort(key=lambda each: not self.found.is_named(each.post))  # those that the source names first
            self.grow(shown, depth + 1)
            if folded:
                self._fold(one, folded, depth + 1)

    def _folds(self, upper: PostToday, lower: PostToday, depth: int) -> bool:
        return self.whole and depth > 0 and lower.post.unit.path != upper.post.unit.path

    def _add(self, one: PostToday, depth: int) -> None:
        self.drawn.append(one)
        post = one.post
        self.seen.add(post.pk)
        names = [_acting(holding.person.name, holding.acting) for holding in one.holders]
        place = Place(
            key=post.code,
            depth=depth,
            title=_title(post),
            detail=", ".join(names) or one.vacancy,
            url=reverse("raci:post", args=[post.code]),
            is_vacant=one.is_vacant,
        )
        above = self.above[post.pk]
        self.lines += [(upper.post.code, post.code) for upper in above]
        functional = [_title(each.post) for each in self.found.answers_to(post)]
        self.rows.append(Row(place, post.unit.name, names, [_title(each.post) for each in above], functional))

    def _fold(self, upper: PostToday, posts: Iterable[PostToday], depth: int) -> None:
        inside = [one for one in self._all_below(posts) if one.post.pk not in self.counted]
        self.counted |= {one.post.pk for one in inside}
        units = len({one.post.unit_id for one in inside})
        vacant = sum(one.is_vacant for one in inside)
        counts = ngettext("%(n)d post", "%(n)d posts", len(inside)) % {"n": len(inside)}
        title = ngettext("%(n)d unit below", "%(n)d units below", units) % {"n": units}
        detail = _("%(posts)s, none vacant") if not vacant else ngettext(
            "%(posts)s, %(n)d vacant", "%(posts)s, %(n)d vacant", vacant
        )  # fmt: skip
        unit = upper.post.unit
        url = f"{reverse('raci:structure')}?unit={unit.code}"
        key = f"below {upper.post.code}"
        place = Place(key, depth, title, detail % {"posts": counts, "n": vacant}, url, bool(vacant), is_many=True)
        self.lines.append((upper.post.code, key))
        self.rows.append(Row(place, unit.name, [], [_title(upper.post)], []))

    def _all_below(self, posts: Iterable[PostToday]) -> list[PostToday]:
        found: dict[int, PostToday] = {}
        waiting = list(posts)
        while waiting:
            one = waiting.pop()
            if one.post.pk not in found:
                found[one.post.pk] = one
                waiting += self.below.get(one.post.pk, [])
        return list(found.values())


def _functional(found: Structure, drawn: Sequence[PostToday]) -> list[tuple[str, str]]:
    return [(upper.post.code, one.post.code) for one in drawn for upper in found.answers_to(one.post)]


def _title(post: Post) -> str:
    return getattr(post, "title_then", post.title)


def _acting(name: str, acting: bool) -> str:
    return _("%(person)s (acting)") % {"person": name} if acting else name
