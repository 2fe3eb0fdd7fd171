"""What every task of the portal has in common: its number stands in what it writes, and what it refuses is said in the log."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from celery import Task

from raci import denied
from raci.history.acting import request_id
from raci.refusals import Refusal, Refused

if TYPE_CHECKING:
    AnyTask = Task[Any, Any]
else:
    AnyTask = Task  # takes types only in the stubs


class PortalTask(AnyTask):
    """A task whose refusal ends it: an act said no, nothing was changed, and nobody waits for an answer.

    Redis is no store and no authority (promises B4): what it rings for may be replayed or forged, so a task takes numbers, and
    the act that it calls asks again who may.
    """

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run it under its number; None where it was refused."""
        number = request_id.set(self.request.id or str(uuid.uuid4()))
        try:
            return self.run(*args, **kwargs)
        except Refusal as refusal:
            status = 404 if isinstance(refusal, Refused) and not refusal.visible else 403
            denied.say(door="task", person=None, at=self.name or "", status=status, reason=type(refusal).__name__)
            return None
        finally:
            request_id.reset(number)
