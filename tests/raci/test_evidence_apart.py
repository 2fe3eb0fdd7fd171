"""A file that breaks a reader breaks only the process that looks at it, and is refused."""

from __future__ import annotations

import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest
from PIL import Image

from raci.evidence import apart
from raci.evidence.apart import inspect_apart
from raci.evidence.verdicts import Unacceptable

from .test_evidence_inspection import office, saved, with_location


def pdf_bomb(size: int) -> bytes:
    """An object stream, packed twice, that unpacks to `size` bytes when the catalogue in it is read."""
    head = b"1 0 2 30 "
    body = b"<</Type/Catalog/Pages 2 0 R>>".ljust(30) + b"<</Type/Pages/Kids[]/Count 0>>"
    inner, outer = zlib.compressobj(9), zlib.compressobj(9)
    packed = outer.compress(inner.compress(head + body))
    for _ in range(size // 2**20):
        packed += outer.compress(inner.compress(b" " * 2**20))
    packed += outer.compress(inner.flush()) + outer.flush()
    out = b"%PDF-1.5\n"
    holder = b"/Type/ObjStm/N 2/First %d/Filter[/FlateDecode/FlateDecode]/Length %d" % (len(head), len(packed))
    rows = [(0, 0, 65535), (2, 3, 0), (2, 3, 1), (1, len(out), 0)]
    out += b"3 0 obj\n<<%b>>\nstream\n%b\nendstream\nendobj\n" % (holder, packed)
    rows.append((1, len(out), 0))
    table, at = b"".join(struct.pack(">BLH", *row) for row in rows), len(out)
    out += b"4 0 obj\n<</Type/XRef/Size 5/W[1 4 2]/Root 1 0 R/Length %d>>\nstream\n" % len(table) + table
    return out + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % at


MEASURED = """
import resource, subprocess, sys
subprocess.run([sys.executable, "-m", "raci.evidence.apart", *sys.argv[1:]], stdout=subprocess.DEVNULL, check=False)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def most_memory_of_looking_at(path: Path) -> int:
    """In kilobytes, by a small process: a child begins with as much as its parent held, and the tests hold much."""
    command = [sys.executable, "-c", MEASURED, str(path), path.name]
    done = subprocess.run(command, cwd=apart.HOME, capture_output=True, text=True, check=True, timeout=60)
    return int(done.stdout)


def test_pdf_of_kilobytes_that_unpacks_to_more_than_memory_is_refused_within_the_limits(tmp_path):
    path = saved(tmp_path, pdf_bomb(5 * 2**28))
    assert path.stat().st_size < 10_000
    begun = time.monotonic()
    with pytest.raises(Unacceptable, match=r"bomb\.pdf"):
        inspect_apart(path, "bomb.pdf")
    assert time.monotonic() - begun < apart.SECONDS
    assert most_memory_of_looking_at(path) < 1200 * 1024


def test_largest_picture_passes_within_the_limits(tmp_path):
    path = tmp_path / "large.png"
    Image.new("RGBA", (10_000, 5_000), "teal").save(path, compress_level=1)
    found = inspect_apart(path, "large.png")
    assert found.media_type == "image/png"
    with Image.open(found.copy) as copy:
        assert copy.size == (10_000, 5_000)


def test_verdict_and_copy_are_those_of_the_inspection(tmp_path):
    assert inspect_apart(saved(tmp_path, office()), "a.docx").copy is None
    found = inspect_apart(saved(tmp_path, with_location("JPEG")), "-rf señor.jpg")
    assert b"CAMERA-MAKER" not in found.copy.read_bytes()


@pytest.mark.parametrize(
    "stand_in", ["import os; os.kill(os.getpid(), 11)", "while True: pass", "print('not json')", "x = [0] * 10**10"]
)
def test_reader_that_dies_or_never_ends_is_a_refusal(tmp_path, monkeypatch, stand_in):
    """The child's own program is replaced: what it would do on a file that breaks a reader."""
    program = tmp_path / "python"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{stand_in}"\n')
    program.chmod(0o755)
    monkeypatch.setattr(apart, "SECONDS", 1)
    monkeypatch.setattr(sys, "executable", str(program))
    with pytest.raises(Unacceptable, match="could not be opened within"):
        inspect_apart(saved(tmp_path, b"x"), "a.txt")
    assert list(Path(tmp_path).glob("*.copy")) == []


def test_child_is_given_no_secrets(tmp_path, monkeypatch):
    given = {}
    real = subprocess.run

    def watch(command, **options):
        given.update(options["env"])
        return real(command, **options)

    monkeypatch.setenv("SECRET_KEY", "do not tell")
    monkeypatch.setattr(subprocess, "run", watch)
    inspect_apart(saved(tmp_path, b"hello"), "a.txt")
    assert set(given) == {"PYTHONPATH", "PYTHONUTF8", "PATH"}
