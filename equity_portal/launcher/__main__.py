"""python -m equity_portal.launcher run | own-city | backup | restore FILE | verify FILE | test -- ... | manage -- ... | lint."""

from __future__ import annotations

import sys

from equity_portal.launcher.trouble import Trouble

USAGE = """usage: python -m equity_portal.launcher COMMAND
  run                          the whole portal on this machine
  own-city                     the same for a city of one's own, in a data folder of its own
  backup [--keep N]            one archive of everything but the secrets, into PORTAL_BACKUPS
  restore FILE [--over]        a portal's data from an archive
  verify FILE                  is this archive whole? Changes nothing
  manage -- COMMAND ...        manage.py on the portal's data
  lint | test -- ...           every check; pytest"""


def main(arguments: list[str]) -> int:
    """One of the launcher's commands."""
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    rest = rest[1:] if rest[:1] == ["--"] else rest
    try:
        return perform(command, rest)
    except Trouble as trouble:
        print(f"\n{'The portal did not start. ' if command in ('run', 'own-city') else ''}{trouble}", file=sys.stderr)
        return 1


def perform(command: str, rest: list[str]) -> int:
    """Imported one by one: what only tests need is not needed to run."""
    from equity_portal.launcher.supervisor import Stopped

    try:
        if command in ("run", "own-city"):
            from equity_portal.launcher import own_city
            from equity_portal.launcher.run import run

            if command == "own-city":
                own_city.begin()
            run()
        elif command in ("test", "manage"):
            from equity_portal.launcher import trial

            return int(getattr(trial, command)(rest))
        elif command == "backup":
            from equity_portal.launcher import backup

            return backup.main(rest)
        elif command in ("restore", "verify"):
            from equity_portal.launcher import restore

            return restore.main(rest) if command == "restore" else restore.verify(rest)
        elif command == "lint":
            from equity_portal.launcher.lint import lint

            return lint()
        else:
            print(USAGE, file=sys.stderr)
            return 2
    except (Stopped, KeyboardInterrupt):
        return 0 if command in ("run", "own-city") else 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
