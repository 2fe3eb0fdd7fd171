from django.db import migrations

from raci.history.operations import AttachGuard


class Migration(migrations.Migration):
    dependencies = [("compliance", "0010_coordinators")]

    operations = [AttachGuard("Coordinator")]
