"""Browsers without a screen: cookies, forms, and nothing that waits for anybody else."""

from __future__ import annotations

import html
import http.client
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urlencode

T = TypeVar("T")
TOKEN = "c" * 32  # a form's token and its cookie only have to agree


@dataclass
class Answer:
    """What the portal said."""

    status: int
    location: str
    text: str


@dataclass
class Visitor:
    """One session at one address. Safe in threads: each request has a connection of its own."""

    port: int
    name: str = ""
    cookies: dict[str, str] = field(default_factory=lambda: {"csrftoken": TOKEN})
    timeout: float = 60

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, values: Mapping[str, object]) -> Answer:
        return self._ask("POST", path, urlencode({"csrfmiddlewaretoken": self.cookies["csrftoken"], **values}))

    def sign_in(self, email: str, password: str) -> None:
        """By the sign-in page, as everybody does."""
        answer = self.post("/accounts/login/", {"login": email, "password": password})
        if answer.status != 302:
            raise AssertionError(f"{email} could not sign in: {answer.status} {words(answer.text)[:400]}")

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        headers = {
            "Host": f"localhost:{self.port}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Connection": "close",
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
            for line in response.headers.get_all("Set-Cookie") or []:
                name, _, value = line.partition(";")[0].partition("=")
                self.cookies[name] = value
            return Answer(response.status, response.headers.get("Location", ""), text)
        finally:
            connection.close()


def hidden(text: str, name: str) -> str:
    """The value of a hidden control of a page."""
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', text)
    value = re.search(r'value="([^"]*)"', found.group()) if found else None
    if value is None:
        raise AssertionError(f"no hidden {name}: {words(text)[:400]}")
    return html.unescape(value.group(1))


def words(text: str) -> str:
    """A page as it reads."""
    main = re.search(r"<main.*?</main>", text, re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main.group() if main else text)).split())


def at_once(calls: Sequence[Callable[[], T]]) -> list[T]:
    """All of them, let go at one barrier; what each of them answered, in their order."""
    barrier = threading.Barrier(len(calls))

    def one(call: Callable[[], T]) -> T:
        barrier.wait(30)
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))
