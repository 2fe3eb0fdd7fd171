from django.db import migrations

from raci.history.operations import AttachGuard

TRACKED = ("PublicService", "LanguageAssessment", "AssessedLanguage", "VitalDocument", "Translation", "Encounter")


class Migration(migrations.Migration):
    dependencies = [("compliance", "0003_languages")]

    operations = [AttachGuard(name) for name in TRACKED]
