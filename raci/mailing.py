"""E-mail of notices: each waiting row is claimed, sent and marked in one transaction, by however many workers.

A mail server may take a message and lose the connection before it says so: a mail can come twice, with the same
Message-ID, but a notice is never lost.
"""

from __future__ import annotations

import logging
import smtplib
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from raci.invitations import ACCOUNT, FORGOTTEN, is_link, link_of
from raci.models import Notice

ATTEMPTS = 5
GIVEN_UP_AFTER = timedelta(days=7)
LONGEST_SUBJECT = 200

log = logging.getLogger("raci.mailing")


def goes_out() -> bool:
    """Whether a mail server is set. Without one, mail is written to the worker's log and reaches nobody."""
    return bool(settings.EMAIL_HOST)


def send_waiting() -> int:
    """Send every mail that is due, each tried once; how many were. Stops while the mail server is away."""
    tried, last = 0, 0
    connection = get_connection()
    try:
        connection.open()
        while last := _send_next(connection, after=last):
            tried += 1
    except OSError as error:
        log.warning("The mail server is away; notices wait: %s", error)
    finally:
        connection.close()
    return tried


def _send_next(connection: BaseEmailBackend, *, after: int) -> int:
    """Claim the next notice that nobody else holds, and send it; its pk, or 0 when none is due."""
    with transaction.atomic():
        notice = _due().filter(pk__gt=after).select_for_update(skip_locked=True, of=("self",)).first()
        if notice is None:
            return 0
        _send(notice, connection)
    return notice.pk


def _due() -> QuerySet[Notice]:
    """Unsent, not tried too often, and after a failure left alone for 1, 4, 9, 16 minutes."""
    now = timezone.now()
    waited = Q()
    for tries in range(ATTEMPTS):
        waited |= Q(mail_attempts=tries, at__lte=now - timedelta(minutes=tries * tries))
    people = Q(person__is_active=True, person__is_service=False)
    due = Notice.objects.filter(waited, people, by_mail=True, mailed_at=None, at__gt=now - GIVEN_UP_AFTER)
    return due.select_related("person").order_by("pk")


def _send(notice: Notice, connection: BaseEmailBackend) -> None:
    """One mail; a refusal of this one message counts as tried, an absent server (raised) undoes the claim."""
    notice.mail_attempts += 1
    try:
        connection.send_messages([message(notice)])
        notice.mailed_at = timezone.now()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPSenderRefused, ValueError) as error:
        log.warning("Mail of notice %s refused (try %s): %s", notice.pk, notice.mail_attempts, error)
    notice.save(update_fields=["mail_attempts", "mailed_at"])


def message(notice: Notice) -> EmailMessage:
    """The mail of a notice: one line as subject, the line and an absolute link as plain text."""
    if notice.key.startswith("digest:"):  # says what waits, which is asked by what imports this module
        from raci import digest

        return digest.message(notice)
    line = " ".join(notice.line.split())
    body = render_to_string(
        "raci/mail/notice.txt",
        {
            "notice": notice,
            "line": line,
            "address": settings.PORTAL_ADDRESS,
            "link": link_of(notice),
            "own_account": notice.key.startswith(ACCOUNT),
            **_expiry(notice),
        },
    )
    subject = _("Equity Portal: %(line)s") % {"line": line}
    if len(subject) > LONGEST_SUBJECT:
        subject = f"{subject[: LONGEST_SUBJECT - 1]}…"
    host = urlsplit(settings.PORTAL_ADDRESS).hostname or "localhost"
    headers = {"Message-ID": f"<notice-{notice.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(subject, body, to=[notice.person.email], headers=headers)


def _expiry(notice: Notice) -> dict[str, object]:
    """For how many days a link that sets a password works, and who asked for it."""
    if not is_link(notice):
        return {}
    return {"days": settings.PASSWORD_RESET_TIMEOUT // 86_400, "asked_themself": notice.key.startswith(FORGOTTEN)}
