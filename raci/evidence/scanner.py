"""Virus scanning: one local signature that is always looked for, and a ClamAV daemon where one is configured."""

from __future__ import annotations

import socket
import struct
from pathlib import Path

from raci.evidence.verdicts import Unacceptable, _

# The test file of the European Institute for Computer Antivirus Research: harmless, and refused by every scanner.
# Kept in two halves so that a scanner does not take this module for it.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
CHUNK = 64 * 1024
SECONDS = 20.0


def scan(path: Path, file_name: str, address: str = "") -> None:
    """Refuses a file with a known signature; with an address, one that the daemon refuses or cannot be asked about."""
    if EICAR in path.read_bytes():
        raise _infected(file_name, "EICAR")
    if address:
        _ask(path, file_name, address)


def _ask(path: Path, file_name: str, address: str) -> None:
    """Only a plain "OK" counts as clean: silence, an error or a down daemon never does."""
    try:
        answer = _instream(path, address)
    except (OSError, ValueError) as error:
        raise _unchecked(file_name) from error
    if answer.endswith("FOUND"):
        raise _infected(file_name, answer.removeprefix("stream: ").removesuffix(" FOUND"))
    if answer != "stream: OK":
        raise _unchecked(file_name)


def _instream(path: Path, address: str) -> str:
    """ClamAV's INSTREAM: pieces with their length before each, a zero length at the end, one line back."""
    with _connected(address) as daemon, path.open("rb") as file:
        daemon.sendall(b"zINSTREAM\0")
        while piece := file.read(CHUNK):
            daemon.sendall(struct.pack("!L", len(piece)) + piece)
        daemon.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0") and (piece := daemon.recv(4096)):
            answer += piece
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _connected(address: str) -> socket.socket:
    """`host:port`, or the path of a Unix socket."""
    if address.startswith("/"):
        unix = socket.socket(socket.AF_UNIX)
        unix.settimeout(SECONDS)
        unix.connect(address)
        return unix
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)


def _infected(file_name: str, signature: str) -> Unacceptable:
    return Unacceptable(
        _("“%(file)s” was refused by the virus check (%(signature)s). Do not open it; tell your IT service."),
        file=file_name,
        signature=signature,
    )


def _unchecked(file_name: str) -> Unacceptable:
    return Unacceptable(
        _("“%(file)s” cannot be checked for viruses now, so it was not taken. Try again in a few minutes."),
        file=file_name,
    )
