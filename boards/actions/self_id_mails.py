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

from boards.actions.applications import OPEN
from boards.actions.self_id_rounds import applicants_code, with_new_code
from boards.applying import texts
from boards.models import Application, Member, MemberContact, SelfIdAsk
from raci.history import acting
from raci.service import service_person

REFUSED = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPSenderRefused, ValueError)
SERVICE = ("private-links", "Private links")
log = logging.getLogger("boards.self_identification")


def send_links() -> int:
    """Send every link that waits, each tried once; how many were. Nothing where the pages are shut or mail reaches nobody."""
    printed = settings.EMAIL_BACKEND.endswith("console.EmailBackend")  # into a log, where no private link may stand
    if printed or not settings.PUBLIC_SELF_IDENTIFICATION:
        return 0
    tried, connection = 0, get_connection()
    try:
        connection.open()
        for send_next in (_send_next, _send_next_applicant):
            last = 0
            while last := send_next(connection, after=last):
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
    with acting(by=service_person(*SERVICE), act="send_self_identification_link"):
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
    except REFUSED as error:
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


# ---- applicants: the one link of all, without names, by a mail of its own; whether they answer is known to nobody


def _send_next_applicant(connection: BaseEmailBackend, *, after: int) -> int:
    """The same for an applicant who is still in the running, while a round asks applicants."""
    waiting = Application.objects.filter(link_waits=True, state__in=OPEN, pk__gt=after).order_by("pk")
    code = applicants_code()
    if not code or not waiting.exists():
        return 0
    service = service_person(*SERVICE)
    with acting(by=service, act="send_self_identification_link"):
        row = waiting.select_for_update(skip_locked=True, of=("self",)).first()
        if row is None:
            return 0
        why = _("To send the link to the voluntary questions")
        contact = texts.opened(row, texts.CONTACT, by=service, via=None, why=why)
        row.link_waits = False
        row.save()
        _send_one(connection, row, contact, code)
    return row.pk


def _send_one(connection: BaseEmailBackend, row: Application, contact: dict[str, str], code: str) -> None:
    languages = [language for language, _name in settings.LANGUAGES]
    with override(languages[0]):
        subject = _("Who applies for our boards: a voluntary question")
    body = "\n\n".join(_for_applicant(language, contact["name"], code) for language in languages)
    mail = EmailMessage(subject, body, to=[contact["email"]], headers={"Auto-Submitted": "auto-generated"})
    try:
        connection.send_messages([mail])
    except REFUSED as error:
        log.warning("The mail of application %s was refused: %s", row.number, type(error).__name__)


def _for_applicant(language: str, name: str, code: str) -> str:
    address = f"{settings.PORTAL_ADDRESS}{reverse('boards:about-you')}?lang={language}#{code}"
    with override(language):
        return render_to_string("boards/mail/applicants.txt", {"name": name, "link": address, "code": code})
