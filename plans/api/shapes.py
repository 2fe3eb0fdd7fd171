"""How a plan and its parts are shown and sent."""

from __future__ import annotations

from rest_framework import serializers

from plans.models import Action
from raci.api.fields import Body, Choice, Code, Day, Flag, Shape, Text, Whole
from raci.api.records import RecordShown
from raci.api.shapes import Id, ProblemLine, one_of, said
from raci.fields import MOST_CENTS

TITLE, PARTNERS = 300, 500


# ---- shown


class TieShown(Shape):
    """One thing that an action is tied to, in the words it had when it was tied."""

    kind = said(help_text="measure, clause, theme, needs, line or evidence.")
    number = serializers.IntegerField(
        allow_null=True,
        help_text="Of the indicator, clause, theme, action, budget line or file; null for a measure in words.",
    )
    words = said()
    place = said(help_text="The standard, plan or budget review it is a part of.")
    goal = said(help_text="Of a measure: what it is to come to by when.")

    example = {
        "kind": "measure",
        "number": 7,
        "words": "Children who can swim",
        "place": "",
        "goal": "60 % by Dec. 31, 2027",
    }


class ActionShown(Shape):
    """What will be done: who leads, with whom, when, for how much, and where it stands."""

    id = Id(source="pk")
    number = said(help_text='Its number in the plan, "2.3": the third action of the second goal.')
    title = said()
    lead = said(source="lead_post", help_text="The code of the post that answers for it.")
    lead_title = said(source="lead")
    leads_today = said(help_text="Who holds the post today; empty where it is vacant.")
    partners = said()
    starts_on = serializers.DateField()
    due_on = serializers.DateField()
    budget_cents = serializers.IntegerField()
    status = one_of(
        Action.Status, allow_null=True, source="status_code", help_text="None where it is gone from the draft."
    )
    ties = TieShown(many=True, help_text="What it is measured by, carries out, waits for, is paid by and shown by.")

    example = {
        "id": 31, "number": "1.1", "title": "Free lessons at 6 pools", "lead": "director-parks",
        "lead_title": "Director, Parks & Recreation", "leads_today": "Dana Reyes", "partners": "School districts",
        "starts_on": "2027-01-15", "due_on": "2027-06-30", "budget_cents": 4800050, "status": "pending",
        "ties": [TieShown.example],
    }  # fmt: skip


class OutcomeShown(Shape):
    """What will be different for people when the goal is reached."""

    id = Id(source="pk")
    title = said()
    actions = ActionShown(many=True)

    example = {"id": 21, "title": "Children of every district swim", "actions": [ActionShown.example]}


class GoalShown(Shape):
    """What is to be reached."""

    id = Id(source="pk")
    number = serializers.IntegerField()
    title = said()
    description = said()
    outcomes = OutcomeShown(many=True)

    example = {
        "id": 11, "number": 1, "title": "Reduce the gap in swimming", "description": "By half.",
        "outcomes": [OutcomeShown.example],
    }  # fmt: skip


class SectionShown(Shape):
    """A question of the template that the plan was begun from, and its answer."""

    id = Id(source="pk")
    title = said()
    question = said()
    words = said()

    example = {
        "id": 41, "title": "Workforce", "question": "What stands in the way of those who could be hired?",
        "words": "The certificate costs 250 dollars before the first wage.",
    }  # fmt: skip


class PlanShown(Shape):
    """A plan as far as you may read it: the open draft to those who write it, else the newest text you may read."""

    id = Id(source="record.pk", help_text="The number of its record: moves are at records/{id}/.")
    title = said(source="shown.title")
    begins_on = serializers.DateField(source="shown.begins_on", allow_null=True)
    ends_on = serializers.DateField(source="shown.ends_on", allow_null=True)
    summary = said(source="shown.summary")
    opinion_sought = serializers.BooleanField(source="shown.opinion.sought", allow_null=True)
    opinion_from = said(source="shown.opinion.from")
    opinion_said = said(source="shown.opinion.said")
    opinion_changed = said(source="shown.opinion.changed")
    opinion_why_not = said(source="shown.opinion.why_not")
    budget_cents = serializers.IntegerField(source="shown.budget_cents")
    sections = SectionShown(
        many=True, source="shown.sections", help_text="What is answered of the template's questions."
    )
    goals = GoalShown(many=True, source="shown.goals")
    missing = ProblemLine(many=True, help_text="What a draft still lacks, for those who can mend it.")
    record = RecordShown(source="case_page")

    example = {
        "id": 12, "title": "Parks equity plan 2027", "begins_on": "2027-01-01", "ends_on": "2027-12-31",
        "summary": "Everybody learns to swim.", "opinion_sought": True, "opinion_from": "42 organisations",
        "opinion_said": "Evenings suit families.", "opinion_changed": "Lessons moved to evenings.", "opinion_why_not": "",
        "budget_cents": 4800050, "sections": [SectionShown.example], "goals": [GoalShown.example], "missing": [],
        "record": RecordShown.example,
    }  # fmt: skip


# ---- sent


class NewPlanBody(Body):
    """A plan to begin."""

    unit = Code(help_text="A unit whose plans you are responsible for.")
    title = Text(most=TITLE)
    begins_on = Day()
    ends_on = Day()
    from_template = Flag(
        required=False, help_text="With the questions of the newest template, to be answered on pages."
    )

    example = {"unit": "parks", "title": "Parks equity plan 2027", "begins_on": "2027-01-01", "ends_on": "2027-12-31"}


class PlanChange(Body):
    """Of a plan, what changes; what is left out stays."""

    title = Text(most=TITLE, required=False, allow_blank=False)
    begins_on = Day(required=False)
    ends_on = Day(required=False)
    summary = Text(required=False)
    opinion_sought = Flag(required=False, allow_null=True, help_text="null: not said yet.")
    opinion_from = Text(required=False)
    opinion_said = Text(required=False)
    opinion_changed = Text(required=False)
    opinion_why_not = Text(required=False)

    example = {"summary": "Everybody learns to swim.", "opinion_sought": True, "opinion_from": "42 organisations"}


class NewGoal(Body):
    """A goal."""

    title = Text(most=TITLE)
    description = Text(required=False)

    example = {"title": "Reduce the gap in swimming", "description": "By half."}


class GoalChange(Body):
    """Of a goal, what changes."""

    title = Text(most=TITLE, required=False, allow_blank=False)
    description = Text(required=False)

    example = {"title": "Close the gap in swimming"}


class NewOutcome(Body):
    """An outcome."""

    title = Text(most=TITLE)

    example = {"title": "Children of every district swim"}


class NewAction(Body):
    """An action."""

    title = Text(most=TITLE)
    lead = Code(help_text="The code of a post.")
    partners = Text(most=PARTNERS, required=False)
    starts_on = Day()
    due_on = Day()
    budget_cents = Whole(min_value=0, max_value=MOST_CENTS, help_text="0 if it costs nothing more.")

    example = {
        "title": "Free lessons at 6 pools", "lead": "director-parks", "partners": "School districts",
        "starts_on": "2027-01-15", "due_on": "2027-06-30", "budget_cents": 4800050,
    }  # fmt: skip


class ActionChange(Body):
    """Of an action, what changes."""

    title = Text(most=TITLE, required=False, allow_blank=False)
    lead = Code(required=False, allow_blank=False)
    partners = Text(most=PARTNERS, required=False)
    starts_on = Day(required=False)
    due_on = Day(required=False)
    budget_cents = Whole(min_value=0, max_value=MOST_CENTS, required=False)

    example = {"due_on": "2027-09-30"}


class StatusBody(Body):
    """Where an action stands."""

    status = Choice(choices=Action.Status.choices)

    example = {"status": "on_track"}


class StatusShown(Shape):
    """Where an action stands."""

    id = Id(source="pk")
    title = said()
    status = one_of(Action.Status)

    example = {"id": 31, "title": "Free lessons at 6 pools", "status": "on_track"}
