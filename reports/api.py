"""Prints for programs: ask for a PDF, which is made among the work in the background (jobs/)."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from raci.api.addresses import path
from raci.api.contract import Created, Door, operation
from raci.api.fields import Body, Choice, Key
from raci.api.work import JobShown
from raci.queries.jobs import line
from reports.actions import request_print
from reports.kinds import KINDS


class PrintBody(Body):
    """What to print."""

    kind = Choice(choices=list(KINDS))
    subject = Key(required=False, help_text="The record's number, or the receipt's; none for the matrix.")

    example = {"kind": "plan", "subject": 12}


class PrintAdd(Door):
    """Ask for a print."""

    noun = "jobs"

    @operation("Ask for a PDF", takes=PrintBody, gives=JobShown, status=202)
    def post(self) -> Any:
        """Of what you may see: a plan, a receipt, the matrix. Tagged (PDF/UA-1); fetch it at jobs/{id}/file/."""
        sent = self.sent()
        job = request_print(sent["kind"], sent.get("subject"), by=self.person)
        return Created(line(job), reverse("api:job-detail", args=[job.pk]))


urlpatterns = [path("prints/", PrintAdd.as_view(), name="print-add")]
