"""What is said of seats and appointments in the same words on every page, list and sheet; and what acts are called."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from boards.models import Appointment, Board
from boards.queries.standing import said_to_hold_over
from boards.standing import State

STATES = {
    State.FILLED: gettext_lazy("filled"),
    State.HOLDOVER: gettext_lazy("holdover"),
    State.EXPIRED: gettext_lazy("term over"),
    State.VACANT: gettext_lazy("vacant"),
}
ACTS = {
    "import_roster": gettext_lazy("brought in a roster of boards"),
    "undo_import_roster": gettext_lazy("took a roster of boards out"),
    "enter_board": gettext_lazy("entered a board"),
    "change_board": gettext_lazy("changed a board"),
    "name_liaison": gettext_lazy("named who stands beside a board"),
    "note_contact": gettext_lazy("noted a contact with a board"),
    "recommend_to_board": gettext_lazy("recommended something to a board"),
    "dissolve_board": gettext_lazy("dissolved a board"),
    "add_seat": gettext_lazy("added a seat to a board"),
    "change_seat": gettext_lazy("changed a seat of a board"),
    "abolish_seat": gettext_lazy("abolished a seat of a board"),
    "nominate_to_seat": gettext_lazy("nominated somebody to a seat of a board"),
    "appoint_to_seat": gettext_lazy("appointed somebody to a seat of a board"),
    "confirm_appointment": gettext_lazy("confirmed an appointment to a board"),
    "swear_in": gettext_lazy("swore a member of a board in"),
    "correct_appointment": gettext_lazy("corrected an appointment to a board"),
    "resign_seat": gettext_lazy("recorded that a member of a board resigned"),
    "remove_from_seat": gettext_lazy("recorded that a member of a board was removed"),
    "end_term": gettext_lazy("recorded that a term on a board was over"),
    "end_appointment": gettext_lazy("recorded that an appointment to a board ended"),
    "keep_member_contact": gettext_lazy("changed how a member of a board is reached"),
    "announce_vacancy": gettext_lazy("announced a vacant seat of a board"),
    "change_vacancy_notice": gettext_lazy("changed the notice of a vacant seat"),
    "hand_over_shortlist": gettext_lazy("said that the shortlist for a seat is ready"),
    "keep_meeting": gettext_lazy("wrote down who came to a meeting of a board"),
    "receive_application": gettext_lazy("took an application for a seat in"),
    "open_application": gettext_lazy("opened an application for a seat"),
    "take_application": gettext_lazy("brought an application for a seat on"),
    "nominate_applicant": gettext_lazy("nominated an applicant to a seat"),
    "close_applications": gettext_lazy("closed the applications for a seat"),
    "withdraw_application": gettext_lazy("took an application for a seat back"),
    "erase_applications": gettext_lazy("erased applications for a seat that need no longer be kept"),
    "count_for_audit": gettext_lazy("counted members’ answers for an audit of representation"),
    "publish_audit": gettext_lazy("published an audit of representation"),
    "raise_audit_advice": gettext_lazy("raised what an audit of representation recommends"),
}


def days_words(days: int | None) -> str:
    """For how long, where it is known."""
    return _("not known since when") if days is None else ngettext("%(n)s day", "%(n)s days", days) % {"n": f"{days:,}"}


def appointment_state(row: Appointment, today: date) -> str:
    """Where an appointment stands on a day, in a word or two."""
    if row.ended_on and row.ended_on < today:
        return str(row.get_ended_how_display())
    if not row.is_serving or (row.serves_from and row.serves_from > today):
        return _not_yet(row)
    if row.term_end and row.term_end < today:
        holds = row.seat.board.holdover == Board.Holdover.YES or said_to_hold_over(row)
        return str(STATES[State.HOLDOVER if holds else State.EXPIRED])
    return _("serves")


def _not_yet(row: Appointment) -> str:
    steps = (
        (row.sworn_on, _("sworn in")),
        (row.confirmed_on, _("confirmed")),
        (row.appointed_on, _("appointed")),
        (row.nominated_on, _("nominated")),
    )
    return next((words for day, words in steps if day), _("has not taken the seat"))
