"""A Parquet file row by row, where the optional library for it is there (`pip install equity-portal[parquet]`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import BinaryIO

from metrics.reading import refusing
from metrics.reading.refusing import MOST_COLUMNS
from raci.imports.reading import value_text
from raci.imports.verdicts import Unreadable, say

BATCH = 10_000  # rows held at a time


def parquet_lines(file: BinaryIO, name: str) -> Callable[[], Iterator[tuple[int, list[str]]]]:
    """What reads the rows; line 1 is the names of the columns. Raises Unreadable."""
    try:
        library = import_module("pyarrow.parquet")
    except ImportError as error:
        raise Unreadable(say(refusing.NO_PARQUET, file=name)) from error

    def lines() -> Iterator[tuple[int, list[str]]]:
        try:
            file.seek(0)
            whole = library.ParquetFile(file)
            names = list(whole.schema_arrow.names)
            if len(names) > MOST_COLUMNS:
                raise Unreadable(say(refusing.TOO_WIDE, file=name, line=1, columns=MOST_COLUMNS, signs=0))
            yield 1, names
            number = 1
            for batch in whole.iter_batches(batch_size=BATCH):
                for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    number += 1
                    yield number, [value_text(cell) for cell in row]
        except Unreadable:
            raise
        except Exception as error:  # pyarrow raises its own for whatever a damaged file holds
            raise Unreadable(say(refusing.DAMAGED, file=name)) from error

    return lines
