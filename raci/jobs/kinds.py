"""What can be made in the background, registered by the apps that make it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raci.authority import Facts
from raci.models import Job
from raci.refusals import Refused


@dataclass(frozen=True)
class Product:
    """What was made: one file. An open file may outlive its name, a path is copied, bytes are for small ones."""

    file_name: str
    media_type: str
    content: bytes | Path | BinaryIO
    said: str = ""  # what the notice says instead of "is ready"


LONGEST = 120  # seconds
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class JobKind:
    """One kind of work.

    `work` makes the product and may tell how far it is: `progress(done, total)`. It may run again after a fault, so it changes
    nothing but by acts that do no harm twice. `authorise` raises `Refused` where the person may not have this: it is asked
    before the work and again when the file is fetched. `Refused` from `work` itself counts alike.
    """

    code: str
    label: str | Promise
    work: Callable[[Job, Progress], Product]
    authorise: Callable[[Job, Facts], None] = lambda _job, _facts: None
    about: str | Promise = ""  # a sentence under what is ready
    otherwise: str | Promise = ""  # what else its reader can do when it failed
    notice: str = "job"  # a code of `raci.notices.KINDS`, for "is ready"
    longest: int = (
        LONGEST  # seconds after which a worker's process is ended; beyond the lease only if it tells progress
    )


_kinds: dict[str, JobKind] = {}


def register(kind: JobKind) -> None:
    """Make a kind known. A code is given once."""
    if _kinds.setdefault(kind.code, kind) != kind:
        raise ValueError(f"Two kinds of work are called {kind.code}.")


def kind_of(code: str) -> JobKind:
    """The kind of this code; refused where no app makes it (any more)."""
    if code not in _kinds:
        raise Refused(str(_("The portal does not make this any more.")))
    return _kinds[code]


def longest_of(code: str) -> int:
    """For how many seconds a worker may be at it."""
    return _kinds[code].longest if code in _kinds else LONGEST


def label_of(code: str) -> str:
    """How a kind is called; its code where no app makes it any more."""
    return str(_kinds[code].label) if code in _kinds else code
