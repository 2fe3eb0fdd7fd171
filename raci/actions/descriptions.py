"""What is kept about a post by those who fill posts: its title, what it is for, and what it is compared with."""

from __future__ import annotations

from django.utils.translation import gettext as _

from raci import clock
from raci.actions.posts import recorder
from raci.authority import facts_for
from raci.history import acting
from raci.keeping import keeping
from raci.kinds import COMPARISON, DESCRIPTION
from raci.models import Person, Post, PostComparison, PostDescription
from raci.refusals import Conflict, NotReady, Problem

LONGEST_TITLE = 200


def describe_post(post: Post, *, words: str, by: Person, source: str = "", after: int | None = None) -> PostDescription:
    """Write the next version of what a post is for; the earlier ones stay. `after`: the version the form was opened on."""
    with keeping(DESCRIPTION, post.unit, by=by, act="describe_post") as via:
        locked = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
        newest = locked.descriptions.order_by("-number").first()
        number = newest.number if newest else 0
        if after is not None and after != number:
            text = _("%(person)s wrote version %(number)s meanwhile. Yours is kept below: compare, and save again.")
            raise Conflict(text % {"person": newest.written_by if newest else "", "number": number})
        if not words.strip():
            raise NotReady([Problem(_("Say what the post is for."), field="words")])
        if newest and (newest.words, newest.source) == (words.strip(), source.strip()):
            raise NotReady([Problem(_("It says this already."), field="words")])
        return PostDescription.objects.create(
            post=locked,
            number=number + 1,
            words=words.strip(),
            source=source.strip(),
            written_at=clock.now(),
            written_by=by,
            written_as=via.capacity.label,
        )


def retitle_post(post: Post, *, title: str, why: str, by: Person) -> None:
    """Give a post another title; history keeps the earlier ones, and what was signed stays signed with them."""
    via = recorder(post, facts_for(by))
    problems = []
    title = title.strip()
    if not title or len(title) > LONGEST_TITLE:
        problems.append(Problem(_("Write a title of at most %(n)d signs.") % {"n": LONGEST_TITLE}, field="title"))
    if title == post.title:
        problems.append(Problem(_("It has this title already."), field="title"))
    if not why.strip():
        problems.append(Problem(_("Give the reason."), field="why"))
    if problems:
        raise NotReady(problems)
    with acting(by=by, post=via.capacity.label, cell=via.cell, act="retitle_post", why=why):
        locked = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
        locked.title = title
        locked.save()
    post.title = title


def compare_post(
    post: Post, *, by: Person, other: Post | None = None, name: str = "", words: str = "", source: str = ""
) -> PostComparison:
    """Note a post that this one is measured by: another of the city's, or one elsewhere by its name."""
    with keeping(COMPARISON, post.unit, by=by, act="compare_post"):
        problems = []
        name = name.strip()
        if bool(name) == bool(other):
            problems.append(Problem(_("Choose a post of the city, or write the name of one elsewhere."), field="name"))
        if other and other.pk == post.pk:
            problems.append(Problem(_("A post is not compared with itself."), field="other"))
        if name and not source.strip():
            problems.append(Problem(_("Say where it is known from."), field="source"))
        if problems:
            raise NotReady(problems)
        return PostComparison.objects.create(
            post=post, other=other, name=name, words=words.strip(), source=source.strip()
        )


def remove_comparison(comparison: PostComparison, *, by: Person) -> None:
    """Take a comparison away; history keeps it."""
    with keeping(COMPARISON, comparison.post.unit, by=by, act="uncompare_post"):
        locked = PostComparison.objects.select_for_update(of=("self",)).get(pk=comparison.pk)
        if locked.removed_at:
            raise Conflict(_("It was taken away already."))
        locked.removed_at = clock.now()
        locked.save()
