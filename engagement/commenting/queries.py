"""What the pages of public comment show, to staff and to everybody."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from engagement.kinds import COMMENT_ROUND
from engagement.models import Comment, CommentOutcome, CommentRound
from raci import clock
from raci.authority import Facts, Permission
from raci.grants import visible
from raci.keeping import may_keep, may_keep_for_the_city
from raci.models import Case, Record, Unit
from raci.records import kind_of
from raci.refusals import Refused

State = Comment.State
MOST = 500  # comments of one page


def rounds() -> QuerySet[CommentRound]:
    """All of them, with how many comments they have and how many nobody has read: a kept kind is read by all staff."""
    waits = Count("comments", filter=Q(comments__state=State.WAITS))
    return CommentRound.objects.select_related("unit", "record").annotate(all_comments=Count("comments"), waiting=waits)


def round_for(pk: int) -> CommentRound:
    """One of them."""
    found = rounds().filter(pk=pk).first()
    if found is None:
        raise Refused(_("There is no such comment round."), visible=False)
    return found


def comment_for(pk: int) -> Comment:
    """One comment with its round."""
    found = Comment.objects.select_related("round__unit").filter(pk=pk).first()
    if found is None:
        raise Refused(_("There is no such comment."), visible=False)
    return found


def outcome_for(pk: int) -> CommentOutcome:
    """One outcome with its round."""
    found = CommentOutcome.objects.select_related("round__unit").filter(pk=pk).first()
    if found is None:
        raise Refused(_("There is no such outcome."), visible=False)
    return found


@dataclass
class RoundPage:
    """A round for staff."""

    row: CommentRound
    comments: list[Comment]
    outcomes: list[CommentOutcome]
    may_keep: Permission
    facts: Facts

    @cached_property
    def draft(self) -> tuple[str, str] | None:
        """What it is a draft of, as its title and page, for whoever may read that (2 queries)."""
        record = self.row.record
        case = visible(self.facts).filter(record=record).order_by("-number").first() if record else None
        return (case.title, kind_of(record).url(record)) if record and case else None

    @property
    def standing(self) -> str:
        """Before, open or over."""
        return standing(self.row)


def round_page(pk: int, facts: Facts) -> RoundPage:
    """For all staff; comments that nobody has read stand first. Hidden ones are read by those who keep the round."""
    row = round_for(pk)
    permission = may_keep(facts, COMMENT_ROUND, row.unit)
    comments = row.comments.all() if permission or facts.has("reads_all") else row.comments.filter(state=State.SHOWN)
    in_order = sorted(comments[:MOST], key=lambda one: (one.state != State.WAITS, one.pk))
    return RoundPage(row, in_order, list(row.outcomes.all()), permission, facts)


def standing(row: CommentRound) -> str:
    """ "soon", "open" or "closed", by the city's day (1 query)."""
    today = clock.today()
    return "soon" if today < row.opens_on else "open" if today <= row.closes_on else "closed"


def units_kept(facts: Facts) -> list[Unit]:
    """The units whose rounds they keep (2 queries)."""
    return [unit for unit in Unit.objects.order_by("path") if may_keep(facts, COMMENT_ROUND, unit)]


def drafts(facts: Facts, row: CommentRound | None = None) -> QuerySet[Record]:
    """What a round may be about: what they read and nobody has decided yet, beside what it is about already."""
    open_states = (Case.State.DRAFT, Case.State.CONSULTATION, Case.State.SUBMITTED)
    read = visible(facts).filter(state__in=open_states).order_by().values("record")
    kept = Q(pk=row.record_id) if row and row.record_id else Q(pk__in=[])
    return Record.objects.filter(Q(pk__in=read) | kept).order_by("title", "pk")


def need_units(facts: Facts) -> list[Unit]:
    """The same; 403 with the reason where there is none."""
    found = units_kept(facts)
    if not found:
        raise Refused(may_keep_for_the_city(facts, COMMENT_ROUND).reason)
    return found


def need(permission: Permission) -> None:
    """403 with the reason where they may not."""
    if not permission:
        raise Refused(permission.reason)


# ---- for everybody


@dataclass(frozen=True)
class Shown:
    """A round in the reader's language."""

    row: CommentRound

    @property
    def _spanish(self) -> bool:
        return get_language() == "es"

    @property
    def title(self) -> str:
        """Its title."""
        return self.row.title_es if self._spanish else self.row.title

    @property
    def about(self) -> str:
        """What it is about."""
        return self.row.about_es if self._spanish else self.row.about

    @cached_property
    def standing(self) -> str:
        """Before, open or over."""
        return standing(self.row)

    @cached_property
    def comments(self) -> list[Comment]:
        """Those that are shown."""
        return list(self.row.comments.filter(state=State.SHOWN)[:MOST])

    @cached_property
    def hidden(self) -> int:
        """How many are not."""
        return self.row.comments.filter(state=State.HIDDEN).count()

    @cached_property
    def outcomes(self) -> list[tuple[str, str]]:
        """You said, we did; in English where it was not said in Spanish."""
        rows = self.row.outcomes.all()
        if self._spanish:
            return [(one.said_es or one.said, one.did_es or one.did) for one in rows]
        return [(one.said, one.did) for one in rows]


def announced() -> list[Shown]:
    """All whose day has come or is to come, the newest first (1 query)."""
    return [Shown(row) for row in CommentRound.objects.order_by("-closes_on", "-pk")]
