"""The pages of feedback rounds: get, one query or one act, render or redirect."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engagement.asking import Asking, asked, form_page, sent
from engagement.kinds import WE_DID
from engagement.models import Coding, FeedbackRound, FeedbackTheme, HeardGroup, Quote, WeDid
from engagement.rounds import acts, queries
from engagement.rounds.forms import CodingForm, DidForm, HeardForm, NewRound, QuoteForm, RoundForm, SureForm, ThemeForm
from raci import asof, public_doors
from raci.doors import PersonRequest, facts, signed_in
from raci.keeping import keeper
from raci.languages import for_the_public
from raci.views.lists import show_list
from raci.views.past import on_another_day

RELATED = "record__scope__unit"
FORMS: dict[type[Any], Any] = {
    FeedbackRound: RoundForm,
    HeardGroup: HeardForm,
    FeedbackTheme: ThemeForm,
    Quote: QuoteForm,
}
PARTS: dict[str, type[Any]] = {"group": HeardGroup, "theme": FeedbackTheme, "quote": Quote}


@require_safe
@signed_in
def round_list(request: PersonRequest) -> HttpResponseBase:
    """All rounds this person may see."""
    return show_list(request, "feedback-rounds", "engagement/rounds/list.html")


@require_safe
@signed_in
def round_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One: who was asked, what was said, how sure the coding is, and what was done."""
    found = queries.round_page(pk, facts(request))
    if past := on_another_day(request, pk):
        return past
    as_of = asof.read(request.GET, found.page.facts.today, request.path)
    return render(request, "engagement/rounds/detail.html", {"page": found.page, "found": found, "as_of": as_of})


@form_page
@signed_in
def round_create(request: PersonRequest) -> HttpResponseBase:
    """Begin one."""
    form = NewRound(*sent(request), units=queries.need_units(facts(request)))
    page = Asking(
        title=_("Begin a feedback round"),
        intro=_("A survey, interviews or small groups: who was asked, what they said, and what is done about it."),
        submit=_("Begin it"),
        back=reverse("engagement:round-list"),
        trail=(round_trail(),),
    )

    def act() -> str:
        return round_url(acts.begin_round(form.cleaned_data["unit"], form.cleaned_data["title"], by=request.user))

    return asked(request, form, page, act, done=_("It is begun, as a draft. Say what was asked, and of whom."))


@form_page
@signed_in
def round_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """What was asked, and when."""
    row = round_by_record(pk)
    return _edit(request, row, row, _("Edit what was asked"), "round")


@form_page
@signed_in
def round_part_create(request: PersonRequest, pk: int, what: str) -> HttpResponseBase:
    """Add a group that was heard, a theme, or a quote of a theme."""
    model = _model(what)
    parent = queries.found(FeedbackTheme, pk, f"round__{RELATED}") if model is Quote else round_by_record(pk)
    row = acts.round_of(parent)
    queries.need_editor(row, facts(request))
    form = FORMS[model](*sent(request))

    def act() -> str:
        acts.add(parent, model, form.cleaned_data, by=request.user)
        return round_url(row)

    title = {"group": _("Add a group that was heard"), "theme": _("Add a theme"), "quote": _("Add a quote")}[what]
    page = _of(row, title, f"round-{what}-new:{pk}")
    return asked(request, form, page, act, done=_("It is added."))


@form_page
@signed_in
def round_part_edit(request: PersonRequest, pk: int, what: str) -> HttpResponseBase:
    """Change one of them."""
    part = _part(what, pk)
    title = {"group": _("Edit the group"), "theme": _("Edit the theme"), "quote": _("Edit the quote")}[what]
    return _edit(request, part, acts.round_of(part), title, f"round-{what}")


@form_page
@signed_in
def round_part_remove(request: PersonRequest, pk: int, what: str) -> HttpResponseBase:
    """Take one of them out."""
    part = _part(what, pk)
    row = acts.round_of(part)
    queries.need_editor(row, facts(request))
    form = SureForm(*sent(request))

    def act() -> str:
        acts.remove(part, by=request.user)
        return round_url(row)

    intro = _("“%(title)s” goes from the draft. Earlier versions and the history keep it.") % {"title": part}
    page = _of(row, _("Remove it"), "", intro=intro, submit=_("Remove it"))
    return asked(request, form, page, act, done=_("It is removed."))


@form_page
@signed_in
def round_code(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One's own coding; nobody sees the other's, so that each codes by themself."""
    row = round_by_record(pk)
    queries.need_editor(row, facts(request))
    themes = list(row.themes.all())
    place = {theme.pk: number for number, theme in enumerate(themes, 1)}
    mine = Coding.objects.filter(round=row, coder=request.user).order_by("answer")
    lines = "\n".join(f"{one.answer} {place.get(one.theme_id or 0, 0)}" for one in mine)
    form = CodingForm(*sent(request), initial={"codes": lines})

    def act() -> str:
        acts.code_answers(row, form.cleaned_data["codes"], by=request.user)
        return round_url(row)

    names = "; ".join(f"{number} {theme.title}" for number, theme in enumerate(themes, 1))
    intro = _("Themes: %(names)s. The words stay with you: the portal keeps an answer’s number alone.") % {
        "names": names
    }
    page = _of(row, _("Code the answers"), f"round-code:{pk}", intro=intro)
    return asked(request, form, page, act, done=_("Your coding is saved. Agreement shows once two have coded."))


# ---- you said, we did


@form_page
@signed_in
def we_did_create(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Say what was done."""
    found = queries.round_page(pk, facts(request))
    keeper(facts(request), WE_DID, found.page.record.scope.unit)
    form = DidForm(*sent(request))

    def act() -> str:
        acts.say_what_was_done(found.row, **form.cleaned_data, by=request.user)
        return round_url(found.row)

    page = _of(found.row, _("Say what was done"), f"we-did-new:{pk}", intro=_("Readers of the round see it at once."))
    return asked(request, form, page, act, done=_("It stands with the round."))


@form_page
@signed_in
def we_did_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Correct it."""
    one: WeDid = queries.found(WeDid, pk, f"round__{RELATED}")
    queries.round_page(one.round.record_id, facts(request))
    keeper(facts(request), WE_DID, one.round.record.scope.unit)
    form = DidForm(*sent(request), initial={"said": one.said, "did": one.did})

    def act() -> str:
        acts.correct_what_was_done(one, **form.cleaned_data, by=request.user)
        return round_url(one.round)

    return asked(request, form, _of(one.round, _("Correct it"), f"we-did:{pk}"), act, done=_("It is corrected."))


# ---- for the public


@for_the_public
@require_safe
def public_round_list(request: HttpRequest) -> HttpResponseBase:
    """All that are published."""
    public_doors.need_open("PUBLIC_FEEDBACK")
    return render(request, "engagement/public/round_list.html", {"found": queries.published()})


@for_the_public
@require_safe
def public_round(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One, as it was approved, and what was done since."""
    public_doors.need_open("PUBLIC_FEEDBACK")
    row, said = queries.published_round(pk)
    return render(request, "engagement/public/round.html", {"row": row, "said": said})


def _edit(request: PersonRequest, part: Any, row: FeedbackRound, title: str, typing: str) -> HttpResponseBase:
    queries.need_editor(row, facts(request))
    initial = {name: getattr(part, name) for name in acts.FIELDS[type(part)]}
    form = FORMS[type(part)](*sent(request), initial=initial)

    def act() -> str:
        acts.change(part, form.cleaned_data, by=request.user, opened=request.POST.get("opened", ""))
        return round_url(row)

    page = _of(row, title, f"{typing}:{part.pk}", opened=acts.fingerprint(part))
    return asked(request, form, page, act, done=_("It is saved."))


def _model(what: str) -> type[Any]:
    if what not in PARTS:
        raise Http404
    return PARTS[what]


def _part(what: str, pk: int) -> Any:
    model = _model(what)
    return queries.found(model, pk, f"theme__round__{RELATED}" if model is Quote else f"round__{RELATED}")


def round_by_record(pk: int) -> FeedbackRound:
    """By its record's number; 404 where there is none."""
    row = FeedbackRound.objects.select_related(RELATED).filter(record=pk).first()
    if row is None:
        raise Http404
    return row


def round_trail() -> tuple[str, str]:
    """Where its pages stand."""
    return _("Feedback rounds"), reverse("engagement:round-list")


def round_url(row: FeedbackRound) -> str:
    """Its page."""
    return reverse("engagement:round-detail", args=[row.record_id])


def _of(row: FeedbackRound, title: str, typing: str, **more: Any) -> Asking:
    trail = (round_trail(), (row.title, round_url(row)))
    return Asking(title=title, back=round_url(row), typing=typing, trail=trail, **{"submit": _("Save"), **more})
