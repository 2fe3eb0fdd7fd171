"""What publishers call things: headings of columns, words for totals, and the names of groups by which a dimension is known."""

from __future__ import annotations

import re
from collections.abc import Iterable

from metrics.reading.mapping import Role

HEADINGS: dict[str, Role] = {
    word: role
    for role, words in {
        Role.INDICATOR: "indicator|measure|indicator name|indicator id",
        Role.SERIES: "units|series",
        Role.UNIT: "unit|unit measure|unit of measure|units of measure",
        Role.PERIOD: (
            "period|year|vintage|fiscal year|fy|calendar year|quarter|month|time period|reporting period|ref date|date"
            "|time|survey year|annee|school year"
        ),
        Role.PERIOD_BEGIN: "period begin|begin|start|start date|period start|from|begin date",
        Role.PERIOD_END: "period end|end|end date|to|until",
        Role.PLACE_CODE: (
            "place code|geoid|geo id|geocode|id2|id|fips|area code|place id|gss code|tract code|zip|zip code|zcta"
            "|county fips|state fips|fips code|postal code|district code"
        ),
        Role.PLACE: (
            "place|geography|geographic area name|name|area name|place name|ward|agency|bureau|city|county|county name"
            "|state|state name|tract|census tract|neighborhood|neighbourhood|council district|municipality|precinct|region"
        ),
        Role.DIMENSION_NAME: "dimension|disaggregation|breakdown|stratifier|characteristic",
        Role.GROUP: "group|subgroup|category|level",
        Role.N: (
            "n|count|number|persons|people|denominator|eligible|applicants|applications|total count|respondents|obs"
            "|sample size|unweighted n"
        ),
        Role.K: "k|numerator|selected|hired|awards|awarded|admitted|successes|passed|promoted|appointed|with outcome",
        Role.VALUE: "value|estimate|rate|percent|percentage|pct|mean|average|share|obs value|proportion|index|median",
        Role.MOE: "moe|margin of error|margin",
        Role.SE: "se|standard error|std error|stderr",
        Role.LOW: "low|lower|ci low|lci|lower ci|confidence interval low|lower limit|lower 95 ci limit|ci lower",
        Role.HIGH: "high|upper|ci high|uci|upper ci|confidence interval high|upper limit|upper 95 ci limit|ci upper",
        Role.BASE: "base|universe|employees|total employees|number of employees|base population",
        Role.POPULATION: "population",
        Role.SUM: "sum|total sum|sum of values",
        Role.SUM_OF_SQUARES: "sum of squares|sumsq|sum sq",
        Role.EVENTS: "events|cases|injuries|deaths|incidents",
        Role.EXPOSURE: "exposure|hours worked|person years|hours",
        Role.WEIGHT: "weight|wt|person weight|pwgtp|survey weight",
        Role.WEIGHT_SUM: "weight sum|sum of weights",
        Role.WEIGHTED_SUM: "weighted sum",
        Role.WEIGHT_SQUARES: "weight squares|sum of squared weights",
        Role.WEIGHTED_SQUARES: "weighted squares",
        Role.COUNT: "freq|frequency",
    }.items()
    for word in words.split("|")
}
# Columns beside the figures that are none: why they are not read is said.
BESIDE = {
    word: kind
    for kind, words in {
        "index": "rownames|row names|row|unnamed 0|index|x",
        "person": "person id|employee id|respondent id|personid|employeeid|case id|record id|serialno|ssn|email|e mail",
        "status": "observation status|status|reliability|share reliability|flag|flags|note|notes|comment|comments|footnote",
        "constant": "unit multiplier|table|source|dataset|subgroup order|order|favourable indicator|ordered dimension"
        "|indicator scale|setting average|is group",
        "derived": "share|share moe|coefficient of variance|coefficient of variation|cv|population pct|pct of total|density",
    }.items()
    for word in words.split("|")
}
TOTALS = frozenset(
    {
        "all",
        "total",
        "totals",
        "overall",
        "everyone",
        "all groups",
        "both sexes",
        "both genders",
        "all genders",
        "all sexes",
    }
    | {"all persons", "all people", "all ages", "all age groups", "all races", "all ethnicities", "total population"}
    | {"grand total", "headline", "citywide", "city total", "both", "any", "all categories", "all employees", "total:"}
)
_ALL_OF = re.compile(r"(?:total|all),? (?:any|all)\b.*|(?:ttl|tot|total)_(?:\w+_)?(?:base|universe|pop|population)")
# Group words that tell the dimension; the first that fits most groups wins.
DIMENSIONS = {
    "sex": r"(?:fe)?males?|(?:wo)?m[ae]n\+?|boys?|girls?|(?:fe)?male population|(?:fe)?males? \d.*|non-?binary",
    "age": r"(?:age ?)?(?:under |over )?\d+ ?(?:-|–|to|and|plus|\+|years).*|under \d+.*|\d+\+?|age ?\d+.*|youth|seniors?|adults?",
    "ethnicity": r"(?:not |non-?)?(?:hispanic|latin).*",
    "race": r"(?:non ?)?white.*|black.*|asian.*|american indian.*|aian|api|nhpi|native .*|(?:some )?other race.*"
    r"|two or more races.*|multiracial|hispanic.*|pacific.*|people of colou?r|sor|mena",
    "disability": r"with(?:out)? (?:a )?disabilit.*|disabled|not disabled",
    "language": r"(?:other )?(?:only english|spanish|french|haitian|italian|portuguese|german|greek|russian|polish|slavic|serbo"
    r"|armenian|persian|farsi|gujarati|hindi|urdu|punjabi|bengali|nepali|indic|indo ?european|telugu|tamil|dravidian|chinese"
    r"|cantonese|mandarin|japanese|korean|hmong|vietnamese|khmer|thai|tai|tagalog|austronesian|arabic|hebrew|afroasiatic"
    r"|amharic|somali|swahili|navajo|ukrainian)\b.*",
    "nativity": r"native.?born|foreign.?born|immigrants?|non-?immigrants?",
}


def key(heading: str) -> str:
    """ "STANDARD_ERROR", "Standard error" and "data.Standard error" are the same heading."""
    plain = heading.strip().removeprefix("data.")
    return re.sub(r"[\W_]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain)).casefold().strip()


def in_year(year: str, part: str, heading: str) -> str:
    """A year and its quarter or month, from two columns, as one text: 2021 and 2 under "Quarter" are 2021 Q2."""
    word = part.strip()
    if word.isdecimal():
        return f"{year.strip()} Q{word}" if key(heading) == "quarter" else f"{year.strip()}-{word:0>2}"
    return f"{year.strip()} {word}".strip()


def role_of(heading: str) -> Role | None:
    """What a heading is usually used for; None where it is no usual one."""
    word = key(heading)
    if word in HEADINGS:
        return HEADINGS[word]
    if word.replace(" ", "") in ("geoid", "geocode"):
        return Role.PLACE_CODE
    if word.startswith(("universe", "base ")):
        return Role.BASE
    return None


def is_total(group: str) -> bool:
    """Whether a group's name means all of them; "Total, physical violence" is a part, however it is called."""
    word = " ".join(group.casefold().split())
    return word in TOTALS or _ALL_OF.fullmatch(word) is not None


def claims_total(group: str) -> bool:
    """Whether a name begins like a total's and is none for certain: it may hold other groups."""
    return re.match(r"total\b|all (?!other)", group.casefold()) is not None and not is_total(group)


def dimension_of(groups: Iterable[str]) -> str:
    """The dimension that most of these groups are known to be of; "" where it is none."""
    words = [re.sub(r"[\s_]+", " ", group.casefold()).strip(" :%#") for group in groups]
    words = [word for word in words if not is_total(word)]
    best, most = "", 0
    for name, form in DIMENSIONS.items():
        fitting = sum(re.fullmatch(form, word) is not None for word in words)
        if fitting > most:
            best, most = name, fitting
    return best if words and most * 2 >= len(words) else ""
