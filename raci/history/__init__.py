"""History that proves itself: what is tracked, who acts, the guard in the database, the ledger and its export."""

from raci.history.acting import acting
from raci.history.tracked import HistoryEntry, Tracked

__all__ = ["HistoryEntry", "Tracked", "acting"]
