"""What a post's page says beside its holdings: what it is for, how it was called, what it is measured by, how it is filled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from raci import asof, kinds, tenure
from raci.asof import AsOf
from raci.authority import Facts, matrix_in_force
from raci.keeping import may_keep
from raci.models import (
    Activity,
    Assignment,
    Delegation,
    Holding,
    Milestone,
    Naming,
    Post,
    PostComparison,
    PostDescription,
    Recruitment,
    Unit,
)
from raci.models.city import in_force_on
from raci.on_posts import OnPost, Source, waits_on
from raci.queries.posts_today import as_they_stood
from raci.refusals import Refused
from raci.tenure import Picture, Span, Stretch


@dataclass(frozen=True)
class Title:
    """How the post was called from a moment on, who said so, and why."""

    title: str
    since: datetime
    who: str
    why: str
    is_first: bool


@dataclass(frozen=True)
class NamedFor:
    """Namings of one post by another in one unit, for one letter of these activities."""

    letter: str
    other: Post
    unit: Unit
    namings: list[Naming]


@dataclass(frozen=True)
class Profile:
    """What is said of a post on a day."""

    as_of: AsOf
    title: str
    description: PostDescription | None  # the version of the day
    descriptions: list[PostDescription]  # all, newest first
    titles: list[Title]  # newest first
    comparisons: list[PostComparison]
    recruitment: Recruitment | None  # under way, else the last
    recruitments: list[Recruitment]  # earlier ones
    stretches: list[Stretch]  # newest first
    picture: Picture | None
    given: list[NamedFor]  # it names these
    taken: list[NamedFor]  # it is named by these
    delegations: list[Delegation]  # in force on the day; of today also those to come
    waits: list[tuple[Source, list[OnPost]]]
    may_describe: bool
    may_recruit: bool

    @property
    def acting(self) -> list[Span]:
        """Who acts on the day."""
        return [span for one in self.stretches if _covers(one, self.as_of.day) for span in one.holders if span.acting]


def post_on(code: str, as_of: AsOf) -> Post:
    """The post as it stood on a day: its title and holders of then; `Refused` where there was none."""
    found = as_they_stood(Post.objects.filter(code=code), as_of.day).first()
    if found is None:
        raise Refused(_("There was no such post on that day."), visible=False)
    found.title = found.title_then  # type: ignore[attr-defined]
    return found


def cells_on(post: Post, day: date) -> list[tuple[Activity, str]]:
    """What the matrix in force on a day gave its role (3 queries)."""
    matrix = matrix_in_force(day)
    if matrix is None:
        return []
    cells = Assignment.objects.filter(activity__matrix=matrix.pk, role=post.role_id)
    return [(one.activity, one.codes) for one in cells.select_related("activity").order_by("activity__order")]


def profile(post: Post, holdings: Iterable[Holding], facts: Facts, as_of: AsOf) -> Profile:
    """What its page says (a constant number of queries). `holdings`: all in force once, of any day."""
    descriptions = list(post.descriptions.select_related("written_by").order_by("-number"))
    until = asof.remembered_until(as_of.day) if not as_of.is_today else None
    recruitments = _recruitments(post)
    open_ones = [one for one in recruitments if one.closed_on is None]
    spans = [Span(one.person.name, one.begins_on, one.ends_on, one.acting) for one in holdings]
    namings = list(_namings(post))
    shown = (open_ones or recruitments)[:1]
    return Profile(
        as_of=as_of,
        title=post.title,
        description=next((one for one in descriptions if until is None or one.written_at < until), None),
        descriptions=descriptions,
        titles=titles_of(post),
        comparisons=list(post.comparisons.filter(removed_at=None).select_related("other__unit")),
        recruitment=next(iter(shown), None),
        recruitments=[one for one in recruitments if one not in shown],
        stretches=tenure.stretches(spans)[::-1],
        picture=tenure.picture(spans, facts.today),
        given=_together((one, one.named) for one in namings if one.giver_id == post.pk),
        taken=_together((one, one.giver) for one in namings if one.named_id == post.pk),
        delegations=list(_delegations(post, as_of)),
        waits=waits_on(post, facts) if as_of.is_today else [],
        may_describe=bool(may_keep(facts, kinds.DESCRIPTION, post.unit)),
        may_recruit=bool(may_keep(facts, kinds.RECRUITMENT, post.unit)),
    )


def titles_of(post: Post) -> list[Title]:
    """How it was called, newest first, from history (1 query)."""
    rows = Post.history.filter(id=post.pk).order_by("history_date", "history_id")
    found: list[Title] = []
    for row in rows.values("title", "history_date", "history_actor", "history_why"):
        if not found or found[-1].title != row["title"]:
            who = row["history_actor"].partition(" <")[0]
            why = row["history_why"] if found else ""
            found.append(Title(row["title"], row["history_date"], who, why, not found))
    return found[::-1]


def _recruitments(post: Post) -> list[Recruitment]:
    steps = Prefetch("milestones", Milestone.objects.all())  # in their own order
    return list(post.recruitments.prefetch_related(steps).order_by("-begun_on", "-pk"))


def _namings(post: Post) -> Iterable[Naming]:
    found = Naming.objects.filter(Q(giver=post) | Q(named=post), taken_back_at=None)
    return found.select_related("giver", "named", "unit").order_by("activity_code", "letter", "pk")


def _delegations(post: Post, as_of: AsOf) -> Iterable[Delegation]:
    """What its holders passed on: accepted by the end of the day, and not ended by then (2 queries at most)."""
    until = asof.end_of(as_of.day) if as_of.is_today else asof.remembered_until(as_of.day)
    lasting = Q(ended_at=None) | Q(ended_at__gte=until)
    days = Q(ends_on__gte=as_of.day) if as_of.is_today else in_force_on(as_of.day)
    held = Q(holding__ends_on=None) | Q(holding__ends_on__gte=as_of.day)
    found = Delegation.objects.filter(lasting, days, held, holding__post=post, accepted_at__lt=until)
    return found.filter(holding__state=Holding.State.IN_FORCE).select_related("holding__person", "delegate")


def _covers(stretch: Stretch, day: date) -> bool:
    return stretch.begins <= day and (stretch.ends is None or day <= stretch.ends)


def _together(namings: Iterable[tuple[Naming, Post]]) -> list[NamedFor]:
    found: dict[tuple[str, int, int], NamedFor] = {}
    for naming, other in namings:
        key = (naming.letter, other.pk, naming.unit_id)
        found.setdefault(key, NamedFor(naming.letter, other, naming.unit, [])).namings.append(naming)
    return list(found.values())


def comparison_for(pk: int) -> PostComparison:
    """A comparison that stands; all staff may read it."""
    found = PostComparison.objects.select_related("post__unit").filter(pk=pk, removed_at=None).first()
    if found is None:
        raise Refused(_("There is no such comparison."), visible=False)
    return found


def recruitment_for(pk: int) -> Recruitment:
    """A recruitment; all staff may read it."""
    found = Recruitment.objects.select_related("post__unit", "post__role").filter(pk=pk).first()
    if found is None:
        raise Refused(_("There is no such recruitment."), visible=False)
    return found


def milestone_for(pk: int) -> tuple[Milestone, Post]:
    """A milestone of a recruitment, with the post; another room's milestone is none here."""
    related = Milestone.objects.select_related("recruitment__post__unit", "recruitment__post__role")
    found = related.filter(pk=pk, recruitment__isnull=False).first()
    if found is None or found.recruitment is None:
        raise Refused(_("There is no such milestone."), visible=False)
    return found, found.recruitment.post
