"""What an act on a reviewed record cites: of a page's form `raci.forms.modes.UnderMode`, in a body."""

from __future__ import annotations

from typing import Any

from raci.api.fields import Body, Key, Text
from raci.statements import Citing


class CitingBody(Body):
    """What an act cites, where a decision mode binds who does it."""

    statement = Text(most=60, required=False, help_text="The code of the statement you act under; else the strictest.")
    directive = Key(required=False, help_text="The directive it cites, where the mode asks for one.")
    consulted = Text(
        required=False, help_text="Who was consulted, or shared the lead and signed, where it asks for that."
    )

    example: Any = {}


def citing_of(sent: dict[str, Any]) -> tuple[Citing, dict[str, Any]]:
    """What is cited, and the rest of the body."""
    names = ("statement", "directive", "consulted")
    cited = {name: sent[name] for name in names if name in sent}
    return Citing(**cited), {name: value for name, value in sent.items() if name not in names}
