"""Files that pages of boards give away."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse

from boards.rosters.popolo import as_popolo
from boards.rosters.shape import Roster


def popolo(roster: Roster) -> HttpResponse:
    """As Popolo JSON, to be saved."""
    options = {"ensure_ascii": False, "indent": 1}
    answer = JsonResponse(as_popolo(roster), json_dumps_params=options)
    answer["Content-Disposition"] = 'attachment; filename="boards.popolo.json"'
    return answer
