"""Found one's own city: a draft filled in step by step by one person, then loaded by the same act as any city's folder.

Until it is founded no matrix is in force and nothing but the draft changes. The founding happens once.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from raci import clock
from raci.actions.imports import open_founding
from raci.actions.people import FILL_POSTS, account_problems, send_invitations
from raci.city.changes import Change
from raci.city.draft import Draft, Proposal, proposals, write_folder
from raci.city.facts import CityReading
from raci.city.loading import load_city
from raci.city.reading import read_city
from raci.history import acting
from raci.matrix.files import READERS, to_yaml
from raci.matrix.table import MatrixTable, unpublishable
from raci.models import Founding, Matrix, Person
from raci.plainyaml.reading import Mistakes
from raci.refusals import Conflict, NotReady, Problem, Refused
from raci.service import service_person

MOST_POSTS = 1_500  # of a founding; a city's folder holds no more
POSTS_ON_A_PAGE = 60


def begin_founding(*, email: str, name: str, password: str = "") -> Founding:
    """Give somebody an account and an empty draft (from the command line, before anybody can sign in)."""
    if Matrix.objects.filter(effective_on__isnull=False).exists():
        raise Conflict(_("A city is in force here already. Give yours a data folder of its own (PORTAL_HOME)."))
    under_way = open_founding()
    if under_way is not None:
        return under_way
    email, name = email.strip().lower(), name.strip()
    if problems := account_problems(email, name) + _password_problems(password, email, name):
        raise NotReady(problems)
    with acting(by=service_person("city-loader", "City loader"), act="begin_founding"):
        person = Person(email=email, name=name)
        if password:
            person.set_password(password)
        else:
            person.set_unusable_password()
        person.save()
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
        draft = Draft(people={email: name})
        return Founding.objects.create(pk=1, founder=person, draft=draft.stored())


def _password_problems(password: str, email: str, name: str) -> list[Problem]:
    if not password:
        return []
    try:
        validate_password(password, Person(email=email, name=name))
    except ValidationError as found:
        return [Problem(one, field="password") for one in found.messages]
    return []


def founding_of(person: Person, *, lock: bool = False) -> Founding:
    """The city this person prepares; 404 to everybody else."""
    found = open_founding(lock=lock)
    if found is None or found.founder_id != person.pk:
        raise Refused(_("There is no such page."), visible=False)
    return found


def _keep(founding: Founding, draft: Draft) -> None:
    founding.draft = draft.stored()
    founding.save(update_fields=["draft"])


# ---- the steps


@transaction.atomic
def name_city(facts: Mapping[str, Any], *, by: Person) -> None:
    """Its name, time zone, fiscal year and holidays."""
    founding = founding_of(by, lock=True)
    draft = Draft.of(founding.draft)
    draft.name_city(facts)
    _keep(founding, draft)


@transaction.atomic
def adopt_matrix(
    shipped: str, *, by: Person, adopted_by: str = "", file_name: str = "", content: bytes | None = None
) -> None:
    """A shipped city's roles, with its matrix or one of one's own. Raises NotReady with what is wrong in the file."""
    founding = founding_of(by, lock=True)
    draft = Draft.of(founding.draft)
    draft.shipped, draft.adopted_by = shipped, adopted_by.strip()
    draft.matrix = read_matrix_file(file_name, content) if content is not None else ""
    _without_people(draft if draft.units else _named(draft))
    _drop_posts(draft, before=posts_kept(Draft.of(founding.draft)))
    _keep(founding, draft)


def _drop_posts(draft: Draft, *, before: list[Proposal]) -> None:
    """Forget what was said of posts that the roles of another city do not have, and note who was named for them."""
    now = {one.code: one.role for one in posts_of(draft)}
    for one in before:
        holder = draft.posts.get(one.code, {}).get("holder")
        if holder and now.get(one.code) != one.role:
            draft.dropped.append(f"{one.title} ({draft.people.get(holder, holder)})")
    roles = {one.code: one.role for one in before}
    draft.posts = {
        code: said for code, said in draft.posts.items() if code in now and now[code] == roles.get(code, now[code])
    }


def _named(draft: Draft) -> Draft:
    """The same under some name: a matrix can be checked before the city has one."""
    copy = Draft.of(draft.stored())
    copy.name_city({"name": "City", "time_zone": "UTC", "fiscal_year_begins": "07-01", "holidays": []})
    return copy


def read_matrix_file(file_name: str, content: bytes) -> str:
    """An uploaded matrix, checked as one to be put in force, as YAML."""
    read = READERS.get(file_name.rsplit(".", 1)[-1].lower())
    if read is None:
        raise NotReady([Problem(_("A matrix comes as CSV, XLSX or YAML, in the shape of the export."), field="file")])
    try:
        table = read(content, file=file_name)
    except Mistakes as found:
        raise NotReady([Problem(str(one), field="file") for one in found.mistakes[:20]]) from found
    if wrong := unpublishable(table):
        text = _("Activity %(code)s has %(why)s. To be in force it needs exactly one A and at least one R.")
        raise NotReady([Problem(text % {"code": code, "why": why}, field="file") for code, why in wrong.items()])
    return to_yaml(table).decode()


@transaction.atomic
def fill_posts(said: Mapping[str, Mapping[str, Any]], *, by: Person) -> None:
    """Who holds which of the proposed posts; `leave_out` for those the city does not have."""
    founding = founding_of(by, lock=True)
    draft = Draft.of(founding.draft)
    unknown = sorted({str(one["holder"]) for one in said.values() if one.get("holder")} - set(draft.people))
    if unknown:
        text = _("%(email)s is none of your people yet. Bring them in first, or mend the address.")
        fields = {email: next(code for code, one in said.items() if one.get("holder") == email) for email in unknown}
        raise NotReady(
            [
                Problem(text % {"email": email}, field=email, url=f"#{holder_field(code)}")
                for email, code in list(fields.items())[:20]
            ]
        )
    draft.posts |= {code: dict(one) for code, one in said.items()}
    draft.dropped = []
    _keep(founding, draft)


@transaction.atomic
def remove_unit(code: str, *, by: Person) -> str:
    """Take a unit out of the draft, with all that stand below it; returns its name."""
    founding = founding_of(by, lock=True)
    draft = Draft.of(founding.draft)
    unit = next((one for one in draft.units[1:] if one["code"] == code), None)
    if unit is None:
        raise Conflict(_("There is no such unit in your list any more."))
    draft.units = [one for one in draft.units if not one["path"].startswith(unit["path"])]
    _keep(founding, draft)
    return unit["name"]


@transaction.atomic
def remove_person(email: str, *, by: Person) -> str:
    """Take somebody out of the draft; posts they were named for are vacant again."""
    founding = founding_of(by, lock=True)
    draft = Draft.of(founding.draft)
    if email == by.email:
        raise Conflict(_("This is you; you found the city."))
    name = draft.people.pop(email, "")
    for said in draft.posts.values():
        if said.get("holder") == email:
            said["holder"] = ""
    _keep(founding, draft)
    return name


# ---- what it makes


def posts_of(draft: Draft) -> list[Proposal]:
    """The posts that are proposed for its units by the pattern of the shipped city."""
    return proposals(draft, settings.CITIES)


def posts_kept(draft: Draft) -> list[Proposal]:
    """Those of them that the city has."""
    return [one for one in posts_of(draft) if not draft.posts.get(one.code, {}).get("leave_out")]


def holder_field(code: str) -> str:
    """Where the holder of a proposed post is written: the field's id."""
    return f"holder-{code}"


def matrix_of(draft: Draft) -> MatrixTable | None:
    """The matrix it would put in force, once it is chosen and the city is named."""
    reading = _without_people(draft)
    return reading.matrix if reading else None


def _without_people(draft: Draft) -> CityReading | None:
    if not draft.shipped or not draft.units:
        return None
    with tempfile.TemporaryDirectory() as made:
        bare = Draft.of(draft.stored() | {"units": draft.units[:1], "people": {}, "posts": {}})
        write_folder(bare, settings.CITIES, [], Path(made), clock.today().isoformat())
        try:
            return read_city(Path(made))
        except Mistakes as found:  # a matrix of one's own whose columns are not the chosen roles
            raise NotReady([Problem(str(one), field="file") for one in found.mistakes[:20]]) from found


def found_city(*, by: Person, invite: bool = False) -> list[Change]:
    """Put the city in force, once: its matrix, posts and holders, in the founder's name. `invite`: send everybody their link.

    Raises NotReady with what is missing; then nothing has changed.
    """
    with transaction.atomic():
        founding = founding_of(by, lock=True)
        draft = Draft.of(founding.draft)
        if problems := missing(draft):
            raise NotReady(problems)
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made) / draft.units[0]["code"]
            folder.mkdir()
            write_folder(draft, settings.CITIES, posts_kept(draft), folder, clock.today().isoformat())
            try:
                changes = load_city(read_city(folder), by=by)
            except Mistakes as found:
                raise NotReady([Problem(str(one)) for one in found.mistakes[:20]]) from found
        founding.founded_at = clock.now()
        founding.save(update_fields=["founded_at"])
        if invite:
            send_invitations(Person.objects.filter(email__in=list(draft.people)).exclude(pk=by.pk))
    return changes


def missing(draft: Draft) -> list[Problem]:
    """What still stands before the founding."""
    found = []
    if not draft.city:
        text = _("Name the city, its time zone and fiscal year.")
        found.append(Problem(text, url=reverse("raci:founding-city")))
    if not draft.shipped:
        found.append(Problem(_("Choose the matrix."), url=reverse("raci:founding-matrix")))
    if len(draft.units) < 2:
        found.append(Problem(_("Bring in at least one unit below the city."), url=reverse("raci:founding-units")))
    return found or posts_missing(draft)


def posts_missing(draft: Draft) -> list[Problem]:
    """What the step of the posts still owes, once there are a matrix and units."""
    found = []
    url = reverse("raci:founding-posts")
    if draft.dropped:
        text = _(
            "The matrix was changed after posts were named. These are no longer named: %(posts)s. Save the posts again."
        )
        found.append(Problem(text % {"posts": "; ".join(draft.dropped)}, url=url))
    if roles := _nobody_fills_posts(draft):
        text = _("Name a holder for one of these posts, or nobody could ever fill the others: %(roles)s.")
        found.append(Problem(text % {"roles": ", ".join(roles.values())}, url=_field_of_first(roles, draft) or url))
    if len(posts_kept(draft)) > MOST_POSTS:
        text = _("These are more than %(n)d posts. Leave units out for now, or load the city from a folder.")
        found.append(Problem(text % {"n": MOST_POSTS}, url=url))
    return found


def _field_of_first(roles: Mapping[str, str], draft: Draft) -> str:
    """The address of the field where the first post of one of these roles gets its holder."""
    for number, one in enumerate(posts_of(draft)):
        if one.role in roles:
            page = number // POSTS_ON_A_PAGE + 1
            return f"{reverse('raci:founding-posts')}?page={page}#{holder_field(one.code)}"
    return ""


def _nobody_fills_posts(draft: Draft) -> dict[str, str]:
    """The roles that fill posts of the whole city, code > name, if nobody is to hold any of them."""
    fills = roles_that_fill_posts(draft)
    held = {one.role for one in posts_kept(draft) if draft.posts.get(one.code, {}).get("holder")}
    return {} if held & set(fills) else fills


def roles_that_fill_posts(draft: Draft) -> dict[str, str]:
    """Code > name of the roles whose posts fill posts of the whole city, and keep its units."""
    reading = _without_people(draft)
    if reading is None:
        return {}
    return {
        role.code: role.name
        for role in reading.roles
        if role.reach == "citywide" and "R" in reading.matrix.cells.get((FILL_POSTS, role.code), "")
    }
