"""The acts on a training programme: its text, its materials, which units have how many people trained by when.

All of it is one edition, which R hands in and A accepts. What is in force is changed by the next edition.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from engagement.kinds import PROGRAMME
from engagement.models import Material, MustTrain, TrainingProgramme
from raci import clock, reviewing
from raci.actions.documents import with_document
from raci.authority import facts_for
from raci.evidence.names import plain_name
from raci.keeping import keeping
from raci.models import Blob, Person, Unit
from raci.refusals import Conflict, NotReady, Problem, Refused
from raci.the_city import need_city

State = TrainingProgramme.State
SAID = ("title", "for_whom", "aims", "hours", "every_months", "least_percent", "takes_residents")


def programme_url(row: TrainingProgramme) -> str:
    """Its page."""
    return reverse("engagement:programme-detail", args=[row.pk])


def begin_programme(said: Mapping[str, Any], *, by: Person) -> TrainingProgramme:
    """A first edition, as a draft of the city's."""
    with transaction.atomic():
        city = need_city(locked=True)
        code = slugify(said["title"])[:60] or "training"
        if TrainingProgramme.objects.filter(code=code).exists():
            raise NotReady([Problem(_("There is a programme of this title already."), field="title")])
        with keeping(PROGRAMME, city, by=by, act="write_programme"):
            return TrainingProgramme.objects.create(unit=city, code=code, **_said(said))


def edit_programme(row: TrainingProgramme, said: Mapping[str, Any], *, by: Person, opened: str = "") -> None:
    """Change the text of an edition that is not handed in."""
    with reviewing.writing(row, by=by, act="write_programme", opened=opened) as locked:
        for name, value in _said(said).items():
            setattr(locked, name, value)
        locked.save()


def _said(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: said[name] for name in SAID}


def begin_edition(row: TrainingProgramme, *, by: Person) -> TrainingProgramme:
    """The next edition, begun with what the one in force says; asked twice, it is the one that is open."""
    with transaction.atomic():
        need_city(locked=True)
        open_one = TrainingProgramme.objects.filter(code=row.code).exclude(state=State.ACCEPTED).first()
        if open_one is not None:
            return open_one
        newest = TrainingProgramme.objects.filter(code=row.code).latest("edition")
        with keeping(PROGRAMME, row.unit, by=by, act="write_programme"):
            made = TrainingProgramme.objects.create(
                unit=newest.unit, code=newest.code, edition=newest.edition + 1,
                **{name: getattr(newest, name) for name in SAID},
            )  # fmt: skip
            _copy_parts(newest, made)
    return made


def _copy_parts(old: TrainingProgramme, new: TrainingProgramme) -> None:
    for one in old.materials.filter(removed_on=None):
        Material.objects.create(programme=new, title=one.title, blob=one.blob, file_name=one.file_name, place=one.place)
    for asked in old.asked.all():
        values = {"whom": asked.whom, "people": asked.people, "due_on": asked.due_on}
        MustTrain.objects.create(programme=new, unit=asked.unit, **values)


# ---- which units have whom trained


def ask_unit(row: TrainingProgramme, unit: Unit, *, whom: str, people: int, due_on: date, by: Person) -> MustTrain:
    """Say how many people a unit has trained by when; said again it takes the place of what was said."""
    if due_on <= clock.today():
        raise NotReady([Problem(_("Choose a day to come."), field="due_on")])
    with reviewing.writing(row, by=by, act="ask_unit_to_train") as locked:
        asked = MustTrain.objects.filter(programme=locked, unit=unit).first() or MustTrain(programme=locked, unit=unit)
        asked.whom, asked.people, asked.due_on = whom.strip(), people, due_on
        asked.save()
    return asked


def ask_unit_no_more(asked: MustTrain, *, by: Person) -> None:
    """Take a unit out of an edition that is not handed in."""
    with reviewing.writing(asked.programme, by=by, act="ask_unit_to_train"):
        MustTrain.objects.get(pk=asked.pk).delete()


# ---- materials


def add_material(
    row: TrainingProgramme, *, title: str, place: str = "", upload: UploadedFile[bytes] | None = None, by: Person
) -> Material:
    """A file, inspected as every file is, or where it is kept."""
    permission = reviewing.may_write(facts_for(by), row)
    if permission.via is None or not permission:
        raise Refused(permission.reason, visible=reviewing.may_read(facts_for(by), row))
    if upload is None and not place.strip():
        raise NotReady([Problem(_("Choose a file, or say where it is kept."), field="document")])

    def keep(blob: Blob | None) -> Material:
        with reviewing.writing(row, by=by, act="add_material") as locked:
            name = plain_name(upload.name or "") if upload and blob else ""
            return Material.objects.create(
                programme=locked, title=title.strip(), blob=blob, file_name=name, place=place.strip()
            )

    label, cell = permission.via.capacity.label, permission.via.cell
    return with_document(upload, keep, by=by, act="add_material", post=label, cell=cell)


def remove_material(material: Material, *, by: Person) -> None:
    """Take it out of an edition that is not handed in; the row stays and says when."""
    with reviewing.writing(material.programme, by=by, act="remove_material"):
        locked = Material.objects.select_for_update().get(pk=material.pk)
        if locked.removed_on:
            raise Conflict(_("It has already been taken out."))
        locked.removed_on = clock.today()
        locked.save()


# ---- its review


def missing(row: TrainingProgramme) -> list[Problem]:
    """What an edition lacks before it is handed in."""
    edit = reverse("engagement:programme-edit", args=[row.pk])
    found = []
    if not row.for_whom.strip():
        found.append(Problem(_("It does not say for whom it is."), field="for_whom", url=f"{edit}#id_for_whom"))
    if not row.aims.strip():
        found.append(Problem(_("It does not say what people take away."), field="aims", url=f"{edit}#id_aims"))
    if not row.materials.filter(removed_on=None).exists():
        url = reverse("engagement:material-create", args=[row.pk])
        found.append(Problem(_("It has no material: add a file, or say where it is kept."), url=url))
    return found


REVIEW = reviewing.Review(
    PROGRAMME,
    unit=lambda row: row.unit,
    url=programme_url,
    related=("unit",),
    problems=missing,
    readers=lambda row, facts: row.state == State.ACCEPTED,
)
