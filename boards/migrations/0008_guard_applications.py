from django.db import migrations

from raci.history.operations import AttachGuard


class Migration(migrations.Migration):
    dependencies = [("boards", "0007_applications")]

    operations = [
        *(AttachGuard(name) for name in ("VacancyNotice", "SelfIdRound")),  # they have columns more
        *(AttachGuard(name, restricted=True) for name in ("Application", "ApplicationStep")),
    ]
