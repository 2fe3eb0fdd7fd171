"""Who comes in where: one table of address x person with the code each gets, and a test that no address is missing from it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.boards.doors.vault import CANARY as SAID
from tests.boards.searching import found_in
from tests.compliance import doors
from tests.compliance.doors.selections import CANARY
from tests.world import World, arguments, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.portland]

COUNSEL = "informed"  # the City Attorney, who acknowledged the module of selections
TABLE = Path(__file__).with_name("access.txt")


def rows() -> list[tuple[str, str, str, list[str]]]:
    """Address, what stands behind it, method, and the codes in the order of the columns."""
    text = "\n".join(table.read_text() for table in (TABLE, *doors.TABLES))
    lines = [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(name, behind, method, codes) for name, behind, method, *codes in lines if name != "ADDRESS"]


def columns() -> list[str]:
    return next(line.split() for line in TABLE.read_text().splitlines() if line.startswith("ADDRESS"))[3:]


@pytest.fixture(scope="module")
def clients(world: World, django_db_blocker) -> dict[str, Client]:
    """A session each; the disabled one's began while they were not."""
    found = {}
    for name, person in world.people().items():
        found[name] = Client() if person is None else signed_in(person)
    return found


def ask(client: Client, method: str, url: str, **more) -> HttpResponse:
    """A request that leaves nothing behind."""
    with transaction.atomic():
        session = {name: morsel.value for name, morsel in client.cookies.items()}
        response = getattr(client, method.lower())(url, **more)
        for name, value in session.items():
            client.cookies[name] = value
        transaction.set_rollback(True)
    return response


def names(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    """Every page of the portal, by name; what programs ask with a token is in tests/api."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"
        else:
            if pattern.namespace != "api":
                yield from names(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)


# ---- the table


def test_no_address_is_missing_from_the_table():
    listed = {name for name, *_rest in rows()}
    assert set(names()) - listed == set(), "add a line to tests/access.txt for each of them"
    assert listed - set(names()) == set(), "no such address any more"
    assert {name for name, _behind, method, _codes in rows() if method == "GET"} == listed


def code_of(response: HttpResponse) -> str:
    """Its status; `in` where it leads to the sign-in page."""
    leads_in = response.status_code == 302 and response["Location"].startswith(reverse("account_login"))
    return "in" if leads_in else str(response.status_code)


@pytest.mark.parametrize(
    ("name", "behind", "method", "codes"), rows(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_access(
    world: World,
    clients: dict[str, Client],
    absent: Absent,
    owner_seq,
    name: str,
    behind: str,
    method: str,
    codes: list[str],
):
    """Each person's code; and no answer tells that something exists: the hidden reads as what is not there (promises P22)."""
    values = arguments(world)[behind]
    url = reverse(name, kwargs=values)
    before = owner_seq()
    found = {}
    for who, client in clients.items():
        response = ask(client, method, url)
        found[who] = code_of(response)
        assert_edge(response, who)
        assert_sealed(response)
        if who != COUNSEL:
            assert_silent(response)
        if found[who] == "404" and "pk" in values:
            elsewhere = reverse(name, kwargs={**values, "pk": 999_999_999})
            assert plain(response) == absent.read(method, elsewhere, who), who
    assert found == dict(zip(columns(), codes, strict=True))
    if method == "GET" and name not in doors.gathered("RECORDED"):
        assert owner_seq() == before, "reading wrote history"


class Absent:
    """What each person reads at addresses behind which there is nothing, asked once each."""

    def __init__(self, clients: dict[str, Client]) -> None:
        self._clients, self._read, self.compared = clients, dict[tuple[str, str, str], tuple[int, str]](), 0

    def read(self, method: str, url: str, who: str) -> tuple[int, str]:
        asked = method, url, who
        if asked not in self._read:
            self._read[asked] = plain(ask(self._clients[who], method, url))
        self.compared += 1
        return self._read[asked]


@pytest.fixture(scope="module")
def absent(clients: dict[str, Client]) -> Iterator[Absent]:
    found = Absent(clients)
    yield found
    print(f"\n{found.compared} answers about what is hidden are those about what is not there")


@pytest.fixture
def owner_seq(owner_cursor: psycopg.Cursor[Any]) -> Callable[[], int]:
    """The last number drawn for a history row: it counts every governed write, also one that was taken back."""

    def last() -> int:
        return int(owner_cursor.execute("SELECT last_value FROM history_seq").fetchone()[0])  # type: ignore[index]

    return last


def assert_edge(response: HttpResponse, who: str) -> None:
    """What every answer carries."""
    policy = response.get("Content-Security-Policy", "")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    if who not in ("anonymous", "disabled") and response.wsgi_request.session.accessed and response.status_code != 405:
        assert "no-store" in response["Cache-Control"], response.wsgi_request.path


def assert_silent(response: HttpResponse) -> None:
    """No page, list, export, search, story or X-ray tells whoever is not counsel that there is something behind the gate."""
    body = body_of(response)
    assert CANARY.encode() not in body, response.wsgi_request.path
    assert b'href="/law/selections' not in body, response.wsgi_request.path


def assert_sealed(response: HttpResponse) -> None:
    """No page, file, print or line of admin shows what a member said of themself: the custodian, too, gives a reason first."""
    assert found_in([body_of(response)], [SAID]) == set(), response.wsgi_request.path


def body_of(response: HttpResponse) -> bytes:
    """All that was answered; a stream is read once."""
    if response.streaming and not hasattr(response, "read_once"):
        response.read_once = b"".join(response.streaming_content)
    return response.read_once if response.streaming else response.content


def test_other_methods_change_nothing(world: World, clients: dict[str, Client], owner_seq):
    """HEAD, OPTIONS, PUT, PATCH and DELETE, by those with the most rights: nothing is written, nothing breaks.

    Where opening a page is itself on record, HEAD opens it as GET does, and is on record too. HEAD does all the work of GET,
    which everybody was tried with above: one of the three asks it of each page, in turn.
    """
    args, recorded = arguments(world), doors.gathered("RECORDED")
    before = counts(), owner_seq()
    posted = {name for name, _behind, method, _codes in rows() if method == "POST"}
    for number, (name, behind, method, _codes) in enumerate(rows()):
        if name not in posted:
            assert clients["director"].post(reverse(name, kwargs=args[behind])).status_code == 405, name
        for turn, who in enumerate(("director", "decider", "technician") if method == "GET" else ()):
            for verb in ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"):
                if verb == "HEAD" and (name in recorded or number % 3 != turn):
                    continue
                answer = clients[who].generic(verb, reverse(name, kwargs=args[behind]))
                assert answer.status_code < 500, (name, verb, who)
    assert (counts(), owner_seq()) == before


def counts() -> dict[str, int]:
    """Rows of every table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename !~ '^(guard|seal)_|^ledger_apart$'"
        )
        tables = [
            table for (table,) in cursor.fetchall() if table not in ("django_session", "usersessions_usersession")
        ]
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in tables))
        return dict(cursor.fetchall())


def plain(response: HttpResponse) -> tuple[int, str]:
    """Status and page, without what differs between any two requests."""
    text = response.content.decode()
    text = re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]*', r"\1", text)
    text = re.sub(r'("x-csrftoken": ?")[^"]*', r"\1", text, flags=re.IGNORECASE)
    text = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "", text)
    return response.status_code, re.sub(r"/\d+/", "/N/", text)
