"""Lists: each is declared once, and its page, its CSV, its workbook and the API stand on the declaration.

Listing(code, title, rows, columns, ...)   what a list is; `register` it from `AppConfig.ready`
lists.get("plans")                         a list by its code
lists.ask(listing, facts, request.GET)     its rows for one person, filtered and sorted as asked, and what was not understood
"""

from raci.lists.asking import Asked, ask
from raci.lists.filters import AS_OF, Choice, Choices, Day, Filter, Words
from raci.lists.listing import Action, Column, Empty, Listing, get, register, registered
from raci.lists.worked_out import WorkedOut

__all__ = [
    "AS_OF",
    "Action",
    "Asked",
    "Choice",
    "Choices",
    "Column",
    "Day",
    "Empty",
    "Filter",
    "Listing",
    "Words",
    "WorkedOut",
    "ask",
    "get",
    "register",
    "registered",
]
