from django.db import migrations

from raci.history.operations import AttachGuard

TRACKED = ("Accommodation", "AccommodationText")


class Migration(migrations.Migration):
    dependencies = [("compliance", "0017_accommodations")]

    operations = [AttachGuard(name, restricted=True) for name in TRACKED]
