"""How each question of the standards is put to a person, and the standards' own names, which a catalogue of words must know."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

WORDED = {
    "race-ethnicity-2024": _("What is your race or ethnicity? Select all that apply."),
    "gender-identity": _("How do you describe your gender? Select all that apply."),
    "transgender-experience": _("Are you transgender?"),
    "sexual-orientation": _("How do you describe your sexual orientation?"),
    "disability-acs6": _(
        "Do you have a disability: difficulty hearing, seeing, walking, remembering, caring for yourself, or doing errands alone?"
    ),
    "age": _("How old are you?"),
    "tenure": _("Does your household own or rent your home?"),
    "language": _("Which language do you speak at home?"),
}
OFFERED = tuple(WORDED)
DETAILED = ("race-ethnicity-2024",)  # asked for more, in one's own words

# The names as the files of the standards write them.
NAMES = (
    gettext_noop("Race and ethnicity"), gettext_noop("American Indian or Alaska Native"), gettext_noop("Asian"),
    gettext_noop("Black or African American"), gettext_noop("Hispanic or Latino"),
    gettext_noop("Middle Eastern or North African"), gettext_noop("Native Hawaiian or Pacific Islander"),
    gettext_noop("White"), gettext_noop("Multiracial and/or multiethnic"), gettext_noop("Several of these"),
    gettext_noop("Gender identity"), gettext_noop("Woman"), gettext_noop("Man"),
    gettext_noop("Non-binary"), gettext_noop("Two-Spirit"), gettext_noop("Uses a different term"),
    gettext_noop("Transgender experience"), gettext_noop("Transgender"), gettext_noop("Not transgender"),
    gettext_noop("Sexual orientation"), gettext_noop("Lesbian or gay"),
    gettext_noop("Straight, that is, not gay or lesbian"), gettext_noop("Bisexual"),
    gettext_noop("Disability (ACS questions)"), gettext_noop("With a disability"), gettext_noop("Without a disability"),
    gettext_noop("Age"), gettext_noop("Under 18"), gettext_noop("18 to 24"), gettext_noop("25 to 34"),
    gettext_noop("35 to 44"), gettext_noop("45 to 54"), gettext_noop("55 to 64"), gettext_noop("65 to 74"),
    gettext_noop("75 and over"), gettext_noop("Tenure"), gettext_noop("Owner-occupied"), gettext_noop("Renter-occupied"),
    gettext_noop("Language spoken at home"), gettext_noop("English only"), gettext_noop("Spanish"),
    gettext_noop("French, Haitian, or Cajun"), gettext_noop("German or other West Germanic languages"),
    gettext_noop("Russian, Polish, or other Slavic languages"), gettext_noop("Other Indo-European languages"),
    gettext_noop("Korean"), gettext_noop("Chinese, including Mandarin and Cantonese"), gettext_noop("Vietnamese"),
    gettext_noop("Tagalog, including Filipino"), gettext_noop("Other Asian and Pacific Island languages"),
    gettext_noop("Arabic"), gettext_noop("Other and unspecified languages"),
)  # fmt: skip
