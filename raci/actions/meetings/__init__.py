"""Meetings of teams, by what is done: planned, put on the agenda, taken down, followed up, minuted; and read by calendars."""
