"""What the rooms of duties tell the kernel: reviews, lists, X-rays, what waits on whom, and one's own calendar."""

from __future__ import annotations

from compliance import waiting
from compliance.actions import assessments, findings
from compliance.duties.training import asked_by_law
from compliance.lists.awards import AWARDS
from compliance.lists.findings import CORRECTIVE_ACTIONS, FINDINGS
from compliance.lists.obligations import OBLIGATIONS
from compliance.queries.duty_calendar import FEED
from compliance.queries.occasions import SOURCE as OCCASIONS
from compliance.xrays.duties import RULES
from engagement.training import owing
from raci import lists, occasions, on_posts, owed, reviewing, xrays
from raci.queries import waits
from raci.queries.meetings import calendars


def register() -> None:
    """From `AppConfig.ready`."""
    for review in (assessments.REVIEW, findings.CLOSURES):
        reviewing.register(review)
    for listing in (OBLIGATIONS, FINDINGS, CORRECTIVE_ACTIONS, AWARDS):
        lists.register(listing)
    for rule in RULES:
        xrays.register(rule)
    for source in waiting.SOURCES:
        on_posts.register(source)
    owed.register("corrective_actions", waiting.owed)
    waits.register("show", waiting.SHOW, waiting.evidence_waits)
    waits.register("correct", waiting.CORRECT, waiting.waits)
    waits.register("end", waiting.END, waiting.findings_to_close)
    calendars.register_feed(FEED)
    occasions.register(OCCASIONS)
    owing.register("law", asked_by_law)
