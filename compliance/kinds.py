"""What the law's rooms keep, as kinds of records (governance 3)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from compliance.law import pack_content
from compliance.models import (
    Accommodation,
    AdverseImpactRun,
    Assessment,
    Barrier,
    CityFact,
    Closure,
    Complaint,
    Coordinator,
    CorrectiveAction,
    DigitalAsset,
    Eeo4Report,
    EffectsBasis,
    Encounter,
    Finding,
    FundingAward,
    LaborHours,
    LanguageAssessment,
    Obligation,
    RouteMonitoringRun,
    Section3Project,
    ServiceEquityRun,
    TransitProgramme,
    VitalDocument,
)
from compliance.models.law import Pack, Parameter
from raci.records import Kind, Life

STANDARDS = "1.3"  # the activity of what the law says, as the city keeps it
CARRYING_OUT = "1.4"  # the activity of what each unit does so that the law is kept
CHECKING = "3.1"  # audits and checks

PACK = Kind(
    code="compliance_pack",
    model=Pack,
    activity=STANDARDS,
    life=Life.GOVERNED,
    label=_("Pack of requirements"),
    url=pack_content.url,
    content=pack_content.content,
    problems=pack_content.problems,
    differences=pack_content.differences,
    facts=pack_content.facts,
    barred=pack_content.barred,
    approved=pack_content.approved,
    begun=pack_content.begun,
    place="compliance:home",
    begin="compliance:pack-create",
    template="compliance/pack_content.html",
)
PARAMETER = Kind(
    code="law_parameter", model=Parameter, activity=STANDARDS, life=Life.REVIEWED, label=_("Parameter of the law")
)
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
COORDINATOR = Kind(
    code="coordinator", model=Coordinator, activity=CARRYING_OUT, life=Life.KEPT, label=_("Coordinator of a programme")
)
ACCOMMODATION = Kind(
    code="accommodation",
    model=Accommodation,
    activity=CARRYING_OUT,
    life=Life.KEPT,
    label=_("Accommodation request"),
    restricted=True,
)

# ---- duties: what is asked of whom by when
FUNDING_AWARD = Kind(
    code="funding_award", model=FundingAward, activity=CARRYING_OUT, life=Life.KEPT, label=_("Funding award")
)
EFFECTS_BASIS = Kind(
    code="effects_basis",
    model=EffectsBasis,
    activity=CARRYING_OUT,
    life=Life.KEPT,
    label=_("Effects basis of an agency"),
)
CITY_FACT = Kind(code="city_fact", model=CityFact, activity=CARRYING_OUT, life=Life.KEPT, label=_("Fact of the city"))
OBLIGATION = Kind(code="obligation", model=Obligation, activity=CARRYING_OUT, life=Life.KEPT, label=_("Obligation"))
ASSESSMENT = Kind(
    code="assessment",
    model=Assessment,
    activity=CARRYING_OUT,  # or the requirement's own: see actions/assessments.py
    life=Life.REVIEWED,
    label=_("Obligation assessment"),
)
FINDING = Kind(code="finding", model=Finding, activity=CHECKING, life=Life.KEPT, label=_("Finding"))
CORRECTIVE_ACTION = Kind(
    code="corrective_action",
    model=CorrectiveAction,
    activity=CARRYING_OUT,
    life=Life.KEPT,
    label=_("Corrective action"),
)
CLOSURE = Kind(
    code="closure", model=Closure, activity=CARRYING_OUT, life=Life.REVIEWED, label=_("Corrective action closure")
)
# read and written by the coordinators named for its programmes and by counsel (compliance.complaints.readers)
COMPLAINT = Kind(
    code="complaint", model=Complaint, activity=CARRYING_OUT, life=Life.KEPT, label=_("Complaint"), restricted=True
)

# ---- Section 3, and Title VI for transit
SECTION3_PROJECT = Kind(
    code="section3_project",
    model=Section3Project,
    activity=CARRYING_OUT,
    life=Life.KEPT,
    label=_("Section 3 project"),
)
LABOR_HOURS = Kind(code="labor_hours", model=LaborHours, activity=CARRYING_OUT, life=Life.KEPT, label=_("Labor hours"))
TRANSIT_PROGRAMME = Kind(
    code="transit_programme",
    model=TransitProgramme,
    activity=CARRYING_OUT,
    life=Life.KEPT,
    label=_("Transit programme of Title VI"),
)
SERVICE_EQUITY_RUN = Kind(
    code="service_equity_run",
    model=ServiceEquityRun,
    activity=CARRYING_OUT,
    life=Life.KEPT,
    label=_("Service equity analysis"),
)
ROUTE_MONITORING_RUN = Kind(
    code="route_monitoring_run",
    model=RouteMonitoringRun,
    activity=CARRYING_OUT,
    life=Life.KEPT,
    label=_("Monitoring of routes"),
)

# ---- behind counsel's gate: no letter gives them
RUN = Kind(
    code="adverse_impact_run",
    model=AdverseImpactRun,
    activity=CARRYING_OUT,
    life=Life.KEPT,
    label=_("Adverse-impact run"),
    restricted=True,
)
EEO4 = Kind(
    code="eeo4_report",
    model=Eeo4Report,
    activity=CARRYING_OUT,
    life=Life.KEPT,
    label=_("EEO-4 tables"),
    restricted=True,
)

KINDS = (
    SECTION3_PROJECT,
    LABOR_HOURS,
    TRANSIT_PROGRAMME,
    SERVICE_EQUITY_RUN,
    ROUTE_MONITORING_RUN,
    COMPLAINT,
    FUNDING_AWARD,
    EFFECTS_BASIS,
    CITY_FACT,
    OBLIGATION,
    ASSESSMENT,
    FINDING,
    CORRECTIVE_ACTION,
    CLOSURE,
    PACK,
    PARAMETER,
    COORDINATOR,
    LANGUAGE_ASSESSMENT,
    VITAL_DOCUMENT,
    ENCOUNTER,
    ACCOMMODATION,
    BARRIER,
    DIGITAL_ASSET,
    RUN,
    EEO4,
)


def activity_of(obligation: Obligation) -> str:
    """Under which activity an obligation is assessed: 1.4, but where its requirement is led under 1.3 or 3.1, that."""
    code = obligation.requirement.activity_code
    return code if code in (STANDARDS, CHECKING) else CARRYING_OUT
