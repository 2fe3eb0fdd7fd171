"""The public's pages: groups that take residents, applying without an account, one's own part by the private code, questions that
are only counted, and checking a certificate."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from engagement.asking import form_page
from engagement.models import Applicant, Cohort
from engagement.training import attending, certificates, enrolling, tallies
from engagement.training.enrolling import receive_by_form, takes_residents
from engagement.training.forms import Answering, CheckForm, CodeForm, PublicApplying, RoomCode
from engagement.training.public import academy, own_page
from raci import clock, public_doors
from raci.forms import attempt
from raci.languages import for_the_public
from raci.refusals import Conflict

SETTING, WITHIN = "PUBLIC_ACADEMY", 300  # seconds
MOST_WRONG, MOST_SENT = 20, 60  # from one network address within that time: a library has one for all


@for_the_public
@require_safe
def academy_list(request: HttpRequest) -> HttpResponse:
    """What residents can come to."""
    public_doors.need_open(SETTING)
    return render(request, "engagement/public/academy.html", {"cohorts": academy(clock.today())})


@for_the_public
@sensitive_post_parameters()
@form_page
def academy_apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Apply; the answer shows the private code, once."""
    public_doors.need_open(SETTING)
    row = get_object_or_404(Cohort.objects.select_related("programme__unit").filter(by_form=True), pk=pk)
    if not takes_residents(row, clock.today()):
        return _show(request, "engagement/public/over.html", {"row": row}, 200 if request.method != "POST" else 409)
    form = PublicApplying(request.POST if request.method == "POST" else None)
    if form.is_bound and (answer := _sent(request, row, form)):
        return answer
    context = {"form": form, "row": row, "sessions": row.sessions.all()}
    return _show(request, "engagement/public/apply.html", context, 422 if form.is_bound else 200)


def _sent(request: HttpRequest, row: Cohort, form: PublicApplying) -> HttpResponse | None:
    """The page after a form that was taken; None where something is wrong with it."""
    made: list[Any] = []
    if not form.is_valid():
        return None
    if form.cleaned_data["website"]:  # a program filled in what nobody sees: it is answered as if all were well
        return _show(request, "engagement/public/applied.html", {"received": None, "row": row}, 200)
    if not public_doors.counted(request, "academy-sent", MOST_SENT, WITHIN):
        form.add_error(None, _("Very many applications come from this address. Wait five minutes and send it again."))
        return None
    said = {**form.said, "language": "es" if get_language() == "es" else "en"}
    if not attempt(form, lambda: made.append(receive_by_form(row, said, sending=form.number))):
        return None
    context = {"received": made[0], "row": row, "key": tallies.key_of(made[0].enrolment)}
    return _show(request, "engagement/public/applied.html", context, 200)


@for_the_public
@sensitive_post_parameters()
@form_page
def academy_follow(request: HttpRequest) -> HttpResponse:
    """One's own part, by the private code, which travels in the form's body alone: where it stands, the code of the room."""
    public_doors.need_open(SETTING)
    posted = request.method == "POST"
    form = CodeForm(request.POST if posted else None)
    if not posted or not form.is_valid():
        return _show(request, "engagement/public/follow.html", {"form": form}, 422 if posted else 200)
    code = form.cleaned_data["code_secret"]
    row = enrolling.of_code(code)
    if row is None:
        return _wrong(request, form)
    room = RoomCode(request.POST) if request.POST.get("do") == "attend" else None
    done = _done(request, row, room)
    row.refresh_from_db()
    context = {"code": code, "page": own_page(row, clock.today()), "room": room or RoomCode(), "done": done}
    return _show(request, "engagement/public/own.html", context, 422 if room is not None and room.errors else 200)


def _done(request: HttpRequest, row: Applicant, room: RoomCode | None) -> str:
    """What was done, by what the form asked for."""
    one = row.enrolment
    if request.POST.get("do") == "withdraw" and one.state in enrolling.GOING_ON:
        enrolling.withdraw(one)
        return "withdrawn"
    if room is None or not room.is_valid():
        return ""
    session = one.cohort.sessions.filter(on=clock.today()).first()
    if session is None:
        room.add_error("code", _("There is no session today."))
        return ""
    if not public_doors.counted(request, "academy-room", MOST_SENT, WITHIN):
        room.add_error("code", _("Too many codes came from this address. Wait five minutes and try again."))
        return ""
    typed = room.cleaned_data["code"]
    return "came" if attempt(room, lambda: attending.attend_by_code(session, one, typed)) else ""


def _wrong(request: HttpRequest, form: CodeForm) -> HttpResponse:
    """A right code always opens; only whoever tries wrong ones again and again waits."""
    if not public_doors.counted(request, "academy-code", MOST_WRONG, WITHIN):
        words, status = _("Too many wrong codes came from this address. Wait five minutes and try again."), 429
    else:
        words, status = _("No application has this code. Look at each sign: there is no 0, 1, I or O in it."), 422
    form.add_error("code_secret", words)
    return _show(request, "engagement/public/follow.html", {"form": form}, status)


@for_the_public
@sensitive_post_parameters()
@form_page
def cohort_answers(request: HttpRequest, key: str) -> HttpResponse:
    """Questions that are only counted: whoever is signed in comes here without a name like everybody else."""
    if not request.user.is_authenticated:
        public_doors.need_open(SETTING)
    asked = tallies.asked_by(key)
    if asked is None:
        raise Http404
    row = asked.cohort
    questions = tallies.asked_today(row, clock.today())
    form = Answering(questions, request.POST if request.method == "POST" else None)
    context = {"row": row, "form": form, "questions": questions, "about_people": clock.today() <= row.ends_on}
    if not questions:
        return _show(request, "engagement/public/answers.html", context, 409 if form.is_bound else 200)
    if form.is_bound and form.is_valid():
        if not public_doors.counted(request, "academy-answers", MOST_SENT, WITHIN):
            form.add_error(None, _("Very many answers come from this connection. Wait five minutes and send it again."))
        elif _taken(asked, form):
            return _show(request, "engagement/public/answered.html", context, 200)
    return _show(request, "engagement/public/answers.html", context, 422 if form.is_bound else 200)


def _taken(asked: tallies.Asked, form: Answering) -> bool:
    """Whether the answers are locked away; a link that answered before is told so on the same page."""
    try:
        return attempt(form, lambda: tallies.take_answers(asked, form.said))
    except Conflict as again:
        form.add_error(None, str(again))
        return False


@for_the_public
@form_page
def certificate_check(request: HttpRequest) -> HttpResponse:
    """Whether a certificate's number is one, and what for."""
    public_doors.need_open(SETTING)
    form = CheckForm(request.POST if request.method == "POST" else None)
    found = None
    if form.is_bound and form.is_valid():
        if public_doors.counted(request, "certificate-number", MOST_SENT, WITHIN):
            found = certificates.checked(form.cleaned_data["number"])
            if found is None:
                form.add_error(
                    "number", _("No certificate has this number. Look at each sign: there is no 0, 1, I or O in it.")
                )
        else:
            form.add_error("number", _("Too many numbers came from this address. Wait five minutes and try again."))
    status = 422 if form.is_bound and form.errors else 200
    return _show(request, "engagement/public/check.html", {"form": form, "found": found}, status)


def _show(request: HttpRequest, page: str, context: dict[str, Any], status: int) -> HttpResponse:
    response = render(request, page, context, status=status)
    response["Cache-Control"] = "no-store"
    return response
