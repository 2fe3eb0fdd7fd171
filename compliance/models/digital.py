"""The digital inventory: web content and mobile apps, own or by contract, and what of the standard each still fails."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from raci.history import Tracked
from raci.models import Unit


class DigitalAsset(models.Model):
    """A page, document, app, account or video; kept until it is retired (28 CFR 35.200-.205)."""

    class Kind(models.TextChoices):
        PAGE = "page", _("Web page or site")
        DOCUMENT = "document", _("Document")
        APP = "app", _("Mobile app")
        SOCIAL = "social", _("Social media")
        VIDEO = "video", _("Video")

    class Method(models.TextChoices):
        AUTOMATED = "automated", _("by a program")
        MANUAL = "manual", _("by hand")
        USER = "user", _("with people who use it")

    class Status(models.TextChoices):
        IN_USE = "in_use", _("In use")
        BEING_MENDED = "being_mended", _("Being mended")
        RETIRED = "retired", _("Retired")

    class Claim(models.TextChoices):
        """The exceptions and claims of compliance.checks.ada_web_dates, by their codes."""

        ARCHIVED = "archived", _("Archived content")
        PREEXISTING = "preexisting_document", _("Document from before the date")
        THIRD_PARTY = "third_party", _("Posted by a third party")
        SECURED = "individualized_secured", _("Individual document behind a password")
        OLD_POST = "preexisting_social_post", _("Social media post from before the date")
        ALTERNATE = "conforming_alternate", _("Conforming alternate version")
        EQUIVALENT = "equivalent_facilitation", _("Equivalent facilitation")
        MINIMAL = "minimal_impact", _("Minimal impact")

    code = models.CharField(_("number"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=300)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="digital_assets", verbose_name=_("unit"))
    kind = models.CharField(_("what it is"), max_length=10, choices=Kind)
    url = models.CharField(_("address, or the app’s name in its store"), max_length=500, blank=True)
    vendor = models.CharField(_("vendor"), max_length=200, blank=True)
    contract = models.CharField(_("contract"), max_length=100, blank=True)
    made_on = models.DateField(_("created on"), null=True, blank=True)
    changed_on = models.DateField(_("last changed on"), null=True, blank=True)
    is_used = models.BooleanField(  # null: nobody has said
        _("used to apply for, get or take part in a service"), null=True, blank=True
    )
    claim = models.CharField(_("exception or claim"), max_length=24, choices=Claim, blank=True)
    audited_on = models.DateField(_("last audited on"), null=True, blank=True)
    auditor = models.CharField(_("auditor"), max_length=200, blank=True)
    method = models.CharField(_("how it was audited"), max_length=10, choices=Method, blank=True)
    failures = models.JSONField(  # success criterion > how many are open, as {"1.4.3": 12}; null: not known
        _("open failures by criterion"), null=True, blank=True
    )
    target_on = models.DateField(_("target date"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.IN_USE)
    edits = models.PositiveIntegerField(default=0)  # rises with each change; what a form was opened on

    history = Tracked()

    class Meta:
        verbose_name = _("digital item")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name
