"""The plan template and the sections of plans under guard."""

from django.db import migrations

from raci.history.operations import AttachGuard


class Migration(migrations.Migration):
    dependencies = [("plans", "0021_guided")]

    operations = [AttachGuard(model) for model in ("PlanTemplate", "TemplateSection", "PlanSection")]
