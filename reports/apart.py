"""Rendering in a process of its own, with limits on memory and time: a page that floods the library breaks only that process,
and what it took is given back when it ends. It is given the page and nothing else: no database, no secrets.

`python -m reports.apart` reads one JSON object and writes the PDF.
"""

from __future__ import annotations

import base64
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from reports.rendering import Attached, Unprintable, render

SECONDS = 900  # of the processor: thousands of pages
MEMORY = 4 * 1024**3  # of addresses, of which some 3 MB a page are used
TELLS_EVERY = 10  # seconds
HOME = Path(__file__).resolve().parents[1]
LIBRARIES = ("HOME", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "FONTCONFIG_FILE", "XDG_CACHE_HOME", "LANG")
TOO_MUCH = "It could not be made within the portal's limits of memory and time: choose fewer sections. {why}"


def render_apart(
    html: str,
    attached: Sequence[Attached] = (),
    *,
    moment: datetime | None = None,
    tick: Callable[[], object] = lambda: None,
) -> bytes:
    """As `render`, and the same bytes; `tick` is called while it takes long. Raises Unprintable beyond the limits."""
    asked = {
        "html": html, "moment": moment.isoformat() if moment else None,
        "attached": [
            [one.name, one.about, one.media_type, base64.b64encode(one.content).decode()] for one in attached
        ],
    }  # fmt: skip
    environment = {"PYTHONPATH": str(HOME), "PYTHONUTF8": "1", "PATH": os.environ.get("PATH", "")}  # no secrets
    environment |= {name: os.environ[name] for name in LIBRARIES if name in os.environ}
    command = [sys.executable, "-m", "reports.apart"]
    with subprocess.Popen(  # noqa: S603 # our own program
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        try:
            pdf, said = _answer(running, json.dumps(asked).encode(), tick)
        except BaseException:
            running.kill()
            raise
    if running.returncode or not pdf:
        raise Unprintable(TOO_MUCH.format(why=said.decode(errors="replace").strip().rpartition("\n")[2][:200]))
    return pdf


def _answer(running: subprocess.Popen[bytes], question: bytes, tick: Callable[[], object]) -> tuple[bytes, bytes]:
    waiting: bytes | None = question
    while True:
        try:
            return running.communicate(waiting, timeout=TELLS_EVERY)
        except subprocess.TimeoutExpired:
            waiting = None
            tick()


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _main(asked: dict[str, Any]) -> bytes:
    attached = [
        Attached(name, about, kind, base64.b64decode(content)) for name, about, kind, content in asked["attached"]
    ]
    moment = datetime.fromisoformat(asked["moment"]) if asked["moment"] else None
    return render(asked["html"], attached, moment=moment)


if __name__ == "__main__":
    _limit()
    sys.stdout.buffer.write(_main(json.load(sys.stdin)))
