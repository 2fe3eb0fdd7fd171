"""How log lines are written: an event is one line, whatever somebody sent, and a denial is said once."""

from __future__ import annotations

import logging
import re

# Everything that moves a cursor, ends a line or hides text: C0 with ESC, DEL, C1, line separators, direction marks.
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
DENIED = (401, 403, 404, 429)


def plain(text: str) -> str:
    """The text on one line, with what could forge another line or colour a terminal spelled out."""
    return CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


class OneLine(logging.Formatter):
    """A message stays on its line; the lines of a traceback are indented, so that none can pass for an entry."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        """Control characters neutralised (ASVS 16.4.1)."""
        return plain(super().formatMessage(record))

    def formatException(self, ei: object) -> str:  # noqa: N802 - logging's own name
        """Each line of it neutralised and indented."""
        trace = super().formatException(ei)  # type: ignore[arg-type]
        return "\n".join(f"    {plain(line)}" for line in trace.split("\n"))


class SaidAlready(logging.Filter):
    """Leaves out Django's own line for what `portal.denied` says."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is written: an address that leads nowhere is no door, so Django's line stays."""
        match = getattr(getattr(record, "request", None), "resolver_match", None)
        return match is None or getattr(record, "status_code", 0) not in DENIED
