"""Typing is never lost: what somebody typed into a form and has not saved is kept, shown again, and dropped on saving.

A form is named by what it is about ("plan:12", "answer:7", "plan-new"). In a view:

    typing = unsaved.kept(request.user, "plan:12")      # from raci import typing as unsaved
    unsaved.restore(form, typing)                        # an unbound form then shows what was typed
    ... render with {"typing": typing}                   # components/unsaved.html says so
    unsaved.drop(request.user, "plan:12")                # after the act that saved it

and in the template, inside the form: {% include "components/typing.html" with name="plan:12" %}.
Rows are ungoverned: they belong to one person, nobody else reads them, and they write no history.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.forms import BaseForm, FileInput
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.template.loader import render_to_string
from django.urls import URLPattern, re_path
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_POST

from raci.doors import PersonRequest, signed_in
from raci.models import Person, UnsavedTyping

Values = Mapping[str, Sequence[str]]
MOST_CHARACTERS = 200_000  # of one form, all fields together
MOST_FORMS = 50  # of one person; the oldest goes first


def is_secret(name: str) -> bool:
    """Whether a field is never kept nor shown again: passwords, one-time codes and tokens."""
    name = name.lower()
    return "csrf" in name or "password" in name or name.endswith(("otp", "secret"))


def keep(person: Person, form: str, values: Values) -> UnsavedTyping | None:
    """Keep what is in the form now; none where it is longer than we keep."""
    clean = {
        name: [value.replace("\x00", "") for value in given]  # PostgreSQL's JSON knows no NUL
        for name, given in values.items()
        if not is_secret(name)
    }
    if sum(len(name) + sum(map(len, given)) for name, given in clean.items()) > MOST_CHARACTERS:
        return None
    row, created = UnsavedTyping.objects.update_or_create(person=person, form=form, defaults={"values": clean})
    if created:
        oldest = person.unsaved_typing.order_by("-typed_at").values("pk")[MOST_FORMS:]
        person.unsaved_typing.filter(pk__in=list(oldest.values_list("pk", flat=True))).delete()
    return row


def kept(person: Person, form: str) -> UnsavedTyping | None:
    """What they typed into this form and have not saved, if anything."""
    return person.unsaved_typing.filter(form=form).first()


def kept_of(person: Person, forms: Sequence[str]) -> dict[str, UnsavedTyping]:
    """The same for several forms of one page, by the name of each (1 query)."""
    return {row.form: row for row in person.unsaved_typing.filter(form__in=forms)}


def drop(person: Person, form: str) -> None:
    """Forget it: it was saved, or they asked for the saved text."""
    person.unsaved_typing.filter(form=form).delete()


def restore(form: BaseForm, typing: UnsavedTyping | None) -> None:
    """Show what was typed in an unbound form; files have to be chosen again."""
    if typing is None or form.is_bound:
        return
    data: MultiValueDict[str, str] = MultiValueDict(typing.values)
    for name, field in form.fields.items():
        html_name = form.add_prefix(name)
        omitted = field.widget.value_omitted_from_data(data, {}, html_name)
        if not omitted and not isinstance(field.widget, FileInput):
            form.initial[name] = field.widget.value_from_datadict(data, {}, html_name)


def values_of(sent: QueryDict) -> dict[str, list[str]]:
    """Every value of a sent form, as it came."""
    return {name: list(given) for name, given in sent.lists()}


@require_POST
@signed_in
def typing_keep(request: PersonRequest, form: str) -> HttpResponseBase:
    """Keep one form's text (POST from portal.js), or forget it (`drop=1`, a button that works without script)."""
    if request.POST.get("drop") == "1":
        drop(request.user, form)
        back = HttpResponse(status=303)
        back["Location"] = _same_page(request)
        return back
    row = keep(request.user, form, values_of(request.POST))
    status = 200 if row else 413
    return HttpResponse(render_to_string("components/typing_kept.html", {"typing": row}), status=status)


def _same_page(request: PersonRequest) -> str:
    """The page the button stood on (only ever a path of this portal)."""
    path = request.POST.get("page", "/")
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"


urlpatterns: list[URLPattern] = [
    re_path(r"^typing/(?P<form>[a-z][a-z0-9:_-]{0,99})/$", typing_keep, name="typing-keep"),
]
