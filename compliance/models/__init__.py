"""What the law asks of the city and how the city answers; one module a room."""

from compliance.models.accommodations import Accommodation, AccommodationText
from compliance.models.barriers import Barrier, BarrierBatch, BarrierComment, BarrierPhoto
from compliance.models.complaints import Basis, Complaint, ComplaintStep, InformationRequest
from compliance.models.coordinators import Coordinator
from compliance.models.digital import DigitalAsset
from compliance.models.encounters import Encounter
from compliance.models.facilities import Asset, Facility
from compliance.models.findings import Closure, CorrectiveAction, Finding, FindingRecommendation
from compliance.models.funding import Agency, CityFact, EffectsBasis, FundingAward
from compliance.models.language_assessments import AssessedLanguage, LanguageAssessment, PublicService
from compliance.models.law import Pack, Parameter, Programme, Requirement
from compliance.models.obligations import (
    Assessment,
    Concern,
    Evidence,
    Generation,
    Obligation,
    RequirementChoice,
)
from compliance.models.section3 import Assistance, LaborHours, QualitativeEffort, Section3Project, WorkerStatus
from compliance.models.selections import (
    Acknowledgement,
    AdverseImpactRun,
    Eeo4Report,
    RunMemo,
    RunReader,
    RunSelector,
)
from compliance.models.training import RequiredTraining
from compliance.models.transit import (
    MonitoredRoute,
    ProgrammePiece,
    RouteMonitoringRun,
    ServiceEquityRun,
    TransitProgramme,
)
from compliance.models.vital_documents import Translation, VitalDocument

__all__ = [
    "Accommodation",
    "AccommodationText",
    "Acknowledgement",
    "AdverseImpactRun",
    "Agency",
    "AssessedLanguage",
    "Assessment",
    "Asset",
    "Assistance",
    "Barrier",
    "BarrierBatch",
    "BarrierComment",
    "BarrierPhoto",
    "Basis",
    "CityFact",
    "Closure",
    "Complaint",
    "ComplaintStep",
    "Concern",
    "Coordinator",
    "CorrectiveAction",
    "DigitalAsset",
    "Eeo4Report",
    "EffectsBasis",
    "Encounter",
    "Evidence",
    "Facility",
    "Finding",
    "FindingRecommendation",
    "FundingAward",
    "Generation",
    "InformationRequest",
    "LaborHours",
    "LanguageAssessment",
    "MonitoredRoute",
    "Obligation",
    "Pack",
    "Parameter",
    "Programme",
    "ProgrammePiece",
    "PublicService",
    "QualitativeEffort",
    "RequiredTraining",
    "Requirement",
    "RequirementChoice",
    "RouteMonitoringRun",
    "RunMemo",
    "RunReader",
    "RunSelector",
    "Section3Project",
    "ServiceEquityRun",
    "TransitProgramme",
    "Translation",
    "VitalDocument",
    "WorkerStatus",
]
