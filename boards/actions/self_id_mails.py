"""Private links by mail, one transaction each. A code is made with its mail and stands there alone; its hash is kept.

A mail server may take a message and lose the connection before it says so: then the member gets another, and the newest works.
"""

from __future__ import annotations

import logging
import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from boards.actions.self_id_rounds import with_new_code
from boards.models import Member, MemberContact, SelfIdAsk
from raci.history import acting
from raci.service import service_person

log = logging.getLogger("boards.self_identification")


def send_links() -> int:
    """Send every link that waits, each tried once; how many were. Nothing where the pages are shut or mail reaches nobody."""
    printed = settings.EMAIL_BACKEND.endswith("console.EmailBackend")  # into a log, where no private link may stand
    if printed or not settings.PUBLIC_SELF_IDENTIFICATION:
        return 0
    tried, last, connection = 0, 0, get_connection()
    try:
        connection.open()
        while last := _send_next(connection, after=last):
            tried += 1
    except OSError:
        log.warning("The mail server is away; private links wait.")
    finally:
        connection.close()
    return tried


def _send_next(connection: BaseEmailBackend, *, after: int) -> int:
    """Claim the next that nobody else holds; its number, or 0 when none waits."""
    reached = MemberContact.objects.exclude(email="").values("member")
    waiting = SelfIdAsk.objects.filter(waits=True, member__in=reached, pk__gt=after).order_by("pk")
    if not waiting.exists():
        return 0
    with acting(by=service_person("private-links", "Private links"), act="send_self_identification_link"):
        ask = waiting.select_for_update(skip_locked=True, of=("self",)).first()
        if ask is None:
            return 0
        _send(ask, connection)
    return ask.pk


def _send(ask: SelfIdAsk, connection: BaseEmailBackend) -> None:
    """One mail. Where the server refuses it, the request waits no more and says that nothing was sent."""
    contact = MemberContact.objects.select_related("member").get(member=ask.member_id)
    code = with_new_code(ask)
    try:
        connection.send_messages([_mail(contact, code)])
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPSenderRefused, ValueError) as error:
        log.warning("The mail of request %s was refused: %s", ask.pk, type(error).__name__)
        ask.sent_at, ask.code_sha256 = None, ""
        ask.save()


def _mail(contact: MemberContact, code: str) -> EmailMessage:
    """In each language of the public's pages, one after the other."""
    languages = [code for code, _name in settings.LANGUAGES]
    with override(languages[0]):
        subject = _("Who serves on our boards: a voluntary question")
    body = "\n\n".join(_in(language, contact.member, code) for language in languages)
    return EmailMessage(subject, body, to=[contact.email], headers={"Auto-Submitted": "auto-generated"})


def _in(language: str, member: Member, code: str) -> str:
    address = f"{settings.PORTAL_ADDRESS}{reverse('boards:about-you')}?lang={language}#{code}"
    with override(language):
        return render_to_string("boards/mail/about_you.txt", {"member": member, "link": address, "code": code})
