"""One application: for whoever reads it, and for whoever sent it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from boards.actions.applications import ACTS, NOMINATES, OPEN, Act, open_application
from boards.actions.receiving import OPENS
from boards.applying import retention, texts
from boards.applying.opened import taker
from boards.applying.readers import need_reader, selector
from boards.models import Application, ApplicationStep
from raci import sealed
from raci.authority import Facts
from raci.private_codes import digest
from raci.public_doors import the_public

RELATED = (
    "notice__seat__board__unit", "notice__seat__board__liaison", "notice__seat__board__appointing_post",
    "notice__seat__board__confirming_post",
)  # fmt: skip


@dataclass(frozen=True)
class ApplicationPage:
    """One, with what it says where it may still be opened."""

    row: Application
    said: dict[str, Any]
    reasons: list[tuple[ApplicationStep, str]]
    gone: str  # why it does not open any more
    acts: list[Act]
    may_nominate: bool
    kept_until: date | None
    is_filled: bool = False  # somebody took the seat while this one is still open


def application_for(pk: int, facts: Facts) -> Application:
    """One that this person reads; for everybody else there is none."""
    row = Application.objects.select_related(*RELATED, "appointment__member").filter(pk=pk).first()
    need_reader(facts, row.notice.seat.board if row else None)
    assert row is not None
    return row


def application_page(pk: int, facts: Facts) -> ApplicationPage:
    """Its page. What is sealed is opened, and each opening is on record."""
    row = application_for(pk, facts)
    said, reasons, gone = _opened(row, facts)
    selects = selector(facts, row.notice.seat.board) is not None
    return ApplicationPage(
        row=row,
        said=said,
        reasons=[(one, reasons.get(one.pk, "")) for one in row.steps.select_related("post")],
        gone=gone,
        acts=[one for one in ACTS.values() if selects and row.state in one.begins],
        may_nominate=selects and row.state in NOMINATES,
        kept_until=retention.kept_until(row),
        is_filled=_is_filled(row),
    )


def _is_filled(row: Application) -> bool:
    return row.state in OPEN and taker(row.notice) is not None


def _opened(row: Application, facts: Facts) -> tuple[dict[str, Any], dict[int, str], str]:
    if row.state == Application.State.WITHDRAWN:
        return (
            {},
            {},
            _("The applicant took it back. Nobody opens it any more; it is erased when it need no longer be kept."),
        )
    try:
        said, reasons = open_application(row, by=facts.person)
    except sealed.Erased as gone:
        return {}, {}, str(gone)
    return said, reasons, ""


# ---- the applicant's own page


@dataclass(frozen=True)
class OwnPage:
    """What the applicant sees by their private code: where it stands, who opened it, until when it is kept."""

    row: Application
    steps: list[ApplicationStep]
    readings: list[tuple[date, str]]
    kept_until: date | None
    is_filled: bool = False

    @property
    def seat(self) -> str:
        """Of who was nominated: "taken", "appointed", "missed", or "" while nobody decided."""
        one = self.row.appointment
        if one is None:
            return ""
        if one.ended_on is not None and not one.is_serving:
            return "missed"
        return "taken" if one.is_serving else "appointed" if one.appointed_on else ""

    @property
    def is_open(self) -> bool:
        """Whether it can be taken back."""
        return self.row.state in OPEN


def of_code(code: str) -> Application | None:
    """The application that a private code is of."""
    kept = digest(code, OPENS)
    found = Application.objects.select_related(*RELATED, "appointment").filter(code_sha256=kept) if kept else None
    return found.first() if found is not None else None


def own_page(row: Application) -> OwnPage:
    """What its applicant sees (4 queries)."""
    own = the_public().pk
    seen = [
        (timezone.localtime(one.at).date(), f"{one.person} ({one.as_post})" if one.as_post else str(one.person))
        for one in texts.readings(row)
        if one.person_id != own
    ]
    return OwnPage(row, list(row.steps.all()), list(dict.fromkeys(seen)), retention.kept_until(row), _is_filled(row))
