"""What is kept of engagement, as kinds of records (governance 3): training 2.1, partners 2.3, feedback 3.3."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from engagement.models import (
    Applicant,
    Cohort,
    HelpRequest,
    Partner,
    PartnerContact,
    Session,
    Tool,
    TrainingProgramme,
)
from raci.records import Kind, Life

TRAINING = "2.1"  # the activity: equity training and capacity building

PROGRAMME = Kind(
    code="training_programme", model=TrainingProgramme, activity=TRAINING, life=Life.REVIEWED,
    label=_("Training programme"),
)  # fmt: skip
COHORT = Kind(code="cohort", model=Cohort, activity=TRAINING, life=Life.KEPT, label=_("Cohort"))
SESSION = Kind(code="session", model=Session, activity=TRAINING, life=Life.KEPT, label=_("Session"))
# who a resident is: read by whoever keeps the cohorts (R of 2.1), each reading on record
APPLICANT = Kind(
    code="cohort_applicant", model=Applicant, activity=TRAINING, life=Life.KEPT, label=_("Who applied for a cohort"),
    restricted=True,
)  # fmt: skip
HELP_REQUEST = Kind(code="help_request", model=HelpRequest, activity=TRAINING, life=Life.KEPT, label=_("Help request"))
TOOLKIT = Kind(code="toolkit", model=Tool, activity="1.2", life=Life.KEPT, label=_("Toolkit"))

# ---- partners
ALIGNMENT = "2.3"  # the activity: coordinating across the city and beyond it

PARTNER = Kind(code="partner", model=Partner, activity=ALIGNMENT, life=Life.KEPT, label=_("Partner"))
PARTNER_CONTACT = Kind(
    code="partner_contact", model=PartnerContact, activity=ALIGNMENT, life=Life.KEPT, label=_("Contact with a partner")
)

KINDS: tuple[Kind, ...] = (
    PROGRAMME,
    COHORT,
    SESSION,
    APPLICANT,
    PARTNER,
    PARTNER_CONTACT,
    HELP_REQUEST,
    TOOLKIT,
)
