"""The kernel's nouns: who may do what, for which unit, when, on whose authority, and the proof."""

from raci.models.aims import Affirmation, Objective, Service, Theme, Wording
from raci.models.api import ApiToken, FirstAnswer
from raci.models.city import City, Delegation, Holding, Post, Relation, Role, Unit
from raci.models.directives import Directive, DirectiveUpdate
from raci.models.evidence import Attachment, Blob
from raci.models.jobs import Job
from raci.models.lists import Change, SavedView
from raci.models.matrix import Activity, Assignment, Category, Grant, Matrix, MatrixComment, Scope
from raci.models.meetings import (
    ActionItem,
    AgendaItem,
    Attendance,
    CalendarLink,
    Dissent,
    Meeting,
    Minutes,
    Resolution,
)
from raci.models.modes import Citation, DecisionMode, Statement, Voice
from raci.models.namings import Naming
from raci.models.notices import InboxOnly, Notice, UnsavedTyping
from raci.models.own_city import Founding, ImportBatch, ImportFile, ListKind, MatrixFile
from raci.models.people import Person
from raci.models.posts import Milestone, PostComparison, PostDescription, Recruitment
from raci.models.recommendations import FollowUp, Recommendation, RecommendationAnswer
from raci.models.records import Author, Case, Condition, Consultation, Decision, Record, Submission, Text
from raci.models.reviewed import Reviewed
from raci.models.sealed import Payload, PayloadErasure, PayloadRead
from raci.models.teams import Charter, Member, Membership, Nomination, Team

__all__ = [
    "ActionItem",
    "Activity",
    "Affirmation",
    "AgendaItem",
    "ApiToken",
    "Assignment",
    "Attachment",
    "Attendance",
    "Author",
    "Blob",
    "CalendarLink",
    "Case",
    "Category",
    "Change",
    "Charter",
    "Citation",
    "City",
    "Condition",
    "Consultation",
    "Decision",
    "DecisionMode",
    "Delegation",
    "Directive",
    "DirectiveUpdate",
    "Dissent",
    "FirstAnswer",
    "FollowUp",
    "Founding",
    "Grant",
    "Holding",
    "ImportBatch",
    "ImportFile",
    "InboxOnly",
    "Job",
    "ListKind",
    "Matrix",
    "MatrixComment",
    "MatrixFile",
    "Meeting",
    "Member",
    "Membership",
    "Milestone",
    "Minutes",
    "Naming",
    "Nomination",
    "Notice",
    "Objective",
    "Payload",
    "PayloadErasure",
    "PayloadRead",
    "Person",
    "Post",
    "PostComparison",
    "PostDescription",
    "Recommendation",
    "RecommendationAnswer",
    "Record",
    "Recruitment",
    "Relation",
    "Resolution",
    "Reviewed",
    "Role",
    "SavedView",
    "Scope",
    "Service",
    "Statement",
    "Submission",
    "Team",
    "Text",
    "Theme",
    "Unit",
    "UnsavedTyping",
    "Voice",
    "Wording",
]
