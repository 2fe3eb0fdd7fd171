"""What languages are called: one spelling each, so that a count, a translation and an encounter mean the same language."""

from __future__ import annotations

NAMES = (
    "Albanian", "American Sign Language", "Amharic", "Arabic", "Armenian", "Bengali", "Bosnian", "Burmese", "Cantonese",
    "Chinese", "Chuukese", "Dari", "English", "Farsi", "French", "German", "Greek", "Gujarati", "Haitian Creole", "Hawaiian",
    "Hebrew", "Hindi", "Hmong", "Ilocano", "Indonesian", "Italian", "Japanese", "K’iche’", "Karen", "Khmer", "Kinyarwanda",
    "Korean", "Lao", "Mam", "Mandarin", "Marshallese", "Mien", "Mixteco", "Nepali", "Oromo", "Pashto", "Polish", "Portuguese",
    "Punjabi", "Rohingya", "Romanian", "Russian", "Samoan", "Serbian", "Somali", "Spanish", "Swahili", "Tagalog", "Tamil",
    "Telugu", "Thai", "Tigrinya", "Tongan", "Turkish", "Ukrainian", "Urdu", "Vietnamese", "Yup’ik", "Zapoteco",
)  # fmt: skip
_SPELT = {name.casefold().replace("’", "'"): name for name in NAMES}


def named(text: str) -> str:
    """The usual spelling where there is one; any other language as it was written, its blanks put in order."""
    said = " ".join(text.split())
    return _SPELT.get(key(said), said)


def key(name: str) -> str:
    """What two spellings of one language have in common."""
    return " ".join(name.split()).casefold().replace("’", "'")
