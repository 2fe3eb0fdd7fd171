"""Who was heard, who was trained, with whom the city works."""

from engagement.models.helping import HelpRequest, Tool, ToolUse
from engagement.models.partners import Agreement, Partner, PartnerContact
from engagement.models.training import (
    Applicant,
    Certificate,
    Cohort,
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
    "Cohort",
    "CohortCount",
    "Enrolment",
    "HelpRequest",
    "Material",
    "MustTrain",
    "Outcome",
    "Partner",
    "PartnerContact",
    "Session",
    "SessionAttendance",
    "Tool",
    "ToolUse",
    "TrainingProgramme",
]
