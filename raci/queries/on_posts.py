"""What waits on a post in the kernel's own rooms: questions to answer, decisions, drafts, conditions (see `raci.on_posts`)."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from raci import grants, records
from raci.authority import Capacity, Facts
from raci.models import Author, Case, Condition, Directive, Person, Post
from raci.on_posts import OnPost, Source
from raci.queries.posts_today import in_force
from raci.queries.titles import title
from raci.queries.waiting import decisions_waiting, questions

MOST = 50  # of one kind on a page
NOBODY = 0  # the number of nobody: what waits on a post waits on whoever holds it


def post_alone(post: Post, reader: Facts) -> Facts:
    """The post as if somebody held it and nothing else, who wrote and handed in nothing."""
    return Facts(Person(pk=NOBODY), reader.today, reader.matrix, (Capacity.of_post(post),))


def _for(reader: Facts, rows: QuerySet[Any], case: str, record: str) -> QuerySet[Any]:
    """Of these rows, those whose case the reader may see, with the title they may read."""
    seen = grants.visible(reader).order_by().filter(pk=OuterRef(case))
    found: QuerySet[Any] = rows.filter(Exists(seen)).annotate(shown_title=title(reader, record))
    return found[:MOST]


def _questions(post: Post, reader: Facts) -> list[OnPost]:
    rows = questions(post_alone(post, reader)).order_by("due_on", "pk")
    return [
        OnPost(
            row.shown_title,
            reverse("raci:case-consultation", args=[row.case.record_id]),
            f"{row.text} · {row.case.record.scope.unit}",
            row.due_on,
        )
        for row in _for(reader, rows, "case", "case__record")
    ]


def _decisions(post: Post, reader: Facts) -> list[OnPost]:
    rows = _for(reader, decisions_waiting(post_alone(post, reader)), "case", "case__record")
    return [_of_case(row.case, row.shown_title, f"{row.text} · {row.case.record.scope.unit}") for row in rows]


def _drafts(post: Post, reader: Facts) -> list[OnPost]:
    """Drafts that came back or that a holder of today began, and consultations that it is to bring to an end."""
    held = in_force(reader.today).filter(post=post).values("person")
    begun = Exists(Author.objects.filter(case=OuterRef("pk"), person__in=held))
    draft = Q(state=Case.State.DRAFT) & (~Q(back=Case.Back.NEW) | Q(begun))
    cases = grants.with_letter(post_alone(post, reader), "R").filter(draft | Q(state=Case.State.CONSULTATION))
    return [
        _of_case(row, row.shown_title, f"{row.get_state_display()} · {row.record.scope.unit}")
        for row in _for(reader, cases.order_by("state_since", "pk"), "pk", "record")
    ]


def _conditions(post: Post, reader: Facts) -> list[OnPost]:
    found = Condition.objects.filter(owner=post, closed_at=None).select_related(
        "decision__submission__case__record__scope__unit"
    )
    case = "decision__submission__case"
    return [
        OnPost(row.words, reverse("raci:receipt", args=[row.decision_id]), row.shown_title, row.due_on)
        for row in _for(reader, found.order_by("due_on", "pk"), case, f"{case}__record")
    ]


def _directives(post: Post, _reader: Facts) -> list[OnPost]:
    """Directives that fell to it and are not closed: a kept kind is read by all staff."""
    found = Directive.objects.filter(post=post, closed_at=None).select_related("giver").order_by("due_on", "pk")[:MOST]
    return [OnPost(row.title, reverse("raci:directive", args=[row.pk]), row.giver.name, row.due_on) for row in found]


def _of_case(case: Case, shown_title: str, detail: str) -> OnPost:
    return OnPost(shown_title, records.kind_of(case.record).url(case.record), detail)


IT_GOES = _("It goes with the post: whoever holds it next is asked.")
SOURCES = (
    Source("questions", _("Consultations to answer"), of=_questions, goes=IT_GOES),
    Source("decisions", _("Decisions"), of=_decisions, goes=IT_GOES),
    Source(
        "drafts",
        _("Drafts and consultations it is responsible for"),
        of=_drafts,
        goes=_("They go with the post: the successor may go on with them. Who wrote them stays on record."),
    ),
    Source("directives", _("Directives"), of=_directives, goes=_("They fell to the post, so they go with it.")),
    Source("conditions", _("Conditions it owns"), of=_conditions, goes=_("The post owns them, so they go with it.")),
)
