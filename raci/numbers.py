"""Rows by many numbers at once, as one parameter: `Q(scope__among=[3, 7])` says what `scope__in` says.

Who works in a large city reads thousands of scopes; as a parameter each they cost more than the query itself.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Lookup


class Among(Lookup):
    """Whether a key is one of these numbers; of none where there is none."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """`= ANY` of an array, of which PostgreSQL knows how long it is."""
        left, parameters = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", (*parameters, [int(one) for one in self.rhs])
