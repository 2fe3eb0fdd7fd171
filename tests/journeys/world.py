"""A city with plans at every place on their way, for looking at pages."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pikepdf
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.webauthn.internal.auth import WebAuthn
from allauth.usersessions.models import UserSession
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from metrics.actions.releases import withdraw_release
from plans.actions import begin_plan, change
from plans.models import Action, Goal, Outcome, Plan
from raci import clock
from raci.actions import cases, nominations, posts, teams
from raci.actions.aims import affirm_objective
from raci.actions.directives import (
    Instruction,
    accept_directive,
    close_directive,
    record_directive,
    report_on_directive,
)
from raci.actions.evidence import attach_evidence
from raci.actions.matrix import comment, propose_matrix, set_cell
from raci.actions.people import invite_person
from raci.actions.recommendations import Raised, follow_up, raise_recommendation, submit_answer
from raci.actions.voices import give_voice
from raci.authority import Act
from raci.invitations import LinkTokens
from raci.models import (
    Activity,
    Case,
    Decision,
    Directive,
    Job,
    Matrix,
    MatrixFile,
    Milestone,
    Naming,
    Nomination,
    Objective,
    Person,
    Record,
    Recruitment,
    Role,
    SavedView,
    Team,
    Unit,
)
from raci.models.city import Holding
from raci.reviewing import accept
from raci.workflow import editing
from tests import releases
from tests.city import SmallCity, small_city
from tests.compliance import doors
from tests.journeys.driver import give_passwords, newest, written_plan
from tests.journeys.figures_world import make_figures
from tests.meetings import make_team

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Mobile/15E148 Safari/604.1"
LONG = "Everybody who lives in a district without a pool learns to swim, whatever they earn and whatever they speak"


@dataclass
class World:
    """Who is there, and the numbers that addresses name by `{name}`."""

    city: SmallCity
    people: dict[str, Person]
    numbers: dict[str, Any] = field(default_factory=dict)


def small_pdf() -> bytes:
    """An empty page."""
    made, file = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.save(file)
    return file.getvalue()


# A matrix that somebody uploads: words that are no letters, a role that nobody here has, a legend, a note.
MATRIX = """Phase,Activity,City Admin.,Directors,Sheriff,Notes
Rules,Set Citywide Equity Standards,A,Leads/Helps,C,see the charter of 1999
,Keep the standards of all bureaus and offices in one place that everybody finds,A,R,?,
Work,Count,A/R,n/a,I,
Legend,R = Responsible,A = Accountable
"""


def make_world() -> World:
    """By the same acts as everybody's."""
    city = small_city()
    give_passwords(*city.people.values())
    world = World(city, city.people)
    _drafts(world)
    _consultation(world)
    _submitted(world)
    _approved(world)
    _next(world)
    _declined(world)
    _matrix(world)
    _people(world)
    _work(world)
    _modes(world)
    _aims(world)
    _meetings(world)
    _releases(world)
    world.numbers |= make_figures(city)
    for name, values in doors.furnished(city).items():
        world.numbers |= {f"{name}.{key}": value for key, value in values.items()}
        world.numbers[name] = next(iter(values.values()), None)
    for name, query, opens in (("Drafts of Parks", "state=draft&unit=parks", False), ("Drafts", "state=draft", True)):
        SavedView.objects.create(person=city.manager, listing="plans", name=name, query=query, is_default=opens)
    MatrixFile.objects.create(person=city.officer, file_name="matrix.csv", content=MATRIX.encode())
    with connection.cursor() as cursor:
        cursor.execute("SELECT seal_now()")  # as the beat does every minute
    return world


def _releases(world: World) -> None:
    """Of each state that its page tells apart."""
    city = world.city
    figures = releases.make_figures(city)
    fresh = releases.begin(city, figures, "Just begun", tables=[])
    ready = releases.made(city, releases.begin(city, figures, "Finished swim lessons by gender", tables=[["gender"]]))
    out = releases.published(city, figures)
    waiting = releases.made(city, releases.begin(city, figures, "Handed in", tables=[["race"], ["gender"]]))
    case = releases.submit(city, waiting)
    refused = releases.begin(city, releases.make_figures(city, "classes"), "Refused")
    with editing(releases.case_of(refused), by=city.office):
        refused.making, refused.audit = (
            "refused",
            {
                "why": "Even with as much hidden as possible, some people could be found out.",
                "found_out": ["Asian · Women", "Nhpi · Men"],
            },
        )
        refused.save()
    gone = releases.published(city, releases.make_figures(city, "camps"), "Summer camps")
    withdraw_release(gone, by=city.officer, why="Three camps were counted twice.")
    world.numbers |= {
        "release_begun": fresh.record_id, "release": ready.record_id, "release_out": out.record_id,
        "release_refused": refused.record_id, "release_gone": gone.record_id,
        "release_handed_in": case.submissions.latest("pk").pk,
    }  # fmt: skip


def _meetings(world: World) -> None:
    team = make_team(world.city)
    world.numbers |= {
        "meeting": team.planned.pk,
        "agenda_item": team.item.pk,
        "action_item": team.action.pk,
        "held": team.minutes.meeting_id,
        "noted": team.draft.meeting_id,
        "minutes_in": team.minutes.pk,
    }


def _name(world: World, name: str, record: Record) -> None:
    plan = Plan.objects.get(record=record)
    world.numbers[name] = record.pk
    goal = Goal.objects.filter(plan=plan).first()
    if goal:
        outcome = Outcome.objects.get(goal=goal)
        action = Action.objects.filter(outcome=outcome).first()
        world.numbers |= {f"{name}_goal": goal.pk, f"{name}_outcome": outcome.pk, f"{name}_action": action.pk}


def _drafts(world: World) -> None:
    city = world.city
    today = clock.today()
    days = {"begins_on": today, "ends_on": today + timedelta(days=365)}
    empty = begin_plan(unit=city.parks, title="Parks plan, just begun", by=city.director, **days)
    world.numbers["empty"] = empty.record_id
    draft = written_plan(city, LONG)
    change(
        Plan.objects.get(record=draft),
        {"summary": f"{LONG}.\n\nhttps://example.org/{'averylongaddress' * 12}"},
        by=city.manager,
    )
    _name(world, "draft", draft)
    file = SimpleUploadedFile(f"{'survey of families ' * 6}.pdf", small_pdf(), "application/pdf")
    attached = attach_evidence(newest(draft), file, "What 310 families said", by=city.director)
    world.numbers["file"] = attached.pk


def _asked(record: Record, role: str) -> Any:
    return newest(record).consultations.filter(role__code=role, answer="").latest("pk")


def _consult(city: SmallCity, record: Record, *, silent: tuple[str, ...] = ()) -> None:
    cases.open_consultation(newest(record), by=city.director)
    said = {
        "EO": (city.officer, "no_objection", ""),
        "OEHR": (city.office, "comment", "Say which languages."),
        "ACA_DCA": (city.deputy, "objection", "It counts the same 6 pools twice."),
        "CET": (city.lead, "no_objection", ""),
    }
    for role, (person, answer, words) in said.items():
        if role not in silent:
            cases.answer(_asked(record, role), by=person, answer=answer, words=words)


def _submit(city: SmallCity, record: Record) -> Any:
    words = newest(record).consultations.exclude(words="").filter(done_about_it="")
    return cases.submit(
        newest(record), by=city.director, note="As agreed.", done={one.pk: "Spanish and Vietnamese." for one in words}
    )


def _consultation(world: World) -> None:
    city = world.city
    asked = written_plan(city, "Parks plan in consultation")
    _consult(city, asked, silent=("CET", "EO"))
    _name(world, "asked", asked)
    world.numbers["question"] = _asked(asked, "CET").pk
    world.numbers["question2"] = _asked(asked, "EO").pk
    world.numbers["answered"] = newest(asked).consultations.get(role__code="OEHR").pk
    ready = written_plan(city, "Parks plan ready to submit")
    _consult(city, ready)
    _name(world, "ready", ready)


def _submitted(world: World) -> None:
    city = world.city
    submitted = written_plan(city, "Parks plan submitted")
    _consult(city, submitted)
    world.numbers["submission"] = _submit(city, submitted).pk
    _name(world, "submitted", submitted)
    returned = written_plan(city, "Parks plan returned")
    _consult(city, returned)
    _decide(city, _submit(city, returned), Act.RETURN, reason="Cost the second goal.")
    _name(world, "returned", returned)
    again = written_plan(city, "Parks plan submitted again")
    _consult(city, again)
    _decide(city, _submit(city, again), Act.RETURN, reason="Cost the second goal.")
    change(Plan.objects.get(record=again), {"summary": "Everybody learns to swim by 2028."}, by=city.director)
    world.numbers["submission_again"] = _submit(city, again).pk
    _name(world, "again", again)
    world.numbers["question_again"] = _asked(again, "ACA_DCA").pk


def _decide(city: SmallCity, submission: Any, kind: Act, **more: Any) -> Decision:
    return cases.decide(submission.case, by=city.administrator, kind=kind, sha256=submission.text.sha256, **more)


def _condition(city: SmallCity, words: str) -> Any:
    return cases.ConditionAsked(words, city.post("director-parks"), clock.today() + timedelta(days=20))


def _approved(world: World) -> None:
    city = world.city
    approved = written_plan(city, "Parks plan approved")
    _consult(city, approved)
    conditions = [_condition(city, "Report the interpreters by June."), _condition(city, "Name the pools.")]
    decision = _decide(city, _submit(city, approved), Act.CONDITIONS, conditions=conditions)
    first, second = decision.conditions.order_by("pk")
    cases.close_condition(first, by=city.director, note="14 interpreters.")
    _name(world, "approved", approved)
    world.numbers |= {"receipt": decision.pk, "condition": second.pk, "closed": first.pk}


def _next(world: World) -> None:
    city = world.city
    next_one = written_plan(city, "Parks plan with a next version")
    _consult(city, next_one)
    _decide(city, _submit(city, next_one), Act.APPROVE)
    cases.begin_next(newest(next_one), by=city.director)
    change(Plan.objects.get(record=next_one), {"summary": "Everybody learns to swim by 2029."}, by=city.director)
    _name(world, "next", next_one)


def _declined(world: World) -> None:
    city = world.city
    declined = written_plan(city, "Parks plan declined")
    _consult(city, declined)
    _decide(city, _submit(city, declined), Act.DECLINE, reason="The levy failed.")
    _name(world, "declined", declined)


def _modes(world: World) -> None:
    """The Officer's own plan, under shared leadership; a directive that came in, one that is reported on, one closed."""
    city = world.city
    office = Unit.objects.get(code="equity")
    plan = written_plan(city, "The Office's own plan", unit=office, by=city.officer)
    cases.open_consultation(newest(plan), by=city.officer)
    asked = newest(plan).voices
    give_voice(asked.get(role__code="AUD"), by=city.auditor, words="Seen; we look at the figures in spring.")
    world.numbers |= {"shared": plan.pk, "voice": asked.get(role__code="ATTY").pk}
    received, accepted, closed = (
        _directive(city, title) for title in ("Count the free places", "Open the pools on Sundays", "Name the pools")
    )
    for one in (accepted, closed):
        accept_directive(one, by=city.director)
        report_on_directive(one, by=city.director, words="Two of six are open.", is_done=one is closed)
    close_directive(closed, by=city.mayor, words="All six are named.")
    world.numbers |= {"received": received.pk, "accepted": accepted.pk, "ended": closed.pk}


def _aims(world: World) -> None:
    """An objective that was affirmed; a recommendation that is new, one that is answered, one whose answer is accepted."""
    city, today = world.city, clock.today()
    capacity = Objective.objects.get(code="capacity")
    said = affirm_objective(
        capacity, by=city.officer, body="City Leadership Team", affirmed_on=today, words="By consensus."
    )
    world.numbers["affirmation"] = said.pk
    for name in ("advice", "answered_advice", "accepted_advice"):
        about = Raised(
            "Translate the survey", "By June.", "audit", "Language audit", city.parks, today + timedelta(days=9)
        )
        made = raise_recommendation(about, by=city.auditor)
        world.numbers[name] = made.pk
        if name != "advice":
            answer = submit_answer(made, by=city.director, position="partly", words="Into two languages of three.")
        if name == "accepted_advice":
            accept(answer, by=city.administrator)
            follow_up(made, by=city.auditor, words="One is out.", next_on=today + timedelta(days=90))


def _directive(city: SmallCity, title: str) -> Directive:
    said = Instruction(
        title=title,
        words="Say how many children could come, and when.",
        giver=Role.objects.get(code="MAYOR"),
        given_on=clock.today(),
        reference="Memorandum 7 of the Mayor",
        activity="2.2",
        post=city.post("director-parks"),
        due_on=clock.today() + timedelta(days=9),
    )
    return record_directive(said, SimpleUploadedFile("memo.txt", b"Count them.", "text/plain"), by=city.officer)


def _matrix(world: World) -> None:
    """A draft of the next version, with a broken row, a comment and a day."""
    by = world.city.officer
    case = propose_matrix(by=by, wished_on=clock.today() + timedelta(days=60))
    for activity, role, codes in (("4.1", "ATTY", "A"), ("1.4", "EM", "R"), ("2.1", "AUD", "C/I")):
        set_cell(case, activity=activity, role=role, codes=codes, by=by)
    comment(case, words="Why not the managers?", activity="1.4", by=world.city.office)
    world.numbers["version"] = case.record_id


def _people(world: World) -> None:
    city = world.city
    new = invite_person(email="new@city.example", name="Wren Newcomer", by=city.technician)
    give_passwords(new)
    key = LinkTokens().make_token(new)
    world.people = {**world.people, "new": new}
    world.numbers |= {
        "new": new.pk,
        "uid": user_pk_to_url_str(new),
        "key": key,
        "director": city.director.pk,
        "holding": Holding.objects.filter(person=city.director, state="in_force").latest("pk").pk,
        "post": "director-parks",
        "matrix": Matrix.objects.get(number=1).pk,
        "activity": Activity.objects.get(code="4.1", matrix__number=1).pk,
        "role": Role.objects.first().pk,
        "unit": city.parks.pk,
        "recruitment": Recruitment.objects.get(post__code="equity-officer").pk,
        "milestone": Milestone.objects.filter(recruitment__post__code="equity-officer").earliest("pk").pk,
        "naming": Naming.objects.get(named__code="deputy-vibrant-communities", activity_code="4.1").pk,
        "post_pk": city.post("director-parks").pk,
    }
    _proposal(world)
    _nominations(world)
    _delegation(world)
    _second_factor(city.mayor)
    world.numbers["mayor"] = city.mayor.pk
    world.numbers["passkey"] = passkey(city.lead, "Work laptop").pk
    UserSession.objects.create(
        user=city.director, session_key=_session(city.director), ip="198.51.100.9", user_agent=PHONE
    )


def _proposal(world: World) -> None:
    """A deputy city attorney is proposed and waits for the second person."""
    city = world.city
    proposed = posts.begin_holding(
        post=city.post("city-attorney"), person=world.people["new"], begins_on=clock.today(), by=city.officer
    )
    world.numbers["proposal"] = proposed.pk


def _nominations(world: World) -> None:
    """One is accepted and waits for the officer's welcome; one waits for the director's answer."""
    city, until = world.city, clock.today() + timedelta(days=730)
    accepted = _nominate(city, "vibrant-communities", city.manager, until)
    nominations.accept_nomination(accepted, by=city.manager)
    asked = _nominate(city, "public-works", city.director, until)
    member = teams.name_member(
        Team.objects.get(code="equity-policy-workgroup"), by=city.officer, begins_on=clock.today(), person=city.manager
    )
    world.numbers |= {
        "nomination": accepted.pk,
        "asked_nomination": asked.pk,
        "membership": member.pk,
        "seat": Holding.objects.get(post__code="lead-vibrant-communities").pk,
        "team": "citywide-equity-team",
        "workgroup": "equity-policy-workgroup",
    }


def _nominate(city: SmallCity, area: str, nominee: Person, until: Any) -> Nomination:
    held = Holding.objects.get(post__code=f"lead-{area}", state="in_force")
    return nominations.nominate(
        team=Team.objects.get(code="citywide-equity-team"),
        post=held.post,
        nominee=nominee,
        words="Led the swimming lessons' plan, and knows every bureau of the area.",
        begins_on=clock.today() + timedelta(days=30),
        ends_on=until,
        replaces=held,
        by=Holding.objects.get(post__code=f"deputy-{area}", state="in_force").person,
    )


def _delegation(world: World) -> None:
    city = world.city
    today = clock.today()
    held = Holding.objects.filter(person=city.administrator, state="in_force").latest("pk")
    until = today + timedelta(days=9)
    posts.delegate(
        held, to=city.deputy, activity="4.1", letter="A", begins_on=today, ends_on=until, by=city.administrator
    )


def _second_factor(person: Person) -> None:
    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)


def passkey(person: Person, name: str) -> Authenticator:
    """A passkey that no device holds: for looking at pages, not for signing in."""
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    credential = AttestedCredentialData.create(Aaguid.NONE, b"of no device", public)
    data = AuthenticatorData.create(sha256(b"localhost"), AuthenticatorData.FLAG.AT, 0, credential)
    client = CollectedClientData.create(CollectedClientData.TYPE.CREATE, b"challenge", "http://localhost")
    answer = {
        "clientDataJSON": websafe_encode(client),
        "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
    }
    number = websafe_encode(b"of no device")
    made = {"id": number, "rawId": number, "type": "public-key", "response": answer, "clientExtensionResults": {}}
    return WebAuthn.add(person, name, made).instance


def _session(person: Person) -> str:
    """They are signed in on a telephone too."""
    client = Client()
    client.force_login(person)
    return str(client.session.session_key)


def _work(world: World) -> None:
    for number, state in enumerate(Job.State.values):
        made = Job.objects.create(
            kind="history-export", title="The whole history", person=world.city.director, key=f"{number}", state=state,
            attempts=4 if state == "failed" else 0, steps_done=40, steps_total=160, sha256="0" * 64, size=18_000,
            file_name="history-20261105-140500-0123456789ab.zip", media_type="application/zip",
            error="The worker ended unexpectedly 4 times." if state == "failed" else "",
            asked_at=clock.now(), finished_at=clock.now(),
        )  # fmt: skip
        world.numbers[f"work_{state}"] = made.pk


def case_of(world: World, name: str) -> Case:
    """The newest case of a named record."""
    return newest(Record.objects.get(pk=world.numbers[name]))
