"""Bringing in a log of complaints on a page: choose the file, see the verdict of each row, bring it in with the file again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from compliance.actions.complaint_logs import MOST_BYTES, Judged, bring_in_log, judge_log
from compliance.complaints.reading_logs import HEADINGS
from compliance.complaints.seats import need_circle
from raci.doors import PersonRequest, facts, signed_in
from raci.fields import Form
from raci.forms import attempt

NAMES = {
    "number": _("Number there"), "received": _("Received"), "entity": _("Office complained about"), "bases": _("Bases"),
    "status": _("Status in words"), "summary_status": _("Status in short"), "summary": _("Summary"),
    "documents": _("Documents"), "event": _("Day of the event"),
}  # fmt: skip


class LogForm(Form):
    """The file, how the log is called, and its columns where the headings do not say it."""

    file = forms.FileField(label=_("Log as CSV"), widget=forms.FileInput(attrs={"accept": ".csv"}))
    log = forms.CharField(
        label=_("How the log is called"), max_length=200,
        help_text=_("The same name again adds nothing that is there already: “Docket of 2014 to 2019”."),
    )  # fmt: skip
    brings_in = forms.BooleanField(
        label=_("Bring in what can be read"), required=False,
        help_text=_("Without this you see what would become of each row, and nothing is changed."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in HEADINGS:
            self.fields[f"column_{name}"] = forms.CharField(
                label=NAMES[name],
                required=False,
                max_length=200,
                help_text=_("The heading, where it is not recognized."),
            )

    @property
    def columns(self) -> dict[str, str]:
        """What was said of the columns."""
        said = {name: self.cleaned_data[f"column_{name}"] for name in HEADINGS}
        return {name: heading for name, heading in said.items() if heading}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def complaint_import(request: PersonRequest) -> HttpResponseBase:
    """See what a log would bring, then bring it in."""
    need_circle(facts(request))
    posted = request.method == "POST"
    form = LogForm(request.POST if posted else None, request.FILES if posted else None)
    judged: list[Judged] = []
    if (
        posted
        and form.is_valid()
        and attempt(form, lambda: judged.append(_judged(form)))
        and form.cleaned_data["brings_in"]
    ):
        n = bring_in_log(judged[0], by=request.user)
        messages.success(request, ngettext("%(n)d complaint came in.", "%(n)d complaints came in.", n) % {"n": n})
        return redirect("compliance:complaint-list")
    context = {"form": form, "judged": judged[0] if judged else None}
    response = render(
        request, "compliance/complaint_import.html", context, status=422 if posted and not judged else 200
    )
    response["Cache-Control"] = "no-store"
    return response


def _judged(form: LogForm) -> Judged:
    content = form.cleaned_data["file"].read(MOST_BYTES + 1)
    return judge_log(content, log=form.cleaned_data["log"], said=form.columns)
