"""Audits of who sits on boards: governed records, under 3.1 the city's and under 4.7 the City Auditor's own.

No row here holds an answer of anybody, or a count that was not let through (`boards.audits.publishing`): what is masked was
masked before it was stored.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from boards.models.boards import LONG, Board, Seat
from boards.models.recommended import BoardRecommendation
from boards.models.vault import SelfIdRound
from raci.history import Tracked
from raci.models import Recommendation, Record, Text, Unit

LEAST = 11  # people: a group below it is counted together with others (CMS cell size policy); a city may raise it
SELECTED = [
    "not_known",
    "public",
    "professional",
    "geographic",
]  # appointed seats; not ex officio, elected, student, alternate


def selected() -> list[str]:
    """The kinds of seats that an audit counts unless it says otherwise (compliance reference 12.3)."""
    return list(SELECTED)


class RepresentationAudit(models.Model):
    """Which seats are looked at on which day, what is said of them in words, and the process as it was: no person in it."""

    record = models.OneToOneField(Record, models.PROTECT, related_name="representation_audit")
    title = models.CharField(_("title"), max_length=300)
    purpose = models.TextField(_("what it is for"), max_length=LONG, blank=True)
    as_of = models.DateField(_("who served on"))
    since = models.DateField(_("vacancies and appointments since"))
    seat_types = ArrayField(
        models.CharField(max_length=20, choices=Seat.SeatType),
        default=selected,
        verbose_name=_("kinds of seats that count"),
    )
    left_out = ArrayField(
        models.BigIntegerField(), default=list, blank=True, verbose_name=_("boards left out")
    )  # pks of boards
    threshold = models.PositiveSmallIntegerField(_("least number of a group"), default=LEAST)
    least_response = models.PositiveSmallIntegerField(_("least response in percent"), default=60)
    earlier = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="later", verbose_name=_("compared with")
    )
    compared = models.JSONField(
        _("figures of the earlier audit"), default=dict, blank=True
    )  # boards.audits.content.compared_with, frozen
    findings = models.TextField(_("what it finds"), max_length=LONG, blank=True)
    limits = models.TextField(_("what it cannot say"), max_length=LONG, blank=True)
    process = models.JSONField(
        _("vacancies and appointments"), default=dict, blank=True
    )  # boards.queries.audit_process, as the draft was saved
    asked_at = models.DateTimeField(null=True)  # the custodian was asked to count
    published_text = models.ForeignKey(Text, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_as = models.CharField(max_length=500, blank=True)

    history = Tracked()

    class Meta:
        verbose_name = _("audit of representation")
        ordering = ("-as_of", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(threshold__gte=LEAST), name="audit_hides_what_is_below_eleven"),
            models.CheckConstraint(
                condition=Q(least_response__gte=1, least_response__lte=100), name="audit_response_is_a_percentage"
            ),
            models.CheckConstraint(condition=Q(since__lte=F("as_of")), name="audit_looks_back_from_its_day"),
            models.CheckConstraint(
                condition=Q(published_text=None, published_at=None) | ~(Q(published_text=None) | Q(published_at=None)),
                name="published_audit_says_which_text_and_when",
            ),
        )

    def __str__(self) -> str:
        return self.title


class AuditQuestion(models.Model):
    """One question that an audit asks, and who lives there: frozen with its source, so that it stays what it was."""

    audit = models.ForeignKey(RepresentationAudit, models.PROTECT, related_name="questions")
    dimension = models.SlugField(_("question"), max_length=60)
    # {"title", "source", "year", "universe", "counts": {code of a group: number as text}}
    benchmark = models.JSONField(_("who lives there"), default=dict)

    history = Tracked()

    class Meta:
        verbose_name = _("question of an audit")
        ordering = ("audit", "pk")
        constraints = (models.UniqueConstraint(fields=["audit", "dimension"], name="audit_asks_a_question_once"),)

    def __str__(self) -> str:
        return self.dimension


class AuditTally(models.Model):
    """What was counted of one question and let through. Never edited: counted anew is a new row, and the newest counts.

    `counted`: the day, kinds of seats and boards it was counted over; `there`: from the directory, who served then: number of
    the member, their seats, and the kind of body they sit on. Later audits are judged beside it (`boards.audits.guarding`).
    """

    class Origin(models.TextChoices):
        VAULT = "vault", _("counted by the custodian from members’ own answers")
        ROUND = "round", _("counted without names")
        TYPED = "typed", _("typed from a survey")

    audit = models.ForeignKey(RepresentationAudit, models.PROTECT, related_name="tallies")
    dimension = models.SlugField(_("question"), max_length=60)
    origin = models.CharField(_("how it was counted"), max_length=10, choices=Origin)
    round = models.ForeignKey(SelfIdRound, models.PROTECT, null=True, related_name="+")
    source = models.CharField(_("source"), max_length=500, blank=True)
    counted = models.JSONField(_("counted over"))
    there = models.JSONField(_("who served then"))
    tables = models.JSONField(_("what may be told"))  # boards.audits.tables.Table.plain
    withheld = models.JSONField(_("what may not"), default=dict, blank=True)
    taken_on = models.DateField(_("counted on"))
    taken_as = models.CharField(_("counted by"), max_length=500)
    sha256 = models.CharField(_("hash of the tables"), max_length=64)  # of the tables

    history = Tracked()

    class Meta:
        verbose_name = _("tally of an audit")
        ordering = ("audit", "pk")

    def __str__(self) -> str:
        return self.dimension


class AuditAdvice(models.Model):
    """What an audit recommends to a board or a unit: outreach, barriers, vacancies, process; never who should sit where."""

    class About(models.TextChoices):
        OUTREACH = "outreach", _("outreach: who hears of vacant seats")
        BARRIERS = "barriers", _("barriers: what keeps people from serving")
        VACANCIES = "vacancies", _("vacancies: how long seats stay empty")
        PROCESS = "process", _("process: how people apply and are chosen")

    audit = models.ForeignKey(RepresentationAudit, models.PROTECT, related_name="advice")
    about = models.CharField(_("about"), max_length=10, choices=About)
    title = models.CharField(_("title"), max_length=300)
    words = models.TextField(_("what is recommended"), max_length=LONG)
    board = models.ForeignKey(Board, models.PROTECT, null=True, blank=True, related_name="+")
    addressed = models.CharField(max_length=10, choices=BoardRecommendation.To, default=BoardRecommendation.To.BOARD)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    to = models.CharField(max_length=300)  # how the board or unit was called when it was written
    answer_due_on = models.DateField(_("answer due on"))
    raised = models.OneToOneField(Recommendation, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)

    history = Tracked()

    class Meta:
        verbose_name = _("recommendation of an audit")
        ordering = ("audit", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(board=None, unit__isnull=False) | Q(board__isnull=False, unit=None),
                name="advice_is_for_a_board_or_a_unit",
            ),
        )

    def __str__(self) -> str:
        return self.title
