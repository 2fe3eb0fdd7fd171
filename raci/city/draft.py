"""A city in preparation: plain values that one person fills in step by step, and the folder of YAML they make.

The folder is read by `raci.city.reading` like any other, so a city made in the browser and one made by hand are checked and
loaded by the same code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from raci.imports.names import slug
from raci.imports.units import Known

FILES_OF_THE_SHIPPED = ("roles", "matrix", "procedures")


@dataclass
class Draft:
    """What is known so far. `units`: the city first; `people`: address > name; `posts`: code > what is said of it."""

    city: dict[str, Any] = field(default_factory=dict)
    shipped: str = ""  # whose roles, and matrix unless `matrix` holds another
    matrix: str = ""  # an uploaded matrix, as YAML
    adopted_by: str = ""
    units: list[dict[str, str]] = field(default_factory=list)
    people: dict[str, str] = field(default_factory=dict)
    posts: dict[str, dict[str, Any]] = field(default_factory=dict)
    dropped: list[str] = field(
        default_factory=list
    )  # what a change of the matrix took away, until posts are saved again

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Draft:
        """From what was stored; what is unknown by now is left out."""
        names = {one.name for one in fields(cls)}
        return cls(**{name: value for name, value in stored.items() if name in names})

    def stored(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)

    # ---- the city itself

    def name_city(self, facts: Mapping[str, Any]) -> None:
        """Its name and calendar; the topmost unit is the city."""
        self.city = dict(facts)
        name = str(facts["name"])
        if self.units:
            self.units[0]["name"] = name
        else:
            code = slug(name.removeprefix("City of ").removeprefix("Municipality of "))
            self.units = [{"code": code, "name": name, "kind": "city", "parent": "", "path": f"/{code}/"}]

    @property
    def known_units(self) -> list[Known]:
        """The units so far."""
        return [Known(**unit) for unit in self.units]

    def below(self, code: str) -> list[dict[str, str]]:
        """The units directly below one."""
        return [unit for unit in self.units if unit["parent"] == code]


def shipped_cities() -> list[Path]:
    """The folders of the cities that ship with a pattern of first posts, so that another may adopt their matrix."""
    return sorted(path.parent for path in settings.CITIES.glob("*/first_posts.yaml"))


@dataclass(frozen=True)
class Proposal:
    """A post that the shipped city's pattern gives one of the units."""

    code: str
    role: str
    unit: str
    title: str


def proposals(draft: Draft, folder: Path) -> list[Proposal]:
    """The posts of the pattern for these units, the city's first (`first_posts.yaml` of the shipped city)."""
    if not draft.units or not draft.shipped:
        return []
    told = yaml.safe_load((folder / draft.shipped / "first_posts.yaml").read_text(encoding="utf-8"))["posts"]
    found, taken = [], set()
    for unit in sorted(draft.units, key=lambda one: one["path"]):
        for one in told:
            if unit["kind"] not in one["for"]:
                continue
            code = one["code"].replace("{unit}", unit["code"])[:80].strip("-")
            if code not in taken:
                taken.add(code)
                found.append(
                    Proposal(code, one["role"], unit["code"], one["title"].replace("{unit}", unit["name"])[:200])
                )
    return found


def write_folder(draft: Draft, shipped: Path, posts: list[Proposal], folder: Path, today: str) -> None:
    """The draft as a city's folder."""
    source = shipped / draft.shipped
    _write(folder, "city", {**draft.city, "source": _source(draft)})
    _write(folder, "units", {"units": [_tree(draft, draft.units[0])]})
    _write(folder, "people", {"people": [{"email": email, "name": name} for email, name in draft.people.items()]})
    _write(folder, "posts", {"posts": [_post(draft, one) for one in posts]})
    _write(folder, "relations", {"relations": []})
    (folder / "roles.yaml").write_bytes((source / "roles.yaml").read_bytes())
    if draft.matrix:
        (folder / "matrix.yaml").write_text(draft.matrix, encoding="utf-8")
        return
    (folder / "matrix.yaml").write_text(_adopted(draft, source / "matrix.yaml", today), encoding="utf-8")
    for name in ("procedures", "namings"):  # of the shipped matrix; one of the city's own may give other letters
        if (source / f"{name}.yaml").exists():
            (folder / f"{name}.yaml").write_bytes((source / f"{name}.yaml").read_bytes())


def _source(draft: Draft) -> str:
    return str(draft.city.get("source", ""))


def _tree(draft: Draft, unit: Mapping[str, str]) -> dict[str, Any]:
    told: dict[str, Any] = {name: unit[name] for name in ("code", "name", "kind")}
    if below := draft.below(unit["code"]):
        told["units"] = [_tree(draft, one) for one in below]
    return told


def _post(draft: Draft, one: Proposal) -> dict[str, Any]:
    told: dict[str, Any] = asdict(one)
    if email := draft.posts.get(one.code, {}).get("holder"):
        told["holders"] = [{"person": email}]
    return told


def _adopted(draft: Draft, path: Path, today: str) -> str:
    """The shipped matrix, with who adopted it; every cell as it is."""
    text = path.read_text(encoding="utf-8")
    if not draft.adopted_by:
        return text
    lines = [line for line in text.splitlines() if not line.startswith(("adopted_by:", "adopted_on:"))]
    said = yaml.safe_dump({"adopted_by": draft.adopted_by, "adopted_on": today}, allow_unicode=True)
    return "\n".join([*lines, said])


def _write(folder: Path, name: str, content: Mapping[str, Any]) -> None:
    text = yaml.dump(content, Dumper=_Quoted, allow_unicode=True, sort_keys=False, width=10_000)
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


class _Quoted(yaml.SafeDumper):
    """Every text in quotes: what people call a unit ("No", "1e3") stays text."""


_Quoted.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))
