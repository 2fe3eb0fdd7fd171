"""The page in the queue where a submission is decided."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from raci import typing as unsaved
from raci import workflow
from raci.actions import cases as acts
from raci.authority import Act
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.forms import cases as forms
from raci.models import Case, Submission, UnsavedTyping
from raci.queries.modes import ModePanel, mode_panel
from raci.queries.queue import decide_page, submission_seen
from raci.refusals import Conflict


@signed_in
def submission_decide(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Approve, approve with conditions, return or decline exactly the text that is shown."""
    submission, page = submission_seen(pk, facts(request))
    if hasattr(submission, "decision") and request.method != "POST":
        return redirect("raci:receipt", submission.decision.pk)
    typing = unsaved.kept(request.user, f"decide:{pk}")
    posts, panel = {"posts": forms.posts_by_unit()}, mode_panel(page)
    if request.method == "POST":
        if hasattr(submission, "decision") or submission.withdrawn_at:
            raise Conflict(
                workflow.changed_since(page.case)
            )  # also where a newer submission waits for its own decision
        form, rows = _sent(request, posts, panel)
        if form.is_bound and (done := _decide(request, submission, form, rows)):
            return done
        if page.case.state != Case.State.SUBMITTED:
            raise Conflict(workflow.changed_since(page.case))
    else:
        form, rows = (
            forms.Deciding(panel=panel),
            forms.ConditionRows(prefix="c", form_kwargs=posts, initial=_kept_rows(typing)),
        )
        unsaved.restore(form, typing)
        form.initial = {**form.initial, "seen": page.record.edits, "sha256": submission.text.sha256}
    shown = decide_page(pk, facts(request))
    context = {
        "shown": shown,
        "page": shown.page,
        "panel": panel,
        "form": form,
        "rows": rows,
        "opens_conditions": _opens_conditions(form, rows),
        "typing": typing,
        "typing_name": f"decide:{pk}",
    }
    return render(request, "admin/raci/submission/decide.html", context, status=422 if form.is_bound else 200)


def _sent(
    request: PersonRequest, posts: dict[str, Any], panel: ModePanel | None
) -> tuple[forms.Deciding, BaseFormSet[forms.ConditionRow]]:
    """The forms as sent; the button for more rows decides nothing yet and keeps what was typed."""
    data = request.POST.copy()
    if "more" not in data:
        return forms.Deciding(data, panel=panel), forms.ConditionRows(data, prefix="c", form_kwargs=posts)
    rows = forms.ConditionRows(data, prefix="c")
    data["c-TOTAL_FORMS"] = str(min(rows.total_form_count() + 2, forms.MOST_CONDITIONS))
    return forms.Deciding(initial=data.dict(), panel=panel), forms.ConditionRows(data, prefix="c", form_kwargs=posts)


def _opens_conditions(form: forms.Deciding, rows: BaseFormSet[forms.ConditionRow]) -> bool:
    """Where conditions are asked for, being written, or wrong; otherwise their part stays closed."""
    if form["kind"].value() == Act.CONDITIONS:
        return True
    if not rows.is_bound:
        return bool(rows.initial) and not form["kind"].value()  # typed before, and nothing was chosen yet
    return not form.is_bound or bool(rows.total_error_count())


def _kept_rows(typing: UnsavedTyping | None) -> list[dict[str, str]]:
    """Conditions that were typed and not sent."""
    values = typing.values if typing else {}
    names = ("words", "owner", "due_on")
    rows = [
        {name: next(iter(values.get(f"c-{number}-{name}", [])), "") for name in names}
        for number in range(forms.MOST_CONDITIONS)
    ]
    return [row for row in rows if any(row.values())]


def _decide(
    request: PersonRequest, submission: Submission, form: forms.Deciding, rows: BaseFormSet[forms.ConditionRow]
) -> HttpResponse | None:
    kind = request.POST.get("kind")
    if not form.is_valid() or (kind == Act.CONDITIONS and not rows.is_valid()):
        return None
    sent = form.cleaned_data
    asked = [_condition(row.cleaned_data) for row in rows.forms if kind == Act.CONDITIONS and row.has_changed()]
    decided = []
    if not attempt(
        form,
        lambda: decided.append(
            acts.decide(
                submission.case,
                by=request.user,
                kind=Act(sent["kind"]),
                reason=sent["reason"],
                conditions=asked,
                seen=sent["seen"],
                sha256=sent["sha256"],
                **form.cited,
            )
        ),
    ):
        return None
    unsaved.drop(request.user, f"decide:{submission.pk}")
    messages.success(request, _("Your decision stands, and this is its receipt."))
    return redirect("raci:receipt", decided[0].pk)


def _condition(row: dict[str, object]) -> acts.ConditionAsked:
    return acts.ConditionAsked(row["words"], row["owner"], row["due_on"])  # type: ignore[arg-type]
