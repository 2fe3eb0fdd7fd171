"""What is kept of engagement, as kinds of records (governance 3): training 2.1, partners 2.3, feedback 3.3."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from engagement.models import (
    Applicant,
    Cohort,
    Comment,
    CommentRound,
    FeedbackRound,
    HelpRequest,
    Partner,
    PartnerContact,
    Session,
    Tool,
    TrainingProgramme,
    WeDid,
)
from engagement.rounds import content as rounds
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

# ---- who was heard
REPORTING = "3.3"  # the activity: reporting on equity progress, what people said of it included

FEEDBACK_ROUND = Kind(
    code="feedback_round", model=FeedbackRound, activity=REPORTING, life=Life.GOVERNED, label=_("Feedback round"),
    url=rounds.url, content=rounds.content, problems=rounds.problems, differences=rounds.differences, facts=rounds.facts,
    place="engagement:partner-list", begin="engagement:round-create", template="engagement/rounds/content.html",
)  # fmt: skip
WE_DID = Kind(code="we_did", model=WeDid, activity=REPORTING, life=Life.KEPT, label=_("You said, we did"))
COMMENT_ROUND = Kind(
    code="comment_round", model=CommentRound, activity=REPORTING, life=Life.KEPT, label=_("Public comment round")
)
PUBLIC_COMMENT = Kind(
    code="public_comment", model=Comment, activity=REPORTING, life=Life.KEPT, label=_("Public comment")
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
    FEEDBACK_ROUND,
    WE_DID,
    COMMENT_ROUND,
    PUBLIC_COMMENT,
)
