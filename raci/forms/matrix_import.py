"""Forms of an uploaded matrix: which file, what its words and columns mean, whether it is the whole."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from raci.actions.matrix_import import Told
from raci.fields import Form
from raci.forms.imports import Choosing
from raci.matrix.reading.grids import MOST_BYTES
from raci.matrix.reading.notation import usual
from raci.matrix.reading.opening import SUFFIXES
from raci.matrix.table import Column, show_codes
from raci.queries.matrix_import import CheckPage

NO_PART, LEAVE_OUT = "-", "-"
CODES = ("R", "A", "C", "I", "RA", "RC", "AC", "CI", "RI")
PASTED = "pasted.txt"


class ChoosingMatrix(Choosing):
    """A file, or a table pasted."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        example = gettext("A table copied from a spreadsheet, CSV or Markdown, with the roles in its first line.")
        super().__init__(*args, example=example, **kwargs)
        file, typed = self.fields["file"], self.fields["typed"]
        typed.label = _("Or paste a table")
        file.help_text = _(
            "CSV, Excel (.xlsx), Markdown, HTML or plain text, at most 5 MB; or what the portal exported. Roles in one line, "
            "an activity in each line below; letters as R/C, A,R or in words."
        )
        file.widget.attrs["accept"] = ",".join(SUFFIXES)

    @property
    def chosen(self) -> tuple[str, bytes]:
        """The file's name and what is in it."""
        file = self.cleaned_data["file"]
        if file is None:
            return PASTED, self.cleaned_data["typed"].encode()
        return str(file.name)[:200], file.read(MOST_BYTES + 1)


class Meaning(Form):
    """What the words and columns of a file mean."""

    def __init__(self, *args: Any, page: CheckPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        self.terms = list(page.terms)
        self.names = list(page.roles)
        if page.reading and len(page.reading.tables) > 1:
            self.fields["table"] = forms.ChoiceField(
                label=gettext("Which matrix of the file"), choices=_tables(page), initial=str(page.told.table)
            )
        for number, term in enumerate(self.terms):
            self.fields[f"term_{number}"] = _term_field(term, page)
        for number, name in enumerate(self.names):
            self.fields[f"role_{number}"] = _role_field(name, page)
        self.fields["keeps"] = forms.ChoiceField(
            label=gettext("Activities and columns that the file does not name"), widget=forms.RadioSelect,
            choices=[
                ("yes", gettext("stay as they are: the file changes and adds")),
                ("no", gettext("are left out: the file is the whole matrix")),
            ],
            initial="yes" if page.told.keeps else "no",
        )  # fmt: skip
        self.name_what_is_missing()

    def clean(self) -> dict[str, Any]:
        """No two columns stand for one role."""
        cleaned = super().clean() or {}
        seen: dict[str, str] = {}
        for number, name in enumerate(self.names):
            code = cleaned.get(f"role_{number}", LEAVE_OUT)
            if code != LEAVE_OUT and code in seen:
                text = gettext("“%(name)s” and “%(other)s” stand for the same role. Leave one of them out.")
                self.add_error(f"role_{number}", text % {"name": name, "other": seen[code]})
            seen[code] = name
        return cleaned

    @property
    def told(self) -> Told:
        """What they said."""
        said = self.cleaned_data
        terms = {term: said[f"term_{number}"] for number, term in enumerate(self.terms) if said[f"term_{number}"]}
        roles = {name: said[f"role_{number}"] for number, name in enumerate(self.names)}
        return Told(
            table=int(said.get("table", 0)),
            terms={term: "" if codes == NO_PART else codes for term, codes in terms.items()},
            roles={name: "" if code == LEAVE_OUT else code for name, code in roles.items()},
            keeps=said["keeps"] == "yes",
        )


def _tables(page: CheckPage) -> list[tuple[str, str]]:
    tables = page.reading.tables if page.reading else ()
    text = gettext("%(name)s: %(n)d activities")
    return [(str(at), text % {"name": one.name or one.file, "n": len(one.activities)}) for at, one in enumerate(tables)]


def _term_field(term: str, page: CheckPage) -> forms.ChoiceField:
    count = page.terms[term]
    counted = ngettext("“%(term)s” (%(n)d cell)", "“%(term)s” (%(n)d cells)", count)
    label = counted if count else gettext("“%(term)s”")
    codes, letter = page.told.terms.get(term), usual(term)
    return forms.ChoiceField(
        label=label % {"term": term[:40], "n": count},
        required=False,
        help_text=gettext("Usually %(letter)s: choose it if that is meant.") % {"letter": letter} if letter else "",
        choices=[
            ("", gettext("not said: these cells stay out")),
            (NO_PART, gettext("no part in it")),
            *((one, show_codes(one)) for one in CODES),
        ],
        initial="" if codes is None else codes or NO_PART,
    )


def _role_field(name: str, page: CheckPage) -> forms.ChoiceField:
    """The role that it seems to be is chosen, and the page says that it is a guess; where none does, they choose."""
    code = page.roles[name] or (LEAVE_OUT if name in page.told.roles else "")
    return forms.ChoiceField(
        label=name,
        choices=[
            ("", gettext("Choose a role")),
            (LEAVE_OUT, gettext("none: leave this column out")),
            *_roles(page.columns),
        ],
        initial=code,
    )


def _roles(columns: Iterable[Column]) -> list[tuple[str, str]]:
    return [(one.code, one.name if one.short_name == one.name else f"{one.name} ({one.short_name})") for one in columns]
