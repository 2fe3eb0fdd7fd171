from django.db import migrations

from raci.history.operations import AttachGuard

TRACKED = (
    "FundingAward",
    "EffectsBasis",
    "CityFact",
    "RequirementChoice",
    "Concern",
    "Generation",
    "Obligation",
    "Evidence",
    "Assessment",
    "Finding",
    "FindingRecommendation",
    "CorrectiveAction",
    "Closure",
)


class Migration(migrations.Migration):
    dependencies = [("compliance", "0007_duties")]

    operations = [AttachGuard(name) for name in TRACKED]
