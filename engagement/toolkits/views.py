"""The pages of tools."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from engagement.asking import Asking, asked, form_page, opened_on, sent
from engagement.kinds import TOOLKIT
from engagement.models import Tool
from engagement.toolkits import acts, queries
from engagement.toolkits.acts import tool_url
from engagement.toolkits.forms import NewTool, ToolForm, UseForm
from engagement.training.enrolling import post_of
from raci.doors import PersonRequest, facts, signed_in
from raci.evidence import storage
from raci.handing_out import download
from raci.keeping import keeper
from raci.the_city import need_city
from raci.views.lists import show_list

log = logging.getLogger("raci.evidence")


@require_safe
@signed_in
def tool_list(request: PersonRequest) -> HttpResponseBase:
    """The library."""
    return show_list(request, "toolkits", "engagement/toolkits/list.html")


@require_safe
@signed_in
def tool_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One version: what it does, and who used it."""
    return render(request, "engagement/toolkits/tool.html", {"page": queries.tool_page(pk, facts(request))})


@form_page
@signed_in
def tool_create(request: PersonRequest) -> HttpResponseBase:
    """Add a tool."""
    return _new(request, None)


@form_page
@signed_in
def tool_next(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Add the next version."""
    return _new(request, queries.tool_for(pk))


def _new(request: PersonRequest, before: Tool | None) -> HttpResponseBase:
    keeper(facts(request), TOOLKIT, need_city())
    known = {name: getattr(before, name) for name in ("title", "step", "about")} if before else {}
    form = NewTool(*sent(request, files=True), initial=known)
    intro = _("It takes the place of %(tool)s, which stays to read.") % {"tool": before} if before else _(
        "A file of at most 25 MB, or where it is kept."
    )  # fmt: skip
    title = _("Add the next version") if before else _("Add a tool")
    back = tool_url(before) if before else reverse("engagement:tool-list")
    ask = Asking(title, _("Add it"), back, intro, _trail(before), f"tool-next:{before.pk}" if before else "tool-new")

    def act() -> str:
        said = form.cleaned_data
        return tool_url(acts.add_tool(said, upload=said["document"], replaces=before, by=request.user))

    return asked(request, form, ask, act, done=_("The tool is in the library."))


@form_page
@signed_in
def tool_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Change what is said of a version."""
    keeper(facts(request), TOOLKIT, need_city())
    row = queries.tool_for(pk)
    form = ToolForm(*sent(request), initial={name: getattr(row, name) for name in acts.SAID})
    ask = Asking(_("Change the tool"), _("Save"), tool_url(row), "", _trail(row), f"tool:{pk}", row.edits)

    def act() -> str:
        acts.edit_tool(row, form.cleaned_data, by=request.user, edits=opened_on(request))
        return tool_url(row)

    return asked(request, form, ask, act, done=_("It is saved."))


@require_POST
@signed_in
def tool_withdraw(request: PersonRequest, pk: int) -> HttpResponseBase:
    """It is not to be used any more."""
    row = queries.tool_for(pk)
    acts.withdraw_tool(row, by=request.user)
    messages.success(request, _("It is withdrawn."))
    return redirect(tool_url(row))


@form_page
@signed_in
def tool_use(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Say that one's unit used it."""
    row = queries.tool_for(pk)
    post = post_of(request.user)
    form = UseForm(*sent(request), initial={"used_on": facts(request).today})
    intro = _("You say it as %(post)s, for its unit. Others see for what it was used and whether it helped.")
    ask = Asking(_("We used it"), _("Save"), tool_url(row), intro % {"post": post.label}, _trail(row), f"tool-use:{pk}")

    def act() -> str:
        acts.use_tool(row, form.cleaned_data, by=request.user)
        return tool_url(row)

    return asked(request, form, ask, act, done=_("It is saved. Thank you: it helps the next."))


@require_safe
@signed_in
def tool_file(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The bytes of its file, hashed again on the way out."""
    row = queries.tool_for(pk)
    if row.blob is None:
        raise Http404
    try:
        return download(row.blob, row.file_name)
    except storage.Damaged as damage:
        log.critical("Evidence is damaged: tool %s: %s", row.pk, damage)
        return render(request, "engagement/damaged.html", {"title": row.title}, status=410)


def _trail(row: Tool | None) -> tuple[tuple[str, str], ...]:
    first = ((_("Toolkits"), reverse("engagement:tool-list")),)
    return (*first, (str(row), tool_url(row))) if row else first
