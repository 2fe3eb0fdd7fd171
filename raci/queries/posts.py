"""What the pages of posts show: all posts with who holds them, one post through time, and what is proposed for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from raci.actions import posts as acts
from raci.actions.people import FILL_POSTS
from raci.authority import Facts, Subject, Via
from raci.models import Activity, Assignment, Holding, Post
from raci.queries.posts_today import PostToday, in_force, today_of, with_holders
from raci.refusals import Refused


def posts_found(words: str, unit: str, facts: Facts) -> QuerySet[Post]:
    """Posts by words of their title, role or holder, and by the code of their unit."""
    found = Post.objects.filter(abolished_on=None).order_by("unit__path", "role__column", "title")
    if words:
        named = Q(title__icontains=words) | Q(role__name__icontains=words)
        holder = Exists(in_force(facts.today).filter(post=OuterRef("pk"), person__name__icontains=words))
        found = found.filter(named | holder)
    return found.filter(unit__code=unit) if unit else found


def vacant_count(facts: Facts) -> int:
    """How many of the city's posts nobody can act in today."""
    held = Exists(in_force(facts.today).filter(post=OuterRef("pk")))
    return Post.objects.filter(~held, abolished_on=None).count()


@dataclass(frozen=True)
class HoldingShown:
    """A holding with what the reader may do about it."""

    holding: Holding
    is_current: bool
    may_end: bool
    may_answer: bool
    why_not: str  # the reason they may not answer a proposal


@dataclass(frozen=True)
class PostPage:
    """One post."""

    post: Post
    today: PostToday
    cells: list[tuple[Activity, str]]
    holdings: list[HoldingShown]  # in force once, newest first
    proposals: list[HoldingShown]
    refused: list[Holding]
    may_begin: bool
    why_not: str  # the reason they may not record who holds it
    who_may: str  # and who may
    reads_proposals: bool
    reads_documents: bool
    is_reviewed: bool
    is_top: bool

    @property
    def in_force(self) -> list[Holding]:
        """The holdings that are or were in force."""
        return [one.holding for one in self.holdings]

    @property
    def ending(self) -> list[HoldingShown]:
        """The holdings of today that the reader may end, and hand over where they may record the successor too."""
        return [one for one in self.holdings if one.is_current and one.may_end]


def post_for(code: str, facts: Facts) -> Post:
    """Fetch a post; all staff may know of it."""
    post = with_holders(Post.objects.filter(code=code), facts.today).first()
    if post is None:
        raise Refused(_("There is no such post."), visible=False)
    return post


def post_page(post: Post, facts: Facts) -> PostPage:
    """The page of a post (a number of queries that grows with the proposals open for it alone)."""
    related = ("person", "proposed_by", "accepted_by")
    holdings = list(Holding.objects.filter(post=post).select_related(*related).order_by("-begins_on", "-pk"))
    for holding in holdings:
        holding.post = post
    reads = reads_proposals(post, facts)
    may_begin, why_not = _allowed(lambda: acts.recorder(post, facts))
    return PostPage(
        post=post,
        today=today_of(post),
        cells=_cells(post, facts),
        holdings=[_shown(one, facts) for one in holdings if one.state == Holding.State.IN_FORCE],
        proposals=[_shown(one, facts) for one in holdings if one.state == Holding.State.PROPOSED] if reads else [],
        refused=[one for one in holdings if one.state == Holding.State.REFUSED] if reads else [],
        may_begin=may_begin and not post.abolished_on,
        why_not=why_not,
        who_may=acts.who_records(post, facts) if why_not else "",
        reads_proposals=reads,
        reads_documents=reads_documents(post, facts),
        is_reviewed=acts.is_reviewed(post, facts),
        is_top=acts.is_top(post, facts),
    )


def reads_proposals(post: Post, facts: Facts) -> bool:
    """A reviewed kind is read by R, A, C and I in the line (governance 3), and by those who read everything."""
    subject = Subject.of_scope(FILL_POSTS, post.unit)
    return facts.has("reads_all") or bool(facts.letters(subject, ("line", "invited", "read")))


def reads_documents(post: Post, facts: Facts) -> bool:
    """The giver's document: those who record and those who accept, and those who read everything."""
    subjects = (Subject.of_scope(FILL_POSTS, post.unit), acts.whole_city(post))
    return facts.has("reads_all") or any({"R", "A"} & set(facts.letters(subject)) for subject in subjects)


def proposals_for(facts: Facts) -> list[Holding]:
    """Proposed holdings that wait for this person to accept or refuse them, each with `since` (1 query)."""
    if "A" not in _letters_of_filling(facts) and "R" not in _letters_of_filling(facts):
        return []
    proposed = Holding.objects.filter(state=Holding.State.PROPOSED).exclude(
        Q(proposed_by=facts.person) | Q(person=facts.person)
    )
    began = Holding.history.filter(id=OuterRef("pk")).order_by("history_date").values("history_date")[:1]
    related = (
        proposed.annotate(since=Subquery(began))
        .select_related("post__role", "post__unit", "person", "proposed_by")
        .order_by("pk")
    )
    return [one for one in related if _answerable(one, facts)[0]]


def _letters_of_filling(facts: Facts) -> set[str]:
    return {letter for letter in "RA" if FILL_POSTS in facts.activities_with(letter)}


def _shown(holding: Holding, facts: Facts) -> HoldingShown:
    over = bool(holding.ends_on and holding.ends_on < facts.today)
    may_end = holding.state == Holding.State.IN_FORCE and not over and _allowed(lambda: acts.ender(holding, facts))[0]
    may_answer, why_not = False, ""
    if holding.state == Holding.State.PROPOSED:
        may_answer, why_not = _answerable(holding, facts)
    return HoldingShown(holding, not over and holding.begins_on <= facts.today, may_end, may_answer, why_not)


def _answerable(holding: Holding, facts: Facts) -> tuple[bool, str]:
    return _allowed(lambda: acts.second_person(holding, facts))


def _allowed(ask: Callable[[], Via]) -> tuple[bool, str]:
    try:
        ask()
    except Refused as refusal:
        return False, str(refusal)
    return True, ""


def _cells(post: Post, facts: Facts) -> list[tuple[Activity, str]]:
    if facts.matrix is None:
        return []
    cells: QuerySet[Assignment] = Assignment.objects.filter(activity__matrix=facts.matrix.pk, role=post.role_id)
    return [(cell.activity, cell.codes) for cell in cells.select_related("activity").order_by("activity__order")]


def holding_for(pk: int) -> Holding:
    """A holding by its number, with what is said of it; all staff may know who holds a post."""
    related = ("post__role", "post__unit", "person", "proposed_by", "document")
    holding = Holding.objects.select_related(*related).filter(pk=pk).first()
    if holding is None:
        raise Refused(_("There is no such holding."), visible=False)
    return holding


def answers(holding: Holding, facts: Facts) -> Via:
    """By what they answer a proposal: hidden from whoever may not read it, refused to whoever may not answer."""
    if not reads_proposals(holding.post, facts):
        raise Refused(_("There is no such holding."), visible=False)
    return acts.second_person(holding, facts)
