"""What the pages of directives show: one directive, what is asked of the reader, and whom one may record one for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from raci.actions import directives as acts
from raci.authority import Facts
from raci.carried_out import Carried, carried_out
from raci.keeping import may_keep, may_keep_for_the_city
from raci.kinds import DIRECTIVE
from raci.models import Activity, AgendaItem, Decision, Directive, DirectiveUpdate, Post, Submission, Unit
from raci.models.meetings import Got
from raci.refusals import Refused

RELATED = (
    "giver",
    "post__unit",
    "post__role",
    "document",
    "closing_document",
    "recorded_by",
    "accepted_by",
    "closed_by",
    "item__meeting__team",
)


def directives() -> QuerySet[Directive]:
    """All of them: a kept kind is read by all staff."""
    return Directive.objects.select_related(*RELATED)


def directive_for(pk: int) -> Directive:
    """One of them."""
    found = directives().filter(pk=pk).first()
    if found is None:
        raise Refused(_("There is no such directive."), visible=False)
    return found


@dataclass(frozen=True)
class DirectivePage:
    """A directive, its reports, what was done under it, and what the reader may do."""

    directive: Directive
    updates: list[DirectiveUpdate]
    activity: Activity | None
    cited: list[Submission | Decision]
    is_holder: bool
    may_accept: bool
    may_report: bool
    may_close: bool
    needs_document: bool  # the giver's word, where nobody can act for the giver
    may_edit: bool
    why_not: str  # the reason they may not do what is next
    is_overdue: bool
    carried: Carried  # what the rooms above made of it

    @property
    def waits_for(self) -> str:
        """Whose turn it is."""
        one = self.directive
        return {
            "received": _("%(post)s is to accept it.") % {"post": one.post.title},
            "accepted": _("%(post)s works on it and reports.") % {"post": one.post.title},
            "reported": _("%(giver)s is to close it.") % {"giver": one.giver.name},
            "closed": _("It is closed."),
        }[one.state]


def directive_page(pk: int, facts: Facts) -> DirectivePage:
    """For all staff (a constant number of queries)."""
    one = directive_for(pk)
    is_holder, why_not = _allowed(lambda: acts.holder(one, facts))
    closing = _closing(one, facts)
    return DirectivePage(
        directive=one,
        updates=list(one.updates.select_related("by").order_by("-pk")),
        activity=Activity.objects.filter(
            matrix=facts.matrix.pk if facts.matrix else None, code=one.activity_code
        ).first(),
        cited=_cited(one),
        is_holder=is_holder,
        may_accept=is_holder and one.state == "received" and one.recorded_by_id != facts.person.pk,
        may_report=is_holder and one.state in ("accepted", "reported"),
        may_close=closing is not None and one.state != "closed",
        needs_document=bool(closing),
        may_edit=one.state == "received" and bool(may_keep(facts, DIRECTIVE, one.post.unit)),
        why_not=why_not,
        is_overdue=is_overdue(one, facts),
        carried=carried_out(one, facts),
    )


def is_overdue(directive: Directive, facts: Facts) -> bool:
    """Whether its day has passed and it is not closed."""
    return directive.closed_at is None and directive.due_on < facts.today


def _cited(directive: Directive) -> list[Submission | Decision]:
    along = "case__record__scope__unit"
    submitted = Submission.objects.filter(directive=directive).select_related(along)
    decided = Decision.objects.filter(directive=directive).select_related(f"submission__{along}")
    return [*submitted, *decided]


def _closing(directive: Directive, facts: Facts) -> bool | None:
    try:
        _label, _cell, needs_document = acts.closer(directive, facts)
    except Refused:
        return None
    return needs_document


def _allowed(ask: Callable[[], object]) -> tuple[bool, str]:
    try:
        ask()
    except Refused as refusal:
        return False, str(refusal)
    return True, ""


# ---- recording


def item_behind(number: str) -> AgendaItem | None:
    """The item of a meeting that an address names, under which a directive was given."""
    found = AgendaItem.objects.select_related("meeting__team").filter(got=Got.DIRECTED)
    return found.filter(pk=int(number)).first() if number.isascii() and number.isdigit() and len(number) < 10 else None


def said_in(item: AgendaItem | None) -> dict[str, Any]:
    """What the item says already, for the form."""
    if item is None:
        return {}
    told = [one.words for one in item.resolutions.all() if one.carried]
    reference = f"{item.meeting}, {item.title}"[:300]
    return {
        "title": item.title, "words": "\n".join(told), "reference": reference, "given_on": item.meeting.on,
    }  # fmt: skip


def units_kept(facts: Facts) -> list[Unit]:
    """The units whose posts this person may record directives for."""
    return [unit for unit in Unit.objects.all() if may_keep(facts, DIRECTIVE, unit)]


def need_keeper(facts: Facts) -> list[Unit]:
    """The same; 403 with the reason where there is none."""
    units = units_kept(facts)
    if not units:
        raise Refused(may_keep_for_the_city(facts, DIRECTIVE).reason)
    return units


def posts_to_instruct(facts: Facts) -> list[Post]:
    """The posts a directive this person records may fall to: never their own."""
    own = [one.post for one in facts.posts]
    found = Post.objects.filter(abolished_on=None, unit__in=units_kept(facts)).exclude(pk__in=own)
    return list(found.select_related("unit", "role").order_by("unit__path", "title"))
