"""Is it alive, and what is up? For supervisors and for whoever looks after the portal."""

from __future__ import annotations

from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from raci.jobs.beat import last_round

# A login that owns or may change a history table, or that may do anything, can alter history.
UNPROTECTED = """
SELECT count(*) AS tables, count(*) FILTER (WHERE
        pg_has_role(current_user, c.relowner, 'MEMBER')
        OR has_table_privilege(c.oid, 'UPDATE') OR has_table_privilege(c.oid, 'DELETE') OR has_table_privilege(c.oid, 'TRUNCATE')
        OR has_table_privilege(c.oid, 'TRIGGER') OR has_any_column_privilege(c.oid, 'UPDATE')) AS open,
       (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'history_xid' AND NOT a.attisdropped
 WHERE c.relkind IN ('r', 'p')
"""


@require_safe
@never_cache
@transaction.non_atomic_requests
def healthz(_: HttpRequest) -> HttpResponse:
    """The web server serves; nothing else is asked."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
@transaction.non_atomic_requests
def readyz(_: HttpRequest) -> JsonResponse:
    """What is up; 503 without the database, since nothing can be done then. Without Redis only mails and reports wait."""
    database, history = _database()
    queue, swept = last_round()
    answer = {
        "database": "up" if database else "down",
        "redis": "up" if queue else "down",
        "seconds_since_last_sweep": swept,
        "history": history,
    }
    return JsonResponse(answer, status=200 if database else 503)


def _database() -> tuple[bool, str]:
    try:
        with connection.cursor() as cursor:
            cursor.execute(UNPROTECTED)
            tables, unprotected, superuser = cursor.fetchone()
    except DatabaseError:
        return False, "unknown"
    if not tables:
        return True, "no history tables yet"
    if superuser or unprotected:
        return (
            True,
            "NOT protected: the portal's login could alter history; give it a login of its own (DATABASE_OWNER_URL)",
        )
    return True, "protected from the portal's login"


def history_state() -> str:
    """Whether the portal's own login could alter history, in words."""
    return _database()[1]


urlpatterns = [path("healthz", healthz, name="healthz"), path("readyz", readyz, name="readyz")]
