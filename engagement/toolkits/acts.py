"""The acts on tools: kept by R of 1.2 for the city; whoever holds a post says that their unit used one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from engagement.kinds import TOOLKIT
from engagement.models import Tool, ToolUse
from engagement.training.enrolling import post_of
from raci import clock
from raci.actions.documents import with_document
from raci.authority import facts_for
from raci.evidence.names import plain_name
from raci.history import acting
from raci.keeping import keeper, keeping
from raci.models import Blob, Person, Unit
from raci.refusals import Conflict, NotReady, Problem
from raci.the_city import need_city

SAID = ("title", "version", "step", "about", "place")


def tool_url(row: Tool) -> str:
    """Its page."""
    return reverse("engagement:tool-detail", args=[row.pk])


def add_tool(
    said: Mapping[str, Any], *, upload: UploadedFile[bytes] | None = None, replaces: Tool | None = None, by: Person
) -> Tool:
    """A tool, or the next version of one; a file is inspected as every file is."""
    city = need_city()
    via = keeper(facts_for(by), TOOLKIT, city)
    if upload is None and not said["place"].strip():
        raise NotReady([Problem(_("Choose a file, or say where it is kept."), field="document")])

    def keep(blob: Blob | None) -> Tool:
        with keeping(TOOLKIT, city, by=by, act="keep_tool"):
            _check(said, replaces)
            name = plain_name(upload.name or "") if upload and blob else ""
            values = {one: said[one].strip() for one in SAID}
            return Tool.objects.create(**values, blob=blob, file_name=name, added_on=clock.today(), replaces=replaces)

    return with_document(upload, keep, by=by, act="keep_tool", post=via.capacity.label, cell=via.cell)


def _check(said: Mapping[str, Any], replaces: Tool | None) -> None:
    if replaces is not None and Tool.objects.select_for_update(of=("self",)).filter(replaces=replaces).exists():
        raise Conflict(_("A later version has taken its place already: begin from that one."))
    if Tool.objects.filter(title=said["title"].strip(), version=said["version"].strip()).exists():
        raise NotReady([Problem(_("There is this version of it already."), field="version")])


def edit_tool(row: Tool, said: Mapping[str, Any], *, by: Person, edits: int) -> None:
    """What is said of a version; its file stays."""
    with keeping(TOOLKIT, need_city(), by=by, act="keep_tool"):
        locked = Tool.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if edits != locked.edits:
            raise NotReady([Problem(_("Somebody else saved it while this page was open. Open the form again."))])
        same = Tool.objects.filter(title=said["title"].strip(), version=said["version"].strip()).exclude(pk=row.pk)
        if same.exists():
            raise NotReady([Problem(_("There is this version of it already."), field="version")])
        if locked.blob_id is None and not said["place"].strip():
            raise NotReady([Problem(_("Say where it is kept."), field="place")])
        for name in SAID:
            setattr(locked, name, said[name].strip())
        locked.edits += 1
        locked.save()


def withdraw_tool(row: Tool, *, by: Person) -> None:
    """It is not to be used any more; it stays to read."""
    with keeping(TOOLKIT, need_city(), by=by, act="withdraw_tool"):
        locked = Tool.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if locked.withdrawn_on:
            raise Conflict(_("It has already been withdrawn."))
        locked.withdrawn_on, locked.edits = clock.today(), locked.edits + 1
        locked.save()


def use_tool(row: Tool, said: Mapping[str, Any], *, by: Person) -> ToolUse:
    """Somebody says, in a post they hold, that its unit used this version."""
    capacity = post_of(by)
    if said["used_on"] > clock.today():
        raise NotReady([Problem(_("This day is still to come."), field="used_on")])
    with transaction.atomic(), acting(by=by, post=capacity.label, act="use_tool"):
        unit = Unit.objects.get(path=capacity.unit_path)
        return ToolUse.objects.create(tool=row, unit=unit, by=by, by_as=capacity.label, **said)
