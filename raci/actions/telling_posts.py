"""Who is told what, when posts are filled and letters are passed on. Whoever acts is not told of their own act."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from raci import clock
from raci.models import Delegation, Holding, Naming, Person, Post
from raci.models.city import in_force_on
from raci.notices import tell


def begun(holding: Holding, by: Person) -> None:
    """The new holder."""
    line = _("You hold the post %(post)s from %(day)s.") % _words(holding)
    _tell_of(holding, [holding.person], "begun", line, by)


def proposed(holding: Holding, seconds: Iterable[Person], by: Person) -> None:
    """Those who may be the second person."""
    line = _("%(person)s is proposed to hold the post %(post)s from %(day)s: a second person is asked to accept.")
    _tell_of(holding, seconds, "proposed", line % _words(holding), by)


def answered(holding: Holding, by: Person) -> None:
    """Who proposed it, and, when it is in force, the new holder."""
    words = _words(holding) | {"state": holding.get_state_display()}
    line = _("The proposal that %(person)s hold the post %(post)s is answered: %(state)s.") % words
    _tell_of(holding, [holding.proposed_by], "answered", line, by)
    if holding.state == Holding.State.IN_FORCE:
        begun(holding, by)


def ended(holding: Holding, by: Person) -> None:
    """Who holds it."""
    line = _("Your holding of the post %(post)s ends; its last day is %(day)s.")
    _tell_of(
        holding,
        [holding.person],
        f"ended:{holding.ends_on}",
        line % (_words(holding) | {"day": _day(holding.ends_on)}),
        by,
    )


def offered(delegation: Delegation, by: Person) -> None:
    """The delegate, who is asked to accept."""
    line = _(
        "%(giver)s asks you to act for them: %(letter)s of %(activity)s, from %(from)s until %(until)s. "
        "Accept it, or give it back."
    )
    _tell_delegation(delegation, delegation.delegate, "offered", line, by)


def delegation_accepted(delegation: Delegation, by: Person) -> None:
    """The giver."""
    line = _("%(delegate)s acts for you: %(letter)s of %(activity)s, from %(from)s until %(until)s.")
    _tell_delegation(delegation, delegation.holding.person, "accepted", line, by)


def delegation_ended(delegation: Delegation, by: Person) -> None:
    """The other of the two."""
    line = _("The delegation of %(letter)s of %(activity)s by %(giver)s to %(delegate)s has ended.")
    for person in (delegation.holding.person, delegation.delegate):
        _tell_delegation(delegation, person, "ended", line, by)


def named(naming: Naming, by: Person) -> None:
    """Who holds the named post today."""
    line = _("%(giver)s names your post %(named)s: %(what)s of %(activity)s, in %(unit)s, from %(day)s.")
    _tell_naming(naming, [naming.named], "named", line, by)


def naming_taken_back(naming: Naming, by: Person) -> None:
    """Who holds either post today."""
    line = _("The naming of %(named)s by %(giver)s (%(what)s of %(activity)s, in %(unit)s) was taken back.")
    _tell_naming(naming, [naming.named, naming.giver], "back", line, by)


def _tell_naming(naming: Naming, posts: list[Post], what: str, line: str, by: Person) -> None:
    held = Holding.objects.filter(in_force_on(clock.today()), post__in=posts, state=Holding.State.IN_FORCE)
    people = [one.person for one in held.select_related("person") if one.person_id != by.pk]
    words = {
        "giver": naming.giver.title,
        "named": naming.named.title,
        "what": _("to keep, by R") if naming.letter == "R" else _("to accept, by A"),
        "activity": naming.activity_code,
        "unit": naming.unit.name,
        "day": _day(naming.begins_on),
    }
    url = reverse("raci:naming", args=[naming.pk])
    tell(people, record=None, key=f"naming:{naming.pk}:{what}", line=line % words, url=url)


def _tell_of(holding: Holding, people: Iterable[Person], what: str, line: str, by: Person) -> None:
    others = [person for person in people if person.pk != by.pk]
    url = reverse("raci:post", args=[holding.post.code])
    tell(others, record=None, key=f"holding:{holding.pk}:{what}", line=line, url=url)


def _tell_delegation(delegation: Delegation, person: Person, what: str, line: str, by: Person) -> None:
    words = {
        "giver": delegation.holding.person.name,
        "delegate": delegation.delegate.name,
        "letter": delegation.letter,
        "activity": delegation.activity_code,
        "from": _day(delegation.begins_on),
        "until": _day(delegation.ends_on),
    }
    if person.pk != by.pk:
        key = f"delegation:{delegation.pk}:{what}"
        tell([person], record=None, key=key, line=line % words, url=reverse("raci:delegations"))


def _words(holding: Holding) -> dict[str, str]:
    return {"person": holding.person.name, "post": holding.post.title, "day": _day(holding.begins_on)}


def _day(day: object) -> str:
    return date_format(day, "j M Y")  # type: ignore[arg-type]
