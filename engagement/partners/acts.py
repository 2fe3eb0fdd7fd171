"""The acts on partners: R of 2.3 keeps them; a contact is also noted by the post that owns the relationship."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from engagement.kinds import PARTNER, PARTNER_CONTACT
from engagement.models import Agreement, Partner, PartnerContact
from raci import clock
from raci.actions.documents import with_document
from raci.authority import Capacity, Facts, Permission, facts_for
from raci.history import acting
from raci.keeping import keeper, keeping, may_keep
from raci.models import Blob, Person
from raci.refusals import Conflict, NotReady, Problem, Refused
from raci.restricted import mine

SAID = ("name", "kind", "purpose", "owner", "reach", "address", "contact_due_on")


def begin_partner(values: Mapping[str, Any], *, by: Person) -> Partner:
    """A new one, in the unit that works with it."""
    unit = values["unit"]
    with keeping(PARTNER, unit, by=by, act="begin_partner"):
        row = Partner(unit=unit)
        _take(row, values)
        row.save()
        return row


def change_partner(row: Partner, values: Mapping[str, Any], *, by: Person, edits: int) -> None:
    """What is said of it. `edits`: what the form was opened on. Raises Conflict where somebody saved it meanwhile."""
    with _locked(row, by, "change_partner") as locked:
        if locked.edits != edits:
            raise Conflict(
                _("Somebody else saved this partner while you wrote. Open it again and look at what changed.")
            )
        _take(locked, values)
        locked.edits += 1
        locked.save()
    row.refresh_from_db()


def _take(row: Partner, values: Mapping[str, Any]) -> None:
    for name in SAID:
        setattr(row, name, values[name])
    row.name = " ".join(row.name.split())
    problems = []
    if Partner.objects.filter(name=row.name).exclude(pk=row.pk).exists():
        problems.append(Problem(_("There is a partner of this name already."), field="name"))
    if row.owner.abolished_on is not None:
        problems.append(Problem(_("This post was abolished. Choose one that there is."), field="owner"))
    if problems:
        raise NotReady(problems)


def end_partner(row: Partner, *, why: str, by: Person) -> None:
    """The city works with it no more; what was stays on record."""
    if not why.strip():
        raise NotReady([Problem(_("Say why the work with it ends."), field="why")])
    with _locked(row, by, "end_partner", why=why.strip()) as locked:
        locked.ended_on, locked.contact_due_on = clock.today(), None
        locked.save()
    row.refresh_from_db()


@contextmanager
def _locked(row: Partner, by: Person, act: str, why: str = "") -> Iterator[Partner]:
    with keeping(PARTNER, row.unit, by=by, act=act, why=why):
        locked = Partner.objects.select_for_update(of=("self",)).get(pk=row.pk)
        need_running(locked)
        yield locked


def need_running(row: Partner) -> None:
    """Raises Conflict where the work with it has ended."""
    if row.ended_on is not None:
        raise Conflict(_("The work with this partner has ended; its record is closed."))


# ---- contacts


def may_note(facts: Facts, row: Partner) -> Permission:
    """Whether they keep partners there, or hold the post that owns the relationship."""
    kept = may_keep(facts, PARTNER_CONTACT, row.unit)
    if kept or _as_owner(facts, row) is None:
        return kept
    return Permission(True, _("As %(post)s: this post owns the relationship.") % {"post": row.owner.title})


def _as_owner(facts: Facts, row: Partner) -> Capacity | None:
    return mine(facts, PARTNER_CONTACT, [row.owner_id]) if facts.matrix is not None else None


@contextmanager
def _noting(row: Partner, by: Person, act: str) -> Iterator[str]:
    facts = facts_for(by)
    if may_keep(facts, PARTNER_CONTACT, row.unit):
        with keeping(PARTNER_CONTACT, row.unit, by=by, act=act) as via:
            yield via.capacity.label
        return
    owner = _as_owner(facts, row)
    if owner is None:
        raise Refused(may_note(facts, row).reason)
    with acting(by=by, post=owner.label, act=act):
        yield owner.label


def note_contact(row: Partner, values: Mapping[str, Any], *, by: Person) -> PartnerContact:
    """That they were spoken to, and by when they are to be again."""
    with _noting(row, by, "note_partner_contact") as label:
        locked = Partner.objects.select_for_update(of=("self",)).get(pk=row.pk)
        need_running(locked)
        made = PartnerContact(partner=locked, noted_by=by, noted_as=label)
        _take_contact(made, values)
        made.save()
        _due_again(locked)
    return made


def correct_contact(contact: PartnerContact, values: Mapping[str, Any], *, by: Person) -> None:
    """What was noted of one; what it said before stays in its history."""
    with _noting(contact.partner, by, "correct_partner_contact"):
        locked = Partner.objects.select_for_update(of=("self",)).get(pk=contact.partner_id)
        need_running(locked)
        _take_contact(contact, values)
        contact.save()
        _due_again(locked)


def _take_contact(contact: PartnerContact, values: Mapping[str, Any]) -> None:
    contact.on, contact.words, contact.next_due_on = values["on"], values["words"].strip(), values["next_due_on"]
    problems = []
    if contact.on > clock.today():
        problems.append(Problem(_("This day is still to come: note a contact once it was."), field="on"))
    if contact.next_due_on <= contact.on:
        problems.append(Problem(_("The next contact is due after this one."), field="next_due_on"))
    if problems:
        raise NotReady(problems)


def _due_again(row: Partner) -> None:
    """The newest contact says by when the next is due."""
    newest = PartnerContact.objects.filter(partner=row).latest("on", "pk")
    if row.contact_due_on != newest.next_due_on:
        row.contact_due_on = newest.next_due_on
        row.save()


# ---- agreements


def add_agreement(
    row: Partner, values: Mapping[str, Any], upload: UploadedFile[bytes] | None, *, by: Person
) -> Agreement:
    """What was agreed, with the paper that says so."""
    via = keeper(facts_for(by), PARTNER, row.unit)
    need_running(row)
    _check_days(values)

    def keep(document: Blob | None) -> Agreement:
        with keeping(PARTNER, row.unit, by=by, act="add_agreement"):
            return Agreement.objects.create(partner=row, document=document, **values)

    return with_document(upload, keep, by=by, act="add_agreement", post=via.capacity.label, cell=via.cell)


def change_agreement(
    agreement: Agreement, values: Mapping[str, Any], upload: UploadedFile[bytes] | None, *, by: Person
) -> None:
    """What is said of it; another paper where one is chosen."""
    unit = agreement.partner.unit
    via = keeper(facts_for(by), PARTNER, unit)
    _check_days(values)

    def keep(document: Blob | None) -> None:
        with keeping(PARTNER, unit, by=by, act="change_agreement"):
            for name, value in values.items():
                setattr(agreement, name, value)
            agreement.document = document or agreement.document
            agreement.save()

    with_document(upload, keep, by=by, act="change_agreement", post=via.capacity.label, cell=via.cell)


def _check_days(values: Mapping[str, Any]) -> None:
    if values["ends_on"] and values["ends_on"] < values["begins_on"]:
        raise NotReady([Problem(_("The last day is before the first."), field="ends_on")])
