"""Codes of boards, as their addresses have them."""

from __future__ import annotations

from django.utils.text import slugify

from boards.models import Board

LONGEST = 70  # signs, before a number behind it


class Codes:
    """Codes that no board has yet."""

    def __init__(self) -> None:
        self.taken = set(Board.objects.values_list("code", flat=True))

    def free(self, name: str) -> str:
        """Made of the name, with a number behind it where that is taken."""
        stem = slugify(name)[:LONGEST].strip("-") or "board"
        code, number = stem, 1
        while code in self.taken:
            number += 1
            code = f"{stem}-{number}"
        self.taken.add(code)
        return code
