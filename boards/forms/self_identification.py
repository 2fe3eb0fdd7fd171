"""The subject's own page: their private code, and the questions, each of which may be declined or left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boards.vault.questions import DECLINED, Question
from raci.fields import Form

DETAIL = 200  # characters


class CodeForm(Form):
    """The private code. Its field's name ends so that no page of errors shows it again."""

    code_secret = forms.CharField(
        label=gettext_lazy("Your private code"), max_length=60,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "data-code-from-link": ""
            }
        ),
        help_text=gettext_lazy("Five groups of four signs, such as ABCD-EFGH-JKLM-NPQR-STUV."),
    )  # fmt: skip


class Answering(Form):
    """A field a question; nothing is required."""

    def __init__(
        self, questions: Sequence[Question], data: Any = None, *, said: Mapping[str, Any] | None = None,
        has_details: bool = True,
    ) -> None:  # fmt: skip
        self.questions = questions
        super().__init__(data, initial=_initial(questions, said or {}))
        for question in questions:
            self.fields[question.code] = _field(question)
            if question.takes_detail and has_details:
                self.fields[_detail(question)] = forms.CharField(
                    label=_("More about it, in your own words"), max_length=DETAIL, required=False,
                    help_text=_("If you like: for example Yup’ik, Samoan, or Lebanese."),
                    widget=forms.TextInput(attrs={"autocomplete": "off"}),
                )  # fmt: skip
        self.name_what_is_missing()

    def clean(self) -> dict[str, Any]:
        """An answer, or none."""
        said = super().clean() or {}
        for question in self.questions:
            chosen = said.get(question.code) or []
            if question.takes_several and DECLINED in chosen and len(chosen) > 1:
                self.add_error(question.code, _("Choose answers, or “I prefer not to answer”, and not both."))
        return said

    @property
    def answers(self) -> dict[str, dict[str, Any]]:
        """As they are sealed; a question that was left is not in it."""
        found = {question.code: self._answer(question) for question in self.questions}
        return {code: answer for code, answer in found.items() if answer}

    def _answer(self, question: Question) -> dict[str, Any]:
        said = self.cleaned_data[question.code]
        chosen = [one for one in (said if question.takes_several else [said]) if one]
        if DECLINED in chosen:
            return {"declined": True}
        detail = self.cleaned_data.get(_detail(question), "").strip()
        return {**({"said": chosen} if chosen else {}), **({"detail": detail} if detail else {})}


def _field(question: Question) -> forms.ChoiceField | forms.MultipleChoiceField:
    choices = [*question.options, (DECLINED, _("I prefer not to answer"))]
    if question.takes_several:
        return forms.MultipleChoiceField(
            label=question.words, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
        )
    return forms.ChoiceField(label=question.words, choices=choices, required=False, widget=forms.RadioSelect)


def _detail(question: Question) -> str:
    return f"{question.code}-detail"


def _initial(questions: Sequence[Question], said: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for question in questions:
        answer = said.get(question.code, {})
        chosen = [DECLINED] if answer.get("declined") else list(answer.get("said", ()))
        found[question.code] = chosen if question.takes_several else "".join(chosen[:1])
        found[_detail(question)] = answer.get("detail", "")
    return found
