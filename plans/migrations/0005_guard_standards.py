"""Standards, their clauses and adoptions under guard."""

from django.db import migrations

from raci.history.operations import AttachGuard


class Migration(migrations.Migration):
    dependencies = [("plans", "0004_standards")]

    operations = [AttachGuard(model) for model in ("Standard", "Clause", "Adoption")]
