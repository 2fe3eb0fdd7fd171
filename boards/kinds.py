"""What is kept of boards, as kinds of records (governance 3): under 4.8, by whoever has R there."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from boards.audits import content
from boards.models import (
    Application,
    Appointment,
    Board,
    Custodian,
    RepresentationAudit,
    Seat,
    SelfIdentification,
    SelfIdRetention,
    VacancyNotice,
)
from raci.records import Kind, Life

BOARDS = "4.8"  # the activity: boards, seats and appointments

BOARD = Kind(code="board", model=Board, activity=BOARDS, life=Life.KEPT, label=_("Board"))
SEAT = Kind(code="seat", model=Seat, activity=BOARDS, life=Life.KEPT, label=_("Seat"))
APPOINTMENT = Kind(code="appointment", model=Appointment, activity=BOARDS, life=Life.KEPT, label=_("Appointment"))
VACANCY_NOTICE = Kind(
    code="vacancy_notice", model=VacancyNotice, activity=BOARDS, life=Life.KEPT, label=_("Notice of a vacancy")
)
# read by who keeps the board, its liaison, and who appoints to it and confirms (boards.applying.readers)
APPLICATION = Kind(
    code="board_application", model=Application, activity=BOARDS, life=Life.KEPT, label=_("Application for a seat"),
    restricted=True,
)  # fmt: skip
# ---- the vault: nobody's by a letter; the member's own, and the named custodian's
CUSTODIAN = Kind(
    code="custodian", model=Custodian, activity="4.4", life=Life.REVIEWED, label=_("Custodian of the vault")
)
SELF_IDENTIFICATION = Kind(
    code="self_identification",
    model=SelfIdentification,
    activity="3.1",  # for what it is held: the audit of who sits on boards
    life=Life.KEPT,
    label=_("What a member said of themself"),
    restricted=True,
)
SELF_ID_RETENTION = Kind(
    code="self_id_retention", model=SelfIdRetention, activity="3.1", life=Life.KEPT,
    label=_("How long self-identification is kept"),
)  # fmt: skip

# ---- audits of who sits on boards: the city's, and the City Auditor's own, which needs no one else's decision
CITYS_AUDITS, AUDITORS_REPORTS = "3.1", "4.7"


def _audit(code: str, activity: str, label: Any) -> Kind:
    return Kind(
        code=code, model=RepresentationAudit, activity=activity, life=Life.GOVERNED, label=label, url=content.url,
        content=content.content, problems=content.problems, differences=content.differences, facts=content.facts,
        place="boards:board-list", begin="boards:audit-create", template="boards/audits/content.html",
    )  # fmt: skip


CITY_AUDIT = _audit("representation_audit", CITYS_AUDITS, _("Audit of representation"))
AUDITORS_AUDIT = _audit("auditors_representation", AUDITORS_REPORTS, _("City Auditor’s audit of representation"))
AUDITS = (CITY_AUDIT, AUDITORS_AUDIT)
AUDITS_BY_ACTIVITY = {kind.activity: kind for kind in AUDITS}

KINDS = (
    BOARD,
    SEAT,
    APPOINTMENT,
    VACANCY_NOTICE,
    APPLICATION,
    CUSTODIAN,
    SELF_IDENTIFICATION,
    SELF_ID_RETENTION,
    *AUDITS,
)
