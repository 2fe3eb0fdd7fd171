"""The private code by which somebody who is not in the portal follows what they sent: made once, shown once, kept as its hash."""

from __future__ import annotations

import hashlib
import re
import secrets

SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32 of them; no 0, 1, I or O, which are read wrong
LENGTH, GROUP = 20, 4  # 100 bits, so that nobody guesses one


def new_code() -> str:
    """In groups, as people read it out: ABCD-EFGH-JKLM-NPQR-STUV."""
    return as_code(secrets.token_bytes(LENGTH))


def as_code(noise: bytes) -> str:
    """The code that stands for these bytes, of which each gives a sign: at least 20, each as good as random."""
    signs = "".join(SIGNS[one % len(SIGNS)] for one in noise[:LENGTH])
    return "-".join(signs[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def digest(code: str, of: str = "complaint") -> str:
    """What is kept of it; the same however it was typed. "" for what cannot be one. `of`: what it opens, and nothing else."""
    signs = re.sub(r"[\s\-–—._]", "", code).upper()
    if len(signs) != LENGTH or set(signs) - set(SIGNS):
        return ""
    # without a word of their own, codes are kept as the first were, which were complaints'
    return hashlib.sha256(f"{of}-code:{signs}".encode()).hexdigest()
