"""The cryptography of a sealed text, without database or files: AES-256-GCM under a key of its own, which a master key wraps.

An envelope is bound to its number, its kind and whom it is about: put in another's place it does not open. The hash that
the owner keeps is SHA-256 over a salt of 16 random bytes and the text; the salt is sealed with the text, so what was erased
cannot be found again by trying.
"""

from __future__ import annotations

import hashlib
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE, SALT = 12, 16


class DoesNotOpen(Exception):
    """Another key, another place, or changed bytes: which of them cannot be known."""


@dataclass(frozen=True)
class MasterKey:
    """What wraps the keys of texts; derived from a secret of the deployment."""

    key: bytes
    name: str  # in every wrapped key, so that a rotation knows what is left to do; tells nothing of the key

    @classmethod
    def of(cls, secret: str) -> MasterKey:
        """The key of a secret, which is long and random (`environment.fit_key`)."""
        key, name = (_derived(secret, purpose) for purpose in (b"equity-portal payload key", b"equity-portal key name"))
        return cls(key, name.hex()[:12])


def _derived(secret: str, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=purpose).derive(secret.encode())


def place(number: UUID, kind: str, about: str) -> bytes:
    """What an envelope is bound to."""
    return "\0".join((str(number), kind, about)).encode()


def close(text: bytes, bound_to: bytes) -> tuple[bytes, bytes, str]:
    """A new key, the envelope closed with it, and the hash of the text."""
    key, salt, nonce = AESGCM.generate_key(256), secrets.token_bytes(SALT), secrets.token_bytes(NONCE)
    inside = salt + text
    return key, nonce + AESGCM(key).encrypt(nonce, inside, bound_to), hashlib.sha256(inside).hexdigest()


def open_up(key: bytes, envelope: bytes, bound_to: bytes) -> tuple[bytes, str]:
    """The text and its hash; `DoesNotOpen`."""
    inside = _decrypt(key, envelope, bound_to)
    return inside[SALT:], hashlib.sha256(inside).hexdigest()


def wrap(master: MasterKey, key: bytes, number: UUID) -> str:
    """A text's key as it is kept: one line."""
    nonce = secrets.token_bytes(NONCE)
    return f"1 {master.name} {b64encode(nonce + AESGCM(master.key).encrypt(nonce, key, number.bytes)).decode()}\n"


def unwrap(masters: list[MasterKey], line: str, number: UUID) -> bytes:
    """The key of this text; `DoesNotOpen`, also where none of the master keys wrapped it."""
    master = next((one for one in masters if one.name == wrapped_by(line)), None)
    if master is None:
        raise DoesNotOpen
    return _decrypt(master.key, b64decode(line.split()[2]), number.bytes)


def wrapped_by(line: str) -> str:
    """The name of the master key that a kept key needs; `DoesNotOpen` for what is none."""
    parts = line.split()
    if len(parts) != 3 or parts[0] != "1":
        raise DoesNotOpen
    return parts[1]


def _decrypt(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], bound_to)
    except (InvalidTag, ValueError):
        raise DoesNotOpen from None
