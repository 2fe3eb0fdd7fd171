"""The API's routes: every address with the methods it takes, from the URL table itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver

from equity_portal.api import PARTS
from raci.api.contract import Operation
from tests.world import World, arguments

DIRECTIVE = [
    "directive-detail",
    *(f"directive-{what}" for what in ("accept", "report", "close", "close-document", "document")),
]
MEETING = ("meeting-detail", "meeting-cancel", "meeting-agenda", "meeting-attendance", "meeting-close")
ITEM = ("agenda-item-detail", "agenda-item-move", "agenda-item-notes", "resolution-add", "action-item-add")
METHODS = ("get", "post", "put", "patch", "delete")


def patterns() -> Iterator[URLPattern]:
    """Every address below /api/v1/."""
    for one in PARTS:
        assert not isinstance(one, URLResolver)
        yield one


def operations() -> Iterator[tuple[str, str, Operation]]:
    """Name of the address, method, and what it declares."""
    for one in patterns():
        view = one.callback.cls  # type: ignore[attr-defined]
        for method in METHODS:
            handler = getattr(view, method, None)
            if handler is not None:
                yield str(one.name), method, handler.operation


def behind(world: World) -> dict[str, dict[str, Any]]:
    """What stands behind each address: values for it."""
    has = arguments(world)
    draft, done, waiting = has["draft"], has["done"], has["waiting"]
    one = {
        "unit-detail": {"code": "parks"}, "role-detail": {"code": "DIR"}, "activity-detail": {"activity": "4.1"},
        "activity-why": {"activity": "4.1"}, "team-detail": has["team"], "team-timeline": has["team"],
        "charter-list": has["team"], "charter-detail": has["charter"], "member-list": has["workgroup"],
        "member-owes": has["member"], "membership-detail": has["membership"], "membership-end": has["membership"],
        "nomination-add": has["seat"],
        **{f"nomination-{one}": has["nomination"] for one in ("detail", "accept", "decline", "withdraw", "welcome", "return")},
        "post-detail": has["post"], "holding-add": has["post"],
        "holding-add-document": has["post"], "holding-detail": has["holding"], "holding-accept": has["proposed"],
        "holding-refuse": has["proposed"], "holding-end": has["holding"], "holding-document": has["proposed"],
        "delegation-detail": has["delegation"], "delegation-accept": has["delegation"], "delegation-end": has["delegation"],
        "description-list": has["post"], "post-title": has["post"], "comparison-list": has["post"],
        "recruitment-list": has["post"], "comparison-detail": has["comparison"], "recruitment-detail": has["recruitment"],
        "recruitment-close": has["recruitment"], "milestone-add": has["recruitment"], "milestone-detail": has["milestone"],
        "holding-hand-over": has["holding"],
        "naming-detail": has["naming"], "naming-end": has["naming"],
        "person-detail": has["person"], "person-link": has["person"], "person-disable": has["person"],
        "person-enable": has["off"], "person-factor": has["person"], "record-detail": done, "record-open": draft,
        "record-revise": has["asked"], "record-submit": has["asked"], "record-withdraw": waiting, "record-next": done,
        "record-timeline": done, "record-consultations": done, "text-list": done, "text-detail": {**waiting, "number": 1},
        "text-bytes": {**waiting, "number": 1}, "evidence-list": draft, "evidence-detail": has["file"],
        "evidence-file": has["file"], "consultation-detail": has["question"], "consultation-answer": has["question"],
        "consultation-stand": has["question"], "submission-detail": has["submission"],
        "submission-decision": has["submission"], "receipt-detail": has["decision"], "condition-detail": has["condition"],
        **dict.fromkeys(DIRECTIVE, has["directive"]),
        **{f"recommendation-{what}": has["advice"] for what in ("detail", "answer", "follow", "close")},
        **{f"recommendation-{what}": has["answered"] for what in ("accept", "return")},
        "objective-affirm": has["objective"], "affirmation-take-back": has["affirmation"],
        "record-voices": has["shared"], "voice-detail": has["voice"],
        "voice-give": has["voice"],
        "condition-close": has["condition"], "job-detail": has["job"], "job-again": has["job"], "job-cancel": has["job"],
        "job-file": has["job"], "plan-detail": draft, "goal-add": draft, "goal-detail": has["goal"],
        "outcome-add": has["goal"], "outcome-detail": has["outcome"], "action-add": has["outcome"],
        "action-detail": has["action"], "action-status": has["action"],
        **{f"proposal-{name}": has["version"] for name in ("detail", "what-if", "comments", "table", "file", "row-add")},
        "proposal-row": {**has["version"], "activity": "1.4"}, "version-file": {"number": 1, "kind": "csv"},
        "proposal-cell": {**has["version"], "activity": "1.4", "role": "DIR"},
        "proposal-category": {**has["version"], "category": "4"},
        "meeting-add": has["team"], "minutes-detail": has["held"], "minutes-approve": has["held"],
        **dict.fromkeys(MEETING, has["meeting"]), **dict.fromkeys(ITEM, has["agenda-item"]),
        "resolution-detail": has["team-decision"], "action-item-detail": has["action-item"],
        "action-item-close": has["action-item"], "action-item-put-off": has["action-item"],
        "review-hand-in": has["minutes-draft"],
        **{f"review-{act}": has["minutes-in"] for act in ("detail", "accept", "return", "take-back")},
    }  # fmt: skip
    return {str(pattern.name): one.get(str(pattern.name), {}) for pattern in patterns()}
