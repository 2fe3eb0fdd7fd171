"""One check of the law on facts from a file: verdict, why, figures and the rows of law used. Needs no database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from metrics.management.calculating import as_text

LACKING = 1


class Command(BaseCommand):
    """Thin: reads facts and rows, asks one check, prints its answer."""

    help = (
        "One check of the law on facts in a JSON file. --list tells each check with the schema of its facts and an example. "
        "Needs no database. Exit code 0: told, also where it cannot be determined; 1: the facts cannot be used, and why."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which check, on what, and a city's own rows."""
        parser.add_argument("check", nargs="?", metavar="CHECK", help="its code, as section3_benchmark; see --list")
        parser.add_argument("facts", nargs="?", type=Path, metavar="FACTS.json", help="the facts; null is not known")
        parser.add_argument("--list", action="store_true", dest="list_all", help="each check, its facts and an example")
        parser.add_argument(
            "--parameters", type=Path, action="append", default=[], metavar="ROWS.yaml",
            help="a city's own rows (a list named parameters, or a local pack), in place of those of the same key and first day",
        )  # fmt: skip
        parser.add_argument("--json", action="store_true", help="for programs: one JSON object")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Tell the checks, or what one of them answers."""
        from metrics.calculators.tables import Unreadable
        from raci.plainyaml.reading import Mistakes

        try:
            found = self._listed(options["check"]) if options["list_all"] else self._checked(options)
        except (Unreadable, Mistakes) as wrong:
            raise CommandError(str(wrong), returncode=LACKING) from wrong
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False))
        else:
            self.stdout.write("\n".join(as_text(_numbered(found))))

    def _listed(self, code: str | None) -> dict[str, Any]:
        from compliance.checks.catalogue import CHECKS
        from compliance.checks.telling import described

        chosen = CHECKS if code is None else (self._check(code),)
        return {"checks": [described(one) for one in chosen]}

    def _checked(self, options: dict[str, Any]) -> dict[str, Any]:
        from compliance.checks.facts import read_text
        from compliance.checks.telling import told
        from compliance.packs.adding import law_with

        if not options["check"] or not options["facts"]:
            raise CommandError("Name a check and a file of facts, or ask --list.", returncode=LACKING)
        check = self._check(options["check"])
        facts = read_text(check.facts, _text(options["facts"]), options["facts"].name)
        return told(check, check.judge(facts, law_with(options["parameters"])))

    def _check(self, code: str) -> Any:
        from compliance.checks.catalogue import CHECKS, find

        check = find(code)
        if check is None:
            names = ", ".join(one.code for one in CHECKS)
            raise CommandError(f"There is no check {code}. There are: {names}.", returncode=LACKING)
        return check


def _numbered(found: Any) -> Any:
    """Sentences of a list one a line, where it is people who read."""
    if isinstance(found, dict):
        return {name: _numbered(value) for name, value in found.items()}
    if isinstance(found, list) and found and all(isinstance(one, str) and " " in one for one in found):
        return {f"{at}.": one for at, one in enumerate(found, start=1)}
    return [_numbered(one) for one in found] if isinstance(found, list) else found


def _text(path: Path) -> str:
    from compliance.checks.facts import MOST_BYTES
    from metrics.calculators.tables import Unreadable

    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Unreadable(
            f"{path}: it cannot be read: {error.strerror or error}. Name a JSON file that is there."
        ) from error
    if len(content) > MOST_BYTES:
        raise Unreadable(f"{path.name}: it is larger than {MOST_BYTES // 10**6} MB.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path.name}: it is not UTF-8 text. Save it as UTF-8.") from error
