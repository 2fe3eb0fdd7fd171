"""The forms of the workflow: they parse what was sent and say what is wrong; the rules are the acts'."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from raci.fields import DayField, Form
from raci.forms import words
from raci.forms.modes import UnderMode
from raci.models import Consultation, Post

MOST_CONDITIONS = 50


class Move(Form):
    """Any move of a record: `seen` is the record's `edits` when the page was opened."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class Opening(Move):
    """Open consultation."""

    due_on = DayField(label=_("Answers are due on"))


class Revising(Move):
    """Take back for revision."""

    why = words(
        _("Why it is taken back"), required=False, help_text=_("Those who were asked read this in the timeline.")
    )


class Withdrawing(Move):
    """Withdraw a submission."""

    reason = words(_("Reason"), help_text=_("The decider reads this."))


class Submitting(UnderMode, Move):
    """Submit; one field for each comment that has not been dealt with."""

    note = words(_("Note to the decider"), required=False)

    def __init__(self, *args: Any, comments: Iterable[Consultation] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.comments = list(comments)
        for one in self.comments:
            whose = {"role": one.role.name, "text": one.text}
            label = gettext("What was done about it (%(role)s, %(text)s)") % whose
            self.fields[f"done_{one.pk}"] = words(label, rows=3)
        self.name_what_is_missing()

    @property
    def done(self) -> dict[int, str]:
        """What was done, by the consultation's pk."""
        return {one.pk: self.cleaned_data.get(f"done_{one.pk}", "") for one in self.comments}

    @property
    def questions(self) -> list[tuple[Consultation, forms.BoundField]]:
        """Each comment with its field."""
        return [(one, self[f"done_{one.pk}"]) for one in self.comments]


class Answering(Form):
    """Answer for a role that was asked."""

    answer = forms.ChoiceField(
        label=_("Your answer"),
        widget=forms.RadioSelect,
        choices=[
            ("no_objection", _("No objection")),
            ("comment", _("Comment: it should say how it was dealt with")),
            ("objection", _("Objection: the decider reads it first")),
        ],
    )
    words = words(
        _("Your words"),
        required=False,
        help_text=_("Needed with a comment or an objection. All who read the record read them."),
    )

    def clean(self) -> dict[str, Any]:
        """A comment and an objection have words."""
        cleaned = super().clean() or {}
        if cleaned.get("answer") in ("comment", "objection") and not cleaned.get("words", "-").strip():
            self.add_error("words", _("Write your comment, or the reason of your objection."))
        return cleaned


class Deciding(UnderMode, Move):
    """Decide on exactly the text whose hash is sent along."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    kind = forms.ChoiceField(
        label=_("Your decision"),
        widget=forms.RadioSelect,
        choices=[
            ("approve", _("Approve")),
            ("conditions", _("Approve with conditions")),
            ("return", _("Return")),
            ("decline", _("Decline")),
        ],
    )
    reason = words(_("Reason"), required=False, help_text=_("Needed to return or to decline."), rows=4)

    def clean(self) -> dict[str, Any]:
        """Returning and declining give a reason."""
        cleaned = super().clean() or {}
        if cleaned.get("kind") in ("return", "decline") and not cleaned.get("reason", "-").strip():
            self.add_error("reason", _("Give the reason."))
        return cleaned


class ConditionRow(Form):
    """One condition of an approval: all three fields, or none of them."""

    words = words(_("Condition"), rows=2, required=False)
    owner = forms.ModelChoiceField(Post.objects.none(), label=_("Owner post"), required=False)
    due_on = DayField(label=_("Due"), required=False)

    def __init__(self, *args: Any, posts: list[tuple[str, list[tuple[int, str]]]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = Post.objects.filter(abolished_on=None)
        owner.choices = [("", _("Choose a post")), *(posts or [])]  # read once for all rows

    def clean(self) -> dict[str, Any]:
        """A row that was begun is finished."""
        cleaned = super().clean() or {}
        missing = {
            "words": _("Write the condition."),
            "owner": _("Choose the post that owns it."),
            "due_on": _("Name its day."),
        }
        for name, sentence in missing.items():
            if self.has_changed() and name not in self.errors and not cleaned.get(name):
                self.add_error(name, sentence)
        return cleaned


def posts_by_unit() -> list[tuple[str, list[tuple[int, str]]]]:
    """All posts, grouped by their unit, for a select."""
    grouped: dict[str, list[tuple[int, str]]] = {}
    for post in Post.objects.filter(abolished_on=None).select_related("unit").order_by("unit__path", "title"):
        grouped.setdefault(post.unit.name, []).append((post.pk, post.title))
    return list(grouped.items())


ConditionRows = forms.formset_factory(ConditionRow, extra=3, max_num=MOST_CONDITIONS, absolute_max=MOST_CONDITIONS)


class Closing(Form):
    """Close a condition."""

    note = words(_("How it was met"), help_text=_("It stands on the receipt, with your name and the day."))


class AskingVoices(Form):
    """Ask for the voices that a decision mode needs beside the matrix."""

    roles = forms.MultipleChoiceField(
        label=_("Roles to consult"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Beside those the matrix asks. Whoever holds a post of the role in the line may answer."),
    )  # fmt: skip
    due_on = DayField(label=_("Until"))

    def __init__(self, *args: Any, roles: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["roles"]
        field.choices = list(roles)
        if not field.choices:
            del self.fields["roles"]


class GivingVoice(Form):
    """Sign, note or answer."""

    words = words(_("Your words"), required=False, help_text=_("All who read the record read them."))

    def __init__(self, *args: Any, way: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].required = way == "answer"
