from django.db import migrations, models

from raci.history.operations import AttachGuard
from raci.schema import Together


class Migration(migrations.Migration):
    dependencies = [("boards", "0012_guard_retention")]

    operations = [
        Together([
            migrations.AddField(
                model_name=name,
                name="by_hand",
                field=models.BooleanField(default=False),
            )
            for name in ("selfidask", "historicalselfidask")
        ]),
        AttachGuard("SelfIdAsk", restricted=True),
    ]
