"""The inspection in a process of its own, with limits on memory and time: a file that breaks a reader breaks only that.

`python -m raci.evidence.apart PATH NAME` prints one JSON object: a verdict, or the sentence of a refusal. Pictures are
copied without metadata to PATH.copy.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from raci.evidence.verdicts import Unacceptable, _

SECONDS = 30
MEMORY = 1024 * 1024 * 1024
HOME = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Inspected:
    """An acceptable file: what it is, and the copy to keep instead of it, if any."""

    media_type: str
    copy: Path | None


def inspect_apart(path: Path, file_name: str) -> Inspected:
    """As `inspection.inspect`, but a crash, an endless loop or a flood of memory is a refusal too."""
    answer = _ask(path, file_name)
    if "sentence" in answer:
        raise Unacceptable(str(answer["sentence"]), **answer["facts"])
    copy = _copy_of(path)
    return Inspected(str(answer["media_type"]), copy if copy.exists() else None)


def _ask(path: Path, file_name: str) -> dict[str, dict[str, object]]:
    command = [sys.executable, "-m", "raci.evidence.apart", str(path), file_name]
    environment = {"PYTHONPATH": str(HOME), "PYTHONUTF8": "1", "PATH": os.environ.get("PATH", "")}  # no secrets
    try:
        done = subprocess.run(command, env=environment, capture_output=True, timeout=SECONDS, check=True)  # noqa: S603
        answer: dict[str, dict[str, object]] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        _copy_of(path).unlink(missing_ok=True)
        raise Unacceptable(
            _("“%(file)s” could not be opened within the portal's limits. Save it as a new, simpler file."),
            file=file_name,
        ) from error
    return answer


def _copy_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.copy")


def _main(path: Path, file_name: str) -> dict[str, object]:
    from raci.evidence.inspection import inspect, without_metadata

    try:
        verdict = inspect(path, file_name)
        copy = without_metadata(path, file_name)
    except Unacceptable as refusal:
        return {"sentence": refusal.sentence, "facts": refusal.facts}
    if copy is not None:
        _copy_of(path).write_bytes(copy)
    return {"media_type": verdict.media_type}


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _limit()
    sys.stdout.write(json.dumps(_main(Path(sys.argv[1]), sys.argv[2])))
