"""As whom PostgreSQL runs. It refuses root and users without a name; a user namespace gives it another face.

Inside a namespace of its own the server sees itself as `nobody`, while to the rest of the machine it stays the user who
started it: files under 0700 folders stay readable, nothing changes hands. Where the system forbids namespaces, root gives
the server to another user instead.
"""

# ruff: noqa: S603

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from equity_portal.launcher.trouble import Trouble

LINUX = sys.platform == "linux"
LIBC = ctypes.CDLL(None, use_errno=True)
NEW_USER_NAMESPACE = 0x10000000
PR_SET_PDEATHSIG = 1
NOBODY = 65534


@dataclass(frozen=True)
class Identity:
    """How to start a process as somebody: `owner` is whose files it can own, None for our own."""

    prefix: list[str] = field(default_factory=list)
    become: Callable[[], None] | None = None
    user: int | None = None
    owner: int | None = None


def postgres_identity() -> Identity:
    """The first way that works here, or the sentence that says what to do."""
    named = os.geteuid() in {entry.pw_uid for entry in pwd.getpwall()} or _has_name(os.geteuid())
    if os.geteuid() != 0 and named:
        return Identity()
    masked = Identity(become=_mask(_ordinary_user()))
    if LINUX and starts(masked):
        return masked
    if os.geteuid() == 0:
        return _given_away()
    raise Trouble(
        f"User id {os.geteuid()} has no entry in /etc/passwd, which PostgreSQL asks for, and this system allows no user "
        "namespaces; add an entry, or set DATABASE_URL, DATABASE_OWNER_URL and REDIS_URL to servers of your own."
    )


def starts(identity: Identity) -> bool:
    """Can a process be started so?"""
    command = [*identity.prefix, "true"]
    try:
        done = subprocess.run(
            command,
            preexec_fn=identity.become,
            user=identity.user,
            capture_output=True,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


def _has_name(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _ordinary_user() -> int:
    """`nobody`, or any user with a name who is not root."""
    return NOBODY if _has_name(NOBODY) else next((entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid), NOBODY)


def _mask(face: int) -> Callable[[], None]:
    """Between fork and exec: enter a user namespace in which we are `face`."""

    def become() -> None:
        uid, gid = os.geteuid(), os.getegid()
        if LIBC.unshare(NEW_USER_NAMESPACE):
            raise OSError(ctypes.get_errno(), "unshare")
        for name, text in (("setgroups", "deny"), ("uid_map", f"{face} {uid} 1"), ("gid_map", f"{NOBODY} {gid} 1")):
            Path(f"/proc/self/{name}").write_text(text)

    return become


def _given_away() -> Identity:
    """Root without namespaces: another user, who keeps root's right to pass closed folders where `setpriv` can give it."""
    user = next((name for name in ("postgres", "nobody") if _known(name)), None)
    uid = pwd.getpwnam(user).pw_uid if user else NOBODY
    gid = pwd.getpwnam(user).pw_gid if user else NOBODY
    setpriv = shutil.which("setpriv")
    if setpriv:
        drop = [setpriv, f"--reuid={uid}", f"--regid={gid}", "--clear-groups", "--pdeathsig=INT"]
        keep = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
        # access(2) forgets capabilities of a user who is not root, unless told otherwise
        for extra in ([*keep, "--securebits=+no_setuid_fixup"], keep, []):
            if starts(found := Identity(prefix=[*drop, *extra], owner=uid)):
                return found
    if starts(found := Identity(user=uid, owner=uid)):
        return found
    raise Trouble(
        "PostgreSQL does not run as root, and this system lets root neither make a user namespace nor become another user; "
        "run the portal as a plain user, or set DATABASE_URL, DATABASE_OWNER_URL and REDIS_URL to servers of your own."
    )


def _known(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def die_with(parent: int, signal: int) -> None:
    """Between fork and exec: ask the kernel for `signal` when the supervisor dies, even by kill -9."""
    if not LINUX:
        return
    LIBC.prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0)
    if os.getppid() != parent:  # it died in between
        os._exit(1)
