"""The six steps of a full assessment: what each asks, with help. After the Racial Equity Toolkit (GARE)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True)
class Question:
    """A question and the column that keeps its answer. `must`: consultation does not open without one."""

    name: str
    text: Words
    help: Words = ""
    must: bool = True


@dataclass(frozen=True)
class Step:
    """A step with its questions."""

    number: int
    title: Words
    about: Words
    questions: tuple[Question, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Its columns."""
        return tuple(one.name for one in self.questions)


STEPS = (
    Step(1, _("Proposal"), _("What is about to be decided, and what is to come of it."), (
        Question("title", _("What is about to be decided?"), _("As it is to stand in lists.")),
        Question("trigger", _("What kind of decision is it?")),
        Question("proposal", _("What is proposed?"), _("The policy, programme, practice or spending, in plain words.")),
        Question("results", _("What results and outcomes are wanted, for whom?"), _("So that one can see whether they came.")),
    )),
    Step(2, _("Data"), _("What is known, and what is not."), (
        Question("data", _("What do the data say?"), _("By group and place, with source and year. Small groups stay hidden.")),
        Question("affected", _("Who is affected, and where do they live or work?")),
        Question("missing_data", _("What is not known, and how could it be found out?"), must=False),
    )),
    Step(3, _("Community engagement"), _("Those concerned are heard before it is decided, or it is said why not."), (
        Question("opinion_sought", _("Was the opinion of those concerned sought?")),
        Question("opinion_from", _("If yes: from whom, and how?"), must=False),
        Question("opinion_said", _("If yes: what was said?"), must=False),
        Question("opinion_changed", _("If yes: what changed because of it?"), must=False),
        Question("opinion_why_not", _("If no: why was it not sought?"), must=False),
    )),
    Step(4, _("Analysis and strategies"), _("Who gains, who bears the burden, and what is done about it."), (
        Question("benefits", _("Who benefits?")),
        Question("burdens", _("Who is burdened?"), _("Also without intent: by cost, distance, language, time, trust.")),
        Question("strategies", _("What advances equity, or softens what nobody wanted?")),
    )),
    Step(5, _("Implementation"), _("How it is carried out, with what."), (
        Question("implementation", _("How is it carried out, by whom, by when?")),
        Question("resources", _("Is there money, staff and time for it?"), must=False),
    )),
    Step(6, _("Accountability and communication"), _("How one sees whether it worked, and who is told."), (
        Question("evaluation", _("How will one see whether it worked?"), _("Which figure, when, and who looks.")),
        Question("communication", _("Who is told, and how do they stay in touch?")),
        Question("follow_up_on", _("When is it looked at again?"), _("Whoever is responsible is asked then what was found.")),
    )),
)  # fmt: skip


def step_of(number: int) -> Step | None:
    """A step by its number."""
    return next((one for one in STEPS if one.number == number), None)


def questions() -> Iterator[tuple[Step, Question]]:
    """All, in order."""
    return ((step, one) for step in STEPS for one in step.questions)
