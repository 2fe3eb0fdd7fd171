"""What the law's rooms keep, as kinds of records (governance 3)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from compliance.models import Barrier, DigitalAsset, Encounter, LanguageAssessment, VitalDocument
from raci.records import Kind, Life

CARRYING_OUT = "1.4"  # the activity of what each unit does so that the law is kept

LANGUAGE_ASSESSMENT = Kind(
    code="language_assessment",
    model=LanguageAssessment,
    activity=CARRYING_OUT,
    life=Life.KEPT,
    label=_("Language assessment"),
)
VITAL_DOCUMENT = Kind(
    code="vital_document", model=VitalDocument, activity=CARRYING_OUT, life=Life.KEPT, label=_("Vital document")
)
ENCOUNTER = Kind(code="encounter", model=Encounter, activity=CARRYING_OUT, life=Life.KEPT, label=_("Encounter"))
BARRIER = Kind(code="barrier", model=Barrier, activity=CARRYING_OUT, life=Life.KEPT, label=_("Barrier"))
DIGITAL_ASSET = Kind(
    code="digital_asset", model=DigitalAsset, activity=CARRYING_OUT, life=Life.KEPT, label=_("Digital item")
)

KINDS = (
    LANGUAGE_ASSESSMENT,
    VITAL_DOCUMENT,
    ENCOUNTER,
    BARRIER,
    DIGITAL_ASSET,
)
