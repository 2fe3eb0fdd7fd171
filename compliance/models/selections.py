"""The city as employer behind counsel's gate (Title VII): runs on selection rates, who reads them, EEO-4 tables.

All of it is restricted: rows hold days, states and posts; facts, results and words are sealed texts (`raci.sealed`).
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raci.history import Tracked
from raci.models import Post


class Acknowledgement(models.Model):
    """That counsel knows what the module is and wants it: without one in force the module is off. Its words are sealed."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    begins_on = models.DateField(_("acknowledged"))
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("post"))
    ended_on = models.DateField(_("taken back"), null=True, blank=True)
    payload = models.UUIDField(null=True)
    payload_sha256 = models.CharField(max_length=64, blank=True)

    history = Tracked(restricted=True)

    class Meta:
        verbose_name = _("acknowledgement")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["ended_on"],
                condition=Q(ended_on=None),
                nulls_distinct=False,
                name="module_is_acknowledged_once_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def about(self) -> str:
        """Whose its text is, for `raci.sealed`."""
        return f"acknowledgement:{self.uid}"


class AdverseImpactRun(models.Model):
    """One decision about people, compared by race and by sex apart; facts and answer are sealed together."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    made_on = models.DateField(_("entered"))
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("entered as"))
    total = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="components", verbose_name=_("component of")
    )
    is_held = models.BooleanField(_("litigation hold"), default=False)
    withdrawn_on = models.DateField(_("entered by mistake, said on"), null=True, blank=True)
    erased_on = models.DateField(_("erased"), null=True, blank=True)  # its texts, once they need no longer be kept
    payload = models.UUIDField(null=True)
    payload_sha256 = models.CharField(max_length=64, blank=True)

    history = Tracked(restricted=True)

    class Meta:
        verbose_name = _("adverse-impact run")
        verbose_name_plural = _("adverse-impact runs")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def about(self) -> str:
        """Whose its text is."""
        return f"adverse-impact-run:{self.uid}"


class RunSelector(models.Model):
    """A post that takes part in the decision a run is about: its holders never read the run."""

    run = models.ForeignKey(AdverseImpactRun, models.PROTECT, related_name="selectors")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("post"))

    history = Tracked(restricted=True)

    class Meta:
        verbose_name = _("post that selects")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["run", "post"], name="post_selects_once_in_a_run"),)

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class RunReader(models.Model):
    """A post that counsel admits to a run, or to all of the module; with `may_enter` it enters runs too."""

    run = models.ForeignKey(AdverseImpactRun, models.PROTECT, null=True, blank=True, related_name="readers")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("post"))
    may_enter = models.BooleanField(_("enters runs and tables"), default=False)
    begins_on = models.DateField(_("admitted"))
    given_as = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("admitted by"))
    ended_on = models.DateField(_("taken back"), null=True, blank=True)

    history = Tracked(restricted=True)

    class Meta:
        verbose_name = _("admitted post")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["run", "post"],
                condition=Q(ended_on=None),
                nulls_distinct=False,
                name="post_is_admitted_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(run=None) | Q(may_enter=False), name="only_who_reads_all_runs_enters_them"
            ),
        )

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class RunMemo(models.Model):
    """A written justification or another paper of a run (T7-05); its words and its file are sealed."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    run = models.ForeignKey(AdverseImpactRun, models.PROTECT, related_name="memos")
    made_on = models.DateField(_("attached"))
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("attached as"))
    payload = models.UUIDField(null=True)
    payload_sha256 = models.CharField(max_length=64, blank=True)
    file = models.UUIDField(null=True)  # its bytes, sealed; its name stands in the words
    file_sha256 = models.CharField(max_length=64, blank=True)

    history = Tracked(restricted=True)

    class Meta:
        verbose_name = _("memo of a run")
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def about(self) -> str:
        """Whose its texts are."""
        return f"run-memo:{self.uid}"


class Eeo4Report(models.Model):
    """EEO-4 tables of a survey year, with whether they add up; the tables are sealed, single employees are not kept."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    made_on = models.DateField(_("entered"))
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("entered as"))
    is_held = models.BooleanField(_("litigation hold"), default=False)
    payload = models.UUIDField(null=True)
    payload_sha256 = models.CharField(max_length=64, blank=True)

    history = Tracked(restricted=True)

    class Meta:
        verbose_name = _("EEO-4 tables")
        verbose_name_plural = _("EEO-4 tables")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def about(self) -> str:
        """Whose its text is."""
        return f"eeo4-report:{self.uid}"
