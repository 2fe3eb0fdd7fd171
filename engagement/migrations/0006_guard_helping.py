"""Tools and the desk under guard."""

from django.db import migrations

from raci.history.operations import AttachGuard


class Migration(migrations.Migration):
    dependencies = [("engagement", "0005_helping")]

    operations = [AttachGuard(model) for model in ("Tool", "ToolUse", "HelpRequest")]
