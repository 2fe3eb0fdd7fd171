"""How a check speaks: an `Unacceptable` file with a sentence for the person who uploaded it."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


def _(sentence: str) -> str:
    """Marks a sentence for translation; whoever shows it translates it (the checks know no framework)."""
    return sentence


class Unacceptable(Exception):
    """A file that is not taken. `sentence` has named places, `facts` fill them; `str()` is the English whole."""

    def __init__(self, sentence: str, **facts: object) -> None:
        super().__init__(sentence % facts)
        self.sentence = sentence
        self.facts = facts


@dataclass(frozen=True)
class Verdict:
    """What an acceptable file is."""

    media_type: str


def broken(file_name: str) -> Unacceptable:
    """The file stops in the middle or is not what its name says inside."""
    return Unacceptable(
        _("“%(file)s” is damaged or incomplete. Open it on your computer, save it again, and upload the new copy."),
        file=file_name,
    )
