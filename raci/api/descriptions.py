"""What is kept about a post: its description in versions, its title, and what it is compared with."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from raci import kinds
from raci.actions import descriptions as acts
from raci.actions.posts import recorder
from raci.api.contract import Created, Door, operation
from raci.api.fields import Body, Code, Key, Shape, Text, as_sent, by_form
from raci.api.paging import Paged, Rows
from raci.api.posts import PostShown, shown_post
from raci.api.shapes import Id, PersonRef, PostRef, said
from raci.forms.descriptions import Comparing
from raci.keeping import keeper
from raci.models import PostComparison
from raci.queries import posts as queries
from raci.queries.post_profile import comparison_for


class DescriptionShown(Shape):
    """One version of what a post is for."""

    number = serializers.IntegerField()
    words = said()
    source = said()  # type: ignore[assignment]  # a field of this name, not the serializer's own
    written_by = PersonRef()
    written_as = said()
    written_at = serializers.DateTimeField()

    example = {
        "number": 2, "words": "Leads the bureau.", "source": "Charter, 2025", "written_by": PersonRef.example,
        "written_as": "Equity Officer", "written_at": "2026-11-21T09:00:00-08:00",
    }  # fmt: skip


class NewDescription(Body):
    """The next version."""

    words = Text()
    source = Text(most=500, required=False)  # type: ignore[assignment]
    after = Key(required=False, help_text="The number of the version it follows; refused where another came meanwhile.")

    example = {"words": "Leads the bureau.", "source": "Charter, 2025", "after": 1}


class DescriptionList(Door):
    """The versions of a post's description."""

    noun = "posts"

    @operation("What a post is for, in versions", gives=DescriptionShown, query=Paged)
    def get(self, code: str) -> Any:
        """Newest first; the first is the one that holds."""
        found = queries.post_for(code, self.facts)
        return Rows(found.descriptions.select_related("written_by").order_by("-number"))

    @operation("Describe a post", takes=NewDescription, gives=DescriptionShown, status=201)
    def post(self, code: str) -> Any:
        """The version before stays."""
        found = queries.post_for(code, self.facts)
        keeper(self.facts, kinds.DESCRIPTION, found.unit)
        made = acts.describe_post(found, by=self.person, **self.sent())
        return Created(made, reverse("api:description-list", args=[code]))


class NewTitle(Body):
    """Another title, and why."""

    title = Text(most=200)
    why = Text()

    example = {"title": "Chief Equity Officer", "why": "As other officers of the city are called."}


class PostTitle(Door):
    """The title of a post."""

    noun = "posts"

    @operation("Give a post another title", takes=NewTitle, gives=PostShown)
    def put(self, code: str) -> Any:
        """History keeps the earlier ones."""
        found = queries.post_for(code, self.facts)
        recorder(found, self.facts)
        acts.retitle_post(found, by=self.person, **self.sent())
        return shown_post(code, self.facts)


class ComparisonShown(Shape):
    """A post that another is measured by: one of the city's, or one elsewhere by its name."""

    id = Id(source="pk")
    other = PostRef(allow_null=True)
    name = said()
    words = said()
    source = said()  # type: ignore[assignment]  # a field of this name, not the serializer's own

    example = {
        "id": 3, "other": None, "name": "Equity Director, another city", "words": "Reports to the mayor.",
        "source": "Its organization chart, 2025",
    }  # fmt: skip


class NewComparison(Body):
    """A post to compare with: `other` or `name`."""

    other = Code(required=False, help_text="The code of a post of the city.")
    name = Text(most=300, required=False)
    words = Text(required=False)
    source = Text(most=500, required=False)  # type: ignore[assignment]

    example = {"name": "Equity Director, another city", "source": "Its organization chart, 2025"}


class ComparisonList(Door):
    """What a post is measured by."""

    noun = "posts"

    @operation("Comparable posts", gives=ComparisonShown, query=Paged)
    def get(self, code: str) -> Any:
        """Those that stand."""
        found = queries.post_for(code, self.facts)
        return Rows(found.comparisons.filter(removed_at=None).select_related("other").order_by("pk"))

    @operation("Compare a post", takes=NewComparison, gives=ComparisonShown, status=201)
    def post(self, code: str) -> Any:
        """With another of the city, or one elsewhere."""
        found = queries.post_for(code, self.facts)
        keeper(self.facts, kinds.COMPARISON, found.unit)
        form = Comparing(as_sent(self.sent()))
        by_form(form)
        made = acts.compare_post(found, by=self.person, **form.values())
        return Created(made, reverse("api:comparison-detail", args=[made.pk]))


class ComparisonDetail(Door):
    """One comparison."""

    noun = "posts"
    shows = ComparisonShown

    def current(self, pk: int) -> PostComparison:
        """As GET shows it, held until the act is done."""
        PostComparison.objects.select_for_update(of=("self",)).filter(pk=pk).first()
        return comparison_for(pk)

    @operation("A comparison", gives=ComparisonShown)
    def get(self, pk: int) -> Any:
        """All staff may read it."""
        return comparison_for(pk)

    @operation("Take a comparison away", takes=Body, subject=True)
    def delete(self, pk: int) -> None:
        """History keeps it."""
        found = comparison_for(pk)
        keeper(self.facts, kinds.COMPARISON, found.post.unit)
        self.sent()
        acts.remove_comparison(found, by=self.person)
