"""What a record's page offers its reader: the one thing asked of them, what else they may begin, and its tabs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from raci.models import Case, Submission

if TYPE_CHECKING:
    from raci.queries.cases import CasePage


@dataclass(frozen=True)
class Button:
    """A link that begins an act."""

    label: str
    url: str
    move: str = ""


@dataclass(frozen=True)
class Tab:
    """One tab of a record; its page includes the header with `tab` set to `code`."""

    code: str
    label: str
    url: str


def buttons(page: CasePage) -> list[Button]:
    """What may be begun now; the primary one, if any, stands first."""
    return [button for button in (page.primary, *_others(page)) if button]


def primary(page: CasePage) -> Button | None:
    """The one thing asked of the person next."""
    if page.mine:
        return Button(_("Answer"), reverse("raci:consultation-answer", args=[page.mine[0].pk]), "answer")
    if _is_offered(page, "approve") and page.submission:
        return Button(_("Decide"), decide_url(page.submission), "decide")
    if _is_offered(page, "submit") and (page.options["submit"].ready or _goes_straight_to_submit(page)):
        again = page.case.back == Case.Back.RETURNED
        return Button(_("Submit again") if again else _("Submit"), page.url("case-submit"), "submit")
    if _is_offered(page, "open"):
        return Button(_("Open consultation"), page.url("case-open"), "open")
    if page.my_conditions:
        url = reverse("raci:condition-close", args=[page.my_conditions[0].pk])
        return Button(_("Close condition"), url, "condition")
    return None


def _others(page: CasePage) -> list[Button | None]:
    return [
        _button(page, "open", _("Open consultation"), "case-open") if _goes_straight_to_submit(page) else None,
        _button(page, "revise", _("Take back for revision"), "case-revise"),
        _button(page, "withdraw", _("Withdraw"), "case-withdraw"),
        _button(page, "next", _("Begin the next version"), "case-next") if page.options["next"].ready else None,
    ]


def _button(page: CasePage, move: str, label: str, name: str) -> Button | None:
    return Button(label, page.url(name), move) if _is_offered(page, move) else None


def _is_offered(page: CasePage, move: str) -> bool:
    return page.is_newest and page.options[move].permission.allowed


def _goes_straight_to_submit(page: CasePage) -> bool:
    return page.case.state == Case.State.DRAFT and page.case.back == Case.Back.RETURNED


def refused(page: CasePage) -> list[tuple[str, str]]:
    """Moves that are not theirs, with the reason."""
    names = {
        "edit": _("Edit"),
        "open": _("Open consultation"),
        "revise": _("Take back for revision"),
        "submit": _("Submit"),
        "withdraw": _("Withdraw"),
        "approve": _("Decide"),
        "next": _("Begin the next version"),
    }
    found = [(label, page.options[move].permission) for move, label in names.items()]
    return [(label, permission.reason) for label, permission in found if not permission and permission.via is None]


def tabs(page: CasePage) -> list[Tab]:
    """Content | Consultation | Evidence | Timeline | Versions, with counts."""
    return [
        Tab("content", _("Content"), page.home),
        Tab("consultation", _consultation(page), page.consultation_url),
        Tab("evidence", _("Evidence (%(count)s)") % {"count": page.evidence_count}, page.url("evidence")),
        Tab("timeline", _("Timeline"), page.url("case-timeline")),
        Tab("versions", _("Versions (%(count)s)") % {"count": len(page.texts)}, page.versions_url),
    ]


def _consultation(page: CasePage) -> str:
    counts = {"answered": page.answered_count, "asked": page.asked_count}
    return _("Consultation (%(answered)s of %(asked)s answered)") % counts if counts["asked"] else _("Consultation")


def decide_url(submission: Submission) -> str:
    """The page in the queue where it is decided."""
    return reverse("admin:raci_submission_decide", args=[submission.pk])
