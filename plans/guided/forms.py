"""Forms of guided plans: an answer, and what the equity office asks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plans.forms import PartForm, WordsField
from plans.models import PlanSection
from plans.models.guided import QUESTION, TITLE
from raci.fields import Form


class AnswerForm(PartForm):
    """The answer to one question; the question is its label, the help its hint, the worked example stands beside."""

    noun = _("Answer")
    words = WordsField(required=False, widget=forms.Textarea(attrs={"rows": 10}))

    def __init__(self, *args: Any, section: PlanSection, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["words"]
        field.label, field.help_text = section.question, section.help
        if section.example:
            field.widget.attrs["aria-describedby"] = (
                "id_words_helptext id_words_example" if section.help else "id_words_example"
            )


class SectionForm(Form):
    """A section of the template."""

    order = forms.IntegerField(label=_("Place"), min_value=1, max_value=99, help_text=_("1 is the first."))
    title = WordsField(
        label=_("Section"), most=TITLE, one_line=True, help_text=_("What it is called, in a word or three.")
    )
    question = WordsField(
        label=_("Question"),
        most=QUESTION,
        one_line=True,
        help_text=_("One that a bureau can answer in a few sentences."),
    )
    help = WordsField(label=_("Help"), required=False, help_text=_("What a good answer holds."))
    example = WordsField(label=_("Worked example"), required=False, help_text=_("An answer as you would wish it."))
    is_required = forms.BooleanField(
        label=_("It must be answered before others are asked about the plan"), required=False
    )


class IssueForm(Form):
    """Put a version into force."""

    source = WordsField(
        label=_("Where it comes from"),
        help_text=_("Documents and decisions that the questions rest on, with their year."),
    )
    changes = WordsField(label=_("What is new"), required=False, help_text=_("For those who know the last version."))


class RemarkForm(Form):
    """What a reviewer says of a section."""

    words = WordsField(
        label=_("Your remark"), help_text=_("What is missing, unclear or wrong, and what would mend it.")
    )


class AnswerRemarkForm(Form):
    """What was done about it."""

    words = WordsField(label=_("What was done about it"), help_text=_("What you changed; or why it stays as it is."))
