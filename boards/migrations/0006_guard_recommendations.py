from django.db import migrations

from raci.history.operations import AttachGuard


class Migration(migrations.Migration):
    dependencies = [("boards", "0005_recommendations")]

    operations = [AttachGuard("BoardRecommendation")]
