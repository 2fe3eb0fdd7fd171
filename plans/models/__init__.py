"""What bureaus commit to, the standards and policies that they answer, and what the city decides with equity in view."""

from plans.models.annual import AnnualReport, GoalStory
from plans.models.assessments import AssessmentFollowUp, ImpactAssessment, Screening, Trigger
from plans.models.brought import PlanImport
from plans.models.budgets import BudgetAnswer, BudgetQuestion, BudgetReview, BudgetReviewLine
from plans.models.guided import PlanSection, PlanTemplate, SectionRemark, TemplateSection
from plans.models.in_force import ActionInForce
from plans.models.initiatives import Initiative, InitiativeTie, InitiativeUpdate
from plans.models.plans import LONG, Action, Goal, Outcome, Plan
from plans.models.progress import ProgressEvidence, ProgressLine, ProgressReport
from plans.models.registers import AlignmentItem, CityComparison, ListedPolicy, LongRangePlan
from plans.models.standards import Adoption, Clause, Standard
from plans.models.ties import ActionTie, GoalTie, Measure, TieInForce
from plans.models.turning import PlanTurn, TurnedAction

__all__ = [
    "LONG",
    "Action",
    "ActionInForce",
    "ActionTie",
    "Adoption",
    "AlignmentItem",
    "AnnualReport",
    "AssessmentFollowUp",
    "BudgetAnswer",
    "BudgetQuestion",
    "BudgetReview",
    "BudgetReviewLine",
    "CityComparison",
    "Clause",
    "Goal",
    "GoalStory",
    "GoalTie",
    "ImpactAssessment",
    "Initiative",
    "InitiativeTie",
    "InitiativeUpdate",
    "ListedPolicy",
    "LongRangePlan",
    "Measure",
    "Outcome",
    "Plan",
    "PlanImport",
    "PlanSection",
    "PlanTemplate",
    "PlanTurn",
    "ProgressEvidence",
    "ProgressLine",
    "ProgressReport",
    "Screening",
    "SectionRemark",
    "Standard",
    "TemplateSection",
    "TieInForce",
    "Trigger",
    "TurnedAction",
]
