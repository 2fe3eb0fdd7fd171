"""The pages of remarks on sections: one is left, one is answered."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from plans.asking import Asking, asked, sent
from plans.guided import queries, remarks
from plans.guided.forms import AnswerRemarkForm, RemarkForm
from plans.models import PlanSection
from raci.doors import PersonRequest, facts, signed_in

form_page = require_http_methods(["GET", "HEAD", "POST"])
TEMPLATE = "plans/guided/remark.html"


def _place(section: PlanSection) -> str:
    return reverse("plans:plan-detail", args=[section.plan.record_id]) + f"#plansection-{section.pk}"


@form_page
@signed_in
def section_remark(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Leave a remark on one section."""
    section, page = queries.section_to_remark(pk, facts(request))
    shown = next((one for one in page.answers if one.pk == pk), None)
    form = RemarkForm(sent(request))
    ask = Asking(
        title=_("Remark on: %(section)s") % {"section": section.title},
        intro=_(
            "Those who write the plan see it beside the section and say what they did about it before they hand it in."
        ),
        submit=_("Leave the remark"),
        above=(page.case_page.title, _place(section)),
        name=f"remark-new:{pk}",
    )

    def act() -> str:
        remarks.remark(section, form.cleaned_data["words"], by=request.user)
        return _place(section)

    return asked(
        request, form, ask, act, done=_("Your remark is with those who write it."), template=TEMPLATE, shown=shown
    )


@form_page
@signed_in
def remark_answer(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Say what was done about a remark."""
    row, page = queries.remark_to_answer(pk, facts(request))
    shown = next((one for one in page.answers if one.pk == row.section_id), None)
    form = AnswerRemarkForm(sent(request))
    ask = Asking(
        title=_("Answer a remark on: %(section)s") % {"section": row.section.title},
        intro=_("Change the section first where the remark is right; then say here what was done."),
        submit=_("Answer it"),
        above=(page.case_page.title, _place(row.section)),
        name=f"remark:{pk}",
    )

    def act() -> str:
        remarks.answer_remark(row, form.cleaned_data["words"], by=request.user)
        return _place(row.section)

    more = {"shown": shown, "row": row, "may_write": page.case_page.may_edit}
    return asked(request, form, ask, act, done=_("It is answered."), template=TEMPLATE, **more)
