"""Each list costs the same queries with 1 row and with 50, by page and by API; a new address is a list, or named as none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from metrics.actions.batches import store_series
from metrics.actions.locks import lock_period
from metrics.actions.reconciliations import begin_reconciliation
from metrics.models import (
    Batch,
    Benchmark,
    BudgetLine,
    Dependency,
    Indicator,
    IndicatorVersion,
    Place,
    Reconciliation,
    Series,
    Story,
    Target,
)
from plans.actions import add, begin_plan
from raci import clock, jobs
from raci.actions.matrix import propose_matrix
from raci.actions.posts import delegate
from raci.history import acting
from raci.models import (
    ActionItem,
    Affirmation,
    AgendaItem,
    ApiToken,
    Attachment,
    Attendance,
    Blob,
    Case,
    Charter,
    Decision,
    Directive,
    DirectiveUpdate,
    Dissent,
    FollowUp,
    Holding,
    ImportBatch,
    Matrix,
    Meeting,
    Membership,
    Milestone,
    Naming,
    Notice,
    Objective,
    Person,
    Post,
    PostComparison,
    PostDescription,
    Recommendation,
    Recruitment,
    Resolution,
    Role,
    SavedView,
    Service,
    Submission,
    Team,
    Text,
    Theme,
    Voice,
    Wording,
)
from raci.records import canonical, digest
from tests.api import costs as api
from tests.api.costs import TEAM, WORKGROUP
from tests.api.routes import operations
from tests.city import SmallCity, small_city
from tests.compliance import doors
from tests.meetings import held
from tests.metrics.figures import Q1, make_batch, make_groups, make_indicator, rate
from tests.plans.conftest import ParksPlan, make_plan
from tests.releases import drafted, put_out
from tests.test_access import names
from tests.world import accepted_measure, line

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
MANY = 50
PERIOD = {"begins_on": date(2027, 1, 1), "ends_on": date(2027, 12, 31)}


@dataclass
class Lists:
    """The city whose lists grow."""

    city: SmallCity
    parks: ParksPlan  # its record has one of everything, then fifty
    meeting: Meeting  # its agenda too

    def pk(self) -> dict[str, Any]:
        return {"pk": self.parks.record.pk}


def of_meeting(lists: Lists) -> dict[str, Any]:
    return {"pk": lists.meeting.pk}


def nothing(_lists: Lists) -> dict[str, Any]:
    return {}


Arguments = Callable[[Lists], dict[str, Any]]

# list: who takes it away
EXPORTS = {
    "plans": "director",
    "submissions": "administrator",
    "consultations": "officer",
    "evidence": "director",
    "directives": "director",
    "recommendations": "director",
    "people": "technician",
    "posts": "technician",
    "units": "technician",
    "namings": "technician",
    "teams": "technician",
    "history": "auditor",
    "xrays": "officer",
    "meetings": "officer",
    "batches": "director",
    "releases": "office",
    "action-items": "officer",
    "indicators": "officer",
    "places": "officer",
    **doors.exports(),
}
SHORTER = {
    "raci:list-export history": "?act=lock_period"
}  # what the city was loaded with is too long to be taken at once
# address (and what of it, where one serves many): who reads it, and the values of the address
LISTS: dict[str, tuple[str, Arguments]] = {
    "home": ("administrator", nothing),
    "plans:plan-list": ("director", nothing),
    **{
        f"raci:list-export {code} {kind}": (reader, lambda lists, code=code, kind=kind: {"code": code, "kind": kind})
        for kind in ("csv", "xlsx")
        for code, reader in EXPORTS.items()
    },
    "plans:plan-detail": ("director", Lists.pk),
    "plans:plan-print": ("director", Lists.pk),
    "raci:case-consultation": ("director", Lists.pk),
    "raci:case-versions": ("director", Lists.pk),
    "raci:case-timeline": ("director", Lists.pk),
    "raci:consultation-list": ("officer", nothing),
    "raci:evidence": ("director", Lists.pk),
    "raci:objectives": ("officer", nothing),
    "raci:themes": ("mayor", nothing),
    "raci:services": ("mayor", nothing),
    "raci:recommendation-list": ("auditor", nothing),
    "raci:recommendation": ("auditor", lambda lists: {"pk": Recommendation.objects.earliest("pk").pk}),
    "raci:directive-list": ("officer", nothing),
    "raci:directive": ("director", lambda lists: {"pk": Directive.objects.earliest("pk").pk}),
    "raci:case-voices": ("director", Lists.pk),
    "raci:inbox": ("officer", nothing),
    "raci:job-list": ("director", nothing),
    "raci:history": ("auditor", nothing),
    "raci:matrix": ("director", nothing),
    "raci:matrix-sheet": ("director", nothing),
    "raci:matrix-versions": ("director", nothing),
    "raci:matrix-compare": ("director", nothing),
    "raci:matrix-activity": ("director", lambda lists: {"code": "4.1"}),
    "raci:people": ("technician", nothing),
    "raci:submission-list": ("administrator", nothing),
    "raci:view-list": ("director", lambda lists: {"code": "plans"}),
    "raci:evidence-list": ("director", nothing),
    "raci:unit-list": ("technician", nothing),
    "raci:xrays": ("officer", nothing),
    "raci:person": ("technician", lambda lists: {"pk": lists.city.mayor.pk}),
    "raci:person-access": ("officer", lambda lists: {"pk": lists.city.director.pk}),
    "raci:import-begin": ("officer", lambda lists: {"kind": "units"}),
    "raci:account": ("mayor", nothing),
    "raci:session-list": ("director", nothing),
    "raci:token-list": ("director", nothing),
    "raci:posts": ("technician", nothing),
    "raci:post": ("technician", lambda lists: {"code": "director-parks"}),
    "raci:naming-list": ("technician", nothing),
    "raci:structure": ("technician", nothing),
    "raci:team-list": ("technician", nothing),
    "raci:team": ("officer", lambda lists: {"code": WORKGROUP}),
    "raci:team-charter": ("officer", lambda lists: {"code": WORKGROUP}),
    "raci:team-timeline": ("officer", lambda lists: {"code": WORKGROUP}),
    "raci:team-member": ("officer", lambda lists: {"code": TEAM, "pk": lists.city.lead.holdings.get().pk}),
    "raci:meeting-list": ("mayor", nothing),
    "raci:action-item-list": ("officer", nothing),
    "raci:meeting": ("officer", of_meeting),
    "raci:meeting-agenda": ("officer", of_meeting),
    "raci:meeting-take": ("officer", of_meeting),
    "raci:minutes": ("officer", of_meeting),
    "metrics:indicator-list": ("officer", nothing),
    "metrics:scorecard": ("officer", nothing),
    "metrics:catalogue": ("officer", nothing),
    "metrics:reconciliation-list": ("officer", nothing),
    "metrics:reconciliation-detail": ("officer", lambda lists: {"pk": Reconciliation.objects.earliest("pk").pk}),
    "metrics:indicator-csv": ("officer", lambda lists: {"pk": Indicator.objects.earliest("pk").pk}),
    "metrics:dependency-create": ("director", lambda lists: {"pk": Indicator.objects.earliest("pk").pk}),
    "metrics:indicator-detail": ("officer", lambda lists: {"pk": Indicator.objects.earliest("pk").pk}),
    "metrics:place-list": ("officer", nothing),
    "metrics:place-detail": ("officer", lambda lists: {"pk": Place.objects.earliest("pk").pk}),
    "raci:delegations": ("administrator", nothing),
    "metrics:batch-list": ("director", nothing),
    "metrics:entry": ("director", nothing),
    "metrics:lock-list": ("officer", nothing),
    "metrics:release-list": ("office", nothing),
    "metrics:released-list": ("elsewhere", nothing),
    "metrics:batch-detail": ("director", lambda lists: {"pk": Batch.objects.get(title="Figures 1").pk}),
    "admin:index": ("administrator", nothing),
    "admin:raci_submission_changelist": ("administrator", nothing),
    "admin:raci_record_changelist": ("administrator", nothing),
    "admin:raci_unit_changelist": ("technician", nothing),
    "admin:raci_role_changelist": ("technician", nothing),
    "admin:raci_post_changelist": ("technician", nothing),
    "admin:raci_holding_changelist": ("technician", nothing),
    "admin:raci_person_changelist": ("technician", nothing),
    "admin:raci_matrix_changelist": ("technician", nothing),
    "admin:raci_activity_changelist": ("technician", nothing),
    **{name: (who, lambda _lists, made=made: made()) for name, (who, made) in doors.lists().items()},
}
# Pages about one thing, acts, and files made whole: no list to grow.
ONE_THING = """
raci:import-template raci:import-check raci:import-apply raci:import-batch raci:import-undo raci:founding
raci:founding-city raci:founding-matrix raci:founding-units raci:founding-unit-remove raci:founding-people
raci:founding-person-remove raci:founding-posts raci:founding-found
raci:job-detail raci:job-file raci:job-again raci:job-cancel
healthz readyz accent admin:login admin:app_list admin:raci_submission_decide admin:raci_record_change
admin:raci_unit_change admin:raci_role_change admin:raci_post_change admin:raci_holding_change
admin:raci_person_change admin:raci_matrix_change admin:raci_activity_change account_login account_logout
account_inactive account_signup account_reauthenticate account_change_password account_set_password
account_reset_password account_reset_password_done account_reset_password_from_key_done
account_reset_password_from_key mfa_index mfa_authenticate mfa_reauthenticate mfa_activate_totp mfa_deactivate_totp
mfa_view_recovery_codes mfa_generate_recovery_codes mfa_download_recovery_codes raci:case-open raci:case-revise
raci:case-submit raci:case-withdraw raci:case-next raci:case-text raci:case-text-json raci:consultation-answer
raci:receipt raci:condition-close raci:history-export raci:matrix-export raci:why
raci:matrix-import raci:matrix-import-check raci:matrix-import-apply
raci:matrix-propose raci:matrix-proposal raci:matrix-whatif raci:matrix-comment raci:matrix-edit raci:matrix-cell
raci:matrix-facts raci:matrix-row raci:matrix-row-add raci:matrix-row-remove raci:matrix-category-add raci:matrix-category
 raci:evidence-file
raci:evidence-remove raci:inbox-read raci:typing-keep raci:person-invite raci:person-link raci:person-disable
raci:person-enable raci:holding-begin raci:holding-answer raci:holding-accept raci:holding-refuse raci:holding-end
raci:holding-document raci:delegation-accept raci:delegation-end plans:plan-create plans:plan-edit plans:plan-opinion
plans:goal-create plans:goal-edit plans:goal-remove plans:outcome-create plans:outcome-edit plans:outcome-remove
plans:action-create plans:action-edit plans:action-remove plans:action-status
reports:print-request mfa_list_webauthn mfa_add_webauthn mfa_reauthenticate_webauthn mfa_edit_webauthn
mfa_remove_webauthn api-docs raci:token-create raci:token-made raci:token-end
raci:account-name raci:account-notices
raci:post-describe raci:post-retitle raci:post-compare raci:comparison-remove raci:recruitment-open
raci:recruitment-close raci:milestone-create raci:milestone-edit raci:milestone-remove raci:holding-hand-over
raci:team-create raci:team-change raci:charter-version raci:charter-write raci:member-name raci:membership-end
raci:team-nominate raci:nomination raci:nomination-accept raci:nomination-decline raci:nomination-withdraw
raci:nomination-welcome raci:nomination-return
raci:naming-create raci:naming raci:naming-end raci:delegation-accept-several
raci:objective-affirm raci:affirmation-take-back raci:recommendation-create raci:recommendation-answer
raci:recommendation-accept raci:recommendation-return raci:recommendation-follow raci:recommendation-close
raci:voice-give raci:directive-create raci:directive-edit raci:directive-accept raci:directive-report
raci:directive-close raci:directive-document raci:directive-closing-document
raci:meeting-create raci:meeting-edit raci:meeting-cancel raci:meeting-attendance raci:meeting-close
raci:minutes-approve raci:meeting-invitation raci:agenda-item raci:agenda-item-notes raci:resolution-add
raci:action-item-add raci:resolution-withdraw raci:action-item raci:action-item-put-off raci:calendar
raci:calendar-made raci:occasions raci:occasion-feed raci:waiting-link raci:calendar-feed raci:calendar-team
raci:review-hand-in raci:review-accept raci:review-return
raci:review-take-back
metrics:batch-edit metrics:batch-undo metrics:lock-open metrics:batch-create metrics:batch-columns metrics:batch-check
metrics:place-draw
metrics:indicator-create metrics:catalogue-adopt metrics:indicator-keep metrics:indicator-retire metrics:version-create
metrics:version-edit metrics:dependency-remove metrics:target-create metrics:target-edit metrics:benchmark-create
metrics:benchmark-edit metrics:story-tell metrics:reconciliation-create metrics:reconciliation-edit
raci:view-change raci:session-end raci:session-end-others raci:person-factor
metrics:release-create metrics:release-detail metrics:release-edit metrics:release-merge metrics:release-make
metrics:release-withdraw metrics:released-detail metrics:released-file metrics:public-list metrics:public-detail
metrics:public-file
metrics:disparity metrics:disparity-csv metrics:compare metrics:compare-csv metrics:equity-index
metrics:method-list metrics:method-create metrics:index-create metrics:method-detail metrics:method-edit
"""


def test_every_address_is_a_list_or_named_as_none():
    known = [*dict.fromkeys(name.split()[0] for name in LISTS), *ONE_THING.split(), *doors.gathered("ONE_THING")]
    assert len(known) == len(set(known))
    assert set(names()) - set(known) == set(), (
        "say in LISTS who reads it and let grow() fill it, or name it in ONE_THING"
    )
    assert set(known) - set(names()) == set(), "no such address any more"


# ---- one row, then fifty


def grow(lists: Lists, first: int, last: int) -> None:
    """Rows number `first` to `last` of everything that stands in a list."""
    city = lists.city
    for number in range(first, last + 1):
        _plan_and_queue(city, number)
        _parts(lists, number)
        _people(city, number)
        _about_a_post(city, number)
        _files_notices_versions(lists, number)
        _teams(city, number)
        _signed_in_once_more(city.director)
        _saved_view(city.director, number)
        _directive(lists, number)
        _aims(city, number)
        _meetings(lists, number)
        _figures(city, number)
        _followed(city, number)
        doors.grow(city, number)
        ApiToken.objects.create(
            person=city.director, name=f"Token {number}", digest=digest(f"token {number}"), expires_at=clock.now()
        )


def _plan_and_queue(city: SmallCity, number: int) -> None:
    """A plan that waits for an answer, and one that waits for a decision (its content and answers do not matter here)."""
    asked = begin_plan(unit=city.parks, title=f"Asked {number}", by=city.director, **PERIOD)
    with acting(by=city.director, act="open", record=asked.record_id):
        case = asked.record.cases.get()
        text = frozen(case, f"asked {number}")
        case.state = Case.State.CONSULTATION
        case.save()
        for post in ("equity-officer", "lead-vibrant-communities"):
            text.consultations.create(
                case=case, role=city.post(post).role, way="asked", asked_at=clock.now(),
                due_on=clock.today() + timedelta(days=9),
            )  # fmt: skip
    waiting = begin_plan(unit=city.parks, title=f"Waiting {number}", by=city.director, **PERIOD)
    with acting(by=city.director, act="submit", record=waiting.record_id):
        case = waiting.record.cases.get()
        handed_in(frozen(case, f"waiting {number}"), city)
        case.state = Case.State.SUBMITTED
        case.save()


def frozen(case: Case, words: str, number: int = 1) -> Text:
    content = canonical({"title": words})
    return Text.objects.create(
        case=case, record=case.record, number=number, content=content, sha256=digest(content), frozen_at=clock.now()
    )


def handed_in(text: Text, city: SmallCity) -> Submission:
    return Submission.objects.create(
        case=text.case, text=text, submitted_by=city.director, submitted_as="Director", submitted_at=clock.now()
    )


def _figures(city: SmallCity, number: int) -> None:
    """A batch and a locked period; of the first batch one more indicator, place and group."""
    measure = make_indicator(city, f"grown-{number}")
    group, *_rest = make_groups(f"way-{number}", f"Group {number}")
    with acting(by=city.officer, act="seed"):
        place = Place.objects.create(code=f"place-{number}", name=f"Place {number}", kind="district")
    made = make_batch(city.parks, rate(measure, 60, 30), by=city.director, title=f"Figures {number}")
    first = Batch.objects.get(title="Figures 1")
    store_series(first, [replace(rate(measure, 9, 3, Q1, group), place=place.pk)], by=city.director)
    lock_period(
        city.parks, date(1950 + number, 1, 1), date(1950 + number, 12, 31), by=city.officer, why=f"Printed {made}."
    )
    drafted(city, measure, f"Release {number}")
    put_out(city, measure, f"Released {number}")


def _teams(city: SmallCity, number: int) -> None:
    """A team more, and of a workgroup a member and a version of its charter."""
    group = Team.objects.get(code=WORKGROUP)
    with acting(by=city.officer, act="seed"):
        Team.objects.create(
            code=f"team-{number}", name=f"Team {number}", kind="workgroup", unit=city.parks, convener=group.convener
        )
        person = Person.objects.create(name=f"Member {number}", email=f"member{number}@city.example")
        Membership.objects.create(team=group, person=person, begins_on=clock.today())
        Charter.objects.create(team=group, number=number, text="More.", begins_on=clock.today())


def _parts(lists: Lists, number: int) -> None:
    goal = add(lists.parks.plan, {"title": f"Goal {number}"}, by=lists.city.director)
    outcome = add(goal, {"title": f"Outcome {number}"}, by=lists.city.director)
    lead = Post.objects.order_by("pk")[number]
    dates = {"starts_on": PERIOD["begins_on"], "due_on": PERIOD["ends_on"]}
    add(outcome, {"title": f"Action {number}", "lead": lead, **dates}, by=lists.city.director)


def _people(city: SmallCity, number: int) -> None:
    """A person with a post of their own, a vacant one, a second holder of a busy one, one more for the mayor, a delegation."""
    today = clock.today()
    with acting(by=city.technician, act="seed"):
        person = Person.objects.create(name=f"Person {number}", email=f"person{number}@city.example")
        role = city.post("director-parks").role
        group = Group.objects.create(name=f"post-more-{number}")
        post = Post.objects.create(
            code=f"more-{number}", role=role, unit=city.parks, title=f"Post {number}", group=group
        )
        Naming.objects.create(
            giver=city.post("city-administrator"), named=post, activity_code="4.1", letter="A", unit=city.parks,
            begins_on=today,
        )  # fmt: skip
        vacant = Group.objects.create(name=f"post-vacant-{number}")
        Post.objects.create(code=f"vacant-{number}", role=role, unit=city.parks, title=f"Vacant {number}", group=vacant)
        for whose, held in ((person, post), (person, city.post("director-parks")), (city.mayor, post)):
            Holding.objects.create(post=held, person=whose, begins_on=today, proposed_by=city.technician)
    holding = Holding.objects.get(person=city.administrator, post__code="city-administrator")
    delegate(
        holding, to=person, activity="4.1", letter="A", begins_on=today, ends_on=today + timedelta(days=9),
        by=city.administrator,
    )  # fmt: skip


def _about_a_post(city: SmallCity, number: int) -> None:
    """A version of its description, a comparison, and a recruitment that is over with its milestone."""
    today, post = clock.today(), city.post("director-parks")
    with acting(by=city.officer, act="seed"):
        PostDescription.objects.create(
            post=post, number=number, words="Leads.", written_at=clock.now(), written_by=city.officer
        )
        PostComparison.objects.create(post=post, name=f"Director of town {number}", words="Alike.")
        over = Recruitment.objects.create(post=post, begun_on=today, closed_on=today, outcome="Filled.")
        Milestone.objects.create(recruitment=over, title="Posted", when="today", earliest=today)


def _files_notices_versions(lists: Lists, number: int) -> None:
    city, record, case = lists.city, lists.parks.record, lists.parks.case
    jobs.ask("history-export", title=f"Work {number}", arguments={"number": number}, by=city.director)
    ImportBatch.objects.create(kind="units", file_name=f"{number}.csv", by=city.officer, is_draft=False)
    Notice.objects.create(person=city.officer, record=record, key=f"seed {number}", line=f"Line {number}", url="/")
    with acting(by=city.director, act="seed", record=record.pk):
        blob = Blob.objects.create(sha256=digest(f"file {number}"), size=9, media_type="text/plain")
        Attachment.objects.create(
            record=record, case=case, blob=blob, file_name=f"{number}.txt", attached_by=city.director,
            attached_at=clock.now(),
        )  # fmt: skip
        text = frozen(case, f"v{number}", number)
        _answered_and_returned(text, city)


def _followed(city: SmallCity, number: int) -> None:
    """A measure more, with a value and a target; and of the first one a target, a benchmark, a story and a version more."""
    made = accepted_measure(city, f"Course {number}")
    first = Indicator.objects.earliest("pk")
    days = {"begins_on": date(1900 + number, 1, 1), "ends_on": date(1900 + number, 12, 31)}
    with acting(by=city.manager, act="seed"):
        values = {"state": "accepted", "submitted_by": city.manager, "answered_by": city.officer}
        values |= {"submitted_at": clock.now(), "answered_at": clock.now()}
        batch = Batch.objects.create(unit=city.parks, title=f"Values {number}", origin="entry", **days)
        for one in {made, first}:
            Series.objects.create(
                batch=batch, indicator=one, begins=[days["begins_on"]], ends=[days["ends_on"]], n=[100], k=[number + 10]
            )
            Target.objects.create(indicator=one, value=90, **days, **values)
        for name, value in values.items():
            setattr(batch, name, value)
        batch.save()
        Benchmark.objects.create(
            indicator=first, kind="peer", series="Elsewhere", value=50, source="S", **days, **values
        )
        Story.objects.create(indicator=first, words=f"Story {number}", by_as="EM", at=clock.now())
        IndicatorVersion.objects.create(
            indicator=first, number=number + 1, title=f"Finished {number}", definition="As before", source="S", **values
        )
        if made.pk != first.pk:
            Dependency.objects.create(indicator=first, needs=made)
    lines = [line("opening", "Before", 100), line("subtotal", "After", 100)]
    begin_reconciliation(city.parks, {"title": f"Budget {number}"}, lines, by=city.officer)
    with acting(by=city.officer, act="seed"):
        budget = Reconciliation.objects.earliest("pk")
        BudgetLine.objects.create(reconciliation=budget, order=number + 10, **line("subtotal", f"Line {number}", 100))


def _directive(lists: Lists, number: int) -> None:
    """A directive more, one report more on the first, and a role more that was asked to sign."""
    city, role = lists.city, Role.objects.get(code="MAYOR")
    with acting(by=city.officer, act="seed"):
        blob = Blob.objects.create(sha256=digest(f"directive {number}"), size=9, media_type="text/plain")
        about = {"activity_code": "2.2", "post": city.post("director-parks"), "document": blob, "reference": "Memo"}
        days = {"given_on": clock.today(), "due_on": clock.today(), "recorded_at": clock.now()}
        made = Directive.objects.create(
            title=f"Directive {number}",
            words="Do it.",
            giver=role,
            recorded_by=city.officer,
            recorded_as="EO",
            **about,
            **days,
        )
        first = Directive.objects.earliest("pk")
        said = {"by": city.director, "by_as": "DIR", "at": clock.now()}
        DirectiveUpdate.objects.create(directive=first, words=f"Report {made.pk}", **said)
        asked = Role.objects.create(
            code=f"MORE{number}", name=f"More {number}", short_name="More", reach="unit", reads="unit"
        )
        case = lists.parks.case
        text = case.texts.order_by("number").first() or frozen(case, "first", 900)
        Voice.objects.create(
            case=case,
            text=text,
            role=asked,
            way="sign",
            asked_by=city.officer,
            asked_at=clock.now(),
            due_on=clock.today(),
        )


def _aims(city: SmallCity, number: int) -> None:
    """An objective, a theme, a service and a recommendation more; an affirmation and a follow-up more on the first."""
    with acting(by=city.officer, act="seed"):
        Objective.objects.create(code=f"more-{number}", text=f"More {number}", order=number)
        Affirmation.objects.create(
            objective=Objective.objects.earliest("pk"), body=f"Body {number}", affirmed_on=clock.today(),
            recorded_by=city.officer, recorded_as="EO", recorded_at=clock.now(),
        )  # fmt: skip
        Theme.objects.create(code=f"more-{number}", name=f"More {number}", order=number)
        service = Service.objects.create(code=f"M{number}", unit=city.parks, order=number)
        for place in (1, 2):
            Wording.objects.create(service=service, place=place, source=f"Source {place}", text=f"Words {number}")
        Recommendation.objects.create(
            title=f"Advice {number}", words="Do it.", source="audit", source_title="Audit", activity_code="3.1",
            unit=city.parks, answer_due_on=clock.today(), raised_by=city.auditor, raised_as="AUD", raised_at=clock.now(),
        )  # fmt: skip
        FollowUp.objects.create(
            recommendation=Recommendation.objects.earliest("pk"),
            words="Half.",
            by=city.auditor,
            by_as="AUD",
            at=clock.now(),
        )


def _meetings(lists: Lists, number: int) -> None:
    """A meeting more, and an item with a decision, a dissent and something to do under the one whose pages are read."""
    officer, today = lists.city.officer, clock.today()
    with acting(by=officer, act="seed"):
        team = lists.meeting.team
        Meeting.objects.create(team=team, on=today - timedelta(days=number), changed_at=clock.now())
        item = AgendaItem.objects.create(meeting=lists.meeting, order=number, title=f"Item {number}", wanted="agree")
        one = Resolution.objects.create(item=item, words=f"Decision {number}", way="consensus")
        Dissent.objects.create(resolution=one, person=officer)
        ActionItem.objects.create(team=team, item=item, words=f"Do {number}", person=officer, due_on=today)
        Attendance.objects.create(meeting=lists.meeting, name=f"Guest {number}", how="guest")


def _saved_view(person: Person, number: int) -> None:
    SavedView.objects.create(person=person, listing="plans", name=f"View {number}", query="state=draft")


def _signed_in_once_more(person: Person) -> None:
    client = Client()
    client.force_login(person)
    UserSession.objects.create(user=person, session_key=client.session.session_key, ip="192.0.2.1", user_agent="")


def _answered_and_returned(text: Text, city: SmallCity) -> None:
    for code, by in (("equity-officer", city.officer), ("equity-policy", city.office)):
        text.consultations.create(
            case=text.case, role=city.post(code).role, way="asked", asked_at=clock.now(), answer="comment",
            words="Say more.", answered_by=by, answered_as="C", answered_at=clock.now(),
        )  # fmt: skip
    Decision.objects.create(
        submission=handed_in(text, city), submitted_by=city.director, kind="return", reason="Not yet.",
        decided_by=city.administrator, decided_as="City Administrator", decided_at=clock.now(),
        post=city.post("city-administrator"), activity_code="4.1", codes="A", matrix=Matrix.objects.get(number=1),
        sha256=text.sha256,
    )  # fmt: skip


def whole(response: HttpResponse) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def cost(lists: Lists, name: str, expected: int | None) -> tuple[int, int, list[str]]:
    """Queries and bytes of a page; asked once more where it takes others than before, or for the first time.

    The first time pays for what is looked up once a process; a page that is not there, for what is once a session.
    """
    reader, values = LISTS[name]
    client = Client()
    client.force_login(getattr(lists.city, reader))
    client.get("/not-there/")
    url = reverse(name.split()[0], kwargs=values(lists)) + SHORTER.get(name.rpartition(" ")[0], "")
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(url)
            text = whole(response)
        assert response.status_code == 200, (name, response.status_code)
        if len(queries) == expected:
            break
    return len(queries), len(text), [query["sql"] for query in queries]


@dataclass
class Costs:
    """Of each list with one row more than the demonstration city has, and with fifty more."""

    pages: dict[str, list[tuple[int, int, list[str]]]]
    api: dict[str, list[tuple[int, int]]]


@pytest.fixture(scope="module")
def costs(first_rows: None, django_db_blocker: Any) -> Iterator[Costs]:
    """Grown once for both doors: that takes as long as looking at them."""
    with django_db_blocker.unblock(), transaction.atomic():
        city = small_city()
        lists = Lists(city, make_plan(city), held(Team.objects.get(code=TEAM), city.officer)[0])
        propose_matrix(by=city.officer)
        callers = api.callers(city)
        found = Costs({name: [] for name in LISTS}, {name: [] for name in callers})
        for first, last in ((1, 1), (2, MANY)):
            grow(lists, first, last)
            with connection.cursor() as cursor:
                cursor.execute("SELECT seal_now()")
            for name, before in found.pages.items():
                before.append(cost(lists, name, before[0][0] if before else None))
            for name, answers in found.api.items():
                answers.append(api.cost(callers[name], name, lists, answers[0][0] if answers else None))
        yield found
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", LISTS)
def test_list_costs_the_same_with_one_row_and_with_fifty(costs: Costs, name: str):
    (one, small, before), (many, large, after) = costs.pages[name]
    more = [query[:300] for query in after if after.count(query) != before.count(query)]
    assert many == one, f"{name}: {one} queries with 1 row, {many} with {MANY}\n" + "\n".join(more[:40])
    fixed = {"raci:history", "raci:matrix", "raci:matrix-sheet", *FIXED_LISTS}
    fixed |= {f"admin:raci_{kind}_changelist" for kind in FIXED}
    assert large > small or name in fixed, f"{name} did not grow: {small} and {large} bytes"


FIXED_LISTS = (
    "raci:structure", "raci:unit-list", "raci:list-export units csv", "raci:list-export units xlsx",
    "raci:matrix-versions", "raci:matrix-compare",
)  # fmt: skip
FIXED = ("unit", "role", "matrix", "activity", "post")  # the city's and the matrix's own, and what is paged anyway


def test_every_list_of_the_api_is_measured():
    assert {name for name, _method, told in operations() if told.is_list} == set(api.READERS)


@pytest.mark.parametrize("name", [*api.READERS, *api.GROWING])
def test_list_costs_the_same_by_the_api(costs: Costs, name: str):
    (one, small), (many, large) = costs.api[name]
    assert many == one, f"{name}: {one} queries with 1 row, {many} with {MANY}"
    assert large > small or name in api.FIXED, f"{name} did not grow: {small} and {large} bytes"


def test_list_costs_are_printed(costs: Costs):
    for door, found in (("", costs.pages), ("API ", costs.api)):
        print(
            f"\n{door}queries with 1 row and with 50: "
            + ", ".join(f"{name} {two[0][0]}" for name, two in found.items())
        )
