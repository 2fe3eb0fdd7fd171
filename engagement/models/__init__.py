"""Who was heard, who was trained, with whom the city works."""

from engagement.models.comments import Comment, CommentOutcome, CommentRound
from engagement.models.helping import HelpRequest, Tool, ToolUse
from engagement.models.partners import Agreement, Partner, PartnerContact
from engagement.models.rounds import Coding, FeedbackRound, FeedbackTheme, HeardGroup, Quote, WeDid
from engagement.models.surveys import Survey, SurveyAnswers, SurveyFile, SurveyTable, SurveyText
from engagement.models.training import (
    Applicant,
    Certificate,
    Cohort,
    CohortAnswer,
    CohortCount,
    Enrolment,
    Material,
    MustTrain,
    Outcome,
    Session,
    SessionAttendance,
    TrainingProgramme,
)

__all__ = [
    "Agreement",
    "Applicant",
    "Certificate",
    "Coding",
    "Cohort",
    "CohortAnswer",
    "CohortCount",
    "Comment",
    "CommentOutcome",
    "CommentRound",
    "Enrolment",
    "FeedbackRound",
    "FeedbackTheme",
    "HeardGroup",
    "HelpRequest",
    "Material",
    "MustTrain",
    "Outcome",
    "Partner",
    "PartnerContact",
    "Quote",
    "Session",
    "SessionAttendance",
    "Survey",
    "SurveyAnswers",
    "SurveyFile",
    "SurveyTable",
    "SurveyText",
    "Tool",
    "ToolUse",
    "TrainingProgramme",
    "WeDid",
]
