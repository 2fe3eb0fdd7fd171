from django.db import migrations

from raci.history.operations import AttachGuard

RESTRICTED = ("SelfIdAsk", "SelfIdentification")


class Migration(migrations.Migration):
    dependencies = [("boards", "0003_vault")]

    operations = [
        AttachGuard("Custodian"),
        AttachGuard("SelfIdRound"),
        *(AttachGuard(name, restricted=True) for name in RESTRICTED),
    ]
