"""Boards, seats, who sits on them, and the files they came from."""

from boards.models.applications import Application, ApplicationStep
from boards.models.appointments import (
    Appointment,
    Attendance,
    BoardMeeting,
    Member,
    MemberContact,
    VacancyNotice,
)
from boards.models.audits import AuditAdvice, AuditQuestion, AuditTally, RepresentationAudit
from boards.models.boards import Board, LiaisonContact, Seat
from boards.models.recommended import BoardRecommendation
from boards.models.rosters import RosterImport, RosterRemark
from boards.models.vault import Custodian, SelfIdAsk, SelfIdentification, SelfIdRetention, SelfIdRound, UnlinkedCount

__all__ = [
    "Application",
    "ApplicationStep",
    "Appointment",
    "Attendance",
    "AuditAdvice",
    "AuditQuestion",
    "AuditTally",
    "Board",
    "BoardMeeting",
    "BoardRecommendation",
    "Custodian",
    "LiaisonContact",
    "Member",
    "MemberContact",
    "RepresentationAudit",
    "RosterImport",
    "RosterRemark",
    "Seat",
    "SelfIdAsk",
    "SelfIdRetention",
    "SelfIdRound",
    "SelfIdentification",
    "UnlinkedCount",
    "VacancyNotice",
]
