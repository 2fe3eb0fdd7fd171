"""Budget reviews, their questions, answers and lines under guard."""

from django.db import migrations

from raci.history.operations import AttachGuard


class Migration(migrations.Migration):
    dependencies = [("plans", "0017_budgets")]

    operations = [AttachGuard(model) for model in ("BudgetQuestion", "BudgetReview", "BudgetAnswer", "BudgetReviewLine")]
