"""History, work in the background, and the inbox."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from rest_framework import serializers

from raci import handing_out, jobs, notices
from raci.api.contract import FILE, Created, Door, Everything, operation
from raci.api.fields import Body, Key, Shape
from raci.api.paging import Number, Paged, Query, Rows
from raci.api.shapes import Id, one_of, said
from raci.history import ledger
from raci.jobs.history import ask_for_export, may_export
from raci.models import Job
from raci.queries import jobs as queries


class JobShown(Shape):
    """Something you asked for: how far it is."""

    id = Id(source="job.pk")
    kind = said(source="job.kind")
    title = said(source="job.title")
    state = one_of(Job.State, source="job.state")
    sentence = said()
    percent = serializers.IntegerField(allow_null=True)
    asked_at = serializers.DateTimeField(source="job.asked_at")
    finished_at = serializers.DateTimeField(source="job.finished_at", allow_null=True)
    file_name = said(source="job.file_name")
    media_type = said(source="job.media_type")
    size = serializers.IntegerField(source="job.size")
    sha256 = said(source="job.sha256")

    example = {
        "id": 6, "kind": "history-export", "title": "The whole history", "state": "working",
        "sentence": "It is being made: 40 % done.", "percent": 40, "asked_at": "2026-11-21T09:00:00-08:00",
        "finished_at": None, "file_name": "", "media_type": "", "size": 0, "sha256": "",
    }  # fmt: skip


# ---- history


class LineShown(Shape):
    """One entry of the ledger."""

    position = serializers.IntegerField()
    at = serializers.DateTimeField(allow_null=True)
    who = said()
    as_what = said()
    sentence = said()
    thing = said()
    number = serializers.IntegerField(allow_null=True)

    example = {
        "position": 812, "at": "2026-11-21T09:00:00-08:00", "who": "Dana Reyes", "as_what": "Director, Parks & Recreation",
        "sentence": "opened the consultation", "thing": "Case", "number": 12,
    }  # fmt: skip


class HistoryShown(Shape):
    """Where the ledger stands, and its newest entries before a position."""

    entries = serializers.IntegerField(source="ledger.entries")
    seals = serializers.IntegerField(source="ledger.seals")
    head = said(source="ledger.head", help_text="The hash of the last seal: everything before it hangs on it.")
    sealed_at = serializers.DateTimeField(source="ledger.sealed_at", allow_null=True)
    lines = LineShown(many=True)
    older = serializers.IntegerField(allow_null=True, help_text="Read on with `before` set to this.")

    example = {
        "entries": 812, "seals": 40, "head": "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c",
        "sealed_at": "2026-11-21T09:01:00-08:00", "lines": [LineShown.example], "older": 763,
    }  # fmt: skip


class HistoryQuery(Query):
    """From where."""

    before = Number(required=False, min_value=1, max_value=10**18 - 1, help_text="A position; the newest unless told.")


class History(Door):
    """The whole history."""

    noun = "history"

    @operation("The history", gives=HistoryShown, query=HistoryQuery)
    def get(self) -> Any:
        """For posts that audit: counts, the last seal, and 50 entries."""
        may_export(self.facts)
        return ledger.history_page(self.person, before=self.wanted.get("before"))


class HistoryExport(Door):
    """All of it to take away."""

    noun = "history"

    @operation("Export the whole history", takes=Body, gives=JobShown, status=202)
    def post(self) -> Any:
        """One zip that proves itself, made in the background; the hash to note comes to your inbox."""
        may_export(self.facts)
        self.sent()
        job = ask_for_export(self.facts)
        return Created(queries.line(job), reverse("api:job-detail", args=[job.pk]))


# ---- work in the background


class JobList(Door):
    """One's own."""

    noun = "jobs"

    @operation("What I asked to have made", gives=JobShown, query=Paged)
    def get(self) -> Any:
        """Newest first; kept for a week."""
        return Rows(queries.jobs_of(self.person), queries.line)


class JobDoor(Door):
    """An address about one job."""

    noun = "jobs"
    shows = JobShown

    def job(self, pk: int) -> Job:
        """One of one's own."""
        return queries.own_job(pk, self.person)

    def current(self, pk: int) -> Any:
        """As GET shows it, held until the act is done."""
        self.job(pk)
        Job.objects.select_for_update().get(pk=pk)
        return queries.line(self.job(pk))


class JobDetail(JobDoor):
    """One job."""

    @operation("How far is it?", gives=JobShown)
    def get(self, pk: int) -> Any:
        """Ask again until `state` is `done` or `failed`."""
        return queries.line(self.job(pk))


class JobAgain(JobDoor):
    """Ask once more."""

    @operation("The same once more", takes=Body, gives=JobShown, status=202)
    def post(self, pk: int) -> Any:
        """A new job; the old one stays to read."""
        job = self.job(pk)
        self.sent()
        made = jobs.ask_again(job, by=self.person)
        return Created(queries.line(made), reverse("api:job-detail", args=[made.pk]))


class JobCancel(JobDoor):
    """Take it back."""

    @operation("Take back what no worker has begun", takes=Body, gives=JobShown, subject=True)
    def post(self, pk: int) -> Any:
        """409 where a worker was quicker."""
        job = self.job(pk)
        self.sent()
        jobs.cancel(job, by=self.person)
        return queries.line(self.job(pk))


class JobFile(JobDoor):
    """What was made."""

    content_negotiation_class = Everything

    @operation("The file that was made", gives=FILE)
    def get(self, pk: int) -> HttpResponseBase:
        """For who asked and may still have it; 422 until it is ready."""
        return handing_out.product(pk, self.facts)


# ---- the inbox


class NoticeShown(Shape):
    """One line of your inbox."""

    id = Id(source="pk")
    line = said()
    page = said(source="url")
    record = Id(source="record_id", allow_null=True)
    at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)

    example = {
        "id": 77, "line": "You are asked about Parks equity plan 2027 (v1).", "page": "/plans/12/", "record": 12,
        "at": "2026-11-21T09:00:00-08:00", "read_at": None,
    }  # fmt: skip


class Inbox(Door):
    """What you were told."""

    noun = "inbox"

    @operation("My notices", gives=NoticeShown, query=Paged)
    def get(self) -> Any:
        """Newest first."""
        return Rows(notices.inbox_of(self.person))


class ReadBody(Body):
    """Which notices."""

    notice = Key(required=False, help_text="One of them; all unless told.")

    example = {"notice": 77}


class ReadShown(Shape):
    """How many were unread until now."""

    read = serializers.IntegerField()
    unread = serializers.IntegerField(help_text="How many still are.")

    example = {"read": 1, "unread": 0}


class InboxRead(Door):
    """Mark as read."""

    noun = "inbox"

    @operation("Mark notices as read", takes=ReadBody, gives=ReadShown)
    def post(self) -> Any:
        """One, or all."""
        mine, sent = notices.inbox_of(self.person), self.sent()
        if "notice" in sent:
            mine = mine.filter(pk=sent["notice"])
        read = notices.mark_read(mine, by=self.person)
        return {"read": read, "unread": notices.unread_count(self.person)}
