"""What is kept of engagement, as kinds of records (governance 3): training 2.1, partners 2.3, feedback 3.3."""

from __future__ import annotations

from raci.records import Kind

KINDS: tuple[Kind, ...] = ()
