"""Where a case stands, in the words of its banner: state, who holds it, since when, what was asked, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raci.models import Case

if TYPE_CHECKING:
    from raci.queries.cases import CasePage

State, Back = Case.State, Case.Back


@dataclass(frozen=True)
class Standing:
    """The banner's sentences; "" where there is nothing to say."""

    holder: str  # whose turn it is
    by: str  # who moved it last
    asked: str  # what is asked of the reader
    next: str  # what comes next
    why: str  # by which post and cell
    receipt: str  # address of the receipt of the decision that brought it here


def standing(page: CasePage) -> Standing:
    """The banner of a case for its reader."""
    return Standing(_holder(page), _moved_by(page), _asked(page), _next(page), _why(page), _receipt(page))


def _holder(page: CasePage) -> str:
    match page.case.state:
        case State.DRAFT if page.options["edit"].permission:
            via = page.options["edit"].permission.via
            return _("yours to edit as R (%(activity)s)") % {"activity": via.activity if via else ""}
        case State.DRAFT:
            return _("with %(posts)s") % {"posts": _posts(page, _("a vacant post"))}
        case State.CONSULTATION:
            waiting = [one.role.name for one in page.asked if not one.answer and one.way == "asked"]
            return _("with %(roles)s") % {"roles": ", ".join(waiting)} if waiting else _("everybody asked has answered")
        case State.SUBMITTED:
            return _("with %(posts)s, to decide") % {"posts": _posts(page, _("a vacant post: nobody can decide today"))}
    return ""


def _posts(page: CasePage, nobody: str) -> str:
    shown, more = page.holders[:3], len(page.holders) - 3
    names = ", ".join(shown) or nobody
    if more < 1:
        return names
    return ngettext("%(names)s and %(n)s more", "%(names)s and %(n)s more", more) % {"names": names, "n": more}


def _moved_by(page: CasePage) -> str:
    case = page.case
    words = {
        (State.DRAFT, Back.NEW): _("Begun by %(who)s"),
        (State.DRAFT, Back.REVISED): _("Taken back for revision by %(who)s"),
        (State.DRAFT, Back.RETURNED): _("Returned by %(who)s"),
        (State.DRAFT, Back.WITHDRAWN): _("Withdrawn by %(who)s"),
        (State.CONSULTATION, Back.NEW): _("Opened by %(who)s"),
        (State.SUBMITTED, Back.NEW): _("Submitted by %(who)s"),
        (State.APPROVED, Back.NEW): _("Approved by %(who)s"),
        (State.DECLINED, Back.NEW): _("Declined by %(who)s"),
        (State.SUPERSEDED, Back.NEW): _("Approved by %(who)s, and superseded since"),
    }
    return words[State(case.state), Back(case.back)] % {"who": case.state_by} if case.state_by else ""


def _asked(page: CasePage) -> str:
    if page.mine:
        one = page.mine[0]
        line = _("You are asked as C (%(role)s) about %(text)s") % {"role": one.role.name, "text": one.text}
        return (
            _("%(line)s, until %(day)s.") % {"line": line, "day": date_format(one.due_on)} if one.due_on else f"{line}."
        )
    if page.primary and page.primary.move == "decide":
        return _("You are asked to decide.")
    if page.primary and page.primary.move == "submit":
        ready = page.options["submit"].ready
        return _("You are asked to submit it.") if ready else _("You are asked to mend it and submit it again.")
    if page.my_conditions:
        due = date_format(page.my_conditions[0].due_on)
        return _("You are asked to meet a condition until %(day)s.") % {"day": due}
    return ""


def _next(page: CasePage) -> str:
    match page.case.state:
        case State.DRAFT if page.case.back == Back.RETURNED:
            direct = _("It may be submitted again directly.")
            return direct + " " + _("Where the text changed, the consulted see the difference and have 2 working days.")
        case State.DRAFT:
            return _("Next: the consulted roles are asked, then it is submitted for decision.")
        case State.CONSULTATION:
            return _consultation_ends(page)
        case State.SUBMITTED:
            return _review_ends(page) or _("Next: it is approved, approved with conditions, returned or declined.")
        case State.APPROVED if page.case.effective_on and page.case.is_coming(page.facts.today):
            words = _("In force from %(day)s; the version before it is until then.")
            return words % {"day": date_format(page.case.effective_on)}
        case State.APPROVED:
            return _in_force(page)
    return ""


def _in_force(page: CasePage) -> str:
    count = sum(1 for one in page.conditions if one.closed_at is None)
    if not count:
        return _("In force until the next version is approved.")
    words = ngettext("In force. %(n)s condition is open.", "In force. %(n)s conditions are open.", count)
    return words % {"n": count}


def _consultation_ends(page: CasePage) -> str:
    waiting = [one for one in page.asked if not one.answer and one.way == "asked" and one.due_on]
    late = [one for one in waiting if one.due_on and one.due_on < page.facts.today]
    if len(late) == len(waiting):
        return _("Everybody has answered or let the day pass; it may be submitted.")
    last = max(one.due_on for one in waiting if one.due_on)
    return _("Next: it may be submitted when all have answered, or after %(day)s.") % {"day": date_format(last)}


def _review_ends(page: CasePage) -> str:
    waiting = [one.due_on for one in page.asked if one.way == "review" and not one.answer and one.due_on]
    if not waiting or max(waiting) < page.facts.today:
        return ""
    words = _("The consulted may object to what changed until %(day)s; it is decided after that.")
    return words % {"day": date_format(max(waiting))}


def _why(page: CasePage) -> str:
    for move in ("approve", "edit", "submit", "withdraw", "next"):
        permission = page.options[move].permission
        if permission and permission.via:
            return permission.via.sentence
    answers = [permission for one in page.mine if (permission := page.may_answer(one))]
    return answers[0].reason if answers else page.seen.reason


def _receipt(page: CasePage) -> str:
    case = page.case
    if case.back != Back.RETURNED and case.state not in (State.APPROVED, State.DECLINED, State.SUPERSEDED):
        return ""
    decided = (one.pk for one in page.decisions if one.submission.case_id == case.pk)  # newest first
    newest = next(decided, None)
    return reverse("raci:receipt", args=[newest]) if newest else ""
