from pathlib import Path

from django.db import migrations

from raci.history.operations import AttachGuard

RULES = (Path(__file__).parent.parent / "barriers.sql").read_text(encoding="utf-8")
UNDO = "DROP FUNCTION barrier_is_scheduled(date, date, date[])"
TRACKED = ("Facility", "Barrier", "BarrierPhoto", "BarrierComment", "DigitalAsset")


class Migration(migrations.Migration):
    dependencies = [("compliance", "0005_barriers")]

    operations = [*(AttachGuard(name) for name in TRACKED), migrations.RunSQL(RULES, UNDO)]
