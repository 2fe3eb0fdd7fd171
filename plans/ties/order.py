"""Whether actions that wait for others would wait in a circle. No Django."""

from __future__ import annotations

from collections.abc import Collection, Mapping

Needs = Mapping[int, Collection[int]]  # by action, what it waits for


def circle(needs: Needs, action: int, wanted: int) -> list[int]:
    """The way back to the action, were it to wait for the wanted one: [action, wanted, ..., action]; else nothing."""
    if action == wanted:
        return [action, action]
    came_from: dict[int, int] = {wanted: action}
    todo = [wanted]
    while todo:
        here = todo.pop()
        for there in needs.get(here, ()):
            if there == action:
                return _back(came_from, here, action)
            if there not in came_from:
                came_from[there] = here
                todo.append(there)
    return []


def _back(came_from: Mapping[int, int], here: int, action: int) -> list[int]:
    way = [action]
    while here != action:
        way.append(here)
        here = came_from[here]
    return [action, *reversed(way)]
