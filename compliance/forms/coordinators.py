"""Forms of coordinators."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.models import Coordinator
from raci.fields import DayField, Form
from raci.models import Post


class Published(Form):
    """What is published of a coordinator."""

    name = forms.CharField(
        label=_("Name, as published"), max_length=200, help_text=_("A person, or the post: “ADA Coordinator”.")
    )
    address = forms.CharField(label=_("Office address"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    phone = forms.CharField(label=_("Telephone"), max_length=60)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    source = forms.CharField(
        label=_("Appointed by"), max_length=500, required=False, help_text=_("The memorandum, with its date.")
    )
    ends_on = DayField(label=_("Until"), required=False, help_text=_("Leave it empty while nobody knows."))


class NewCoordinator(Published):
    """... and which post, of which programme, from when."""

    programme = forms.ChoiceField(
        label=_("Programme"), choices=[("", _("Choose a programme")), *Coordinator.Law.choices]
    )
    post = forms.ModelChoiceField(Post.objects.none(), label=_("Post"), empty_label=_("Choose a post"))
    begins_on = DayField(label=_("From"))
    field_order = ("programme", "post", "begins_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        post: Any = self.fields["post"]
        post.queryset = Post.objects.filter(abolished_on=None).select_related("unit").order_by("unit__path", "title")
