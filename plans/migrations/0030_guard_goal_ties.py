"""Goals that hang on others under guard."""

from django.db import migrations

from raci.history.operations import AttachGuard


class Migration(migrations.Migration):
    dependencies = [("plans", "0029_goal_ties")]

    operations = [AttachGuard("GoalTie")]
