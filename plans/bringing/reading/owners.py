"""Who does it, as people write it: several names in a cell are several names; the first of them leads."""

from __future__ import annotations

import re

DIVIDE = re.compile(r"\s*(?:[;,/&+\n|]|\band\b|\bwith\b)\s*", re.I)
NOBODY = re.compile(r"^(?:tbd|tba|to be determined|n/?a|none|vacant|unassigned|\?+|-+)$", re.I)
LABEL = re.compile(r"^(?:lead|owner|primary|responsible|support)s?\s*[:=-]\s*", re.I)


def owners(text: str) -> list[str]:
    """The names, each once, in their order."""
    parts = (LABEL.sub("", " ".join(part.split())).strip(" .*()") for part in DIVIDE.split(text))
    return list(dict.fromkeys(part for part in parts if part and not NOBODY.match(part)))
