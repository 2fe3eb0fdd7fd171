"""Amounts as people write them: "$48,000", "48k", "$1.2 million", "staff time". A range or two amounts are not guessed."""

from __future__ import annotations

import re
from decimal import Decimal

from raci.evidence.verdicts import _
from raci.imports.verdicts import Sentence, say

AMOUNT = re.compile(
    r"(?<![\w.,])\$? ?(?P<n>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?) ?(?P<by>k|thousand|m|mm|mil|million)?\b(?!,\d)",
    re.I,
)
NOTHING = re.compile(
    r"^(?:\$? ?-+|none|no (?:added |additional |new )?costs?|n/?a|0|nil|in[- ]kind|(?:existing )?staff(?: time)?|"
    r"existing (?:budget|resources|staff)|within existing (?:budget|resources)|budget neutral|free)$", re.I
)  # fmt: skip
MOST = 10**15  # cents: ten trillion dollars, as forms take it
BY = {"k": 1_000, "thousand": 1_000, "m": 10**6, "mm": 10**6, "mil": 10**6, "million": 10**6}


def cents(text: str) -> tuple[int | None, Sentence | None]:
    """The amount in whole cents, and why there is none."""
    plain = " ".join(text.split()).strip(" ~.;*")
    if not plain:
        return None, None
    if NOTHING.match(plain):
        return 0, None
    found = list(AMOUNT.finditer(plain))
    if len(found) != 1 or plain.startswith("-") or plain.startswith("("):
        return None, say(SEVERAL if len(found) > 1 else NO_AMOUNT, text=text.strip())
    whole = Decimal(found[0]["n"].replace(",", "")) * BY.get((found[0]["by"] or "").casefold(), 1) * 100
    if whole != whole.to_integral_value() or whole > MOST:
        return None, say(NO_AMOUNT, text=text.strip())
    return int(whole), None


SEVERAL = _("“%(text)s” names more than one amount. Type the one that is meant.")
NO_AMOUNT = _("“%(text)s” is no amount that was understood. Type it in dollars, or 0.")
