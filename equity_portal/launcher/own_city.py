"""`make own-city`: a portal for one's own city, in a data folder of its own, with nobody made up in it."""

from __future__ import annotations

import os
import re
import sys

from equity_portal.launcher.home import ROOT, Home
from equity_portal.launcher.trouble import Trouble

OWN = "own"  # what the mark "city" says of such a folder
FOLDER = ".own-city"


def begin() -> None:
    """Note who founds the city, so that the start gives them an account; ask where nothing says it."""
    os.environ.setdefault("PORTAL_HOME", str(ROOT / FOLDER))
    home = Home.from_environment()
    home.open()
    if home.marked("city") not in ("", OWN):
        raise Trouble(
            f"{home.path} holds the city {home.marked('city')}; set PORTAL_HOME to a new folder for your own city."
        )
    if not home.marked("founder"):
        home.mark("founder", "\n".join(_founder()))
    home.mark("city", OWN)


def _founder() -> tuple[str, str]:
    email = os.environ.get("OWN_CITY_EMAIL") or _ask("Your e-mail address, to sign in with: ")
    if not re.fullmatch(r"[^\s@]+@[^\s@]+\.[A-Za-z]{2,}", email):
        raise Trouble(f"{email!r} is no e-mail address such as name@city.gov; start again, or set OWN_CITY_EMAIL.")
    return email, os.environ.get("OWN_CITY_NAME") or _ask("Your name, as colleagues know you: ") or email


def _ask(question: str) -> str:
    if not sys.stdin.isatty():
        raise Trouble("Who founds the city? Set OWN_CITY_EMAIL and OWN_CITY_NAME, or start it from a terminal.")
    return input(question).strip()


def founder_of(home: Home) -> tuple[str, str]:
    """Address and name, as they were noted."""
    email, _, name = home.marked("founder").partition("\n")
    return email, name
