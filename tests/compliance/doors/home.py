"""The first page of compliance."""

from __future__ import annotations

ONE_THING = ["compliance:home"]
LOOKS = [{"name": "compliance:home", "who": "officer"}]
