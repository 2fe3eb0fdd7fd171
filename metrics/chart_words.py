"""The words of charts in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from metrics import showing
from metrics.charts.spec import Absent
from metrics.charts.words import Words


def words() -> Words:
    """All of them, as they are read now."""
    return Words(
        number=showing.digits_in,
        counted=_counted,
        absent={
            Absent.HIDDEN: _("hidden"),
            Absent.NOT_COLLECTED: _("not collected"),
            Absent.PENDING: _("pending"),
            Absent.NOT_DUE: _("not due yet"),
        },
        places=_("{n} in all, {m} with a figure"),
        axis_begins=_("The axis begins at {value}, not at zero."),
        does_not_add_up=_("does not add up: {value}"),
        from_to=_("{low} to {high}"),
        or_more=_("{value} or more"),
        under=_("under {value}"),
        to_under=_("{low} to under {high}"),
        lowest=_("Lowest: {label}, {value}"),
        highest=_("Highest: {label}, {value}"),
        first=_("First: {label}, {value}"),
        last=_("Last: {label}, {value}"),
        first_of=_("first {value}"),
        last_of=_("last {value}"),
        interval=_("95 % interval"),
        everyone=_("everyone"),
        target=_("target"),
        forecast=_("if nothing changes"),
        baseline=_("baseline"),
        benchmark=_("benchmark"),
        centre=_("centre line"),
        limits=_("control limits"),
        signal=_("outside the limits"),
        increase=_("increase"),
        decrease=_("decrease"),
        total=_("total"),
        difference=_("what does not add up"),
        group=_("Group"),
        period=_("Period"),
        place=_("Place"),
        line=_("Line"),
        value=_("Value"),
        n=_("n"),
        share=_("Share of everyone"),
    )


def _counted(absent: Absent, count: int) -> str:
    sentences = {
        Absent.HIDDEN: ngettext("{n} is hidden to protect people", "{n} are hidden to protect people", count),
        Absent.NOT_COLLECTED: ngettext("{n} was not collected", "{n} were not collected", count),
        Absent.PENDING: ngettext("{n} is pending", "{n} are pending", count),
        Absent.NOT_DUE: ngettext("{n} is not due yet", "{n} are not due yet", count),
    }
    return sentences[absent].format(n=count)
