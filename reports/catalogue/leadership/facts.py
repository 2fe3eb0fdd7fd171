"""What the Leadership Team is told besides what other reports tell: what stands on two lines, and what was agreed before."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_noop as _

from plans.models import Action
from plans.portfolio.queries import actions_in_force
from raci import reviewing
from raci.models import ActionItem, Holding, Meeting, Minutes, Relation
from raci.models.city import in_force_on
from reports.blocks import Block, points, say, sentence, table
from reports.catalogue.kind import Asked
from reports.sections import exceptions as of_exceptions
from reports.sections import plans

DAY = "j M Y"
DUAL = "dual_accountability"


def exceptions(asked: Asked) -> list[Block]:
    """Exceptions alone: actions that need somebody, by service area, then what nobody has said yet."""
    return [*plans.exceptions(asked), *of_exceptions.silence(asked)]


def two_lines(asked: Asked) -> list[Block]:
    """Who answers on two lines at once, and what is open and overdue on each."""
    said = list(Relation.objects.filter(relation=DUAL).select_related("subject_role").order_by("code", "pk"))
    if not said:
        return [sentence(say(_("The city’s relations name nobody who answers on two lines.")))]
    lead = say(_("Who answers on two lines, in the words of the source:"))
    found = [points(list(dict.fromkeys(one.source_text for one in said)), lead=lead)]
    rows = list(_on_both(asked, [one.subject_role_id for one in said if one.subject_role_id]))
    if not rows:
        return [*found, sentence(say(_("None of them has anything open on either line today.")))]
    columns = (
        _("Post"), _("Held by"), _("Functional line: open"), _("Overdue"), _("Operational line: open"), _("Overdue"),
    )  # fmt: skip
    source = say(
        _("Source: action items of teams (functional line) and actions led under plans in force (operational line).")
    )
    return [*found, table(say(_("Open on both lines")), columns, rows, source=source, numbers=range(2, 6))]


def _on_both(asked: Asked, roles: list[int]) -> Iterator[list[str]]:
    today = asked.facts.today
    held = Holding.objects.filter(in_force_on(today), state=Holding.State.IN_FORCE)
    members = list(held.filter(post__role__in=roles).select_related("post", "person").order_by("post__title", "pk"))
    people = [one.person_id for one in members]
    posts = {(one.person_id, one.post_id) for one in held.filter(person__in=people)}
    items = list(_items(asked).filter(state=ActionItem.State.OPEN))
    actions = list(
        actions_in_force(asked.facts).exclude(status__in=Action.OVER).filter(lead__in={post for _who, post in posts})
    )
    for one in members:
        theirs = {post for who, post in posts if who == one.person_id}
        owed = [item for item in items if item.person_id == one.person_id or item.post_id in theirs]
        led = [action for action in actions if action.lead_id in theirs]
        late = [sum(each.due_on < today for each in some) for some in (owed, led)]
        if owed or led:
            yield [one.post.title, one.person.name, str(len(owed)), str(late[0]), str(len(led)), str(late[1])]


def agreed(asked: Asked) -> list[Block]:
    """What was agreed at the last meetings, and what is still open from before."""
    rows = _items(asked).filter(
        Q(state=ActionItem.State.OPEN) | Q(closed_at__date__range=(asked.begins_on, asked.ends_on))
    )
    told = [
        [
            one.words, one.post.title if one.post else one.person.name if one.person else "–", one.team.name,
            date_format(one.item.meeting.on, DAY) if one.item else "–", date_format(one.due_on, DAY),
            date_format(localtime(one.closed_at), DAY) if one.closed_at else str(one.get_state_display()),
        ]
        for one in rows.order_by("due_on", "pk")
    ]  # fmt: skip
    if not told:
        return [sentence(say(_("No action was agreed at a meeting whose minutes the writer reads.")))]
    columns = (_("What was agreed"), _("Owner"), _("Team"), _("Agreed on"), _("Due"), _("Done"))
    source = say(_("Source: action items of meetings."))
    return [table(say(_("Actions agreed")), columns, told, source=source)]


def _items(asked: Asked):  # type: ignore[no-untyped-def]  # a queryset
    """Of teams whose minutes the asker reads."""
    read = [one.team_id for one in _newest_meetings() if reviewing.may_read(asked.facts, Minutes(meeting=one))]
    return ActionItem.objects.filter(team__in=read).select_related("team", "item__meeting", "post", "person")


def _newest_meetings() -> list[Meeting]:
    found = Meeting.objects.select_related("team__unit", "team__convener").order_by("team_id", "-on", "-pk")
    return list(found.distinct("team_id"))
