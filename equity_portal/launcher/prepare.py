"""What the portal does to its database before it serves; run in a process of its own, by the login named in the environment.

python -m equity_portal.launcher.prepare owner          migrate, secure, collect the static files
python -m equity_portal.launcher.prepare city PATH      load the city and its demo (the application's login)
python -m equity_portal.launcher.prepare own EMAIL NAME an account for who founds their own city
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command, get_commands


def main(arguments: list[str]) -> None:
    """Do one of the three."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "equity_portal.settings")
    django.setup()
    if arguments[0] == "owner":
        call_command("migrate", interactive=False, verbosity=1)
        call_command("secure_database")
        collect_static()
    elif arguments[0] == "own":
        print("----", flush=True)
        call_command("begin_own_city", email=arguments[1], name=arguments[2])
    else:
        load(arguments[1])


def collect_static() -> None:
    """Hashed and compressed copies, made anew only when a file changed."""
    mark = Path(settings.STATIC_ROOT) / ".collected"
    now = static_stamp()
    if mark.exists() and mark.read_text() == now:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    mark.write_text(now)


def static_stamp() -> str:
    """Name, size and time of every static file of ours, and what is installed."""
    stamp = hashlib.sha256(repr(settings.INSTALLED_APPS).encode())
    for folder in settings.STATICFILES_DIRS:
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file():
                stat = path.stat()
                stamp.update(f"{path}|{stat.st_size}|{stat.st_mtime_ns}\n".encode())
    installed = Path(sys.prefix) / "installed"
    stamp.update(installed.read_bytes() if installed.exists() else b"")
    return stamp.hexdigest()


def load(city: str) -> None:
    """The city's folder, then the demo that lives in it. `load_demo` prints its sign-ins."""
    known = get_commands()
    if "load_city" in known:
        call_command("load_city", city)
    print("----", flush=True)  # what follows is shown at each start
    if "load_demo" in known:
        call_command("load_demo")


if __name__ == "__main__":
    main(sys.argv[1:])
