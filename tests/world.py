"""A city at work: records in each state, so that every address of the portal has something behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from allauth.usersessions.models import UserSession
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from metrics.actions.goals import set_benchmark, set_target
from metrics.actions.indicators import begin_indicator, wait_for
from metrics.actions.reconciliations import begin_reconciliation
from metrics.models import Benchmark, Dependency, DisparityMethod, Indicator, Place, Reconciliation, Target
from metrics.standards.catalogue import catalogue
from raci import clock, reviewing
from raci.actions import cases
from raci.actions.aims import affirm_objective
from raci.actions.directives import Instruction, accept_directive, record_directive
from raci.actions.evidence import attach_evidence
from raci.actions.imports import Source, bring_in
from raci.actions.matrix import propose_matrix
from raci.actions.nominations import accept_nomination, nominate
from raci.actions.people import disable_person
from raci.actions.posts import begin_holding, delegate
from raci.actions.recommendations import Raised, raise_recommendation, submit_answer
from raci.actions.teams import name_member
from raci.actions.tokens import make_token
from raci.digest import SALT
from raci.history import acting
from raci.imports.columns import UNIT_FIELDS, tabulate
from raci.imports.reading import read_sheet
from raci.imports.verdicts import Choice
from raci.models import (
    Affirmation,
    ApiToken,
    Attachment,
    Case,
    Condition,
    Decision,
    Delegation,
    Directive,
    Holding,
    ImportBatch,
    Job,
    ListKind,
    Matrix,
    Membership,
    Milestone,
    Naming,
    Nomination,
    Objective,
    Person,
    PostComparison,
    Recommendation,
    Recruitment,
    Role,
    SavedView,
    Submission,
    Team,
    Unit,
)
from reports.actions import request_print
from tests.city import SmallCity
from tests.compliance import doors
from tests.meetings import TeamAtWork, make_team
from tests.metrics.figures import FiguresAtWork, make_figures
from tests.metrics.methods_at_work import method_draft
from tests.plans.conftest import ParksPlan, approve, consult, make_plan
from tests.releases import ReleasesAtWork, make_releases

SOON = timedelta(days=30)
TEAM, LEAD, WORKGROUP = "citywide-equity-team", "lead-vibrant-communities", "equity-policy-workgroup"


@dataclass
class World:
    """One of each, all of Parks."""

    city: SmallCity
    draft: ParksPlan
    asked: ParksPlan  # in consultation: nobody has answered
    waiting: ParksPlan  # submitted
    done: ParksPlan  # approved with a condition, and not begun anew
    submission: Submission
    decision: Decision
    condition: Condition
    attachment: Attachment  # of the draft
    printed: Job  # the director's
    proposed: Holding  # of counsel's post, waiting for its second person
    delegation: Delegation  # of the administrator's A to the attorney, not yet accepted
    disabled: Person  # was a second director of Parks
    session: UserSession  # the manager's
    passkey: Authenticator  # the manager's
    view: SavedView  # the manager's, of the plans
    batch: ImportBatch  # of units, brought in by the officer
    token: ApiToken  # the manager's
    nomination: Nomination  # of the manager to the area's seat, accepted, waiting for the officer's welcome
    membership: Membership  # of the manager, named to a workgroup of the Office
    team: TeamAtWork
    version: Case  # of the matrix: a draft of the officer's
    shared: Case  # of the Office's own plan, in consultation: the officer leads, the attorney is asked to sign
    directive: Directive  # of the mayor to the director of Parks, not yet accepted
    told: Directive  # ... and accepted
    affirmation: Affirmation  # of an objective, by the leadership
    advice: Recommendation  # of the auditor to Parks, not yet answered
    answered: Recommendation  # ... and answered, not yet accepted
    method: DisparityMethod  # of the city: a draft of the Office's
    figures: FiguresAtWork
    releases: ReleasesAtWork
    place: Place
    begun: Indicator  # a measure of Parks whose first version is a draft
    measure: Indicator  # ... and one in force
    dependency: Dependency  # what the measure waits for
    target: Target  # of the measure, a draft
    benchmark: Benchmark  # of the measure, a draft
    budget: Reconciliation  # of Parks
    law: dict[str, dict[str, Any]]  # what stands behind the addresses of compliance, by name

    def people(self) -> dict[str, Person | None]:
        """Who comes to the doors, in the order of the table's columns."""
        city = self.city
        return {
            "anonymous": None,
            "disabled": self.disabled,
            "stranger": city.elsewhere,
            "director": city.director,
            "consulted": city.officer,
            "decider": city.administrator,
            "informed": city.attorney,
            "auditor": city.auditor,
            "outside": city.reader,
            "mayor": city.mayor,
            "technician": city.technician,
        }


def signed_in(person: Person) -> Client:
    """A browser of theirs, whose session has been seen: what a request writes is then its own."""
    client = Client()
    client.force_login(person)
    UserSession.objects.create(user=person, session_key=client.session.session_key, ip="127.0.0.1", user_agent="")
    return client


def make_world(city: SmallCity) -> World:
    """By acts, as people would."""
    draft, asked, waiting, done = (
        make_plan(city, title=f"Parks plan {name}") for name in ("draft", "asked", "waiting", "done")
    )
    cases.open_consultation(asked.case, by=city.director)
    consult(waiting, city)
    submission = cases.submit(waiting.case, by=city.director)
    decision = Decision.objects.get(submission__case=approve(done, city))
    file = SimpleUploadedFile("minutes.txt", b"What was said at the pool.", "text/plain")
    return World(
        city, draft, asked, waiting, done, submission, decision,
        condition=decision.conditions.get(),
        attachment=attach_evidence(draft.case, file, "Minutes", by=city.director),
        printed=request_print("plan", draft.record.pk, by=city.director),
        proposed=_propose(city),
        delegation=_delegate(city),
        disabled=_disable(city),
        session=UserSession.objects.create(user=city.manager, session_key="of-the-manager", ip="192.0.2.1", user_agent=""),
        passkey=WebAuthn.add(city.manager, "Passkey", {}).instance,
        view=SavedView.objects.create(person=city.manager, listing="plans", name="Drafts", query="state=draft"),
        batch=_bring_in(city),
        team=make_team(city),
        token=make_token(city.manager, by=city.manager, name="Import")[0],
        nomination=_nominate(city),
        membership=name_member(
            Team.objects.get(code=WORKGROUP), by=city.officer, begins_on=clock.today(), person=city.manager
        ),
        version=propose_matrix(by=city.officer),
        shared=_shared(city),
        directive=_directive(city, "Count the free places"),
        told=_directive(city, "Open the pools on Sundays", accepted=True),
        affirmation=affirm_objective(
            Objective.objects.get(code="capacity"), by=city.officer, body="City Leadership Team", affirmed_on=clock.today()
        ),
        advice=_advice(city, "Translate the survey"),
        answered=_advice(city, "Name the pools", answered=True),
        method=method_draft(city),
        figures=make_figures(city),
        releases=make_releases(city),
        **_figures(city),
        law=doors.furnished(city),
    )  # fmt: skip


def _bring_in(city: SmallCity) -> ImportBatch:
    """A list of one unit, and of one row that is refused."""
    source = Source("harbor.csv", b"name,parent\nHarbor,\nFerries,Docks\n")
    table = tabulate(read_sheet(source.content, source.name), UNIT_FIELDS)
    return bring_in(ListKind.UNITS, table, source, Choice.SKIP, by=city.officer)


def _propose(city: SmallCity) -> Holding:
    today = clock.today()
    return begin_holding(
        post=city.post("city-attorney"), person=city.mayor, begins_on=today + SOON, by=city.officer, ground="Directive"
    )


def _nominate(city: SmallCity) -> Nomination:
    """Accepted, in place of the lead."""
    held, today = Holding.objects.get(post__code=LEAD), clock.today()
    made = nominate(
        team=Team.objects.get(code=TEAM),
        post=held.post,
        nominee=city.manager,
        words="Led the swimming lessons' plan.",
        begins_on=today + SOON,
        by=city.deputy,
        replaces=held,
    )
    accept_nomination(made, by=city.manager)
    return made


def _delegate(city: SmallCity) -> Delegation:
    held = Holding.objects.get(post__code="city-administrator", person=city.administrator)
    today = clock.today()
    return delegate(
        held, to=city.attorney, activity="4.1", letter="A", begins_on=today, ends_on=today + SOON, by=city.administrator
    )


def _shared(city: SmallCity) -> Case:
    """The Officer's own plan, as head of the Office: its statement is shared leadership."""
    office = Unit.objects.get(code="equity")
    mine = make_plan(city, by=city.officer, title="The Office's plan", unit=office)
    cases.open_consultation(mine.case, by=city.officer)
    return mine.case


def _directive(city: SmallCity, title: str, *, accepted: bool = False) -> Directive:
    said = Instruction(
        title=title,
        words="Say how many children could come.",
        giver=Role.objects.get(code="MAYOR"),
        given_on=clock.today(),
        reference="Memorandum 7",
        activity="2.2",
        post=city.post("director-parks"),
        due_on=clock.today() + SOON,
    )
    document = SimpleUploadedFile("memorandum.txt", b"Count them.", "text/plain")
    made = record_directive(said, document, by=city.officer)
    if accepted:
        accept_directive(made, by=city.director)
    return made


def _advice(city: SmallCity, title: str, *, answered: bool = False) -> Recommendation:
    said = Raised(title, "By June.", "audit", "Language access audit", city.parks, clock.today() + SOON)
    made = raise_recommendation(said, by=city.auditor)
    if answered:
        submit_answer(made, by=city.director, position="agree", words="It will be done.")
    return made


def _figures(city: SmallCity) -> dict[str, Any]:
    """A measure with all that hangs on it, and a budget."""
    begun = begin_measure(city, "Classes held")
    measure = accepted_measure(city, "Children who finish swimming lessons")
    goal = {"value": 80, "begins_on": clock.today(), "ends_on": clock.today() + SOON}
    peer = {"series": "Elsewhere", "kind": "peer", "source": "Their report"}
    lines = [line("opening", "2026", 500_00), line("change", "More", 100_00), line("subtotal", "2027", 600_00)]
    return {
        "place": make_place(city),
        "begun": begun,
        "measure": measure,
        "dependency": wait_for(
            measure, accepted_measure(city, "Pools opened"), by=city.manager, why="First the pools."
        ),
        "target": set_target(measure, goal, by=city.manager),
        "benchmark": set_benchmark(measure, {**goal, **peer}, by=city.manager),
        "budget": begin_reconciliation(city.parks, {"title": "From 2026 to 2027"}, lines, by=city.officer),
    }


def make_place(city: SmallCity) -> Place:
    """A district without figures."""
    with acting(by=city.officer, act="draw_places"):
        return Place.objects.create(code="district-1", name="District 1", kind="district")


def line(kind: str, label: str, cents: int) -> dict[str, Any]:
    """A line of a budget without positions."""
    positions = dict.fromkeys(("full_time", "part_time", "seasonal"), 0)
    return {"kind": kind, "label": label, "cents": cents, **positions, "fund": "", "transfer_to": "", "note": ""}


def begin_measure(city: SmallCity, title: str) -> Indicator:
    """A measure of Parks, as a draft of its equity manager's."""
    said = {
        "title": title,
        "definition": "Of those who began, the share who finished.",
        "measures": "better_off",
        "source": "The pools' registers.",
        "dimensions": ["sex"],
    }
    kept = {"owner": city.post("director-parks")}
    return begin_indicator(unit=city.parks, kind=Indicator.Kind.PERFORMANCE, said=said, kept=kept, by=city.manager)


def accepted_measure(city: SmallCity, title: str) -> Indicator:
    """... handed in, and accepted by the Equity Officer."""
    made = begin_measure(city, title)
    version = made.versions.get()
    reviewing.hand_in(version, by=city.manager)
    reviewing.accept(version, by=city.officer)
    return made


def _disable(city: SmallCity) -> Person:
    with acting(by=city.technician, act="invite"):
        person = Person.objects.create(name="Dana Left", email="dana.left@city.example")
        Holding.objects.create(
            post=city.post("director-parks"), person=person, begins_on=clock.today(), proposed_by=city.officer
        )
    disable_person(person, by=city.technician, why="Left the city.")
    return person


def arguments(world: World) -> dict[str, dict[str, Any]]:
    """What stands behind a letter of the table: the values for an address."""
    return {
        "-": {},
        "draft": {"pk": world.draft.record.pk},
        "asked": {"pk": world.asked.record.pk},
        "waiting": {"pk": world.waiting.record.pk},
        "done": {"pk": world.done.record.pk},
        "text": {"pk": world.waiting.record.pk, "number": 1},
        "question": {"pk": world.asked.case.consultations.get(role__code="EO").pk},
        "submission": {"pk": world.submission.pk},
        "decision": {"pk": world.decision.pk},
        "condition": {"pk": world.condition.pk},
        "file": {"pk": world.attachment.pk},
        "job": {"pk": world.printed.pk},
        "asks-print": {"kind": "plan", "subject": world.waiting.record.pk},
        "goal": {"pk": world.draft.goal.pk},
        "outcome": {"pk": world.draft.outcome.pk},
        "action": {"pk": world.draft.action.pk},
        "kind": {"kind": "csv"},
        "version": {"pk": world.version.record_id},
        "row": {"pk": world.version.record_id, "code": "1.4"},
        "category": {"pk": world.version.record_id, "code": "4"},
        "list": {"code": "plans", "kind": "xlsx"},
        "views": {"code": "plans"},
        "view": {"pk": world.view.pk},
        "activity": {"code": "4.1"},
        "person": {"pk": world.city.manager.pk},
        "off": {"pk": world.disabled.pk},
        "session": {"pk": world.session.pk},
        "token": {"pk": world.token.pk},
        "passkey": {"pk": world.passkey.pk},
        "post": {"code": "director-parks"},
        "holding": {"pk": Holding.objects.get(post__code="director-parks", person=world.city.director).pk},
        "proposed": {"pk": world.proposed.pk},
        "delegation": {"pk": world.delegation.pk},
        "comparison": {"pk": PostComparison.objects.get(post__code="equity-officer").pk},
        "recruitment": {"pk": Recruitment.objects.get(post__code="equity-officer").pk},
        "milestone": {"pk": Milestone.objects.filter(recruitment__post__code="equity-officer").earliest("pk").pk},
        "naming": {"pk": Naming.objects.get(named__code="deputy-vibrant-communities", activity_code="4.1").pk},
        "team": {"code": TEAM},
        "charter": {"code": TEAM, "number": 1},
        "workgroup": {"code": WORKGROUP},
        "seat": {"code": TEAM, "post": LEAD},
        "member": {"code": TEAM, "pk": Holding.objects.get(post__code=LEAD).pk},
        "membership": {"pk": world.membership.pk},
        "nomination": {"pk": world.nomination.pk},
        "form": {"form": "plan-new"},
        "units-list": {"kind": "units"},
        "people-list": {"kind": "people"},
        "batch": {"pk": world.batch.pk},
        "shared": {"pk": world.shared.record_id},
        "voice": {"pk": world.shared.voices.get(role__code="ATTY").pk},
        "directive": {"pk": world.directive.pk},
        "told": {"pk": world.told.pk},
        "objective": {"code": "capacity"},
        "affirmation": {"pk": world.affirmation.pk},
        "advice": {"pk": world.advice.pk},
        "answered": {"pk": world.answered.pk},
        "meeting": {"pk": world.team.planned.pk},
        "held": {"pk": world.team.minutes.meeting_id},
        "agenda-item": {"pk": world.team.item.pk},
        "team-decision": {"pk": world.team.resolution.pk},
        "action-item": {"pk": world.team.action.pk},
        "minutes-draft": {"kind": "minutes", "pk": world.team.draft.pk},
        "minutes-in": {"kind": "minutes", "pk": world.team.minutes.pk},
        "calendar": {"key": world.team.calendar},
        "waiting-link": {"token": signing.dumps([world.city.director.pk, "/", 0], salt=SALT)},
        "team-calendar": {"key": world.team.calendar, "team": world.team.team.code},
        "method": {"pk": world.method.record_id},
        "figures": {"pk": world.figures.counted.pk},
        "figures-draft": {"pk": world.figures.draft.pk},
        "figures-in": {"kind": "batch", "pk": world.figures.waiting.pk},
        "figures-back": {"pk": world.figures.returned.pk},
        "figures-file": {"pk": world.figures.chosen.pk},
        "figures-out": {"pk": world.figures.undone.pk},
        "period-lock": {"pk": world.figures.lock.pk},
        "release": {"pk": world.releases.draft.record_id},
        "release-out": {"pk": world.releases.out.record_id},
        "begun": {"pk": world.begun.pk},
        "place": {"pk": world.place.pk},
        "measure": {"pk": world.measure.pk},
        "entry": {"code": next(code for code, one in catalogue().indicators.items() if one.kind == "performance")},
        "dependency": {"pk": world.dependency.pk},
        "target": {"pk": world.target.pk},
        "benchmark": {"pk": world.benchmark.pk},
        "budget": {"pk": world.budget.pk},
        "reset": {"uidb36": "1", "key": "set-password"},
        "app": {"app_label": "raci"},
        **world.law,
        **{f"{name}-row": {"object_id": pk} for name, pk in _reference(world).items()},
    }


def _reference(world: World) -> dict[str, int]:
    version = Matrix.objects.get(number=1)
    return {
        "record": world.done.record.pk,
        "unit": world.city.parks.pk,
        "role": world.city.post("director-parks").role_id,
        "post": world.city.post("director-parks").pk,
        "holding": Holding.objects.get(person=world.city.director).pk,
        "person": world.city.director.pk,
        "matrix": version.pk,
        "activity": version.activities.get(code="4.1").pk,
    }
