"""What a RACI matrix in a file says, what is wrong with it, and what nobody could understand. Needs no database."""

from __future__ import annotations

import json
import shlex
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from raci.matrix.reading.grids import MOST_BYTES, Unreadable
from raci.matrix.reading.opening import SUFFIXES
from raci.matrix.reading.reading import mapping, read_matrix_file
from raci.matrix.reading.reports import as_json, as_text, refused, why_refused
from raci.matrix.reading.tables import ReadTable
from raci.plainyaml.reading import Mistakes

REFUSED = 1  # the exit code where a file, or one of a folder's, could not be used, or not all of it


@dataclass(frozen=True)
class Checked:
    """A matrix of a file, or why there is none. `why`: the file, or this matrix of it, is refused, or read in part."""

    file: str
    table: ReadTable | None = None
    why: str = ""

    def told(self) -> dict[str, Any]:
        """For programs."""
        return as_json(self.table) if self.table else refused(self.why, self.file)


class Command(BaseCommand):
    """Reads CSV, XLSX, Markdown and HTML pages, plain text with tabs, and the portal's own CSV, XLSX and YAML."""

    help = (
        "Read a RACI matrix from a file of any usual shape and say what is wrong with it. Needs no database. "
        "With --json a file gives one object (a list where it holds several matrices), a folder a list with one object "
        "for each matrix, which also names its file and table. Exit code 0: all of it was understood; 1: something was "
        "not, or the file, or one of a folder's, is refused; 2: the command line was wrong."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file or folder, and what its words mean."""
        parser.add_argument("path", type=Path, help="a file, or a folder: " + " ".join(SUFFIXES))
        parser.add_argument("--json", action="store_true", help="for programs: everything, as JSON")
        parser.add_argument(
            "--map", action="append", default=[], metavar="WORD=CODES",
            help="what a word or letter of the file means: --map Owns=A --map Execute=R --map Skips=",
        )  # fmt: skip

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Read each file, say what it holds."""
        path: Path = options["path"]
        try:
            terms = mapping(options["map"])
        except Unreadable as wrong:
            raise CommandError(str(wrong), returncode=2) from wrong
        found = [one for file in _files(path) for one in check(file, terms)]
        if options["json"]:
            self.stdout.write(_json(found, is_folder=path.is_dir()))
        else:
            for one in found:
                for line in as_text(one.table) if one.table else ():
                    self.stdout.write(line)
        reasons = [f"{one.file}: {one.why}" for one in found if one.why]
        if reasons:
            raise CommandError("\n".join(reasons), returncode=REFUSED)


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = sorted(one for one in path.iterdir() if one.is_file() and one.name.lower().endswith(SUFFIXES))
    if not files:
        raise CommandError(f"There is no file in {path} that may hold a matrix ({' '.join(SUFFIXES)}).")
    return files


def check(path: Path, terms: Mapping[str, str]) -> Iterator[Checked]:
    """Each matrix of a file, or the reason why it is refused."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        reading = read_matrix_file(content, path.name, terms)
    except (Unreadable, Mistakes) as refusal:
        yield Checked(path.name, why=str(refusal))
    except OSError as error:
        yield Checked(path.name, why=f"It cannot be read: {error.strerror or error}.")
    else:
        for table in reading.tables:
            yield Checked(path.name, table, _why(table))


def _why(table: ReadTable) -> str:
    """Why the exit code is not 0: nothing of the table can be used, or not all of it was understood."""
    why = why_refused(table)
    if not why and (unclear := len(table.not_understood)):
        things = "1 thing was" if unclear == 1 else f"{unclear} things were"
        why = f"{things} not understood; what is found is of the rest."
    if not why or not table.terms:
        return why
    if table.proposed:
        options = " ".join(f"--map {shlex.quote(f'{term}={letter}')}" for term, letter in table.proposed.items())
        return f"{why} If these mean what they usually do: {options}"
    return f"{why} Say what its words mean, as in: --map Owns=A --map Execute=R"


def _json(found: list[Checked], *, is_folder: bool) -> str:
    if not is_folder and len(found) == 1:
        told: Any = found[0].told()
    else:
        told = [{"file": one.file, "table": one.table.name if one.table else "", **one.told()} for one in found]
    return json.dumps(told, ensure_ascii=False, indent=1)
