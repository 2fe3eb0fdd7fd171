"""Which board a recommendation goes to. The kernel's row says it in words (`body`); names change, this row does not."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from boards.models.boards import Board
from raci.history import Tracked
from raci.models import Recommendation


class BoardRecommendation(models.Model):
    """That a recommendation is to a board, or to whoever appoints to it; either is answered under 4.8."""

    class To(models.TextChoices):
        BOARD = "board", _("the board")
        APPOINTING = "appointing", _("who appoints to it")

    board = models.ForeignKey(Board, models.PROTECT, related_name="recommended", verbose_name=_("board"))
    recommendation = models.OneToOneField(Recommendation, models.PROTECT, related_name="to_board")
    to = models.CharField(_("to"), max_length=10, choices=To, default=To.BOARD)

    history = Tracked()

    class Meta:
        verbose_name = _("recommendation to a board")
        ordering = ("board", "recommendation")

    def __str__(self) -> str:
        return str(self.recommendation)
