"""The ten questions that ship, for a city to take over and change (compliance reference 16.4)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

QUESTIONS = (
    (
        _("How does the base budget carry out the actions of the equity plan?"),
        _("Name the actions; the lines below tie money to them."),
    ),
    (
        _("For each addition and cut: who benefits, who is burdened, by group and place?"),
        _("With the figures before the change, and their source."),
    ),
    (_("How does the level of service differ between areas, before and after?"), ""),
    (_("Whom of the community was asked, and what changed because of it?"), ""),
    (
        _("How much is there for language access and for accommodations under the ADA?"),
        _("An amount, and what it pays for."),
    ),
    (
        _("What becomes of staff: positions, job classes, contractors?"),
        _("Also of programmes for small and disadvantaged firms, as the law allows."),
    ),
    (_("What do fees and fines mean for residents with low income?"), ""),
    (_("What softens the cuts for those they hit?"), ""),
    (_("By which measures and targets will one see the effect?"), ""),
    (
        _("Was the risk under Title VI and the ADA looked at, by whom?"),
        _("Say when counsel looked; not what counsel advised."),
    ),
)
