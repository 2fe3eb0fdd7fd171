"""Arrows and relations point down, and nothing stands at the top that the house does not know."""

from __future__ import annotations

import configparser
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ["equity_portal", "reports", "plans", "compliance", "boards", "engagement", "metrics", "raci"]


def layers() -> list[str]:
    config = configparser.ConfigParser()
    config.read(ROOT / ".importlinter")
    lines = config["importlinter:contract:layers"]["layers"].split()
    return [name for line in lines for name in line.split("|") if name]


def test_every_top_level_package_is_a_layer_and_stands_in_its_place():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert packages == set(layers())
    assert layers() == [name for name in HOUSE if name in layers()]


def test_imports_point_down():
    result = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports")], cwd=ROOT, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("model", [model for model in apps.get_models() if model._meta.app_label in HOUSE], ids=str)
def test_relations_point_down(model):
    place = HOUSE.index(model._meta.app_label)
    for field in model._meta.get_fields():
        target = getattr(field, "related_model", None)
        if isinstance(field, models.ForeignKey) and target._meta.app_label in HOUSE:
            assert HOUSE.index(target._meta.app_label) >= place, f"{model.__name__}.{field.name} points up"


def test_no_relation_takes_a_tracked_row_along_or_lets_it_go_unseen():
    tracked = [model for model in apps.get_models() if hasattr(model._meta, "simple_history_manager_attribute")]
    assert len(tracked) > 20
    for model in tracked:
        assert not model._meta.many_to_many, f"{model.__name__} has a many-to-many: use a through model with history"
        for field in model._meta.fields:
            if isinstance(field, models.ForeignKey):
                assert field.remote_field.on_delete is models.PROTECT or field.name == "permission", (
                    f"{model.__name__}.{field.name}"
                )


def test_no_city_is_named_in_code():
    names = ("portland", "anchorage")
    for path in [
        path
        for app in ("raci", "metrics", "engagement", "boards", "compliance", "plans", "reports")
        for path in ROOT.glob(f"{app}/**/*.py")
    ]:
        text = path.read_text().lower()
        assert not any(name in text for name in names), path
