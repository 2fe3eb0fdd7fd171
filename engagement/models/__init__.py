"""Who was heard, who was trained, with whom the city works."""

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
    "Applicant",
    "Certificate",
    "Cohort",
    "CohortCount",
    "Enrolment",
    "Material",
    "MustTrain",
    "Outcome",
    "Session",
    "SessionAttendance",
    "TrainingProgramme",
]
