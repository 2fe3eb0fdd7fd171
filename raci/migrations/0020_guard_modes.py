from django.db import migrations

from raci.history.operations import AttachGuard

MODELS = [
    "Statement", "Voice", "Directive", "DirectiveUpdate", "Objective", "Affirmation", "Theme", "Service", "Wording",
    "Recommendation", "RecommendationAnswer", "FollowUp",
    "Role", "Submission", "Decision",
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("raci", "0019_modes_and_directives")]

    operations = [AttachGuard(model) for model in MODELS]
