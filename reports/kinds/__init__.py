"""What can be printed: one module a kind, one line here."""

from __future__ import annotations

from reports.kinds import annual, certificate, matrix, minutes, plan, receipt
from reports.kinds.kind import PrintKind

EACH = (plan.PLAN, receipt.RECEIPT, matrix.MATRIX, minutes.MINUTES, certificate.CERTIFICATE, annual.ANNUAL)
KINDS: dict[str, PrintKind] = {kind.code: kind for kind in EACH}
