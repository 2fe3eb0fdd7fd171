"""Person: somebody who signs in by e-mail, or a named service (the demo's loader, the sealer)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth import hashers
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from raci.history import Tracked


class PersonManager(BaseUserManager["Person"]):
    """Looks people up by e-mail, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> Person:
        """The person who signs in with this address."""
        return self.get(email__iexact=username or "")


class Person(AbstractBaseUser):
    """Somebody the portal knows. What they may do comes from the posts they hold, never from this row.

    There is no superuser. People are disabled, never deleted: history names them for ever.
    """

    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=200)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_service = models.BooleanField(default=False)  # a program under its own name; never signs in
    is_fictional = models.BooleanField(default=False)  # made up for a demonstration city, and shown as such
    last_login = None  # otherwise each sign-in would write history

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[PersonManager] = PersonManager()
    history = Tracked(excluded_fields=["password"])

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ("name", "pk")
        constraints = (models.UniqueConstraint(Lower("email"), name="person_has_one_row_per_address"),)

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """How history names them: name and address."""
        return f"{self.name} <{self.email}>"

    @property
    def is_staff(self) -> bool:
        """Django's admin asks its site instead (`raci.admin.QueueSite.has_permission`)."""
        return False

    def get_full_name(self) -> str:
        """The name, for allauth and the admin."""
        return self.name

    def get_short_name(self) -> str:
        """The first word of the name."""
        return self.name.split(" ", 1)[0]

    def check_password(self, raw_password: str) -> bool:  # type: ignore[override]
        """As Django's, but never saves a re-hashed password: that would be a write outside an act."""
        return hashers.check_password(raw_password, self.password)
