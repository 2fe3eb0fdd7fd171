"""The pages of guided plans: get, one query or one act, render or redirect."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plans.actions import take_questions
from plans.editing import Editing, part_to_edit, plan_to_edit
from plans.forms import PartForm
from plans.guided import queries
from plans.guided.content import write_url
from plans.guided.forms import AnswerForm
from plans.models import PlanSection
from raci.doors import PersonRequest, signed_in

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def plan_write(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The draft's questions, how each stands, and what is left."""
    plan = plan_to_edit(request, pk)
    return render(request, "plans/guided/guide.html", {"found": queries.GuidedPage(plan, request.user), "plan": plan})


@require_POST
@signed_in
def plan_write_take(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Take the newest template's questions into a draft that has none."""
    take_questions(plan_to_edit(request, pk), by=request.user)
    messages.success(request, _("The questions of the template are in the draft."))
    return redirect("plans:plan-write", pk)


class Writing(Editing):
    """A section's form: it leads on to the next, or back to the overview."""

    template: ClassVar[str] = "plans/guided/section.html"

    def leads_to(self) -> str:
        """The next section, where it was asked for; else the overview."""
        assert isinstance(self.part, PlanSection)
        after = queries.around(self.part).after
        if "on" in self.request.POST and after is not None:
            return write_url(after.pk)
        return reverse("plans:plan-write", args=[self.part.plan.record_id])

    def _page(self, form: PartForm, *, status: int = 200, **context: Any) -> HttpResponse:
        assert isinstance(self.part, PlanSection)
        context |= {"around": queries.around(self.part), "remarks": queries.remarks_of(self.part)}
        context["last"] = queries.last_answer(self.part)
        return super()._page(form, status=status, **context)


@form_page
@signed_in
def section_write(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Answer one question, with its help and its example."""
    section: PlanSection = part_to_edit(request, PlanSection, pk)
    return Writing(request, section, partial(AnswerForm, section=section), "section").respond()
