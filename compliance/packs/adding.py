"""The shipped law with what a city brings: rows of its own, or local packs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from compliance.checks.law import Law
from compliance.packs import shipped
from compliance.packs.reading import read_pack, read_parameters
from raci.plainyaml.reading import Mistake, Mistakes, read_file


def law_with(paths: Iterable[Path]) -> Law:
    """Each file's rows in place of the shipped ones, in order, and its requirements' leads. Raises Mistakes."""
    base = shipped()
    law = base.law
    for path in paths:
        leads = dict(law.leads)
        if _is_pack(path):
            pack = read_pack(path, base)
            rows = pack.parameters
            leads |= {one.id: one.lead for one in pack.requirements.values()}
        else:
            rows = read_parameters(path, base)
        try:
            law = replace(law.with_rows(rows), leads=leads)
        except ValueError as error:
            raise Mistakes([Mistake(path.name, 0, "parameters", f"{error}.")]) from error
    return law


def _is_pack(path: Path) -> bool:
    content = read_file(path).value
    return isinstance(content, dict) and "pack" in content
