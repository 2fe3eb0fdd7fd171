"""Where a body that a recommendation goes to has its page: the room that keeps bodies says it (from `AppConfig.ready`)."""

from __future__ import annotations

from collections.abc import Callable

from raci.models import Recommendation

_addresses: list[Callable[[int], str]] = []


def register_bodies(address: Callable[[int], str]) -> None:
    """`address`: for a recommendation's number the page of its body, "" where the room knows of none."""
    if address not in _addresses:
        _addresses.append(address)


def body_url(one: Recommendation) -> str:
    """The page of its body (a query a room, where it goes to a body at all)."""
    if not one.body:
        return ""
    return next((url for address in _addresses if (url := address(one.pk))), "")
