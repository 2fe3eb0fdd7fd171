"""What bureaus commit to, and the standards and policies that they answer."""

from plans.models.plans import LONG, Action, Goal, Outcome, Plan
from plans.models.standards import Adoption, Clause, Standard

__all__ = ["LONG", "Action", "Adoption", "Clause", "Goal", "Outcome", "Plan", "Standard"]
