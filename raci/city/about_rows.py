"""What a city's folder says about its posts, as rows; inside `acting`, with the posts loaded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from raci import clock
from raci.city.about import AboutPost, NamingFacts, RecruitmentFacts
from raci.city.changes import Change
from raci.history.bulk import bulk_create
from raci.models import Milestone, Naming, Person, Post, PostComparison, PostDescription, Recruitment, Unit


def load_about(about: Mapping[str, AboutPost], posts: Mapping[str, Post], by: Person) -> list[Change]:
    """Where the portal has nothing of a kind about a post yet, what the folder says; what is kept here stays."""
    changes = []
    for code, said in about.items():
        post = posts[code]
        if said.description and not post.descriptions.exists():
            changes.append(_describe(post, said, by))
        if said.comparisons and not post.comparisons.exists():
            changes += _compare(post, said, posts)
        if said.recruitment and not post.recruitments.exists():
            changes.append(_recruit(post, said.recruitment))
    return changes


def _describe(post: Post, said: AboutPost, by: Person) -> Change:
    PostDescription.objects.create(
        post=post, number=1, words=said.description, source=said.source, written_at=clock.now(), written_by=by
    )
    return Change("added", "description", post.code)


def _compare(post: Post, said: AboutPost, posts: Mapping[str, Post]) -> list[Change]:
    for one in said.comparisons:
        other = posts[one.other] if one.other else None
        PostComparison.objects.create(post=post, other=other, name=one.name, words=one.words, source=one.source)
    return [Change("added", "comparable post", f"{post.code}: {one.name or one.other}") for one in said.comparisons]


def _recruit(post: Post, said: RecruitmentFacts) -> Change:
    made = Recruitment.objects.create(post=post, begun_on=said.begun_on, words=said.words, source=said.source)
    for one in said.milestones:
        Milestone.objects.create(recruitment=made, **vars(one))
    return Change("added", "recruitment", post.code)


def load_namings(
    namings: Iterable[NamingFacts], posts: Mapping[str, Post], units: Mapping[str, Unit], today: date
) -> list[Change]:
    """Put them in force from today; only a founding does."""
    made = [
        Naming(
            giver=posts[one.giver],
            named=posts[one.named],
            activity_code=one.activity,
            letter=one.letter,
            unit=units[one.unit],
            begins_on=today,
        )
        for one in namings
    ]
    bulk_create(Naming, made)
    return [Change("added", "naming", str(one)) for one in made]
