"""Every page as everybody whose eyes it meets: no violation of WCAG 2.1 AA, nothing wider than a narrow screen.

JOURNEY_PICTURES=folder keeps a picture of each page in both widths; JOURNEY_LOOKS=words looks at some of the pages alone.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.account.internal.flows.login import record_authentication
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from plans.actions import change
from plans.models import Goal
from tests.compliance import doors
from tests.journeys.driver import NARROW, PASSWORD, WIDE
from tests.journeys.figures_world import decide_methods
from tests.journeys.world import World, make_world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.journeys.urls")]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
ALL_RULES = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
OF_COLOURS = ["color-contrast", "link-in-text-block"]
COLOURS = {"runOnly": {"type": "rule", "values": OF_COLOURS}, "resultTypes": ["violations"]}
SHAPES = {**ALL_RULES, "rules": {name: {"enabled": False} for name in OF_COLOURS}}
NOBODY = ""


@dataclass(frozen=True)
class Look:
    """A page: which, whose eyes, with what in it; `press` sends its form, after what happens `meanwhile`."""

    name: str
    args: str = ""  # numbers of the world, by name, or words
    who: str = "director"
    query: str = ""
    press: str = ""
    meanwhile: str = ""
    status: int = 200

    def address(self, world: World) -> str:
        if self.name.startswith("/"):
            return self.name + self.query
        args = [world.numbers.get(arg, arg) for arg in self.args.split()]
        return reverse(self.name, args=args) + self.query.format(**world.numbers)

    def __str__(self) -> str:
        parts = [
            self.name,
            self.args,
            self.query,
            self.meanwhile,
            self.press and f"press {self.press}",
            self.who or "nobody",
        ]
        return " · ".join(part for part in parts if part)


LOOKS = [
    # signing in and one's account
    Look("account_login", who=NOBODY),
    Look("account_login", who=NOBODY, press="Sign in"),
    Look("account_signup", who=NOBODY),
    Look("account_inactive", who=NOBODY),
    Look("account_reset_password", who=NOBODY),
    Look("account_reset_password", who=NOBODY, press="*"),
    Look("account_reset_password_done", who=NOBODY),
    Look("account_reset_password_from_key", "uid key", who=NOBODY),
    Look("account_reset_password_from_key_done", who=NOBODY),
    Look("account_logout"),
    Look("account_change_password"),
    Look("account_change_password", press="*", status=200),
    Look("account_reauthenticate"),
    Look("raci:account"),
    Look("raci:account", who="mayor"),
    Look("raci:account", who="new"),
    Look("raci:account-name"),
    Look("raci:account-name", meanwhile="the name is emptied", press="Save the name", status=422),
    Look("raci:account-notices"),
    Look("raci:account-notices", press="*", status=200),
    Look("raci:session-list"),
    Look("raci:token-list"),
    Look("raci:token-create"),
    Look("raci:token-create", press="Make the token", status=422),
    Look("raci:token-create", meanwhile="the token is named", press="Make the token"),
    Look("api-docs"),
    Look("mfa_index"),
    Look("mfa_activate_totp"),
    Look("mfa_activate_totp", press="*"),
    Look("mfa_index", who="mayor"),
    Look("mfa_index", who="lead"),
    Look("mfa_add_webauthn", who="lead"),
    Look("mfa_edit_webauthn", "passkey", who="lead"),
    Look("mfa_remove_webauthn", "passkey", who="lead"),
    Look("mfa_reauthenticate_webauthn", who="lead"),
    Look("account_login", who=NOBODY, meanwhile="a passkey is asked", press="Sign in"),
    Look("account_login", who=NOBODY, meanwhile="it was tried too often", press="Sign in", status=429),
    Look("mfa_deactivate_totp", who="mayor"),
    Look("mfa_view_recovery_codes", who="mayor"),
    Look("mfa_generate_recovery_codes", who="mayor"),
    Look("mfa_reauthenticate", who="mayor"),
    Look("account_login", who=NOBODY, meanwhile="a second factor is asked", press="Sign in"),
    # home: what waits on whom
    Look("home"),
    Look("home", who="administrator"),
    Look("home", who="lead"),
    Look("home", who="reader"),
    Look("home", who="new"),
    # the matrix
    Look("raci:matrix"),
    Look("raci:matrix", who="technician"),
    Look("raci:matrix", query="?on=2099-01-01"),
    Look("raci:matrix", query="?on=1999-01-01"),
    Look("raci:matrix-activity", "4.1", query="?on=2099-01-01"),
    Look("raci:matrix-activity", "4.1"),
    Look("raci:matrix-activity", "1.3", who="auditor"),
    Look("raci:why", "4.1", query="?unit=parks"),
    Look("raci:why", "4.1", who="mayor", query="?unit=parks"),
    Look("raci:matrix-sheet"),
    Look("raci:matrix-import", who="officer"),
    Look("raci:matrix-import", who="officer", press="Read it", status=422),
    Look("raci:matrix-import-check", who="officer"),
    Look("raci:matrix-import-check", who="officer", press="Read it so", status=422),
    Look("raci:matrix-versions"),
    Look("raci:matrix-versions", who="officer"),
    Look("raci:matrix-compare", who="officer"),
    Look("raci:matrix-propose", who="officer"),
    Look("raci:matrix-proposal", "version", who="officer"),
    Look("raci:matrix-proposal", "version"),
    Look("raci:matrix-whatif", "version", who="officer"),
    Look("raci:matrix-edit", "version", who="officer"),
    Look("raci:matrix-facts", "version", who="officer"),
    Look("raci:matrix-row", "version 1.4", who="officer"),
    Look("raci:matrix-row-add", "version", who="officer", press="Add", status=422),
    Look("raci:matrix-row-remove", "version 4.1", who="officer"),
    Look("raci:matrix-category-add", "version", who="officer"),
    Look("raci:matrix-category", "version 4", who="officer"),
    # plans
    Look("plans:plan-list"),
    Look("plans:plan-list", query="?q=nothing+like+this"),
    Look("plans:plan-list", query="?state=none&size=7&colour=blue&sort=colour"),
    Look("plans:plan-list", who="new"),
    Look("plans:plan-list", who="administrator", query="?state=submitted&sort=-since"),
    Look("plans:plan-create"),
    Look("plans:plan-create", press="Begin the plan", status=422),
    Look("plans:plan-detail", "empty"),
    Look("plans:plan-detail", "draft"),
    Look("plans:plan-detail", "draft", who="reader"),
    Look("plans:plan-detail", "asked"),
    Look("plans:plan-detail", "asked", who="lead"),
    Look("plans:plan-detail", "ready"),
    Look("plans:plan-detail", "submitted", who="administrator"),
    Look("plans:plan-detail", "submitted", who="administrator", query="?on=2099-01-01"),
    Look("plans:plan-detail", "submitted", who="administrator", query="?on=1999-01-01"),
    Look("plans:plan-detail", "returned"),
    Look("plans:plan-detail", "again", who="deputy"),
    Look("plans:plan-detail", "approved"),
    Look("plans:plan-detail", "approved", who="attorney"),
    Look("plans:plan-detail", "next"),
    Look("plans:plan-detail", "declined"),
    Look("plans:plan-edit", "draft"),
    Look("plans:plan-opinion", "draft"),
    Look("plans:plan-print", "approved"),
    Look("plans:plan-print", "draft"),
    Look("plans:goal-create", "draft"),
    Look("plans:goal-create", "draft", press="Add", status=422),
    Look("plans:goal-edit", "draft_goal"),
    Look("plans:goal-edit", "draft_goal", meanwhile="somebody else saves", press="Save", status=409),
    Look("plans:goal-remove", "draft_goal"),
    Look("plans:outcome-create", "draft_goal"),
    Look("plans:outcome-edit", "draft_outcome"),
    Look("plans:outcome-remove", "draft_outcome"),
    Look("plans:action-create", "draft_outcome"),
    Look("plans:action-create", "draft_outcome", press="Add", status=422),
    Look("plans:action-edit", "draft_action"),
    Look("plans:action-remove", "draft_action"),
    Look("plans:action-status", "approved_action"),
    # a record's way
    Look("raci:case-open", "draft"),
    Look("raci:case-open", "empty"),
    Look("raci:case-consultation", "asked"),
    Look("raci:case-consultation", "draft"),
    Look("raci:case-consultation", "again", who="reader"),
    Look("raci:case-revise", "asked"),
    Look("raci:case-submit", "ready"),
    Look("raci:case-submit", "ready", press="Submit", status=422),
    Look("raci:case-submit", "returned"),
    Look("raci:case-withdraw", "submitted"),
    Look("raci:case-withdraw", "submitted", press="*", status=422),
    Look("raci:case-next", "approved"),
    Look("raci:case-versions", "again"),
    Look("raci:case-versions", "draft"),
    Look("raci:case-text", "again 2"),
    Look("raci:case-timeline", "again"),
    Look("raci:case-timeline", "approved", who="auditor"),
    Look("raci:consultation-list", who="lead"),
    Look("raci:consultation-list"),
    Look("raci:consultation-list", who="administrator", query="?show=objection"),
    Look("plans:plan-list", who="manager", query="?state=draft"),
    Look("plans:plan-list", who="manager", query="?state=draft&sort=unit"),
    Look("plans:plan-list", who="manager", query="?sort=-unit", meanwhile="a view is to be saved",
         press="Save the view", status=422),
    Look("raci:view-list", "plans"),
    Look("raci:view-list", "plans", who="manager"),
    Look("raci:submission-list"),
    Look("raci:submission-list", who="administrator", query="?outcome=mine"),
    Look("raci:submission-list", who="new"),
    Look("raci:consultation-answer", "question", who="lead"),
    Look("raci:consultation-answer", "question", who="lead", press="Answer", status=422),
    Look("raci:consultation-answer", "question_again", who="deputy"),
    Look("raci:consultation-answer", "answered", who="office"),
    Look("raci:receipt", "receipt"),
    Look("raci:receipt", "receipt", who="mayor"),
    Look("raci:condition-close", "condition"),
    Look("raci:condition-close", "condition", press="Close the condition", status=422),
    Look("raci:condition-close", "closed"),
    # decision modes and directives
    Look("raci:case-voices", "shared", who="officer"),
    Look("raci:case-voices", "draft"),
    Look("raci:case-submit", "shared", who="officer"),
    Look("raci:voice-give", "voice", who="attorney"),
    Look("raci:directive-list"),
    Look("raci:directive-list", who="officer", query="?state=closed"),
    Look("raci:directive-create", who="officer"),
    Look("raci:directive-create", who="officer", press="Record it", status=422),
    Look("raci:directive", "received"),
    Look("raci:directive", "accepted", who="mayor"),
    Look("raci:directive", "ended", who="officer"),
    Look("raci:directive-edit", "received", who="officer"),
    Look("raci:directive-report", "accepted"),
    Look("raci:directive-report", "accepted", press="Report", status=422),
    Look("raci:directive-close", "accepted", who="mayor"),
    # aims and recommendations
    Look("raci:objectives", who="officer"),
    Look("raci:objective-affirm", "capacity", who="officer", press="Record it", status=422),
    Look("raci:affirmation-take-back", "affirmation", who="officer"),
    Look("raci:themes"),
    Look("raci:services"),
    Look("raci:recommendation-list", who="auditor"),
    Look("raci:recommendation-create", who="auditor", press="Raise it", status=422),
    Look("raci:recommendation", "advice"),
    Look("raci:recommendation", "answered_advice", who="administrator"),
    Look("raci:recommendation-answer", "advice", press="Hand it in", status=422),
    Look("raci:recommendation-follow", "advice", who="auditor"),
    Look("raci:recommendation-close", "accepted_advice", who="auditor"),
    # evidence, inbox, history
    Look("raci:evidence", "draft"),
    Look("raci:evidence", "draft", press="Attach", status=422),
    Look("raci:evidence", "approved", who="attorney"),
    Look("raci:evidence-remove", "file"),
    Look("raci:evidence-list"),
    Look("raci:evidence-list", query="?show=taken_off"),
    Look("raci:inbox"),
    Look("raci:inbox", who="new"),
    Look("raci:history", who="auditor"),
    Look("raci:history", who="auditor", query="?act=submit&kind=raci_submission&sort=actor"),
    # people, posts, delegations
    Look("raci:people", who="technician"),
    Look("raci:people", who="technician", query="?q=nobody-is-called-this"),
    Look("raci:person-invite", who="technician"),
    Look("raci:person-invite", who="technician", press="*", status=422),
    Look("raci:person", "director", who="technician"),
    Look("raci:person", "new", who="technician"),
    Look("raci:person", "mayor", who="technician"),
    Look("raci:person-access", "director", who="officer"),
    Look("raci:person-access", "director", who="officer", query="?activity=4.1&unit=parks"),
    Look("raci:person-access", "director", who="officer", query="?record={submitted}&post={post_pk}"),
    Look("raci:import-begin", "units", who="officer"),
    Look("raci:import-begin", "units", who="officer", press="Check the rows", status=422),
    Look("raci:import-begin", "people", who="technician"),
    Look("raci:person-factor", "mayor", who="technician"),
    Look("raci:person-factor", "mayor", who="technician", press="*", status=422),
    Look("raci:person-factor", "director", who="technician"),
    # meetings
    Look("raci:meeting-list"),
    Look("raci:meeting-create", "citywide-equity-team", who="officer"),
    Look("raci:meeting-create", "citywide-equity-team", who="officer", press="*", status=422),
    Look("raci:meeting", "meeting", who="mayor"),
    Look("raci:meeting", "meeting", who="officer"),
    Look("raci:meeting", "held", who="officer"),
    Look("raci:meeting-edit", "meeting", who="officer"),
    Look("raci:meeting-cancel", "meeting", who="officer", press="*", status=422),
    Look("raci:meeting-agenda", "meeting", who="officer"),
    Look("raci:agenda-item", "agenda_item", who="officer"),
    Look("raci:meeting-take", "meeting", who="officer"),
    Look("raci:meeting-take", "meeting", who="officer", press="Close the meeting", status=422),
    Look("raci:resolution-add", "agenda_item", who="officer", press="Write it down", status=422),
    Look("raci:action-item-add", "agenda_item", who="officer", press="Give it", status=422),
    Look("raci:action-item-list", who="officer"),
    Look("raci:action-item", "action_item", who="officer"),
    Look("raci:minutes", "held", who="officer"),
    Look("raci:minutes", "noted", who="office"),
    Look("raci:review-return", "minutes minutes_in", who="officer", press="Give it back", status=422),
    Look("raci:review-take-back", "minutes minutes_in", who="office"),
    Look("raci:occasions"),
    Look("raci:calendar"),
    Look("raci:calendar", press="Make the address"),
    Look("raci:posts"),
    Look("raci:unit-list"),
    Look("raci:xrays", who="officer"),
    Look("raci:unit-list", who="technician", query="?kind=bureau&sort=-vacant&size=50"),
    Look("raci:posts", who="officer"),
    Look("raci:post", "post"),
    Look("raci:post", "post", who="officer"),
    Look("raci:holding-begin", "post", who="officer"),
    Look("raci:holding-begin", "post", who="officer", press="*", status=422),
    Look("raci:holding-answer", "proposal", who="administrator"),
    Look("raci:holding-end", "holding", who="officer"),
    Look("raci:post", "equity-officer", who="officer"),
    Look("raci:post", "post", query="?on=2026-10-01"),
    Look("raci:post-describe", "post"),
    Look("raci:post-describe", "post", press="Keep this version", status=422),
    Look("raci:post-retitle", "post"),
    Look("raci:post-compare", "post"),
    Look("raci:post-compare", "post", press="Keep the comparison", status=422),
    Look("raci:recruitment-open", "post"),
    Look("raci:recruitment-close", "recruitment", who="officer"),
    Look("raci:milestone-create", "recruitment", who="officer"),
    Look("raci:milestone-create", "recruitment", who="officer", press="Keep the milestone", status=422),
    Look("raci:milestone-edit", "milestone", who="officer"),
    Look("raci:holding-hand-over", "holding", who="officer"),
    Look("raci:holding-hand-over", "holding", who="officer", press="Hand it over", status=422),
    Look("raci:structure"),
    Look("raci:structure", query="?unit=vibrant-communities&on=2026-10-01"),
    Look("raci:naming-list", who="administrator"),
    Look("raci:naming-create", who="administrator"),
    Look("raci:naming-create", who="administrator", press="Name it", status=422),
    Look("raci:naming", "naming"),
    Look("raci:naming-end", "naming", who="administrator"),
    # teams
    Look("raci:team-list"),
    Look("raci:team-list", who="officer"),
    Look("raci:team-create", who="officer"),
    Look("raci:team-create", who="officer", press="Begin the team", status=422),
    Look("raci:team", "team", who="officer"),
    Look("raci:team", "workgroup", who="officer"),
    Look("raci:team-change", "team", who="officer"),
    Look("raci:team-charter", "team", who="officer"),
    Look("raci:charter-version", "team 1"),
    Look("raci:team-charter", "workgroup"),
    Look("raci:charter-write", "team", who="officer"),
    Look("raci:team-timeline", "workgroup"),
    Look("raci:member-name", "workgroup", who="officer"),
    Look("raci:member-name", "workgroup", who="officer", press="Name the member", status=422),
    Look("raci:membership-end", "membership", who="officer"),
    Look("raci:team-member", "team seat", who="lead"),
    Look("raci:team-member", "team seat", who="deputy"),
    Look("raci:team-nominate", "team lead-vibrant-communities", who="deputy"),
    Look("raci:team-nominate", "team lead-vibrant-communities", who="deputy", press="Ask them", status=422),
    Look("raci:nomination", "asked_nomination"),
    Look("raci:nomination", "nomination", who="officer"),
    Look("raci:nomination", "nomination", who="officer", press="Return it", status=422),
    Look("raci:nomination", "nomination", who="deputy"),
    Look("raci:delegations"),
    Look("raci:delegations", who="administrator"),
    Look("raci:delegations", who="administrator", press="Ask them", status=422),
    Look("raci:delegations", who="deputy"),
    # the queue and the reference beside it
    Look("admin:index", who="administrator"),
    Look("admin:index", who="technician"),
    Look("admin:login", who="administrator"),
    Look("admin:app_list", "raci", who="administrator"),
    Look("admin:raci_submission_changelist", who="administrator"),
    Look("admin:raci_submission_decide", "submission", who="administrator"),
    Look("admin:raci_submission_decide", "submission", who="administrator", press="Decide", status=422),
    Look("admin:raci_submission_decide", "submission_again", who="administrator"),
    *(Look(f"admin:raci_{model}_changelist", who="administrator") for model in
      ("activity", "holding", "matrix", "person", "post", "record", "role", "unit")),
    Look("admin:raci_person_changelist", who="technician", query="?q=nobody"),
    Look("admin:raci_activity_change", "activity", who="administrator"),
    Look("admin:raci_holding_change", "holding", who="administrator"),
    Look("admin:raci_matrix_change", "matrix", who="administrator"),
    Look("admin:raci_person_change", "director", who="technician"),
    Look("admin:raci_post_change", "post_pk", who="administrator"),
    Look("admin:raci_record_change", "submitted", who="administrator"),
    Look("admin:raci_role_change", "role", who="administrator"),
    Look("admin:raci_unit_change", "unit", who="administrator"),
    # work in the background
    Look("raci:job-list"),
    Look("raci:job-list", who="technician"),
    Look("raci:job-list", who="new"),
    *(Look("raci:job-detail", f"work_{state}") for state in ("waiting", "working", "done", "failed", "cancelled")),
    # figures
    Look("metrics:indicator-list"),
    Look("metrics:indicator-list", who="new"),
    Look("metrics:indicator-create", who="manager"),
    Look("metrics:indicator-create", who="manager", press="Begin it", status=422),
    Look("metrics:catalogue", who="manager"),
    Look("metrics:catalogue-adopt", "catalogue_entry", who="manager"),
    Look("metrics:catalogue-adopt", "catalogue_entry", who="manager", press="*", status=422),
    Look("metrics:indicator-detail", "measure", who="manager"),
    Look("metrics:indicator-detail", "measure", who="officer"),
    Look("metrics:indicator-detail", "measure", who="elsewhere"),
    Look("metrics:indicator-detail", "begun", who="manager"),
    Look("metrics:indicator-detail", "waits", who="director"),
    Look("metrics:indicator-keep", "measure", who="manager"),
    Look("metrics:indicator-retire", "measure", who="manager"),
    Look("metrics:indicator-retire", "measure", who="manager", press="*", status=422),
    Look("metrics:version-edit", "measure", who="manager"),
    Look("metrics:version-edit", "begun", who="manager"),
    Look("metrics:dependency-create", "measure", who="manager"),
    Look("metrics:dependency-create", "measure", who="manager", press="*", status=422),
    Look("metrics:target-create", "measure", who="manager"),
    Look("metrics:target-create", "measure", who="manager", press="*", status=422),
    Look("metrics:target-edit", "target", who="manager"),
    Look("metrics:benchmark-create", "measure", who="manager"),
    Look("metrics:benchmark-create", "measure", who="manager", press="*", status=422),
    Look("metrics:benchmark-edit", "benchmark", who="manager"),
    Look("metrics:story-tell", "measure", who="manager"),
    Look("metrics:story-tell", "waits", who="manager", press="*", status=422),
    Look("metrics:scorecard"),
    Look("metrics:scorecard", query="?unit=parks"),
    Look("metrics:scorecard", who="elsewhere", query="?unit=water"),
    # ... questions that are put to them, and by what they are judged
    Look("metrics:disparity", query="?indicator=children-who-finish-swim-lessons&by={races}"),
    Look("metrics:disparity", query="?indicator=places-given-to-those-who-asked&by=gender&stratum=pool"),
    Look("metrics:disparity", query="?indicator=nothing&by=colour&period=soon"),
    Look("metrics:disparity", who="technician"),
    Look("metrics:compare", query="?indicator=children-who-finish-swim-lessons&by={races}"),
    Look("metrics:compare", who="technician"),
    Look("metrics:equity-index"),
    Look("metrics:method-list", who="office"),
    Look("metrics:method-create", who="office"),
    Look("metrics:index-create", who="office"),
    Look("metrics:method-create", who="office", meanwhile="methods are decided", press="*", status=422),
    Look("metrics:method-list", who="office"),
    Look("metrics:method-list"),
    Look("metrics:method-detail", "method", who="office"),
    Look("metrics:method-detail", "index", who="office"),
    Look("metrics:method-edit", "method", who="office"),
    Look("metrics:method-edit", "method", who="office", meanwhile="the title is emptied", press="Save", status=422),
    Look("metrics:method-edit", "index", who="office"),
    Look("metrics:equity-index", who="office"),
    Look("metrics:equity-index", who="mayor"),
    # ... places
    Look("metrics:place-list", who="officer"),
    Look("metrics:place-detail", "place", who="manager"),
    Look("metrics:place-detail", "place_unknown", who="manager"),
    Look("metrics:place-detail", "place", who="elsewhere"),
    Look("metrics:place-draw", who="officer"),
    Look("metrics:place-draw", who="officer", press="*", status=422),
    # ... budgets
    Look("metrics:reconciliation-list", who="officer"),
    Look("metrics:reconciliation-create", who="officer"),
    Look("metrics:reconciliation-create", who="officer", press="*", status=422),
    Look("metrics:reconciliation-detail", "budget", who="officer"),
    Look("metrics:reconciliation-detail", "budget_broken", who="director"),
    Look("metrics:reconciliation-edit", "budget_broken", who="officer"),
    # ... how values come in
    Look("metrics:batch-list"),
    Look("metrics:batch-list", who="new"),
    Look("metrics:batch-create"),
    Look("metrics:batch-create", press="*", status=422),
    Look("metrics:batch-columns", "batch_chosen"),
    Look("metrics:batch-check", "batch_chosen"),
    Look("metrics:batch-check", "batch_chosen", press="Bring all of it in", status=422),
    Look("metrics:batch-check", "batch_refused"),
    *(Look("metrics:batch-detail", f"batch{state}") for state in ("", "_begun", "_waiting", "_returned", "_undone", "_chosen")),
    Look("metrics:batch-detail", "batch_waiting", who="officer"),
    Look("metrics:batch-edit", "batch_begun"),
    Look("metrics:batch-undo", "batch", who="officer"),
    Look("metrics:batch-undo", "batch", who="officer", press="*", status=422),
    Look("metrics:entry", who="manager"),
    Look("metrics:entry", who="manager", press="Hand the quarter in", status=422),
    Look("metrics:lock-list", who="officer"),
    Look("metrics:lock-list", who="officer", press="*", status=422),
    Look("metrics:lock-list"),
    Look("metrics:lock-open", "lock", who="officer"),
    # releases of figures
    Look("metrics:release-list", who="office"),
    Look("metrics:release-list"),
    Look("metrics:release-create", who="office"),
    Look("metrics:release-create", who="office", press="Begin the release", status=422),
    Look("metrics:release-detail", "release_begun", who="office"),
    Look("metrics:release-detail", "release", who="office"),
    Look("metrics:release-detail", "release_refused", who="office"),
    Look("metrics:release-detail", "release_out", who="officer"),
    Look("metrics:release-detail", "release_gone", who="officer"),
    Look("metrics:release-edit", "release", who="office"),
    Look("metrics:release-edit", "release_begun", who="office", press="Save", status=422),
    Look("metrics:release-merge", "release", who="office"),
    Look("metrics:release-withdraw", "release_out", who="officer"),
    Look("metrics:release-withdraw", "release_out", who="officer", press="Withdraw it", status=422),
    Look("admin:raci_submission_decide", "release_handed_in", who="officer"),
    Look("metrics:released-list", who="elsewhere"),
    Look("metrics:released-detail", "release_out", who="elsewhere"),
    Look("metrics:public-list", who=NOBODY),
    Look("metrics:public-detail", "release_out", who=NOBODY),
    # what goes wrong
    Look("/nothing/is/here/", who=NOBODY, status=404),
    Look("/nothing/is/here/", status=404),
    Look("plans:plan-detail", "draft", who="elsewhere", status=404),
    Look("raci:case-revise", "asked", who="lead", status=403),
    Look("admin:index", status=403),
    Look("raci:history", status=404),
    Look("plans:goal-create", "draft", meanwhile="the session ends", press="Add", status=403),
    Look("plans:goal-create", "draft", meanwhile="the mark is lost", press="Add", status=403),
    Look("/wrong/suspicious/", status=400),
    Look("/wrong/conflict/", status=409),
    Look("/wrong/not-ready/", status=422),
    Look("/wrong/broken/", status=500),
    Look("/wrong/away/", status=503),
    Look("/wrong/busy/", status=409),
    Look("/wrong/too-often/", status=429),
]  # fmt: skip

NO_PAGE = {  # addresses that show no page of their own to who opens them, and why
    "accent": "a style sheet", "healthz": "a word", "readyz": "JSON",
    "account_set_password": "leads to the change where a password is set",
    "mfa_authenticate": "looked at by signing in with a second factor",
    "mfa_download_recovery_codes": "a file", "raci:list-export": "a file", "raci:case-text-json": "a file",
    "raci:evidence-file": "a file", "raci:holding-document": "a file", "raci:matrix-export": "a file",
    "raci:matrix-import-apply": "sent",
    "raci:matrix-cell": "sent", "raci:matrix-comment": "sent",
    "raci:history-export": "sent",
    "raci:job-file": "a file", "raci:job-again": "sent", "raci:job-cancel": "sent",
    "raci:import-template": "a file", "raci:import-apply": "sent", "raci:import-undo": "sent",
    "raci:founding-unit-remove": "sent", "raci:founding-person-remove": "sent",
    **dict.fromkeys(
        [f"raci:{name}" for name in (
            "import-check", "import-batch", "founding", "founding-city", "founding-matrix", "founding-units",
            "founding-people", "founding-posts", "founding-found")],
        "looked at on the way of test_own_city",
    ),
    "raci:view-change": "sent", "raci:typing-keep": "sent", "raci:inbox-read": "sent", "reports:print-request": "sent",
    "mfa_list_webauthn": "leads to the second factor", "raci:session-end": "sent", "raci:token-end": "sent",
    "raci:token-made": "looked at by making a token",
    "raci:session-end-others": "sent",
    **{
        f"raci:{name}": "sent"
        for name in (
            "meeting-attendance", "meeting-close", "agenda-item-notes", "resolution-withdraw", "action-item-put-off",
            "minutes-approve", "review-hand-in", "review-accept")
    },
    "raci:meeting-invitation": "a file",
    "raci:calendar-feed": "a file", "raci:occasion-feed": "a file", "raci:waiting-link": "leads on",
    "raci:calendar-team": "a file",
    "raci:calendar-made": "looked at by making an address",
    "raci:person-link": "sent", "raci:person-disable": "sent", "raci:person-enable": "sent",
    **{f"raci:nomination-{act}": "sent" for act in ("accept", "decline", "withdraw", "welcome", "return")},
    "raci:holding-accept": "sent", "raci:holding-refuse": "sent",
    "raci:delegation-accept-several": "sent", "raci:delegation-accept": "sent", "raci:delegation-end": "sent",
    "raci:recommendation-accept": "sent", "raci:recommendation-return": "sent",
    "raci:directive-accept": "sent", "raci:directive-document": "a file", "raci:directive-closing-document": "a file",
    "metrics:indicator-csv": "a file", "metrics:disparity-csv": "a file", "metrics:compare-csv": "a file",
    "metrics:version-create": "sent", "metrics:dependency-remove": "sent",
    "metrics:release-make": "sent", "metrics:released-file": "a file", "metrics:public-file": "a file",
    "raci:comparison-remove": "sent", "raci:milestone-remove": "sent",
}  # fmt: skip


LOOKS += [Look(**look) for look in doors.gathered("LOOKS")]
NO_PAGE |= dict(doors.gathered("NO_PAGE"))


def names(resolver: Any, space: str = "") -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver) and one.namespace == "api":
            continue  # JSON, for programs
        if isinstance(one, URLResolver):
            yield from names(one, f"{space}{one.namespace}:" if one.namespace else space)
        else:
            yield f"{space}{one.name}"


def test_every_address_is_looked_at() -> None:
    known = {look.name for look in LOOKS} | set(NO_PAGE)
    assert set(names(get_resolver("equity_portal.urls"))) - known == set()
    assert not {look.name for look in LOOKS} & set(NO_PAGE)


# ---- looking


class Eyes:
    """One browser; each person's session is begun without the sign-in page, which other tests go through."""

    def __init__(self, browser: Any, address: str, world: World) -> None:
        self.browser, self.address, self.world = browser, address, world
        self.pages: dict[str, Any] = {}
        self.contexts: list[Any] = []
        self.said: list[str] = []
        self.judged: set[int] = set()  # manners of text, by number, that axe saw
        self.pictures = Path(os.environ["JOURNEY_PICTURES"]) if os.environ.get("JOURNEY_PICTURES") else None

    def page(self, who: str) -> Any:
        if who not in self.pages:
            context = self.browser.new_context(base_url=self.address, viewport=WIDE)
            context.add_init_script(f"{AXE_SCRIPT};({MANNERS})()")  # sent to the browser once, not to each page
            self.contexts.append(context)
            page = self.pages[who] = context.new_page()
            page.set_default_timeout(60_000)
            page.on("console", self.hear)
            page.on("pageerror", lambda error: self.said.append(str(error)))
            if who:
                client = Client()
                client.force_login(self.world.people[who], backend=settings.AUTHENTICATION_BACKENDS[0])
                session = client.session  # as after writing the password again just now, which account pages ask for
                asked = SimpleNamespace(session=session)
                record_authentication(asked, self.world.people[who], "password", reauthenticated=True)
                session.save()
                key = client.cookies[settings.SESSION_COOKIE_NAME].value
                context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": self.address}])
        return self.pages[who]

    def hear(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.said.append(message.text)

    def look(self, number: int, look: Look) -> list[str]:
        """What is wrong with one page, in words.

        By every rule in a wide window and light, and by every rule but those of colours in a narrow one: each of its elements is
        judged in both widths. Colours are judged narrow and in the dark as well, wherever something has a manner that no page
        showed yet: contrast takes most of a look, and what looks alike is judged alike. Fetched once for all four settings.
        """
        page, self.said = self.page(look.who), []
        page.set_viewport_size(WIDE)
        page.emulate_media(color_scheme="light")
        answer = page.goto(look.address(self.world))
        if urlsplit(page.url).path != urlsplit(look.address(self.world)).path and look.name not in LEADS_ON:
            return [f"led to {page.url}"]
        if look.meanwhile:
            MEANWHILE[look.meanwhile](page, self.world)
            self.pages.pop(look.who)  # nobody else looks through this browser
        if look.press:
            answer = self.send(page, look.press)
        if answer.status != look.status:
            return [f"answered {answer.status}, not {look.status}"]
        wrong = [line for line in self.said if not re.search(r"status of (4|5)\d\d", line)]
        wrong += self.violations(page)
        self.picture(page, number, look, 1280)
        page.set_viewport_size(NARROW)
        wrong += self._run(page, "axe.run(document, rules)", SHAPES, "narrow") + self.new_colours(page, "narrow")
        self.picture(page, number, look, 320)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > NARROW["width"]:
            wrong.append(f"{width} wide at {NARROW['width']}: {page.evaluate(WIDEST)}")
        page.emulate_media(color_scheme="dark")
        wrong += self.new_colours(page, "narrow, dark")
        page.set_viewport_size(WIDE)
        return wrong + self.new_colours(page, "wide, dark")

    def send(self, page: Any, press: str) -> Any:
        main = page.locator("#main-content")
        buttons = main.locator("form button.usa-button[type=submit]")
        button = buttons.first if press == "*" else main.get_by_role("button", name=press, exact=True)
        with page.expect_navigation() as sent:
            button.click()
        return sent.value

    def violations(self, page: Any) -> list[str]:
        """By every rule, of the whole page, wide and light."""
        self.judged.update(page.evaluate("manners([]).numbers"))
        return self._run(page, "axe.run(document, rules)", ALL_RULES, "wide")

    def new_colours(self, page: Any, where: str) -> list[str]:
        """Colours that no page had before, as they are now."""
        new = page.evaluate("judged => { window.unseen = manners(judged); return unseen.numbers }", [*self.judged])
        self.judged.update(new)
        return self._run(page, "axe.run({include: unseen.elements}, rules)", COLOURS, where) if new else []

    @staticmethod
    def _run(page: Any, how: str, rules: dict[str, Any], where: str) -> list[str]:
        found = page.evaluate(f"rules => {how}.then(results => results.violations)", rules)
        return [
            f"{where}: {one['id']}: {node['html'][:160]}: {node['failureSummary']}"
            for one in found
            for node in one["nodes"][:3]
        ]

    def picture(self, page: Any, number: int, look: Look, width: int) -> None:
        if self.pictures:
            name = re.sub(r"[^\w.-]+", "-", f"{number:03}-{look}-{width}.png")
            page.screenshot(path=self.pictures / name, full_page=True)


def a_second_factor_is_asked(page: Any, world: World) -> None:
    page.fill("[name=login]", world.people["mayor"].email)
    page.fill("[name=password]", PASSWORD)


def a_passkey_is_asked(page: Any, world: World) -> None:
    page.fill("[name=login]", world.people["lead"].email)
    page.fill("[name=password]", PASSWORD)


def it_was_tried_too_often(page: Any, world: World) -> None:
    for _ in range(6):
        page.fill("[name=login]", "tried.often@city.example")
        page.fill("[name=password]", "a guess")
        with page.expect_navigation():
            page.locator("main button[type=submit]").first.click()
        if page.locator("[name=login]").count() == 0:
            page.goto(page.url)
    page.fill("[name=login]", "tried.often@city.example")
    page.fill("[name=password]", "a guess")


def the_name_is_emptied(page: Any, world: World) -> None:
    page.fill("[name=name]", "")


def the_title_is_emptied(page: Any, world: World) -> None:
    page.fill("[name=title]", "")


def methods_are_decided(page: Any, world: World) -> None:
    world.numbers |= decide_methods(world.city)


def the_token_is_named(page: Any, world: World) -> None:
    page.fill("[name=name]", "Budget import")


def somebody_else_saves(page: Any, world: World) -> None:
    page.fill("[name=title]", "A third of the gap in swimming")
    goal = Goal.objects.get(pk=world.numbers["draft_goal"])
    change(goal, {"title": "A quarter of the gap in swimming"}, by=world.city.manager)


def the_session_ends(page: Any, world: World) -> None:
    page.fill("[name=title]", "Typed before the session ended")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


def the_mark_is_lost(page: Any, world: World) -> None:
    page.fill("[name=title]", "Typed before the mark was lost")
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)


def a_view_is_to_be_saved(page: Any, world: World) -> None:
    page.locator(".portal-save-view summary").click()


LEADS_ON = {"account_reset_password_from_key"}  # takes the key out of the address first
MEANWHILE = {
    "a second factor is asked": a_second_factor_is_asked,
    "a passkey is asked": a_passkey_is_asked,
    "it was tried too often": it_was_tried_too_often,
    "the name is emptied": the_name_is_emptied,
    "the token is named": the_token_is_named,
    "the title is emptied": the_title_is_emptied,
    "methods are decided": methods_are_decided,
    "somebody else saves": somebody_else_saves,
    "the session ends": the_session_ends,
    "the mark is lost": the_mark_is_lost,
    "a view is to be saved": a_view_is_to_be_saved,
}
# How a text meets the eye, as far as contrast depends on it: its own colours and size, and the grounds of all it stands in.
# `manners(judged)` finds what is seen on the page in a manner whose number is not among these: the numbers, and the elements.
MANNERS = """() => {
    const hash = words => {  // FNV-1a
        let number = 2166136261
        for (let i = 0; i < words.length; i++) number = Math.imul(number ^ words.charCodeAt(i), 16777619)
        return number >>> 0
    }
    const tells = element => element.matches("input, select, textarea, a") ||
        [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim())
    window.manners = judged => {
        const known = new Set(judged), grounds = new Map(), elements = [], numbers = new Set()
        for (const element of [document.documentElement, ...document.body.querySelectorAll("*")]) {
            const style = getComputedStyle(element)
            const around = grounds.get(element.parentElement) || grounds.get(document.documentElement) || ""
            const own = [style.backgroundColor, style.backgroundImage, style.opacity, style.filter, style.mixBlendMode].join()
            const ground = own === CLEAR ? around : `${around}/${own}`
            grounds.set(element, ground)
            if (!tells(element) || !element.checkVisibility({visibilityProperty: true})) continue
            const beside = element.tagName === "A" ? getComputedStyle(element.parentElement).color : ""
            const words = [element.tagName, beside, style.color, style.fontSize, style.fontWeight, style.textShadow,
                style.textDecorationLine, style.position, style.clip, style.clipPath, ground].join("|")
            const number = hash(words)
            if (!known.has(number)) elements.push(element), numbers.add(number)
        }
        return {elements, numbers: [...numbers]}
    }
    const CLEAR = "rgba(0, 0, 0, 0),none,1,none,normal"
}"""
WIDEST = """() => [...document.querySelectorAll('main *, header *, footer *')]
    .filter(e => e.getBoundingClientRect().right > 321 && !e.closest('.portal-scroll'))
    .slice(0, 3).map(e => e.outerHTML.slice(0, 120)).join(' | ')"""


def test_every_page_is_accessible_and_fits_a_narrow_screen(
    browser: Any, live_server: Any, subtests: Any, settings: Any
) -> None:
    doors_open = (
        "RELEASES",
        "REPORTS",
        "COMPLAINTS",
        "REQUESTS",
        "BOARDS",
        "SELF_IDENTIFICATION",
        "FEEDBACK",
        "COMMENTS",
        "ACADEMY",
    )
    for door in doors_open:
        setattr(settings, f"PUBLIC_{door}", True)
    world = make_world()
    eyes = Eyes(browser, live_server.url, world)
    try:
        for number, look in enumerate(LOOKS):
            if not re.search(os.environ.get("JOURNEY_LOOKS", ""), str(look)):
                continue
            with subtests.test(msg=str(look)):
                assert eyes.look(number, look) == []
    finally:
        for context in eyes.contexts:
            context.close()
