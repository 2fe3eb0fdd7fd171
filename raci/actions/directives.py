"""Directives: recorded with the giver's document, accepted and reported on by the post they fall to, closed by who gave them.

Kept by R of 2.3 (or whom they named). Nobody records a directive to themself, and nobody acts on one they recorded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from raci import clock
from raci.actions.documents import with_document
from raci.authority import Facts, facts_for
from raci.authority.capacities import Capacity
from raci.history import acting
from raci.keeping import keeper
from raci.kinds import DIRECTIVE
from raci.models import Activity, AgendaItem, Blob, Directive, DirectiveUpdate, Holding, Person, Post, Role
from raci.models.city import in_force_on
from raci.models.meetings import Got
from raci.notices import tell
from raci.refusals import Conflict, NotReady, Problem, Refused


@dataclass(frozen=True)
class Instruction:
    """What a directive says, as whoever records it typed it."""

    title: str
    words: str
    giver: Role
    given_on: date
    reference: str
    activity: str
    post: Post
    due_on: date


def record_directive(
    said: Instruction, upload: UploadedFile[bytes] | None, *, by: Person, item: AgendaItem | None = None
) -> Directive:
    """Record a directive that came in, with the giver's document; the post it falls to is told.

    `item`: of the meeting at which it was given, where it was given at one.

    Raises `Refused` for whoever does not keep directives or holds that post, `NotReady` with what is wrong.
    """
    facts = facts_for(by)
    via = keeper(facts, DIRECTIVE, said.post.unit)
    _not_to_oneself(said.post, facts)
    problems = _problems(said, facts)
    if upload is None:
        problems.append(Problem(_("Attach the giver's document."), field="document"))
    if item is not None and item.got != Got.DIRECTED:
        problems.append(Problem(_("The item does not say that a directive was given under it.")))
    if problems:
        raise NotReady(problems)

    def keep(document: Blob | None) -> Directive:
        assert document is not None
        with acting(by=by, post=via.capacity.label, cell=via.cell, act="record_directive", why=said.reference):
            directive = Directive.objects.create(
                **_values(said),
                document=document,
                item=item,
                recorded_by=by,
                recorded_as=via.capacity.label,
                recorded_at=clock.now(),
            )
            _tell_post(directive, by)
        return directive

    return with_document(upload, keep, by=by, act="record_directive", post=via.capacity.label, cell=via.cell)


def edit_directive(directive: Directive, said: Instruction, *, by: Person) -> None:
    """Correct what was recorded, until the post has accepted it; the document stays."""
    facts = facts_for(by)
    via = keeper(facts, DIRECTIVE, directive.post.unit)
    keeper(facts, DIRECTIVE, said.post.unit)
    _not_to_oneself(said.post, facts)
    if problems := _problems(said, facts):
        raise NotReady(problems)
    with acting(by=by, post=via.capacity.label, cell=via.cell, act="edit_directive"):
        locked = _locked(directive)
        if locked.accepted_at:
            raise Conflict(_("It is accepted by now: what it says stands as it was accepted."))
        moved = locked.post_id != said.post.pk
        for name, value in _values(said).items():
            setattr(locked, name, value)
        locked.save()
        if moved:
            _tell_post(locked, by)
    directive.refresh_from_db()


def _values(said: Instruction) -> dict[str, object]:
    return {
        "title": said.title.strip(),
        "words": said.words.strip(),
        "giver": said.giver,
        "given_on": said.given_on,
        "reference": said.reference.strip(),
        "activity_code": said.activity,
        "post": said.post,
        "due_on": said.due_on,
    }


def _not_to_oneself(post: Post, facts: Facts) -> None:
    if any(one.post == post.pk for one in facts.posts):
        raise Refused(_("Nobody records a directive to themself: ask somebody else who keeps directives."))


def _problems(said: Instruction, facts: Facts) -> list[Problem]:
    problems = []
    if not said.giver.gives_directives:
        problems.append(Problem(_("Choose somebody who gives directives."), field="giver"))
    if said.given_on > facts.today:
        problems.append(Problem(_("It cannot have been given after today."), field="given_on"))
    if said.due_on < said.given_on:
        problems.append(Problem(_("It is due before it was given."), field="due_on"))
    if said.post.abolished_on and said.post.abolished_on <= facts.today:
        problems.append(Problem(_("This post is abolished. Choose another."), field="post"))
    in_matrix = Activity.objects.filter(matrix=facts.matrix.pk if facts.matrix else None, code=said.activity)
    if not in_matrix.exists():
        problems.append(Problem(_("Choose an activity of the matrix in force."), field="activity"))
    return problems


# ---- by the post it falls to


def accept_directive(directive: Directive, *, by: Person) -> None:
    """A holder of the post takes it on; from then on it may be cited and is reported on."""
    with transaction.atomic():
        locked = _locked(directive)
        post = holder(locked, facts_for(by))
        if locked.recorded_by_id == by.pk:
            raise Refused(_("You recorded it, so another holder of the post accepts it."))
        if locked.accepted_at:
            raise Conflict(_("It is already accepted."))
        with acting(by=by, post=post.label, act="accept_directive"):
            locked.accepted_by, locked.accepted_as, locked.accepted_at = by, post.label, clock.now()
            locked.save()
            line = _("%(post)s accepted the directive “%(title)s”.") % {"post": post.label, "title": locked.title}
            _tell(locked, [*givers(locked), locked.recorded_by], "accepted", line, by)
    directive.refresh_from_db()


def report_on_directive(directive: Directive, *, by: Person, words: str, is_done: bool = False) -> DirectiveUpdate:
    """Say how it stands; with `is_done`, its giver is asked to close it."""
    if not words.strip():
        raise NotReady([Problem(_("Say how it stands."), field="words")])
    with transaction.atomic():
        locked = _locked(directive)
        post = holder(locked, facts_for(by))
        if not locked.accepted_at:
            raise NotReady([Problem(_("Accept it first."))])
        if locked.closed_at:
            raise Conflict(_("It is closed."))
        with acting(by=by, post=post.label, act="report_directive", why=words):
            update = DirectiveUpdate.objects.create(
                directive=locked, words=words.strip(), says_done=is_done, by=by, by_as=post.label, at=clock.now()
            )
            locked.done_at = update.at if is_done else None  # what was said last holds
            locked.save()
            line = (
                _("The directive “%(title)s” is reported as done: close it.")
                if is_done
                else _("There is a report on the directive “%(title)s”.")
            )
            _tell(locked, givers(locked), f"report:{update.pk}", line % {"title": locked.title}, by)
    directive.refresh_from_db()
    return update


def holder(directive: Directive, facts: Facts) -> Capacity:
    """The post it falls to, as this person holds it; `Refused` says whose it is."""
    for post in facts.posts:
        if post.post == directive.post_id:
            return post
    raise Refused(_("%(post)s does this: the directive falls to that post.") % {"post": directive.post.title})


# ---- closing


def close_directive(directive: Directive, *, by: Person, words: str, upload: UploadedFile[bytes] | None = None) -> None:
    """Who gave it says how it ended. Where no one can act for the giver, R of 2.3 closes it with the giver's word attached."""
    facts = facts_for(by)
    label, cell, needs_document = closer(directive, facts)
    problems = []
    if not words.strip():
        problems.append(Problem(_("Say how it ended."), field="words"))
    if needs_document and upload is None:
        problems.append(Problem(_("Attach the giver's word that it is closed."), field="document"))
    if problems:
        raise NotReady(problems)

    def close(document: Blob | None) -> None:
        with acting(by=by, post=label, cell=cell, act="close_directive", why=words):
            locked = _locked(directive)
            if locked.closed_at:
                raise Conflict(_("It is already closed."))
            locked.closed_by, locked.closed_as, locked.closed_at = by, label, clock.now()
            locked.closing_words, locked.closing_document = words.strip(), document
            locked.save()
            line = _("The directive “%(title)s” is closed.") % {"title": locked.title}
            _tell(locked, [*_holders(locked), locked.recorded_by], "closed", line, by)

    with_document(upload, close, by=by, post=label, cell=cell, act="close_directive")
    directive.refresh_from_db()


def closer(directive: Directive, facts: Facts) -> tuple[str, str, bool]:
    """As what this person may close it (post, cell), and whether the giver's word is to be attached."""
    for post in facts.posts:
        if post.role == directive.giver.code:
            return post.label, "", False
    if givers(directive):
        raise Refused(_("%(giver)s gave it and closes it.") % {"giver": directive.giver.name})
    via = keeper(facts, DIRECTIVE, directive.post.unit)
    _not_to_oneself(directive.post, facts)
    return via.capacity.label, via.cell, True


def givers(directive: Directive) -> list[Person]:
    """Who can act for the giver today."""
    return _people(Post.objects.filter(role=directive.giver_id))


# ---- telling


def _holders(directive: Directive) -> list[Person]:
    return _people([directive.post])


def _people(posts: Iterable[Post]) -> list[Person]:
    held = Holding.objects.filter(
        in_force_on(clock.today()), post__in=posts, state=Holding.State.IN_FORCE, person__is_active=True
    )
    return [one.person for one in held.select_related("person")]


def _tell_post(directive: Directive, by: Person) -> None:
    line = _("A directive of %(giver)s falls to you: “%(title)s”, due %(day)s.") % {
        "giver": directive.giver.name,
        "title": directive.title,
        "day": date_format(directive.due_on),
    }
    _tell(directive, _holders(directive), f"received:{directive.post_id}", line, by)


def _tell(directive: Directive, people: Iterable[Person], what: str, line: str, by: Person) -> None:
    others = {one.pk: one for one in people if one.pk != by.pk}.values()
    url = reverse("raci:directive", args=[directive.pk])
    tell(others, record=None, key=f"directive:{directive.pk}:{what}", line=line, url=url)


def _locked(directive: Directive) -> Directive:
    return (
        Directive.objects.select_for_update(of=("self",))
        .select_related("post__unit", "giver", "recorded_by")
        .get(pk=directive.pk)
    )
