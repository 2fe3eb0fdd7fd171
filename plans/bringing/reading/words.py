"""Words by which plans call their columns and their lines, in the order in which a heading is asked."""

from __future__ import annotations

import re
from enum import StrEnum


class Role(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    GOAL = "goal"
    OUTCOME = "outcome"
    ACTION = "action"
    OWNER = "owner"
    PARTNERS = "partners"
    START = "start"
    DUE = "due"
    WHEN = "when"
    MONEY = "money"
    STATUS = "status"
    NOTES = "notes"


HEADINGS: tuple[tuple[Role, re.Pattern[str]], ...] = tuple(
    (role, re.compile(rf"\b(?:{words})\b|^(?:{words})$"))
    for role, words in (
        (Role.NUMBER, r"#|no\.?|nr\.?|number|id|ref\.?|item no\.?"),
        (Role.NOTES, r"notes?|comments?|description|details?|rationale|background"),
        (Role.STATUS, r"status|progress|percent complete|% complete"),
        (Role.PARTNERS, r"partners?|support(?:ing)?|stakeholders?|collaborators?|involved|consulted"),
        (Role.MONEY, r"budget|costs?|funding|funds|amount|dollars|money|\$|price"),
        (Role.START, r"start|starts|begin|begins|start date|from"),
        (Role.DUE, r"due|deadline|end|ends|finish|complet\w+|target date|by when|until"),
        (Role.WHEN, r"timeline|timeframe|time frame|timing|when|dates?|schedule|quarter|period|year"),
        (Role.OWNER, r"lead|leads|leader|owners?|responsible|responsibility|who|point person|assigned|accountable|staff|contact"),
        (Role.ACTION, r"actions?|activit\w+|tasks?|steps?|initiatives?|deliverables?|what|tactics?|projects?"),
        (Role.OUTCOME, r"outcomes?|objectives?|results?|strateg\w+"),
        (Role.GOAL, r"goals?|priorit\w+|focus areas?|pillars?|themes?"),
    )
)  # fmt: skip
CONTENT = (Role.GOAL, Role.OUTCOME, Role.ACTION)
LONGEST_HEADING = 60

GOAL = re.compile(
    r"^(?:goal|priority|focus area|pillar)\b\s*(?:area\b)?\s*#?(?:\d+(?:\.\d+)*|[ivx]+|[a-z])?\s*[:.)–—-]*\s*(?P<rest>.*)$",
    re.I,
)
OUTCOME = re.compile(
    r"^(?:outcome|objective|result|strategy)\b\s*#?(?:\d+(?:\.\d+)*|[ivx]+|[a-z])?\s*[:.)–—-]*\s*(?P<rest>.*)$", re.I
)
ACTION = re.compile(
    r"^(?:action(?: item| step)?|activity|task|step|initiative)\b\s*#?(?:\d+(?:\.\d+)*|[ivx]+|[a-z])?\s*[:.)–—-]*\s*"
    r"(?P<rest>.*)$",
    re.I,
)  # fmt: skip
TOTAL = re.compile(r"^(?:(?:grand|sub|overall|plan)[\s-]*)?totals?\b|^sum\b|^subtotal", re.I)
NOTE = re.compile(
    r"^(?:notes?|sources?|legend|key|prepared by|last updated|updated|draft|page \d+|comments?)\b|^[*†]", re.I
)
NUMBERED = re.compile(r"^\(?(?P<n>\d{1,3}(?:\.\d{1,3}){0,4})[.):]?\s+(?P<rest>\S.*)$")
LETTERED = re.compile(r"^\(?[a-zA-Z][.)]\s+(?P<rest>\S.*)$")
BULLET = re.compile(r"^(?:[-–—•*▪◦‣·●○■□➢✓]|o(?=\s))\s*(?P<rest>\S.*)$")


def role_of(heading: str) -> Role | None:
    """What a column of this heading holds."""
    plain = " ".join(heading.casefold().replace("/", " ").replace("_", " ").split()).strip(" :*")
    if not plain or len(plain) > LONGEST_HEADING:
        return None
    return next((role for role, words in HEADINGS if words.search(plain)), None)


def unnumbered(text: str) -> str:
    """A title without the number or bullet before it."""
    plain = " ".join(text.split())
    for form in (NUMBERED, BULLET):
        if found := form.match(plain):
            plain = found["rest"]
    return plain
