"""X-rays of partners: nobody spoke to them for long, or what was agreed ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from engagement.kinds import PARTNER
from engagement.models import Agreement
from engagement.partners.acts import may_note
from engagement.partners.queries import owned, partners
from raci.drawing import day
from raci.keeping import may_keep
from raci.matrix.findings import Level
from raci.xrays import MOST, Finding, Look, Rule

SILENT = 182  # days without a contact
ENDS_WITHIN = 60  # days


def _silent(look: Look) -> Iterator[Finding]:
    """Due, and the last contact is half a year ago or there was none."""
    facts = look.facts
    rows = (owned(facts) if look.mine else partners().filter(ended_on=None)).filter(contact_due_on__lt=facts.today)
    long_ago = Q(last_on__lt=facts.today - timedelta(days=SILENT)) | Q(last_on=None)
    for row in rows.filter(long_ago).order_by("name")[:MOST]:
        last = row.last_on  # type: ignore[attr-defined]  # annotated
        said = _("The last contact was on %(day)s.") % {"day": day(last)} if last else _("There was no contact yet.")
        yield Finding(
            where=row.name,
            unit=row.unit,
            sentence=said,
            url=reverse("engagement:partner-contact-create", args=[row.pk]),
            is_mine=bool(may_note(facts, row)),
            key=str(row.pk),
            since=row.contact_due_on,
        )


def _ends(look: Look) -> Iterator[Finding]:
    """Within two months, or it has ended, and none follows."""
    facts = look.facts
    follows = Agreement.objects.filter(partner=OuterRef("partner"), begins_on__gt=OuterRef("begins_on")).filter(
        Q(ends_on=None) | Q(ends_on__gt=OuterRef("ends_on"))
    )
    rows = Agreement.objects.filter(~Exists(follows), partner__ended_on=None, ends_on__isnull=False)
    rows = rows.filter(ends_on__lte=facts.today + timedelta(days=ENDS_WITHIN)).select_related("partner__unit")
    for row in rows.order_by(F("ends_on"), "pk")[:MOST]:
        assert row.ends_on is not None
        words = (
            _("“%(title)s” ended on %(day)s, and none follows.")
            if row.ends_on < facts.today
            else _("“%(title)s” ends on %(day)s, and none follows.")
        )
        yield Finding(
            where=row.partner.name,
            unit=row.partner.unit,
            sentence=words % {"title": row.title, "day": day(row.ends_on)},
            url=reverse("engagement:partner-agreement-create", args=[row.partner_id]),
            is_mine=bool(may_keep(facts, PARTNER, row.partner.unit)),
            key=str(row.pk),
            since=row.ends_on,
        )


RULES = (
    Rule(
        code="partner-silent",
        label=gettext_lazy("Nobody spoke to a partner for half a year"),
        level=Level.WARNING,
        text=gettext_lazy("Each partner whose contact is due was spoken to within the last half year."),
        mend=gettext_lazy("Note a contact"),
        counted=lambda n: (
            ngettext(
                "%(n)d partner was not spoken to for half a year",
                "%(n)d partners were not spoken to for half a year",
                n,
            )
            % {"n": n}
        ),
        find=_silent,
    ),
    Rule(
        code="agreement-ends",
        label=gettext_lazy("An agreement with a partner ends"),
        level=Level.HINT,
        text=gettext_lazy("Where an agreement ends within two months, another one follows or the work has ended."),
        mend=gettext_lazy("Enter the next agreement"),
        counted=lambda n: (
            ngettext("%(n)d agreement with a partner ends", "%(n)d agreements with partners end", n) % {"n": n}
        ),
        find=_ends,
    ),
)
