"""python -m equity_portal.launcher run | test -- ... | manage -- ... | lint."""

from __future__ import annotations

import sys

from equity_portal.launcher.trouble import Trouble

USAGE = "usage: python -m equity_portal.launcher run | lint | test -- PYTEST ARGUMENTS | manage -- COMMAND ARGUMENTS"


def main(arguments: list[str]) -> int:
    """One of the launcher's commands."""
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    rest = rest[1:] if rest[:1] == ["--"] else rest
    try:
        return perform(command, rest)
    except Trouble as trouble:
        print(f"\nThe portal did not start. {trouble}", file=sys.stderr)
        return 1


def perform(command: str, rest: list[str]) -> int:
    """Imported one by one: what only tests need is not needed to run."""
    from equity_portal.launcher.supervisor import Stopped

    try:
        if command == "run":
            from equity_portal.launcher.run import run

            run()
        elif command in ("test", "manage"):
            from equity_portal.launcher import trial

            return int(getattr(trial, command)(rest))
        elif command == "lint":
            from equity_portal.launcher.lint import lint

            return lint()
        else:
            print(USAGE, file=sys.stderr)
            return 2
    except (Stopped, KeyboardInterrupt):
        return 0 if command == "run" else 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
