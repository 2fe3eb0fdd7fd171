"""ETag, If-None-Match, If-Match: an ETag is the hash of what its reader was shown."""

from __future__ import annotations

import hashlib
import re

from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from raci.api.problems import Invalid
from raci.refusals import Problem

TAG = r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"'
LIST = re.compile(rf"{TAG}(?:[ \t]*,[ \t]*{TAG})*")


def etag_of(body: bytes) -> str:
    """The tag of a representation."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def tags(request: Request, header: str) -> list[str] | None:
    """The tags a header names ("*" among them stands for any); none without the header."""
    given = request.headers.get(header)
    if given is None:
        return None
    given = given.strip()
    if given == "*":
        return ["*"]
    if not LIST.fullmatch(given):
        raise Invalid([Problem(_('Write tags as they were answered, such as "5d41402a", or *.'), field=header)])
    return re.findall(TAG, given)


def is_known(request: Request, etag: str) -> bool:
    """Whether whoever asks has this representation already (If-None-Match; weak comparison)."""
    found = tags(request, "If-None-Match") or []
    return "*" in found or etag in [tag.removeprefix("W/") for tag in found]


def not_modified(etag: str) -> HttpResponse:
    """304."""
    return HttpResponse(status=304, headers={"ETag": etag, "Cache-Control": "no-store"})
