"""What partners make wait on a post: a contact that is due, of those whose relationship it owns."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement.models import Partner
from engagement.partners.queries import SOON, owned
from raci.authority import Facts
from raci.models import Post
from raci.on_posts import OnPost, Source
from raci.queries.waits import Waiting

CONTACT = gettext_lazy("Be in touch with a partner")


def waits(facts: Facts) -> list[Waiting]:
    """Those due within a fortnight, or late (1 query)."""
    due = owned(facts).filter(contact_due_on__lte=facts.today + timedelta(days=SOON)) if facts.posts else ()
    return [_line(facts, row) for row in due]


def _line(facts: Facts, row: Partner) -> Waiting:
    why = _("Your post %(post)s owns the relationship.") % {"post": row.owner.title}
    url = reverse("engagement:partner-contact-create", args=[row.pk])
    detail = str(row.get_kind_display())
    return Waiting("contact", row.name, detail, None, row.contact_due_on, why, url, facts.today)


def _owned_by(post: Post, reader: Facts) -> list[OnPost]:  # noqa: ARG001 - all staff read partners
    rows = Partner.objects.filter(owner=post, ended_on=None)
    return [
        OnPost(row.name, reverse("engagement:partner-detail", args=[row.pk]), "", row.contact_due_on) for row in rows
    ]


OWNED = Source(
    "partners",
    gettext_lazy("Partners whose relationship it owns"),
    of=_owned_by,
    goes=gettext_lazy("They go with the post."),
)
