"""What one page shows, each in a constant number of SQL queries."""

from raci.queries.cases import CasePage, case_page
from raci.queries.texts import text_page
from raci.queries.waiting import Waiting, waiting_on

__all__ = ["CasePage", "Waiting", "case_page", "text_page", "waiting_on"]
