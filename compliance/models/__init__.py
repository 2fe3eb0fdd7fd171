"""What the law asks of the city and how the city answers; one module a room."""

from compliance.models.barriers import Barrier, BarrierBatch, BarrierComment, BarrierPhoto
from compliance.models.digital import DigitalAsset
from compliance.models.encounters import Encounter
from compliance.models.facilities import Asset, Facility
from compliance.models.language_assessments import AssessedLanguage, LanguageAssessment, PublicService
from compliance.models.law import Pack, Parameter, Programme, Requirement
from compliance.models.vital_documents import Translation, VitalDocument

__all__ = [
    "AssessedLanguage",
    "Asset",
    "Barrier",
    "BarrierBatch",
    "BarrierComment",
    "BarrierPhoto",
    "DigitalAsset",
    "Encounter",
    "Facility",
    "LanguageAssessment",
    "Pack",
    "Parameter",
    "Programme",
    "PublicService",
    "Requirement",
    "Translation",
    "VitalDocument",
]
