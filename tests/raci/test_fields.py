"""What a form says of a field that was left empty."""

from __future__ import annotations

from django import forms

from raci.fields import Form


class Asked(Form):
    undone = forms.ChoiceField(label="Would it be hard to undo?", choices=[("yes", "yes")])
    why = forms.CharField(label="Why")


def test_what_is_missing_is_named_by_its_label_and_a_question_keeps_its_mark():
    assert Asked({}).errors == {"undone": ["Choose: Would it be hard to undo?"], "why": ["Fill in: Why."]}
