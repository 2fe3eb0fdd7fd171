"""English: the day before the month, the month in letters, so that nobody takes one for the other."""

DATE_FORMAT = "j M Y"
DATETIME_FORMAT = "j M Y, H:i"
SHORT_DATE_FORMAT = "j M Y"
