"""Exports of surveys in a feedback round: the questions, what people answered, and the tables that were told of it.

Who answered what is joined to nobody, and stands in an order of its own; what people wrote in their own words stands apart.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from engagement.models.partners import LONG
from engagement.models.rounds import FeedbackRound
from raci.history import Tracked
from raci.models import Person


class SurveyFile(models.Model):
    """An export that somebody chose and has not confirmed: gone once it is confirmed or set aside."""

    round = models.ForeignKey(FeedbackRound, models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=300)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    lines = models.JSONField()  # number and cells, as they stand in the file
    book = models.JSONField(default=list)  # the codebook's
    kinds = models.JSONField(default=dict)  # what its person said of a column, by its heading
    labels = models.BooleanField(null=True)  # whether the second row holds words, where they said so
    begun_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    begun_on = models.DateField()

    class Meta:
        verbose_name = _("export of a survey, not confirmed")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["round", "begun_by"], name="person_reads_one_export_a_round"),)

    def __str__(self) -> str:
        return self.title


class Survey(models.Model):
    """One export as it came in. Exports of one title are of one survey, and the newest of them counts."""

    round = models.ForeignKey(FeedbackRound, models.PROTECT, related_name="surveys")
    title = models.CharField(_("title"), max_length=300)
    number = models.PositiveSmallIntegerField()  # 1, 2 ... of its title
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    people = models.PositiveIntegerField(_("how many answered"))
    questions = models.JSONField()  # code, words, kind, answers (code and label), in the file's order
    unclear = models.PositiveIntegerField(default=0)  # cells that nobody understood
    came_in_on = models.DateField()
    came_in_as = models.CharField(max_length=500)  # label of the post that confirmed it

    history = Tracked()

    class Meta:
        verbose_name = _("survey")
        ordering = ("round", "title", "number")
        constraints = (
            models.UniqueConstraint(fields=["round", "title", "number"], name="export_of_a_survey_has_its_number"),
        )

    def __str__(self) -> str:
        return self.title


class SurveyAnswers(models.Model):
    """What each person answered to the closed questions, in the order of the answers themselves."""

    survey = models.OneToOneField(Survey, models.PROTECT, related_name="answers")
    people = models.JSONField()

    history = Tracked()

    class Meta:
        verbose_name = _("answers of a survey")

    def __str__(self) -> str:
        return str(self.survey)


class SurveyText(models.Model):
    """What somebody wrote in their own words, under a number drawn by lot: no row says what else they answered."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="texts")
    question = models.CharField(max_length=200)
    number = models.PositiveIntegerField()
    words = models.TextField(max_length=LONG)

    history = Tracked()

    class Meta:
        verbose_name = _("open answer of a survey")
        ordering = ("survey", "number")
        constraints = (models.UniqueConstraint(fields=["survey", "number"], name="open_answer_has_its_number"),)

    def __str__(self) -> str:
        return f"{self.number}"


class SurveyTable(models.Model):
    """Two questions crossed, as readers may have it: counts that would tell of few people are none. Never changed.

    `cells`: [{"key": {question: code}, "n": int or null, "k": {code: int or null}}], totals among them.
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="tables")
    rows = models.CharField(_("question of the rows"), max_length=200)
    columns = models.CharField(_("question of the columns"), max_length=200)
    cells = models.JSONField()
    is_shown = models.BooleanField(default=True)  # in the round; left out it has been seen all the same

    history = Tracked()

    class Meta:
        verbose_name = _("table of a survey")
        ordering = ("survey", "pk")
        constraints = (
            models.UniqueConstraint(fields=["survey", "rows", "columns"], name="two_questions_are_crossed_once"),
        )

    def __str__(self) -> str:
        return f"{self.rows} × {self.columns}"
