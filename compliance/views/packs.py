"""The pages of packs: get, one query or one act, render or redirect."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compliance.actions import packs as acts
from compliance.forms.packs import DraftHeadForm, NewPackForm, RequirementForm, UploadForm
from compliance.kinds import PACK
from compliance.law.leads import role_names
from compliance.models import Pack, Requirement
from compliance.packs import shipped
from compliance.packs.reading import read_pack_bytes
from compliance.queries import packs as queries
from raci import asof
from raci import typing as unsaved
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.plainyaml.reading import Mistakes
from raci.refusals import Conflict, NotReady
from raci.views.past import on_another_day

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def pack_list(request: PersonRequest) -> HttpResponseBase:
    """All packs, and the examples to take over."""
    return render(request, "compliance/pack_list.html", {"found": queries.packs(facts(request))})


@require_safe
@signed_in
def pack_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One pack: what it says, where it stands, what is asked of this person."""
    if past := on_another_day(request, pk):
        return past
    found = queries.pack_page(pk, facts(request))
    as_of = asof.read(request.GET, found.page.facts.today, request.path)
    return render(request, "compliance/pack_detail.html", {"page": found.page, "found": found, "as_of": as_of})


@form_page
@signed_in
def pack_create(request: PersonRequest) -> HttpResponseBase:
    """Begin a pack of the city's own."""
    queries.need_may_begin(facts(request))
    form = NewPackForm(_sent(request), initial={"level": Pack.Level.LOCAL})
    made: list[Pack] = []
    if form.is_valid() and attempt(form, lambda: made.append(acts.begin_pack(form.cleaned_data, by=request.user))):
        unsaved.drop(request.user, "pack-new")
        messages.success(request, _("It is begun, as a draft. Add its requirements, or bring in a file."))
        return redirect(PACK.url(made[0].record))
    return _show(request, "compliance/pack_create.html", form, "pack-new")


@require_POST
@signed_in
def pack_adopt(request: PersonRequest, code: str) -> HttpResponseBase:
    """Take an example over, as a draft."""
    queries.need_may_begin(facts(request))
    try:
        made = acts.adopt_pack(queries.example_called(code), by=request.user)
    except NotReady as already:
        messages.info(request, str(already))
        return redirect(already.problems[0].url)
    messages.success(
        request, _("It is taken over, as a draft. Put the sections of the city’s own code in, line by line.")
    )
    return redirect(PACK.url(made.record))


@form_page
@signed_in
def pack_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """What a draft says of itself, and the day it takes effect."""
    pack = queries.pack_to_edit(request, pk)
    form = DraftHeadForm(_sent(request), initial=pack.draft)
    return _changed_or_shown(
        request, pack, form, f"pack:{pk}", "compliance/pack_edit.html",
        lambda seen: acts.change_head(pack, form.values, by=request.user, seen=seen),
    )  # fmt: skip


@form_page
@signed_in
def pack_upload(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The draft as a file; what is wrong in it is said line by line, and then nothing changes."""
    pack = queries.pack_to_edit(request, pk)
    form = UploadForm(_sent(request), request.FILES or None)
    context: dict[str, Any] = {"form": form, "pack": pack, "record": pack.record, "mistakes": []}
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            said = read_pack_bytes(
                file.read(),
                file=file.name,
                code=pack.programme.code,
                roles=role_names(),
                keeper=shipped().law.keeper,
                taken=Requirement.objects.exclude(pack=pack).values_list("code", flat=True),
            )
            acts.replace_text(pack, said, by=request.user, seen=_seen(request))
        except Mistakes as found:
            context["mistakes"] = found.mistakes
        except Conflict as changed:
            context["changed"] = str(changed)
        else:
            messages.success(request, _("The draft says what the file says. Look at what it changes."))
            return redirect(PACK.url(pack.record))
    status = 409 if "changed" in context else 422 if form.is_bound else 200
    return render(request, "compliance/pack_upload.html", context, status=status)


@form_page
@signed_in
def requirement_create(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Add a requirement to a draft."""
    pack = queries.pack_to_edit(request, pk)
    leads, taken = queries.lead_choices(), queries.taken_codes(pack)
    form = RequirementForm(_sent(request), leads=leads, taken=taken, initial={"basis": "known"})
    return _changed_or_shown(
        request, pack, form, f"requirement-new:{pk}", "compliance/requirement_edit.html",
        lambda seen: acts.put_requirement(pack, form.line, by=request.user, seen=seen),
    )  # fmt: skip


@form_page
@signed_in
def requirement_edit(request: PersonRequest, pk: int, code: str) -> HttpResponseBase:
    """Change a requirement of a draft."""
    pack = queries.pack_to_edit(request, pk)
    line = queries.line_of(pack, code)
    form = RequirementForm(
        _sent(request), leads=queries.lead_choices(), taken=(), code=code, initial=RequirementForm.saved(line)
    )
    return _changed_or_shown(
        request, pack, form, f"requirement:{pk}:{code}", "compliance/requirement_edit.html",
        lambda seen: acts.put_requirement(pack, form.line, by=request.user, seen=seen), line=line,
    )  # fmt: skip


@form_page
@signed_in
def requirement_retire(request: PersonRequest, pk: int, code: str) -> HttpResponseBase:
    """Leave a requirement out of the version being written."""
    pack = queries.pack_to_edit(request, pk)
    line = queries.line_of(pack, code)
    if request.method == "POST":
        try:
            acts.take_out(pack, code, by=request.user, seen=_seen(request))
        except Conflict as changed:
            messages.warning(request, str(changed))
            return redirect("compliance:requirement-retire", pk, code)
        messages.success(request, _("%(code)s is left out of this version.") % {"code": code})
        return redirect(PACK.url(pack.record))
    context = {"pack": pack, "record": pack.record, "line": line}
    return render(request, "compliance/requirement_retire.html", context)


def _changed_or_shown(
    request: PersonRequest,
    pack: Pack,
    form: BaseForm,
    name: str,
    template: str,
    act: Callable[[int | None], None],
    **more: Any,
) -> HttpResponseBase:
    """Save and go back, or show the form; what somebody else saved meanwhile is said, and nothing typed is lost."""
    more = {"pack": pack, "record": pack.record, **more}
    if form.is_valid():
        try:
            act(_seen(request))
        except Conflict as changed:
            pack.record.refresh_from_db()
            return _show(request, template, form, name, status=409, changed=str(changed), **more)
        unsaved.drop(request.user, name)
        messages.success(request, _("Saved in the draft."))
        return redirect(PACK.url(pack.record))
    return _show(request, template, form, name, **more)


def _show(
    request: PersonRequest, template: str, form: BaseForm, name: str, status: int = 0, **more: Any
) -> HttpResponse:
    typing = unsaved.kept(request.user, name)
    unsaved.restore(form, typing if not form.is_bound else None)
    context = {"form": form, "typing": typing, "typing_name": name, **more}
    return render(request, template, context, status=status or (422 if form.is_bound else 200))


def _sent(request: PersonRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _seen(request: PersonRequest) -> int | None:
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isdecimal() and len(seen) < 10 else None
