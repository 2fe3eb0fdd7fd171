"""The template that ships: the six areas of the bureau plans of 2016 after the results that they are for (16.2).

What those plans taught is in the help: most were found too long, and were not kept up after their second year.
"""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _


class Shipped(NamedTuple):
    """One section: title, question, help, example, whether it is needed."""

    title: object
    question: object
    help: object
    example: object
    is_required: bool


SOURCE = _(
    "The six areas of the five-year racial equity plans that the 26 bureaus of one city wrote in 2016 (its Office of Equity and"
    " Human Rights, racial equity plans) after the results of the GARE action plan. Bureaus submit a plan and report on it each"
    " year (ADM-18.31). The areas are the source’s; questions, help and examples are worded by the portal."
)
SECTIONS = (
    Shipped(
        _("Results"),
        _("Which conditions of people’s lives will be different at the end of this plan, for whom and where?"),
        _(
            "One to three results, each with the figure that shows it today and the groups and places it is worst for."
            " Not what the bureau will do: that comes with the actions."
        ),
        _(
            "Children east of 82nd Avenue swim as well as other children. Today 38 of 100 pass level 3 by age 10 there,"
            " and 61 of 100 elsewhere (register of lessons, 2026)."
        ),
        True,
    ),
    Shipped(
        _("Organizational commitment"),
        _("What has the bureau bound itself to, and who sees that it is kept?"),
        _("Name the decision, the post that answers for it, and how often it is looked at. A sentence each will do."),
        _(
            "The director signed the city’s equity standards in March. The leadership team looks at this plan each quarter."
        ),
        False,
    ),
    Shipped(
        _("Leadership and management"),
        _("What do those who lead do differently because of this plan?"),
        _("What is expected of managers, how they learn it, and where it is looked at."),
        _(
            "Each manager’s yearly review names one action of this plan. New managers take the equity course within 90 days."
        ),
        False,
    ),
    Shipped(
        _("Workforce"),
        _("Where is the bureau’s staff unlike the people it could hire, and what stands in the way?"),
        _(
            "Say the job groups and the stage (applying, being hired, advancing, leaving) with figures that may be told."
            " Describe barriers to remove; no quotas and no preferences."
        ),
        _(
            "Lifeguards: few applicants from the districts with the newest pools. The certificate costs 250 dollars"
            " before the first wage; the bureau will pay it for all who are hired."
        ),
        False,
    ),
    Shipped(
        _("Community access and partnership"),
        _("Who is kept from the bureau’s services today, who said so, and with whom is it being changed?"),
        _(
            "Languages, disability, place, hours and money. Name the organizations that were asked and what they will do."
        ),
        _(
            "Families who work evenings and parents who read Vietnamese. 42 organizations were asked; two school"
            " districts will hand out forms in five languages."
        ),
        True,
    ),
    Shipped(
        _("Contracting"),
        _("Who gets the bureau’s contracts, who does not, and what may lawfully be done about it?"),
        _("Size, place and kind of firms, and how bids are found. Write “none” where the bureau buys next to nothing."),
        _(
            "Most repairs go to three firms. Contracts below 50,000 dollars will be posted in one place, in plain words."
        ),
        False,
    ),
    Shipped(
        _("Data, metrics and improvement"),
        _("By which few figures will the bureau see whether it works, and what happens when they do not move?"),
        _("Baseline with its day, by group; the target; who looks, how often; what is stopped or changed."),
        _(
            "Lessons finished, by district and sex, each quarter. What has not moved for two quarters is talked through."
        ),
        True,
    ),
)
