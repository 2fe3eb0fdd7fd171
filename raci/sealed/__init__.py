"""Sealed texts: what restricted kinds say, encrypted and erasable, every reading on record (CONTRIBUTING: a restricted kind).

The row in the database holds the ciphertext; its key is a small file outside of the database and of its backups (`keys`).
Whoever has only one of the two reads nothing, and a text whose key was destroyed is gone from every backup as well. The
owner's row keeps the text's number and its hash.
"""

from raci.sealed.acts import Damaged, Erased, Sealed, erase, erasure_of, erasures_of, file_of, read, readings_of, seal

__all__ = [
    "Damaged",
    "Erased",
    "Sealed",
    "erase",
    "erasure_of",
    "erasures_of",
    "file_of",
    "read",
    "readings_of",
    "seal",
]
