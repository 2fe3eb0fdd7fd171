"""The pages of the plan template: its version in force, those before, and the one in the making."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plans.asking import Asking, asked, sent
from plans.guided import queries, template
from plans.guided.forms import IssueForm, SectionForm
from plans.models import PlanTemplate, TemplateSection
from raci.doors import PersonRequest, facts, signed_in

form_page = require_http_methods(["GET", "HEAD", "POST"])


def _url(row: PlanTemplate) -> str:
    return reverse("plans:template-version", args=[row.pk])


@require_safe
@signed_in
def template_detail(request: PersonRequest) -> HttpResponseBase:
    """What a plan begun today is asked."""
    return render(request, "plans/guided/template.html", {"found": queries.template_page(facts(request))})


@require_safe
@signed_in
def template_version(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One version; a draft with what may be done to it."""
    return render(request, "plans/guided/version.html", {"found": queries.version_page(pk, facts(request))})


@require_POST
@signed_in
def template_begin(request: PersonRequest) -> HttpResponseBase:
    """Begin the next version."""
    row = template.begin_version(by=request.user)
    messages.success(request, _("A draft of the next version: change it, then issue it."))
    return redirect(_url(row))


@require_POST
@signed_in
def template_discard(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Forget a draft."""
    template.discard(queries.draft_to_keep(pk, facts(request)), by=request.user)
    messages.success(request, _("The draft is gone. Plans are begun from the version before."))
    return redirect("plans:template-detail")


@form_page
@signed_in
def template_issue(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Issue a draft."""
    row = queries.draft_to_keep(pk, facts(request))
    form = IssueForm(sent(request), initial={"source": row.source, "changes": row.changes})
    page = Asking(
        title=_("Issue version %(number)s") % {"number": row.number},
        intro=_(
            "From then on plans are begun from it, and it stays as it is. Plans in writing keep what they were asked."
        ),
        submit=_("Issue it"),
        above=(str(row), _url(row)),
        name=f"template-issue:{pk}",
    )

    def act() -> str:
        template.issue(row, **form.cleaned_data, by=request.user)
        return reverse("plans:template-detail")

    return asked(request, form, page, act, done=_("It is issued."))


@form_page
@signed_in
def template_section_create(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Add a section to a draft."""
    row = queries.draft_to_keep(pk, facts(request))
    return _section(request, row, None)


@form_page
@signed_in
def template_section_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Change a section of a draft."""
    queries.need_keeper(facts(request))
    section = get_object_or_404(TemplateSection.objects.select_related("template"), pk=pk)
    return _section(request, section.template, section)


@require_POST
@signed_in
def template_section_remove(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Take a section out of a draft."""
    queries.need_keeper(facts(request))
    section = get_object_or_404(TemplateSection.objects.select_related("template"), pk=pk)
    template.remove_section(section, by=request.user)
    messages.success(request, _("Taken out: %(section)s") % {"section": section.title})
    return redirect(_url(section.template))


def _section(request: PersonRequest, row: PlanTemplate, section: TemplateSection | None) -> HttpResponseBase:
    names = template.ASKED
    initial = {name: getattr(section, name) for name in names} if section else {"order": row.sections.count() + 1}
    form = SectionForm(sent(request), initial=initial)
    page = Asking(
        title=_("Change the section") if section else _("Add a section"),
        intro=_("Plans that are begun before this version is issued are not asked it."),
        submit=_("Save"),
        above=(str(row), _url(row)),
        name=f"template-section:{section.pk}" if section else f"template-section-new:{row.pk}",
    )

    def act() -> str:
        made = template.keep_section(row, section, form.cleaned_data, by=request.user)
        return f"{_url(row)}#section-{made.pk}"

    return asked(request, form, page, act, done=_("Saved."))
