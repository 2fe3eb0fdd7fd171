"""The city's own unit, the root of its tree: in its line stands what is of the whole city. There is none until one is founded."""

from __future__ import annotations

from django.utils.translation import gettext as _

from raci.models import Unit
from raci.refusals import Refused


def the_city() -> Unit | None:
    """The unit, if there is one yet."""
    return Unit.objects.filter(kind=Unit.Kind.CITY).first()


def need_city(*, locked: bool = False) -> Unit:
    """The unit; `Refused` where there is none yet. `locked`: until the transaction ends, so that two acts come one by one."""
    rows = Unit.objects.select_for_update(of=("self",)) if locked else Unit.objects.all()
    city = rows.filter(kind=Unit.Kind.CITY).first()
    if city is None:
        raise Refused(no_city())
    return city


def no_city() -> str:
    """Why nothing of it can be done."""
    return _("There is no city yet.")
