from django.db import migrations

from raci.history.operations import AttachGuard


class Migration(migrations.Migration):
    dependencies = [("compliance", "0019_selections")]

    operations = [
        AttachGuard("Acknowledgement", restricted=True),
        AttachGuard("AdverseImpactRun", restricted=True),
        AttachGuard("RunSelector", restricted=True),
        AttachGuard("RunReader", restricted=True),
        AttachGuard("RunMemo", restricted=True),
        AttachGuard("Eeo4Report", restricted=True),
    ]
