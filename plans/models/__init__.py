"""What bureaus commit to, and the standards and policies that they answer."""

from plans.models.brought import PlanImport
from plans.models.in_force import ActionInForce
from plans.models.plans import LONG, Action, Goal, Outcome, Plan
from plans.models.progress import ProgressEvidence, ProgressLine, ProgressReport
from plans.models.standards import Adoption, Clause, Standard

__all__ = [
    "LONG",
    "Action",
    "ActionInForce",
    "Adoption",
    "Clause",
    "Goal",
    "Outcome",
    "Plan",
    "PlanImport",
    "ProgressEvidence",
    "ProgressLine",
    "ProgressReport",
    "Standard",
]
