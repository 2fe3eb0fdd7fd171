from django.db import migrations

from raci.history.operations import AttachGuard


class Migration(migrations.Migration):
    dependencies = [("boards", "0011_retention")]

    operations = [AttachGuard("SelfIdRetention")]
