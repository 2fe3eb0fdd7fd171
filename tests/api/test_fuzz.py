"""schemathesis asks everything that the API's description allows, and what it does not: no server error, no broken promise.

As several people, about rows that are there and rows that are not; then whole stories, in which what one request made is what
the next is about. The same requests each time; FUZZ multiplies how many (`make fuzz`).
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.specs.openapi import checks

from tests.api.caller import Caller
from tests.api.routes import behind, patterns
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
TIMES = int(os.environ.get("FUZZ", "1"))
SEED = int(os.environ.get("FUZZ_SEED", "31"))
WHO = ("director", "decider", "technician", "stranger")
PROMISES = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
QUIET: dict[str, Any] = {
    "database": None,
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "phases": [Phase.generate],
}
load_all_checks()


@pytest.fixture(scope="module")
def keys(world: World, django_db_blocker) -> dict[str, dict[str, str]]:
    """The headers that each person's program sends."""
    people = world.people()
    return {name: {"Authorization": f"Bearer {Caller(people[name]).key}"} for name in WHO}


@pytest.fixture(scope="module")
def one_connection() -> Iterator[None]:
    """A server's request would close the connection, and with it what the tests take back."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def schema(keys: dict[str, dict[str, str]], one_connection: None) -> Any:
    found = schemathesis.openapi.from_wsgi("/api/v1/schema/", get_wsgi_application(), headers=keys["director"])
    found.config.output.truncation.update(enabled=False)
    return found


def there(world: World) -> dict[str, dict[str, Any]]:
    """By the description's path: the values that lead to a row."""
    values = behind(world)
    found = {}
    for pattern in patterns():
        known = {("id" if name == "pk" else name): value for name, value in values[str(pattern.name)].items()}
        found[str(pattern.name)] = known
    return found


def test_every_operation_keeps_what_it_promises(world: World, schema: Any, keys: dict[str, dict[str, str]]):
    answered: Counter[int] = Counter()
    broken: dict[str, str] = {}
    rows = list(there(world).values())
    for result in schema.get_all_operations():
        operation = result.ok()
        wanted = {parameter.name for parameter in operation.path_parameters}
        led = next((one for one in rows if set(one) == wanted and _is_of(operation.path, one, world)), {})
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            ask = _asking(operation, mode, led, keys, answered)
            try:
                ask()
            except Exception as error:
                broken[operation.label] = str(error)[:1500]
    print(
        f"\n{answered.total():,} requests by schemathesis to {len(there(world))} addresses: {len(broken)} broken promises"
    )
    print(f"answers to schemathesis: {dict(sorted(answered.items()))}")
    assert broken == {}


def _asking(
    operation: Any, mode: Any, led: dict[str, Any], keys: dict[str, dict[str, str]], answered: Counter[int]
) -> Any:
    """A few requests of one operation, each taken back."""

    @seed(SEED)
    @settings(max_examples=3 * TIMES, **QUIET)
    @given(case=operation.as_strategy(generation_mode=mode), who=st.sampled_from(WHO), known=st.booleans())
    def ask(case: Any, who: str, known: bool) -> None:
        if known and led:
            case.path_parameters = dict(led)
        with transaction.atomic():
            response = case.call(headers=keys[who])
            transaction.set_rollback(True)
        answered[response.status_code] += 1
        case.validate_response(response, checks=PROMISES)

    return ask


def _is_of(path: str, values: dict[str, Any], world: World) -> bool:
    """Whether these values are those of this path's address."""
    from django.urls import Resolver404, resolve

    try:
        name = resolve(path.format(**values)).url_name
    except Resolver404:
        return False
    return there(world).get(str(name)) == values


def test_stories_in_which_one_request_leads_to_the_next(world: World, schema: Any, keys: dict[str, dict[str, str]]):
    answered: Counter[int] = Counter()

    class Story(schema.as_state_machine()):  # type: ignore[misc]
        def setup(self) -> None:
            self.all = transaction.atomic()
            self.all.__enter__()

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.all.__exit__(None, None, None)

        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            return {"headers": keys["director"]}

        def validate_response(self, response: Any, case: Any, **more: Any) -> None:
            answered[response.status_code] += 1
            case.validate_response(response, checks=PROMISES)

    Story.run(settings=settings(max_examples=8 * TIMES, stateful_step_count=8, derandomize=True, **QUIET))
    print(f"\n{answered.total():,} requests in stories by schemathesis: {dict(sorted(answered.items()))}")
    assert answered.total() > 20
