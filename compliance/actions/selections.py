"""Acts behind counsel's gate: acknowledging the module, entering runs and EEO-4 tables, admitting posts.

Only restricted rows are written here, so that a reason lands in restricted history alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from compliance.law.standing import law_on
from compliance.models import Acknowledgement, AdverseImpactRun, Eeo4Report, RunMemo, RunReader, RunSelector
from compliance.titlevii import gate, pools, retention, texts, workforce
from raci import clock
from raci.actions.evidence import checked
from raci.authority import Capacity, facts_for
from raci.evidence.names import plain_name
from raci.evidence.verdicts import Unacceptable
from raci.history import acting
from raci.models import Person, Post
from raci.refusals import Conflict, NotReady, Problem


def acknowledge(words: str, *, by: Person) -> Acknowledgement:
    """Turn the module on: by a holder of a counsel post, in their own words. Raises `Conflict` where it is on."""
    via = gate.may_acknowledge(facts_for(by))
    if via is None:
        raise gate.nothing()
    if not words.strip():
        raise NotReady([Problem(_("Say in your own words what you acknowledge."), field="words")])
    with _acting(by, via, "acknowledge_module"):
        row = Acknowledgement(begins_on=clock.today(), post_id=via.post)
        texts.put(row, {"words": words.strip(), "by": by.name})
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as error:
            raise Conflict(_("The module is on already.")) from error
    return row


def take_back(why: str, *, by: Person) -> None:
    """Turn the module off: nobody but counsel is told that it was on, and what was entered stays sealed."""
    via = gate.may_acknowledge(facts_for(by))
    if via is None:
        raise gate.nothing()
    _need_why(why)
    with _acting(by, via, "take_module_back", why.strip()):
        row = Acknowledgement.objects.select_for_update(of=("self",)).filter(ended_on=None).first()
        if row is None:
            raise Conflict(_("The module is off already."))
        row.ended_on = clock.today()
        row.save()


@dataclass(frozen=True)
class Entry:
    """What is entered of a run: its head as plain values, the lines, the posts that select, the total it is a part of."""

    head: Mapping[str, Any]
    lines: Sequence[pools.Line]
    selectors: Sequence[Post] = ()
    total: AdverseImpactRun | None = None


def enter_run(entry: Entry, *, by: Person) -> AdverseImpactRun:
    """Put a decision to the check of its day's law and seal facts and answer together."""
    facts = facts_for(by)
    via = gate.need_all(facts, enters=True)
    if {one.pk for one in entry.selectors} & {one.post for one in facts.capacities}:
        text = _("One of these posts is yours: whoever takes part in the decision does not enter or read its run.")
        raise NotReady([Problem(text, field="selectors")])
    if not entry.lines:
        raise NotReady([Problem(_("Fill in the groups, or choose a file."))])
    said = _answered(entry)
    with _acting(by, via, "enter_run"):
        row = AdverseImpactRun(made_on=clock.today(), post_id=via.post, total=entry.total)
        texts.put(row, said)
        row.save()
        for post in entry.selectors:
            RunSelector.objects.create(run=row, post=post)
    return row


def _answered(entry: Entry) -> dict[str, Any]:
    head = {name: value.isoformat() if isinstance(value, date) else value for name, value in entry.head.items()}
    decided_on: date = entry.head["decided_on"]
    try:
        found = pools.pools_of(entry.lines)
    except pools.Unclear as unclear:
        raise NotReady([Problem(str(unclear))]) from unclear
    law = law_on(decided_on)
    answers = pools.judged(found, head, law)
    years = pools.years_kept(law, decided_on)
    return {**head, "pools": found, "answers": answers, "result": str(pools.overall(answers)), "years_kept": years}


def withdraw_run(pk: int, why: str, *, by: Person) -> None:
    """Say that a run was entered by mistake; it stays, with the reason."""
    via = gate.need_all(facts_for(by), enters=True)
    _need_why(why)
    with _acting(by, via, "withdraw_run", why.strip()):
        row = _locked(pk, by)
        if row.withdrawn_on is not None:
            raise Conflict(_("This was said already."))
        row.withdrawn_on = clock.today()
        row.save()


def hold_run(pk: int, held: bool, why: str, *, by: Person) -> None:
    """A charge or a suit is there (or is over): what belongs to the run is kept until it is."""
    via = gate.need_counsel(facts_for(by), on=True)
    _need_why(why)
    with _acting(by, via, "hold_run", why.strip()):
        row = _locked(pk, by)
        row.is_held = held
        row.save()


def erase_run(pk: int, why: str, *, eliminated_on: date | None = None, by: Person) -> None:
    """Erase what a run and its papers say, by counsel, once it need not be kept. Its row, days and hashes stay.

    `eliminated_on`: where an indicator was raised, the day since which the impact is eliminated, as counsel says.
    """
    facts = facts_for(by)
    via = gate.need_counsel(facts, on=True)
    _need_why(why)
    run, _reader = gate.need_run(facts, pk)
    said = texts.words_of(run, by=by, via=via, why=_("to see how long it is kept"))  # on record, whatever comes of it
    with _acting(by, via, "erase_run", why.strip()):
        row = _locked(pk, by)
        if against := retention.stands_against(row, said, facts.today, eliminated_on):
            raise NotReady([Problem(against)])
        for owner, field in (
            (row, "payload"),
            *((memo, one) for memo in row.memos.all() for one in ("payload", "file")),
        ):
            if getattr(owner, field) is not None:
                texts.erase(owner, field, by=by, via=via, why=why.strip())
        row.erased_on = facts.today
        row.save()


def attach_memo(pk: int, said: Mapping[str, str], upload: UploadedFile[bytes] | None, *, by: Person) -> RunMemo:
    """A written justification of another method (T7-05), or another paper; the file is inspected, then sealed."""
    run, via = gate.need_run(facts_for(by), pk)
    gate.need_all(facts_for(by), enters=True)
    if not said.get("words", "").strip() and upload is None:
        raise NotReady([Problem(_("Write the justification, or choose its file."), field="words")])
    content, about = _file(upload) if upload is not None else (None, {})
    with _acting(by, via, "attach_memo"):
        row = RunMemo(run=run, made_on=clock.today(), post_id=via.post)
        texts.put(row, {"title": said["title"].strip(), "words": said.get("words", "").strip(), **about})
        if content is not None:
            texts.put_file(row, content)
        row.save()
    return row


def _file(upload: UploadedFile[bytes]) -> tuple[bytes, dict[str, str]]:
    name = plain_name(upload.name or "")
    try:
        incoming, media_type = checked(upload, name)
    except Unacceptable as refusal:
        raise NotReady([Problem(str(refusal), field="file")]) from refusal
    try:
        return incoming.path.read_bytes(), {"file_name": name, "media_type": media_type}
    finally:
        incoming.discard()


def admit(post: Post, run: AdverseImpactRun | None, *, may_enter: bool, by: Person) -> RunReader:
    """Let the holders of a post read a run, or all of the module. Never a post that takes part in the decision."""
    via = gate.need_counsel(facts_for(by), on=True)
    if run is not None and run.selectors.filter(post=post).exists():
        text = _("This post takes part in the decision: its holders do not read the run.")
        raise NotReady([Problem(text, field="post")])
    with _acting(by, via, "admit_post"):
        row = RunReader(
            post=post, run=run, may_enter=may_enter and run is None, begins_on=clock.today(), given_as_id=via.post
        )
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as error:
            raise NotReady([Problem(_("This post is admitted already."), field="post")]) from error
    return row


def end_admission(pk: int, *, by: Person) -> RunReader:
    """Its holders read no more."""
    via = gate.need_counsel(facts_for(by), on=True)
    with _acting(by, via, "end_admission"):
        row = RunReader.objects.select_for_update(of=("self",)).filter(pk=pk, ended_on=None).first()
        if row is None:
            raise gate.nothing()
        row.ended_on = clock.today()
        row.save()
    return row


def enter_report(head: Mapping[str, Any], headcounts: Sequence[Mapping[str, Any]], *, by: Person) -> Eeo4Report:
    """EEO-4 tables of a survey year by the bands of its day; single employees are not kept."""
    via = gate.need_all(facts_for(by), enters=True)
    answer = workforce.judged(head, headcounts, law_on(date(head["survey_year"], 6, 30)))
    with _acting(by, via, "enter_eeo4"):
        row = Eeo4Report(made_on=clock.today(), post_id=via.post)
        texts.put(row, {"head": dict(head), "answer": answer})
        row.save()
    return row


def hold_report(pk: int, held: bool, why: str, *, by: Person) -> None:
    """As `hold_run`."""
    via = gate.need_counsel(facts_for(by), on=True)
    _need_why(why)
    with _acting(by, via, "hold_eeo4", why.strip()):
        row = Eeo4Report.objects.select_for_update(of=("self",)).filter(pk=pk).first()
        if row is None:
            raise gate.nothing()
        row.is_held = held
        row.save()


def _locked(pk: int, by: Person) -> AdverseImpactRun:
    """The run to change, for whoever reads it."""
    gate.need_run(facts_for(by), pk)
    return AdverseImpactRun.objects.select_for_update(of=("self",)).get(pk=pk)


def _need_why(why: str) -> None:
    if not why.strip():
        raise NotReady([Problem(_("Say why."), field="why")])


@contextmanager
def _acting(by: Person, via: Capacity, act: str, why: str = "") -> Iterator[None]:
    with acting(by=by, post=via.label, act=act, why=why):
        yield
