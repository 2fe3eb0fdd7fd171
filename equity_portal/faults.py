"""What a report of a fault tells its reader, who may be anybody that an installation sends it to: where it broke, and nothing of
what somebody typed. Django hides what views mark; what was forgotten to be marked would be told, so here nothing is.
"""

from __future__ import annotations

from collections.abc import ItemsView
from types import FrameType
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter


class TellsNothingTyped(SafeExceptionReporterFilter):
    """Names of what was sent without their values, and no variable of any frame; with DEBUG all of it."""

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        """The names alone."""
        if request is None or not self.is_active(request):
            return super().get_post_parameters(request)
        return dict.fromkeys(request.POST, self.cleansed_substitute)

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: FrameType) -> ItemsView[str, Any]:
        """None."""
        return {}.items() if self.is_active(request) else super().get_traceback_frame_variables(request, tb_frame)
