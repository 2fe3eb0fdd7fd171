"""What bureaus commit to, the standards and policies that they answer, and what the city decides with equity in view."""

from plans.models.annual import AnnualReport, GoalStory
from plans.models.assessments import AssessmentFollowUp, ImpactAssessment, Screening, Trigger
from plans.models.brought import PlanImport
from plans.models.in_force import ActionInForce
from plans.models.initiatives import Initiative, InitiativeTie, InitiativeUpdate
from plans.models.plans import LONG, Action, Goal, Outcome, Plan
from plans.models.progress import ProgressEvidence, ProgressLine, ProgressReport
from plans.models.standards import Adoption, Clause, Standard

__all__ = [
    "LONG",
    "Action",
    "ActionInForce",
    "Adoption",
    "AnnualReport",
    "AssessmentFollowUp",
    "Clause",
    "Goal",
    "GoalStory",
    "ImpactAssessment",
    "Initiative",
    "InitiativeTie",
    "InitiativeUpdate",
    "Outcome",
    "Plan",
    "PlanImport",
    "ProgressEvidence",
    "ProgressLine",
    "ProgressReport",
    "Screening",
    "Standard",
    "Trigger",
]
