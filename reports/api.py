"""Prints for programs: ask for a PDF, watch it being made, fetch it. Only who asked sees it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from rest_framework import serializers

from raci.api.addresses import path
from raci.api.contract import FILE, Created, Door, Everything, operation
from raci.api.fields import Body, Choice, Key, Shape
from raci.api.shapes import Id, one_of, said
from raci.refusals import Refused
from reports.actions import request_print
from reports.kinds import KINDS
from reports.models import Print
from reports.views import print_file


class PrintShown(Shape):
    """A PDF that you asked for."""

    id = Id(source="pk")
    kind = said()
    subject = Id(allow_null=True)
    title = said()
    state = one_of(Print.State)
    error = said()
    sha256 = said()
    size = serializers.IntegerField()
    asked_at = serializers.DateTimeField()

    example = {
        "id": 8, "kind": "plan", "subject": 12, "title": "Parks equity plan 2027", "state": "queued", "error": "", "sha256": "",
        "size": 0, "asked_at": "2026-11-21T09:00:00-08:00",
    }  # fmt: skip


class PrintBody(Body):
    """What to print."""

    kind = Choice(choices=list(KINDS))
    subject = Key(required=False, help_text="The record's number, or the receipt's; none for the matrix.")

    example = {"kind": "plan", "subject": 12}


class PrintAdd(Door):
    """Ask for one."""

    noun = "prints"

    @operation("Ask for a PDF", takes=PrintBody, gives=PrintShown, status=202)
    def post(self) -> Any:
        """It shows what you may see of it now."""
        sent = self.sent()
        made = request_print(sent["kind"], sent.get("subject"), by=self.person)
        return Created(made, reverse("api:print-detail", args=[made.pk]))


class PrintDetail(Door):
    """One print."""

    noun = "prints"

    @operation("How far is a PDF?", gives=PrintShown)
    def get(self, pk: int) -> Any:
        """Ask again until `state` is `ready` or `failed`."""
        found = Print.objects.filter(pk=pk, person=self.person).first()
        if found is None:
            raise Refused("", visible=False)
        return found


class PrintFile(Door):
    """The PDF."""

    noun = "prints"
    content_negotiation_class = Everything

    @operation("A PDF", gives=FILE)
    def get(self, pk: int) -> HttpResponseBase:
        """Tagged (PDF/UA-1); the same facts give the same bytes."""
        return print_file(self.request._request, pk)


urlpatterns = [
    path("prints/", PrintAdd.as_view(), name="print-add"),
    path("prints/<key:pk>/", PrintDetail.as_view(), name="print-detail"),
    path("prints/<key:pk>/file/", PrintFile.as_view(), name="print-file"),
]
