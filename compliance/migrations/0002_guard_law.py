from django.db import migrations

from raci.history.operations import AttachGuard


class Migration(migrations.Migration):
    dependencies = [("compliance", "0001_law")]

    operations = [AttachGuard(name) for name in ("Programme", "Pack", "Requirement", "Parameter")]
