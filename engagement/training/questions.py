"""What is asked apart, and only counted: who people are, by the data standards, and what they think of the course."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from metrics.standards import shipped
from metrics.standards.facts import SEVERAL

DECLINED = "declined"
ABOUT_YOU = {  # dimension of a standard > how it is put to a person
    "race-ethnicity-2024": _("What is your race or ethnicity? Select all that apply."),
    "gender-identity": _("How do you describe your gender? Select all that apply."),
    "disability-acs6": _(
        "Do you have a disability: difficulty hearing, seeing, walking, remembering, caring for yourself, or doing errands alone?"
    ),
    "age": _("How old are you?"),
}
ABOUT_COURSE = {
    "useful": _("What I learned is of use to me."),
    "clear": _("It was taught so that I could follow."),
    "welcome": _("I was welcome, and could take a part."),
}
AGREES = (("yes", _("Yes")), ("partly", _("Partly")), ("no", _("No")))


@dataclass(frozen=True)
class Question:
    """One question: what can be chosen, and whether several may be. `groups`: into which one each answer falls."""

    code: str
    name: str
    words: str
    options: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, str], ...]
    several: str = ""  # the group of whoever chooses several; "" where one is chosen
    is_about_people: bool = False

    def group_of(self, chosen: list[str]) -> str:
        """The one group of an answer, "" where nothing was chosen."""
        if DECLINED in chosen:
            return DECLINED
        return self.several if len(chosen) > 1 else "".join(chosen)


def about_you() -> list[Question]:
    """Who people are."""
    return [_of_standard(code, str(words)) for code, words in ABOUT_YOU.items()]


def about_course() -> list[Question]:
    """What they think of the course."""
    options = tuple((code, str(words)) for code, words in AGREES)
    return [Question(code, str(words), str(words), options, options) for code, words in ABOUT_COURSE.items()]


def everything() -> list[Question]:
    """Both."""
    return [*about_you(), *about_course()]


def _of_standard(code: str, words: str) -> Question:
    dimension = shipped().dimensions[code]
    names = {level.code: gettext(str(level.name)) for level in dimension.groups}
    options = tuple((choice, names[choice]) for choice in dimension.choices)
    several = str(dimension.multiple) if dimension.selects == SEVERAL else ""
    return Question(code, gettext(dimension.name), words, options, tuple(names.items()), several, is_about_people=True)


def chosen_groups(questions: list[Question], said: Mapping[str, list[str]]) -> set[tuple[str, str]]:
    """Which counts rise by what one person said."""
    groups = {one.code: one.group_of(said.get(one.code, [])) for one in questions}
    return {(code, group) for code, group in groups.items() if group}
