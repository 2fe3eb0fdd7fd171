"""What is tracked: `history = Tracked()` on a model gives it a history table that only grows."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Func, Value
from django.db.models.expressions import DatabaseDefault
from django.db.models.functions import Cast, NullIf
from django.db.models.signals import class_prepared
from simple_history.manager import HistoryDescriptor
from simple_history.models import HistoricalRecords


class Acting(Func):
    """A label of the running transaction (see `acting`), as a column default; NULL where nobody acts."""

    function = "current_setting"
    arity = 2
    output_field = models.TextField()

    def __init__(self, label: str) -> None:
        super().__init__(Value(f"app.{label}"), Value(True))

    def deconstruct(self) -> tuple[str, tuple[str], dict[str, Any]]:
        """The label alone says it all (for migrations)."""
        label = self.get_source_expressions()[0].value.removeprefix("app.")
        return "raci.history.tracked.Acting", (label,), {}


class HistoryEntry(models.Model):
    """Columns every history row has besides simple-history's own: labels, not foreign keys, filled by the database."""

    history_actor_id = models.BigIntegerField(
        db_default=Cast(NullIf(Acting("actor_id"), Value("")), models.BigIntegerField())
    )
    history_actor = models.TextField(db_default=Acting("actor"))
    history_post = models.TextField(db_default=Acting("post"))
    history_cell = models.TextField(db_default=Acting("cell"))
    history_act = models.TextField(db_default=Acting("act"))
    history_why = models.TextField(db_default=Acting("why"))
    history_request = models.TextField(db_default=Acting("request"))
    history_record = models.BigIntegerField(
        null=True, db_index=True, db_default=Cast(NullIf(Acting("record"), Value("")), models.BigIntegerField())
    )

    class Meta:
        abstract = True

    def _do_insert(self, manager: Any, using: Any, fields: Any, returning_fields: Any, raw: Any) -> Any:
        """Leave the labels out of the INSERT: the table's own defaults say them, at a fraction of the cost."""
        given = [field for field in fields if not isinstance(getattr(self, field.attname), DatabaseDefault)]
        return super()._do_insert(manager, using, given, returning_fields, raw)  # type: ignore[misc]


class Histories(HistoryDescriptor):  # type: ignore[misc]
    """`row.history`, by one class of manager for good: simple-history makes a new class each time a row is saved."""

    def __init__(self, found: HistoryDescriptor) -> None:
        super().__init__(found.model, found.manager_class, found.queryset_class)
        self._manager = self.manager_class.from_queryset(self.queryset_class)

    def __get__(self, instance: models.Model | None, owner: type[models.Model]) -> Any:
        return self._manager(self.model, instance)


class Tracked(HistoricalRecords):  # type: ignore[misc] # simple-history is not typed
    """simple-history without its user relation (labels instead) and without an index on every copied foreign key.

    `restricted`: its history stands in the ledger and in exports as bare leaves, and in no story but what its own readers
    are told (history/restricted.sql); its first migration has `AttachGuard("Model", restricted=True)`.
    """

    def __init__(self, *, restricted: bool = False, **options: Any) -> None:
        self.restricted = restricted
        super().__init__(
            bases=(HistoryEntry,),
            history_id_field=models.BigAutoField(),
            history_user_id_field=models.BigIntegerField(null=True),
            history_user_getter=lambda row: None,
            history_user_setter=lambda row, user: None,
            **options,
        )

    def finalize(self, sender: type[models.Model], **kwargs: Any) -> None:
        """Remember on the history model whether it may be told."""
        super().finalize(sender, **kwargs)
        if self.cls is sender:
            # a migration draws ten thousand models, and each would be shown to each of some two hundred listeners
            class_prepared.disconnect(self.finalize)
            setattr(sender, self.manager_name, Histories(vars(sender)[self.manager_name]))
            sender.history.model.is_restricted = self.restricted

    def copy_fields(self, model: type[models.Model]) -> dict[str, Any]:
        """Plain copies: an index on each foreign key would cost every write and serve no question we ask."""
        fields: dict[str, Any] = super().copy_fields(model)
        for field in fields.values():
            if field.remote_field is not None:
                field.db_index = False
        return fields
