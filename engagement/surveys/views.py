"""The pages of surveys: bring an export in, confirm what was read, cross two questions, read what people wrote."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from engagement.asking import Asking, asked, form_page, sent
from engagement.models import SurveyFile, SurveyTable
from engagement.rounds import queries as rounds
from engagement.rounds.forms import SureForm
from engagement.rounds.views import round_by_record, round_trail, round_url
from engagement.surveys import acts, queries
from engagement.surveys.forms import CrossForm, ExportForm, ReadForm
from engagement.surveys.telling import told
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.spreadsheets import Echo, SafeWriter


@form_page
@signed_in
def round_survey_create(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Choose an export."""
    row = round_by_record(pk)
    rounds.need_editor(row, facts(request))
    form = ExportForm(*sent(request, files=True))
    made: list[SurveyFile] = []

    def act() -> str:
        said = form.cleaned_data
        name, content = said["file"]
        made.append(
            acts.choose_export(
                row, title=said["title"], file_name=name, content=content, book=said["book"] or None, by=request.user
            )
        )
        return reverse("engagement:round-survey-read", args=[made[0].pk])

    ask = Asking(
        _("Bring in an export of a survey"), _("Read it"), round_url(row),
        _("It is read row by row and shown to you first: nothing comes in before you have confirmed it. Names, addresses "
          "and times are not read."),
        (round_trail(), (row.title, round_url(row))),
    )  # fmt: skip
    return asked(request, form, ask, act, done=_("It is read. Look at what was understood."))


@form_page
@signed_in
def round_survey_read(request: PersonRequest, pk: int) -> HttpResponseBase:
    """What was read of it and what was not; read it otherwise, confirm it, or set it aside."""
    page = queries.file_page(pk, facts(request))
    row, do = page.file.round, request.POST.get("do", "")
    form = ReadForm(*sent(request), questions=page.reading.questions)
    if do == "aside":
        acts.set_aside(page.file, by=request.user)
        messages.success(request, _("It is set aside: nothing of it came in."))
        return redirect(round_url(row))

    def act() -> None:
        said = form.said
        acts.say_how_to_read(
            page.file, kinds={**page.file.kinds, **said["kinds"]}, labels=said["labels"], by=request.user
        )
        if do == "confirm":
            acts.confirm_export(page.file, by=request.user)

    if form.is_valid() and attempt(form, act):
        if do != "confirm":
            return redirect("engagement:round-survey-read", pk)
        messages.success(request, _("It came in. Cross two questions to tell of it."))
        return redirect(f"{round_url(row)}#surveys")
    columns = [(control, column) for (control, _one), column in zip(form.columns, page.columns, strict=True)]
    trail = (round_trail(), (row.title, round_url(row)))
    context = {"page": page, "form": form, "columns": columns, "trail": trail}
    return render(request, "engagement/surveys/read.html", context, status=422 if form.is_bound else 200)


@form_page
@signed_in
def round_survey_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One that came in: its questions, and the tables that were made; two of them crossed."""
    page = queries.survey_page(pk, facts(request))
    form = CrossForm(*sent(request), questions=page.row.questions)
    if form.is_valid() and attempt(form, lambda: acts.cross(page.row, **form.cleaned_data, by=request.user)):
        messages.success(request, _("The table is made. What would tell of few people is hidden."))
        return redirect(f"{request.path}#tables")
    context = {"page": page, "form": form, "trail": (round_trail(), (page.round.title, round_url(page.round)))}
    return render(request, "engagement/surveys/detail.html", context, status=422 if form.is_bound else 200)


@require_safe
@signed_in
def round_survey_texts(request: PersonRequest, pk: int) -> HttpResponseBase:
    """What people wrote, under numbers drawn by lot."""
    page = queries.survey_page(pk, facts(request))
    shown = Paginator(page.row.texts.all(), 50).get_page(request.GET.get("page"))
    words = {one["code"]: one["words"] for one in page.row.questions}
    texts = [(one, words.get(one.question, one.question)) for one in shown]
    here = reverse("engagement:round-survey-detail", args=[pk])
    trail = (round_trail(), (page.round.title, round_url(page.round)), (page.row.title, here))
    context = {"page": page, "shown": shown, "texts": texts, "trail": trail}
    return render(request, "engagement/surveys/texts.html", context)


@form_page
@signed_in
def round_survey_remove(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Take one out that came in by mistake."""
    page = queries.survey_page(pk, facts(request))
    rounds.need_editor(page.round, facts(request))
    form = SureForm(*sent(request))

    def act() -> str:
        acts.remove_survey(page.row, by=request.user)
        return round_url(page.round)

    here = reverse("engagement:round-survey-detail", args=[pk])
    ask = Asking(
        _("Take the survey out"), _("Take it out"), here, _("“%(title)s” goes with all its answers.") % {"title": page.row.title},
        (round_trail(), (page.round.title, round_url(page.round)), (page.row.title, here)),
    )  # fmt: skip
    return asked(request, form, ask, act, done=_("It is out."))


@require_POST
@signed_in
def round_table_show(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Put a table into the round, or leave it out."""
    table: SurveyTable = rounds.found(SurveyTable, pk, f"survey__{queries.ROUND}")
    page = queries.survey_page(table.survey_id, facts(request))
    acts.show_table(table, is_shown=request.POST.get("shown") == "1", by=request.user)
    messages.success(request, _("It is saved."))
    return redirect(reverse("engagement:round-survey-detail", args=[page.row.pk]) + "#tables")


@require_safe
@signed_in
def round_table_csv(request: PersonRequest, pk: int) -> HttpResponseBase:
    """A table as it may be told, as a spreadsheet."""
    table = queries.table_to_read(pk, facts(request))
    response = StreamingHttpResponse(_sheet(told(table)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="survey-table-{pk}.csv"'
    return response


def _sheet(table: dict[str, Any]) -> Iterator[str]:
    writer = SafeWriter(Echo())
    yield writer.writerow([f"{table['survey']}: {table['rows']} × {table['columns']}"])
    yield writer.writerow([_("“s”: hidden to protect people, as fewer than 11 or because it would tell them.")])
    heads = [head or _("No answer") for head in table["heads"]]
    yield writer.writerow([table["rows"], *heads, _("Everybody")])
    for line in (*table["lines"], {"label": _("Everybody"), "counts": table["all"]}):
        counts = ["s" if count is None else count for count in line["counts"]]
        yield writer.writerow([line["label"] or _("No answer"), *counts])
