"""Bytes under their hash: whole or not at all, and never served altered."""

from __future__ import annotations

import hashlib
import os
import stat
import time

import pytest

from raci.evidence import storage

CONTENT = b"what was heard\n" * 1000


def kept(root, content=CONTENT) -> str:
    incoming = storage.receive(root, [content[:100], content[100:]], limit=10**6)
    storage.keep(root, incoming)
    return incoming.sha256


def test_bytes_are_kept_under_their_hash_and_read_only(tmp_path):
    sha256 = kept(tmp_path)
    assert sha256 == hashlib.sha256(CONTENT).hexdigest()
    place = tmp_path / sha256[:2] / sha256[2:4] / sha256
    assert place.read_bytes() == CONTENT
    assert stat.S_IMODE(place.stat().st_mode) == 0o440
    assert list((tmp_path / storage.INCOMING).iterdir()) == []
    with storage.open_verified(tmp_path, sha256) as file:
        assert file.read() == CONTENT


def test_same_bytes_twice_are_one_file(tmp_path):
    assert kept(tmp_path) == kept(tmp_path)
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize("at", [0, 7_000, len(CONTENT) - 1])
def test_one_altered_byte_is_found_on_reading(tmp_path, at):
    sha256 = kept(tmp_path)
    place = storage.place_of(tmp_path, sha256)
    altered = bytearray(CONTENT)
    altered[at] ^= 1
    place.chmod(0o600)
    place.write_bytes(altered)
    with pytest.raises(storage.Damaged, match=sha256):
        storage.open_verified(tmp_path, sha256)
    assert kept(tmp_path) == sha256  # the same file uploaded again heals it
    storage.open_verified(tmp_path, sha256).close()


def test_missing_file_is_found_on_reading(tmp_path):
    with pytest.raises(storage.Damaged):
        storage.open_verified(tmp_path, "0" * 64)


def test_address_is_a_hash_and_nothing_else(tmp_path):
    for odd in ("../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "\n"):
        with pytest.raises(ValueError, match="SHA-256"):
            storage.place_of(tmp_path, odd)


def test_too_many_bytes_leave_nothing(tmp_path):
    with pytest.raises(storage.TooLong):
        storage.receive(tmp_path, [b"x" * 600, b"x" * 600], limit=1000)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_broken_connection_leaves_nothing(tmp_path):
    def pieces():
        yield b"x"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        storage.receive(tmp_path, pieces(), limit=1000)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_old_files_are_the_ones_untouched_for_a_day(tmp_path):
    young, old = kept(tmp_path), kept(tmp_path, b"old")
    left = storage.receive(tmp_path, [b"half"], limit=100)
    for path in (storage.place_of(tmp_path, old), left.path):
        os.utime(path, (time.time() - 25 * 3600,) * 2)
    assert {path.name for path in storage.old_files(tmp_path)} == {old, left.path.name}
    assert young not in {path.name for path in storage.old_files(tmp_path)}
