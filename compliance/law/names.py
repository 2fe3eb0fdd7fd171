"""How the parameters that ship are called; a city's own row without a name here is called by its key."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

NAMES = {
    "ada.employee_min": _("ADA: employees from which more is asked"),
    "ada.grievance.appeal": _("ADA grievance: time to appeal"),
    "ada.grievance.appeal_meet": _("ADA grievance: meeting on the appeal"),
    "ada.grievance.file": _("ADA grievance: time to file"),
    "ada.grievance.final": _("ADA grievance: final response"),
    "ada.grievance.meet": _("ADA grievance: meeting"),
    "ada.grievance.respond": _("ADA grievance: written response"),
    "ada.priority.location": _("Barriers: weight of the location"),
    "ada.priority.severity": _("Barriers: weight of the severity"),
    "ada.web.date.ge_50k": _("Web rule: date of larger entities"),
    "ada.web.date.lt_50k": _("Web rule: date of smaller entities and special districts"),
    "ada.web.population": _("Web rule: population that tells them apart"),
    "ada.web.standard": _("Web rule: technical standard"),
    "ai.alpha": _("Selection: level of the tests"),
    "ai.cadence": _("Selection: how often determinations are made"),
    "ai.few_selections": _("Selection: so few that only counts are shown"),
    "ai.fisher_min_expected": _("Selection: expected count below which the exact test is used"),
    "ai.fisher_n": _("Selection: pool below which the exact test is used"),
    "ai.four_fifths": _("Selection: four-fifths screen"),
    "ai.group_min_share": _("Selection: least share of a group"),
    "ai.incomplete_share": _("Selection: part left out from which it is run both ways"),
    "ai.no_test_expected": _("Selection: expected count below which nothing is tested"),
    "ai.sd": _("Selection: standard deviations"),
    "bc.cycle": _("Boards: how often representation is looked at"),
    "bc.min_n": _("Boards: least number of answers"),
    "bc.min_response": _("Boards: least part that answered"),
    "cmp.ack": _("Complaints: time to acknowledge"),
    "cmp.ada": _("Complaints: ADA, to the federal agency"),
    "cmp.adea": _("Complaints: age, to EEOC"),
    "cmp.adea_state": _("Complaints: age, with a state agency"),
    "cmp.close": _("Complaints: time to close"),
    "cmp.fha": _("Complaints: fair housing, to HUD"),
    "cmp.fha_court": _("Complaints: fair housing, to a court"),
    "cmp.local": _("Complaints: under the local code"),
    "cmp.s3": _("Complaints: Section 3, to HUD"),
    "cmp.s504": _("Complaints: Section 504, to the funding agency"),
    "cmp.t6": _("Complaints: Title VI, to the funding agency"),
    "cmp.t7": _("Complaints: Title VII, to EEOC"),
    "cmp.t7_fepa": _("Complaints: Title VII, with a state or local agency"),
    "cmp.t7_sue": _("Complaints: Title VII, to a court after the notice"),
    "eeo4.bands.v1": _("EEO-4: eight salary bands"),
    "eeo4.bands.v2": _("EEO-4: twelve salary bands"),
    "eeo4.file_min": _("EEO-4: employees from which it is filed"),
    "eeo4.keep_min": _("EEO-4: employees from which records are kept"),
    "law_watch.interval": _("Law watch: time until a citation is looked up again"),
    "lep.count": _("Safe harbour: people of a language"),
    "lep.edge": _("Safe harbour: how its edges are worded"),
    "lep.near": _("Safe harbour: how near below it is watched"),
    "lep.share": _("Safe harbour: share of a language"),
    "lep.small": _("Safe harbour: people below which a notice will do"),
    "priv.k": _("Privacy: count below which numbers are hidden"),
    "priv.zero_shown": _("Privacy: whether a zero is shown"),
    "race.standard": _("Race and ethnicity: standard of new collections"),
    "rec.complaint": _("Records: complaints under other laws"),
    "rec.eeo4": _("Records: copies of EEO-4"),
    "rec.grievance": _("Records: ADA grievances"),
    "rec.personnel": _("Records: personnel"),
    "s3.bench.all": _("Section 3: benchmark of all Section 3 workers"),
    "s3.bench.targeted": _("Section 3: benchmark of Targeted workers"),
    "s3.business_doc_months": _("Section 3: age of a business’s papers"),
    "s3.status_years": _("Section 3: years of a worker’s status"),
    "s3.threshold.hcd": _("Section 3: threshold of housing and community development"),
    "s3.threshold.lead": _("Section 3: threshold of lead hazard and healthy homes"),
    "t6.effects_basis": _("Title VI: whether the agency’s rule speaks of effects"),
    "t6.fta.cycle": _("Transit: how often the programme is renewed"),
    "t6.fta.db_pp": _("Transit: disproportionate burden, in points"),
    "t6.fta.db_ratio": _("Transit: disproportionate burden, as a ratio"),
    "t6.fta.di_pp": _("Transit: disparate impact, in points"),
    "t6.fta.di_ratio": _("Transit: disparate impact, as a ratio"),
    "t6.fta.large_uza": _("Transit: population of a large urbanized area"),
    "t6.fta.large_vehicles": _("Transit: vehicles of a large provider"),
    "t6.fta.major_change": _("Transit: what a major service change is"),
    "t6.fta.minority_route": _("Transit: what a minority route is"),
    "t6.fta.temporary_months": _("Transit: how long a change is temporary"),
    "wc.base_hours": _("Workers’ compensation: hours that a rate is per"),
    "wc.contact_hours": _("Workers’ compensation: time to the first contact"),
}


KEY = re.compile(
    rf"(?<![\w.])({'|'.join(sorted(map(re.escape, NAMES), key=len, reverse=True))})(?: \((\w+)\))?(?![\w]|\.\w)"
)


def plainly(sentence: str) -> str:
    """A check's sentence with its parameters by their names; programs are told their keys."""
    return KEY.sub(lambda found: f"“{name_of(found[1], found[2] or '')}”", sentence)


def name_of(key: str, variant: str = "") -> str:
    """The name, with whose it is where several have a row of this key."""
    name = str(NAMES.get(key, key))
    return f"{name} ({variant.upper() if len(variant) == 3 else variant})" if variant else name
