"""Decision modes: for each of the thirteen statements one act that goes and one that is refused, on real acts of the workflow.

The four direct ones are refused to somebody who is not the Officer, the others by the mode.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from raci import clock, modes, records
from raci.actions import cases, directives, voices
from raci.actions.directives import Instruction
from raci.authority import Act, Subject, covering_posts
from raci.history import acting
from raci.models import (
    Case,
    Decision,
    DecisionMode,
    Directive,
    Holding,
    Person,
    Record,
    Role,
    Statement,
    Submission,
    Unit,
    Voice,
)
from raci.modes import Ground, Lack
from raci.records import Kind, Life
from raci.refusals import NotReady, Refused
from raci.service import service_person
from tests.city import SmallCity, small_city

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
DIRECT = ("manage-the-office", "expertise", "relationships", "regional-partnerships")


def kind(activity: str) -> Kind:
    """A governed kind of this activity, with nothing in it but its title."""
    code = f"mode_{activity.replace('.', '_')}_test"
    known = {one.code: one for one in records.kinds()}
    if code not in known:
        content = lambda record: {"title": record.title}  # noqa: E731
        known[code] = Kind(code, Record, activity, Life.GOVERNED, "Tried", url=lambda _record: "/", content=content)
        records.register(known[code])
    return known[code]


@pytest.fixture
def city() -> SmallCity:
    return small_city()


@pytest.fixture
def root(city: SmallCity) -> Unit:
    return Unit.objects.get(kind="city")


@pytest.fixture
def office(city: SmallCity) -> Unit:
    return Unit.objects.get(code="equity")


def begin(activity: str, unit: Unit, by: Person) -> Case:
    return cases.begin_record(kind(activity), unit=unit, title=f"Something of {activity}", by=by)[1]


def vacate(*roles: str) -> None:
    """From today on nobody holds a post of these roles."""
    with acting(by=service_person("test", "Test"), act="test"):
        for holding in Holding.objects.filter(post__role__code__in=roles):
            holding.begins_on, holding.ends_on = clock.today() - timedelta(2), clock.today() - timedelta(1)
            holding.save()


def consult(case: Case, by: Person) -> Case:
    """Open consultation; every role that is asked answers."""
    cases.open_consultation(case, by=by)
    case.refresh_from_db()
    for asked in case.consultations.filter(way="asked").select_related("role", "case__record"):
        held = covering_posts(Subject.of_case(case), "C", clock.today())
        speaker = next(person for post, person in held if post.role == asked.role.code and person.pk != by.pk)
        cases.answer(asked, by=speaker, answer="no_objection")
    return case


def directive(city: SmallCity, activity: str, *, accepted: bool = True) -> Directive:
    """Of the Council, to the Officer; recorded by the lead of the equity team, who keeps them for the whole city."""
    recorder = next(person for post, person in covering_posts(_office(), "R", clock.today()) if post.role == "ACA_DCA")
    said = Instruction(
        title="Adopt the equity policies",
        words="The Officer supports their implementation.",
        giver=Role.objects.get(code="COUNCIL"),
        given_on=clock.today(),
        reference="Resolution 37711",
        activity=activity,
        post=city.post("equity-officer"),
        due_on=clock.today() + timedelta(30),
    )
    file = SimpleUploadedFile("resolution.txt", b"Resolved.", "text/plain")
    made = directives.record_directive(said, file, by=recorder)
    if accepted:
        directives.accept_directive(made, by=city.officer)
    return made


def _office() -> Subject:
    return Subject.of_scope("2.3", Unit.objects.get(code="equity"))


def sign_all(case: Case, city: SmallCity) -> None:
    """Everybody who is asked to sign does; the Auditor stays silent."""
    for voice in Voice.objects.filter(case=case, way="sign").select_related("role", "case__record__scope__unit"):
        held = Holding.objects.filter(post__role=voice.role, state="in_force").select_related("person")
        signer = next(one.person for one in held if _may_give(voice, one.person))
        voices.give_voice(voice, by=signer)


def _may_give(voice: Voice, person: Person) -> bool:
    from raci.authority import facts_for

    try:
        voices.giver(voice, facts_for(person))
    except Refused:
        return False
    return True


# ---- direct and act


def test_manage_the_office_is_the_officers_alone(city: SmallCity, office: Unit):
    done = cases.submit(begin("4.4", office, city.officer), by=city.officer, statement="manage-the-office")
    assert (done.mode, done.statement.code, done.directive) == ("direct", "manage-the-office", None)


def test_manage_the_office_is_refused_to_a_director(city: SmallCity):
    case = begin("4.4", city.parks, city.director)
    with pytest.raises(Refused, match="responsibility of the Equity Officer"):
        cases.submit(case, by=city.director, statement="manage-the-office")
    assert cases.submit(case, by=city.director).mode == ""  # nothing binds a director


@pytest.mark.parametrize(
    ("statement", "activity"), [("expertise", "2.1"), ("relationships", "2.3"), ("regional-partnerships", "2.3")]
)
def test_what_is_direct_needs_no_consultation(city: SmallCity, root: Unit, statement: str, activity: str):
    vacate("OEHR", "ATTY")
    done = cases.submit(begin(activity, root, city.officer), by=city.officer, statement=statement)
    assert done.mode == "direct"
    assert not done.case.consultations.exists()


def test_expertise_is_refused_to_the_office(city: SmallCity, root: Unit):
    case = consult(begin("2.1", root, city.officer), city.officer)
    with pytest.raises(Refused):
        cases.submit(case, by=city.office, statement="expertise")


@pytest.mark.parametrize(("statement", "who"), [("relationships", "lead"), ("regional-partnerships", "deputy")])
def test_partnerships_are_refused_to_others_who_are_responsible(city: SmallCity, statement: str, who: str):
    by = city.people[who]
    case = consult(begin("2.3", city.parks, by), by)
    with pytest.raises(Refused, match="responsibility of the Equity Officer"):
        cases.submit(case, by=by, statement=statement)
    assert not Submission.objects.filter(case=case).exists()


# ---- consult and act

CONSULT = [("unified-approach", "1.1"), ("progress-tracking", "3.2"), ("capacity", "2.1")]


@pytest.mark.parametrize(("statement", "activity"), CONSULT)
def test_consult_and_act_goes_once_somebody_was_consulted(city: SmallCity, root: Unit, statement: str, activity: str):
    case = consult(begin(activity, root, city.officer), city.officer)
    assert cases.submit(case, by=city.officer, statement=statement).mode == "consult"


@pytest.mark.parametrize(("statement", "activity"), CONSULT)
def test_consult_and_act_is_refused_even_where_the_matrix_asks_nobody(
    city: SmallCity, root: Unit, statement: str, activity: str
):
    vacate("OEHR", "ATTY")
    case = begin(activity, root, city.officer)
    with pytest.raises(NotReady, match="no consultation is on record"):
        cases.submit(case, by=city.officer, statement=statement)
    case.refresh_from_db()
    assert case.state == Case.State.DRAFT


def test_a_role_the_matrix_does_not_name_can_be_consulted_instead(city: SmallCity, root: Unit):
    vacate("OEHR", "ATTY")
    case = begin("1.1", root, city.officer)
    cases.open_consultation(case, by=city.officer)
    (asked,) = voices.ask_voices(case, by=city.officer, roles=["AUD"])
    with pytest.raises(NotReady, match="no consultation is on record"):
        cases.submit(case, by=city.officer)
    voices.give_voice(asked, by=city.auditor, words="Say what it costs.")
    assert cases.submit(case, by=city.officer).mode == "consult"


# ---- act on instruction


@pytest.mark.parametrize(("statement", "activity"), [("policies", "1.2"), ("citywide-initiatives", "2.2")])
def test_act_on_instruction_cites_a_directive(city: SmallCity, root: Unit, statement: str, activity: str):
    told = directive(city, activity)
    case = consult(begin(activity, root, city.officer), city.officer)
    done = cases.submit(case, by=city.officer, statement=statement, directive=told.pk)
    assert (done.mode, done.directive) == ("instruction", told)


@pytest.mark.parametrize(("statement", "activity"), [("policies", "1.2"), ("citywide-initiatives", "2.2")])
def test_act_on_instruction_is_refused_without_one(city: SmallCity, root: Unit, statement: str, activity: str):
    case = consult(begin(activity, root, city.officer), city.officer)
    with pytest.raises(NotReady, match="Cite the directive"):
        cases.submit(case, by=city.officer, statement=statement)


def handed_in(city: SmallCity, office: Unit) -> Submission:
    """Under 4.8 the Office submits and the Officer decides; nobody is consulted."""
    return cases.submit(begin("4.8", office, city.office), by=city.office)


def test_the_liaison_decides_by_a_directive(city: SmallCity, office: Unit):
    told, submission = directive(city, "4.8"), handed_in(city, office)
    done = cases.decide(
        submission.case, by=city.officer, kind=Act.APPROVE, directive=told.pk, sha256=submission.text.sha256
    )
    assert (done.mode, done.statement.code, done.directive) == ("instruction", "liaison", told)


def test_the_liaison_decides_nothing_without_one(city: SmallCity, office: Unit):
    submission = handed_in(city, office)
    with pytest.raises(NotReady, match="Cite the directive"):
        cases.decide(submission.case, by=city.officer, kind=Act.APPROVE, sha256=submission.text.sha256)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("why", ["not accepted", "of another activity", "closed", "recorded by who acts"])
def test_only_a_directive_that_holds_is_taken(city: SmallCity, root: Unit, why: str):
    told = directive(city, "2.2" if why == "of another activity" else "1.2", accepted=why != "not accepted")
    if why == "closed":
        council = Holding.objects.filter(post__role__code="COUNCIL").first()
        directives.close_directive(told, by=council.person, words="Done.")
    if why == "recorded by who acts":
        with acting(by=service_person("test", "Test"), act="test"):
            told.recorded_by, told.accepted_by = city.officer, city.office
            told.save()
    case = consult(begin("1.2", root, city.officer), city.officer)
    with pytest.raises(NotReady, match="does not hold here"):
        cases.submit(case, by=city.officer, directive=told.pk)


# ---- shared leadership

SHARED = [("guide-bureaus", "4.1"), ("ensure-compliance", "1.3"), ("disparities", "2.2")]


def shared_case(city: SmallCity, office: Unit, statement: str, activity: str) -> Case:
    """In consultation, all answered, those who share asked; under 4.1 the Officer acts as head of the Office."""
    by = city.officer
    case = consult(begin(activity, office, by), by)
    voices.ask_voices(case, by=by, statement=statement)
    case.refresh_from_db()
    return case


@pytest.mark.parametrize(("statement", "activity"), SHARED)
def test_shared_leadership_goes_once_those_who_share_have_signed(
    city: SmallCity, office: Unit, statement: str, activity: str
):
    case = shared_case(city, office, statement, activity)
    sign_all(case, city)
    done = cases.submit(case, by=city.officer, statement=statement)
    assert done.mode == "shared"
    assert Voice.objects.get(case=case, role__code="AUD").given_at is None  # nobody waits for the Auditor


@pytest.mark.parametrize(("statement", "activity"), SHARED)
def test_shared_leadership_is_refused_while_somebody_may_still_sign(
    city: SmallCity, office: Unit, statement: str, activity: str
):
    case = shared_case(city, office, statement, activity)
    with pytest.raises(NotReady, match=r"Not signed yet: .*City Attorney"):
        cases.submit(case, by=city.officer, statement=statement)


def test_silence_passes_with_the_day(city: SmallCity, office: Unit, move_time):
    case = shared_case(city, office, "ensure-compliance", "1.3")
    move_time(days=30)
    assert cases.submit(case, by=city.officer).mode == "shared"


def test_nobody_was_asked_to_sign(city: SmallCity, office: Unit):
    vacate("EO")
    with acting(by=service_person("test", "Test"), act="test"):
        Holding.objects.create(
            post=city.post("equity-officer"), person=city.manager, begins_on=clock.today(), proposed_by=city.officer
        )
    case = begin("1.3", office, city.office)
    consult(case, city.office)  # opened by the Office, whom no statement binds
    with pytest.raises(NotReady, match="nobody was asked to sign"):
        cases.submit(case, by=city.manager)


def test_who_opens_the_consultation_as_officer_asks_those_who_share_with_it(city: SmallCity, office: Unit):
    case = begin("1.3", office, city.officer)
    cases.open_consultation(case, by=city.officer)
    ways = {one.role.code: one.way for one in Voice.objects.filter(case=case).select_related("role")}
    assert ways == {
        "CAO": "none",
        "ACA_DCA": ways["ACA_DCA"],
        "DIR": "none",
        "OFFICER": "none",
        "ATTY": "sign",
        "AUD": "note",
    }


def test_the_auditor_notes_and_is_not_asked_to_sign(city: SmallCity, office: Unit):
    case = shared_case(city, office, "ensure-compliance", "1.3")
    voices.give_voice(Voice.objects.get(case=case, role__code="AUD"), by=city.auditor, words="Seen.")
    with pytest.raises(NotReady, match="City Attorney"):
        cases.submit(case, by=city.officer)


def test_who_asks_does_not_sign_for_others(city: SmallCity, office: Unit):
    case = shared_case(city, office, "ensure-compliance", "1.3")
    voice = Voice.objects.get(case=case, role__code="ATTY")
    for person in (city.officer, city.director, city.auditor):
        with pytest.raises(Refused):
            voices.give_voice(voice, by=person)


# ---- which statement, and the pure rule


def test_where_two_statements_stand_the_strictest_binds_unless_the_officer_names_the_other(city: SmallCity, root: Unit):
    vacate("OEHR", "ATTY")
    case = begin("2.1", root, city.officer)
    with pytest.raises(NotReady):
        cases.submit(case, by=city.officer)  # capacity: consult and act
    assert cases.submit(case, by=city.officer, statement="expertise").statement.code == "expertise"


def test_a_statement_of_another_activity_is_no_way_out(city: SmallCity, root: Unit):
    case = consult(begin("1.2", root, city.officer), city.officer)
    with pytest.raises(NotReady, match="no such statement"):
        cases.submit(case, by=city.officer, statement="expertise")


def test_the_thirteen_statements_are_those_of_the_source(city: SmallCity):
    modes_of = [one.mode for one in Statement.objects.all()]
    assert [modes_of.count(mode) for mode in ("direct", "consult", "instruction", "shared")] == [4, 3, 3, 3]
    assert set(modes_of) == set(DecisionMode.values) == set(modes.BY_STRICTNESS)


@pytest.mark.parametrize(
    ("mode", "ground", "missing"),
    [
        ("direct", Ground(), None),
        ("consult", Ground(), Lack.CONSULTATION),
        ("consult", Ground(is_consulted=True), None),
        ("instruction", Ground(is_consulted=True, is_shared=True), Lack.DIRECTIVE),
        ("instruction", Ground(is_directed=True), None),
        ("shared", Ground(is_directed=True), Lack.SHARING),
        ("shared", Ground(is_shared=True, unsigned=("City Attorney",)), Lack.SIGNATURES),
        ("shared", Ground(is_shared=True), None),
    ],
)
def test_the_rule(mode: str, ground: Ground, missing: Lack | None):
    assert modes.lack(mode, ground) == missing
