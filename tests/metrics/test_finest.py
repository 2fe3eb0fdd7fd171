"""Rows become the same finest cells in PostgreSQL, DuckDB and Spark as by counting them one by one."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Iterator
from math import fsum
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from psycopg import sql

from metrics.finest.cells import finest_cells
from metrics.finest.measures import amount, outcome, rate
from metrics.finest.postgres import PostgresTable
from metrics.statistics.cube import Cells, cube
from tests.database import connect_as_owner

DIMS = ("race", "the area", "age")
COLUMNS = {
    "race": "text", "the area": "text", "age": "integer", "hired": "boolean", "weight": "double precision",
    "pay": "double precision", "events": "integer", "years": "double precision",
}  # fmt: skip
MEASURES = (
    outcome("hired"),
    outcome("hired", "weight", name="weighted"),
    amount("pay", "weight", name="pay"),
    rate("events", "years", name="injuries"),
)


def people(count: int, seed: int = 7) -> list[dict[str, Any]]:
    """Names that quote themselves, spaces, missing values in every column but the weight, and a group nobody knows about."""
    chance = random.Random(seed)

    def some(value: Any, missing: float = 0.1) -> Any:
        return None if chance.random() < missing else value

    def one() -> dict[str, Any]:
        area = some(chance.choice(["N", "S", 'O"Hare; DROP', "Unknown"]))
        return {
            "race": some(chance.choice(["Black", "White", " White", "Ж", ""])),
            "the area": area,
            "age": some(chance.choice([17, 40, 65])),
            "hired": None if area == "N" else some(chance.random() < 0.3),
            "weight": chance.uniform(0.5, 2),
            "pay": some(chance.uniform(-10, 90_000)),
            "events": some(chance.randrange(4)),
            "years": some(chance.uniform(0, 5)),
        }

    return [one() for _person in range(count)]


def level(value: Any) -> str:
    text = "" if value is None else str(value).strip()
    return "unknown" if text in ("", "Unknown") else text


def by_hand(rows: list[dict[str, Any]]) -> dict[tuple[str, ...], dict[str, float]]:
    """One by one, without anything of ours."""
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[tuple(level(row[dim]) for dim in DIMS)].append(row)
    return {names: _sums(of) for names, of in groups.items()}


def _sums(rows: list[dict[str, Any]]) -> dict[str, float]:
    hired = [row for row in rows if row["hired"] is not None]
    paid = [row for row in rows if row["pay"] is not None]
    watched = [row for row in rows if row["events"] is not None and row["years"] is not None]
    y, w, x = (lambda row: int(row["hired"])), (lambda row: row["weight"]), (lambda row: row["pay"])
    found = {"n": len(hired), "unknown": len(rows) - len(hired), "k": sum(map(y, hired))}
    found |= {f"weighted.{name}": each for name, each in found.items()}
    for name, power in (("W", 1), ("W2", 2)):
        found[f"weighted.{name}"] = fsum(w(row) ** power for row in hired)
        found[f"weighted.{name}y"] = fsum(w(row) ** power * y(row) for row in hired)
        found[f"pay.{name}"] = fsum(w(row) ** power for row in paid)
        found[f"pay.{name}x"] = fsum(w(row) ** power * x(row) for row in paid)
        found[f"pay.{name}x2"] = fsum(w(row) ** power * x(row) ** 2 for row in paid)
    found |= {"pay.n": len(paid), "pay.unknown": len(rows) - len(paid)}
    found |= {"pay.x": fsum(map(x, paid)), "pay.x2": fsum(x(row) ** 2 for row in paid)}
    found |= {"injuries.n": len(watched), "injuries.unknown": len(rows) - len(watched)}
    found |= {"injuries.events": sum(row["events"] for row in watched)}
    return found | {"injuries.exposure": fsum(row["years"] for row in watched)}


@pytest.fixture
def session(django_db_setup: Any) -> Iterator[Any]:
    """The owner's, since the portal's own login makes no tables, not even temporary ones."""
    with connect_as_owner(connection.settings_dict["NAME"]) as owner, owner.transaction():
        yield owner


def in_postgres(session: Any, rows: list[dict[str, Any]], columns: dict[str, str] = COLUMNS) -> PostgresTable:
    fields = sql.SQL(", ").join(sql.SQL("{} " + kind).format(sql.Identifier(name)) for name, kind in columns.items())
    session.execute("DROP TABLE IF EXISTS people")
    session.execute(sql.SQL("CREATE TEMPORARY TABLE people ({}) ON COMMIT DROP").format(fields))
    with session.cursor() as cursor, cursor.copy("COPY people FROM STDIN") as copy:
        for row in rows:
            copy.write_row([row[name] for name in columns])
    return PostgresTable(session, "people")


def said(cells: Cells) -> dict[tuple[str, ...], dict[str, float]]:
    return {
        names: {name: values[at].item() for name, values in cells.sums.items()}
        for at, names in enumerate(cells.names())
    }


def same(one: Cells, other: Cells) -> None:
    """Whole sums to the last digit, the others as far as the order of adding lets them."""
    assert (one.dimensions, one.levels, one.codes.tolist()) == (other.dimensions, other.levels, other.codes.tolist())
    assert list(one.sums) == list(other.sums)
    for name, values in one.sums.items():
        assert values.dtype == other.sums[name].dtype, name
        tolerance = 0 if values.dtype.kind == "i" else 1e-9
        assert values.tolist() == pytest.approx(other.sums[name].tolist(), rel=tolerance, abs=tolerance), name


def test_cells_are_what_one_counts_by_hand(session):
    rows = people(2000)
    cells = finest_cells(in_postgres(session, rows), DIMS, MEASURES)
    assert cells.levels[0] == ("Black", "White", "unknown", "Ж")
    assert [list(each) for each in cells.levels] == [sorted(each) for each in cells.levels]
    found, wanted = said(cells), by_hand(rows)
    assert found.keys() == wanted.keys()
    for names, sums in wanted.items():
        assert found[names] == pytest.approx(sums, rel=1e-9, abs=1e-9), names


def test_every_margin_adds_up_to_everybody(session):
    rows = people(1000, seed=3)
    made = cube(finest_cells(in_postgres(session, rows), DIMS, MEASURES[:1]))
    assert {int((cells.sums["n"] + cells.sums["unknown"]).sum()) for cells in made.values()} == {1000}
    assert {int(cells.sums["k"].sum()) for cells in made.values()} == {sum(row["hired"] is True for row in rows)}


def test_no_rows_are_no_cells(session):
    cells = finest_cells(in_postgres(session, []), DIMS, MEASURES)
    assert len(cells) == 0
    assert cells.levels == ((), (), ())


@pytest.mark.parametrize(
    ("column", "kind", "value", "measure", "said"),
    [
        ("hired", "integer", 2, outcome("hired"), "hired: 1 values are not 0 or 1"),
        ("hired", "double precision", 0.4, outcome("hired"), "not 0 or 1"),
        ("weight", "double precision", -1, outcome("hired", "weight"), "weight: 1 values are not a number from 0"),
        ("weight", "double precision", "NaN", outcome("hired", "weight"), "weight: 1 values"),
        ("weight", "double precision", None, outcome("hired", "weight"), "weight: 1 values"),
        ("pay", "double precision", "Infinity", amount("pay"), "pay: 1 values are not a number"),
        ("events", "double precision", 1.5, rate("events", "years"), "events: 1 values are not a whole number from 0"),
    ],
)
def test_what_no_measure_allows_is_refused(session, column, kind, value, measure, said):
    row = {"race": "Black", "hired": 1, "weight": 1, "pay": 1, "events": 1, "years": 1, column: value}
    columns = {"race": "text", **{name: "double precision" for name in row if name != "race"}, column: kind}
    with pytest.raises(ValueError, match=said):
        finest_cells(in_postgres(session, [row], columns), ["race"], [measure])


def test_what_is_asked_must_be_clear(session):
    source = in_postgres(session, [])
    with pytest.raises(ValueError, match="a name of its own"):
        finest_cells(source, DIMS, [outcome("hired"), amount("pay")])
    with pytest.raises(ValueError, match="at least one dimension"):
        finest_cells(source, [], [outcome("hired")])


# ---- the optional extra: the same file in DuckDB and Spark
theirs = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of their own libraries among each other


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("people") / "people.csv"
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        for row in people(3000):
            writer.writerow(["" if row[name] is None else str(row[name]) for name in COLUMNS])
    return path


def copied(session: Any, path: Path) -> PostgresTable:
    source = in_postgres(session, [])
    with source.session.cursor() as cursor, cursor.copy("COPY people FROM STDIN (FORMAT csv, HEADER)") as copy:
        copy.write(path.read_bytes())
    return source


@theirs
def test_duckdb_gives_the_same_cells(session, file):
    pytest.importorskip("duckdb")
    ibis = pytest.importorskip("ibis")
    table = ibis.duckdb.connect().read_csv(str(file), types={name: kind.upper() for name, kind in COLUMNS.items()})
    same(finest_cells(table, DIMS, MEASURES), finest_cells(copied(session, file), DIMS, MEASURES))
    with pytest.raises(ValueError, match=r"pay: .* values are not 0 or 1"):
        finest_cells(table, DIMS, [outcome("pay")])


@theirs
def test_spark_gives_the_same_cells(session, file):
    pytest.importorskip("pyspark")
    ibis = pytest.importorskip("ibis")
    from pyspark.sql import SparkSession

    settings = {"spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    spark = SparkSession.builder.master("local[1]").config(map=settings).getOrCreate()
    kinds = {"text": "string", "integer": "int", "boolean": "boolean", "double precision": "double"}
    schema = ", ".join(f"`{name}` {kinds[kind]}" for name, kind in COLUMNS.items())
    frame = spark.read.csv(str(file), header=True, schema=schema, escape='"', ignoreLeadingWhiteSpace=False)
    frame.createOrReplaceTempView("people")
    try:
        table = ibis.pyspark.connect(spark).table("people")
        same(finest_cells(table, DIMS, MEASURES), finest_cells(copied(session, file), DIMS, MEASURES))
        with pytest.raises(ValueError, match=r"pay: .* values are not 0 or 1"):
            finest_cells(table, DIMS, [outcome("pay")])
    finally:
        spark.stop()
