"""One's own API tokens: what there is, making one (the password is asked again), taking one back."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raci.actions.tokens import DAYS, LONGEST_NAME, made_just_now, make_token, take_back, token_for
from raci.doors import PersonRequest, signed_in
from raci.fields import Form
from raci.forms import attempt

CHOICES = (7, 30, DAYS, 365)
MADE = "token-made"  # in the session: the number and the key of the token that was made last, until its page was shown


class NewToken(Form):
    """What it is for, how long it works, and whether it only reads."""

    name = forms.CharField(
        label=gettext_lazy("What it is for"),
        max_length=LONGEST_NAME,
        help_text=gettext_lazy("So that you know it again in this list, such as “Budget import”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    days = forms.TypedChoiceField(label=gettext_lazy("It works for"), coerce=int, initial=DAYS)
    reads_only = forms.BooleanField(
        label=gettext_lazy("It only reads"),
        required=False,
        help_text=gettext_lazy("What it is used for changes nothing."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(days, ngettext("%(n)d day", "%(n)d days", days) % {"n": days}) for days in CHOICES]
        self.fields["days"].choices = choices  # type: ignore[attr-defined]


@require_safe
@signed_in
def token_list(request: PersonRequest) -> HttpResponse:
    """All of them, newest first; never a key."""
    shown = {"tokens": request.user.api_tokens.all(), "now": timezone.now()}
    return render(request, "raci/token_list.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@reauthentication_required  # type: ignore[untyped-decorator]
def token_create(request: PersonRequest) -> HttpResponse:
    """Make one; the page that follows shows its key, once. The form sent twice (a double click) makes one token."""
    form = NewToken(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = made_just_now(request.user, **form.cleaned_data)
        if made or attempt(form, lambda: _make(request, form.cleaned_data)):
            return redirect("raci:token-made", pk=made.pk if made else request.session[MADE][0])
    return render(request, "raci/token_create.html", {"form": form}, status=422 if form.is_bound else 200)


def _make(request: PersonRequest, wanted: dict[str, Any]) -> None:
    """Keep the key where the page that follows finds it: saved in the act's transaction, so that none is lost between."""
    made, key = make_token(request.user, by=request.user, **wanted)
    request.session[MADE] = [made.pk, key]
    request.session.save()


@require_safe
@signed_in
def token_made(request: PersonRequest, pk: int) -> HttpResponse:
    """The key of a new token, the first time; from then on, that it was shown."""
    token = token_for(pk, request.user)
    number, key = request.session.get(MADE, (0, ""))
    shown = {"token": token, "key": key if number == pk else ""}
    if number == pk and request.method == "GET":
        del request.session[MADE]
    response = render(request, "raci/token_made.html", shown)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@signed_in
def token_end(request: PersonRequest, pk: int) -> HttpResponse:
    """Take one back."""
    ended = take_back(pk, by=request.user)
    messages.success(request, _("“%(name)s” opens nothing any more.") % {"name": ended.name})
    return redirect("raci:token-list")
