"""What was denied, one line each: who tried, at which door, and why it stayed shut. Every door says it here, and nowhere else.

A line names numbers and addresses as they are declared, never what somebody sent: no name, e-mail, text or token of a link.
"""

from __future__ import annotations

import logging
import re

from raci.history.acting import request_id

log = logging.getLogger("portal.denied")
PLAIN = re.compile(r"[\w.:,/<>-]+", re.ASCII)


def say(*, door: str, person: int | None, at: str, status: int, reason: str, method: str = "", on: str = "") -> None:
    """One line: `door` page, admin, api or task; `at` the address as declared, or the task's name; `on` which numbers."""
    facts = {
        "door": door,
        "person": "-" if person is None else str(person),
        "method": method,
        "at": at,
        "on": on,
        "status": str(status),
        "reason": reason,
        "request": request_id.get(),
    }
    log.warning(" ".join(f"{name}={_quoted(value)}" for name, value in facts.items() if value))


def _quoted(value: str) -> str:
    """As one word, so that a value cannot pass for another fact; control characters are the log's own to neutralise."""
    if PLAIN.fullmatch(value):
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
